import { readFileSync } from 'fs';
import { isMap, isScalar, isSeq, LineCounter, Node, YAMLMap } from 'yaml';
import { folded } from './readable';
import { WaiverError } from './waiver-error';
import type { PlacedWaiver } from './waiver-record';
import { readWaiver } from './waiver-terms';
import { parseWithLines } from './yaml-document';

const FIELDS = ['rule', 'path', 'finding', 'owner', 'reason', 'ticket', 'expires'];

/**
 * The waivers of a YAML file: one list, `waivers`. Throws a `WaiverError` with file and line.
 *
 * @internal
 */
export function readWaiverFile(path: string): PlacedWaiver[] {
  return new WaiverFile(path).read();
}

class WaiverFile {
  private readonly lines = new LineCounter();

  constructor(private readonly path: string) {}

  public read(): PlacedWaiver[] {
    const root = parseWithLines(this.text(), this.lines, (offset, what) => this.error(offset, what)).contents;
    if (!isMap(root) || root.items.length !== 1 || !root.has('waivers')) throw this.error(root, 'the file is not one list named waivers.');
    const list = root.get('waivers', true) as unknown;
    if (!isSeq(list)) throw this.error(root, 'waivers is not a list.');
    return list.items.map((item) => this.waiver(item as Node));
  }

  private waiver(item: Node): PlacedWaiver {
    if (!isMap(item)) throw this.error(item, 'an entry is no map of fields.');
    const fields = this.fields(item);
    try {
      return readWaiver(fields);
    } catch (error) {
      throw error instanceof WaiverError ? new WaiverError(this.at(item), error.id, error.what, error.remediation) : error;
    }
  }

  /** Scalars only: aliases, anchors' copies and nested values have no business here. */
  private fields(item: YAMLMap): Record<string, string> {
    return Object.fromEntries(item.items.map(({ key, value }) => {
      const name = isScalar(key) ? String(key.value) : '';
      if (!FIELDS.includes(name)) throw this.error(key as Node, `a waiver has no field ${name || 'like this'}.`);
      if (!isScalar(value)) throw this.error(key as Node, `${name} is not a text.`);
      return [name, folded(value.value === null ? '' : value.source ?? String(value.value))];
    }));
  }

  private text(): string {
    try {
      return readFileSync(this.path, 'utf-8');
    } catch (error) {
      throw new WaiverError(this.path, 'BadWaiverFile', `it cannot be read (${(error as NodeJS.ErrnoException).code}).`,
        'give the path of a YAML file, from the working directory.');
    }
  }

  private error(where: Node | number | null, what: string): WaiverError {
    return new WaiverError(this.at(where), 'BadWaiverFile', what, `write waivers: and a list of ${FIELDS.join(', ')}.`);
  }

  private at(where: Node | number | null): string {
    const offset = typeof where === 'number' ? where : where?.range?.[0] ?? 0;
    return `${this.path}:${Math.max(1, this.lines.linePos(offset).line)}`;
  }
}
