import { validateIdentityPolicy } from '@cloud-copilot/iam-policy';
import { runSimulation } from '@cloud-copilot/iam-simulate';
import { deployPolicyOf } from '../../../src/graph/deploy-policy/deploy-policy';
import { MAX_POLICY_SIZE, PolicyStatement, policiesOf, statementsOf } from '../../../src/graph/deploy-policy/grant';
import { TemplateModel } from '../../../src/model/template-model';

type Resources = Record<string, { Type: string; Properties?: Record<string, unknown> }>;

const ENVIRONMENT = { account: '111122223333', region: 'eu-west-1' };
const policyOf = (Resources: Resources, more: object = {}, where: object = ENVIRONMENT) =>
  deployPolicyOf(new TemplateModel([{ name: 'Shop', template: { Resources, ...more }, ...where } as ConstructorParameters<typeof TemplateModel>[0][number]]));
const statementsIn = (resources: Resources, more?: object, where?: object) =>
  policyOf(resources, more, where).policies.flatMap(({ Statement }) => Statement);
const actionsIn = (resources: Resources) => statementsIn(resources).flatMap(({ Action }) => Action);
const withAction = (statements: PolicyStatement[], action: string) => statements.filter(({ Action }) => Action.includes(action));
/** Whether the policies let CloudFormation do this: by a simulator of IAM that is not ours. */
async function allows(resources: Resources, action: string, resource: string, contextVariables: Record<string, string> = {}): Promise<boolean> {
  const result = await runSimulation({
    request: { principal: 'arn:aws:iam::111122223333:role/cdk-exec', action, resource: { resource, accountId: '111122223333' }, contextVariables },
    identityPolicies: policyOf(resources).policies.map((policy, i) => ({ name: `p${i}`, policy })),
    serviceControlPolicies: [],
    resourceControlPolicies: [],
  } as unknown as Parameters<typeof runSimulation>[0], {});
  if (result.resultType === 'error') throw new Error(JSON.stringify(result));
  return result.resultType === 'single' && result.result.analysis.result === 'Allowed';
}

const QUEUE = { Queue: { Type: 'AWS::SQS::Queue', Properties: {} } };
const trusting = (Service: unknown) => ({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: { Service }, Action: 'sts:AssumeRole' }] });
const FUNCTION: Resources = {
  Fn: { Type: 'AWS::Lambda::Function', Properties: { Role: { 'Fn::GetAtt': ['Role', 'Arn'] }, Code: { S3Bucket: { 'Fn::Sub': 'cdk-hnb659fds-assets-${AWS::AccountId}-${AWS::Region}' }, S3Key: 'a.zip' } } },
  Role: { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: trusting('lambda.amazonaws.com') } },
};

