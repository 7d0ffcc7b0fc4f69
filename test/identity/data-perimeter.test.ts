import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { App, Stack, Stage, Token } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { SqsSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { AuditTrail, SecureFunction, ZeroTrustChecks } from '../../src';
import { DataClass } from '../../src/core/data-class';
import { SecureBucket } from '../../src/data/secure-bucket';
import { SecureEventBus } from '../../src/data/secure-event-bus';
import { SecureQueue } from '../../src/data/secure-queue';
import { SecureTable } from '../../src/data/secure-table';
import { SecureTopic } from '../../src/data/secure-topic';
import { DataPerimeter } from '../../src/identity/data-perimeter';
import { DataPerimeterProps } from '../../src/identity/data-perimeter-props';
import { SecureSecret } from '../../src/secrets/secure-secret';
import { ZoneNetwork } from '../../src/zone/network/zone-network';
import { TrustZone } from '../../src/zone/trust-zone';
import { AccessRequest, isAllowed } from '../support/access-judge';
import { ACCOUNT, DeployedTemplates } from '../support/deployed-template';
import { findingsOf, stackFindings } from '../support/packs';

const ORGANIZATION = 'o-abcdefghij';
const STRANGER = '999988887777';
const PARTNER = '555566667777';
const code = lambda.Code.fromInline('exports.handler = async () => {};');
const byId = (id: string) => expect.objectContaining({ id });

/** One of each store, read or written by a function in the zone's network. */
function everything(stack: Stack, props: Partial<DataPerimeterProps> = {}): DataPerimeter {
  const perimeter = new DataPerimeter(stack, 'Perimeter', { organizationId: ORGANIZATION, ...props });
  const fn = new SecureFunction(stack, 'Fn', { code });
  new SecureBucket(stack, 'Bucket', { withoutReplica: 'a test' }).grantRead(fn);
  const queue = new SecureQueue(stack, 'Queue');
  queue.grantSendMessages(fn);
  const topic = new SecureTopic(stack, 'Topic', { dataClass: DataClass.RESTRICTED });
  topic.grantPublish(fn);
  topic.addSubscription(new SqsSubscription(queue));
  new SecureEventBus(stack, 'Bus').grantPutEventsTo(fn);
  new SecureTable(stack, 'Table', { partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING } }).grantReadData(fn);
  new SecureSecret(stack, 'Secret').grantRead(fn);
  return perimeter;
}

const stackOf = (build: (stack: Stack) => unknown, props = {}): Stack => {
  const stack = new Stack(new App(), 'Stack', props);
  build(stack);
  return stack;
};

const whole = Template.fromStack(stackOf(everything));

/** What a type of resource has as resource policies: logical id → statements. */
function policies(template: Template, type: string, at: (properties: any) => any): Record<string, any[]> {
  return Object.fromEntries(Object.entries(template.findResources(type)).map(([id, { Properties }]) => [id, [at(Properties)].flat()]));
}

const GUARDED: Record<string, (properties: any) => any> = {
  'AWS::DynamoDB::GlobalTable': (p) => p.Replicas[0].ResourcePolicy?.PolicyDocument.Statement,
  'AWS::KMS::Key': (p) => p.KeyPolicy.Statement,
  'AWS::S3::BucketPolicy': (p) => p.PolicyDocument.Statement,
  'AWS::SecretsManager::ResourcePolicy': (p) => p.ResourcePolicy.Statement,
  'AWS::SNS::TopicPolicy': (p) => p.PolicyDocument.Statement,
  'AWS::SQS::QueuePolicy': (p) => p.PolicyDocument.Statement,
};
const sids = (statements: any[]) => statements.map((statement) => statement.Sid);

