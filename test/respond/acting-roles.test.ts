import { CfnResource } from 'aws-cdk-lib';
import { respondingApp } from './responding-app';
import { ACCOUNT, DeployedTemplates, REGION } from '../support/deployed-template';
import { allRequests, IamJudge, Request } from '../support/iam-judge';

jest.setTimeout(600_000);

const { app, stack } = respondingApp();
const [{ stackName, template }] = app.synth().stacks;
const deployed = DeployedTemplates.ofStacks({ [stackName]: template });
const judge = new IamJudge(deployed);

/** What the deployed template calls a construct of the stack. */
function idOf(path: string): string {
  const construct = path.split('/').reduce((node, id) => node.node.findChild(id), stack.node.findChild(path.split('/')[0]).node.scope!);
  const resource = CfnResource.isCfnResource(construct) ? construct : construct.node.defaultChild as CfnResource;
  return `${stackName}.${stack.resolve(resource.logicalId)}`;
}

const arnOf = (path: string) => deployed.arnOf(idOf(path));
const groupOf = (path: string) => `arn:aws:ec2:${REGION}:${ACCOUNT}:security-group/${idOf(`${path}Own/SecurityGroup`).replace('.', '-')}-GroupId`;
/** What logs:FilterLogEvents is judged on. Source: CloudWatch Logs user guide, "ARNs of log groups": all but the calls about tags end so. */
const streamsOf = (path: string) => `${arnOf(`${path}Own/Logs`)}:log-stream:`;
const MAPPING = `arn:aws:lambda:${REGION}:${ACCOUNT}:event-source-mapping:4b6c1f5a-0000-4000-8000-000000000000`;
const OTHER_POLICY = 'arn:aws:iam::aws:policy/AdministratorAccess';

const ISOLATE = 'Zone/Responder/IsolateFunction';
const MACHINE = 'Zone/Responder/Machine';
/** Every function of the responder, with the state machine: all that could turn against the app. */
const OWN = ['Decide', 'Coordinate', 'IsolateFunction', 'BlockAddress', 'Notify', 'Intake'].map((id) => `Zone/Responder/${id}`);
const MEMBERS = ['Read', 'Ship'];
const NO_MEMBERS = [...OWN, 'Stranger'];

const may = (caller: string, action: string, resource: string, context?: Request['context']) => judge.allows(idOf(caller), { action, resource, context });

const CHANGES = ['lambda:PutFunctionConcurrency', 'lambda:DeleteFunctionConcurrency', 'lambda:TagResource', 'lambda:UntagResource'];
const EGRESS = ['ec2:AuthorizeSecurityGroupEgress', 'ec2:RevokeSecurityGroupEgress'];
const ROLE = ['iam:AttachRolePolicy', 'iam:DetachRolePolicy'];
const quarantine = { 'iam:PolicyARN': arnOf('Zone/Responder/Quarantine') };

describe('isolation reaches', () => {
  test.each(MEMBERS)('%s, a function of the zone, in all of its steps', async (member) => {
    for (const action of CHANGES) expect([action, await may(ISOLATE, action, arnOf(member))]).toEqual([action, true]);
    for (const action of EGRESS) expect([action, await may(ISOLATE, action, groupOf(member))]).toEqual([action, true]);
    for (const action of ROLE) expect([action, await may(MACHINE, action, arnOf(`${member}Own/Role`), quarantine)]).toEqual([action, true]);
    for (const qualifier of ['', ':live', ':7']) expect([qualifier, await may(ISOLATE, 'lambda:UpdateEventSourceMapping', MAPPING, { 'lambda:FunctionArn': `${arnOf(member)}${qualifier}` })]).toEqual([qualifier, true]);
    expect(await may(ISOLATE, 'lambda:UpdateEventSourceMapping', MAPPING, { 'lambda:FunctionArn': `${arnOf(member)}2` })).toBe(false);
    expect(await may(ISOLATE, 'logs:FilterLogEvents', streamsOf(member))).toBe(true);
  });

  test.each(NO_MEMBERS)('never %s', async (other) => {
    for (const action of CHANGES) expect([action, await may(ISOLATE, action, arnOf(other))]).toEqual([action, false]);
    for (const action of EGRESS) expect([action, await may(ISOLATE, action, groupOf(other))]).toEqual([action, false]);
    for (const action of ROLE) expect([action, await may(MACHINE, action, arnOf(`${other}Own/Role`), quarantine)]).toEqual([action, false]);
    expect(await may(ISOLATE, 'lambda:UpdateEventSourceMapping', MAPPING, { 'lambda:FunctionArn': arnOf(other) })).toBe(false);
    expect(await may(ISOLATE, 'logs:FilterLogEvents', streamsOf(other))).toBe(false);
  });

  test('no mapping of which it is not known whose it is', async () => {
    expect(await may(ISOLATE, 'lambda:UpdateEventSourceMapping', MAPPING)).toBe(false);
  });

  test.each(MEMBERS)('the role of %s with the quarantine policy and no other', async (member) => {
    const others = Object.values(deployed.arns()).filter((arn) => arn.includes(':policy/') && arn !== quarantine['iam:PolicyARN']);
    expect(others.length).toBeGreaterThan(5);
    for (const policy of [...others, OTHER_POLICY]) {
      for (const action of ROLE) expect([policy, await may(MACHINE, action, arnOf(`${member}Own/Role`), { 'iam:PolicyARN': policy })]).toEqual([policy, false]);
    }
  });
});

