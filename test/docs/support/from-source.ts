import { spawnSync } from 'child_process';
import { join, resolve } from 'path';
import { argumentsOf, Typed } from '../../../scripts/pages/page';

const ROOT = resolve(__dirname, '..', '..', '..');

/** Runs a TypeScript file in a folder, with this library from source. `.ci/languages npm` does the same with the package as it is installed. */
export function runSource(folder: string, ...args: string[]): Typed {
  const { status, stdout, stderr } = spawnSync(join(ROOT, 'node_modules', '.bin', 'tsx'), ['--tsconfig', join(ROOT, 'examples', 'tsconfig.json'), ...args], {
    cwd: folder, encoding: 'utf-8', env: { ...process.env, CDK_VALIDATION: 'true' },
  });
  return { status, output: stdout + stderr };
}

/** Runs a command of a page in a folder. */
export function typed(folder: string, line: string): Typed {
  return runSource(folder, join(ROOT, 'src', 'cli', 'main.ts'), ...argumentsOf(line));
}
