// Bytecode of the runtime guard's Python side, for each version of Python that this machine has: `npx tsx --tsconfig tsconfig.dev.json scripts/guard-bytecode.ts`.
// It is committed, because a build must give the same layer on a machine without Python. Python reads it only while the hash of the source in it is that of the
// source beside it, and compiles the source otherwise.
import { spawnSync } from 'child_process';
import { createHash } from 'crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'fs';
import { join } from 'path';
import { pythons } from '../test/guard-python/python';

const ROOT = join(__dirname, '..', 'lambda', 'runtime-guard');
const SOURCES = join(ROOT, 'python', 'zt_guard');
const TARGET = join(ROOT, 'bytecode');
const COMPILE = `
import os, py_compile, sys
source, target = sys.argv[1:]
for name in sorted(os.listdir(source)):
    if name.endswith('.py'):
        py_compile.compile(os.path.join(source, name), os.path.join(target, name + 'c'), '/opt/python/zt_guard/' + name, True, 0, py_compile.PycInvalidationMode.CHECKED_HASH)
`;

/** The hash of each source, by its name: what the bytecode was made from. */
export function sourceHashes(): Record<string, string> {
  return Object.fromEntries(readdirSync(SOURCES).filter((name) => name.endsWith('.py')).sort()
    .map((name) => [name, createHash('sha256').update(readFileSync(join(SOURCES, name))).digest('hex')]));
}

function main(): void {
  // what is not made anew here would be stale
  rmSync(TARGET, { recursive: true, force: true });
  for (const { version, path } of pythons()) {
    const folder = join(TARGET, `cpython-${version.replace('.', '')}`);
    mkdirSync(folder, { recursive: true });
    const { status, stderr } = spawnSync(path, ['-I', '-B', '-c', COMPILE, SOURCES, folder], { encoding: 'utf8' });
    if (status !== 0) throw new Error(stderr);
    console.log(`Python ${version}: ${readdirSync(folder).length} files`);
  }
  writeFileSync(join(TARGET, 'sources.json'), `${JSON.stringify(sourceHashes(), undefined, 2)}\n`);
}

if (require.main === module) main();
