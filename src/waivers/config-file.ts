import { readFileSync } from 'fs';
import { isMap, isScalar, isSeq, LineCounter, Node, YAMLMap } from 'yaml';
import { nearestOf } from './nearest';
import { folded } from './readable';
import { WaiverError } from './waiver-error';
import { parseWithLines } from './yaml-document';

/** A rule that an organisation rates otherwise, or switches off. @internal */
export interface SettingRecord {
  readonly rule: string;
  /** The new severity; none when the rule is switched off. */
  readonly severity?: string;
  readonly reason: string;
  /** Where it was said: a file with its line, or `ZeroTrust.enforce`. */
  readonly source: string;
}

/** A capability that must be there, by name, and what provides it from elsewhere. @internal */
export interface RequiredRecord {
  readonly capability: string;
  readonly providedBy?: string;
  readonly arn?: string;
  readonly owner?: string;
  readonly source: string;
}

/** An account that policies may name. @internal */
export interface TrustedRecord {
  readonly account: string;
  readonly source: string;
}

/** An organisation that policies may name. @internal */
export interface OrganizationRecord {
  readonly organization: string;
  readonly source: string;
}

/** What a file of settings says. @internal */
export interface Config {
  readonly rules: SettingRecord[];
  readonly required: RequiredRecord[];
  readonly trustedAccounts: TrustedRecord[];
  readonly trustedOrganizations: OrganizationRecord[];
}

/** The file that the command line takes from the working directory. @internal */
export const CONFIG_FILE = 'cdk-zero-trust.yaml';

const SETTING = ['severity', 'off', 'reason'];
const REQUIRED = ['capability', 'providedBy', 'arn', 'owner'];

/**
 * The settings of an organisation, from a YAML file: `rules`, `required`, `trustedAccounts` and `trustedOrganizations`. Throws a `WaiverError` with file and line.
 *
 * @internal
 */
export function readConfigFile(path: string): Config {
  return new ConfigFile(path).read();
}

class ConfigFile {
  private readonly lines = new LineCounter();

  constructor(private readonly path: string) {}

  public read(): Config {
    const root = parseWithLines(this.text(), this.lines, (offset, what) => this.bad(offset, what)).contents;
    if (root === null) return { rules: [], required: [], trustedAccounts: [], trustedOrganizations: [] };
    const sections = this.fields(root, ['rules', 'required', 'trustedAccounts', 'trustedOrganizations'], 'the file');
    const list = (section: string) => (sections.has(section) ? this.list(sections.get(section)!, section) : []);
    return {
      rules: sections.has('rules') ? this.entries(sections.get('rules')!, 'rules').map(([rule, node]) => this.setting(rule, node)) : [],
      required: list('required').map((node) => this.required(node)),
      trustedAccounts: list('trustedAccounts').map((node) => ({ account: this.asWritten(node), source: this.at(node) })),
      trustedOrganizations: list('trustedOrganizations').map((node) => ({ organization: this.asWritten(node), source: this.at(node) })),
    };
  }

  private setting(rule: string, node: Node): SettingRecord {
    const fields = this.fields(node, SETTING, rule);
    const source = this.at(node);
    const off = fields.has('off') ? this.scalar(fields.get('off')!) : undefined;
    if (off !== undefined && off !== true) throw this.bad(fields.get('off')!, `off of ${rule} is not true.`);
    if (off === true && fields.has('severity')) throw this.bad(node, `${rule} is switched off and has a severity.`);
    if (off === undefined && !fields.has('severity')) throw this.bad(node, `${rule} has neither off nor severity.`);
    return {
      rule,
      ...(off === undefined ? { severity: this.textOf(fields, 'severity') } : {}),
      reason: this.textOf(fields, 'reason') ?? '',
      source,
    };
  }

  private required(node: Node): RequiredRecord {
    const source = this.at(node);
    if (isScalar(node)) return { capability: String(node.value), source };
    const fields = this.fields(node, REQUIRED, 'an entry of required');
    const [capability = '', providedBy, arn, owner] = REQUIRED.map((field) => this.textOf(fields, field));
    return { capability, providedBy, arn, owner, source };
  }

  /** As it is written: a number would lose its leading zeros. */
  private asWritten(node: Node): string {
    const value = this.scalar(node);
    return (typeof value === 'string' ? value : isScalar(node) ? node.source ?? '' : '').trim();
  }

  private fields(node: Node, allowed: string[], of: string): Map<string, Node> {
    const fields = this.entries(node, of);
    for (const [key, value] of fields) {
      if (!allowed.includes(key)) throw new WaiverError(this.at(value), 'UnknownKey', `${of} has no key ${key}.`, nearestOf(key, allowed));
    }
    return new Map(fields);
  }

  private entries(node: Node, of: string): [string, Node][] {
    if (!isMap(node)) throw this.bad(node, `${of} is no map of keys.`);
    return (node as YAMLMap).items.map(({ key, value }) => {
      if (!isScalar(key) || value === null) throw this.bad((key ?? node) as Node, `${of} has a key without a value.`);
      return [String(key.value), value as Node];
    });
  }

  private list(node: Node, of: string): Node[] {
    if (!isSeq(node)) throw this.bad(node, `${of} is no list.`);
    return node.items as Node[];
  }

  private textOf(fields: Map<string, Node>, field: string): string | undefined {
    const node = fields.get(field);
    if (node === undefined) return undefined;
    const value = this.scalar(node);
    return value === null ? undefined : folded(String(value));
  }

  private scalar(node: Node): unknown {
    if (!isScalar(node)) throw this.bad(node, 'a value is no text.');
    return node.value;
  }

  private text(): string {
    try {
      return readFileSync(this.path, 'utf-8');
    } catch (error) {
      throw new WaiverError(this.path, 'BadConfigFile', `it cannot be read (${(error as NodeJS.ErrnoException).code}).`,
        'give the path of a YAML file, from the working directory.');
    }
  }

  private bad(where: Node | number, what: string): WaiverError {
    return new WaiverError(this.at(where), 'BadConfigFile', what, 'write rules: with off or severity and a reason for each rule, required: with a list of capabilities, trustedAccounts: with a list of account numbers, and trustedOrganizations: with a list of organization IDs.');
  }

  private at(where: Node | number): string {
    const offset = typeof where === 'number' ? where : where.range?.[0] ?? 0;
    return `${this.path}:${Math.max(1, this.lines.linePos(offset).line)}`;
  }
}
