import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { dirname, join } from 'path';
import { audit } from './support/audit';

const directory = mkdtempSync(join(tmpdir(), 'zt-cli-input-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

function file(name: string, content: unknown): string {
  const path = join(directory, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

const judged = (...args: string[]): any => JSON.parse(audit(...args, '--format', 'json', '--fail-on', 'never').stdout);
const stacks = (...args: string[]) => judged(...args).templates.map(({ path }: any) => path.slice(directory.length + 1));

const topic = { Type: 'AWS::SNS::Topic' };
const open = { Resources: { U: { Type: 'AWS::Lambda::Url', Properties: { AuthType: 'NONE', TargetFunctionArn: 'x' } } } };
const withChild = (TemplateURL: string) => ({ Resources: { Topic: topic, N: { Type: 'AWS::CloudFormation::Stack', Properties: { TemplateURL } } } });

describe('folders and patterns', () => {
  beforeAll(() => {
    for (const name of ['a/one.yaml', 'a/b/two.json', 'a/b/c/three.template', 'a/drafts/four.yaml', 'a/node_modules/x/five.json']) file(`tree/${name}`, { Resources: { Topic: topic } });
    file('tree/package.json', { name: 'x' });
    file('tree/a/notes.yaml', 'no: template');
    file('tree/cdk.out/manifest.json', { artifacts: { S: { type: 'aws:cloudformation:stack', environment: 'aws://unknown-account/unknown-region', properties: { templateFile: 'S.json' } } } });
    file('tree/cdk.out/S.json', { Resources: { Topic: topic } });
    file('tree/a/parent.json', withChild('b/two.json'));
  });

  test('gives the templates and assemblies of a folder, each nested one once', () => {
    expect(stacks(join(directory, 'tree')).sort()).toEqual([
      'tree/a/b/c/three.template', 'tree/a/b/two.json', 'tree/a/drafts/four.yaml', 'tree/a/one.yaml', 'tree/a/parent.json', 'tree/cdk.out/S.json',
    ]);
  });

  test.each([
    ['**/*.yaml', ['tree/a/drafts/four.yaml', 'tree/a/one.yaml']], ['a/*.yaml', ['tree/a/one.yaml']], ['a/b/tw?.json', ['tree/a/b/two.json']],
  ])('gives what pattern %s matches', (pattern, expected) => expect(stacks(join(directory, 'tree', pattern)).sort()).toEqual(expected));

  test.each([['drafts'], ['drafts/**'], ['**/drafts'], ['a/drafts/*.yaml'], ['four.*']])('leaves out what --exclude %s matches', (pattern) => {
    const found = stacks(join(directory, 'tree'), '--exclude', pattern);
    expect(found).not.toContain('tree/a/drafts/four.yaml');
    expect(found).toContain('tree/a/one.yaml');
  });
});

describe('one bad file takes nothing else with it', () => {
  test.each(['json', 'sarif', 'csv', 'html', 'oscal', 'table'])('as %s: the rest is reported, the file is told, and the exit code is 2', (format) => {
    const bad = file('bad.yaml', 'Resources: {A: [}');
    const { status, stdout, stderr } = audit(file('good.json', open), bad, '--format', format);
    expect(status).toBe(2);
    expect(stdout).toContain('ZT-LAMBDA-008');
    expect(stderr).toContain(`[${bad}] Malformed`);
    if (format !== 'csv') expect(stdout).toContain('Malformed');
  });

  test('nor does a nested template that cannot be read, or a stack of an assembly', () => {
    file('nested/child.yaml', 'Resources: {A: [}');
    const { status, stdout, stderr } = audit(file('nested/parent.json', withChild('child.yaml')));
    expect([status, stderr]).toEqual([2, expect.stringContaining('child.yaml] Malformed')]);
    expect(stdout).toMatch(/ZT-COVERAGE-002[^]*ZT-SNS-001|ZT-SNS-001[^]*ZT-COVERAGE-002/);

    const artifact = (templateFile: string) => ({ type: 'aws:cloudformation:stack', properties: { templateFile } });
    file('two/manifest.json', { artifacts: { Bad: artifact('bad.json'), Good: artifact('good.json') } });
    file('two/bad.json', '{');
    file('two/good.json', open);
    expect(audit(join(directory, 'two'))).toMatchObject({ status: 2, stdout: expect.stringContaining('ZT-LAMBDA-008') });
  });
});

describe('nothing outside of the folder of the input is read', () => {
  const outside = () => file('outside/secret.json', open);

  test.each([
    ['by ..', () => '../outside/secret.json'],
    ['by a link', () => { symlinkSync(outside(), join(directory, 'inside', 'link.json')); return 'link.json'; }],
    ['by a link to a folder', () => { symlinkSync(dirname(outside()), join(directory, 'inside', 'folder')); return 'folder/secret.json'; }],
  ])('%s', (_, make) => {
    outside();
    mkdirSync(join(directory, 'inside'), { recursive: true });
    const { stdout } = audit(file('inside/parent.json', withChild(make())));
    expect(stdout).toContain('ZT-COVERAGE-002');
    expect(stdout).not.toContain('ZT-LAMBDA-008');
  });

  test('from an assembly by a link, nor from a folder', () => {
    file('linked/manifest.json', { artifacts: { S: { type: 'aws:cloudformation:stack', properties: { templateFile: 'S.json' } } } });
    symlinkSync(outside(), join(directory, 'linked', 'S.json'));
    expect(audit(join(directory, 'linked'))).toMatchObject({ status: 2, stdout: '', stderr: expect.stringContaining('OutsideAssembly') });
    file('walked/own.json', { Resources: { Topic: topic } });
    symlinkSync(dirname(outside()), join(directory, 'walked', 'folder'));
    expect(stacks(join(directory, 'walked'))).toEqual(['walked/own.json']);
  });
});

describe('what is wrong with one part of an assembly takes no other part with it: exit 2, and the rest is reported', () => {
  const stack = (templateFile: unknown) => ({ type: 'aws:cloudformation:stack', environment: { toString: 1 }, properties: { templateFile } });
  const withPart = (name: string, parts: Record<string, unknown>) => {
    file(`${name}/Good.json`, open);
    return dirname(file(`${name}/manifest.json`, { artifacts: { ...parts, Good: stack('Good.json'), Last: stack('Good.json') } }));
  };

  test.each<[string, Record<string, unknown>, RegExp]>([
    ['a stack without a template', { Bad: stack(undefined) }, /stack Bad has no templateFile/],
    ['a stack whose template is a number', { Bad: stack(7) }, /stack Bad has no templateFile/],
    ['a stack outside', { Bad: stack('../../etc/passwd') }, /OutsideAssembly/],
    ['a stack that is not there', { Bad: stack('gone.json') }, /gone\.json\] Missing/],
    ['an artifact that is no object', { Bad: null }, /artifact Bad is no object/],
    ['a stage outside', { Bad: { type: 'cdk:cloud-assembly', properties: { directoryName: '/etc' } } }, /OutsideAssembly/],
    ['a stage that is not there', { Bad: { type: 'cdk:cloud-assembly', properties: { directoryName: 'gone' } } }, /NotAnAssembly/],
    ['a stage without a directory', { Bad: { type: 'cdk:cloud-assembly' } }, /stage Bad has no directoryName/],
    ['assets outside', { Bad: { type: 'cdk:asset-manifest', properties: { file: '../assets.json' } } }, /OutsideAssembly/],
    ['metadata that is not there', { Bad: { ...stack('Good.json'), additionalMetadataFile: 'gone.json' } }, /gone\.json\] Missing/],
  ])('%s', (name, parts, problem) => {
    const path = withPart(`part ${name}`, parts);
    const { status, stdout, stderr, last } = audit(path);
    expect(stderr).toMatch(problem);
    expect(stdout).toMatch(/ZT-LAMBDA-008[^]*Good[^]*Last/);
    expect({ status, last }).toEqual({ status: 2, last: expect.stringMatching(/^Exit 2: 1 of the inputs could not be read; of the rest .*critical/) });
  });

  test('files of assets that are no JSON, or name what is no text', () => {
    file('assets/a.json', '{');
    file('assets/b.json', { files: { x: { source: { path: 'Good.json' }, destinations: { d: { objectKey: { toString: 1 } } } } } });
    const assets = (path: string) => ({ type: 'cdk:asset-manifest', properties: { file: path } });
    const { status, stdout, stderr } = audit(withPart('assets', { A: assets('a.json'), B: assets('b.json') }));
    expect(stderr).toMatch(/a\.json\] Malformed/);
    expect(stdout).toContain('ZT-LAMBDA-008');
    expect(status).toBe(2);
  });

  test('a nested stack whose file is no template', () => {
    file('nested/child.json', '{');
    const { status, stdout, stderr } = audit(file('nested/parent.json', { Resources: { ...open.Resources, ...withChild('child.json').Resources } }));
    expect(stderr).toMatch(/child\.json\] Malformed/);
    expect(stdout).toContain('ZT-LAMBDA-008');
    expect(status).toBe(2);
  });

  test('and nothing readable at all is exit 2 too', () => {
    const path = dirname(file('none/manifest.json', { artifacts: { Bad: stack(undefined) } }));
    expect(audit(path)).toMatchObject({ status: 2, stdout: '', last: 'Exit 2: nothing could be read.' });
  });
});

