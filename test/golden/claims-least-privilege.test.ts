import { App } from 'aws-cdk-lib';
import { LeastPrivilege } from './least-privilege-suite';
import { SERVICE_ROLES } from './service-roles';
import { addClaimsStacks } from '../../examples/claims-platform/app';
import { Request } from '../support/iam-judge';

jest.setTimeout(600_000);

const app = new App();
addClaimsStacks(app);
const claims = new LeastPrivilege(app, [
  'access-analyzer', 'athena', 'cloudfront', 'cloudtrail', 'cloudwatch', 'cognito-idp', 'dynamodb', 'ec2', 'events', 'execute-api', 'firehose', 'glue',
  'guardduty', 'iam', 'kms', 'lambda', 'logs', 'network-firewall', 's3', 'scheduler', 'secretsmanager', 'sns', 'sqs', 'states', 'sts', 'verifiedpermissions',
  'vpc-lattice', 'vpc-lattice-svcs', 'wafv2', 'xray',
]);

claims.isProved();

test('one zone reaches into the other by the link alone, whose log goes to the SIEM of the zone that it leads to', () => {
  const across = claims.edges.filter(({ caller, target }) => caller.startsWith('Intake/') && target.startsWith('Assessment/'));
  expect(across.map(({ caller, intent, target }) => `${caller} ${intent} ${target}`)).toEqual([
    'Intake/ClaimsLink/Logs publish Assessment/Zone/Siem', 'Intake/ClaimsLink invoke Assessment/serve-claims',
  ]);
  expect(claims.edges.filter(({ caller, target }) => caller.startsWith('Assessment/') && target.startsWith('Intake/'))).toEqual([]);
});

const may = (caller: string, action: string, resource: string, context?: Request['context']) => claims.judge.allows(claims.idOf(caller), { action, resource, context });

/** The items that pass an asynchronous test. */
async function those<T>(items: T[], test: (item: T) => Promise<boolean>): Promise<T[]> {
  const passed: T[] = [];
  for (const item of items) if (await test(item)) passed.push(item);
  return passed;
}

