import { CONDITION, fn, resources, Template } from './generated-parts';
import policyTemplates from '../../../src/model/sam/data/policy-templates.json';

const STATEMENT = { Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::some-bucket/*' };
const DOCUMENT = { Version: '2012-10-17', Statement: [STATEMENT] };
const NO_VALUE = { Ref: 'AWS::NoValue' };

const byTemplate = Object.entries(policyTemplates).map(([name, { Parameters }]): [string, Template] => [
  `policy template ${name}`, resources({ Fn: fn({ Policies: [{ [name]: Object.fromEntries(Parameters.map((parameter) => [parameter, `a-${parameter}`])) }] }) }),
]);

const written: Record<string, unknown> = {
  'a managed name': 'AmazonDynamoDBFullAccess',
  'a managed name with a path': 'AWSLambdaVPCAccessExecutionRole',
  'administrator access': ['AdministratorAccess'],
  'an ARN': ['arn:aws:iam::123456789012:policy/own'],
  'a document': DOCUMENT,
  'documents and names': [DOCUMENT, 'AmazonS3ReadOnlyAccess', { Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] }],
  'a reference': [{ Ref: 'Own' }],
  'a document under a condition': [{ 'Fn::If': ['Wanted', DOCUMENT, NO_VALUE] }],
  'a template under a condition': [{ 'Fn::If': ['Wanted', { SQSPollerPolicy: { QueueName: 'queue' } }, NO_VALUE] }],
  'a name under a condition': [{ 'Fn::If': ['Wanted', 'AmazonS3ReadOnlyAccess', 'AmazonS3FullAccess'] }],
  'a template with a reference': [{ DynamoDBCrudPolicy: { TableName: { Ref: 'Table' } } }],
  'everything on everything': [{ Statement: [{ Effect: 'Allow', Action: ['*'], Resource: ['*'] }] }],
};
const OTHERS = {
  Own: { Type: 'AWS::IAM::ManagedPolicy', Properties: { PolicyDocument: DOCUMENT } },
  Table: { Type: 'AWS::Serverless::SimpleTable' },
};
const machine = { Definition: { StartAt: 'A', States: { A: { Type: 'Pass', End: true } } } };

export const POLICY_CASES: Record<string, Template> = Object.fromEntries([
  ...byTemplate,
  ...Object.entries(written).flatMap(([name, Policies]) => [
    [`policies of a function: ${name}`, resources({ Fn: fn({ Policies }), ...OTHERS }, CONDITION)],
    ...Array.isArray(Policies) || typeof Policies === 'string' ? [[
      `policies of a state machine: ${name}`,
      resources({ Machine: { Type: 'AWS::Serverless::StateMachine', Properties: { ...machine, Policies } }, ...OTHERS }, CONDITION),
    ]] : [],
  ]),
  ['a role of its own', resources({ Fn: fn({ Role: 'arn:aws:iam::123456789012:role/own', Policies: ['AdministratorAccess'] }) })],
  ['a role under a condition', resources({ Fn: fn({ Role: { 'Fn::If': ['Wanted', 'arn:aws:iam::123456789012:role/own', NO_VALUE] } }) }, CONDITION)],
  ['no role under a condition', resources({ Fn: fn({ Role: { 'Fn::If': ['Wanted', NO_VALUE, 'arn:aws:iam::123456789012:role/own'] } }) }, CONDITION)],
  ['a trust policy of its own', resources({
    Fn: fn({
      AssumeRolePolicyDocument: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { AWS: '*' } }] },
    }),
  })],
  ['a boundary and a path', resources({ Fn: fn({ PermissionsBoundary: 'arn:aws:iam::123456789012:policy/boundary', RolePath: '/apps/' }) })],
]);
