import type { Severity } from '../rules/rule';

export const TABLE = 'table';
/** The formats for programs and auditors. */
export const FORMATS = ['json', 'sarif', 'csv', 'html', 'oscal'] as const;
export type AuditFormat = (typeof FORMATS)[number];
export const NEVER = 'never';
/** As src/waivers/config-file.ts has it, which loads a parser of YAML. */
export const CONFIG_FILE = 'cdk-zero-trust.yaml';

export interface AuditOptions {
  readonly format: typeof TABLE | AuditFormat;
  readonly output?: string;
  readonly framework?: string;
  readonly failOn: Severity | typeof NEVER;
  /** A file; `false` for none at all. */
  readonly waivers?: string | false;
  /** Whether waivers that stand in the templates count. */
  readonly templateWaivers?: boolean;
  /** Names or patterns of files and folders. */
  readonly exclude: string[];
  /** A file. */
  readonly parameters?: string;
  readonly allowNotJudged?: boolean;
  /** Of the table, the head only. */
  readonly summary?: boolean;
  /** Names of capabilities. */
  readonly require: string[];
  /** Numbers of accounts. */
  readonly trustedAccount: string[];
  /** Ids of organisations. */
  readonly trustedOrganization: string[];
  /** How bad a permission is that the code of a function does not use; code is not read without it. */
  readonly unusedGrants?: Severity;
  /** Modules with rules. */
  readonly rules: string[];
  /** A file; `false` for none, not even that of the working directory. */
  readonly config?: string | false;
  /** A file. */
  readonly baseline?: string;
  /** A file. */
  readonly writeBaseline?: string;
  /** The last day of a baseline that is written. */
  readonly until?: string;
}
