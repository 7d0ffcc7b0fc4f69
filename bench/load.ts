/**
 * CPU of loading the built library: import, enforce, one construct, a unit test of one construct, the help of the command line. Whole processes in
 * turn, the ratio or difference of each pair, the median. Needs the built library. Run: npm run bench:load
 */
import { spawnSync } from 'child_process';
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'fs';
import { join } from 'path';
import { median, printMedian, withOutdir } from './paired';

const PAIRS = 9;
const ROOT = join(__dirname, '..');
const CLI = join(ROOT, 'lib', 'cli', 'main.js');
const JEST = join(ROOT, 'node_modules', 'jest', 'bin', 'jest.js');
/** At the end of a process, what it used: the library that is measured has no part in it. */
const METER = `process.on('exit', () => {
  const { user, system } = process.cpuUsage();
  require('fs').writeFileSync(process.env.BENCH_RESULT, JSON.stringify({ cpuMs: (user + system) / 1000, modules: Object.keys(require.cache).length }));
});`;

const CDK = 'const { App, Stack } = require("aws-cdk-lib"); const { Code, Function, Runtime } = require("aws-cdk-lib/aws-lambda");';
const APP = 'const app = new App({ outdir: "cdk.out", analyticsReporting: false }); const stack = new Stack(app, "Stack");';
const CODE = 'Code.fromInline("exports.handler = async () => {}")';
const PLAIN = `new Function(stack, "Fn", { code: ${CODE}, handler: "index.handler", runtime: Runtime.NODEJS_22_X });`;
const SECURE = `new (require("cdk-zero-trust").SecureFunction)(stack, "Fn", { code: ${CODE} });`;
const unitTest = (construct: string) => `const { Template } = require("aws-cdk-lib/assertions"); ${CDK}
test("has a function", () => { ${APP} ${construct} Template.fromStack(stack).resourceCountIs("AWS::Lambda::Function", 1); });`;

interface Measurement { readonly cpuMs: number; readonly modules: number }

withOutdir((home) => {
  mkdirSync(join(home, 'node_modules'));
  const { dependencies, peerDependencies } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf-8'));
  for (const name of Object.keys({ ...dependencies, ...peerDependencies })) symlinkSync(join(ROOT, 'node_modules', name), join(home, 'node_modules', name));
  symlinkSync(ROOT, join(home, 'node_modules', 'cdk-zero-trust'));
  writeFileSync(join(home, 'meter.js'), METER);
  writeFileSync(join(home, 'package.json'), JSON.stringify({ jest: { transform: {} } }));
  writeFileSync(join(home, 'plain.test.js'), unitTest(PLAIN));
  writeFileSync(join(home, 'secure.test.js'), unitTest(SECURE));

  const measure = (...args: string[]): Measurement => {
    const result = join(home, 'result.json');
    const { status, stderr } = spawnSync(process.execPath, ['--require', join(home, 'meter.js'), ...args], {
      cwd: home, encoding: 'utf-8', env: { ...process.env, BENCH_RESULT: result, CDK_VALIDATION: 'false' },
    });
    if (status !== 0) throw new Error(`${args.join(' ')} failed: ${stderr}`);
    return JSON.parse(readFileSync(result, 'utf-8'));
  };
  const jest = (name: string) => measure(JEST, '--runInBand', '--coverage=false', name);
  /** Measurements of two programs in turn, after one of each that fills the caches of the machine. */
  const pairs = (first: () => Measurement, second: () => Measurement): [Measurement, Measurement][] => {
    first();
    second();
    return Array.from({ length: PAIRS }, () => [first(), second()]);
  };
  const printAdded = (what: string, all: [Measurement, Measurement][], goal: number) => {
    const added = all.map(([without, withIt]) => withIt.cpuMs - without.cpuMs);
    console.log(`${what}: ${median(added).toFixed(0)} ms of CPU more (goal: ${goal}), the whole against it:`);
    printMedian(what, all.map(([without, withIt]) => withIt.cpuMs / without.cpuMs));
  };
  const printRatio = (what: string, all: [Measurement, Measurement][], goal?: number) => {
    printMedian(`${what}${goal === undefined ? '' : ` (goal: ${goal})`}`, all.map(([other, ours]) => ours.cpuMs / other.cpuMs));
  };
  const bare = () => measure('-e', '0');
  const cdk = () => measure('-e', CDK);
  const app = () => measure('-e', `${CDK} ${APP}`);
  const enforced = () => measure('-e', `${CDK} ${APP} require("cdk-zero-trust").ZeroTrust.enforce(app);`);

  printAdded('importing the library over aws-cdk-lib', pairs(cdk, () => measure('-e', `${CDK} require("cdk-zero-trust");`)), 60);
  printAdded('an app that is enforced over one that is not', pairs(app, enforced), 200);
  printRatio('an app that is enforced, to one that loads cdk-nag only', pairs(() => measure('-e', `${CDK} ${APP} require("cdk-nag");`), enforced));
  console.log(`modules of one SecureFunction, the CDK included: ${measure('-e', `${CDK} ${APP} ${SECURE}`).modules} (goal: 400)`);
  printRatio('a jest file of one SecureFunction, to one of a plain Function', pairs(() => jest('plain.test.js'), () => jest('secure.test.js')), 1.6);
  for (const args of [['--help'], ['audit', '--help']]) {
    printRatio(`cdk-zero-trust ${args.join(' ')}, to Node.js alone`, pairs(bare, () => measure(CLI, ...args)), 1.8);
  }
});
