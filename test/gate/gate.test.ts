import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'fs';
import { join } from 'path';
import { CfnQueue } from 'aws-cdk-lib/aws-sqs';
import { finds, remove, root, run, scanner, settings, synth, widened, written } from './support';
import { readGateConfig } from '../../src/gate/gate-config';
import { clock } from '../../src/model/clock';

let clean: string;
let out: string;
let runs = 0;

beforeAll(() => { clean = synth('clean'); });
beforeEach(() => { out = join(root, `evidence${++runs}`); });
afterAll(remove);

const only = (...scanners: object[]) => settings({ scanners });
const one = (more: object) => ({ name: 'one', covers: ['secrets-source', 'secrets-assets', 'sast', 'dependencies'], ...more });

describe('a clean app', () => {
  test('passes, with one verdict a check, and evidence of each', async () => {
    const { code, last, lines, manifest } = await run(clean, settings(), out);
    expect(Object.entries(lines).map(([check, line]) => `${check} ${line.split(':')[0]}`)).toEqual([
      'audit pass', 'waivers pass', 'diff left-out', 'threat-model pass', 'incidents pass', 'secrets-source pass', 'secrets-assets pass', 'sast pass',
      'dependencies pass', 'sbom pass', 'licenses pass',
    ]);
    expect(last).toBe(`Exit 0: 10 checks pass; left out: diff; evidence in ${out}.`);
    expect(code).toBe(0);
    expect(manifest).toMatchObject({ schema: 'cdk-zero-trust/gate/1', tool: { name: 'tool', version: '1.2.3' }, date: clock.today(), verdict: 'pass' });
    expect(manifest.files.map(({ path }: any) => path)).toEqual(expect.arrayContaining(['audit.sarif', 'audit.json', 'threat-model.json', 'scanners/all.sarif', manifest.assets[0].sbom]));
    expect(manifest.templates).toEqual([{ stack: 'Orders', sha256: expect.stringMatching(/^[0-9a-f]{64}$/) }]);
  });

  test('passes against itself', async () => {
    const { code, lines } = await run(clean, settings(), out, clean);
    expect([code, lines.diff]).toEqual([0, expect.stringContaining('pass: No difference')]);
  });

  test('is judged again into the same folder, and into no folder that has other files', async () => {
    await run(clean, only(one({ command: scanner('clean', finds()) })), out);
    await run(clean, settings(), out);
    expect(existsSync(join(out, 'scanners', 'one.sarif'))).toBe(false);
    const other = written('other', { 'photo.jpg': 'x' });
    expect(await run(clean, settings(), other)).toMatchObject({ code: 2, last: 'Exit 2: the gate could not begin.' });
    expect(readFileSync(join(other, 'photo.jpg'), 'utf-8')).toBe('x');
    expect(await run(clean, settings(), join(clean, 'evidence'))).toMatchObject({ code: 2 });
  });
});

