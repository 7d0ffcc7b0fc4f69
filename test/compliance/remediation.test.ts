import { spawnSync } from 'child_process';
import { createServer, IncomingMessage, Server } from 'http';
import { AddressInfo } from 'net';
import { PutPublicAccessBlockCommand, S3Client } from '@aws-sdk/client-s3';
import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { ComplianceBaseline, IncidentResponder, Play, RecorderSource, Remediation, TrustZone } from '../../src';
import { GUARD_RULES } from '../../src/frameworks/conformance/guard-rules';
import { itemText } from '../../src/frameworks/conformance/guard-text';
import { evaluateGuard } from '../frameworks/conformance/support/cfn-guard';
import { isAllowed } from '../support/access-judge';
import { ACCOUNT, DeployedTemplates } from '../support/deployed-template';

const TAG = { key: 'app', value: 'orders' };
const REMEDIATIONS = [
  Remediation.blockPublicBuckets(['orders-*']), Remediation.versionBuckets(['orders-*']), Remediation.revokeOpenIngress(TAG), Remediation.retainLogs(['/aws/lambda/orders-*']),
  Remediation.rotateKeys(TAG, { maxAttempts: 1 }), Remediation.deactivateOldAccessKeys(['deploy-*']),
];

const stack = new Stack(new App(), 'Account');
const zone = new TrustZone(stack, 'Zone');
const responder = new IncidentResponder(zone, 'Responder', { plays: [Play.notify(zone.alarmTopic)] });
new ComplianceBaseline(stack, 'Compliance', { zone, responder, recorder: RecorderSource.existing('platform'), remediate: REMEDIATIONS });
const template = Template.fromStack(stack);
const deployed = new DeployedTemplates([template.toJSON()]);

const of = (type: string, name: string): any => Object.entries<any>(template.findResources(type)).find(([id]) => id.startsWith(`Compliance${name}`))![1].Properties;
const documentOf = (name: string) => of('AWS::SSM::Document', name).Content;
const stepsOf = (name: string): any[] => documentOf(name).mainSteps;

/** boto3 with what the scripts ask for; what is changed is printed as JSON. */
const FAKE_BOTO3 = `
import datetime, json, sys, types

world = json.loads(sys.argv[1])
changes = []

class ClientError(Exception):
    def __init__(self, code):
        self.response = {'Error': {'Code': code}}

class Client:
    def __init__(self, service):
        self.service = service
    def get_bucket_tagging(self, Bucket):
        if world.get('fails'): raise ClientError(world['fails'])
        return {'TagSet': [{'Key': key, 'Value': ''} for key in world['tags']]}
    def get_item(self, TableName, Key, ConsistentRead):
        return {'Item': {}} if Key['id']['S'] in world['incidents'] else {}
    def describe_security_groups(self, GroupIds):
        return {'SecurityGroups': [{'Tags': [{'Key': key} for key in world['tags']]}]}
    def list_tags_for_resource(self, resourceArn):
        return {'tags': {key: '' for key in world['tags']}}
    def list_resource_tags(self, KeyId):
        return {'Tags': [{'TagKey': key} for key in world['tags']]}
    def list_user_tags(self, UserName):
        return {'Tags': [{'Key': key} for key in world['tags']]}
    def list_discovered_resources(self, resourceType, resourceIds):
        return {'resourceIdentifiers': [{'resourceName': 'deploy-bot'}]}
    def describe_security_group_rules(self, Filters):
        return {'SecurityGroupRules': world['rules']}
    def revoke_security_group_ingress(self, GroupId, SecurityGroupRuleIds):
        changes.append(SecurityGroupRuleIds)
    def list_access_keys(self, UserName):
        now = datetime.datetime.now(datetime.timezone.utc)
        return {'AccessKeyMetadata': [{**key, 'CreateDate': now - datetime.timedelta(days=key['days'])} for key in world.get('keys', [])]}
    def update_access_key(self, UserName, AccessKeyId, Status):
        changes.append([UserName, AccessKeyId, Status])

boto3 = types.ModuleType('boto3')
boto3.client = Client
exceptions = types.ModuleType('botocore.exceptions')
exceptions.ClientError = ClientError
sys.modules.update({'boto3': boto3, 'botocore': types.ModuleType('botocore'), 'botocore.exceptions': exceptions})

namespace = {}
exec(sys.argv[2], namespace)
result = namespace[sys.argv[3]](json.loads(sys.argv[4]), None)
print(json.dumps({'result': result, 'changes': changes}))
`;

interface World {
  readonly tags?: string[];
  readonly incidents?: string[];
  readonly fails?: string;
  readonly rules?: object[];
  readonly keys?: object[];
}

