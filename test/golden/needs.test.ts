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

test('claims-platform', () => {
  const all = needs(claimsApp).filter((one) => !/Detection|Respon|Siem|Incident/i.test(nameOf(one)));
  expect(callsOf(all)).toMatchObject({
    'serve-claims': ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem', 'events:PutEvents'],
    'score-claim': ['dynamodb:GetItem'],
    'pay-claim': ['secretsmanager:GetSecretValue'],
    'record-decision': ['dynamodb:UpdateItem', 'sns:Publish'],
    'notify-holder': ['dynamodb:UpdateItem'],
    'check-evidence': ['s3:GetObject', 'vpc-lattice-svcs:Invoke'],
    'file-claim': ['vpc-lattice-svcs:Invoke'],
    'read-claim': ['vpc-lattice-svcs:Invoke'],
    'store-evidence': ['s3:PutObject', 'vpc-lattice-svcs:Invoke'],
    'partner-claims': ['dynamodb:Query', 'sts:AssumeRole'],
    'Cedar': ['dynamodb:Query', 'verifiedpermissions:IsAuthorizedWithToken'],
  });
  expect(unusedOf(all)).toEqual(['pay-claim: secretsmanager:describesecret']);
  // the authorizer reads the list of revoked tokens where there is one
  expect(missingOf(all).filter((one) => one !== 'Cedar: dynamodb:Query?')).toEqual([]);
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
