import { closeSync, openSync, writeSync } from 'fs';
import { Chunks, inPieces } from './chunks';

/** Writes a report into a file, and replaces what is there. Throws what the file system throws. */
export function writeReport(path: string, report: Chunks): void {
  const file = openSync(path, 'w');
  try {
    for (const piece of inPieces(report)) writeWhole(file, Buffer.from(piece));
  } finally {
    closeSync(file);
  }
}

/** A disk that is nearly full, or a pipe, may take a part only. */
function writeWhole(file: number, bytes: Buffer): void {
  for (let written = 0; written < bytes.length;) written += writeSync(file, bytes, written);
}