describe('nothing judged', () => {
  test.each([
    ['no resources', { Resources: {} }], ['only what no rule looks at', { Resources: { A: { Type: 'AWS::Other::Thing' } } }],
    ['only a module', { Resources: { M: { Type: 'A::B::C::MODULE' } } }],
  ])('is exit code 2 for %s, and no calm page', (_, template) => {
    const path = file('nothing.json', template);
    expect(audit(path)).toMatchObject({ status: 2, stderr: expect.stringContaining('Nothing was judged') });
    expect(audit(path, '--fail-on', 'never').status).toBe(2);
    expect(audit(path, '--format', 'html').stdout).toContain('<h1>Nothing was judged</h1>');
  });
});

describe('what was not read', () => {
  const path = () => file('macro.json', { Transform: 'Shuffle', Resources: { Group: { Type: 'AWS::Logs::LogStream' }, U: { Type: 'AWS::Lambda::Url', Properties: { AuthType: 'AWS_IAM', TargetFunctionArn: 'x' } } } });

  test('fails, unless it is allowed, or waived', () => {
    expect(audit(path(), '--fail-on', 'high').status).toBe(1);
    expect(audit(path(), '--allow-not-judged')).toMatchObject({ status: 0, stdout: expect.stringContaining('ZT-COVERAGE-001') });
    const expires = new Date(Date.now() + 7 * 86_400_000).toISOString().slice(0, 10);
    const waivers = file('waivers.yaml', `waivers:\n  - {rule: ZT-COVERAGE-001, path: Transform/Shuffle, owner: web, reason: Read by hand., ticket: SEC-1, expires: ${expires}}\n`);
    expect(audit(path(), '--waivers', waivers)).toMatchObject({ status: 0, stdout: expect.stringContaining('WAIVED: 1') });
  });

  test.each([
    ['json', (text: string) => JSON.parse(text).evidence.some(({ rule }: any) => rule === 'ZT-COVERAGE-001')],
    ['sarif', (text: string) => JSON.parse(text).runs[0].results.some(({ ruleId }: any) => ruleId === 'ZT-COVERAGE-001')],
    ['csv', (text: string) => /^ZT-COVERAGE-001,high,.*,unknown,/m.test(text)],
    ['oscal', (text: string) => JSON.parse(text)['assessment-results'].results[0].risks.some(({ title }: any) => title.startsWith('ZT-COVERAGE-001'))],
    ['html', (text: string) => text.includes('data-rule="ZT-COVERAGE-001"')],
    ['table', (text: string) => text.includes('ZT-COVERAGE-001  ')],
  ])('is a finding in %s', (format, isThere) => expect(isThere(audit(path(), '--format', format).stdout)).toBe(true));

  test('has a section of its own where no rule looks at a type', () => {
    expect(audit(path()).stdout).toMatch(/\nTYPES THAT NO RULE LOOKS AT\n {2}AWS::Logs::LogStream \(1\)\n/);
    expect(judged(path()).typesThatNoRuleLooksAt).toEqual([{ type: 'AWS::Logs::LogStream', resources: 1 }]);
  });
});

