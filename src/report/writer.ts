import type { Evidence } from './evidence';

/** What made a report. */
export interface Tool {
  readonly name: string;
  readonly version: string;
}

/** Writes evidence in one format. */
export type Writer = (evidence: Evidence, tool: Tool) => string;
