import type { Severity } from '../rules/rule';

export const TABLE = 'table';
/** The formats for programs and auditors. */
export const FORMATS = ['json', 'sarif', 'csv', 'html', 'oscal'] as const;
export type AuditFormat = (typeof FORMATS)[number];
export const NEVER = 'never';

export interface AuditOptions {
  readonly format: typeof TABLE | AuditFormat;
  readonly output?: string;
  readonly framework?: string;
  readonly failOn: Severity | typeof NEVER;
  /** A file; `false` for none at all, not even those that the templates tell. */
  readonly waivers?: string | false;
  /** Names or patterns of files and folders. */
  readonly exclude: string[];
  /** A file. */
  readonly parameters?: string;
  readonly allowNotJudged?: boolean;
  /** Of the table, the head only. */
  readonly summary?: boolean;
}
