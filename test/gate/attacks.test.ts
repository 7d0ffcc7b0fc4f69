import { execFileSync } from 'child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'fs';
import { join } from 'path';
import { App, Stack, Stage } from 'aws-cdk-lib';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { copied, finds, remove, root, run, scanner, settings, synth, verify, written } from './support';
import { SecureFunction, SecureQueue } from '../../src';
import { gateSettings, secretlintSettings } from '../../src/cli/pipeline/gate-settings';
import { hashedFiles, treeHash } from '../../src/gate/tree-hash';

let clean: string;
let evidence: string;
let manifest: any;
let runs = 0;

beforeAll(async () => {
  clean = synth('clean');
  evidence = join(root, 'evidence');
  ({ manifest } = await run(clean, settings(), evidence));
});
afterAll(remove);

const fresh = () => join(root, `out${++runs}`);
const tampered = (change: (app: string) => void) => {
  const app = copied(clean, `app${++runs}`);
  change(app);
  return app;
};
const assets = (app: string) => join(app, 'Orders.assets.json');
const edit = (path: string, change: (json: any) => void) => {
  const json = JSON.parse(readFileSync(path, 'utf-8'));
  change(json);
  writeFileSync(path, JSON.stringify(json));
};
const assetOf = (json: any) => Object.values<any>(json.files).find(({ source }) => source.path === manifest.assets[0].path);

describe('an assembly that would publish something else than is judged', () => {
  test.each<[string, (app: string) => void, string]>([
    ['an asset that a program makes', (app) => edit(assets(app), (json) => { json.files.evil = { source: { executable: ['sh', '-c', 'id'] }, destinations: {} }; }), 'a program makes'],
    ['an image that a program makes', (app) => edit(assets(app), (json) => { json.dockerImages = { evil: { source: { executable: ['id'] }, destinations: {} } }; }), 'a program makes'],
    ['an asset outside of it', (app) => edit(assets(app), (json) => { assetOf(json).source.path = '../clean-code'; }), 'is not in the assembly'],
    ['an asset that is a link', (app) => {
      rmSync(join(app, manifest.assets[0].path), { recursive: true });
      symlinkSync(join(root, 'clean-code'), join(app, manifest.assets[0].path));
    }, 'is not in the assembly'],
    ['a link out of an asset', (app) => symlinkSync('/etc/hosts', join(app, manifest.assets[0].path, 'hosts')), 'a link that leads out'],
    ['two assets for one object', (app) => edit(assets(app), (json) => {
      mkdirSync(join(app, 'asset.other'));
      writeFileSync(join(app, 'asset.other', 'index.js'), 'steal()');
      const judged = assetOf(json);
      json.files = { first: { ...judged, source: { ...judged.source, path: 'asset.other' } }, ...json.files };
    }), 'the object key of another one'],
    ['a zip in the cache of cdk-assets', (app) => {
      mkdirSync(join(app, '.cache'));
      writeFileSync(join(app, '.cache', 'x.zip'), 'PK');
    }, 'in place of assets'],
    ['a pipe, which nobody writes to', (app) => execFileSync('mkfifo', [join(app, manifest.assets[0].path, 'pipe')]), 'it is no file'],
  ])('%s', async (_, change, what) => {
    const app = tampered(change);
    const out = fresh();
    expect(await run(app, settings(), out)).toMatchObject({ code: 2, last: 'Exit 2: the gate could not begin.', errors: expect.stringMatching(new RegExp(`UnsafeAssembly: .*${what}.* Remediation: `)) });
    expect(existsSync(join(out, 'gate.json'))).toBe(false);
    expect((await verify(evidence, app)).code).not.toBe(0);
  });

  test('of a stage has its assets hashed, listed and scanned as any other', async () => {
    const outdir = join(root, 'staged');
    const app = new App({ outdir, analyticsReporting: false });
    const stage = new Stage(app, 'Production', { env: { account: '111122223333', region: 'eu-west-1' } });
    new SecureFunction(new Stack(stage, 'Orders'), 'Place', { code: Code.fromAsset(join(root, 'clean-code')) });
    app.synth();
    const out = fresh();
    const { lines, manifest: staged } = await run(outdir, settings({ audit: { failOn: 'critical' } }), out);
    expect(lines.sbom).toBe('pass: 1 asset');
    expect(staged.assets).toEqual([{ path: manifest.assets[0].path, sha256: manifest.assets[0].sha256, sbom: expect.any(String) }]);
    writeFileSync(join(outdir, manifest.assets[0].path, 'index.js'), 'steal()');
    expect(await verify(out, outdir)).toMatchObject({ code: 1, stdout: `asset ${manifest.assets[0].path} was changed\n` });
  });
});

