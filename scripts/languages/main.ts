import { mkdtempSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { parseArgs } from 'util';
import { ownBindings, ownTarball } from './bindings';
import { Checks } from './checks';
import { go } from './go';
import { java } from './java';
import { Machine } from './machine';
import { npm } from './npm';
import { python } from './python';
import { goldenTemplate } from './templates';

/** Each begins with what jsii-pacmak makes of the npm tarball. */
const BINDINGS = { python, java, go };

/**
 * Proves that the library works as npm package, and from Python, Java and Go: packs it, installs the packages in a folder that is thrown away,
 * synthesises the examples in each language, and does what the pages for platform teams and auditors have their readers do. Needs the compiled
 * library and the bundled handlers of orders-api. Arguments are `npm` and the languages; all when there are none. With `--outputFile`, counts are written as Jest does.
 */
async function main(): Promise<void> {
  const { values: { outputFile }, positionals: chosen } = parseArgs({ options: { outputFile: { type: 'string' } }, allowPositionals: true });
  const isChosen = (name: string) => chosen.length === 0 || chosen.includes(name);
  const languages = Object.entries(BINDINGS).filter(([name]) => isChosen(name));
  const work = mkdtempSync(join(tmpdir(), 'zt-languages-'));
  delete process.env.TSX_TSCONFIG_PATH; // of this program, not of those that it starts
  process.env.JSII_RUNTIME_PACKAGE_CACHE_ROOT = join(work, 'jsii');
  process.env.CDK_VALIDATION = 'false'; // CloudFormation's own validator, which the demos run
  const checks = new Checks(goldenTemplate());
  try {
    const packages = new Machine('packages', join(work, 'packages'));
    const tarball = await ownTarball(packages);
    const proves = (name: string, prove: (machine: Machine) => Promise<void>) => prove(new Machine(name, join(work, name)))
      .catch((error: Error) => checks.record(`${name}: the packages can be installed and run`, [error.message]));
    if (isChosen('npm')) await proves('npm', (machine) => npm(machine, tarball, checks));
    if (languages.length > 0) {
      const sources = await ownBindings(packages, tarball);
      await Promise.all(languages.map(([name, prove]) => proves(name, (machine) => prove(machine, sources, checks))));
    }
  } catch (error) {
    checks.record('the packages are made', [(error as Error).message]);
  } finally {
    if (!process.env.KEEP_LANGUAGES) rmSync(work, { recursive: true, force: true });
  }
  const { passed, failed } = checks;
  const testResults = [{ name: 'languages', assertionResults: failed.map((fullName) => ({ fullName, status: 'failed' })) }];
  const counts = { numPassedTests: passed, numFailedTests: failed.length, numRuntimeErrorTestSuites: 0, testResults };
  if (outputFile !== undefined) writeFileSync(outputFile, JSON.stringify(counts));
  console.log(`${passed} passed, ${failed.length} failed`);
  if (failed.length > 0 || passed === 0) process.exitCode = 1;
}

void main();
