import { App, Stack, Stage } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { AttributeType } from 'aws-cdk-lib/aws-dynamodb';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import * as recommendedFlags from 'aws-cdk-lib/recommended-feature-flags.json';
import { Construct } from 'constructs';
import { SecureFunction, SecureQueue, SecureSecret, SecureTable, TrustZone } from '../../src';

const { default: _default, ...flags } = recommendedFlags as Record<string, unknown>;
const ENVIRONMENTS = [undefined, { account: '111122223333', region: 'eu-west-1' }];
const CASES = ENVIRONMENTS.flatMap((env) => [['without', {}], ['with', flags]].map(([how, context]) => ({ env, how, context: context as any })));

function stores(stack: Construct) {
  return {
    table: new SecureTable(stack, 'Table', { partitionKey: { name: 'id', type: AttributeType.STRING } }),
    secret: new SecureSecret(stack, 'Secret'),
    queue: new SecureQueue(stack, 'Queue'),
  };
}

function useAll(stack: Construct, { table, secret, queue }: ReturnType<typeof stores>) {
  const fn = new SecureFunction(stack, 'Fn', { code: Code.fromInline('exports.handler = async () => {}') });
  table.grantReadWriteData(fn);
  secret.grantRead(fn);
  queue.grantSendMessages(fn);
  const consumer = new SecureFunction(stack, 'Consumer', { code: Code.fromInline('exports.handler = async () => {}') });
  consumer.addEventSource(new SqsEventSource(queue, { reportBatchItemFailures: true }));
}

describe.each(CASES)('$how the recommended flags, in $env', ({ env, context }) => {
  test('stores in one stack and functions in another have no cycle', () => {
    const app = new App({ context });
    const data = new Stack(app, 'Data', { env });
    const work = new Stack(app, 'Work', { env });
    useAll(work, stores(data));
    const assembly = app.synth();
    expect(data.dependencies).toEqual([]);
    expect(work.dependencies).toEqual([data]);
    // the secret in one stack knows its reader in the other by a pattern that CloudFormation need not resolve across stacks
    const [policy] = Object.values(Template.fromStack(data).findResources('AWS::SecretsManager::ResourcePolicy'));
    expect(JSON.stringify(policy)).not.toContain('ImportValue');
    expect(assembly.stacks.length).toBe(2);
  });

  test('a zone in a stack of its own serves stores and functions in two others', () => {
    const app = new App({ context });
    const zone = new TrustZone(new Stack(app, 'Zone', { env }), 'Zone');
    const data = new Stack(app, 'Data', { env });
    const work = new Stack(app, 'Work', { env });
    zone.serve(data);
    zone.serve(work);
    useAll(work, stores(data));
    app.synth();
    expect(Stack.of(zone).dependencies).toEqual([]);
    Template.fromStack(work).resourceCountIs('AWS::EC2::VPC', 0);
  });

  test('the same app in two stages stays apart', () => {
    const app = new App({ context });
    for (const id of ['Test', 'Prod']) {
      const stage = new Stage(app, id, { env });
      useAll(new Stack(stage, 'Work'), stores(new Stack(stage, 'Data')));
    }
    const templates = app.synth().nestedAssemblies.map(({ nestedAssembly }) => JSON.stringify(nestedAssembly.stacks.map((stack) => stack.template)));
    expect(templates.map((template) => ['Prod', 'Test'].filter((stage) => template.includes(stage)))).toEqual([['Prod'], ['Test']]);
  });
});
