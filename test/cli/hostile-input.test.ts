import { mkdtempSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import * as fc from 'fast-check';
import { audit } from './support/audit';
import { TemplateError } from '../../src/model/template-error';
import { WaiverError } from '../../src/waivers/waiver-error';

const directory = mkdtempSync(join(tmpdir(), 'zt-cli-hostile-'));
const path = (name: string) => join(directory, name);
const OPEN = { Resources: { U: { Type: 'AWS::Lambda::Url', Properties: { AuthType: 'NONE', TargetFunctionArn: 'x' } } } };
const MANIFEST = {
  version: '36.0.0',
  artifacts: {
    Assets: { type: 'cdk:asset-manifest', properties: { file: 'assets.json' } },
    Good: { type: 'aws:cloudformation:stack', environment: 'aws://111122223333/eu-west-1', properties: { templateFile: 'open.json' } },
    Other: { type: 'aws:cloudformation:stack', properties: { templateFile: 'open.json' }, metadata: { '/Other/U': [{ type: 'aws:cdk:logicalId', data: 'U' }] } },
  },
};
const WAIVERS = 'waivers:\n  - rule: ZT-SNS-001\n    path: app/Topic\n    owner: web\n    reason: A test.\n    ticket: SEC-1\n    expires: 2027-01-31\n';
const BASELINE = 'version: 1\nuntil: 2027-01-31\nfindings:\n  - rule: ZeroTrust::ZT-SNS-001\n    path: app/Topic\n    severity: high\n    verdict: fail\n    finding: x\n    content: x\n    seen: []\n';
const CONFIG = 'rules:\n  ZT-SNS-001: {severity: low, reason: A test.}\nrequired:\n  - audit-trail\n';
const PARAMETERS = JSON.stringify([{ ParameterKey: 'A', ParameterValue: 'b' }]);
/** Seconds that one input may take, on a slow machine. */
const LIMIT = 5;
const STEERS_TERMINALS = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/;

beforeAll(() => writeFileSync(path('open.json'), JSON.stringify(OPEN)));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

/** What the program makes of it: errors on input are told and exit with 2; any other is a crash, and fails the test. */
function outcome(...args: string[]): { status: unknown; stdout: string; stderr: string } {
  const start = process.hrtime.bigint();
  try {
    return audit(...args) as ReturnType<typeof outcome>;
  } catch (error) {
    if (!(error instanceof TemplateError || error instanceof WaiverError)) throw error;
    return { status: 2, stdout: '', stderr: '' };
  } finally {
    expect(Number(process.hrtime.bigint() - start) / 1e9).toBeLessThan(LIMIT);
  }
}

const nested = (open: string, close: string, many: number) => open.repeat(many) + close.repeat(many);
const PIECES = [
  '\u001b[2J', '\u009b31m', '\u202e', '\u0000', '\ud800', '\ufeff', '9'.repeat(400), '1e999', '-0', '0x7fffffffffffffff', '0.1e-999', '&a ', '*a', '&a [*a, *a]', '<<: *a', '!!binary ', '!Ref ',
  '!Sub ', '? ', '---\n', '...\n', '%TAG ! x\n', '{', '}', '[', ']', '"', '\'', '|\n', '\t', '__proto__: ', '"__proto__": {"toString": 1},', '"toString": 1,', 'null', '{"toString": 1}',
  nested('[', ']', 600), nested('{"a":', '}', 600), '[{'.repeat(800), '- '.repeat(800), 'a: &x [*x]\n', 'a: &x {<<: *x}\n',
];

/** Something valid with pieces set in, cut off or replaced; or bytes at random. */
function spoilt(valid: string): fc.Arbitrary<Buffer> {
  const edit = fc.record({ at: fc.nat(valid.length), drop: fc.nat(12), piece: fc.constantFrom(...PIECES) });
  return fc.oneof(
    fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
    fc.nat(valid.length).map((end) => Buffer.from(valid.slice(0, end))),
    fc.array(edit, { minLength: 1, maxLength: 3 }).map((edits) => Buffer.from(edits.reduce(
      (text, { at, drop, piece }) => text.slice(0, at) + piece + text.slice(at + drop), valid,
    ))),
    fc.jsonValue({ maxDepth: 3 }).map((json) => Buffer.from(JSON.stringify(json))),
  );
}

describe('a hostile file never crashes, hangs, steers a terminal or lets a finding through: it is read, or exit code 2', () => {
  const holds = (file: string, content: Buffer, ...args: string[]) => {
    writeFileSync(path(file), content);
    const { status, stdout, stderr } = outcome(...args);
    expect([1, 2]).toContain(status);
    expect(stdout + stderr).not.toMatch(STEERS_TERMINALS);
  };

  test.each([
    ['waivers', WAIVERS, ['--waivers']], ['baseline', BASELINE, ['--baseline']], ['config', CONFIG, ['--config']], ['parameters', PARAMETERS, ['--parameters']],
  ])('of %s, beside a template with a critical finding', (name, valid, option) => {
    fc.assert(fc.property(spoilt(valid), (content) => holds(name, content, path('open.json'), ...option, path(name))), { numRuns: 150 });
  });

  test('of assets, beside stacks with critical findings', () => {
    writeFileSync(path('manifest.json'), JSON.stringify(MANIFEST));
    const assets = JSON.stringify({ files: { x: { source: { path: 'open.json' }, destinations: { d: { objectKey: 'x.json' } } } } });
    fc.assert(fc.property(spoilt(assets), (content) => holds('assets.json', content, directory)), { numRuns: 100 });
    rmSync(path('manifest.json'));
  });
});

test('what the hostile files are made of is read as it is', () => {
  const valid: [string, string][] = [['--waivers', WAIVERS], ['--baseline', BASELINE], ['--config', CONFIG], ['--parameters', PARAMETERS]];
  for (const [option, text] of valid) {
    writeFileSync(path('valid'), text);
    expect([option, outcome(path('open.json'), option, path('valid')).status]).toEqual([option, 1]);
  }
});

describe('a hostile template or manifest never crashes, hangs or steers a terminal, and exit code 0 means that something was judged', () => {
  const holds = (file: string, content: Buffer, input: string) => {
    writeFileSync(path(file), content);
    const { status, stdout, stderr } = outcome(input, '--format', 'json');
    expect([0, 1, 2]).toContain(status);
    expect(stdout + stderr).not.toMatch(STEERS_TERMINALS);
    if (status !== 2) expect(JSON.parse(stdout).evidence.length).toBeGreaterThan(0);
  };

  test.each([
    ['JSON', JSON.stringify(OPEN)],
    ['YAML', 'Resources:\n  U:\n    Type: AWS::Lambda::Url\n    Properties:\n      AuthType: NONE\n      TargetFunctionArn: !Sub "${A}-x"\n  T: {Type: AWS::SNS::Topic}\n'],
  ])('of %s', (_, valid) => {
    fc.assert(fc.property(spoilt(valid), (content) => holds('template.yaml', content, path('template.yaml'))), { numRuns: 250 });
  });

  test.each(['- ', '? ', '[', '{', '[{', '{"a":'])('that opens %p without end is refused within a second', (opening) => {
    const start = process.hrtime.bigint();
    writeFileSync(path('deep.yaml'), `Resources:\n  A: ${opening.repeat(50_000)}`);
    expect(outcome(path('deep.yaml'))).toMatchObject({ status: 2, stderr: expect.stringContaining('TooDeep') });
    expect(Number(process.hrtime.bigint() - start) / 1e9).toBeLessThan(1);
  });

  test('of an assembly', () => {
    fc.assert(fc.property(spoilt(JSON.stringify(MANIFEST)), (content) => holds('manifest.json', content, directory)), { numRuns: 200 });
    rmSync(path('manifest.json'));
  });
});