describe('scope', () => {
  test('a resource without a name is scoped to the names that CloudFormation makes for the stack', async () => {
    expect(await allows(QUEUE, 'sqs:CreateQueue', 'arn:aws:sqs:eu-west-1:111122223333:Shop-Queue4A7E3555-AbCdEfGhIjKl')).toBe(true);
    expect(await allows(QUEUE, 'sqs:CreateQueue', 'arn:aws:sqs:eu-west-1:111122223333:Other-Queue')).toBe(false);
    expect(await allows(QUEUE, 'sqs:CreateQueue', 'arn:aws:sqs:eu-west-2:111122223333:Shop-Queue')).toBe(false);
    expect(await allows(QUEUE, 'sqs:SendMessage', 'arn:aws:sqs:eu-west-1:111122223333:Shop-Queue')).toBe(false);
  });

  test('a resource with a name is scoped to it, and to a pattern where deployment fills in a part', () => {
    const named = (QueueName: unknown) => withAction(statementsIn({ Queue: { Type: 'AWS::SQS::Queue', Properties: { QueueName } } }), 'sqs:CreateQueue').map(({ Resource }) => Resource);
    expect(named('orders')).toEqual([['arn:aws:sqs:eu-west-1:111122223333:orders']]);
    expect(named({ 'Fn::Sub': 'orders-${AWS::Region}-${Stage}' })).toEqual([['arn:aws:sqs:eu-west-1:111122223333:orders-eu-west-1-*']]);
    expect(named({ Ref: 'Name' })).toEqual([['arn:aws:sqs:eu-west-1:111122223333:*']]);
    // by the id of the stack, as names of log groups of services are
    expect(named({ 'Fn::Join': ['-', ['q', { 'Fn::Select': [2, { 'Fn::Split': ['/', { Ref: 'AWS::StackId' }] }] }]] })).toEqual([['arn:aws:sqs:eu-west-1:111122223333:q-*']]);
  });

  test('both branches of a condition count, and each value that a parameter may have', () => {
    const named = (QueueName: unknown) => withAction(statementsIn({ Queue: { Type: 'AWS::SQS::Queue', Properties: { QueueName } } }, {
      Parameters: { Stage: { Type: 'String', AllowedValues: ['test', 'prod'] } }, Conditions: { IsProd: { 'Fn::Equals': [{ Ref: 'Stage' }, 'prod'] } },
    }), 'sqs:CreateQueue').flatMap(({ Resource }) => Resource).map((arn) => arn.split(':')[5]);
    expect(named({ 'Fn::If': ['IsProd', 'real', 'trial'] }).sort()).toEqual(['real', 'trial']);
    expect(named({ 'Fn::If': ['IsProd', 'real', { Ref: 'AWS::NoValue' }] }).sort()).toEqual(['Shop*', 'real']);
    expect(named({ 'Fn::Sub': 'orders-${Stage}' }).sort()).toEqual(['orders-prod', 'orders-test']);
  });

  test('names that CloudFormation cuts are matched by what it keeps of them', async () => {
    const long = deployPolicyOf(new TemplateModel([{ name: 'AStackWithAVeryLongNameThatIsCut', template: { Resources: QUEUE } } as never]));
    expect(withAction(long.policies.flatMap(({ Statement }) => Statement), 'sqs:CreateQueue')[0].Resource).toEqual(['arn:aws:sqs:*:*:AStackWithAVeryLongN*']);
  });

  test('buckets are lower case, and their objects are theirs', () => {
    const statements = statementsIn({ Data: { Type: 'AWS::S3::Bucket' } });
    expect(withAction(statements, 's3:CreateBucket')[0].Resource).toEqual(['arn:aws:s3:::shop*']);
    expect(withAction(statements, 's3:PutObjectAcl')[0].Resource).toEqual(['arn:aws:s3:::shop*/*']);
  });

  test('a part of another resource is scoped to that, and to anything when that is not in the templates', () => {
    const policy = (Queues: unknown) => withAction(statementsIn({ ...QUEUE, Policy: { Type: 'AWS::SQS::QueuePolicy', Properties: { Queues } } }), 'sqs:SetQueueAttributes').flatMap(({ Resource }) => Resource);
    expect(policy([{ Ref: 'Queue' }])).toEqual(['arn:aws:sqs:eu-west-1:111122223333:Shop*']);
    expect(policy(['https://sqs.eu-west-1.amazonaws.com/1/other'])).toContain('*');
  });

  test('what takes no resource is in the regions of the templates, if these are known', () => {
    const key = { Key: { Type: 'AWS::KMS::Key' } };
    expect(withAction(statementsIn(key), 'kms:CreateKey')).toMatchObject([{ Resource: ['*'], Condition: { StringEquals: { 'aws:RequestedRegion': ['eu-west-1'] } } }]);
    expect(withAction(statementsIn(key, {}, {}), 'kms:CreateKey')[0].Condition).toBeUndefined();
    const distribution = withAction(statementsIn({ Site: { Type: 'AWS::CloudFront::Distribution' } }), 'cloudfront:CreateDistribution');
    expect(distribution[0].Condition).toBeUndefined(); // its region is us-east-1, whatever the stack's is
  });

  test('the partition is that of the region', () => {
    expect(withAction(statementsIn(QUEUE, {}, { region: 'cn-north-1' }), 'sqs:CreateQueue')[0].Resource).toEqual(['arn:aws-cn:sqs:cn-north-1:*:Shop*']);
  });

  test('code is read from its bucket of assets', () => {
    expect(withAction(statementsIn(FUNCTION), 's3:GetObject').map(({ Resource }) => Resource)).toEqual([['arn:aws:s3:::cdk-hnb659fds-assets-111122223333-eu-west-1/*']]);
    expect(actionsIn({ ...FUNCTION, Fn: { Type: 'AWS::Lambda::Function', Properties: { Code: { ZipFile: 'x' } } } })).not.toContain('s3:GetObject');
  });

  test('parameters that CloudFormation reads from Systems Manager', () => {
    const Parameters = { BootstrapVersion: { Type: 'AWS::SSM::Parameter::Value<String>', Default: '/cdk-bootstrap/hnb659fds/version' }, Stage: { Type: 'String', Default: '/x' } };
    expect(withAction(statementsIn(QUEUE, { Parameters }), 'ssm:GetParameters')).toMatchObject([{ Resource: ['arn:aws:ssm:eu-west-1:111122223333:parameter/cdk-bootstrap/hnb659fds/version'] }]);
  });

  test('a custom resource needs its provider alone', () => {
    const custom = { ...FUNCTION, Thing: { Type: 'Custom::Thing', Properties: { ServiceToken: { 'Fn::GetAtt': ['Fn', 'Arn'] } } } };
    expect(withAction(statementsIn(custom), 'lambda:InvokeFunction').flatMap(({ Resource }) => Resource)).toEqual(['arn:aws:lambda:eu-west-1:111122223333:function:Shop*']);
    const topic = { Thing: { Type: 'AWS::CloudFormation::CustomResource', Properties: { ServiceToken: 'arn:aws:sns:eu-west-1:111122223333:provider' } } };
    expect(statementsIn(topic)).toEqual([{ Effect: 'Allow', Action: ['sns:Publish'], Resource: ['arn:aws:sns:eu-west-1:111122223333:provider'] }]);
  });
});