describe('--verify finds', () => {
  test.each<[string, (app: string) => void, string]>([
    ['another role or parameter in the manifest', (app) => edit(join(app, 'manifest.json'), (json) => { json.artifacts.Orders.properties.cloudFormationExecutionRoleArn = 'arn:aws:iam::111122223333:role/admin'; }),
      'file of the assembly manifest.json was changed'],
    ['another destination of an asset', (app) => edit(assets(app), (json) => { Object.values<any>(assetOf(json).destinations)[0].bucketName = 'other'; }), 'file of the assembly Orders.assets.json was changed'],
    ['an asset that nothing named', (app) => {
      mkdirSync(join(app, 'asset.new'));
      writeFileSync(join(app, 'asset.new', 'x'), '');
    }, 'file of the assembly asset.new was not judged'],
  ])('%s', async (_, change, what) => {
    expect(await verify(evidence, tampered(change))).toMatchObject({ code: 1, stdout: `${what}\n` });
  });

  test('evidence without a list of files of the assembly', async () => {
    const folder = copied(evidence, 'no-list');
    edit(join(folder, 'gate.json'), (json) => { delete json.assembly; });
    expect(await verify(folder, clean)).toMatchObject({ code: 2 });
  });

  test('a file whose name passes for two', () => {
    const two = hashedFiles(written('two', { a: '1', b: '2' }));
    const one = hashedFiles(written('one', { [`a\n${two[1].sha256}  b`]: '1' }));
    expect(treeHash(one)).not.toBe(treeHash(two));
  });
});

