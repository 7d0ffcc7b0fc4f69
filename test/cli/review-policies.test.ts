import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'fs';
import { createServer, Server } from 'http';
import type { AddressInfo } from 'net';
import { tmpdir } from 'os';
import { join } from 'path';
import type { ReviewPoliciesOptions } from '../../src/cli/review-policies';
import { reviewPoliciesOf } from '../../src/cli/run-review-policies';
import { FAILING } from '../../src/gate/policy-review';
import { readSarif } from '../../src/gate/sarif-results';

const directory = mkdtempSync(join(tmpdir(), 'zt-review-'));
const STAR = {
  // as the IAM user guide has it, "Access Analyzer policy check reference"
  findingType: 'SECURITY_WARNING',
  issueCode: 'PASS_ROLE_WITH_STAR_IN_RESOURCE',
  findingDetails: 'Using the iam:PassRole action with wildcards (*) in the resource can be overly permissive because it allows iam:PassRole permissions on multiple resources.',
  learnMoreLink: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html#access-analyzer-reference-policy-checks-security-warning-pass-role-with-star-in-resource',
  locations: [],
};

/** Access Analyzer, by answers as they were recorded: what is asked decides which. */
interface Asked { readonly path: string; readonly body: any }
let server: Server;
let asked: Asked[];
let refuse: string | undefined;
const environment = { ...process.env };

beforeAll(async () => {
  server = createServer((request, response) => {
    let text = '';
    request.on('data', (chunk) => { text += chunk; });
    request.on('end', () => {
      const { pathname: path, searchParams } = new URL(request.url!, 'http://127.0.0.1');
      const body = JSON.parse(text);
      asked.push({ path, body });
      if (refuse !== undefined) response.writeHead(403, { 'x-amzn-errortype': refuse }).end(JSON.stringify({ message: 'not authorized' }));
      else response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer(path, body, searchParams.has('nextToken'))));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_REGION: 'eu-west-1',
    AWS_EC2_METADATA_DISABLED: 'true',
  });
});
afterAll(() => {
  process.env = environment;
  server.closeAllConnections();
  server.close();
  rmSync(directory, { recursive: true, force: true });
});
beforeEach(() => {
  asked = [];
  refuse = undefined;
});

function answer(path: string, body: any, isNextPage: boolean): object {
  if (path === '/policy/validation') {
    const found = /"iam:PassRole"/.test(body.policyDocument) ? [STAR] : [];
    // two pages, as for a long list
    return isNextPage || found.length === 0 ? { findings: found } : { findings: [], nextToken: 'more' };
  }
  const wider = /DeleteItem/.test(body.newPolicyDocument);
  return wider
    ? { result: 'FAIL', message: 'The modified permissions grant new access compared to your existing policy.', reasons: [{ description: 'New access in the statement with index: 0.', statementIndex: 0 }] }
    : { result: 'PASS', message: 'The modified permissions do not grant new access compared to your existing policy.', reasons: [] };
}

const policy = (action: unknown, resource: unknown = { 'Fn::GetAtt': ['Orders', 'Arn'] }) => ({
  Orders: { Type: 'AWS::DynamoDB::Table' },
  Role: {
    Type: 'AWS::IAM::Role',
    Properties: { AssumeRolePolicyDocument: { Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }] } },
  },
  Policy: {
    Type: 'AWS::IAM::ManagedPolicy',
    Properties: {
      PolicyDocument: {
        Statement: [{ Effect: 'Allow', Action: action, Resource: resource, Condition: { StringEquals: { 'dynamodb:LeadingKeys': '${aws:PrincipalTag/tenant}' } } }],
      },
    },
  },
});

function template(name: string, resources: object): string {
  const path = join(directory, `${name}.json`);
  writeFileSync(path, JSON.stringify({ Resources: resources }));
  return path;
}

async function run(resources: object, options: Partial<ReviewPoliciesOptions> = {}) {
  const output = join(directory, 'report');
  const errors: string[] = [];
  const spy = jest.spyOn(process.stderr, 'write').mockImplementation((chunk) => errors.push(String(chunk)) > 0);
  try {
    const code = await reviewPoliciesOf([template('App', resources)], { format: 'text', failOn: FAILING, exclude: [], output, ...options }, { name: 'tool', version: '1' });
    return { code, errors: errors.join(''), report: code === 2 ? '' : readFileSync(output, 'utf-8') };
  } finally {
    spy.mockRestore();
  }
}

