import type { Chunks } from './chunks';
import type { Evidence } from './evidence';

/** What made a report. */
export interface Tool {
  readonly name: string;
  readonly version: string;
}

/** Writes evidence in one format. The date, as `YYYY-MM-DD` in UTC, is for formats that have one: the same input gives the same bytes. */
export type Writer = (evidence: Evidence, tool: Tool, date: string) => Chunks;
