import { execFileSync } from 'child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { dirname, join, relative, resolve, sep } from 'path';
import { TemplateError, TemplateErrorId } from '../../model/template-error';

const MEGABYTE = 1024 * 1024;
/** What one version has in templates and manifests. */
const MAX_BYTES = 512 * MEGABYTE;
/** The code of assets and what a comparison of templates does not read. */
const READ = /\.(json|ya?ml|template)$/i;
const FORM = /^git:([^:]+)(?::(.+))?$/;
/** Nothing is asked of a remote, and no prompt waits. */
const ALONE = { GIT_TERMINAL_PROMPT: '0', GIT_NO_LAZY_FETCH: '1', GIT_OPTIONAL_LOCKS: '0', LC_ALL: 'C' };

/** A version of an app that a commit has: `git:main:cdk.out`. */
export interface GitVersion {
  readonly ref: string;
  /** Relative to the working directory; `undefined` for the path of the other version. */
  readonly path?: string;
}

/** What an argument names by a git ref; `undefined` for one that is a path. */
export function gitVersion(argument: string): GitVersion | undefined {
  if (!argument.startsWith('git:')) return undefined;
  const [, ref, path] = FORM.exec(argument) ?? [];
  if (ref === undefined || ref.startsWith('-')) throw failed(argument, 'Missing', 'it names no git ref.', 'write git:<ref>, or git:<ref>:<path>, as git:main:cdk.out.');
  return { ref, path };
}

/** Runs something with the files that a ref has at a path, in a folder that is gone afterwards. */
export function withFilesAt<T>({ ref }: GitVersion, path: string, run: (folder: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'cdk-zero-trust-'));
  try {
    return run(write(ref, path, folder));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Writes the blobs of a path, without a checkout: neither hooks, filters nor links of the repository take part. */
function write(ref: string, path: string, folder: string): string {
  const name = `git:${ref}:${path}`;
  const root = top(name);
  const inRepository = relative(root, resolve(path)).split(sep).join('/');
  if (inRepository === '..' || inRepository.startsWith('../')) throw failed(name, 'Missing', 'the path is outside of the repository.', 'name a path in the repository that the command runs in.');
  const commit = commitOf(ref, name);
  const blobs = list(commit, inRepository, name);
  const bytes = blobs.reduce((sum, { size }) => sum + size, 0);
  if (bytes > MAX_BYTES) throw failed(name, 'TooLarge', `its templates have ${bytes} bytes, more than ${MAX_BYTES}.`, 'name the assembly alone.');
  const contents = git(name, ['cat-file', '--batch'], { input: blobs.map(({ id }) => `${id}\n`).join(''), maxBuffer: MAX_BYTES + blobs.length * 200 + MEGABYTE });
  let at = 0;
  for (const { file, size } of blobs) {
    // each is `<id> blob <size>`, the bytes, and a line feed
    const start = contents.indexOf(10, at) + 1;
    const target = join(folder, file);
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, contents.subarray(start, start + size));
    at = start + size + 1;
  }
  return join(folder, inRepository);
}

function top(name: string): string {
  return git(name, ['rev-parse', '--show-toplevel'], { otherwise: () => failed(name, 'Missing', 'the working directory is in no git repository.', 'run the command in the repository of the app.') }).toString('utf-8').replace(/\r?\n$/, '');
}

function commitOf(ref: string, name: string): string {
  return git(name, ['rev-parse', '--verify', '--quiet', '--end-of-options', `${ref}^{commit}`], {
    otherwise: () => failed(name, 'Missing', `the repository has no ref ${ref}.`, `fetch it (git fetch origin ${ref}), which a checkout of depth 1 does not, or write it as git branch --all does (origin/${ref}).`),
  }).toString('utf-8').trim();
}

interface Blob {
  readonly id: string;
  readonly size: number;
  /** Relative to the root of the repository. */
  readonly file: string;
}

/** Regular files alone: a link may lead out of the folder. */
function list(commit: string, path: string, name: string): Blob[] {
  const listed = git(name, ['ls-tree', '-r', '-z', '--long', '--full-tree', commit, '--', ...path === '' ? [] : [path]], { maxBuffer: MAX_BYTES }).toString('utf-8');
  const entries = listed.split('\0').flatMap((line) => {
    const [, id, size, file] = /^100\d{3} blob ([0-9a-f]+) +(\d+)\t([^]+)$/.exec(line) ?? [];
    return file === undefined ? [] : [{ id, size: Number(size), file }];
  });
  if (entries.length === 0) {
    throw failed(name, 'Missing', 'the commit has no such file or directory.', 'name what it has, as git:<ref>:<path>. cdk.out is in .gitignore of most apps: synthesise that version into a directory of its own, and name that.');
  }
  const isSafe = ({ file }: Blob) => file.split('/').every((part) => part !== '..' && part !== '' && !part.includes('\\'));
  return entries.filter((blob) => READ.test(blob.file) && isSafe(blob));
}

interface GitOptions {
  readonly input?: string;
  readonly maxBuffer?: number;
  readonly otherwise?: () => TemplateError;
}

function git(name: string, args: string[], { input, maxBuffer = MEGABYTE, otherwise }: GitOptions = {}): Buffer {
  try {
    return execFileSync('git', args, { input, maxBuffer, env: { ...process.env, ...ALONE }, stdio: ['pipe', 'pipe', 'pipe'] });
  } catch (error) {
    const { code, stderr } = error as NodeJS.ErrnoException & { stderr?: Buffer };
    if (code === 'ENOENT') throw failed(name, 'Unreadable', 'git is not installed.', 'install git, or name a directory.');
    const why = String(stderr ?? '').trim().split('\n')[0];
    // an owner that git does not trust is not a repository that is missing
    if (otherwise && !/dubious ownership/.test(why)) throw otherwise();
    throw failed(name, 'Unreadable', `git ${args[0]} failed (${why || code}).`, 'see what git reports.');
  }
}

function failed(name: string, id: TemplateErrorId, what: string, remediation: string): TemplateError {
  return new TemplateError(name, id, what, remediation);
}