describe('--parameters', () => {
  const template = () => file('parameters.json', { Parameters: { Auth: { Type: 'String', Default: 'NONE' } }, Resources: { U: { Type: 'AWS::Lambda::Url', Properties: { AuthType: { Ref: 'Auth' }, TargetFunctionArn: 'x' } } } });
  const verdict = (content: unknown) => judged(template(), '--parameters', file('values.json', content)).evidence.find(({ rule }: any) => rule === 'ZT-LAMBDA-008').verdict;

  test.each([
    ['of the AWS CLI', [{ ParameterKey: 'Auth', ParameterValue: 'AWS_IAM' }]], ['of Key=Value', ['Auth=AWS_IAM']], ['of CodePipeline', { Parameters: { Auth: 'AWS_IAM' } }],
    ['of names', { Auth: 'AWS_IAM' }], ['of names in YAML', 'Auth: AWS_IAM'],
  ])('takes a file %s', (_, content) => expect(verdict(content)).toBe('pass'));

  test('leaves what it does not name to the default', () => expect(verdict({ Other: 'x' })).toBe('fail'));

  test.each([[[{ ParameterKey: 'Auth' }]], ['text'], [{ Auth: { a: 1 } }]])('refuses %j', (content) => {
    expect(() => audit(template(), '--parameters', file('values.json', content))).toThrow(/NoParameters: .* Remediation: /);
  });
});

