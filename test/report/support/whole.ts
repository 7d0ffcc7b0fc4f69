import { Chunks } from '../../../src/report/chunks';
import * as csv from '../../../src/report/csv';
import * as html from '../../../src/report/html';
import * as json from '../../../src/report/json';
import * as oscal from '../../../src/report/oscal';
import * as sarif from '../../../src/report/sarif';
import * as table from '../../../src/report/table';

/** A report as one text. */
export function whole(report: Chunks): string {
  return typeof report === 'string' ? report : [...report].join('');
}

export const writeCsv = (...args: Parameters<typeof csv.writeCsv>): string => whole(csv.writeCsv(...args));
export const writeHtml = (...args: Parameters<typeof html.writeHtml>): string => whole(html.writeHtml(...args));
export const writeJson = (...args: Parameters<typeof json.writeJson>): string => whole(json.writeJson(...args));
export const writeOscal = (...args: Parameters<typeof oscal.writeOscal>): string => whole(oscal.writeOscal(...args));
export const writeSarif = (...args: Parameters<typeof sarif.writeSarif>): string => whole(sarif.writeSarif(...args));
export const writeTable = (...args: Parameters<typeof table.writeTable>): string => whole(table.writeTable(...args));
