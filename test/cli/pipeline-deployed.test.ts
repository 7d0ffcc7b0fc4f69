import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { readDeployed } from '../../src/cli/pipeline/run-deployed';
import { readTemplates } from '../../src/model/read-templates';

const folder = mkdtempSync(join(tmpdir(), 'zt-deployed-'));
const path = process.env.PATH;
let runs = 0;

beforeAll(() => {
  mkdirSync(join(folder, 'bin'));
  writeFileSync(join(folder, 'bin', 'aws'), `#!/bin/sh
case "$1 $2" in
  "sts get-caller-identity") echo '{"Account": "111122223333", "Arn": "arn:aws:sts::111122223333:assumed-role/x/y"}' ;;
  "sts assume-role") echo "{\\"Credentials\\": {\\"AccessKeyId\\": \\"$4\\", \\"SecretAccessKey\\": \\"s\\", \\"SessionToken\\": \\"t\\"}}" ;;
  *) echo "{\\"Resources\\": {\\"Topic\\": {\\"Type\\": \\"AWS::SNS::Topic\\", \\"Properties\\": {\\"DisplayName\\": \\"$AWS_ACCESS_KEY_ID\\"}}}}" ;;
esac
`);
  chmodSync(join(folder, 'bin', 'aws'), 0o755);
  process.env.PATH = `${join(folder, 'bin')}:${path}`;
});
afterAll(() => {
  process.env.PATH = path;
  rmSync(folder, { recursive: true, force: true });
});

function deployed(artifacts: Record<string, object>, options: object = {}, files: Record<string, string> = {}) {
  const assembly = join(folder, `assembly${++runs}`);
  mkdirSync(assembly);
  writeFileSync(join(assembly, 'manifest.json'), JSON.stringify({ artifacts }));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(assembly, name), text);
  const out = join(folder, 'out', `deployed${runs}`);
  const errors = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
  try {
    const code = readDeployed(assembly, { out, ...options });
    return { code, out, errors: errors.mock.calls.map(([text]) => String(text)).join('') };
  } finally {
    errors.mockRestore();
  }
}

const stack = (account: string, stackName: string) => ({
  type: 'aws:cloudformation:stack', environment: `aws://${account}/eu-west-1`, displayName: `${account}/Orders`, properties: { stackName, assumeRoleArn: `arn:aws:iam::${account}:role/deploy` },
});

test('stacks of two accounts with one name are both read', () => {
  const { code, out } = deployed({ a: stack('111122223333', 'Orders'), b: stack('444455556666', 'Orders') });
  expect(code).toBe(0);
  const read = readTemplates(out).map(({ id, template }: any) => [id, template.Resources.Topic.Properties.DisplayName]);
  expect(read).toEqual(['111122223333', '444455556666'].map((account) => [`${account}/Orders`, `arn:aws:iam::${account}:role/deploy`]));
});

test.each(['../../escaped', '--endpoint-url=http://example.com', 'a b'])('%s is no name of a stack', (name) => {
  const { code, out, errors } = deployed({ a: stack('111122223333', name) });
  expect([code, errors]).toEqual([2, expect.stringMatching(/is no name of a stack\. Remediation: /)]);
  expect(existsSync(out) ? readdirSync(out) : []).toEqual([]);
  expect(readdirSync(folder).filter((one) => one.startsWith('escaped'))).toEqual([]);
});

test('an assembly that is its own part is an error', () => {
  const { code, errors } = deployed({ a: { type: 'cdk:cloud-assembly', properties: { directoryName: '.' } } });
  expect([code, errors]).toEqual([2, expect.stringContaining('Remediation: ')]);
});

describe('what is not read', () => {
  const shown = (out: string) => readTemplates(out).map(({ id, template }: any) => [id, template.Resources.Topic.Properties.DisplayName]);
  const synthesised = (account: string, name: string) => {
    const artifact = stack(account, name);
    return { ...artifact, displayName: `${account}/${name}`, properties: { ...artifact.properties, templateFile: 'synthesised.json' } };
  };
  const both = { a: synthesised('111122223333', 'Orders'), b: synthesised('444455556666', 'Stock') };
  const withTemplate = (options: object) => deployed(both, options, { 'synthesised.json': JSON.stringify({ Resources: { Topic: { Type: 'AWS::SNS::Topic', Properties: { DisplayName: 'synthesised' } } } }) });

  test('is taken as it was synthesised, with the reason', () => {
    const { code, out, errors } = withTemplate({ ownCredentials: true, stack: ['111122223333/Orders'], without: ['444455556666/Stock=a sandbox'] });
    expect([code, errors]).toEqual([0, 'Exit 0: 1 of 2 stacks are deployed, and were read; 1 is not compared.\n']);
    expect(shown(out)).toEqual([['111122223333/Orders', ''], ['444455556666/Stock', 'synthesised']]);
    expect(JSON.parse(readFileSync(join(out, 'manifest.json'), 'utf-8')).notCompared).toEqual([{ stack: '444455556666/Stock', why: 'a sandbox' }]);
  });

  test('is what --stack does not name; a role of --role takes the place of the bootstrap\'s', () => {
    const role = 'arn:aws:iam::444455556666:role/reader';
    const { out } = withTemplate({ stack: ['444455556666/Stock'], role: [`444455556666/Stock=${role}`] });
    expect(shown(out)).toEqual([['111122223333/Orders', 'synthesised'], ['444455556666/Stock', role]]);
  });

  test.each([
    [{ stack: ['111122223333/Order'] }], [{ without: ['111122223333/Orders='] }], [{ without: ['Orders=x'] }], [{ without: ['444455556666/Stocks=x'] }],
    [{ role: ['444455556666=arn:aws:iam::444455556666:role/reader'] }], [{ role: ['444455556666/Stock=reader'] }], [{ role: ['444455556666/Other=arn:aws:iam::444455556666:role/reader'] }],
  ])('has a stack that exists, a reason and a role: %j is refused', (options) => {
    const { code, errors, out } = withTemplate(options);
    expect([code, errors, existsSync(out)]).toEqual([2, expect.stringMatching(/is no value of .*Remediation: /), false]);
  });
});