test('YAML that CloudFormation takes is read, with a warning where a key is there twice', () => {
  const path = file('twice.yaml', 'Resources:\n  T:\n    Type: AWS::SNS::Topic\n    Properties:\n      TopicName: a\n      TopicName: b\n');
  expect(audit(path).stdout).toMatch(/\nWARNINGS\n .*Key TopicName is there twice/);
});

describe('no text of the input steers a terminal', () => {
  const evil = '\u001b[2J\u009b31m\u202eevil\u2066\u0007\u007f';
  const path = () => file('evil.json', {
    Transform: evil,
    Parameters: { [evil]: { Type: 'String' } },
    Resources: {
      [evil]: { Type: 'AWS::SNS::Topic', Metadata: { 'aws:cdk:path': `App/${evil}` }, Properties: { KmsMasterKeyId: evil } },
      Other: { Type: `AWS::${evil}` },
      N: { Type: 'AWS::CloudFormation::Stack', Properties: { TemplateURL: `https://${evil}` } },
    },
  });
  const raw = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/;

  test.each(['table', 'json', 'sarif', 'csv', 'html', 'oscal'])('as %s', (format) => {
    const { stdout, stderr } = audit(path(), '--format', format);
    expect(stdout).toContain('evil');
    expect(stdout).not.toMatch(raw);
    expect(stderr).not.toMatch(raw);
  });

  test('in an error', () => {
    const { stderr } = audit(file('evil.yaml', `Resources: {"${'\\e[2J'}": [}\n${evil}: : :`), join(directory, `${evil}.json`));
    expect(stderr).toContain('evil');
    expect(stderr).not.toMatch(raw);
  });
});
