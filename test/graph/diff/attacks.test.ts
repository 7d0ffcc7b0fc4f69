import { modelOf, ordersTemplates } from './support/apps';
import { Attack, SETTINGS } from './support/attacks';
import { IDENTITIES, RESOURCE_POLICIES } from './support/policy-attacks';
import { FAILING_BY_DEFAULT } from '../../../src/graph/diff/change';
import { collectDiff } from '../../../src/report/diff/collect-diff';

type Json = Record<string, any>;

const side = (templates: Json) => ({ templates: [], model: modelOf(templates), waivers: [] });

function failing(old: Json, current: Json): string[] {
  return told(side(old), side(current));
}

function told(old: ReturnType<typeof side>, current: ReturnType<typeof side>): string[] {
  return collectDiff(old, current, [], '2026-11-30').changes.filter(({ kind }) => (FAILING_BY_DEFAULT as readonly string[]).includes(kind)).map(({ kind, text }) => `${kind} ${text}`);
}

const app = (Resources: Json) => ({ App: { Resources } });

describe('what is weaker fails by default', () => {
  test.each(SETTINGS.map((attack): [string, Attack] => [attack.title, attack]))('%s', (_, { old, current }) => {
    expect(failing(app(old), app(current))).not.toEqual([]);
    expect(failing(app(current), app(current))).toEqual([]);
  });

  // of types and kinds, a product
  test.each([['resource policies', RESOURCE_POLICIES, 370], ['identities', IDENTITIES, 30]] as const)('%s', (_, attacks, least) => {
    expect(attacks.length).toBeGreaterThanOrEqual(least);
    expect(attacks.filter(({ old, current }) => failing(app(old), app(current)).length === 0).map(({ title }) => title)).toEqual([]);
    expect(attacks.filter(({ current }) => failing(app(current), app(current)).length > 0)).toEqual([]);
  });
});

describe('what guards as much as before fails nothing', () => {
  /** Settings that are switched on, or asked for more. */
  const STRONGER = SETTINGS.filter(({ old, current }) => {
    const [strong, weak] = [old, current].map((one) => JSON.stringify(one));
    return strong.replace(/true/g, 'false') === weak && !/OrganizationTrail|EnableHttpEndpoint|DisableExecuteApi/.test(strong);
  });

  test('what is switched on', () => {
    expect(STRONGER.length).toBeGreaterThan(40);
    const risks = STRONGER.map(({ title, old, current }) => ({ title, found: failing(app(current), app(old)) }));
    expect(risks.filter(({ found }) => found.length > 0).map(({ title, found }) => `${title}: ${found.join()}`)).toEqual([]);
  });

  const one = (Type: string, Properties: Json) => app({ One: { Type, Properties } });
  test.each<[string, Json, Json]>([
    ['memory of a function', one('AWS::Lambda::Function', { MemorySize: 128 }), one('AWS::Lambda::Function', { MemorySize: 1024 })],
    ['code of a function', one('AWS::Lambda::Function', { Code: { S3Key: 'a.zip' } }), one('AWS::Lambda::Function', { Code: { S3Key: 'b.zip' } })],
    ['a variable of a function', one('AWS::Lambda::Function', { Environment: { Variables: { LEVEL: 'info' } } }), one('AWS::Lambda::Function', { Environment: { Variables: { LEVEL: 'debug' } } })],
    ['a description', one('AWS::CloudWatch::Alarm', { AlarmDescription: 'a' }), one('AWS::CloudWatch::Alarm', { AlarmDescription: 'b' })],
    ['tags', one('AWS::SQS::Queue', { Tags: [{ Key: 'a', Value: 'b' }] }), one('AWS::SQS::Queue', { Tags: [{ Key: 'a', Value: 'c' }] })],
    ['attributes', one('AWS::DynamoDB::Table', { AttributeDefinitions: [{ AttributeName: 'a', AttributeType: 'S' }] }), one('AWS::DynamoDB::Table', { AttributeDefinitions: [{ AttributeName: 'a', AttributeType: 'N' }] })],
    ['a timeout of messages', one('AWS::SQS::Queue', { VisibilityTimeout: 30 }), one('AWS::SQS::Queue', { VisibilityTimeout: 60 })],
    ['the name of a queue', one('AWS::SQS::Queue', { QueueName: 'a' }), one('AWS::SQS::Queue', { QueueName: 'b' })],
    ['a definition of steps', one('AWS::StepFunctions::StateMachine', { DefinitionString: '{"StartAt":"A"}' }), one('AWS::StepFunctions::StateMachine', { DefinitionString: '{"StartAt":"B"}' })],
  ])('%s', (_, old, current) => expect(failing(old, current)).toEqual([]));
});

