import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'fs';
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

function deployed(artifacts: Record<string, object>) {
  const assembly = join(folder, `assembly${++runs}`);
  mkdirSync(assembly);
  writeFileSync(join(assembly, 'manifest.json'), JSON.stringify({ artifacts }));
  const out = join(folder, 'out', `deployed${runs}`);
  const errors = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
  try {
    const code = readDeployed(assembly, out);
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
