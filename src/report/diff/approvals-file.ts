import { readFileSync } from 'fs';
import { isMap, isScalar, isSeq, LineCounter, Node, Scalar, YAMLMap } from 'yaml';
import type { Approval } from './approvals';
import { RISKS } from '../../graph/diff/change';
import { faultOf, folded, isReadable } from '../../waivers/readable';
import { WaiverError } from '../../waivers/waiver-error';
import { isDay } from '../../waivers/waiver-terms';
import { parseWithLines } from '../../waivers/yaml-document';

const TEXTS = ['change', 'from', 'to', 'owner', 'reason', 'until'];
const NEEDED = ['change', 'from', 'owner', 'reason', 'until'];

/** The approvals of a file in YAML or JSON: one list, `approvals`. Throws a `WaiverError` with file and line. */
export function readApprovals(path: string): Approval[] {
  return new ApprovalsFile(path).read();
}

class ApprovalsFile {
  private readonly lines = new LineCounter();

  constructor(private readonly path: string) {}

  public read(): Approval[] {
    const root = parseWithLines(this.text(), this.lines, (offset, what) => this.error(offset, what)).contents;
    const list = isMap(root) && root.items.length === 1 ? root.get('approvals', true) as unknown : undefined;
    if (!isSeq(list)) throw this.error(root, 'the file is not one list named approvals.');
    return list.items.map((item) => this.approval(item as Node));
  }

  private approval(item: Node): Approval {
    if (!isMap(item)) throw this.error(item, 'an entry is no map of fields.');
    const fields = this.fields(item);
    for (const name of NEEDED) if (!isReadable(fields[name] ?? '')) throw this.error(item, `an approval has no ${name}.`);
    for (const name of ['owner', 'reason']) if (faultOf(fields[name]) !== undefined) throw this.error(item, `${name} ${faultOf(fields[name])}.`);
    const change = RISKS.find((risk) => risk === fields.change);
    if (!change) throw this.error(item, `${fields.change} is no change that can be approved: ${RISKS.join(', ')}.`);
    if (!isDay(fields.until)) throw this.error(item, `${fields.until} is no day as YYYY-MM-DD.`);
    const { from, to, owner, reason, until } = fields;
    return { change, from, to, owner, reason, until, actions: this.actions(item), source: this.at(item) };
  }

  private fields(item: YAMLMap): Record<string, string> {
    return Object.fromEntries(item.items.flatMap(({ key, value }) => {
      const name = isScalar(key) ? String(key.value) : '';
      if (name === 'actions') return [];
      if (!TEXTS.includes(name)) throw this.error(key as Node, `an approval has no field ${name || 'like this'}.`);
      if (!isScalar(value)) throw this.error(key as Node, `${name} is not a text.`);
      return [[name, folded(value.value === null ? '' : value.source ?? String(value.value))]];
    }));
  }

  private actions(item: YAMLMap): string[] | undefined {
    const list = item.get('actions', true) as unknown;
    if (list === undefined) return undefined;
    if (!isSeq(list) || !list.items.every((one) => isScalar(one) && typeof one.value === 'string')) throw this.error(item, 'actions is not a list of texts.');
    return list.items.map((one) => String((one as Scalar).value));
  }

  private text(): string {
    try {
      return readFileSync(this.path, 'utf-8');
    } catch (error) {
      throw this.error(0, `it cannot be read (${(error as NodeJS.ErrnoException).code}).`);
    }
  }

  private error(where: Node | number | null, what: string): WaiverError {
    return new WaiverError(this.at(where), 'BadWaiverFile', what, 'write approvals: and a list of change, from, to, actions, owner, reason, until.');
  }

  private at(where: Node | number | null): string {
    const offset = typeof where === 'number' ? where : where?.range?.[0] ?? 0;
    return `${this.path}:${Math.max(1, this.lines.linePos(offset).line)}`;
  }
}