describe('in the template', () => {
  test.each(Object.entries(GUARDED))('every %s denies strangers, and services that act for strangers', (type, at) => {
    const found = Object.entries(policies(whole, type, at));
    expect(found.length).toBeGreaterThan(0);
    for (const [id, statements] of found) {
      const expected = ['OnlyOurIdentities', 'ServicesActForUs', ...type === 'AWS::KMS::Key' ? [] : ['FunctionsFromTheirNetwork']];
      expect([id, sids(statements).filter((sid) => expected.includes(sid)).sort()]).toEqual([id, expected.sort()]);
    }
  });

  test('dead letters, access logs and keys are inside, as each store is', () => {
    whole.resourceCountIs('AWS::KMS::Key', 3);
    whole.resourceCountIs('AWS::S3::BucketPolicy', 2);
    // the queue, its dead letters, those of the zone and those of the restricted topic
    whole.resourceCountIs('AWS::SQS::QueuePolicy', 4);
  });

  test('every endpoint denies resources of strangers', () => {
    const endpoints = policies(whole, 'AWS::EC2::VPCEndpoint', (p) => p.PolicyDocument.Statement);
    expect(Object.keys(endpoints)).toHaveLength(6);
    for (const statements of Object.values(endpoints)) {
      expect(statements.at(-1)).toEqual({
        Sid: 'OnlyOurResources',
        Effect: 'Deny',
        Principal: '*',
        Action: '*',
        Resource: '*',
        Condition: {
          StringNotEqualsIfExists: { 'aws:ResourceOrgID': ORGANIZATION, 'aws:ResourceAccount': [{ Ref: 'AWS::AccountId' }] },
          Null: { 'aws:ResourceAccount': 'false' },
        },
      });
    }
  });

  test('the archive of a trail is inside, and the trail still writes to it', async () => {
    const template = Template.fromStack(stackOf((stack) => {
      new DataPerimeter(stack, 'Perimeter', { organizationId: ORGANIZATION });
      new AuditTrail(stack, 'Trail');
    }));
    const buckets = policies(template, 'AWS::S3::BucketPolicy', GUARDED['AWS::S3::BucketPolicy']);
    expect(Object.keys(buckets)).toHaveLength(2);
    for (const statements of Object.values(buckets)) expect(sids(statements)).toContain('OnlyOurIdentities');

    const archive = Object.values(new DeployedTemplates([template.toJSON()]).resources('AWS::S3::BucketPolicy'))
      .find(({ PolicyDocument }) => JSON.stringify(PolicyDocument).includes('TrailWrites'))!;
    const writes = (account: string) => isAllowed({
      principal: 'cloudtrail.amazonaws.com',
      action: 's3:PutObject',
      resource: archive.PolicyDocument.Statement.find(({ Sid }: any) => Sid === 'TrailWrites').Resource.replace('*', 'x'),
      resourcePolicy: archive.PolicyDocument,
      context: {
        'aws:PrincipalIsAWSService': 'true',
        'aws:SourceAccount': account,
        'aws:SourceArn': archive.PolicyDocument.Statement.find(({ Sid }: any) => Sid === 'TrailWrites').Condition.StringEquals['aws:SourceArn'],
        's3:x-amz-acl': 'bucket-owner-full-control',
        's3:TlsVersion': '1.3',
      },
    });
    expect(await writes(ACCOUNT)).toBe(true);
    expect(await writes(STRANGER)).toBe(false);
  });

  test('a bus takes three more resources, and nothing else takes any', () => {
    const without = Template.fromStack(stackOf((stack) => {
      const props = { organizationId: ORGANIZATION, zone: new TrustZone(new Stack(stack.node.root as App, 'Elsewhere'), 'Zone') };
      everything(stack, props);
    }));
    const count = (template: Template) => Object.keys(template.toJSON().Resources).length;
    expect(count(whole) - count(without)).toBe(3);
    whole.resourceCountIs('AWS::Events::EventBusPolicy', 3);
  });

  test('what comes before the perimeter is inside, as what comes after it', () => {
    const before = Template.fromStack(stackOf((stack) => {
      new SecureFunction(stack, 'Fn', { code });
      new SecureQueue(stack, 'Queue').grantSendMessages(new SecureFunction(stack, 'Other', { code }));
      new DataPerimeter(stack, 'Perimeter', { organizationId: ORGANIZATION });
    }));
    for (const statements of Object.values(policies(before, 'AWS::SQS::QueuePolicy', GUARDED['AWS::SQS::QueuePolicy']))) {
      expect(sids(statements)).toEqual(expect.arrayContaining(['OnlyOurIdentities', 'ServicesActForUs', 'FunctionsFromTheirNetwork']));
    }
  });

  test('nothing is said of networks when the zone has none', () => {
    const template = Template.fromStack(stackOf((stack) => {
      const zone = new TrustZone(stack, 'Zone', { network: ZoneNetwork.none('a test') });
      new DataPerimeter(zone, 'Perimeter', { organizationId: ORGANIZATION });
      new SecureQueue(zone, 'Queue').grantSendMessages(new SecureFunction(zone, 'Fn', { code }));
    }));
    expect(JSON.stringify(template.toJSON())).not.toContain('FunctionsFromTheirNetwork');
    expect(JSON.stringify(template.toJSON())).toContain('OnlyOurIdentities');
  });

  test('other networks count too, also when the zone has none', () => {
    const template = Template.fromStack(stackOf((stack) => {
      const zone = new TrustZone(stack, 'Zone', { network: ZoneNetwork.none('a test') });
      const vpc = ec2.Vpc.fromVpcAttributes(stack, 'Vpc', { vpcId: 'vpc-other', availabilityZones: ['a'] });
      new DataPerimeter(zone, 'Perimeter', { organizationId: ORGANIZATION, networks: [vpc] });
      new SecureQueue(zone, 'Queue');
    }));
    const statement = Match.objectLike({ Sid: 'FunctionsFromTheirNetwork', Condition: Match.objectLike({ StringNotEqualsIfExists: { 'aws:SourceVpc': ['vpc-other'] } }) });
    template.hasResourceProperties('AWS::SQS::QueuePolicy', { PolicyDocument: Match.objectLike({ Statement: Match.arrayWith([statement]) }) });
  });

  test('resources of AWS are left out of what an endpoint denies', () => {
    const bucket = 'arn:aws:s3:::al2023-repos-eu-west-1-de612dc2/*';
    const template = Template.fromStack(stackOf((stack) => everything(stack, { resourcesOfAws: [bucket] })));
    const [statements] = Object.values(policies(template, 'AWS::EC2::VPCEndpoint', (p) => p.PolicyDocument.Statement));
    expect(statements.at(-1)).toMatchObject({ NotResource: bucket });
    expect(statements.at(-1).Resource).toBeUndefined();
  });

  test('the perimeter is around its zone alone', () => {
    const template = Template.fromStack(stackOf((stack) => {
      const zone = new TrustZone(new Stack(stack.node.root as App, 'Elsewhere'), 'Zone');
      new DataPerimeter(zone, 'Perimeter', { organizationId: ORGANIZATION });
      new SecureQueue(stack, 'Queue');
    }));
    expect(JSON.stringify(template.toJSON())).not.toContain('OnlyOurIdentities');
  });

  test('queues that the CDK makes have no place in the perimeter until they join the zone', () => {
    const stack = new Stack(new App(), 'Stack');
    const zone = new TrustZone(stack, 'Zone');
    new DataPerimeter(zone, 'Perimeter', { organizationId: ORGANIZATION });
    new sqs.Queue(stack, 'Plain');
    zone._join(new sqs.Queue(stack, 'Joined'));
    const template = Template.fromStack(stack);
    template.resourceCountIs('AWS::SQS::Queue', 2);
    template.resourceCountIs('AWS::SQS::QueuePolicy', 1);
  });

  test('nothing is open in the five packs and ours, and the perimeter acknowledges nothing', () => {
    const { open, acknowledged } = stackFindings(everything);
    expect(open).toEqual([]);
    expect(acknowledged.filter(({ path }) => path.includes('Perimeter'))).toEqual([]);
    const ours = findingsOf((app) => { everything(new Stack(app, 'Stack')); }, [new ZeroTrustChecks()], { context: {} });
    expect(ours.open.filter(({ rule }) => !rule.includes('ZT-SECRETS-007'))).toEqual([]);
  });

  test.each(['cn-north-1', 'us-gov-west-1'])('in %s nothing names another partition', (region) => {
    const json = JSON.stringify(Template.fromStack(stackOf((stack) => {
      new TrustZone(stack, 'Zone', { prefixLists: { s3: 'pl-1', dynamodb: 'pl-2' } });
      everything(stack);
    }, { env: { region, account: ACCOUNT } })).toJSON());
    expect(json).not.toMatch(/arn:aws:/);
  });
});

