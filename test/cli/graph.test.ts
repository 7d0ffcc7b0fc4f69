import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { ask } from './support/ask';

const directory = mkdtempSync(join(tmpdir(), 'zt-graph-'));
const path = (name: string) => join(directory, name);
const app = path('app.json');
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const role = (service: string, ...statements: object[]) => ({
  Type: 'AWS::IAM::Role',
  Properties: {
    AssumeRolePolicyDocument: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: service } }] },
    Policies: [{ PolicyName: 'p', PolicyDocument: { Version: '2012-10-17', Statement: statements } }],
  },
});
const allow = (Action: string | string[], Resource: unknown, more: object = {}) => ({ Effect: 'Allow', Action, Resource, ...more });
const arn = (id: string) => ({ 'Fn::GetAtt': [id, 'Arn'] });
const fn = (Role: string, name: string) => ({ Type: 'AWS::Lambda::Function', Properties: { FunctionName: name, Role: arn(Role), Runtime: 'nodejs22.x', Handler: 'index.handler', Code: { ZipFile: '0' } } });

const TEMPLATE = {
  Parameters: { Tenant: { Type: 'String' } },
  Resources: {
    Orders: { Type: 'AWS::DynamoDB::Table', Properties: { TableName: 'orders-table', KeySchema: [], SSESpecification: { SSEEnabled: true, KMSMasterKeyId: arn('Key') } } },
    Key: { Type: 'AWS::KMS::Key', Properties: { Tags: [{ Key: 'zero-trust:data-class', Value: 'RESTRICTED' }], KeyPolicy: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: '*', Action: 'kms:*', Resource: '*' }] } } },
    PlaceRole: role('lambda.amazonaws.com', allow('dynamodb:PutItem', arn('Orders')), allow(['kms:Decrypt', 'kms:GenerateDataKey'], arn('Key'))),
    Place: fn('PlaceRole', 'place-order'),
    ReadRole: role('lambda.amazonaws.com', allow(['dynamodb:GetItem'], arn('Orders'), { Condition: { StringEquals: { 'aws:PrincipalTag/tenant': { Ref: 'Tenant' } } } }), allow('kms:Decrypt', arn('Key'))),
    Read: fn('ReadRole', 'read-order'),
    DeployRole: role('codebuild.amazonaws.com', allow(['lambda:UpdateFunctionCode'], arn('Place'))),
    Deploy: { Type: 'AWS::CodeBuild::Project', Properties: { ServiceRole: arn('DeployRole'), Artifacts: { Type: 'NO_ARTIFACTS' }, Source: { Type: 'NO_SOURCE' }, Environment: {} } },
    PlaceUrl: { Type: 'AWS::Lambda::Url', Properties: { AuthType: 'NONE', TargetFunctionArn: arn('Place') } },
    PublicCall: { Type: 'AWS::Lambda::Permission', Properties: { Action: 'lambda:InvokeFunctionUrl', FunctionName: { Ref: 'Place' }, Principal: '*', FunctionUrlAuthType: 'NONE' } },
  },
};
writeFileSync(app, JSON.stringify(TEMPLATE));
const on = (...args: string[]) => ask(...args, '--app', app);

describe('who-can', () => {
  test('lists callers with their statement, what is possible with its reason, and those who take control', () => {
    const { status, stdout } = on('who-can', 'dynamodb:PutItem', 'Orders');
    expect(status).toBe(0);
    expect(stdout).toContain('Who can dynamodb:PutItem on Orders (DynamoDB table, RESTRICTED)');
    expect(stdout).toMatch(/ {2}Place \(Lambda function\): write by dynamodb:PutItem, certain\n {6}PlaceRole\S* allows dynamodb:PutItem on Orders\n/);
    expect(stdout).toContain('By taking control of one of them\n');
    expect(stdout).toContain('lambda:UpdateFunctionCode');
    expect(stdout).not.toContain('Read (Lambda function)');

    const reads = on('who-can', 'dynamodb:GetItem', 'Orders').stdout;
    expect(reads).toContain('Read (Lambda function): read by dynamodb:GetItem, possible');
    expect(reads).toMatch(/\n {6}possible because .+\n/);
    expect(reads).toContain('1 caller, possible and not certain.');
  });

  test('has an answer where there is none', () => {
    expect(on('who-can', 'dynamodb:DeleteTable', 'Orders')).toMatchObject({ status: 0, stdout: expect.stringMatching(/\nNo caller\.\n$/) });
  });
});

