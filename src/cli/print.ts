import { Chunks, inPieces } from '../report/chunks';

/**
 * Writes a report to standard output, as fast as the reader takes it and no faster: what waits for the reader would have to be kept.
 * The process ends when all of it is written, or when the reader is gone.
 */
export function print(report: Chunks): void {
  const { stdout } = process;
  const pieces = inPieces(report);
  const resume = () => {
    for (let next = pieces.next(); !next.done && !stdout.destroyed; next = pieces.next()) {
      if (stdout.write(next.value)) continue;
      stdout.once('drain', resume);
      return;
    }
  };
  resume();
}