describe('by an independent judge', () => {
  const deployed = new DeployedTemplates([whole.toJSON()]);
  const vpc = Object.keys(deployed.resources('AWS::EC2::VPC'))[0];
  const bucketId = Object.keys(deployed.resources('AWS::S3::Bucket')).find((id) => id.startsWith('Bucket'))!;
  const bucketPolicy = Object.values(deployed.resources('AWS::S3::BucketPolicy')).find(({ Bucket }) => Bucket === bucketId)!.PolicyDocument;
  const open = { Version: '2012-10-17', Statement: [...bucketPolicy.Statement, { Effect: 'Allow', Principal: '*', Action: 's3:*', Resource: '*' }] };
  const object = `${deployed.arnOf(bucketId)}/a`;
  const ours = { 'aws:PrincipalOrgID': ORGANIZATION, 'aws:PrincipalAccount': ACCOUNT };

  const reads = (principal: string, context: Record<string, string>, resourcePolicy: any = open): AccessRequest => ({
    principal, action: 's3:GetObject', resource: object, context, resourcePolicy,
  });
  const role = (account: string) => `arn:aws:iam::${account}:role/Reader`;

  test('a stranger stays out, even where somebody opened the bucket to everyone', async () => {
    expect(await isAllowed(reads(role(STRANGER), { 'aws:PrincipalOrgID': 'o-strangers11', 'aws:PrincipalAccount': STRANGER }))).toBe(false);
    expect(await isAllowed(reads(role(STRANGER), { 'aws:PrincipalAccount': STRANGER }))).toBe(false);
    const withoutPerimeter = { ...open, Statement: open.Statement.filter(({ Sid }: any) => Sid !== 'OnlyOurIdentities') };
    expect(await isAllowed(reads(role(STRANGER), { 'aws:PrincipalAccount': STRANGER }, withoutPerimeter))).toBe(true);
  });

  test('another account of the organisation may be let in', async () => {
    expect(await isAllowed(reads(role('222233334444'), { 'aws:PrincipalOrgID': ORGANIZATION, 'aws:PrincipalAccount': '222233334444' }))).toBe(true);
  });

  test('the account itself is never locked out, whatever organisation it is in', async () => {
    expect(await isAllowed(reads(role(ACCOUNT), { 'aws:PrincipalOrgID': 'o-wrongwrong1', 'aws:PrincipalAccount': ACCOUNT }))).toBe(true);
    expect(await isAllowed({ ...reads(role(ACCOUNT), { 'aws:PrincipalAccount': ACCOUNT }), action: 's3:PutBucketPolicy', resource: deployed.arnOf(bucketId) })).toBe(true);
  });

  test('a trusted account is inside, and no other', async () => {
    const trusting = new DeployedTemplates([Template.fromStack(stackOf((stack) => everything(stack, { trustedAccounts: [PARTNER] }))).toJSON()]);
    const statements = Object.values(trusting.resources('AWS::S3::BucketPolicy')).find(({ Bucket }) => Bucket === bucketId)!.PolicyDocument.Statement;
    const policy = { Version: '2012-10-17', Statement: [...statements, open.Statement.at(-1)] };
    expect(await isAllowed(reads(role(PARTNER), { 'aws:PrincipalAccount': PARTNER }, policy))).toBe(true);
    expect(await isAllowed(reads(role(STRANGER), { 'aws:PrincipalAccount': STRANGER }, policy))).toBe(false);
  });

  test('a service acts for us, and not for strangers', async () => {
    const service = (context: Record<string, string>) => isAllowed(reads('delivery.logs.amazonaws.com', { 'aws:PrincipalIsAWSService': 'true', ...context }));
    expect(await service({ 'aws:SourceAccount': ACCOUNT, 'aws:SourceOrgID': ORGANIZATION })).toBe(true);
    expect(await service({ 'aws:SourceAccount': '222233334444', 'aws:SourceOrgID': ORGANIZATION })).toBe(true);
    expect(await service({})).toBe(true);
    expect(await service({ 'aws:SourceAccount': STRANGER, 'aws:SourceOrgID': 'o-strangers11' })).toBe(false);
    expect(await service({ 'aws:SourceAccount': STRANGER })).toBe(false);
  });

  test('credentials of a function are good in its network only; people and pollers are not met', async () => {
    const fn = { ...ours, 'lambda:SourceFunctionArn': `arn:aws:lambda:eu-west-1:${ACCOUNT}:function:Fn` };
    expect(await isAllowed(reads(role(ACCOUNT), { ...fn, 'aws:SourceVpc': vpc }))).toBe(true);
    expect(await isAllowed(reads(role(ACCOUNT), { ...fn, 'aws:SourceVpc': 'vpc-strange' }))).toBe(false);
    expect(await isAllowed(reads(role(ACCOUNT), fn))).toBe(false);
    expect(await isAllowed(reads(role(ACCOUNT), { ...fn, 'aws:ViaAWSService': 'true' }))).toBe(true);
    expect(await isAllowed(reads(role(ACCOUNT), ours))).toBe(true);
  });

  test('through an endpoint a function reaches resources of the organisation, and no stranger\'s', async () => {
    const [endpoint] = Object.values(deployed.resources('AWS::EC2::VPCEndpoint')).filter(({ ServiceName }) => ServiceName.endsWith('.s3'));
    const allowing = { ...endpoint.PolicyDocument, Statement: [{ Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' }, ...endpoint.PolicyDocument.Statement] };
    const writes = (context: Record<string, string>, resourceAccount: string) => isAllowed({
      principal: role(ACCOUNT),
      action: 's3:PutObject',
      resource: 'arn:aws:s3:::somewhere/a',
      resourceAccount,
      endpointPolicy: allowing,
      context: { ...ours, 'aws:ResourceAccount': resourceAccount, ...context },
      resourcePolicy: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: '*', Action: 's3:*', Resource: '*' }] },
    });
    expect(await writes({ 'aws:ResourceOrgID': ORGANIZATION }, '222233334444')).toBe(true);
    expect(await writes({ 'aws:ResourceOrgID': 'o-strangers11' }, STRANGER)).toBe(false);
    expect(await writes({}, STRANGER)).toBe(false);
    expect(await writes({}, ACCOUNT)).toBe(true);
  });
});