describe('roles', () => {
  const ROLE = 'arn:aws:iam::111122223333:role/Shop-Role-AbCdEfGhIjKl';

  test('are passed to the services that they trust, and no other', async () => {
    expect(await allows(FUNCTION, 'iam:PassRole', ROLE, { 'iam:PassedToService': 'lambda.amazonaws.com' })).toBe(true);
    expect(await allows(FUNCTION, 'iam:PassRole', ROLE, { 'iam:PassedToService': 'ec2.amazonaws.com' })).toBe(false);
    expect(await allows(FUNCTION, 'iam:PassRole', 'arn:aws:iam::111122223333:role/Admin', { 'iam:PassedToService': 'lambda.amazonaws.com' })).toBe(false);
  });

  test('that no resource is given are not passed', () => {
    expect(actionsIn({ Role: FUNCTION.Role })).not.toContain('iam:PassRole');
    const unknown = policyOf({ ...FUNCTION, Role: { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: trusting({ Ref: 'Service' }) } } });
    expect(unknown.notPassed.map(({ logicalId }) => logicalId)).toEqual(['Role']);
    expect(JSON.stringify(unknown.policies)).not.toContain('iam:PassRole');
  });

  test('with a boundary are written under it alone, and keep it', async () => {
    const boundary = 'arn:aws:iam::111122223333:policy/Limit';
    const bounded: Resources = { Role: { Type: 'AWS::IAM::Role', Properties: { ...FUNCTION.Role.Properties, PermissionsBoundary: { 'Fn::Sub': 'arn:aws:iam::${AWS::AccountId}:policy/Limit' } } } };
    for (const action of ['iam:CreateRole', 'iam:PutRolePolicy', 'iam:AttachRolePolicy', 'iam:PutRolePermissionsBoundary']) {
      expect([action, await allows(bounded, action, ROLE, { 'iam:PermissionsBoundary': boundary })]).toEqual([action, true]);
      expect([action, await allows(bounded, action, ROLE)]).toEqual([action, false]);
    }
    expect(await allows(bounded, 'iam:DeleteRolePermissionsBoundary', ROLE)).toBe(false);
    expect(await allows(bounded, 'iam:DeleteRole', ROLE)).toBe(true);
    expect(policyOf(bounded)).toMatchObject({ boundaries: [boundary], unbounded: [] });
    expect(policyOf(FUNCTION)).toMatchObject({ boundaries: [], unbounded: [{ logicalId: 'Role' }] });
    // a boundary in one branch is none in the other
    const some = { Role: { Type: 'AWS::IAM::Role', Properties: { ...FUNCTION.Role.Properties, PermissionsBoundary: { 'Fn::If': ['C', boundary, { Ref: 'AWS::NoValue' }] } } } };
    expect(policyOf(some, { Conditions: { C: { 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'eu-west-9'] } } }, { account: ENVIRONMENT.account }).unbounded).toHaveLength(1);
    // policies of the role are written under it too
    const withPolicy = { ...bounded, Policy: { Type: 'AWS::IAM::Policy', Properties: { Roles: [{ Ref: 'Role' }], PolicyName: 'p', PolicyDocument: {} } } };
    expect(await allows(withPolicy, 'iam:PutRolePolicy', ROLE)).toBe(false);
    expect(await allows(withPolicy, 'iam:PutUserPolicy', 'arn:aws:iam::111122223333:user/a')).toBe(false);
  });
});