describe('each policy', () => {
  test('is asked about once, as IAM would see it: names for references, stand-ins for what deployment fills in, variables as they are', async () => {
    await run(policy('dynamodb:GetItem'));
    const byType = Object.fromEntries(asked.map(({ body }) => [body.policyType, body]));
    expect(asked).toHaveLength(2);
    expect(JSON.parse(byType.IDENTITY_POLICY.policyDocument)).toEqual({
      Version: '2012-10-17',
      Statement: [{
        Effect: 'Allow',
        Action: 'dynamodb:GetItem',
        Resource: 'arn:aws:dynamodb:us-east-1:111122223333:table/Orders',
        Condition: { StringEquals: { 'dynamodb:LeadingKeys': '${aws:PrincipalTag/tenant}' } },
      }],
    });
    expect(byType.RESOURCE_POLICY).toMatchObject({ validatePolicyResourceType: 'AWS::IAM::AssumeRolePolicyDocument' });
  });

  test('of the same content is asked about once for all', async () => {
    const { Policy, ...rest } = policy('dynamodb:GetItem');
    const { code } = await run({ ...rest, Policy, Same: Policy });
    expect([code, asked.length]).toEqual([0, 2]);
  });

  test('that gets a security warning fails, on any page of the answer, with what was said and where', async () => {
    const { code, report, errors } = await run(policy('iam:PassRole', '*'));
    expect(code).toBe(1);
    expect(report).toContain('SECURITY_WARNING  PASS_ROLE_WITH_STAR_IN_RESOURCE  App/Policy PolicyDocument');
    expect(errors).toContain('1 SECURITY_WARNING; 1 fail');
    expect((await run(policy('iam:PassRole', '*'), { failOn: ['ERROR'] })).code).toBe(0);
  });
});

describe('against what is deployed', () => {
  const against = () => template('before', policy('dynamodb:GetItem'));

  test('a policy that allows more fails', async () => {
    const before = join(directory, 'deployed');
    writeFileSync(before, readFileSync(against()));
    const { code, report } = await run(policy(['dynamodb:GetItem', 'dynamodb:DeleteItem']), { against: renamed(before) });
    expect(report).toContain('NEW_ACCESS  NEW_ACCESS');
    expect(report).toContain('New access in the statement with index: 0. (statement 0)');
    expect(code).toBe(1);
  });

  test('one that changed and allows no more passes, and one that did not change is not asked about', async () => {
    expect((await run(policy('dynamodb:Query'), { against: renamed(against()) })).code).toBe(0);
    expect(asked.filter(({ path }) => path === '/policy/check-no-new-access')).toHaveLength(1);
    asked = [];
    expect((await run(policy('dynamodb:GetItem'), { against: renamed(against()) })).code).toBe(0);
    expect(asked.filter(({ path }) => path === '/policy/check-no-new-access')).toEqual([]);
  });

  test('a policy that was not there is named, and fails where that is asked for', async () => {
    const { Policy, ...rest } = policy('dynamodb:GetItem');
    const before = renamed(template('before', rest));
    expect(await run({ ...rest, Policy }, { against: before })).toMatchObject({ code: 0, report: expect.stringContaining('NEW_POLICY') });
    expect((await run({ ...rest, Policy }, { against: before, failOn: ['NEW_POLICY'] })).code).toBe(1);
  });

  /** Stacks are compared by name: that of a template is its file's. */
  function renamed(path: string): string {
    const folder = mkdtempSync(join(directory, 'before-'));
    writeFileSync(join(folder, 'App.json'), readFileSync(path));
    return folder;
  }
});

test('SARIF is what the gate reads', async () => {
  const { report } = await run(policy('iam:PassRole', '*'), { format: 'sarif' });
  expect(readSarif(report)).toMatchObject({ byLevel: { error: 1, warning: 0, note: 0 } });
});

test('no answer is no pass: what the account refuses is said, and nothing is written', async () => {
  refuse = 'AccessDeniedException';
  expect(await run(policy('dynamodb:GetItem'))).toMatchObject({ code: 2, errors: expect.stringContaining('access-analyzer:ValidatePolicy: access is denied (not authorized).') });
});

test('input that cannot be read asks nothing', async () => {
  writeFileSync(join(directory, 'App.json'), '{');
  const { code } = await run({}, { against: join(directory, 'App.json.none') });
  expect([code, asked]).toEqual([2, []]);
});