describe('stops', () => {
  test('a permission that is wider than what is deployed', async () => {
    const { code, lines, last } = await run(synth('widened', widened), settings(), out, clean);
    expect([code, lines.diff]).toEqual([1, expect.stringMatching(/^stop: \d+ changes? fails? /)]);
    expect(last).toMatch(/^Exit 1: stopped by: .*diff/);
  });

  test('a finding of the audit', async () => {
    const { code, lines } = await run(synth('wild', (stack) => new CfnQueue(stack, 'Plain')), settings({ audit: { failOn: 'medium' } }), out);
    expect([code, lines.audit]).toEqual([1, expect.stringMatching(/^stop: \d+ /)]);
  });

  test('a waiver that has ended, and one that ends soon', async () => {
    const waiver = { rule: 'ZT-SQS-001', path: 'Orders/Shipping/Resource', owner: 'team-a', reason: 'migration', ticket: 'A-1' };
    const file = (expires: string) => join(written('waivers', { [`${expires}.yaml`]: JSON.stringify({ waivers: [{ ...waiver, expires }] }) }), `${expires}.yaml`);
    const day = (days: number) => new Date(Date.parse(clock.today()) + days * 86_400_000).toISOString().slice(0, 10);
    const ended = await run(clean, settings({ audit: { waivers: file(day(-1)) } }), out);
    expect([ended.code, ended.lines.waivers]).toEqual([1, `stop: ZeroTrust::ZT-SQS-001 of team-a ended on ${day(-1)}`]);
    const soon = await run(clean, settings({ audit: { waivers: file(day(5)) }, waivers: { minDaysLeft: 14 } }), out);
    expect(soon.lines.waivers).toBe(`stop: ZeroTrust::ZT-SQS-001 of team-a ends on ${day(5)}`);
    const later = await run(clean, settings({ audit: { waivers: file(day(30)) }, waivers: { minDaysLeft: 14 } }), out);
    expect(later.lines.waivers).toMatch(/^pass: 1 waiver/);
  });

  test('an incident that is open, and passes where all have ended', async () => {
    const item = (id: string, status: string) => ({ id: { S: id }, status: { S: status } });
    const file = (name: string, json: object) => join(written('incidents', { [name]: JSON.stringify(json) }), name);
    const open = file('open.json', { Items: [item('incident#a', 'UNDONE'), item('incident#b', 'CONTAINED'), item('target#FUNCTION#f', '')], Count: 3 });
    const stopped = await run(clean, settings({ incidents: { file: open } }), out);
    expect([stopped.code, stopped.lines.incidents]).toEqual([1, 'stop: 1 incident is open: b (CONTAINED)']);
    const ended = await run(clean, settings({ incidents: { file: file('ended.json', { Items: [item('incident#a', 'UNDONE'), item('incident#b', 'RECORDED')] }) } }), out);
    expect([ended.code, ended.lines.incidents]).toEqual([0, 'pass: none of 2 incidents is open']);
    const half = await run(clean, settings({ incidents: { file: file('half.json', { Items: [], NextToken: 'x' }) } }), out);
    expect([half.code, half.lines.incidents]).toEqual([2, expect.stringContaining('a part of the table only')]);
  });

  test('what a scanner finds in an asset', async () => {
    const grep = scanner('grep', `
      const { readdirSync, readFileSync } = require('fs');
      const found = process.argv.slice(2).flatMap((dir) => readdirSync(dir).filter((file) => /\\.js$/.test(file) && /AKIA[A-Z0-9]{16}/.test(readFileSync(dir + '/' + file, 'utf8'))));
      const results = found.map((file) => ({ level: 'error', message: { text: 'key in ' + file } }));
      console.log(JSON.stringify({ version: '2.1.0', runs: [{ tool: { driver: { name: 'grep' } }, results }] }));
      process.exit(found.length > 0 ? 1 : 0);`);
    const config = settings({
      scanners: [one({ covers: ['secrets-source', 'sast', 'dependencies'], command: scanner('clean', finds()) }), { name: 'assets', covers: ['secrets-assets'], command: grep, arguments: ['{assets}'] }],
    });
    expect((await run(clean, config, out)).code).toBe(0);
    const leaky = synth('leaky', () => undefined, { 'config.js': `exports.key = "${['AKIA', 'IOSFODNN7EXAMPLE'].join('')}";\n` });
    const { code, lines } = await run(leaky, config, out);
    expect([code, lines['secrets-assets'], lines['secrets-source']]).toEqual([1, 'stop: assets: 1 error (failOn warning)', expect.stringMatching(/^pass/)]);
    expect(readFileSync(join(out, 'scanners', 'assets.sarif'), 'utf-8')).toContain('key in config.js');
  });

  test('a license that is not allowed, or not known, unless the package is accepted', async () => {
    const app = synth('gpl', () => undefined, {
      'node_modules/copyleft/package.json': '{"name": "copyleft", "version": "2.0.0", "license": "GPL-3.0-only"}',
      'node_modules/silent/package.json': '{"name": "silent", "version": "1.0.0"}',
      'node_modules/either/package.json': '{"name": "either", "version": "1.0.0", "license": "(MIT OR GPL-3.0-only)"}',
    });
    const { code, lines } = await run(app, settings(), out);
    expect([code, lines.licenses]).toEqual([1, 'stop: not allowed: copyleft (GPL-3.0-only), silent (none stated)']);
    const packages = [{ name: 'copyleft', license: 'GPL-3.0-only', reason: 'not distributed' }, { name: 'silent', license: 'none', reason: 'ours' }];
    expect((await run(app, settings({ licenses: { packages } }), out)).code).toBe(0);
  });

  test('a bundle whose packages are not known, where that is asked for', async () => {
    const app = synth('minified', () => undefined, { 'bundle.js': `var a=1;${'x'.repeat(6000)}` });
    expect((await run(app, settings(), out)).lines.sbom).toMatch(/^pass: 1 asset; not known what is in asset\./);
    expect((await run(app, settings({ sbom: { failOnUnknown: true } }), out)).lines.sbom).toMatch(/^stop: /);
  });
});

