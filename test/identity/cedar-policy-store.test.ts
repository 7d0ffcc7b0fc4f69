import { mkdtempSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { App, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import * as iam from 'aws-cdk-lib/aws-iam';
import { ZeroTrustChecks } from '../../src';
import { SecureFunction } from '../../src/compute/secure-function';
import { DeclaredEdges } from '../../src/core/declared-edges';
import { CedarPolicies } from '../../src/identity/cedar-policies';
import { CedarPolicyStore } from '../../src/identity/cedar-policy-store';
import { CedarPolicyStoreProps } from '../../src/identity/cedar-policy-store-props';
import { cedarSchema, STRING } from '../../src/identity/cedar-schema';
import { SecureUserPool } from '../../src/identity/secure-user-pool';
import { Profile } from '../../src/zone/profile';
import { TrustZone } from '../../src/zone/trust-zone';
import { code, failsWith } from '../support/api';
import { DeployedTemplates } from '../support/deployed-template';
import { IamJudge } from '../support/iam-judge';
import { findingsOf, stackFindings } from '../support/packs';

const STORE = 'AWS::VerifiedPermissions::PolicyStore';
const POLICY = 'AWS::VerifiedPermissions::Policy';
const SCHEMA = cedarSchema('App', [{ name: 'read', context: { device: STRING } }, { name: 'write', context: {} }]);
const READ = 'permit (principal in App::Group::"readers", action == App::Action::"read", resource);';

function store(stack: Stack, props: Partial<CedarPolicyStoreProps> = {}) {
  const userPool = new SecureUserPool(stack, 'Pool', { domainPrefix: 'orders' });
  const client = userPool.addAppClient('Web', { callbackUrls: ['https://app.example.com/'] });
  return new CedarPolicyStore(stack, 'Store', { userPool, clients: [client], schema: SCHEMA, policies: [CedarPolicies.fromText(READ)], ...props });
}

function withStore(props?: Partial<CedarPolicyStoreProps>) {
  const stack = new Stack(new App(), 'Stack');
  const made = store(stack, props);
  return { stack, store: made, template: () => Template.fromStack(stack) };
}

const withPolicies = (...texts: string[]) => withStore({ policies: texts.map((text, i) => CedarPolicies.fromText(text, `policies/p${i}.cedar`)) });

describe('a policy store', () => {
  test('leaves nothing open in the five packs', () => {
    const { open } = stackFindings((stack) => store(stack).grantDecide(new SecureFunction(stack, 'Fn', { code })));
    expect(open).toEqual([]);
  });

  test('leaves nothing open in our own pack', () => {
    expect(findingsOf((app) => store(new Stack(app, 'Stack')), [new ZeroTrustChecks()]).open).toEqual([]);
  });

  test('takes only policies that fit its schema, is protected, stays, and lies under the zone\'s key', () => {
    withStore({ description: 'Orders' }).template().hasResource(STORE, {
      DeletionPolicy: 'Retain',
      UpdateReplacePolicy: 'Retain',
      Properties: {
        Description: 'Orders',
        ValidationSettings: { Mode: 'STRICT' },
        DeletionProtection: { Mode: 'ENABLED' },
        Schema: { CedarJson: SCHEMA },
        EncryptionSettings: { KmsEncryptionSettings: { Key: { 'Fn::GetAtt': [Match.stringLikeRegexp('ConfidentialKey'), 'Arn'] } } },
      },
    });
  });

  test('goes with a sandbox, or lies under a key of AWS, when that is said, on record', () => {
    const { store: made, template } = withStore({ removalPolicy: RemovalPolicy.DESTROY, useAwsOwnedKey: true });
    template().hasResource(STORE, { DeletionPolicy: 'Delete', Properties: { DeletionProtection: { Mode: 'DISABLED' }, EncryptionSettings: Match.absent() } });
    expect(made.node.metadata).toContainEqual(expect.objectContaining({ type: 'cdk-zero-trust:opt-out', data: expect.stringContaining('useAwsOwnedKey') }));
    expect(withStore().store.node.metadata).toEqual([]);
  });

  test('goes with a zone that is a sandbox', () => {
    const stack = new Stack(new App(), 'Stack');
    new TrustZone(stack, 'Zone', { profile: Profile.SANDBOX });
    store(stack);
    Template.fromStack(stack).hasResource(STORE, { DeletionPolicy: 'Delete', Properties: { DeletionProtection: { Mode: 'DISABLED' } } });
  });

  test('takes tokens of named clients of one pool, and groups from them', () => {
    withStore().template().hasResourceProperties('AWS::VerifiedPermissions::IdentitySource', {
      PrincipalEntityType: 'App::User',
      Configuration: {
        CognitoUserPoolConfiguration: {
          UserPoolArn: { 'Fn::GetAtt': [Match.stringLikeRegexp('^Pool'), 'Arn'] },
          ClientIds: [{ Ref: Match.stringLikeRegexp('^PoolWeb') }],
          GroupConfiguration: { GroupEntityType: 'App::Group' },
        },
      },
    });
    expect(() => withStore({ clients: [] })).toThrow(failsWith('NoClients'));
  });

  test('lets its key be used by the service alone, for stores of this account', () => {
    const [{ KeyPolicy }] = Object.values(withStore().template().findResources('AWS::KMS::Key', { Properties: { Description: Match.stringLikeRegexp('confidential') } })).map((key) => key.Properties);
    const statements = KeyPolicy.Statement.filter((statement: any) => statement.Principal.Service === 'verifiedpermissions.amazonaws.com');
    const stores = { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':verifiedpermissions::', { Ref: 'AWS::AccountId' }, ':policy-store/*']] };
    expect(statements.map((statement: any) => [statement.Sid, statement.Condition])).toEqual([
      ['PolicyStores', {
        StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } },
        ArnLike: { 'aws:SourceArn': stores, 'kms:EncryptionContext:aws:verifiedpermissions:policy-store-arn': stores },
      }],
      ['PolicyStoresDescribe', { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } }, ArnLike: { 'aws:SourceArn': stores } }],
    ]);
  });

  test.each(['us-gov-west-1', 'cn-north-1'])('names no partition in %s', (region) => {
    const stack = new Stack(new App(), 'Stack', { env: { region } });
    store(stack);
    expect(JSON.stringify(Template.fromStack(stack).toJSON())).not.toMatch(/arn:aws:/);
  });
});

