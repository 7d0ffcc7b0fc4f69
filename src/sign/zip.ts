import { readdirSync, readFileSync, statSync } from 'fs';
import { join, relative, sep } from 'path';
import { unzipSync, zipSync, Zippable } from 'fflate';
import { ProofError } from '../attest/proof-error';
import { sha256 } from '../attest/template-digest';

/** Lambda takes 250 MB of code; more is no code, and may be made to exhaust memory. */
const MAX_BYTES = 300 * 1024 * 1024;
/** As the CDK CLI writes it, so that the same files give the same bytes. */
const MTIME = '1980-01-01T00:00:00.000Z';
const UNIX = 3;
/** What AWS Signer adds. A folder of that name is no reason to let other files in it through: Java loads services from META-INF/services. */
const SIGNATURE = /^META[_-]INF\/aws_signer_signature[\w.-]*\.SF$/;

/** Digests of the files of a zip, by their names. */
export type Contents = Map<string, string>;

/** The files of an asset: those of a folder, or of a zip. */
export function contentsOf(path: string): Contents {
  if (!statSync(path).isDirectory()) return contentsOfZip(readFileSync(path), path);
  return new Map(filesBelow(path).map((name) => [name, sha256(readFileSync(join(path, name)))]));
}

export function contentsOfZip(bytes: Uint8Array, name: string): Contents {
  let size = 0;
  const files = unzipped(bytes, name, (bytesOfFile) => (size += bytesOfFile) <= MAX_BYTES);
  return new Map(Object.entries(files).filter(([file]) => !file.endsWith('/')).map(([file, content]) => [file, sha256(content)]));
}

/** A folder packed as the CDK CLI packs it: links are followed, and files may run that could. */
export function packed(path: string): Uint8Array {
  if (!statSync(path).isDirectory()) return readFileSync(path);
  const files: Zippable = Object.fromEntries(filesBelow(path).map((name) => {
    const file = join(path, name);
    return [name, [readFileSync(file), { mtime: MTIME, os: UNIX, attrs: statSync(file).mode * 0x10000 }]];
  }));
  return zipSync(files);
}

/** What one zip has that another has not, or in another form: a sentence, or nothing. A signature may be added where `signed` is true. */
export function differenceOf(expected: Contents, found: Contents, signed: boolean): string | undefined {
  const missing = [...expected.keys()].find((name) => !found.has(name));
  if (missing !== undefined) return `${missing} is missing`;
  const changed = [...expected].find(([name, digest]) => found.get(name) !== digest);
  if (changed !== undefined) return `${changed[0]} is another file`;
  const added = [...found.keys()].filter((name) => !expected.has(name));
  const foreign = added.find((name) => !(signed && SIGNATURE.test(name)));
  if (foreign !== undefined) return `${foreign} was added`;
  return signed && added.length === 0 ? 'there is no signature in it' : undefined;
}

function unzipped(bytes: Uint8Array, name: string, takes: (bytesOfFile: number) => boolean): Record<string, Uint8Array> {
  try {
    return unzipSync(bytes, {
      filter: ({ originalSize }) => {
        if (takes(originalSize)) return true;
        throw new Error(`more than ${MAX_BYTES} bytes`);
      },
    });
  } catch (error) {
    throw new ProofError(name, 'BadZip', `it is no zip that can be read (${(error as Error).message}).`, 'publish the asset again.');
  }
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf-8' })
    .filter((name) => statSync(join(folder, name)).isFile())
    .map((name) => relative('.', name).split(sep).join('/')).sort();
}