describe('a scanner is a failure and no pass', () => {
  const STALE = 'require("fs").writeFileSync(process.argv[2], "")';
  test.each<[string, object, string]>([
    ['that is missing', { command: 'no-such-scanner' }, 'there is no such program'],
    ['that hangs, with what it started', { command: scanner('hangs', 'require("child_process").spawn("sleep", ["60"], { stdio: "inherit" }); setTimeout(() => {}, 60000)'), timeoutSeconds: 1 },
      'did not end within 1 seconds'],
    ['that crashes', { command: scanner('crashes', 'process.stderr.write("out of memory"); process.exit(137)') }, 'it ended with 137, which is a crash unless exitCodes has it (out of memory)'],
    ['that is ended', { command: scanner('ended', 'process.kill(process.pid, "SIGTERM"); setTimeout(() => {}, 5000)') }, 'it was ended by SIGTERM'],
    ['that writes nothing', { command: scanner('silent', '') }, 'it is no JSON'],
    ['that writes no SARIF', { command: scanner('text', 'console.log("{}")') }, 'it is not SARIF 2.1.0'],
    ['that ran nothing', { command: scanner('empty', 'console.log(JSON.stringify({ version: "2.1.0", runs: [] }))') }, 'no tool ran'],
    ['that looked for nothing', { command: scanner('idle', 'console.log(JSON.stringify({ version: "2.1.0", runs: [{ tool: { driver: { name: "idle" } } }] }))') }, 'idle looked for nothing'],
    ['that reports its own failure', {
      command: scanner('failed', 'console.log(JSON.stringify({ version: "2.1.0", runs: [{ tool: { driver: { name: "f" } }, results: [], invocations: [{ executionSuccessful: false }] }] }))'),
    }, 'f did not succeed'],
    ['that writes no file', { command: scanner('clean', finds()), arguments: ['{sarif}'] }, 'it wrote no report'],
    ['that writes an empty file', { command: scanner('stale', STALE), arguments: ['{sarif}'] }, 'it is no JSON'],
    ['that has no network', { command: scanner('offline', 'console.log(JSON.stringify({ error: { code: "ENOTFOUND" } })); process.exit(1)'), format: 'npm-audit' }, 'it is no report of npm audit, but an error'],
  ])('%s', async (_, more, why) => {
    const { code, lines, last } = await run(clean, only(one(more)), out);
    expect([code, lines.sast]).toEqual([2, expect.stringMatching(/^unusable: one: /)]);
    expect(lines.sast).toContain(why);
    expect(last).toBe(`Exit 2: could not judge: secrets-source, secrets-assets, sast, dependencies; left out: diff; evidence in ${out}.`);
  }, 20_000);

  test('that is not configured, unless it is left out with a reason', async () => {
    const covers = one({ covers: ['secrets-source', 'secrets-assets'], command: scanner('clean', finds()) });
    const { code, lines } = await run(clean, only(covers), out);
    expect([code, lines.sast, lines.dependencies]).toEqual([2, 'unusable: no scanner is configured for it', 'unusable: no scanner is configured for it']);
    const without = { sast: 'CodeQL runs on each pull request', dependencies: 'the registry refuses vulnerable versions' };
    const left = await run(clean, settings({ scanners: [covers], without }), out);
    expect([left.code, left.lines.sast]).toEqual([0, 'left-out: CodeQL runs on each pull request']);
    expect(left.manifest.checks.find(({ check }: any) => check === 'sast')).toMatchObject({ verdict: 'left-out', why: without.sast });
  });

  test('whose report is of an earlier run', async () => {
    mkdirSync(join(out, 'scanners'), { recursive: true });
    writeFileSync(join(out, 'gate.json'), '{}');
    writeFileSync(join(out, 'scanners', 'one.sarif'), JSON.stringify({ version: '2.1.0', runs: [{ tool: { driver: { name: 'old' } }, results: [] }] }));
    expect((await run(clean, only(one({ command: scanner('clean', finds()), arguments: ['{sarif}'] })), out)).lines.sast).toContain('it wrote no report');
  });
});

