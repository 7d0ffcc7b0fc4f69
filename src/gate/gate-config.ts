import Ajv from 'ajv';
import { Check, OPTIONAL, SCANNED } from './check';
import { GateError } from './gate-error';
import { FAILING_BY_DEFAULT, Risk, RISKS } from '../graph/diff/change';
import { readJson } from '../model/template-file';
import { SEVERITIES, Severity } from '../rules/rule';
import { faultOf } from '../waivers/readable';

/** The file that the command takes from the working directory. */
export const GATE_CONFIG = 'zero-trust-gate.json';

export const LEVELS = ['error', 'warning', 'note'] as const;
export type Level = (typeof LEVELS)[number];
export const SCANNER_FORMATS = ['sarif', 'npm-audit', 'pip-audit'] as const;

export interface ScannerConfig {
  readonly name: string;
  readonly covers: readonly (typeof SCANNED)[number][];
  /** A program, run without a shell. */
  readonly command: string;
  /** `{sarif}` is the file to write, `{assets}` the assets of functions, one argument each. */
  readonly arguments: readonly string[];
  readonly format: (typeof SCANNER_FORMATS)[number];
  readonly timeoutSeconds: number;
  /** The mildest level that stops. */
  readonly failOn: Level;
  /** With which it may end; others are a crash. */
  readonly exitCodes: readonly number[];
  /** Names of variables that it gets beside PATH, HOME and LANG: those of the job hold credentials. */
  readonly environment: readonly string[];
}

export interface GateConfig {
  readonly audit: {
    readonly failOn: Severity;
    readonly waivers?: string;
    readonly templateWaivers: boolean;
    readonly baseline?: string;
    readonly config?: string;
    readonly framework?: string;
    readonly parameters?: string;
    readonly require: string[];
    readonly trustedAccounts: string[];
    readonly trustedOrganizations: string[];
  };
  readonly diff: { readonly failOn: Risk[]; readonly approvals?: string; readonly oldWaivers?: string };
  readonly threatModel: { readonly failOn: 'critical' | 'high' | 'medium' | 'low' };
  /** How many days a waiver must have left. */
  readonly waivers: { readonly minDaysLeft: number };
  readonly incidents: { readonly file?: string };
  readonly scanners: readonly ScannerConfig[];
  readonly sbom: { readonly failOnUnknown: boolean; readonly lockFile: string };
  readonly licenses: { readonly allowed: readonly string[]; readonly packages: readonly { name: string; license: string; reason: string }[] };
  /** The checks that run, of the command line: all where it names none. */
  readonly only?: readonly Check[];
  /** Check → why it is left out. */
  readonly without: Readonly<Partial<Record<(typeof OPTIONAL)[number], string>>>;
}

/** SPDX ids of licences that ask for no more than their text to go along. */
const PERMISSIVE = ['0BSD', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', 'BlueOak-1.0.0', 'CC0-1.0', 'ISC', 'MIT', 'MIT-0', 'Python-2.0', 'Unlicense', 'Zlib'];

const text = { type: 'string', minLength: 1 };
const texts = { type: 'array', items: text, default: [] };
const oneOf = (values: readonly string[], otherwise?: string) => ({ enum: [...values], ...otherwise !== undefined && { default: otherwise } });
const object = (properties: Record<string, object>, required: string[] = []) => ({ type: 'object', additionalProperties: false, properties, required });
const section = (properties: Record<string, object>) => ({ ...object(properties), default: {} });
const flag = { type: 'boolean', default: false };

const SCHEMA = object({
  $schema: text,
  audit: section({
    failOn: oneOf(SEVERITIES, 'high'),
    waivers: text,
    templateWaivers: flag,
    baseline: text,
    config: text,
    framework: text,
    parameters: text,
    require: texts,
    trustedAccounts: texts,
    trustedOrganizations: texts,
  }),
  diff: section({ failOn: { type: 'array', items: oneOf(RISKS), minItems: 1, default: [...FAILING_BY_DEFAULT] }, approvals: text, oldWaivers: text }),
  threatModel: section({ failOn: oneOf(['critical', 'high', 'medium', 'low'], 'high') }),
  waivers: section({ minDaysLeft: { type: 'integer', minimum: 0, maximum: 365, default: 0 } }),
  incidents: section({ file: text }),
  scanners: {
    type: 'array',
    default: [],
    items: object({
      name: { type: 'string', pattern: '^[a-z0-9][a-z0-9-]{0,62}$' },
      covers: { type: 'array', items: oneOf(SCANNED), minItems: 1 },
      command: text,
      arguments: texts,
      format: oneOf(SCANNER_FORMATS, 'sarif'),
      timeoutSeconds: { type: 'integer', minimum: 1, maximum: 3600, default: 300 },
      failOn: oneOf(LEVELS, 'warning'),
      exitCodes: { type: 'array', items: { type: 'integer', minimum: 0, maximum: 255 }, minItems: 1, default: [0, 1] },
      environment: texts,
    }, ['name', 'covers', 'command']),
  },
  sbom: section({ failOnUnknown: flag, lockFile: { ...text, default: 'package-lock.json' } }),
  licenses: section({
    allowed: { ...texts, minItems: 1, default: PERMISSIVE },
    packages: { type: 'array', default: [], items: object({ name: text, license: text, reason: text }, ['name', 'license', 'reason']) },
  }),
  without: section(Object.fromEntries(OPTIONAL.map((check) => [check, { type: 'string', pattern: '\\S{2}' }]))),
});

/** The settings of a file, or those that hold without one. A key that is misspelt must not switch anything off: it is an error. */
export function readGateConfig(path?: string): GateConfig {
  const config = path === undefined ? {} : readJson(path);
  const validate = new Ajv({ useDefaults: true, allErrors: true, strict: true }).compile(SCHEMA);
  if (!validate(config)) {
    const [{ instancePath, message, params }] = validate.errors!;
    const key = Object.values(params).filter((value) => typeof value === 'string')[0];
    throw bad(path!, `${instancePath || 'it'} ${message}${key === undefined ? '' : ` (${key})`}.`);
  }
  const read = config as unknown as GateConfig;
  const names = read.scanners.map(({ name }) => name);
  const twice = names.find((name, i) => names.indexOf(name) < i);
  if (twice !== undefined) throw bad(path!, `two scanners are called ${twice}.`);
  const both = read.scanners.flatMap(({ covers }) => covers).find((check) => read.without[check] !== undefined);
  if (both !== undefined) throw bad(path!, `${both} is left out, and a scanner covers it.`);
  const ofPackages = read.licenses.packages.map(({ name, reason }): [string, string] => [name, reason]);
  for (const [name, reason] of [...Object.entries(read.without), ...ofPackages]) {
    const fault = faultOf(reason);
    if (fault !== undefined) throw bad(path!, `the reason of ${name} ${fault}.`);
  }
  return read;
}

function bad(path: string, what: string): GateError {
  return new GateError(path, 'BadGateConfig', what, 'see docs/gate.md for what the file may have.');
}