describe('policies of a store', () => {
  test('are one resource each, and go when they are taken out of the code', () => {
    const { template } = withPolicies(`${READ} @id("all") forbid (principal, action, resource) unless { context has device };`);
    template().resourceCountIs(POLICY, 2);
    for (const policy of Object.values(template().findResources(POLICY))) expect(policy.DeletionPolicy).toBeUndefined();
  });

  test('name groups and users as tokens of the pool have them', () => {
    const { stack } = withPolicies('// readers\npermit (principal in App::Group::"readers", action, resource) unless { principal == App::User::"a|b" || principal == App::User::"c" };');
    const [policy] = Object.values(new DeployedTemplates([Template.fromStack(stack).toJSON()]).resources(POLICY));
    expect(policy.Definition.Static.Statement).toMatch(/App::Group::"Pool[^|"]*\|readers"/);
    expect(policy.Definition.Static.Statement).toMatch(/App::User::"Pool[^|"]*\|c"/);
    expect(policy.Definition.Static.Statement).toContain('App::User::"a|b"');
  });

  test('keep their identity when others are added before them', () => {
    const idsOf = (text: string) => Object.entries(withPolicies(text).template().findResources(POLICY))
      .map(([id, policy]) => `${id} ${JSON.stringify(policy.Properties.Definition)}`);
    const named = '@id("named") permit (principal, action, resource) when { context has device };';
    expect(idsOf(`@id("first") ${READ} ${named}`)).toEqual(expect.arrayContaining(idsOf(named)));
  });

  test('come from files too', () => {
    const folder = mkdtempSync(join(tmpdir(), 'zt-cedar-'));
    try {
      const file = join(folder, 'orders.cedar');
      writeFileSync(file, `\n\n${READ}`);
      withStore({ policies: [CedarPolicies.fromFile(file)] }).template().resourceCountIs(POLICY, 1);
      writeFileSync(file, '\n\npermit (principal, action, nobody);');
      expect(() => withStore({ policies: [CedarPolicies.fromFile(file)] })).toThrow(expect.objectContaining({
        id: 'BadPolicy', message: expect.stringMatching(/orders\.cedar:3: .*nobody/),
      }));
      expect(() => CedarPolicies.fromFile(join(folder, 'none.cedar'))).toThrow(failsWith('NoPolicyFile'));
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  test.each<[string, string, RegExp]>([
    ['BadPolicy', 'permit (principal, action, resource)', /p0\.cedar:1: .*end of input/],
    ['BadPolicy', '\npermit (principal, action, "ü");', /p0\.cedar:2: /],
    ['PolicyTemplate', `${READ}\npermit (principal == ?principal, action, resource);`, /p0\.cedar:2: a policy template/],
    ['NoPolicies', '// nothing', /no policy/],
    ['DuplicatePolicy', '@id("a") permit (principal, action, resource) when { context has device };\n@id("a") forbid (principal, action, resource);', /p0\.cedar:2: .*'a'/],
    ['PolicyTooLong', `permit (principal, action, resource) when { "${'x'.repeat(10_000)}" != "" };`, /10000 bytes/],
  ])('that nothing could check throw %s', (id, text, message) => {
    expect(() => withPolicies(text)).toThrow(expect.objectContaining({ name: 'ZeroTrustError', id, message: expect.stringMatching(message) }));
  });

  test('hold no tokens', () => {
    expect(() => CedarPolicies.fromText(new Stack().region)).toThrow(failsWith('TokenPolicy'));
  });

  test.each<[string, string, RegExp]>([
    ['UnknownRoute', `${READ}\n\npermit (principal, action == App::Action::"raed", resource);`, /p0\.cedar:3: there is no route 'raed'.*read, write/],
    ['InvalidPolicy', 'permit (principal, action == App::Action::"read", resource)\nwhen { context.devise == "x" };', /p0\.cedar:2: .*devise.*device/],
    ['InvalidPolicy', '// ü\npermit (principal, action == App::Action::"read", resource)\nwhen { context.device > 3 };', /p0\.cedar:3: /],
    ['InvalidPolicy', 'permit (principal == App::Robot::"x", action, resource);', /p0\.cedar:1: .*Robot/],
    ['InvalidPolicy', 'forbid (principal, action == App::Action::"read", resource) when { context has nothing };', /p0\.cedar:1: .*impossible/],
  ])('that the schema contradicts fail synthesis with %s', (id, text, message) => {
    const { template } = withPolicies(text);
    expect(template).toThrow(new RegExp(`${id}: .*`));
    expect(template).toThrow(message);
  });

  test('fail synthesis with BadSchema when the schema is none', () => {
    expect(withStore({ schema: '{"App":{"entityTypes":{},"actions":{"read":{"appliesTo":{"principalTypes":["Nobody"],"resourceTypes":[]}}}}}' }).template).toThrow(/BadSchema/);
  });

  test('stand in a namespace of their own', () => {
    const { template } = withStore({
      cedarNamespace: 'Orders', schema: cedarSchema('Orders', [{ name: 'read', context: {} }]), policies: [CedarPolicies.fromText(READ.replace(/App/g, 'Orders'))],
    });
    template().hasResourceProperties('AWS::VerifiedPermissions::IdentitySource', { PrincipalEntityType: 'Orders::User' });
    expect(() => withStore({ cedarNamespace: 'my-app' })).toThrow(failsWith('BadNamespace'));
  });
});

describe('who asks a store', () => {
  test('may ask about tokens and nothing else, and declares it', async () => {
    const { stack, store: made } = withStore();
    made.grantDecide(new SecureFunction(stack, 'Fn', { code }));
    const deployed = new DeployedTemplates([Template.fromStack(stack).toJSON()]);
    const judge = new IamJudge(deployed);
    const [fn] = Object.keys(deployed.resources('AWS::Lambda::Function'));
    const [id] = Object.keys(deployed.resources(STORE));
    const resource = deployed.arnOf(id);
    const allows = (action: string, of = resource) => judge.allows(fn, { action: `verifiedpermissions:${action}`, resource: of, throughEndpoint: true });
    expect(await allows('IsAuthorizedWithToken')).toBe(true);
    expect(await allows('IsAuthorized')).toBe(false);
    expect(await allows('CreatePolicy')).toBe(false);
    expect(await allows('IsAuthorizedWithToken', `${resource}x`)).toBe(false);
    expect(DeclaredEdges.of(stack)).toContainEqual({
      caller: 'Stack/Fn', target: 'Stack/Store', intent: 'use', actions: ['verifiedpermissions:IsAuthorizedWithToken'],
    });
  });

  test('has policies', () => {
    const { store: made } = withStore();
    expect(() => made.grantDecide(new iam.ServicePrincipal('events.amazonaws.com'))).toThrow(failsWith('GrantWithoutEffect'));
  });
});

test('an imported pool has its policies too', () => {
  const stack = new Stack(new App(), 'Stack');
  const userPool = cognito.UserPool.fromUserPoolId(stack, 'Known', 'eu-west-1_AbCdEf');
  const client = cognito.UserPoolClient.fromUserPoolClientId(stack, 'Web', 'client1');
  new CedarPolicyStore(stack, 'Store', { userPool, clients: [client], schema: SCHEMA, policies: [CedarPolicies.fromText(READ)] });
  Template.fromStack(stack).hasResourceProperties(POLICY, {
    Definition: { Static: { Statement: Match.stringLikeRegexp('App::Group::"eu-west-1_AbCdEf\\|readers"') } },
  });
});
