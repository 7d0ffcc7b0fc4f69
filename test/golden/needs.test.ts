import { mkdtempSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { App, AppProps } from 'aws-cdk-lib';
import { claimsApp } from '../../examples/claims-platform/app';
import { notesApp } from '../../examples/http-notes/app';
import { ordersApp } from '../../examples/orders-api/app';
import { FunctionNeeds, needsOf } from '../../src/graph/needs/function-needs';
import { readTemplates } from '../../src/model/read-templates';
import { TemplateModel } from '../../src/model/template-model';

jest.setTimeout(300_000);

const folders: string[] = [];
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true, force: true })));

function needs(example: (props: AppProps) => App): FunctionNeeds[] {
  const outdir = mkdtempSync(join(tmpdir(), 'needs-'));
  folders.push(outdir);
  const { directory } = example({ outdir }).synth();
  return needsOf(new TemplateModel(readTemplates(directory)).ofType('AWS::Lambda::Function'));
}

const nameOf = ({ fn }: FunctionNeeds) => (fn.path ?? fn.logicalId).replace(/^[^/]+\//, '').replace(/\/(Resource|Function)/g, '');
/** What the code of each function calls; nothing of functions that call nothing. */
const callsOf = (all: FunctionNeeds[]) => Object.fromEntries(all.flatMap((one) => {
  const actions = one.calls.flatMap(({ actions: needed, oneOf }) => [...needed, ...oneOf]);
  return actions.length > 0 ? [[nameOf(one), [...new Set(actions)].sort()]] : [];
}));
const unusedOf = (all: FunctionNeeds[]) => all.flatMap((one) => one.unused.map(({ action, certain }) => `${nameOf(one)}: ${action}${certain ? '' : '?'}`)).sort();
const missingOf = (all: FunctionNeeds[]) => all.flatMap((one) => one.missing.map(({ action, certain }) => `${nameOf(one)}: ${action}${certain ? '' : '?'}`));
const ROTATION = ['secretsmanager:DescribeSecret', 'secretsmanager:GetSecretValue', 'secretsmanager:PutSecretValue', 'secretsmanager:UpdateSecretVersionStage'];

test('orders-api: each call is found, and each right that its grants give too much', () => {
  const all = needs(ordersApp);
  expect(callsOf(all)).toEqual({
    'TrustZone/SecretRotation': ROTATION,
    'place-order': ['dynamodb:PutItem', 'secretsmanager:GetSecretValue', 'sqs:SendMessage'],
    'read-order': ['dynamodb:GetItem'],
    'cancel-order': ['dynamodb:DeleteItem'],
    'ship-order': ['dynamodb:UpdateItem'],
  });
  expect(unusedOf(all)).toEqual([
    'place-order: secretsmanager:describesecret', // grantRead of a secret gives it
    'read-order: dynamodb:batchgetitem', // so does grantReadData of a table
    'read-order: dynamodb:conditioncheckitem',
    'read-order: dynamodb:describetable',
    'read-order: dynamodb:query',
    'read-order: dynamodb:scan',
  ]);
  expect(missingOf(all)).toEqual([]);
});

/** Of the functions that the library adds: what each has in either zone, by the last part of its path. */
const OF_RESPONDER = {
  'Responder/Decide': ['dynamodb:GetItem', 'dynamodb:UpdateItem', 'states:SendTaskSuccess', 'states:StartExecution'],
  'Responder/IsolateFunction': [
    'dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem', 'ec2:AuthorizeSecurityGroupEgress', 'ec2:DescribeSecurityGroups', 'ec2:RevokeSecurityGroupEgress',
    'lambda:DeleteFunctionConcurrency', 'lambda:GetFunction', 'lambda:GetFunctionConcurrency', 'lambda:GetPolicy', 'lambda:ListAliases', 'lambda:ListEventSourceMappings',
    'lambda:PutFunctionConcurrency', 'lambda:TagResource', 'lambda:UntagResource', 'lambda:UpdateEventSourceMapping', 'logs:FilterLogEvents', 's3:PutObject',
  ],
  'Responder/Notify': ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem', 'sns:Publish'],
  // a transaction: any of its four actions counts as called
  'Responder/Intake': ['dynamodb:ConditionCheckItem', 'dynamodb:DeleteItem', 'dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem', 'states:StartExecution'],
  'Siem/Normaliser': ['firehose:PutRecordBatch'],
};
const COORDINATE = ['dynamodb:ConditionCheckItem', 'dynamodb:DeleteItem', 'dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem', 'scheduler:CreateSchedule', 'sns:Publish'];
const inZone = (zone: string, calls: Record<string, string[]>) => Object.fromEntries(Object.entries(calls).map(([name, actions]) => [`${zone}/${name}`, actions]));

test('claims-platform: each function has a right for every call that it makes, and no other but one', () => {
  const all = needs(claimsApp);
  const stackOf = ({ fn }: FunctionNeeds) => fn.path!.slice(0, fn.path!.indexOf('/'));
  const inStack = (stack: string) => callsOf(all.filter((one) => stackOf(one) === stack));
  expect(inStack('Assessment')).toEqual({
    'Zone/SecretRotation': ROTATION,
    ...inZone('Zone', OF_RESPONDER),
    // a member in another stack has a tag, which it reads
    'Zone/Responder/Coordinate': [...COORDINATE, 'lambda:ListTags'].sort(),
    'serve-claims': ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem', 'events:PutEvents'],
    'score-claim': ['dynamodb:GetItem'],
    'pay-claim': ['secretsmanager:GetSecretValue'],
    'record-decision': ['dynamodb:UpdateItem', 'sns:Publish'],
  });
  expect(inStack('Notices')).toEqual({ 'notify-holder': ['dynamodb:UpdateItem'] });
  expect(inStack('Intake')).toEqual({
    ...inZone('Zone', OF_RESPONDER),
    'Zone/Responder/Coordinate': COORDINATE,
    'Zone/Responder/BlockAddress': ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem', 'wafv2:GetIPSet', 'wafv2:UpdateIPSet'],
    'Zone/Responder/CutOffUser': [
      'cognito-idp:AdminDisableUser', 'cognito-idp:AdminEnableUser', 'cognito-idp:AdminGetUser', 'cognito-idp:AdminUserGlobalSignOut', 'dynamodb:DeleteItem', 'dynamodb:GetItem', 'dynamodb:PutItem',
      'dynamodb:UpdateItem',
    ],
    'Zone/Detections': ['events:PutEvents'],
    'Zone/LogDetections': ['events:PutEvents', 'logs:GetQueryResults', 'logs:StartQuery'],
    'check-evidence': ['s3:GetObject', 'vpc-lattice-svcs:Invoke'],
    'file-claim': ['vpc-lattice-svcs:Invoke'],
    'read-claim': ['vpc-lattice-svcs:Invoke'],
    'store-evidence': ['s3:PutObject', 'vpc-lattice-svcs:Invoke'],
    'partner-claims': ['dynamodb:Query', 'sts:AssumeRole'],
    'Cedar': ['dynamodb:Query', 'verifiedpermissions:IsAuthorizedWithToken'],
  });
  expect(inStack('Intake-edge')).toEqual({ 'EdgeZone/Siem/Normaliser': ['firehose:PutRecordBatch'] });
  expect(missingOf(all)).toEqual([]);
  // grantRead of a secret gives it
  expect(unusedOf(all)).toEqual(['pay-claim: secretsmanager:describesecret']);
});

test('http-notes: code that is bundled at synth, with a token for its database', () => {
  const all = needs(notesApp);
  expect(callsOf(all)).toEqual({
    'add-note': ['rds-db:connect'],
    'list-notes': ['rds-db:connect'],
    'forget-notes': ['rds-db:connect'],
    'migrate': ['rds-data:ExecuteStatement'],
  });
  expect(missingOf(all)).toEqual([]);
  expect(unusedOf(all)).toEqual([
    'migrate: rds-data:batchexecutestatement', 'migrate: rds-data:begintransaction', 'migrate: rds-data:committransaction', 'migrate: rds-data:rollbacktransaction',
  ]);
});
