import { Chunks } from '../../../src/report/chunks';
import * as csv from '../../../src/report/csv';
import * as json from '../../../src/report/json';
import * as table from '../../../src/report/table';

/** A report as one text. */
export function whole(report: Chunks): string {
  return typeof report === 'string' ? report : [...report].join('');
}

export const writeCsv = (...args: Parameters<typeof csv.writeCsv>): string => whole(csv.writeCsv(...args));
export const writeJson = (...args: Parameters<typeof json.writeJson>): string => whole(json.writeJson(...args));
export const writeTable = (...args: Parameters<typeof table.writeTable>): string => whole(table.writeTable(...args));