describe('can', () => {
  test.each([
    [['dynamodb:PutItem', 'Orders'], 'Yes: Place can dynamodb:PutItem on Orders.'],
    [['dynamodb:DeleteItem', 'Orders'], 'No: Place cannot dynamodb:DeleteItem on Orders.'],
    [['dynamodb:Put*'], 'Yes: Place can dynamodb:Put*.'],
    [[], 'What Place (Lambda function) can do'],
  ])('%j: %s', (question, line) => {
    expect(on('can', 'Place', ...question)).toMatchObject({ status: 0, stdout: expect.stringContaining(`${line}\n`) });
  });

  test('says where templates do not decide', () => {
    expect(on('can', 'Read', 'dynamodb:GetItem', 'Orders').stdout).toContain('Possibly: whether Read can dynamodb:GetItem on Orders is not decided by these templates.');
  });
});

describe('blast-radius', () => {
  test('tells what is read, written and taken control of, and data classes', () => {
    const { status, stdout } = on('blast-radius', 'Place');
    expect(status).toBe(0);
    expect(stdout).toContain('If Place (Lambda function) is taken over\n');
    expect(stdout).toContain('It writes\n  Orders (DynamoDB table, RESTRICTED): write by dynamodb:PutItem, certain\n');
    expect(stdout).toContain('Reads no classified data; writes RESTRICTED.');
  });

  test('goes on through control: who may change code has what the code has', () => {
    const { stdout } = on('blast-radius', 'Deploy');
    expect(stdout).toMatch(/It takes control of\n {2}Place \(Lambda function\): control by lambda:UpdateFunctionCode/);
    expect(stdout).toContain('  Orders (DynamoDB table, RESTRICTED): through Place, write by dynamodb:PutItem, certain\n');
  });
});

describe('paths', () => {
  test('lists the ways from the internet to restricted data, with the reason of each hop', () => {
    const { status, stdout } = on('paths', '--from', 'internet', '--to', 'class:RESTRICTED');
    expect(status).toBe(0);
    expect(stdout).toMatch(/^1\. internet → .*Place → Orders \(DynamoDB table, RESTRICTED\) {2}\[\d hops, certain\]\n/);
    expect(stdout).toMatch(/ {3}Place → Orders: write by dynamodb:PutItem, certain\n {7}PlaceRole\S* allows dynamodb:PutItem on Orders\n/);
    expect(stdout).toMatch(/from internet to class:RESTRICTED; the shortest has \d hops\.\n$/);
  });

  test('says so where there is none', () => {
    expect(on('paths', '--from', 'Orders', '--to', 'internet').stdout).toBe('No path from Orders to internet.\n');
    expect(on('paths', '--from', 'internet', '--to', 'class:PUBLIC').stdout).toBe('No path from internet to class:PUBLIC.\n');
  });

  test('takes limits', () => {
    expect(on('paths', '--from', 'internet', '--to', 'Orders', '--max-hops', '1').stdout).toMatch(/^No path .* of 1 hops or fewer; the shortest has \d\.\n$/);
    expect(on('paths', '--from', 'internet', '--to', 'Orders', '--max-hops', '0')).toMatchObject({ status: 2 });
  });
});

