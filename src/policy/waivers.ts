import { readFileSync } from 'fs';
import { isMap, isScalar, isSeq, LineCounter, Node, parseDocument, YAMLMap } from 'yaml';
import { Waiver, WaiverProps } from './waiver';
import { ZeroTrustError } from '../zone/errors';

/**
 * Waivers that are kept in a file.
 */
export class Waivers {
  /**
   * Reads a YAML file with one list, `waivers`, whose entries have the fields of `WaiverProps`.
   *
   * Throws `BadWaiverFile` when the file cannot be read, is no YAML or has anything else in it, and the errors of `Waiver`; each
   * with file and line.
   *
   * @param path the file, from the working directory
   */
  public static fromFile(path: string): Waiver[] {
    return new WaiverFile(path).read();
  }

  private constructor() {}
}

const FIELDS = ['rule', 'path', 'finding', 'owner', 'reason', 'ticket', 'expires'];

class WaiverFile {
  private readonly lines = new LineCounter();

  constructor(private readonly path: string) {}

  public read(): Waiver[] {
    const document = parseDocument(this.text(), { lineCounter: this.lines });
    for (const { pos: [offset], message } of document.errors) throw this.error(offset, `${message.split('\n')[0].replace(/ at line.*$/, '')}.`);
    const root = document.contents;
    if (!isMap(root) || root.items.length !== 1 || !root.has('waivers')) throw this.error(root, 'the file is not one list named waivers.');
    const list = root.get('waivers', true) as unknown;
    if (!isSeq(list)) throw this.error(root, 'waivers is not a list.');
    return list.items.map((item) => this.waiver(item as Node));
  }

  private waiver(item: Node): Waiver {
    if (!isMap(item)) throw this.error(item, 'an entry is no map of fields.');
    try {
      return new Waiver(this.fields(item) as unknown as WaiverProps);
    } catch (error) {
      if (!(error instanceof ZeroTrustError) || error.id === 'BadWaiverFile') throw error;
      const what = error.message.slice(error.message.indexOf(`${error.id}: `) + error.id.length + 2).replace(/ Fix: .*$/s, '');
      throw new ZeroTrustError(this.at(item), error.id, what, error.fix);
    }
  }

  /** Scalars only: aliases, anchors' copies and nested values have no business here. */
  private fields(item: YAMLMap): Record<string, string> {
    return Object.fromEntries(item.items.map(({ key, value }) => {
      const name = isScalar(key) ? String(key.value) : '';
      if (!FIELDS.includes(name)) throw this.error(key as Node, `a waiver has no field ${name || 'like this'}.`);
      if (!isScalar(value)) throw this.error(key as Node, `${name} is not a text.`);
      return [name, value.value === null ? '' : value.source ?? String(value.value)];
    }));
  }

  private text(): string {
    try {
      return readFileSync(this.path, 'utf-8');
    } catch (error) {
      throw new ZeroTrustError(this.path, 'BadWaiverFile', `it cannot be read (${(error as NodeJS.ErrnoException).code}).`,
        'give the path of a YAML file, from the working directory.');
    }
  }

  private error(where: Node | number | null, what: string): ZeroTrustError {
    return new ZeroTrustError(this.at(where), 'BadWaiverFile', what, `write waivers: and a list of ${FIELDS.join(', ')}.`);
  }

  private at(where: Node | number | null): string {
    const offset = typeof where === 'number' ? where : where?.range?.[0] ?? 0;
    return `${this.path}:${Math.max(1, this.lines.linePos(offset).line)}`;
  }
}
