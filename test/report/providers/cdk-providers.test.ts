import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { App, CustomResource, RemovalPolicy, Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as notifications from 'aws-cdk-lib/aws-s3-notifications';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import * as custom from 'aws-cdk-lib/custom-resources';
import { providersOf } from '../../../scripts/cdk-providers';
import { readTemplates } from '../../../src/model/read-templates';
import { collectEvidence, Evidence, isOpen } from '../../../src/report/evidence';
import known from '../../../src/report/providers/data/cdk-providers.json';
import { applyWaivers } from '../../../src/report/waived';
import { readWaiver } from '../../../src/waivers/waiver-terms';
import { writeHtml, writeSarif, writeTable } from '../support/whole';

const EMPTIES = 'CustomS3AutoDeleteObjectsCustomResourceProviderHandler9D90184F';
const RETENTION = 'LogRetentionaae0aa3c5b4d4f87b02d85b201efdd8a';
const [RETAINS, RETAINS_ROLE, RETAINS_POLICY] = [`${RETENTION}FD4BFC8A`, `${RETENTION}ServiceRole9741ECFB`, `${RETENTION}ServiceRoleDefaultPolicyADDA7DEB`];
const WAITER = 'Providerwaiterstatemachine5D4A9DF0';
const [WAITER_ROLE, WAITER_POLICY] = ['ProviderwaiterstatemachineRole0C7159F9', 'ProviderwaiterstatemachineRoleDefaultPolicyD3C3DA1A'];
const OTHER_CODE = `${'0123456789abcdef'.repeat(4)}.zip`;

interface Template { Resources: Record<string, any> }

let directory: string;
let synthesised: string;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'zt-providers-'));
  const app = new App({ outdir: directory, analyticsReporting: false, postCliContext: { 'aws:cdk:enable-path-metadata': true } });
  const stack = new Stack(app, 'App');
  const bucket = new s3.Bucket(stack, 'Bucket', { removalPolicy: RemovalPolicy.DESTROY, autoDeleteObjects: true });
  bucket.addEventNotification(s3.EventType.OBJECT_CREATED, new notifications.SqsDestination(new sqs.Queue(stack, 'Queue')));
  new ec2.Vpc(stack, 'Vpc', { restrictDefaultSecurityGroup: true });
  new logs.LogRetention(stack, 'Retention', { logGroupName: 'group', retention: 7 });
  new custom.AwsCustomResource(stack, 'Call', {
    onUpdate: { service: 'S3', action: 'listBuckets', physicalResourceId: custom.PhysicalResourceId.of('call') },
    policy: custom.AwsCustomResourcePolicy.fromSdkCalls({ resources: custom.AwsCustomResourcePolicy.ANY_RESOURCE }),
  });
  const handler = new lambda.Function(stack, 'Handler', {
    code: lambda.Code.fromInline('exports.handler = () => ({})'), handler: 'index.handler', runtime: lambda.Runtime.NODEJS_22_X,
  });
  new CustomResource(stack, 'Made', { serviceToken: new custom.Provider(stack, 'Provider', { onEventHandler: handler, isCompleteHandler: handler }).serviceToken });
  app.synth();
  synthesised = readFileSync(join(directory, 'App.template.json'), 'utf-8');
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

function judge(change: (resources: Template['Resources']) => void = () => {}) {
  const template = JSON.parse(synthesised) as Template;
  change(template.Resources);
  const path = join(directory, 'alone.json');
  writeFileSync(path, JSON.stringify(template));
  return collectEvidence(readTemplates(path));
}

const on = (logicalId: string, items: Evidence['items'], rule: string) => items.filter((item) => item.logicalId === logicalId && item.rule.id === rule);
const verdictOf = (logicalId: string, rule: string, change?: (resources: Template['Resources']) => void) => (
  on(logicalId, judge(change).items, rule)[0]?.verdict
);