describe('names', () => {
  test.each(['Place', 'place-order', 'PLACE', 'place order'])('%s is the function, by logical id or name of AWS, in any letters', (name) => {
    expect(on('can', name).stdout).toContain('What Place (Lambda function) can do');
  });

  test('an unknown one is an error with the nearest, and exit code 2', () => {
    expect(on('can', 'Plac')).toMatchObject({ status: 2, stdout: '', stderr: expect.stringMatching(/There is no "Plac"\. The nearest: Place\b/) });
    expect(on('paths', '--from', 'internet', '--to', 'class:SECRET')).toMatchObject({ status: 2, stderr: expect.stringContaining('use one of CONFIDENTIAL, INTERNAL, PUBLIC, RESTRICTED.') });
    expect(on('who-can', 'putitem', 'Orders')).toMatchObject({ status: 2, stderr: expect.stringContaining('"putitem" is no action of IAM') });
  });

  test('one of several is an error that lists them; more of the path decides', () => {
    writeFileSync(path('two.json'), JSON.stringify({
      Resources: {
        A: { Type: 'AWS::DynamoDB::Table', Metadata: { 'aws:cdk:path': 'App/One/Table/Resource' }, Properties: {} },
        B: { Type: 'AWS::DynamoDB::Table', Metadata: { 'aws:cdk:path': 'App/Two/Table/Resource' }, Properties: {} },
      },
    }));
    expect(ask('who-can', 'dynamodb:GetItem', 'Table', '--app', path('two.json'))).toMatchObject({ status: 2, stderr: expect.stringMatching(/"Table" is the name of several: .*A \(DynamoDB table\), .*B \(DynamoDB table\)/) });
    expect(ask('who-can', 'dynamodb:GetItem', 'Two/Table', '--app', path('two.json')).stdout).toContain('on App/Two/Table (DynamoDB table)');
  });
});

test.each([
  [['who-can', 'dynamodb:PutItem', 'Orders'], 1, 1], [['who-can', 'dynamodb:DeleteTable', 'Orders'], 0, 0], [['can', 'Read', 'dynamodb:GetItem', 'Orders'], 0, 1],
  [['blast-radius', 'Place'], 1, 1], [['paths', '--from', 'internet', '--to', 'class:RESTRICTED'], 1, 1], [['paths', '--from', 'internet', '--to', 'class:PUBLIC'], 0, 0],
])('%j exits with %d for --fail-on certain, %d for possible, and 0 for never', (question, certain, possible) => {
  expect([...['certain', 'possible'].map((level) => on(...question, '--fail-on', level).status), on(...question).status]).toEqual([certain, possible, 0]);
});

describe('JSON', () => {
  const json = (...args: string[]) => JSON.parse(on(...args, '--format', 'json').stdout);

  test('has a version, and the edges as graph --format json has them', () => {
    const { edges } = JSON.parse(ask('graph', app, '--format', 'json').stdout);
    const [direct] = json('who-can', 'dynamodb:PutItem', 'Orders').direct;
    expect(edges).toContainEqual(direct);
    expect(direct).toMatchObject({ from: expect.stringMatching(/\/Place$/), to: expect.stringMatching(/\/Orders$/), kind: 'access', intent: 'write', actions: ['dynamodb:PutItem'], certainty: 'certain' });
  });

  test.each([
    [['who-can', 'dynamodb:PutItem', 'Orders'], ['version', 'action', 'target', 'direct', 'byControl']],
    [['can', 'Place', 'dynamodb:PutItem', 'Orders'], ['version', 'actor', 'action', 'target', 'answer', 'edges']],
    [['blast-radius', 'Place'], ['version', 'start', 'taken', 'access', 'reached', 'dataClasses']],
    [['paths', '--from', 'internet', '--to', 'Orders'], ['version', 'from', 'to', 'maxHops', 'shortest', 'more', 'paths']],
  ])('of %j has the documented fields', (question, fields) => {
    const answer = json(...question);
    expect(Object.keys(answer)).toEqual(fields);
    expect(answer.version).toBe(1);
  });

  test('answers yes, possible or no', () => {
    const answers = [['Place', 'dynamodb:PutItem'], ['Read', 'dynamodb:GetItem'], ['Place', 'dynamodb:DeleteItem']].map((question) => json('can', ...question, 'Orders').answer);
    expect(answers).toEqual(['yes', 'possible', 'no']);
  });
});

