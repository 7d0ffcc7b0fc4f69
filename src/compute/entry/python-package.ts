import { createHash } from 'crypto';
import { existsSync, readdirSync, readFileSync } from 'fs';
import { basename, dirname, join, resolve } from 'path';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import type { EntryOptions } from './entry-options';
import type { PackageFiles } from './package-files';
import { InstalledPackage, installedIn } from './python-installed';
import { Requirement, requirementsOf } from './python-requirements';
import { ZeroTrustError } from '../../core/errors';

const REQUIREMENTS = 'requirements.txt';
/** Beside sources, and no part of them. */
const NO_SOURCE = new Set(['__pycache__', REQUIREMENTS, '.venv', 'venv', 'pyproject.toml', 'uv.lock', '.pytest_cache', '.mypy_cache', '.ruff_cache']);

/**
 * The folder of a Python source file, and the packages of its lock file as they are installed on this machine: those in pure Python, which
 * run on each architecture.
 *
 * Throws `UnpinnedRequirement`, `NoSitePackages`, `NotInstalled`, `NotAsLocked`, `IncompleteLock`, `PlatformPackage`, `OtherPython` and
 * `ChangedPackage`.
 */
export function pythonPackage(path: string, entry: string, runtime: lambda.Runtime, options: EntryOptions = {}): PackageFiles {
  const lockFile = lockFileOf(path, entry, options.lockFile);
  const files: PackageFiles = new Map();
  if (lockFile) {
    const requirements = requirementsOf(path, lockFile);
    for (const installed of locked(path, lockFile, requirements, sitePackagesOf(path, lockFile, options.sitePackages))) {
      addPackage(path, files, installed, runtime);
    }
  }
  addSources(files, dirname(entry), '');
  return files;
}

function lockFileOf(path: string, entry: string, given?: string): string | undefined {
  const file = given === undefined ? join(dirname(entry), REQUIREMENTS) : resolve(given);
  if (existsSync(file)) return file;
  if (given === undefined) return undefined;
  throw new ZeroTrustError(path, 'NoLockFile', `there is no file ${given}.`, 'name the requirements file with the versions.');
}

function sitePackagesOf(path: string, lockFile: string, given?: string): string {
  if (given !== undefined) return resolve(given);
  const environments: string[] = [];
  for (let folder = dirname(lockFile); ; folder = dirname(folder)) {
    environments.push(join(folder, '.venv'));
    if (folder === dirname(folder)) break;
  }
  if (process.env.VIRTUAL_ENV) environments.push(process.env.VIRTUAL_ENV);
  for (const environment of environments.filter(existsSync)) {
    const lib = join(environment, 'lib');
    const versions = existsSync(lib) ? readdirSync(lib).filter((name) => name.startsWith('python')).map((name) => join(lib, name)) : [];
    const found = [...versions, join(environment, 'Lib')].map((folder) => join(folder, 'site-packages')).find(existsSync);
    if (found) return found;
  }
  throw new ZeroTrustError(path, 'NoSitePackages', `no virtual environment holds the packages of ${basename(lockFile)}.`,
    'install them, for example by uv venv && uv pip sync requirements.txt, or name the folder by sitePackages.');
}

/** The packages that the lock file names, as they are installed, and nothing that another one of them needs is missing. */
function locked(path: string, lockFile: string, requirements: Requirement[], sitePackages: string): InstalledPackage[] {
  const installed = installedIn(sitePackages);
  const found = requirements.flatMap(({ name, version, isConditional }) => {
    const here = installed.get(name);
    // the installer left out what is for other systems
    if (!here && isConditional) return [];
    if (!here) {
      throw new ZeroTrustError(path, 'NotInstalled', `${name} of ${basename(lockFile)} is not installed in ${sitePackages}.`,
        'install it, for example by uv pip sync requirements.txt.');
    }
    if (here.version === version) return [here];
    throw new ZeroTrustError(path, 'NotAsLocked', `${name} is installed in version ${here.version}, and ${basename(lockFile)} names ${version}.`,
      'install what is locked, for example by uv pip sync requirements.txt.');
  });
  const names = new Set(requirements.map(({ name }) => name));
  for (const { name, needs } of found) {
    const missing = needs.find((one) => !names.has(one));
    if (missing === undefined) continue;
    throw new ZeroTrustError(path, 'IncompleteLock', `${name} needs ${missing}, which ${basename(lockFile)} does not name.`,
      'write the file by uv export --frozen --no-dev or pip-compile, which name what packages need as well.');
  }
  return found;
}

function addPackage(path: string, files: PackageFiles, installed: InstalledPackage, runtime: lambda.Runtime): void {
  const { name, isPure, pythonTag, files: recorded } = installed;
  if (!isPure) {
    throw new ZeroTrustError(path, 'PlatformPackage', `${name} holds code that was compiled for this machine.`,
      'build the folder for the architecture of the function in a pipeline, and pass code: Code.fromAsset(folder).');
  }
  const [, minor] = /^cp3(\d+)$/.exec(pythonTag) ?? [];
  if (minor !== undefined && runtime.name !== `python3.${minor}`) {
    throw new ZeroTrustError(path, 'OtherPython', `${name} is installed for Python 3.${minor}, and the function runs on ${runtime.name}.`,
      'use the same version of Python for both.');
  }
  for (const { file, at, sha256 } of recorded) {
    const content = readFileSync(at);
    if (sha256 !== undefined && sha256 !== createHash('sha256').update(content).digest('base64url')) {
      throw new ZeroTrustError(path, 'ChangedPackage', `${file} of ${name} was changed after it was installed.`, 'install the package again.');
    }
    files.set(file, content);
  }
}

function addSources(files: PackageFiles, folder: string, below: string): void {
  for (const entry of readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
    if (NO_SOURCE.has(entry.name) || entry.name.endsWith('.pyc')) continue;
    const at = join(folder, entry.name);
    if (entry.isDirectory()) addSources(files, at, `${below}${entry.name}/`);
    else if (entry.isFile()) files.set(`${below}${entry.name}`, readFileSync(at));
  }
}