describe('provider functions of the CDK are structural', () => {
  test('every function, role and policy that the CDK makes, but not the policy that its user writes', () => {
    const { items } = judge();
    const mine = items.filter(({ constructPath = '' }) => /Custom::|LogRetention|AWS679|BucketNotificationsHandler|HandlerPolicy|framework-|waiter-/.test(constructPath));
    // the logs of the waiter are a choice of its user
    expect(mine.filter((item) => isOpen(item) && item.rule.id !== 'ZT-STATES-001')).toEqual([]);
    expect(on(WAITER, items, 'ZT-STATES-001')[0].verdict).toBe('fail');
    expect(mine.filter(({ verdict }) => verdict === 'structural').length).toBeGreaterThan(40);
    expect(items.filter(({ constructPath = '', verdict }) => /App\/Call\/CustomResourcePolicy/.test(constructPath) && verdict === 'structural')).toEqual([]);
    expect(items.find(({ constructPath, rule }) => constructPath === 'App/Call/CustomResourcePolicy/Resource' && rule.id === 'ZT-IAM-001')!.verdict).toBe('unknown');
    expect(items.find(({ logicalId, rule }) => /^Handler/.test(logicalId) && rule.id === 'ZT-LAMBDA-005')!.verdict).toBe('fail');
  });

  test('each says by which version it is known', () => {
    const [item] = on(RETAINS_POLICY, judge().items, 'ZT-IAM-001');
    expect(item).toMatchObject({ verdict: 'structural', acceptance: { by: 'cdk', accepts: 'fail', reason: expect.stringMatching(/hash of its code \(aws-cdk-lib .*2\.\d+\.\d+/) } });
  });

  test('without construct paths they are known by logical id', () => {
    const strip = (resources: Template['Resources']) => Object.values(resources).forEach((resource) => delete resource.Metadata);
    expect(verdictOf(RETAINS_POLICY, 'ZT-IAM-001', strip)).toBe('structural');
    expect(verdictOf(EMPTIES, 'ZT-LAMBDA-005', strip)).toBe('structural');
  });

  test('code of an unknown version has to have the exact shape', () => {
    const [item] = on(EMPTIES, judge((resources) => { resources[EMPTIES].Properties.Code.S3Key = OTHER_CODE; }).items, 'ZT-LAMBDA-005');
    expect(item.acceptance!.reason).toMatch(/exact shape/);
  });

  test('the CDK 1 passed code by parameters', () => {
    expect(verdictOf(EMPTIES, 'ZT-LAMBDA-005', (resources) => {
      resources[EMPTIES].Properties.Code = { S3Bucket: { Ref: `AssetParameters${'ab'.repeat(32)}S3Bucket0123ABCD` }, S3Key: { 'Fn::Join': ['', ['x']] } };
    })).toBe('structural');
  });

  const imitations: Record<string, [string, string, (resources: Template['Resources']) => void]> = {
    'another logical id': [`My${EMPTIES}`, 'ZT-LAMBDA-005', (r) => { r[`My${EMPTIES}`] = r[EMPTIES]; }],
    'the logical id at another path': [EMPTIES, 'ZT-LAMBDA-005', (r) => { r[EMPTIES].Metadata['aws:cdk:path'] = 'App/Mine/Resource'; }],
    'another handler': [EMPTIES, 'ZT-LAMBDA-005', (r) => { r[EMPTIES].Properties.Handler = 'mine.handler'; }],
    'a layer beside the code': [EMPTIES, 'ZT-LAMBDA-005', (r) => { r[EMPTIES].Properties.Layers = ['arn:aws:lambda:eu-west-1:111122223333:layer:mine:1']; }],
    'a variable that changes how it runs': [EMPTIES, 'ZT-LAMBDA-005', (r) => {
      r[EMPTIES].Properties.Environment = { Variables: { NODE_OPTIONS: '--require /tmp/x' } };
    }],
    'the known hash in the bucket of another account': [EMPTIES, 'ZT-LAMBDA-005', (r) => { r[EMPTIES].Properties.Code.S3Bucket = 'cdk-hnb659fds-assets-999999999999-eu-west-1'; }],
    'the known hash in another bucket': [EMPTIES, 'ZT-LAMBDA-005', (r) => { r[EMPTIES].Properties.Code.S3Bucket = 'mine'; }],
    'inline code': [EMPTIES, 'ZT-LAMBDA-005', (r) => { r[EMPTIES].Properties.Code = { ZipFile: 'exports.handler = () => {}' }; }],
    'other code that an event invokes': [EMPTIES, 'ZT-LAMBDA-005', (r) => {
      r[EMPTIES].Properties.Code.S3Key = OTHER_CODE;
      r.Permission = { Type: 'AWS::Lambda::Permission', Properties: { FunctionName: { Ref: EMPTIES }, Action: 'lambda:InvokeFunction', Principal: 'events.amazonaws.com' } };
    }],
    'other code that no custom resource calls': [EMPTIES, 'ZT-LAMBDA-005', (r) => {
      r[EMPTIES].Properties.Code.S3Key = OTHER_CODE;
      for (const [id, { Type }] of Object.entries(r)) if (Type === 'Custom::S3AutoDeleteObjects') delete r[id];
    }],
    'a policy with another action': [RETAINS_POLICY, 'ZT-IAM-001', (r) => { r[RETAINS_POLICY].Properties.PolicyDocument.Statement[0].Action.push('s3:GetObject'); }],
    'a policy with NotResource': [RETAINS_POLICY, 'ZT-IAM-001', (r) => {
      r[RETAINS_POLICY].Properties.PolicyDocument.Statement.push({ Effect: 'Allow', Action: 'logs:PutRetentionPolicy', Resource: '*', NotAction: 'x' });
    }],
    'a policy that another role has too': [RETAINS_POLICY, 'ZT-IAM-001', (r) => {
      r.Mine = { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: r[RETAINS_ROLE].Properties.AssumeRolePolicyDocument } };
      r[RETAINS_POLICY].Properties.Roles.push({ Ref: 'Mine' });
    }],
    'a role that another function has too': [RETAINS_POLICY, 'ZT-IAM-001', (r) => {
      r.Mine = { Type: 'AWS::Lambda::Function', Properties: { ...r[RETAINS].Properties, Code: { ZipFile: 'x' } } };
    }],
    'a role that others may assume': [RETAINS_POLICY, 'ZT-IAM-001', (r) => {
      r[RETAINS_ROLE].Properties.AssumeRolePolicyDocument.Statement.push({ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { AWS: '*' } });
    }],
    'a waiter at another path': [WAITER, 'ZT-STATES-003', (r) => { r[WAITER].Metadata['aws:cdk:path'] = 'App/Mine/Resource'; }],
    'a waiter with another state': [WAITER, 'ZT-STATES-003', (r) => {
      const [, parts] = r[WAITER].Properties.DefinitionString['Fn::Join'];
      parts[0] = parts[0].replace('"States":{', '"States":{"Mine":{"Type":"Pass","End":true},');
    }],
    'a waiter that calls another function': [WAITER, 'ZT-STATES-003', (r) => {
      const mine = Object.keys(r).find((id) => /^Handler[0-9A-F]{8}$/.test(id));
      r[WAITER].Properties.DefinitionString['Fn::Join'][1][1] = { 'Fn::GetAtt': [mine, 'Arn'] };
    }],
    'a waiter that calls a function with other code': [WAITER, 'ZT-STATES-003', (r) => {
      const [id] = Object.keys(r).filter((each) => /frameworkisComplete[0-9A-F]{8}$/.test(each));
      r[id].Properties.Code = { ZipFile: 'x' };
    }],
    'a waiter whose role may invoke every function': [WAITER_POLICY, 'ZT-IAM-003', (r) => { r[WAITER_POLICY].Properties.PolicyDocument.Statement[0].Resource = '*'; }],
    'a waiter whose role may do more': [WAITER_POLICY, 'ZT-IAM-003', (r) => {
      r[WAITER_POLICY].Properties.PolicyDocument.Statement.push({ Effect: 'Allow', Action: 'sqs:SendMessage', Resource: '*' });
    }],
    'a waiter whose role others may assume': [WAITER_POLICY, 'ZT-IAM-003', (r) => {
      r[WAITER_ROLE].Properties.AssumeRolePolicyDocument.Statement.push({ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'ec2.amazonaws.com' } });
    }],
    'a waiter whose role another state machine has too': [WAITER_POLICY, 'ZT-IAM-003', (r) => {
      r.Mine = { Type: 'AWS::StepFunctions::StateMachine', Properties: { RoleArn: { 'Fn::GetAtt': [WAITER_ROLE, 'Arn'] }, DefinitionString: '{}' } };
    }],
    'a role with another managed policy': [RETAINS_ROLE, 'ZT-IAM-003', (r) => { r[RETAINS_ROLE].Properties.ManagedPolicyArns.push('arn:aws:iam::aws:policy/AdministratorAccess'); }],
  };

  test.each(Object.entries(imitations))('not: %s', (_, [logicalId, rule, change]) => {
    expect(['fail', 'unknown']).toContain(verdictOf(logicalId, rule, change));
  });

  test('an old runtime stays open: a newer CDK has another one', () => {
    expect(verdictOf(EMPTIES, 'ZT-LAMBDA-009', (resources) => { resources[EMPTIES].Properties.Runtime = 'nodejs12.x'; })).toBe('fail');
  });

  test('reports tell them: table, page, SARIF', () => {
    const evidence = judge();
    const tool = { name: 'cdk-zero-trust', version: '0.0.0' };
    expect(writeTable(evidence)).toMatch(/STRUCTURAL: \d+\n.*ZT-IAM-001 \(medium, fail\)/);
    expect(writeHtml(evidence, tool, '2026-06-30')).toContain('data-verdict="structural"');
    const { results } = JSON.parse(writeSarif(evidence, tool)).runs[0];
    const found = results.find(({ ruleId, locations }: any) => ruleId === 'ZT-IAM-001' && locations[0].logicalLocations[0].name === RETAINS_POLICY);
    expect(found.suppressions).toMatchObject([{ status: 'accepted', justification: expect.stringContaining('structural: it is a provider function') }]);
  });

  test('a waiver of one is not unused', () => {
    const waivers = [readWaiver({ rule: 'ZT-IAM-001', path: `App/${RETENTION}/ServiceRole/DefaultPolicy/Resource`, owner: 'web-team', reason: 'It is of the CDK.', ticket: 'SEC-1', expires: '2026-12-31' })];
    expect(applyWaivers(judge(), '2026-06-30', { list: { file: 'waivers.yaml', waivers } }).waiverProblems).toEqual([]);
  });
});

test('the data has all of the installed aws-cdk-lib', () => {
  const { version } = JSON.parse(readFileSync(require.resolve('aws-cdk-lib/package.json'), 'utf-8')) as { version: string };
  const versions = new Set(known.flatMap(({ code }) => Object.values(code).flat()));
  if (!versions.has(version)) return; // between the oldest and the newest: by exact shape
  for (const provider of providersOf(join(__dirname, '..', '..', '..'))) {
    const entry = known.find(({ path }) => path === provider.path)!;
    expect(entry.logicalId).toEqual(provider.logicalId);
    expect(entry).toMatchObject({ handlers: expect.arrayContaining(provider.handlers), actions: expect.arrayContaining(provider.actions) });
    expect(Object.keys(entry.code)).toEqual(expect.arrayContaining(Object.keys(provider.code)));
  }
});
