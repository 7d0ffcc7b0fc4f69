import type { Chunks } from '../report/chunks';
import { plain } from '../report/plain-text';
import { writeReport } from '../report/write-report';

/** Writes a report into a file, and tells where it cannot. */
export function written(path: string, report: Chunks): boolean {
  try {
    writeReport(path, report);
    return true;
  } catch (error) {
    process.stderr.write(`${plain(`[${path}] Unwritable: ${(error as Error).message}. Remediation: name a file in a directory that exists and may be written to.`)}\n`);
    return false;
  }
}
