import { readdirSync, readFileSync, statSync } from 'fs';
import { join, relative, sep } from 'path';
import { unzipSync } from 'fflate';

/** More code than this in one file is read by nobody: it is data, or many libraries in one. */
const MAX_FILE = 12_000_000;
const MAX_FILES = 2_000;
/** What a zip file may hold of code: Lambda takes 250 MB unpacked. */
const MAX_UNPACKED = 250_000_000;
/** Of others: what they call is seen where the app calls them, and the SDK calls for the app. */
const OTHERS = new Set(['node_modules', '.bin', '__pycache__', 'boto3', 'botocore', 's3transfer', 'urllib3', 'dateutil', 'jmespath', 'aws_lambda_powertools']);

/** The files of code in a folder, in a zip file, or a file by itself: path within → text. */
export type CodeFiles = ReadonlyMap<string, string>;

/** Reads the code at a path; `undefined` where it is in a form that is not read. */
export function readCodeFiles(path: string, extension: RegExp): CodeFiles | undefined {
  if (statSync(path).isDirectory()) return inFolder(path, extension);
  if (extension.test(path)) return new Map([[path.slice(path.lastIndexOf(sep) + 1), readFileSync(path, 'utf-8')]]);
  return /\.(zip|jar)$/.test(path) ? inZip(readFileSync(path), extension) : undefined;
}

function inFolder(root: string, extension: RegExp): CodeFiles {
  const files: string[] = [];
  const folders = [root];
  for (let folder = folders.pop(); folder !== undefined && files.length < MAX_FILES; folder = folders.pop()) {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      const path = join(folder, entry.name);
      if (entry.isDirectory() && !isOfOthers(entry.name)) folders.push(path);
      else if (entry.isFile() && extension.test(entry.name) && statSync(path).size <= MAX_FILE) files.push(relative(root, path).split(sep).join('/'));
    }
  }
  return new Map(files.sort().map((file) => [file, readFileSync(join(root, file), 'utf-8')]));
}

function inZip(bytes: Uint8Array, extension: RegExp): CodeFiles | undefined {
  let [left, count] = [MAX_UNPACKED, 0];
  const isTaken = ({ name, originalSize }: { name: string; originalSize: number }) => {
    if (!extension.test(name) || name.split('/').some(isOfOthers) || originalSize > MAX_FILE) return false;
    left -= originalSize;
    return left >= 0 && ++count <= MAX_FILES;
  };
  try {
    const files = Object.entries(unzipSync(bytes, { filter: isTaken })).map(([name, content]): [string, string] => [name, Buffer.from(content).toString('utf-8')]);
    return new Map(files.sort(([a], [b]) => (a < b ? -1 : 1)));
  } catch {
    return undefined;
  }
}

function isOfOthers(name: string): boolean {
  return OTHERS.has(name) || name.endsWith('.dist-info');
}
