import { cpSync, existsSync, writeFileSync } from 'fs';
import { dirname, join, resolve } from 'path';
import { writeWhole } from './write-whole';
import { ProofError } from '../attest/proof-error';
import { SIGNED_MANIFEST, SignedManifest } from '../attest/signed-manifest';
import { isInside } from '../model/find-templates';

/** Throws a `ProofError` for a place that a signed assembly cannot be written to: inside of the other one, or over something else. */
export function requireFree(out: string, root: string): void {
  if (resolve(out) === resolve(root) || existsSync(dirname(resolve(out))) && isInside(root, dirname(resolve(out)))) {
    throw new ProofError(out, 'InPlace', 'it is the assembly that is signed, or in it.', 'name another directory.');
  }
  if (!existsSync(dirname(resolve(out)))) throw new ProofError(out, 'Unwritable', 'the directory above it is not there.', 'make it, or name another directory.');
  if (existsSync(out) && !existsSync(join(out, SIGNED_MANIFEST))) {
    throw new ProofError(out, 'Taken', 'there is something else already.', 'name a directory that is not there, or one that cdk-zero-trust sign wrote.');
  }
}

/** Writes an assembly beside its place and moves it there when it is whole: one that is half signed is never under its name. */
export function writeAssembly(root: string, out: string, files: Map<string, string>, manifest: SignedManifest): void {
  writeWhole(out, (draft) => {
    cpSync(root, draft, { recursive: true });
    for (const [file, text] of files) writeFileSync(join(draft, file), text);
    writeFileSync(join(draft, SIGNED_MANIFEST), `${JSON.stringify(manifest, undefined, 2)}\n`);
  });
}
