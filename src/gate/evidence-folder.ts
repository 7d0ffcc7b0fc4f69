import { existsSync, lstatSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'fs';
import { dirname, join, relative, resolve, sep } from 'path';
import { GateError } from './gate-error';
import { Judged, MANIFEST, manifestOf } from './manifest';

/** Makes the folder of evidence, or empties that of an earlier run. Nothing else is ever deleted. */
export function openEvidence(folder: string, judged: string): void {
  const way = relative(resolve(judged), resolve(folder));
  if (way === '' || (way !== '..' && !way.startsWith(`..${sep}`))) {
    throw new GateError(folder, 'EvidenceNotEmpty', `it is in ${judged}, which is judged.`, 'name a folder beside it.');
  }
  const isFolder = existsSync(folder) && lstatSync(folder).isDirectory();
  if (existsSync(folder) && (!isFolder || (readdirSync(folder).length > 0 && !existsSync(join(folder, MANIFEST))))) {
    throw new GateError(folder, 'EvidenceNotEmpty', 'it has files that no gate wrote.', 'name a new folder.');
  }
  changing(folder, () => {
    if (isFolder) for (const name of readdirSync(folder)) rmSync(join(folder, name), { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
  });
}

/** Takes back the folder of a gate that could not begin. */
export function discardEvidence(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
}

/** Writes the manifest: it is the last file, so that whatever ends the gate early leaves no folder that passes. */
export function writeManifest(folder: string, judged: Judged): void {
  changing(folder, () => {
    rmSync(join(folder, MANIFEST), { recursive: true, force: true }); // a scanner may have left one, or a link to elsewhere
    writeFileSync(join(folder, MANIFEST), `${JSON.stringify(manifestOf(judged, folder), undefined, 2)}\n`, { flag: 'wx' });
  });
}

/** Writes one file of the evidence, and answers with its path in the folder. */
export function writeEvidence(folder: string, file: string, json: object): string {
  changing(folder, () => {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), `${JSON.stringify(json, undefined, 2)}\n`);
  });
  return file;
}

/** Where the file system refuses, a gate cannot judge, and that is no crash. */
function changing(folder: string, change: () => void): void {
  try {
    change();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    throw new GateError(folder, 'Unwritable', `evidence cannot be written there (${code}).`, 'name a folder in a directory that exists and may be written to.');
  }
}