test('a type without schema is listed and not covered', () => {
  const { unknown, policies } = policyOf({ Odd: { Type: 'Acme::Odd::Thing' }, Old: { Type: 'AWS::DAX::Cluster' }, Meta: { Type: 'AWS::CDK::Metadata' } });
  expect(unknown.map(({ type }) => type)).toEqual(['Acme::Odd::Thing', 'AWS::DAX::Cluster']);
  expect(policies).toEqual([]);
});

test('names of types that objects of JavaScript have are unknown types', () => {
  expect(policyOf({ A: { Type: 'constructor' }, B: { Type: '__proto__' } }).unknown).toHaveLength(2);
});

test('what a schema asks for with a wildcard is listed', () => {
  expect(policyOf({ Lake: { Type: 'AWS::SecurityLake::DataLake' } }).broad).toContain('lambda:*');
  expect(policyOf(QUEUE).broad).toEqual([]);
});

test('policies are as large as IAM takes, and no statement is lost', () => {
  const grants = Array.from({ length: 300 }, (_, i) => ({ actions: [`s3:Action${i}`, `sqs:Action${i}`], resources: [`arn:aws:s3:::bucket-${i % 40}`, '*'] }));
  const policies = policiesOf(statementsOf(grants));
  expect(policies.length).toBeGreaterThan(1);
  for (const policy of policies) expect(JSON.stringify(policy).length).toBeLessThanOrEqual(MAX_POLICY_SIZE);
  const pairs = new Set(policies.flatMap(({ Statement }) => Statement.flatMap(({ Action, Resource }) => Action.flatMap((action) => Resource.map((resource) => `${action} ${resource}`)))));
  for (const { actions, resources } of grants) for (const action of actions) for (const resource of resources) expect(pairs).toContain(`${action} ${resource}`);
  expect(pairs.size).toBe(1200);
});

test('the policies are valid for IAM', () => {
  for (const policy of policyOf({ ...FUNCTION, ...QUEUE }).policies) expect(validateIdentityPolicy(policy)).toEqual([]);
});