/** What a script step does to the world; throws as Automation ends the execution. */
function runScript(step: any, resourceId: string, world: World): { result: any; changes: any[] } {
  const { Script, Handler, InputPayload } = step.inputs;
  const payload = Object.fromEntries(Object.entries<any>(InputPayload).map(([key, value]) => [key, resolved(value).replace('{{ ResourceId }}', resourceId)]));
  const { status, stdout, stderr } = spawnSync('python3', ['-c', FAKE_BOTO3, JSON.stringify({ tags: [], incidents: [], ...world }), Script, Handler, JSON.stringify(payload)], { encoding: 'utf-8' });
  if (status !== 0) throw new Error(stderr.trim().split('\n').pop());
  return JSON.parse(stdout);
}

/** What deployment fills in. */
function resolved(value: any): string {
  if (typeof value === 'string') return value;
  if (value['Fn::Join']) return value['Fn::Join'][1].map(resolved).join('');
  return ({ 'AWS::Partition': 'aws', 'AWS::Region': 'eu-west-1', 'AWS::AccountId': ACCOUNT } as Record<string, string>)[value.Ref] ?? String(value.Ref);
}

describe('the first step', () => {
  const hold = (name: string, world: World, resourceId = 'orders-data') => () => runScript(stepsOf(name)[0], resourceId, world);

  test.each(['BlockPublicBuckets', 'VersionBuckets', 'RevokeOpenIngress', 'RetainLogs', 'RotateKeys', 'DeactivateOldAccessKeys'])('of %s stops under a waiver and an incident', (name) => {
    expect(stepsOf(name)[0]).toMatchObject({ name: 'Hold', action: 'aws:executeScript' });
    expect(stepsOf(name)[0].isEnd).toBeUndefined();
    expect(hold(name, {})()).toEqual({ result: { held: false }, changes: [] });
    expect(hold(name, { tags: ['app'] })().result).toEqual({ held: false });
    expect(hold(name, { tags: ['zero-trust:waiver'] })).toThrow('has the tag zero-trust:waiver');
    expect(hold(name, { tags: ['zero-trust:incident'] })).toThrow('has the tag zero-trust:incident');
  });

  test('stops under an open incident, by id and by ARN', () => {
    expect(hold('BlockPublicBuckets', { incidents: ['target#OTHER#orders-data'] })).toThrow('has an open incident');
    expect(hold('BlockPublicBuckets', { incidents: ['target#OTHER#arn:aws:s3:::orders-data'] })).toThrow('has an open incident');
    expect(hold('BlockPublicBuckets', { incidents: ['target#OTHER#other'] })().result).toEqual({ held: false });
    expect(hold('DeactivateOldAccessKeys', { incidents: [`target#OTHER#arn:aws:iam::${ACCOUNT}:user/deploy-bot`] }, 'AIDAEXAMPLE')).toThrow('has an open incident');
  });

  test.each(['target#USER#deploy-bot', 'target#OTHER#AKIAONE', 'target#OTHER#AWS::IAM::AccessKey:AKIAONE'])('leaves keys of a user alone under the incident %s', (incident) => {
    const keys = [{ AccessKeyId: 'AKIAONE', Status: 'Active', days: 100 }];
    expect(hold('DeactivateOldAccessKeys', { keys }, 'AIDAEXAMPLE')().result).toEqual({ held: false });
    expect(hold('DeactivateOldAccessKeys', { keys, incidents: [incident] }, 'AIDAEXAMPLE')).toThrow('has an open incident');
  });

  test('takes no id that could be more than one: no parameter of Automation, quote or line', () => {
    for (const name of ['BlockPublicBuckets', 'RevokeOpenIngress', 'DeactivateOldAccessKeys']) {
      const allowed = new RegExp(documentOf(name).parameters.ResourceId.allowedPattern);
      expect(['orders-data', '/aws/lambda/a', 'arn:aws:iam::1:user/a'].every((id) => allowed.test(id))).toBe(true);
      expect(['{{ssm:x}}', '{{ AutomationAssumeRole }}', "a'b", 'a"b', 'a\nb', 'a b', '$(x)', '', 'a*'].filter((id) => allowed.test(id))).toEqual([]);
      for (const { inputs: { Script = '' } } of stepsOf(name)) expect(Script).not.toMatch(/\{\{\s*\w+:?\w*\s*\}\}/);
    }
  });

  test('takes a bucket without tags, and stops where tags cannot be read', () => {
    expect(hold('BlockPublicBuckets', { fails: 'NoSuchTagSet' })().result).toEqual({ held: false });
    expect(hold('BlockPublicBuckets', { fails: 'AccessDenied' })).toThrow();
  });
});

