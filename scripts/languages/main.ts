import { mkdtempSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { ownBindings } from './bindings';
import { Checks } from './checks';
import { go } from './go';
import { java } from './java';
import { Machine } from './machine';
import { python } from './python';
import { goldenTemplate } from './templates';

/**
 * Proves that the library works from Python, Java and Go: packs it, installs the packages in a folder that is thrown away, and synthesises
 * the examples in each language. Needs the compiled library. Arguments are the languages; all when there are none.
 */
async function main(chosen: string[]): Promise<void> {
  const languages = Object.entries({ python, java, go }).filter(([name]) => chosen.length === 0 || chosen.includes(name));
  const work = mkdtempSync(join(tmpdir(), 'zt-languages-'));
  delete process.env.TSX_TSCONFIG_PATH; // of this program, not of those that it starts
  process.env.JSII_RUNTIME_PACKAGE_CACHE_ROOT = join(work, 'jsii');
  process.env.CDK_VALIDATION = 'false'; // CloudFormation's own validator, which the demos run
  try {
    const checks = new Checks(goldenTemplate());
    const sources = await ownBindings(new Machine('packages', join(work, 'packages')));
    await Promise.all(languages.map(([name, prove]) => prove(new Machine(name, join(work, name)), sources, checks)
      .catch((error: Error) => checks.record(`${name}: the packages can be installed and run`, [error.message]))));
    console.log(`${checks.passed} passed, ${checks.failed.length} failed`);
    if (checks.failed.length > 0) process.exitCode = 1;
  } finally {
    if (!process.env.KEEP_LANGUAGES) rmSync(work, { recursive: true, force: true });
  }
}

void main(process.argv.slice(2));