describe('in orders-api', () => {
  const orders = ordersTemplates();
  const version = side(orders);

  /** Each resource of a type with some properties otherwise. */
  function withOther(type: string, change: (properties: Json, resource: Json) => void): Json {
    const copy = structuredClone(orders);
    const found = Object.values<Json>(copy).flatMap(({ Resources }) => Object.values<Json>(Resources)).filter((resource) => resource.Type === type);
    expect(found.length).toBeGreaterThan(0);
    found.forEach((resource) => change(resource.Properties ??= {}, resource));
    return copy;
  }

  test.each<[string, string, (properties: Json, resource: Json) => void]>([
    ['rules of AWS WAF that count', 'AWS::WAFv2::WebACL', ({ Rules }) => Rules.forEach((rule: Json) => (rule.OverrideAction ? rule.OverrideAction = { Count: {} } : rule.Action = { Count: {} }))],
    ['a default action Allow', 'AWS::WAFv2::WebACL', (properties) => { properties.Rules = properties.Rules.slice(1); }],
    ['shorter retention', 'AWS::Logs::LogGroup', (properties) => { properties.RetentionInDays = 1; }],
    ['log groups that are deleted', 'AWS::Logs::LogGroup', (_, resource) => { resource.DeletionPolicy = 'Delete'; }],
    ['tables that are deleted', 'AWS::DynamoDB::GlobalTable', (_, resource) => { delete resource.DeletionPolicy; }],
    ['keys that are deleted', 'AWS::KMS::Key', (_, resource) => { resource.DeletionPolicy = 'Delete'; }],
    ['tables that are replaced', 'AWS::DynamoDB::GlobalTable', (_, resource) => { resource.UpdateReplacePolicy = 'Delete'; }],
    ['no point-in-time recovery', 'AWS::DynamoDB::GlobalTable', ({ Replicas }) => { Replicas.forEach((replica: Json) => delete replica.PointInTimeRecoverySpecification); }],
    ['no rotation', 'AWS::KMS::Key', (properties) => { properties.EnableKeyRotation = false; }],
    ['no data class', 'AWS::KMS::Key', (properties) => { properties.Tags = []; }],
    ['alarms that never fire', 'AWS::CloudWatch::Alarm', (properties) => { properties.Threshold = 1e9; }],
    ['alarms of no action', 'AWS::CloudWatch::Alarm', (properties) => { properties.ActionsEnabled = false; }],
    ['endpoints for everything', 'AWS::EC2::VPCEndpoint', (properties) => { delete properties.PolicyDocument; }],
    ['functions in no network', 'AWS::Lambda::Function', (properties) => { delete properties.VpcConfig; }],
    ['functions that send no traces', 'AWS::Lambda::Function', (properties) => { properties.TracingConfig = { Mode: 'PassThrough' }; }],
    ['higher limits of requests', 'AWS::ApiGateway::Stage', (properties) => { properties.MethodSettings.forEach((one: Json) => { one.ThrottlingRateLimit = 1e6; }); }],
    ['no traces', 'AWS::ApiGateway::Stage', (properties) => { properties.TracingEnabled = false; }],
    ['methods without authorizer', 'AWS::ApiGateway::Method', (properties) => { properties.AuthorizationType = 'NONE'; delete properties.AuthorizerId; }],
    ['methods without validation', 'AWS::ApiGateway::Method', (properties) => { delete properties.RequestValidatorId; }],
    ['permissions of any source', 'AWS::Lambda::Permission', (properties) => { delete properties.SourceArn; delete properties.SourceAccount; }],
  ])('%s', (_, type, change) => {
    expect(told(version, side(withOther(type, change)))).not.toEqual([]);
  });
});