describe('scripts that change', () => {
  test('revoke what is open to any address, and keep web ports, named ranges and egress', () => {
    const rule = (SecurityGroupRuleId: string, more: object) => ({ SecurityGroupRuleId, IsEgress: false, IpProtocol: 'tcp', FromPort: 22, ToPort: 22, ...more });
    const rules = [
      rule('ssh', { CidrIpv4: '0.0.0.0/0' }), rule('ipv6', { CidrIpv6: '::/0' }), rule('all', { IpProtocol: '-1', CidrIpv4: '0.0.0.0/0' }),
      rule('range', { FromPort: 443, ToPort: 8443, CidrIpv4: '0.0.0.0/0' }),
      rule('https', { FromPort: 443, ToPort: 443, CidrIpv4: '0.0.0.0/0' }), rule('office', { CidrIpv4: '203.0.113.0/24' }), rule('out', { IsEgress: true, CidrIpv4: '0.0.0.0/0' }),
    ];
    expect(runScript(stepsOf('RevokeOpenIngress')[1], 'sg-1', { rules }).changes).toEqual([['ssh', 'ipv6', 'all', 'range']]);
    expect(runScript(stepsOf('RevokeOpenIngress')[1], 'sg-1', { rules: [] }).changes).toEqual([]);
  });

  test('make old access keys inactive, and leave young and inactive ones', () => {
    const keys = [{ AccessKeyId: 'OLD', Status: 'Active', days: 91 }, { AccessKeyId: 'YOUNG', Status: 'Active', days: 89 }, { AccessKeyId: 'OFF', Status: 'Inactive', days: 400 }];
    expect(runScript(stepsOf('DeactivateOldAccessKeys')[1], 'AIDAEXAMPLE', { keys }).changes).toEqual([['deploy-bot', 'OLD', 'Inactive']]);
  });
});

/** S3 as far as Block Public Access: what the SDK writes by its model is read, and what it does not write is not set. */
class FakeS3 {
  public readonly blocked = new Map<string, Record<string, boolean>>();
  public failing = 0;
  private server?: Server;

  public async start(): Promise<S3Client> {
    this.server = createServer((request, response) => void this.answer(request).then((status) => response.writeHead(status).end()));
    await new Promise<void>((resolve) => this.server!.listen(0, '127.0.0.1', resolve));
    const { port } = this.server.address() as AddressInfo;
    return new S3Client({
      endpoint: `http://127.0.0.1:${port}`, region: 'eu-west-1', forcePathStyle: true, maxAttempts: 1, credentials: { accessKeyId: 'x', secretAccessKey: 'x' },
    });
  }

  public stop(): void {
    this.server?.close();
  }

  private async answer(request: IncomingMessage): Promise<number> {
    let body = '';
    for await (const chunk of request) body += chunk;
    const [, bucket] = /^\/([^/?]+)\/?\?publicAccessBlock/.exec(request.url ?? '') ?? [];
    if (request.method !== 'PUT' || !bucket) return 400;
    if (this.failing-- > 0) return 503;
    this.blocked.set(bucket, Object.fromEntries([...body.matchAll(/<(\w+)>(true|false)<\/\1>/g)].map(([, name, value]) => [name, value === 'true'])));
    return 200;
  }
}

describe('a remediation, from what is noncompliant to what is not', () => {
  const s3 = new FakeS3();
  let client: S3Client;
  beforeAll(async () => { client = await s3.start(); });
  afterAll(() => s3.stop());

  /** AWS Config finds, tries as often as the configuration lets it, and looks again. */
  async function remediate(bucket: string, world: World = {}): Promise<{ attempts: number; compliant: boolean }> {
    const { MaximumAutomaticAttempts: most } = of('AWS::Config::RemediationConfiguration', 'BlockPublicBuckets');
    const isCompliant = () => {
      const block = s3.blocked.get(bucket);
      const settings = block && Object.fromEntries(Object.entries(block).map(([name, value]) => [name[0].toLowerCase() + name.slice(1), value]));
      const item = { resourceType: 'AWS::S3::Bucket', configuration: {}, supplementaryConfiguration: { PublicAccessBlockConfiguration: settings ?? { blockPublicAcls: false } } };
      return evaluateGuard(itemText('ZT-S3-014', 'AWS::S3::Bucket', GUARD_RULES['ZT-S3-014']['AWS::S3::Bucket'])!, [item])[0] === 'PASS';
    };
    let attempts = 0;
    while (!isCompliant() && attempts < most) {
      attempts++;
      try {
        const [hold, change] = stepsOf('BlockPublicBuckets');
        runScript(hold, bucket, world);
        expect(change).toMatchObject({ action: 'aws:executeAwsApi', isEnd: true, inputs: { Service: 's3', Api: 'PutPublicAccessBlock' } });
        const { Service: _, Api: __, ...inputs } = JSON.parse(JSON.stringify(change.inputs).replaceAll('{{ ResourceId }}', bucket));
        await client.send(new PutPublicAccessBlockCommand(inputs));
      } catch {
        // Automation ends this execution; AWS Config counts it
      }
    }
    return { attempts, compliant: isCompliant() };
  }

  test('converges at the first attempt, and changes nothing more', async () => {
    expect(await remediate('orders-one')).toEqual({ attempts: 1, compliant: true });
    expect(s3.blocked.get('orders-one')).toEqual({ BlockPublicAcls: true, IgnorePublicAcls: true, BlockPublicPolicy: true, RestrictPublicBuckets: true });
    expect(await remediate('orders-one')).toEqual({ attempts: 0, compliant: true });
  });

  test('converges at the second when S3 was not to be reached at the first', async () => {
    s3.failing = 1;
    expect(await remediate('orders-two')).toEqual({ attempts: 2, compliant: true });
  });

  test('stops at its cap', async () => {
    s3.failing = 10;
    expect(await remediate('orders-three')).toEqual({ attempts: 2, compliant: false });
    s3.failing = 0;
  });

  test('changes nothing under an incident or a waiver', async () => {
    expect(await remediate('orders-four', { incidents: ['target#OTHER#orders-four'] })).toEqual({ attempts: 2, compliant: false });
    expect(await remediate('orders-four', { tags: ['zero-trust:waiver'] })).toEqual({ attempts: 2, compliant: false });
    expect(s3.blocked.has('orders-four')).toBe(false);
  });
});

