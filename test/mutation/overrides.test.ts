import { mkdtempSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { App, Aws, CfnDeletionPolicy, CfnResource, Stack } from 'aws-cdk-lib';
import { AttributeType } from 'aws-cdk-lib/aws-dynamodb';
import { Construct } from 'constructs';
import { SecureQueue } from '../../src/data/secure-queue';
import { SecureTable } from '../../src/data/secure-table';
import { TemplateModel } from '../../src/model';
import { evaluate, RULES } from '../../src/rules';

/** Ids of the rules that fire on the template of a stack with a table and a queue. */
function fired(change: (stack: Stack, table: CfnResource, queue: CfnResource) => void): string[] {
  const outdir = mkdtempSync(join(tmpdir(), 'zt-overrides-'));
  try {
    const app = new App({ outdir });
    const stack = new Stack(app, 'Stack');
    const table = new SecureTable(stack, 'Table', { partitionKey: { name: 'id', type: AttributeType.STRING } });
    const queue = new SecureQueue(stack, 'Queue');
    change(stack, resourceOf(table, 'AWS::DynamoDB::GlobalTable'), resourceOf(queue, 'AWS::SQS::Queue'));
    const { template } = app.synth().getStackByName('Stack');
    const verdicts = evaluate(new TemplateModel([{ id: 'Stack', name: 'Stack', template }]), RULES);
    return [...new Set(verdicts.filter(({ result }) => result.verdict !== 'pass').map(({ rule }) => rule.id))];
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}

function resourceOf(scope: Construct, type: string): CfnResource {
  return scope.node.findAll().find((child): child is CfnResource => CfnResource.isCfnResource(child) && child.cfnResourceType === type)!;
}

test('nothing fires on what the constructs make', () => {
  expect(fired(() => undefined)).toEqual([]);
});

test.each<[string, string, (stack: Stack, table: CfnResource, queue: CfnResource) => void]>([
  ['addPropertyOverride turns encryption off', 'ZT-DYNAMODB-001', (_, table) => table.addPropertyOverride('SSESpecification.SSEEnabled', false)],
  ['addPropertyDeletionOverride takes the key away', 'ZT-SQS-001', (_stack, _table, queue) => queue.addPropertyDeletionOverride('KmsMasterKeyId')],
  ['addOverride hides another key behind a condition', 'ZT-SQS-001', (_stack, _table, queue) => (
    queue.addOverride('Properties.KmsMasterKeyId', { 'Fn::If': ['InProduction', 'arn:aws:kms:eu-west-1:111122223333:key/x', 'alias/aws/sqs'] }))],
  ['addOverride lets the table go with its stack', 'ZT-DYNAMODB-003', (_, table) => {
    table.addPropertyOverride('Replicas.0.DeletionProtectionEnabled', false);
    table.cfnOptions.deletionPolicy = CfnDeletionPolicy.DELETE;
  }],
  ['a generic CfnResource is a function like any other', 'ZT-LAMBDA-003', (stack) => new CfnResource(stack, 'Fn', {
    type: 'AWS::Lambda::Function', properties: { Code: { ZipFile: '' }, Handler: 'index.handler', Runtime: 'nodejs24.x' },
  })],
  ['a generic CfnResource lets everyone invoke', 'ZT-LAMBDA-001', (stack) => new CfnResource(stack, 'Permission', {
    type: 'AWS::Lambda::Permission',
    properties: { Action: 'lambda:InvokeFunction', FunctionName: 'fn', Principal: '*', SourceAccount: Aws.ACCOUNT_ID },
  })],
])('%s, and %s fires', (_, rule, change) => {
  expect(fired(change)).toContain(rule);
});