describe('a scanner', () => {
  const log = (tool: object, results: object[], invocations: object[] = []) => `console.log(JSON.stringify(${JSON.stringify({ version: '2.1.0', runs: [{ tool, results, invocations }] })}))`;
  const driver = { name: 'f' };
  const message = { text: 'x' };
  const rule = (level: string) => ({ id: 'r', defaultConfiguration: { level } });
  const of = async (program: string, more: object = {}) => {
    const all = { name: 'one', covers: ['secrets-source', 'secrets-assets', 'sast', 'dependencies'], command: scanner(`attack${++runs}`, program), failOn: 'error', ...more };
    return run(clean, settings({ scanners: [all] }), fresh());
  };

  test.each<[string, string]>([
    ['the level of a rule of an extension, as CodeQL has them', log({ driver, extensions: [{ name: 'pack', rules: [rule('error')] }] }, [{ rule: { index: 0, toolComponent: { index: 0 } }, message }])],
    ['the level of a rule of an extension by its id', log({ driver, extensions: [{ name: 'pack', rules: [rule('error')] }] }, [{ ruleId: 'r', message }])],
    ['the level of the rule of which it names a part', log({ driver: { ...driver, rules: [rule('error')] } }, [{ ruleId: 'r/1', message }])],
    ['the level that the run was configured with', log({ driver: { ...driver, rules: [rule('note')] } }, [{ ruleId: 'r', message }],
      [{ executionSuccessful: true, ruleConfigurationOverrides: [{ descriptor: { id: 'r' }, configuration: { level: 'error' } }] }])],
    ['a level that there is not as an error', log({ driver }, [{ level: 'critical', message }])],
    ['a kind that there is not as a failure', log({ driver }, [{ kind: 'vulnerability', level: 'error', message }])],
  ])('counts %s', async (_, program) => {
    expect((await of(program)).lines.sast).toBe('stop: one: 1 error (failOn error)');
  });

  test('counts a failure without a severity as a note', async () => {
    expect((await of(log({ driver }, [{ level: 'none', message }]), { failOn: 'note' })).lines.sast).toBe('stop: one: 1 note (failOn note)');
    expect((await of(log({ driver }, [{ kind: 'pass', level: 'none', message }]), { failOn: 'note' })).lines.sast).toBe('pass: one: nothing at or over note');
  });

  test.each<[string, string, object, string]>([
    ['whose rules could not be read', log({ driver }, [], [{ executionSuccessful: true, toolConfigurationNotifications: [{ level: 'error', message }] }]), {}, 'f did not succeed'],
    ['that stopped half-way', log({ driver }, [], [{ executionSuccessful: true, toolExecutionNotifications: [{ level: 'error', message }] }]), {}, 'f did not succeed'],
    ['that makes a pipe of its report', 'require("child_process").execFileSync("mkfifo", [process.argv[2]])', { arguments: ['{sarif}'] }, 'is no file'],
    ['that makes a link of its report', 'require("fs").symlinkSync("/dev/zero", process.argv[2])', { arguments: ['{sarif}'] }, 'is no file'],
    ['that makes a folder of its report', 'require("fs").mkdirSync(process.argv[2])', { arguments: ['{sarif}'] }, 'is no file'],
    ['that writes a report of 1 GB', 'const fs = require("fs"); fs.closeSync(fs.openSync(process.argv[2], "w")); fs.truncateSync(process.argv[2], 2 ** 30)', { arguments: ['{sarif}'] }, 'more than can be read'],
    ['of Python that looked at nothing', 'console.log(JSON.stringify({ dependencies: [] }))', { format: 'pip-audit' }, 'looked at no package'],
    ['of Python that leaves out what it found', 'console.log(JSON.stringify({ dependencies: [{ name: "six", version: "1" }] }))', { format: 'pip-audit' }, 'six has no list'],
  ])('is a failure %s', async (_, program, more, what) => {
    const { code, lines, manifest: made } = await of(program, more);
    expect([code, lines.sast]).toEqual([2, expect.stringMatching(`^unusable: one: .*${what}`)]);
    expect(made.verdict).toBe('unusable');
  });

  test('knows no severity by the name of what every object has', async () => {
    const report = '{"metadata": {}, "vulnerabilities": {"a": {"severity": "constructor", "range": "*"}, "b": {"severity": "__proto__", "range": "*"}}}';
    expect((await of(`console.log(${JSON.stringify(report)})`, { format: 'npm-audit' })).lines.sast).toBe('stop: one: 2 error (failOn error)');
  });

  test('is not waited for when a process that left its group holds its output open', async () => {
    const program = 'require("child_process").spawn("sleep", ["20"], { stdio: "inherit", detached: true }).unref(); process.exit(0)';
    const begun = Date.now();
    expect((await of(program, { timeoutSeconds: 1 })).lines.sast).toMatch(/^unusable: one: .*did not end within 1 seconds/);
    expect(Date.now() - begun).toBeLessThan(10_000);
  }, 30_000);

  test('leaves no process of its group behind', async () => {
    const late = join(root, 'late');
    const child = `setTimeout(() => require("fs").writeFileSync(${JSON.stringify(late)}, ""), 700)`;
    await of(`require("child_process").spawn(process.execPath, ["-e", ${JSON.stringify(child)}], { stdio: "ignore" }).unref(); ${finds()}; setTimeout(() => process.exit(0), 50)`);
    await new Promise((resolve) => setTimeout(resolve, 1200));
    expect(existsSync(late)).toBe(false);
  });

  test('writes no verdict, neither by a link nor a file of its own', async () => {
    const victim = join(root, 'victim');
    writeFileSync(victim, 'mine');
    const out = fresh();
    const all = {
      name: 'one',
      covers: ['secrets-source', 'secrets-assets', 'sast', 'dependencies'],
      arguments: [join(out, 'gate.json')],
      command: scanner('linker', `require("fs").symlinkSync(${JSON.stringify(victim)}, process.argv[2]); ${finds('error')}`),
    };
    expect((await run(clean, settings({ scanners: [all] }), out)).manifest.verdict).toBe('stop');
    expect(readFileSync(victim, 'utf-8')).toBe('mine');
  });

  test('prints nothing of the variables that it gets', async () => {
    process.env.SCANNER_TOKEN = 'hunter2-hunter2';
    try {
      const out = await of('console.error("401 for " + process.env.SCANNER_TOKEN); process.exit(7)', { environment: ['SCANNER_TOKEN'] });
      expect(out.lines.sast).toContain('401 for ***');
      expect(JSON.stringify(out.manifest)).not.toContain('hunter2');
    } finally {
      delete process.env.SCANNER_TOKEN;
    }
  });
});

