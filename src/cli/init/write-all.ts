import { closeSync, existsSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from 'fs';
import { dirname } from 'path';
import { isInside } from '../../model/find-templates';
import { TemplateError } from '../../model/template-error';

/** The whole text of a file. */
export interface WholeFile {
  readonly path: string;
  readonly text: string;
  /** Whether none may be there. */
  readonly isNew: boolean;
}

/** Writes all files, or leaves all as they were. Throws a `TemplateError` for what cannot be written, or would be outside of a folder by a link. */
export function writeAll(root: string, files: readonly WholeFile[]): void {
  const undo: (() => void)[] = [];
  for (const { path, text, isNew } of files) {
    try {
      if (!isInside(root, existing(dirname(path)))) throw new Error('a link leads out of the app');
      const made = mkdirSync(dirname(path), { recursive: true });
      if (made !== undefined) undo.push(() => rmSync(made, { recursive: true }));
      const before = isNew ? undefined : readFileSync(path);
      const file = openSync(path, isNew ? 'wx' : 'r+');
      undo.push(() => (before === undefined ? rmSync(path) : writeFileSync(path, before)));
      closeSync(file);
      writeFileSync(path, text);
    } catch (error) {
      undo.reverse().forEach((one) => {
        try {
          one();
        } catch { /* the first reason is the one to tell */ }
      });
      throw new TemplateError(path, 'Unwritable', `it cannot be written: ${(error as Error).message}.`, 'see who may write there, and run it again: nothing was changed.');
    }
  }
}

/** The folder, or the nearest one above it that is there. */
function existing(folder: string): string {
  return existsSync(folder) || dirname(folder) === folder ? folder : existing(dirname(folder));
}
