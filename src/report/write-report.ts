import { randomBytes } from 'crypto';
import { closeSync, copyFileSync, existsSync, lstatSync, openSync, renameSync, rmSync, writeSync } from 'fs';
import { basename, dirname, join } from 'path';
import { Chunks, inPieces } from './chunks';

/**
 * Writes a report into a file, and replaces what is there: beside its place first, so that a disk that is full leaves no half of a report under its name. Pipes,
 * devices, links, and files of a folder that takes no others are written to as they are. Throws what the file system throws.
 */
export function writeReport(path: string, report: Chunks): void {
  const isOther = existsSync(path) && !lstatSync(path).isFile();
  const draft = isOther ? undefined : draftBeside(path);
  if (draft === undefined) return write(openSync(path, 'w'), report);
  try {
    write(draft.file, report);
    moveTo(path, draft.path);
  } finally {
    rmSync(draft.path, { force: true });
  }
}

function draftBeside(path: string): { path: string; file: number } | undefined {
  const draft = join(dirname(path), `.${basename(path)}-${randomBytes(4).toString('hex')}`);
  try {
    return { path: draft, file: openSync(draft, 'wx') };
  } catch {
    return undefined;
  }
}

function moveTo(path: string, draft: string): void {
  try {
    renameSync(draft, path);
  } catch {
    copyFileSync(draft, path); // a file that is mounted into a container
  }
}

function write(file: number, report: Chunks): void {
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
