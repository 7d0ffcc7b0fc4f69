import { readFileSync } from 'fs';
import { basename, dirname, join, relative, sep } from 'path';
import { ZeroTrustError } from '../../core/errors';

/** A package as it is installed. */
interface Installed {
  readonly name: string;
  readonly version: string;
  readonly folder: string;
}

/**
 * Throws `NotAsLocked` when a package that files are of is installed in another version than the lock file names, or not named there.
 *
 * @param inputs absolute paths of what was bundled
 */
export function checkLocked(path: string, lockFile: string, inputs: string[]): void {
  const folders = new Set(inputs.map(packageFolder).filter((folder) => folder !== undefined));
  if (folders.size === 0) return;
  const isLocked = lockedBy(lockFile);
  for (const folder of folders) {
    const { name, version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf-8'));
    if (isLocked({ name, version, folder })) continue;
    throw new ZeroTrustError(path, 'NotAsLocked', `${name} is installed in version ${version}, which ${basename(lockFile)} does not name.`,
      'install what is locked (npm ci, pnpm install --frozen-lockfile, yarn install --immutable), or commit the new lock file.');
  }
}

/** The package that a file is of: what is below the last `node_modules` of its path. */
function packageFolder(file: string): string | undefined {
  const parts = file.split(sep);
  const at = parts.lastIndexOf('node_modules');
  if (at < 0) return undefined;
  return parts.slice(0, at + (parts[at + 1].startsWith('@') ? 3 : 2)).join(sep);
}

function lockedBy(lockFile: string): (installed: Installed) => boolean {
  const text = readFileSync(lockFile, 'utf-8');
  switch (basename(lockFile)) {
    case 'pnpm-lock.yaml': return byName(namesOfPnpm(text));
    case 'yarn.lock': return byName(namesOfYarn(text));
    default: return byPlace(JSON.parse(text).packages ?? {}, dirname(lockFile));
  }
}

/** npm names the folder of each package. */
function byPlace(packages: Record<string, { version?: string }>, root: string) {
  return ({ folder, version }: Installed) => packages[relative(root, folder).split(sep).join('/')]?.version === version;
}

function byName(locked: Set<string>) {
  return ({ name, version }: Installed) => locked.has(`${name}@${version}`);
}

/** `name@1.0.0`, in older versions `/name@1.0.0`; what stands in brackets are peers. */
function namesOfPnpm(text: string): Set<string> {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- a parser that most apps have no use for
  const { parse } = require('yaml') as typeof import('yaml');
  return new Set(Object.keys(parse(text)?.packages ?? {}).map((key) => key.replace(/^\//, '').replace(/\(.*$/, '')));
}

/** Yarn 2 and later write YAML with `resolution: "name@npm:1.0.0"`, Yarn 1 lines of its own. */
function namesOfYarn(text: string): Set<string> {
  const names = new Set<string>();
  let heading = '';
  for (const line of text.split(/\r?\n/)) {
    const [, title] = /^"?((?:@[^/"]+\/)?[^@"\s]+)@.*:$/.exec(line) ?? [];
    if (title) heading = title;
    const [, version] = /^ {2}version:? "?([^"\s]+)"?$/.exec(line) ?? [];
    if (version) names.add(`${heading}@${version}`);
    const [, name, resolved] = /^ {2}resolution: "(.+)@npm:([^"]+)"$/.exec(line) ?? [];
    if (name) names.add(`${name}@${resolved}`);
  }
  return names;
}
