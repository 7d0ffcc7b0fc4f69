import { App, CfnResource, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { IncidentResponder, Play, SecureFunction, TrustZone, ZeroTrustChecks } from '../../src';
import { ACCOUNT, DeployedTemplates, REGION } from '../support/deployed-template';
import { IamJudge, Request } from '../support/iam-judge';
import { findingsOf, fivePacks } from '../support/packs';

jest.setTimeout(300_000);

type Order = 'RESPONDER_FIRST' | 'FUNCTIONS_FIRST';

/** A zone whose functions are in stacks of their own, and a stack beside them whose function is of another zone. */
function spread(order: Order, work: string[], app = new App()): App {
  const base = new Stack(app, 'Base');
  const zone = new TrustZone(base, 'Zone');
  const responder = () => new IncidentResponder(zone, 'Responder', { plays: [Play.isolateFunction(), Play.notify(zone.alarmTopic)] });
  if (order === 'RESPONDER_FIRST') responder();
  const stacks = work.map((id) => new Stack(app, id));
  for (const stack of stacks) {
    zone.serve(stack);
    functionIn(stack, 'Fn');
  }
  if (order === 'FUNCTIONS_FIRST') responder();
  functionIn(new Stack(app, 'Strange'), 'Fn');
  return app;
}

function functionIn(stack: Stack, id: string): SecureFunction {
  return new SecureFunction(stack, id, { code: lambda.Code.fromInline('exports.handler = async () => {};'), handler: 'index.handler' });
}

const CASES: [Order, string[]][] = [
  ['RESPONDER_FIRST', ['Orders']], ['FUNCTIONS_FIRST', ['Orders']],
  ['RESPONDER_FIRST', ['Orders', 'Refunds']], ['FUNCTIONS_FIRST', ['Orders', 'Refunds']],
];

describe.each(CASES)('%s, functions in %j', (order, work) => {
  const app = spread(order, work);
  const assembly = app.synth();
  const deployed = DeployedTemplates.ofStacks(Object.fromEntries(assembly.stacks.map(({ stackName, template }) => [stackName, template])));
  const judge = new IamJudge(deployed);

  function idOf(stack: string, path: string): string {
    const construct = path.split('/').reduce((node, id) => node.node.findChild(id), app.node.findChild(stack));
    const resource = CfnResource.isCfnResource(construct) ? construct : construct.node.defaultChild as CfnResource;
    return `${stack}.${Stack.of(resource).resolve(resource.logicalId)}`;
  }
  const arnOf = (stack: string, path: string) => deployed.arnOf(idOf(stack, path));
  const may = (caller: string, action: string, resource: string, context?: Request['context']) => (
    judge.allows(idOf('Base', `Zone/Responder/${caller}`), { action, resource, context }));
  const quarantine = () => ({ 'iam:PolicyARN': arnOf('Base', 'Zone/Responder/Quarantine') });
  const groupOf = (stack: string) => `arn:aws:ec2:${REGION}:${ACCOUNT}:security-group/${idOf(stack, 'FnOwn/SecurityGroup').replace('.', '-')}-GroupId`;
  const MAPPING = `arn:aws:lambda:${REGION}:${ACCOUNT}:event-source-mapping:4b6c1f5a-0000-4000-8000-000000000000`;

  const allSteps = async (stack: string) => ({
    concurrency: await may('IsolateFunction', 'lambda:PutFunctionConcurrency', arnOf(stack, 'Fn')),
    freed: await may('IsolateFunction', 'lambda:DeleteFunctionConcurrency', arnOf(stack, 'Fn')),
    marked: await may('IsolateFunction', 'lambda:TagResource', arnOf(stack, 'Fn')),
    mappings: await may('IsolateFunction', 'lambda:UpdateEventSourceMapping', MAPPING, { 'lambda:FunctionArn': arnOf(stack, 'Fn') }),
    logs: await may('IsolateFunction', 'logs:FilterLogEvents', `${arnOf(stack, 'FnOwn/Logs')}:log-stream:`),
    network: await may('IsolateFunction', 'ec2:RevokeSecurityGroupEgress', groupOf(stack)),
    role: await may('Machine', 'iam:AttachRolePolicy', arnOf(stack, 'FnOwn/Role'), quarantine()),
    roleBack: await may('Machine', 'iam:DetachRolePolicy', arnOf(stack, 'FnOwn/Role'), quarantine()),
    membership: await may('Coordinate', 'lambda:ListTags', arnOf(stack, 'Fn')),
  });

  test('stacks of functions stand on the stack of the zone, and it on none', () => {
    const dependencies = Object.fromEntries(assembly.stacks.map(({ stackName, dependencies: on }) => [
      stackName, on.map(({ id }) => id).filter((id) => !id.endsWith('.assets')),
    ]));
    expect(dependencies).toEqual({ Base: [], Strange: [], ...Object.fromEntries(work.map((id) => [id, ['Base']])) });
  });

  test('isolation reaches each of them in all of its steps', async () => {
    for (const stack of work) expect([stack, Object.values(await allSteps(stack))]).toEqual([stack, Array(9).fill(true)]);
  });

  test('and nothing of a function of another zone', async () => {
    expect(Object.values(await allSteps('Strange'))).toEqual(Array(9).fill(false));
  });

  test('roles of functions get no other policy than the quarantine', async () => {
    for (const stack of work) {
      expect(await may('Machine', 'iam:AttachRolePolicy', arnOf(stack, 'FnOwn/Role'), { 'iam:PolicyARN': 'arn:aws:iam::aws:policy/AdministratorAccess' })).toBe(false);
    }
  });

  test('each says by a tag which role is denied, under a name that the responder knows', () => {
    const stacks = (id: string) => Template.fromJSON(assembly.getStackByName(id).template);
    const { Variables } = Object.entries(stacks('Base').findResources('AWS::Lambda::Function')).find(([id]) => id.startsWith('ZoneResponderCoordinate'))![1].Properties.Environment;
    const { tag } = JSON.parse(JSON.stringify(Variables.ELSEWHERE['Fn::Join'][1].map((part: any) => (typeof part === 'string' ? part : 'x')).join('')).slice(1, -1).replace(/\\"/g, '"'));
    for (const id of work) {
      const [fn] = Object.values(stacks(id).findResources('AWS::Lambda::Function'));
      expect(fn.Properties.Tags).toContainEqual({ Key: tag, Value: { Ref: expect.stringMatching(/^FnOwnRole/) } });
    }
    const [strange] = Object.values(stacks('Strange').findResources('AWS::Lambda::Function'));
    expect(JSON.stringify(strange.Properties.Tags ?? [])).not.toContain(tag);
  });
});

test('the five packs and our rules find nothing open in any of the stacks', () => {
  expect(findingsOf((app) => { spread('RESPONDER_FIRST', ['Orders', 'Refunds'], app); }, [...fivePacks(), new ZeroTrustChecks()]).open).toEqual([]);
});

test('a responder that isolates nothing writes nothing into other stacks', () => {
  const app = new App();
  const zone = new TrustZone(new Stack(app, 'Base'), 'Zone');
  const work = new Stack(app, 'Orders');
  zone.serve(work);
  new IncidentResponder(zone, 'Responder', { plays: [Play.notify(zone.alarmTopic)] });
  const fn = functionIn(work, 'Fn');
  expect((fn.node.defaultChild as lambda.CfnFunction).tags.hasTags()).toBe(false);
  expect(Object.keys(Template.fromStack(work).findResources('AWS::IAM::ManagedPolicy'))).toHaveLength(1);
});

test('TargetElsewhere: a function of the zone in another region', () => {
  const app = new App();
  const zone = new TrustZone(new Stack(app, 'Base', { env: { account: ACCOUNT, region: 'eu-west-1' } }), 'Zone');
  new IncidentResponder(zone, 'Responder', { plays: [Play.isolateFunction()] });
  const work = new Stack(app, 'Orders', { env: { account: ACCOUNT, region: 'eu-central-1' } });
  zone.serve(work);
  expect(() => functionIn(work, 'Fn')).toThrow(expect.objectContaining({ name: 'ZeroTrustError', id: 'TargetElsewhere', path: 'Orders/Fn' }));
});
