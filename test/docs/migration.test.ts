import { readFileSync } from 'fs';
import { join } from 'path';
import { App, CfnElement, Duration, Stack } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as cloudtrail from 'aws-cdk-lib/aws-cloudtrail';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as events from 'aws-cdk-lib/aws-events';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import * as sns from 'aws-cdk-lib/aws-sns';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import * as stepfunctions from 'aws-cdk-lib/aws-stepfunctions';
import * as library from '../../src';

const page = readFileSync(join(__dirname, '..', '..', 'docs', 'migration.md'), 'utf-8');
const table = /<!-- migration -->\n([^]*?)<!-- \/migration -->/.exec(page)![1];
const rows = [...table.matchAll(/^\| `([\w.]+)` \| `(\w+)` \| ([\w ]+) \| (.*) \|$/gm)].map(([, from, to, verdict, notes]) => ({ from, to, verdict, notes }));

const MODULES: Record<string, Record<string, any>> = {
  apigateway, cloudtrail, cognito, dynamodb, events, lambda, logs, s3, secretsmanager, sns, sqs, stepfunctions,
};
const partitionKey = { name: 'id', type: dynamodb.AttributeType.STRING };
const code = lambda.Code.fromInline('exports.handler = async () => {}');
const definitionBody = stepfunctions.DefinitionBody.fromString('{"StartAt":"Pass","States":{"Pass":{"Type":"Pass","End":true}}}');
/** What each class needs at least. */
const PROPS: Record<string, object> = {
  Function: { code, handler: 'index.handler', runtime: lambda.Runtime.NODEJS_24_X },
  SecureFunction: { code },
  Table: { partitionKey },
  TableV2: { partitionKey },
  SecureTable: { partitionKey },
  StateMachine: { definitionBody },
  SecureStateMachine: { definitionBody, timeout: Duration.days(1) },
  SecureApi: { keepExecuteApiEndpoint: true },
};
/** Properties whose change CloudFormation answers with a new resource, or by which a service refuses the update. Source: CloudFormation template reference. */
const REPLACING: Record<string, string> = { 'AWS::Events::EventBus': 'Name', 'AWS::StepFunctions::StateMachine': 'StateMachineName', 'AWS::CloudTrail::Trail': 'TrailName' };
const IMMUTABLE: Record<string, string[]> = { 'AWS::Cognito::UserPool': ['Schema', 'UsernameAttributes', 'UsernameConfiguration'] };

/** The resource that a class makes, in a stack of its own, under the same construct id. */
function resourceOf(name: string): { id: string; type: string; properties: any; template: any } {
  const app = new App();
  const stack = new Stack(app, 'Stack');
  const [className, module] = name.split('.').reverse();
  const Class = module === undefined ? (library as any)[className] : MODULES[module][className];
  const construct = new Class(stack, 'Store', PROPS[className]);
  if (construct instanceof library.SecureApi) construct.addRoute('GET /', new library.SecureFunction(stack, 'Fn', { code }));
  else if (construct instanceof apigateway.RestApi) construct.root.addMethod('GET');
  const main = construct.node.defaultChild ?? construct.node.tryFindChild('Resource');
  const id: string = stack.resolve((main as CfnElement).logicalId);
  const template = app.synth().stacks.find(({ stackName }) => stackName === 'Stack')!.template;
  return { id, type: template.Resources[id].Type, properties: template.Resources[id].Properties ?? {}, template };
}

test('the table holds every construct that replaces an L2', () => {
  expect(rows.map(({ to }) => to)).toEqual(expect.arrayContaining([
    'SecureFunction', 'SecureTable', 'SecureBucket', 'SecureQueue', 'SecureTopic', 'SecureEventBus', 'SecureSecret', 'SecureUserPool', 'SecureApi',
    'SecureStateMachine', 'SecureLogGroup', 'AuditTrail',
  ]));
});

test.each(rows)('$from to $to: CloudFormation $verdict', ({ from, to, verdict }) => {
  const before = resourceOf(from);
  const after = resourceOf(to);
  expect(after.id).toBe(before.id);
  const differs = (property: string) => JSON.stringify(before.properties[property]) !== JSON.stringify(after.properties[property]);
  expect(verdict).toBe(
    before.type !== after.type ? 'other type'
      : before.type in REPLACING && differs(REPLACING[before.type]) ? 'replaces it'
        : (IMMUTABLE[before.type] ?? []).some(differs) ? 'may refuse it'
          : 'updates it',
  );
});

describe('what the page warns of', () => {
  test('a function gets another role, another architecture and a network', () => {
    const [before, after] = [resourceOf('lambda.Function'), resourceOf('SecureFunction')];
    expect(after.properties.Role).not.toEqual(before.properties.Role);
    expect(after.properties.Architectures).toEqual(['arm64']);
    expect([before.properties.VpcConfig, after.properties.VpcConfig]).toEqual([undefined, expect.any(Object)]);
  });

  test('a secret is generated anew', () => {
    const [before, after] = [resourceOf('secretsmanager.Secret'), resourceOf('SecureSecret')];
    expect(after.properties.GenerateSecretString).not.toEqual(before.properties.GenerateSecretString);
  });

  test('the queue has a visibility timeout of a minute', () => {
    expect(resourceOf('SecureQueue').properties.VisibilityTimeout).toBe(60);
  });

  test('the methods of an API keep their ids, and are no longer open', () => {
    const methodsOf = ({ template }: { template: any }) => Object.entries<any>(template.Resources).filter(([, { Type }]) => Type === 'AWS::ApiGateway::Method')
      .map(([id, { Properties }]) => [id, Properties.AuthorizationType]);
    const [[id, open]] = methodsOf(resourceOf('apigateway.RestApi'));
    expect(open).toBe('NONE');
    expect(methodsOf(resourceOf('SecureApi'))).toEqual([[id, 'AWS_IAM']]);
  });

  test('names keep an event bus and a state machine', () => {
    const stack = new Stack(new App(), 'Stack');
    const bus = new library.SecureEventBus(stack, 'Bus', { eventBusName: 'orders' });
    const machine = new library.SecureStateMachine(stack, 'Machine', { definitionBody, timeout: Duration.days(1), stateMachineName: 'orders' });
    expect((bus.node.defaultChild as events.CfnEventBus).name).toBe('orders');
    expect((machine.node.defaultChild as stepfunctions.CfnStateMachine).stateMachineName).toBe('orders');
  });
});