describe('a scanner', () => {
  test('gets no credentials of the environment, and what its settings name', async () => {
    const command = scanner('environment', 'console.log(JSON.stringify({ version: "2.1.0", runs: [{ tool: { driver: { name: Object.keys(process.env).join() } }, results: [] }] }))');
    process.env.AWS_SECRET_ACCESS_KEY = 'x';
    process.env.SEMGREP_RULES = 'y';
    try {
      await run(clean, only(one({ command, environment: ['SEMGREP_RULES'] })), out);
    } finally {
      delete process.env.AWS_SECRET_ACCESS_KEY;
      delete process.env.SEMGREP_RULES;
    }
    const passed = JSON.parse(readFileSync(join(out, 'scanners', 'one.sarif'), 'utf-8')).runs[0].tool.driver.name;
    expect(passed).toMatch(/PATH/);
    expect(passed).toMatch(/SEMGREP_RULES/);
    expect(passed).not.toMatch(/AWS_/);
  });

  test('is no shell: arguments are what they are', async () => {
    const command = scanner('arguments', 'require("fs").writeFileSync(process.argv[3], JSON.stringify({ version: "2.1.0", runs: [{ tool: { driver: { name: process.argv[2] } }, results: [] }] }))');
    expect((await run(clean, only(one({ command, arguments: ['$(touch pwned); `id`', '{sarif}'] })), out)).code).toBe(0);
    expect(JSON.parse(readFileSync(join(out, 'scanners', 'one.sarif'), 'utf-8')).runs[0].tool.driver.name).toBe('$(touch pwned); `id`');
  });

  test.each([
    ['stops from its level on', finds('error', 'note'), 'error', 'stop: one: 1 error (failOn error)'],
    ['passes below it, and counts', finds('warning', 'note'), 'error', 'pass: one: nothing at or over error; below it 1 warning, 1 note'],
    ['counts a result without a level as a warning', 'console.log(JSON.stringify({ version: "2.1.0", runs: [{ tool: { driver: { name: "f" } }, results: [{ message: { text: "x" } }] }] }))',
      'warning', 'stop: one: 1 warning (failOn warning)'],
    ['takes the level of the rule', 'console.log(JSON.stringify({ version: "2.1.0", runs: [{ tool: { driver: { name: "f", rules: [{ id: "r", defaultConfiguration: { level: "error" } }] } }, '
      + 'results: [{ ruleId: "r", message: { text: "x" } }] }] }))', 'error', 'stop: one: 1 error (failOn error)'],
    ['leaves out what is suppressed', 'console.log(JSON.stringify({ version: "2.1.0", runs: [{ tool: { driver: { name: "f" } }, '
      + 'results: [{ level: "error", message: { text: "x" }, suppressions: [{ kind: "inSource" }] }] }] }))', 'note', 'pass: one: nothing at or over note; 1 suppressed'],
    ['counts what only asks to be suppressed', 'console.log(JSON.stringify({ version: "2.1.0", runs: [{ tool: { driver: { name: "f" } }, '
      + 'results: [{ level: "error", message: { text: "x" }, suppressions: [{ kind: "external", status: "underReview" }] }] }] }))', 'error', 'stop: one: 1 error (failOn error)'],
  ])('%s', async (_, program, failOn, line) => {
    expect((await run(clean, only(one({ command: scanner(`levels${runs}`, program), failOn })), out)).lines.sast).toBe(line);
  });

  test('of npm audit and pip-audit becomes SARIF', async () => {
    const npm = { metadata: {}, vulnerabilities: { lodash: { severity: 'high', range: '<4.17.21' }, ms: { severity: 'low', range: '*' } } };
    const pip = { dependencies: [{ name: 'jinja2', version: '2.0', vulns: [{ id: 'PYSEC-1', description: 'sandbox' }] }, { name: 'six', version: '1.0', vulns: [] }] };
    const { lines } = await run(clean, settings({
      scanners: [
        one({ covers: ['secrets-source', 'secrets-assets', 'sast'], command: scanner('clean', finds()) }),
        { name: 'npm', covers: ['dependencies'], command: scanner('npm', `console.log(${JSON.stringify(JSON.stringify(npm))}); process.exit(1)`), format: 'npm-audit' },
        { name: 'pip', covers: ['dependencies'], command: scanner('pip', `console.log(${JSON.stringify(JSON.stringify(pip))}); process.exit(1)`), format: 'pip-audit' },
      ],
    }), out);
    expect(lines.dependencies).toBe('stop: npm: 1 error (failOn warning); pip: 1 error (failOn warning)');
    expect(JSON.parse(readFileSync(join(out, 'scanners', 'pip.sarif'), 'utf-8')).runs[0].results).toEqual([{ ruleId: 'PYSEC-1', level: 'error', message: { text: 'jinja2 2.0: sandbox' } }]);
  });
});

