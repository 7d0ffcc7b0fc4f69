import { mkdtempSync, renameSync, rmSync } from 'fs';
import { basename, dirname, join, resolve } from 'path';

/** Fills a folder beside its place and moves it there when it is whole: one that is half written is never under its name. What was there before is replaced. */
export function writeWhole(out: string, fill: (draft: string) => void): void {
  const draft = mkdtempSync(join(dirname(resolve(out)), `.${basename(out)}-`));
  try {
    fill(draft);
    rmSync(out, { recursive: true, force: true });
    renameSync(draft, out);
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}