describe('graph', () => {
  test.each([
    ['svg', /^<svg /], ['mermaid', /^flowchart LR\n/], ['dot', /^digraph trust \{\n/], ['html', /^<!doctype html>\n/], ['json', /^\{\n {2}"version": 1,/],
  ])('writes %s to standard output and to a file', (format, beginning) => {
    const { status, stdout } = ask('graph', app, '--format', format);
    expect([status, beginning.test(stdout)]).toEqual([0, true]);
    expect(ask('graph', app, '--format', format, '--output', path('out'))).toMatchObject({ status: 0, stdout: '' });
    expect(readFileSync(path('out'), 'utf-8')).toBe(stdout);
  });

  test('hides and folds as it is asked', () => {
    const mermaid = (...args: string[]) => ask('graph', app, '--format', 'mermaid', ...args).stdout;
    expect(mermaid()).not.toContain('KMS key<br>');
    expect(mermaid('--all')).toMatch(/"Key<br>KMS key/);
    expect(mermaid('--fold')).toContain('stack app, outside of zones');
    expect(mermaid('--no-fold')).not.toContain('outside of zones');
  });

  test('draws what can be read, and says what cannot, with exit code 2', () => {
    writeFileSync(path('broken.json'), '{"Resources": ');
    const { status, stdout, stderr } = ask('graph', app, path('broken.json'));
    expect([status, stdout.startsWith('<svg')]).toEqual([2, true]);
    expect(stderr).toContain('broken.json');
    expect(ask('graph', path('broken.json'))).toMatchObject({ status: 2, stdout: '' });
    expect(ask('graph', app, '--output', path('no/such/folder'))).toMatchObject({ status: 2, stderr: expect.stringContaining('Unwritable') });
  });
});

test('hostile templates steer no terminal, whatever is asked', () => {
  const bad = ['a\u001b[2J\u009b31m', 'rtl\u202e', 'x'.repeat(5000), '<script>', '__proto__', 'line\nbreak'];
  const resources = Object.fromEntries(bad.flatMap((name, i) => [
    [`Role${i}`, { ...role('lambda.amazonaws.com', allow(`dynamodb:${name}`, arn(`T${i}`)), allow('dynamodb:PutItem', '*')), Metadata: { 'aws:cdk:path': `App/${name}/Role` } }],
    [`F${i}`, { ...fn(`Role${i}`, name), Metadata: { 'aws:cdk:path': `App/${name}/Resource` } }],
    [`T${i}`, { Type: 'AWS::DynamoDB::Table', Metadata: { 'aws:cdk:path': `App/${name}Table/Resource` }, Properties: { TableName: name } }],
  ]));
  writeFileSync(path('hostile.json'), JSON.stringify({ Resources: resources }));
  const questions = [['graph', '--format', 'svg'], ['graph', '--format', 'mermaid'], ['graph', '--format', 'dot'], ['graph', '--format', 'html'], ['graph', '--format', 'json']].map((one) => [...one, path('hostile.json')]);
  const asked = [['who-can', 'dynamodb:PutItem', 'T0'], ['can', 'F1'], ['blast-radius', 'F2'], ['paths', '--from', 'F0', '--to', 'kind:store'], ['can', 'nothing\u001b[2J'], ['can', 'x'.repeat(10_000)]];
  for (const question of [...questions, ...asked.flatMap((one) => [one, [...one, '--format', 'json']]).map((one) => [...one, '--app', path('hostile.json')])]) {
    const { status, stdout, stderr } = ask(...question);
    expect([0, 2]).toContain(status);
    expect(stdout).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/);
    expect(stderr.replace(/\u001b\[2J/g, '')).toBe(stderr);
    expect(stderr.length).toBeLessThan(2000);
  }
});