describe('for the organisation', () => {
  const props = { organizationId: ORGANIZATION, breakGlassRoles: ['emergency/BreakGlass*'], trustedAccounts: [PARTNER] };
  const [rcp, resourceScp, guardrails, ec2Policy, s3Policy] = DataPerimeter.policiesFor(props);
  const someone = `arn:aws:iam::${ACCOUNT}:role/Admin`;
  const breakGlass = `arn:aws:iam::${ACCOUNT}:role/emergency/BreakGlassOps`;
  const root = { AWS: `arn:aws:iam::${ACCOUNT}:root` };
  const keyPolicy = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: root, Action: 'kms:*', Resource: '*' }] };
  const by = (principal: string, action: string, resource = '*', context: Record<string, string> = {}) => isAllowed({
    principal,
    action,
    resource,
    context,
    serviceControlPolicies: [guardrails.content],
    resourcePolicy: action.startsWith('kms:') ? keyPolicy : undefined,
  });

  test('every policy is within what AWS Organizations takes, in the form that its type takes', () => {
    expect([rcp, resourceScp, guardrails, ec2Policy, s3Policy].map(({ policyType }) => policyType)).toEqual([
      'RESOURCE_CONTROL_POLICY', 'SERVICE_CONTROL_POLICY', 'SERVICE_CONTROL_POLICY', 'DECLARATIVE_POLICY_EC2', 'S3_POLICY',
    ]);
    for (const policy of [rcp, resourceScp, guardrails]) {
      expect(policy.toText().length).toBeLessThanOrEqual(5_120);
      for (const statement of policy.content.Statement) {
        expect(statement.Effect).toBe('Deny');
        expect(statement.Principal).toBe(policy === rcp ? '*' : undefined);
      }
    }
    expect(ec2Policy.content.ec2_attributes).toMatchObject({
      image_block_public_access: { state: { '@@assign': 'block_new_sharing' } },
      serial_console_access: { status: { '@@assign': 'disabled' } },
      snapshot_block_public_access: { state: { '@@assign': 'block_all_sharing' } },
      vpc_block_public_access: { internet_gateway_block: { mode: { '@@assign': 'block_ingress' } } },
    });
    expect(s3Policy.content).toEqual({ s3_attributes: { public_access_block_configuration: { '@@assign': 'all' } } });
  });

  test('a resource control policy keeps strangers out of roles and buckets that were opened to them', async () => {
    const open = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' }] };
    const rcps = [rcp.content];
    const asks = (action: string, resource: string, account: string, organization?: string, resourceControlPolicies = rcps) => isAllowed({
      principal: `arn:aws:iam::${account}:role/Someone`,
      action,
      resource,
      resourcePolicy: open,
      resourceControlPolicies,
      context: { 'aws:PrincipalAccount': account, ...organization && { 'aws:PrincipalOrgID': organization } },
    });
    for (const [action, resource] of [['s3:GetObject', 'arn:aws:s3:::bucket/a'], ['sts:AssumeRole', `arn:aws:iam::${ACCOUNT}:role/Opened`]]) {
      expect(await asks(action, resource, STRANGER)).toBe(false);
      expect(await asks(action, resource, STRANGER, undefined, [])).toBe(true);
      expect(await asks(action, resource, '222233334444', ORGANIZATION)).toBe(true);
      expect(await asks(action, resource, PARTNER)).toBe(true);
    }
  });

  test('a service may still assume the roles that are for it', async () => {
    const trust = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }] };
    const assumes = (context: Record<string, string>) => isAllowed({
      principal: 'lambda.amazonaws.com',
      action: 'sts:AssumeRole',
      resource: `arn:aws:iam::${ACCOUNT}:role/Fn`,
      resourcePolicy: trust,
      resourceControlPolicies: [rcp.content],
      context: { 'aws:PrincipalIsAWSService': 'true', ...context },
    });
    expect(await assumes({})).toBe(true);
    expect(await assumes({ 'aws:SourceAccount': STRANGER })).toBe(false);
  });

  test('a service control policy keeps data from being written to strangers', async () => {
    const writes = (context: Record<string, string>, action = 's3:PutObject') => isAllowed({
      principal: someone,
      action,
      resource: 'arn:aws:s3:::somewhere/a',
      resourceAccount: context['aws:ResourceAccount'],
      context,
      resourcePolicy: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' }] },
      serviceControlPolicies: [resourceScp.content],
    });
    expect(await writes({ 'aws:ResourceAccount': STRANGER })).toBe(false);
    expect(await writes({ 'aws:ResourceAccount': STRANGER, 'aws:ResourceOrgID': ORGANIZATION })).toBe(true);
    expect(await writes({ 'aws:ResourceAccount': PARTNER })).toBe(true);
    expect(await writes({ 'aws:ResourceAccount': STRANGER }, 's3:GetObject')).toBe(true);
  });

  test.each([
    ['organizations:LeaveOrganization', '*'],
    ['cloudtrail:StopLogging', `arn:aws:cloudtrail:eu-west-1:${ACCOUNT}:trail/Trail`],
    ['kms:ScheduleKeyDeletion', `arn:aws:kms:eu-west-1:${ACCOUNT}:key/1`],
    ['iam:CreateUser', `arn:aws:iam::${ACCOUNT}:user/someone`],
    ['s3:PutAccountPublicAccessBlock', '*'],
  ])('guardrails deny %s to everyone but the roles for emergencies', async (action, resource) => {
    expect(await by(someone, action, resource)).toBe(false);
    expect(await by(breakGlass, action, resource)).toBe(true);
  });

  test('guardrails leave daily work alone', async () => {
    expect(await by(someone, 's3:PutBucketPolicy', 'arn:aws:s3:::bucket')).toBe(true);
    expect(await by(someone, 'cloudtrail:UpdateTrail', `arn:aws:cloudtrail:eu-west-1:${ACCOUNT}:trail/Trail`)).toBe(true);
    expect(await by(someone, 'iam:CreateRole', `arn:aws:iam::${ACCOUNT}:role/Fn`)).toBe(true);
  });

  test('nobody but a role for emergencies makes or changes one', async () => {
    expect(await by(someone, 'iam:CreateRole', breakGlass)).toBe(false);
    expect(await by(someone, 'iam:UpdateAssumeRolePolicy', breakGlass)).toBe(false);
    expect(await by(breakGlass, 'iam:UpdateAssumeRolePolicy', breakGlass)).toBe(true);
  });

  test('without roles for emergencies nobody is spared', () => {
    const [, , strict] = DataPerimeter.policiesFor({ organizationId: ORGANIZATION });
    expect(strict.toText()).not.toContain('ArnNotLike');
    expect(strict.content.Statement.map(({ Sid }: any) => Sid)).not.toContain('OnlyBreakGlassChangesBreakGlass');
  });

  test('functions whose URL asks for nobody cannot be made', async () => {
    const makes = (type: string) => by(someone, 'lambda:CreateFunctionUrlConfig', `arn:aws:lambda:eu-west-1:${ACCOUNT}:function:Fn`, { 'lambda:FunctionUrlAuthType': type });
    expect(await makes('NONE')).toBe(false);
    expect(await makes('AWS_IAM')).toBe(true);
  });

  test.each([
    ['once for zones of several stacks and stages that have the same', [{}, {}, {}], 1],
    ['for each set that differs', [{}, { trustedAccounts: ['444455556666'] }, {}], 2],
  ])('are written %s', (_, perimeters, folders) => {
    const outdir = mkdtempSync(join(tmpdir(), 'zt-perimeter-'));
    try {
      const app = new App({ outdir });
      perimeters.forEach((more, i) => {
        const scope = i === 2 ? new Stage(app, 'Stage') : app;
        const perimeter = new DataPerimeter(new Stack(scope, `Stack${i}`), 'Perimeter', { ...props, ...more });
        expect(perimeter.policies).toHaveLength(5);
      });
      app.synth();
      expect(readdirSync(join(outdir, 'organization-policies'))).toHaveLength(folders);
      expect(readdirSync(outdir, { recursive: true }).filter((file) => String(file).endsWith('organization-policies'))).toEqual(['organization-policies']);
    } finally {
      rmSync(outdir, { recursive: true, force: true });
    }
  });

  test('files with the same text stand in the assembly, the same each time', () => {
    const write = () => {
      const outdir = mkdtempSync(join(tmpdir(), 'zt-perimeter-'));
      try {
        const app = new App({ outdir });
        const perimeter = new DataPerimeter(new Stack(app, 'Stack'), 'Perimeter', props);
        app.synth();
        const [folder, ...others] = readdirSync(join(outdir, 'organization-policies'));
        expect(others).toEqual([]);
        const path = join(outdir, 'organization-policies', folder);
        const files = Object.fromEntries(readdirSync(path).sort().map((file) => [file, readFileSync(join(path, file), 'utf-8')]));
        expect(Object.values(files).sort()).toEqual(perimeter.policies.map((policy) => policy.toText()).sort());
        return files;
      } finally {
        rmSync(outdir, { recursive: true, force: true });
      }
    };
    const files = write();
    expect(Object.keys(files)).toEqual([
      'zero-trust-ec2.declarative_policy_ec2.json', 'zero-trust-guardrails.service_control_policy.json',
      'zero-trust-identity-perimeter.resource_control_policy.json', 'zero-trust-resource-perimeter.service_control_policy.json',
      'zero-trust-s3.s3_policy.json',
    ]);
    expect(write()).toEqual(files);
  });

  test('files name the partition of the stack', () => {
    const stack = new Stack(new App(), 'Stack', { env: { region: 'us-gov-west-1' } });
    const { policies: [, , inGov] } = new DataPerimeter(stack, 'Perimeter', props);
    expect(inGov.toText()).toContain('arn:aws-us-gov:iam::*:role/emergency/BreakGlass*');
    expect(guardrails.toText()).toContain('"arn:aws:iam::*:role/emergency/BreakGlass*"');
  });
});

