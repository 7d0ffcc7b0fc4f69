import { execFileSync, spawnSync } from 'child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { pathToFileURL } from 'url';
import { compileLibrary } from './support/compiled';

const MAX_MODULES = 400;
const FUNCTION = `
  const { App, Stack } = require('aws-cdk-lib');
  const { Code } = require('aws-cdk-lib/aws-lambda');
  const zt = require('./lib');
  const app = new App({ outdir: './cdk.out', analyticsReporting: false });
  new zt.SecureFunction(new Stack(app, 'Stack'), 'Fn', { code: Code.fromInline('exports.handler = async () => {}') });
`;
const LOADED = 'console.log(JSON.stringify(Object.keys(require.cache)))';
/** As when nobody installed it. */
const WITHOUT_NAG = `
  const { Module } = require('module');
  const resolve = Module._resolveFilename;
  Module._resolveFilename = function (name, ...rest) {
    if (name !== 'cdk-nag') return resolve.call(this, name, ...rest);
    throw Object.assign(new Error("Cannot find module 'cdk-nag'"), { code: 'MODULE_NOT_FOUND' });
  };
`;

let home = '';
beforeAll(() => { home = compileLibrary(); });
afterAll(() => { if (home) rmSync(home, { recursive: true, force: true }); });

/** What a program prints that has the published library beside it. */
function run(program: string): string {
  return execFileSync(process.execPath, ['-e', program], { cwd: home, encoding: 'utf-8', env: { ...process.env, CDK_VALIDATION: 'false' } });
}

describe('the published index', () => {
  test('exports what the source exports, also to ECMAScript modules', () => {
    const namesOf = (index: string): string[] => JSON.parse(run(`console.log(JSON.stringify(Object.keys(require("${index}")).sort()))`));
    const names = namesOf('./lib/as-compiled');
    expect(names).toContain('SecureFunction');
    expect(namesOf('./lib')).toEqual(names);
    const module = join(home, 'names.mjs');
    writeFileSync(module, `import * as zt from ${JSON.stringify(pathToFileURL(join(home, 'lib', 'index.js')).href)};
import { SecureFunction } from ${JSON.stringify(pathToFileURL(join(home, 'lib', 'index.js')).href)};
console.log(JSON.stringify([SecureFunction.name, ...Object.keys(zt).filter((name) => !['default', 'module.exports', '__esModule'].includes(name)).sort()]));`);
    expect(JSON.parse(execFileSync(process.execPath, [module], { encoding: 'utf-8' }))).toEqual(['SecureFunction', ...names]);
  });

  test('loads nothing before a name is read, and a class once', () => {
    expect(JSON.parse(run(`require('./lib'); ${LOADED}`))).toEqual([expect.stringMatching(/lib\/index\.js$/)]);
    expect(run('const zt = require("./lib"); console.log(zt.Waiver === zt.Waiver, zt.Waiver === require("./lib/policy").Waiver)')).toBe('true true\n');
  });
});

describe('an app of one function', () => {
  let loaded: string[];
  beforeAll(() => { loaded = JSON.parse(run(`${FUNCTION} ${LOADED}`)); });

  test(`loads at most ${MAX_MODULES} modules, the CDK included`, () => {
    expect(loaded.length).toBeGreaterThan(100);
    expect(loaded.length).toBeLessThanOrEqual(MAX_MODULES);
  });

  test('loads no rule, no pack of cdk-nag, and no parser or engine that it does not use', () => {
    expect(loaded.filter((path) => /\/lib\/(policy|cli)\/|\/(cdk-nag|ajv|yaml|node-sarif-builder|commander)\/|assets\/cedar/.test(path))).toEqual([]);
  });
});

describe('without cdk-nag', () => {
  test('constructs and the rules of this library work', () => {
    const findings = `
      const { readFileSync } = require('fs');
      const { CfnQueue, CfnQueuePolicy } = require('aws-cdk-lib/aws-sqs');
      const queue = new CfnQueue(app.node.findChild('Stack'), 'Open');
      const Statement = [{ Effect: 'Allow', Principal: '*', Action: 'sqs:SendMessage', Resource: queue.attrArn }];
      new CfnQueuePolicy(app.node.findChild('Stack'), 'Policy', { queues: [queue.ref], policyDocument: { Statement } });
      zt.ZeroTrust.enforce(app, { packs: [] });
      try { app.synth(); } catch { process.exitCode = 0; }
      console.log(JSON.parse(readFileSync('cdk.out/validation-report.json')).pluginReports.map(({ pluginName, conclusion }) => pluginName + ' ' + conclusion).join());`;
    expect(run(`${WITHOUT_NAG} ${FUNCTION} ${findings}`)).toBe('ZeroTrust failure\n');
  });

  test('its packs are asked for with what to install, and not left out in silence', () => {
    const enforce = 'try { zt.ZeroTrust.enforce(app); console.log("enforced"); } catch (error) { console.log(error.name, error.id, error.message); }';
    expect(run(`${WITHOUT_NAG} ${FUNCTION} ${enforce}`)).toMatch(/^ZeroTrustError PacksNotInstalled .*npm install cdk-nag@/);
    expect(run(`${FUNCTION} ${enforce}`)).toBe('enforced\n');
  });
});

test('with an aws-cdk-lib that lacks what a construct extends, its version is told', () => {
  const old = (version: string) => `
    require('aws-cdk-lib').App[Symbol.for('jsii.rtti')].version = ${JSON.stringify(version)};
    Object.defineProperty(require('aws-cdk-lib/aws-dynamodb'), 'TableV2', { value: undefined });
    try { require('./lib').SecureTable; console.log('loaded'); } catch (error) { console.log(error.name, error.message); }`;
  expect(run(old('2.60.0'))).toMatch(/^ZeroTrustError .*CdkTooOld: needs aws-cdk-lib >= 2\.\d+\.0, found 2\.60\.0\./);
  expect(run(old('2.999.0'))).toMatch(/^TypeError Class extends value undefined/);
});

test('the command line is files of its own that need no dependency', () => {
  const alone = mkdtempSync(join(tmpdir(), 'zt-alone-'));
  try {
    mkdirSync(join(alone, 'lib'));
    for (const part of [join('lib', 'cli'), 'package.json']) cpSync(join(home, part), join(alone, part), { recursive: true });
    writeFileSync(join(alone, 'template.yaml'), 'Resources:\n  Queue:\n    Type: AWS::SQS::Queue\n');
    const cli = (...args: string[]) => spawnSync(join(alone, 'lib', 'cli', 'main.js'), args, { cwd: alone, encoding: 'utf-8' });
    expect(cli('--help')).toMatchObject({ status: 0, stderr: '', stdout: expect.stringContaining('audit') });
    for (const format of ['table', 'json', 'sarif', 'csv', 'html', 'oscal']) {
      const { status, stdout } = cli('audit', 'template.yaml', '--fail-on', 'medium', '--format', format);
      expect({ format, status }).toEqual({ format, status: 1 });
      expect(stdout).toContain('ZT-SQS-001');
    }
  } finally {
    rmSync(alone, { recursive: true, force: true });
  }
});