describe.each([
  ['Assessment', /^(Assessment|Notices)\//],
  ['Intake', /^Intake\//],
])('the responder of %s', (stack, inZone) => {
  const responder = `${stack}/Zone/Responder`;
  const members = claims.functions.filter((path) => inZone.test(path) && !path.startsWith(responder));
  const roles = Object.keys(claims.deployed.resources('AWS::IAM::Role')).map((id) => claims.deployed.arnOf(id));
  const mapping = Object.values(claims.deployed.arns()).find((arn) => arn.includes(':event-source-mapping:'))!;

  test('isolates the functions of its zone, whatever stack they are in, and none of its own or of the other zone', async () => {
    for (const action of ['lambda:PutFunctionConcurrency', 'lambda:DeleteFunctionConcurrency', 'lambda:TagResource']) {
      const reached = await those(claims.functions, (path) => may(`${responder}/IsolateFunction`, action, claims.arnOf(path)));
      expect([action, reached]).toEqual([action, members]);
    }
    const mapped = await those(claims.functions, (path) => may(`${responder}/IsolateFunction`, 'lambda:UpdateEventSourceMapping', mapping, { 'lambda:FunctionArn': claims.arnOf(path) }));
    expect(mapped).toEqual(members);
  });

  test('attaches its own quarantine policy to their roles, and neither another policy nor to another role', async () => {
    const ofMembers = members.map((path) => claims.arnOf(`${path}Own/Role`));
    const policies = Object.keys(claims.deployed.resources('AWS::IAM::ManagedPolicy')).map((id) => claims.deployed.arnOf(id));
    const quarantine = claims.arnOf(`${responder}/Quarantine`);
    for (const action of ['iam:AttachRolePolicy', 'iam:DetachRolePolicy']) {
      const attach = (role: string, policy: string) => may(`${responder}/Machine`, action, role, { 'iam:PolicyARN': policy });
      expect((await those(roles, (role) => attach(role, quarantine))).sort()).toEqual([...ofMembers].sort());
      expect(await those([...policies, 'arn:aws:iam::aws:policy/AdministratorAccess'], (policy) => attach(ofMembers[0], policy))).toEqual([quarantine]);
    }
  });

  test('hands one role on, to EventBridge Scheduler alone', async () => {
    const pass = (role: string, service: string) => may(`${responder}/Coordinate`, 'iam:PassRole', role, { 'iam:PassedToService': `${service}.amazonaws.com` });
    const expiry = claims.arnOf(`${responder}/ExpiryRole`);
    expect(await those(roles, (role) => pass(role, 'scheduler'))).toEqual([expiry]);
    expect(await those(['lambda', 'states', 'events', 'ec2', 'scheduler', 'firehose'], (service) => pass(expiry, service))).toEqual(['scheduler']);
    expect(await may(`${responder}/Coordinate`, 'iam:PassRole', expiry)).toBe(false);
  });
});

test('findings are put on the bus by the two detectors, in their own name and in no other', async () => {
  const bus = claims.arnOf('arn:*:events:eu-west-1:*:event-bus/default');
  const put = (caller: string, source: string, type = 'Finding') => may(caller, 'events:PutEvents', bus, { 'events:source': [source], 'events:detail-type': [type] });
  const detectors = ['Intake/Zone/Detections/Function', 'Intake/Zone/LogDetections/Function'];
  expect(await those(claims.functions, (path) => put(path, 'zero-trust'))).toEqual(detectors);
  for (const detector of detectors) {
    expect(await put(detector, 'aws.guardduty')).toBe(false);
    expect(await put(detector, 'zero-trust', 'Decision')).toBe(false);
    expect(await may(detector, 'events:PutEvents', bus, { 'events:source': ['zero-trust', 'claims.assessment'], 'events:detail-type': ['Finding'] })).toBe(false);
  }
});

test('evidence is read by who checks it, once GuardDuty found no threat in it', async () => {
  const statement = `${claims.arnOf('Intake/Evidence')}/statements/key`;
  const read = (caller: string, status?: string) => may(caller, 's3:GetObject', statement, status ? { 's3:ExistingObjectTag/GuardDutyMalwareScanStatus': status } : undefined);
  expect(await those(claims.functions, (path) => read(path, 'NO_THREATS_FOUND'))).toEqual(['Intake/check-evidence']);
  for (const status of ['THREATS_FOUND', 'UNSUPPORTED', 'ACCESS_DENIED', 'FAILED', undefined]) expect([status, await read('Intake/check-evidence', status)]).toEqual([status, false]);
});

describe('of the roles that services and people assume', () => {
  const roles = claims.deployed.resources('AWS::IAM::Role');
  const ofCode = [...claims.functions, ...claims.machines].map((path) => claims.deployed.arnOf(claims.idOf(`${path}Own/Role`)));
  const others = Object.keys(roles).filter((id) => !ofCode.includes(claims.deployed.arnOf(id)));

  test('people have no policy of this app, and need MFA', () => {
    const people = others.filter((id) => roles[id].AssumeRolePolicyDocument.Statement.some(({ Principal }: any) => JSON.stringify(Principal.AWS ?? '').includes(':root')));
    expect(people.map((id) => id.replace(/[0-9A-F]{8}$/, ''))).toEqual(['Account.PeopleAdjusters']);
    for (const id of people) expect(JSON.stringify(roles[id].AssumeRolePolicyDocument)).toContain('aws:MultiFactorAuthPresent');
  });

  test.each(others.filter((id) => !id.startsWith('Account.People')))('%s may do what its service asks for, and nothing else', async (id) => {
    const [stack, role] = id.split('.');
    const known = SERVICE_ROLES.filter((one) => one.role.test(role));
    expect(known).toHaveLength(1);
    const keys = Object.keys(claims.deployed.resources('AWS::KMS::Key')).filter((key) => key.startsWith(`${stack}.`)).map((key) => claims.deployed.arnOf(key));
    const plain = (text: string) => text.replaceAll('-', '').toLowerCase();
    const isOwn = (resource: string) => /^\*$|:rule\/[\w-]+key$/.test(resource) || keys.includes(resource) || plain(resource).includes(plain(stack)) || role.startsWith('ApiLoggingRole');
    const allowed = await claims.judge.allowedOfRole(id, await claims.requests());
    const isMeant = ({ action, resource }: Request) => known[0].may.some(([actions, on]) => actions.includes(action) && on.test(resource));
    const isKnown = (request: Request) => isOwn(request.resource) && isMeant(request);
    const beyond = allowed.filter((request) => !isKnown(request));
    expect(beyond.map(({ action, resource }) => `${action} ${resource}`).filter((request) => request !== 'sts:GetCallerIdentity *')).toEqual([]);
    const isAllowed = (action: string, on: RegExp) => allowed.some((one) => one.action === action && on.test(one.resource));
    const missing = known[0].may.flatMap(([actions, on]) => actions.filter((action) => !isAllowed(action, on)));
    expect(missing).toEqual([]);
  });
});