describe('refuses', () => {
  const made = (props: Partial<DataPerimeterProps>) => () => new DataPerimeter(new Stack(new App(), 'Stack'), 'Perimeter', { organizationId: ORGANIZATION, ...props });

  test.each(['', 'abcdefghij', 'o-short', 'o-*', Token.asString({ Ref: 'Organization' })])('the organisation %p', (organizationId) => {
    expect(made({ organizationId })).toThrow(byId('BadOrganization'));
  });

  test.each(['*', '1234', '11112222333a'])('the trusted account %p', (account) => {
    expect(made({ trustedAccounts: [account] })).toThrow(byId('BadAccount'));
  });

  test.each(['*', 'Br*', '*Admin', '/Admin', 'a b'])('the role for emergencies %p', (name) => {
    expect(made({ breakGlassRoles: [name] })).toThrow(byId('BadRoleName'));
  });

  test.each(['*', 'arn:aws:s3:::*', 'arn:aws:s3:::a*', 'bucket'])('the resource of AWS %p', (arn) => {
    expect(made({ resourcesOfAws: [arn] })).toThrow(byId('BadResource'));
  });

  test('more than a policy can hold', () => {
    const trustedAccounts = Array.from({ length: 400 }, (_, i) => String(100000000000 + i));
    expect(made({ trustedAccounts })).toThrow(byId('PolicyTooLong'));
  });

  test('a second perimeter around a zone, before anything is made', () => {
    const stack = new Stack(new App(), 'Stack');
    new DataPerimeter(stack, 'One', { organizationId: ORGANIZATION });
    expect(() => new DataPerimeter(stack, 'Two', { organizationId: ORGANIZATION })).toThrow(byId('SecondPerimeter'));
    expect(stack.node.tryFindChild('Two')).toBeUndefined();
  });
});