test('comments of a bundle that lead up without an end are read in their length', async () => {
  const app = synth('climbing', () => undefined, { 'climb.js': `// ${'../'.repeat(200_000)}\n` });
  const begun = Date.now();
  expect((await run(app, settings(), fresh())).lines.sbom).toMatch(/^pass/);
  expect(Date.now() - begun).toBeLessThan(10_000);
}, 30_000);

test('the evidence has the settings by which it was judged', async () => {
  expect(JSON.parse(readFileSync(join(evidence, 'settings.json'), 'utf-8'))).toMatchObject({ audit: { failOn: 'high' }, scanners: [{ name: 'all', failOn: 'warning' }] });
  expect(manifest.files.map(({ path }: any) => path)).toContain('settings.json');
});

describe('the settings of pipeline init', () => {
  const command = join(__dirname, '..', '..', 'node_modules', '.bin', 'secretlint');
  const assetSecrets = (more: object = {}) => {
    const { scanners } = JSON.parse(gateSettings());
    const { arguments: args, ...one } = scanners.find(({ name }: any) => name === 'asset-secrets');
    const rest = { name: 'rest', covers: ['secrets-source', 'sast', 'dependencies'], command: scanner('clean', finds()) };
    return settings({ scanners: [rest, { ...one, command, arguments: args.slice(3), ...more }] });
  };

  test('find a secret in an asset, whatever the repository ignores', async () => {
    const leaky = synth('leaky', () => undefined, { 'config.js': `exports.token = "${['ghp', 'wWPw5k4aXcaT4fNP0UcnZwJUVFk6LO0pINUx'].join('_')}";\n` });
    const repository = written('.', { '.secretlintignore': '**\n', '.secretlintrc.json': secretlintSettings() });
    const here = process.cwd();
    symlinkSync(join(__dirname, '..', '..', 'node_modules'), join(repository, 'node_modules'));
    process.chdir(repository);
    try {
      expect((await run(leaky, assetSecrets(), fresh())).lines['secrets-assets']).toBe('stop: asset-secrets: 1 error (failOn note)');
      expect((await run(clean, assetSecrets(), fresh())).lines['secrets-assets']).toMatch(/^pass/);
    } finally {
      process.chdir(here);
    }
  }, 60_000);

  test('find a secret in an asset outside of the working directory, as assemblies are in CodePipeline, and leave no copy of it', async () => {
    const leaky = synth('leaky-elsewhere', () => undefined, { 'config.js': `exports.token = "${['ghp', 'wWPw5k4aXcaT4fNP0UcnZwJUVFk6LO0pINUx'].join('_')}";\n` });
    const source = written('source', { '.secretlintrc.json': secretlintSettings() });
    const here = process.cwd();
    symlinkSync(join(__dirname, '..', '..', 'node_modules'), join(source, 'node_modules'));
    process.chdir(source);
    try {
      expect((await run(leaky, assetSecrets(), fresh())).lines['secrets-assets']).toBe('stop: asset-secrets: 1 error (failOn note)');
      expect((await run(clean, assetSecrets(), fresh())).lines['secrets-assets']).toMatch(/^pass/);
      expect(readdirSync(source).sort()).toEqual(['.secretlintrc.json', 'node_modules']);
    } finally {
      process.chdir(here);
    }
  }, 60_000);

  test('let an app without assets pass', async () => {
    const outdir = join(root, 'no-assets');
    const app = new App({ outdir, analyticsReporting: false });
    new SecureQueue(new Stack(app, 'Orders', { env: { account: '111122223333', region: 'eu-west-1' } }), 'Queue');
    app.synth();
    expect((await run(outdir, assetSecrets(), fresh())).lines['secrets-assets']).toBe('pass: asset-secrets: no function has an asset');
  });
});