describe('roles, by an independent judge', () => {
  const roles = deployed.resources('AWS::IAM::Role');
  const roleOf = (name: string) => Object.keys(roles).find((id) => id.startsWith(`Compliance${name}Role`))!;
  const policiesOf = (name: string) => Object.values(deployed.resources('AWS::IAM::ManagedPolicy'))
    .filter(({ Roles = [] }) => JSON.stringify(Roles).includes(roleOf(name))).map(({ PolicyDocument }) => PolicyDocument);
  const may = (name: string, action: string, resource: string, context: Record<string, string> = {}) => isAllowed({
    principal: `arn:aws:iam::${ACCOUNT}:role/x`, action, resource, context, identityPolicies: policiesOf(name),
  });

  test.each<[string, string, string, Record<string, string>, boolean]>([
    ['BlockPublicBuckets', 's3:PutBucketPublicAccessBlock', 'arn:aws:s3:::orders-data', { 'aws:ResourceAccount': ACCOUNT }, true],
    ['BlockPublicBuckets', 's3:PutBucketPublicAccessBlock', 'arn:aws:s3:::other', { 'aws:ResourceAccount': ACCOUNT }, false],
    ['BlockPublicBuckets', 's3:PutBucketPublicAccessBlock', 'arn:aws:s3:::orders-data', { 'aws:ResourceAccount': '999988887777' }, false],
    ['BlockPublicBuckets', 's3:PutBucketPolicy', 'arn:aws:s3:::orders-data', { 'aws:ResourceAccount': ACCOUNT }, false],
    ['VersionBuckets', 's3:PutBucketVersioning', 'arn:aws:s3:::orders-data', { 'aws:ResourceAccount': ACCOUNT }, true],
    ['VersionBuckets', 's3:PutBucketPublicAccessBlock', 'arn:aws:s3:::orders-data', { 'aws:ResourceAccount': ACCOUNT }, false],
  ])('%s: %s on %s under %p: %s', async (name, action, resource, context, expected) => {
    expect(await may(name, action, resource, context)).toBe(expected);
  });

  test('are assumed by Systems Manager for executions of this account only', () => {
    for (const name of REMEDIATIONS.map(({ _definition }) => _definition.name)) {
      const [statement] = roles[roleOf(name)].AssumeRolePolicyDocument.Statement;
      expect(statement).toMatchObject({ Effect: 'Allow', Principal: { Service: 'ssm.amazonaws.com' }, Action: 'sts:AssumeRole' });
      expect(Object.keys(statement.Condition)).toEqual(['StringEquals', 'ArnLike']);
      expect(documentOf(name).assumeRole).toBe('{{ AutomationAssumeRole }}');
    }
  });
});

test('attempts, time and failures have limits', () => {
  expect(of('AWS::Config::RemediationConfiguration', 'RotateKeys')).toMatchObject({
    Automatic: true,
    MaximumAutomaticAttempts: 1,
    RetryAttemptSeconds: 600,
    ExecutionControls: { SsmControls: { ConcurrentExecutionRatePercentage: 10, ErrorPercentage: 10 } },
    Parameters: { ResourceId: { ResourceValue: { Value: 'RESOURCE_ID' } } },
  });
  expect(of('AWS::Config::ConfigRule', 'RotateKeys').Scope).toEqual({ TagKey: 'app', TagValue: 'orders' });
});