describe('settings', () => {
  test.each([
    ['a key that is misspelt', { audit: { failon: 'low' } }, 'must NOT have additional properties (failon)'],
    ['a level that there is not', { audit: { failOn: 'severe' } }, '/audit/failOn must be equal to one of the allowed values'],
    ['what cannot be left out', { without: { audit: 'no time' } }, 'must NOT have additional properties (audit)'],
    ['a reason that is none', { without: { sast: ' ' } }, '/without/sast must match pattern'],
    ['a check that is left out and covered', { without: { sast: 'CodeQL' } }, 'sast is left out, and a scanner covers it'],
  ])('refuse %s', async (_, more, what) => {
    const config = settings(more);
    const { code, last } = await run(clean, config, out);
    expect([code, last]).toEqual([2, 'Exit 2: the gate could not begin.']);
    expect(() => readGateConfig(config)).toThrow(what);
  });

  test('that cannot be read, or an assembly that cannot, are no pass', async () => {
    expect((await run(clean, join(root, 'none.json'), out)).code).toBe(2);
    const broken = written('broken', { 'manifest.json': '{"artifacts": {"S": {"type": "aws:cloudformation:stack", "properties": {"templateFile": "gone.json"}}}}' });
    const { code, lines } = await run(broken, settings(), out);
    expect([code, lines.audit, lines.sbom]).toEqual([2, expect.stringMatching(/^unusable/), expect.stringMatching(/^unusable/)]);
  });
});