test('only the function that blocks may change addresses, of the sets of the responder', async () => {
  const sets = ['IPV4', 'IPV6'].map((version) => arnOf(`Firewall/Responding${version}`));
  for (const caller of OWN) {
    for (const set of sets) expect([caller, await may(caller, 'wafv2:UpdateIPSet', set)]).toEqual([caller, caller.endsWith('/BlockAddress')]);
  }
  const other = sets[0].replace(/ipset\/.*/, 'ipset/offices/00000000-0000-4000-8000-000000000000');
  expect(await may('Zone/Responder/BlockAddress', 'wafv2:UpdateIPSet', other)).toBe(false);
});

describe('of all else', () => {
  const SERVICES = ['dynamodb', 'ec2', 'events', 'iam', 'kms', 'lambda', 'logs', 's3', 'scheduler', 'secretsmanager', 'sns', 'sqs', 'states', 'wafv2'];
  const below = (arn: string) => {
    if (arn.includes(':s3:')) return [arn, `${arn}/incidents/key`, `${arn}/other/key`];
    return arn.includes(':logs:') ? [arn, `${arn}:log-stream:`] : [arn];
  };
  const RESOURCES = [
    ...Object.values(deployed.arns()).flatMap(below),
    ...[...MEMBERS, ...NO_MEMBERS].map(groupOf), MAPPING,
    `arn:aws:scheduler:${REGION}:${ACCOUNT}:schedule/other/key`, `arn:aws:iam::${ACCOUNT}:user/admin`,
  ];
  const READS = ['lambda:GetFunction', 'lambda:GetFunctionConcurrency', 'lambda:GetPolicy', 'lambda:ListAliases', 'lambda:ListTags'];
  /** The table of incidents, the dead letters, logs and traces: what the functions of the responder share. */
  const TABLE = /^dynamodb:(Get|Put|Update)Item .*:table\/Stack-ZoneResponderIncidents/;
  const SHARED = [TABLE, /^xray:/, /^sts:/, /^sqs:SendMessage .*:Stack-ZoneDeadLetters[0-9A-F]{8}$/];
  const only = (actions: string[], arns: string[]) => (request: string) => actions.some((action) => arns.some((arn) => request === `${action} ${arn}`));
  const ownLogs = (path: string) => only(['logs:CreateLogStream', 'logs:PutLogEvents'], [arnOf(`${path}Own/Logs`), streamsOf(path)]);
  const evidence = arnOf('Zone/Responder/Evidence');

  const DECLARED: Record<string, ((request: string) => boolean)[]> = {
    [ISOLATE]: [
      only([...READS, ...CHANGES], MEMBERS.map(arnOf)), only(EGRESS, MEMBERS.map(groupOf)), only(['logs:FilterLogEvents'], MEMBERS.map(streamsOf)),
      only(['ec2:DescribeSecurityGroups', 'lambda:ListEventSourceMappings'], ['*']),
      only(['s3:PutObject', 's3:AbortMultipartUpload'], [`${evidence}/incidents/key`]),
    ],
    'Zone/Responder/BlockAddress': [only(['wafv2:GetIPSet', 'wafv2:UpdateIPSet'], ['IPV4', 'IPV6'].map((version) => arnOf(`Firewall/Responding${version}`)))],
    [MACHINE]: [
      only(['lambda:InvokeFunction'], ['Coordinate', 'IsolateFunction', 'BlockAddress', 'Notify'].map((id) => arnOf(`Zone/Responder/${id}`))),
      // what AWS asks for of every state machine that logs: these take no resource
      (request) => /^logs:\w+ \*$/.test(request),
    ],
  };

  test.each(Object.keys(DECLARED))('%s may do nothing', async (path) => {
    const asFunction = path === MACHINE ? [] : [ownLogs(path), (request: string) => SHARED.some((known) => known.test(request))];
    const declared = [...DECLARED[path], ...asFunction];
    const requests = (await allRequests(SERVICES, RESOURCES)).filter(({ action, resource }) => !declared.some((is) => is(`${action} ${resource}`)));
    expect(requests.length).toBeGreaterThanOrEqual(2_000);
    const allowed = await judge.allowedOf(idOf(path), requests);
    expect(allowed.map(({ action, resource }) => `${action} ${resource}`)).toEqual([]);
  });
});
