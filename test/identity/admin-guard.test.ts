import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { App, Duration, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as iam from 'aws-cdk-lib/aws-iam';
import { ZeroTrustChecks } from '../../src';
import { SecureTable } from '../../src/data/secure-table';
import { AdminGuard } from '../../src/identity/admin-guard';
import { AdminGuardProps } from '../../src/identity/admin-guard-props';
import { isAllowed } from '../support/access-judge';
import { ACCOUNT, DeployedTemplates } from '../support/deployed-template';
import { findingsOf, stackFindings } from '../support/packs';

const byId = (id: string) => expect.objectContaining({ id });
const people = new iam.AccountPrincipal('222233334444');

/** A guard with one role of people who read a table. */
function guarded(stack: Stack, props?: AdminGuardProps): AdminGuard {
  const guard = new AdminGuard(stack, 'Guard', props);
  const support = guard.addRole('Support', { assumedBy: people });
  new SecureTable(stack, 'Table', { partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING } }).grantReadItems(support);
  return guard;
}

function templateOf(build: (stack: Stack) => unknown = guarded): Template {
  const stack = new Stack(new App(), 'Stack');
  build(stack);
  return Template.fromStack(stack);
}

const whole = templateOf();
const deployed = new DeployedTemplates([whole.toJSON()]);
const policyOf = (start: string) => Object.entries(deployed.resources('AWS::IAM::ManagedPolicy')).find(([id]) => id.startsWith(start))![1].PolicyDocument;
const table = Object.keys(deployed.resources('AWS::DynamoDB::GlobalTable')).map((id) => deployed.arnOf(id))[0];
const role = `arn:aws:iam::${ACCOUNT}:role/Support`;

const NONE = {};
const WITH = { 'aws:MultiFactorAuthPresent': 'true', 'aws:MultiFactorAuthAge': '600' };
const OLD = { 'aws:MultiFactorAuthPresent': 'true', 'aws:MultiFactorAuthAge': '3601' };
const WITHOUT = { 'aws:MultiFactorAuthPresent': 'false' };

describe('by an independent judge', () => {
  const assumes = (context: Record<string, string>) => isAllowed({
    principal: 'arn:aws:iam::222233334444:user/ann',
    action: 'sts:AssumeRole',
    resource: role,
    context,
    resourcePolicy: Object.values(deployed.resources('AWS::IAM::Role')).find(({ AssumeRolePolicyDocument }) => JSON.stringify(AssumeRolePolicyDocument).includes('222233334444'))!
      .AssumeRolePolicyDocument,
  });

  test('people assume a role with a second factor that was shown lately, and not without', async () => {
    expect(await assumes(WITH)).toBe(true);
    expect(await assumes(OLD)).toBe(false);
    expect(await assumes(WITHOUT)).toBe(false);
    expect(await assumes(NONE)).toBe(false);
  });

  const acts = (context: Record<string, string>, policies: any[], boundary?: any, action = 'dynamodb:GetItem') => isAllowed({
    principal: role, action, resource: table, context, identityPolicies: policies, boundary,
  });
  const everything = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] };

  // Sessions of AssumeRole have no MFA context, whatever the caller showed: NONE is what every call of a role looks like.
  test('a session of the role does what the role was granted, within its boundary', async () => {
    const granted = Object.entries(deployed.resources('AWS::IAM::ManagedPolicy')).filter(([id]) => id.startsWith('GuardSupport')).map(([, { PolicyDocument }]) => PolicyDocument);
    expect(granted).toHaveLength(1);
    expect(await acts(NONE, granted, policyOf('GuardBoundary'))).toBe(true);
    expect(await acts(NONE, granted, policyOf('GuardBoundary'), 'dynamodb:PutItem')).toBe(false);
  });

  test('the boundary allows what the roles were granted and nothing else, an administrator too', async () => {
    const boundary = policyOf('GuardBoundary');
    expect(await acts(NONE, [everything], boundary)).toBe(true);
    expect(await acts(NONE, [everything], boundary, 'dynamodb:DeleteTable')).toBe(false);
    expect(await isAllowed({ principal: role, action: 'iam:DeleteRolePermissionsBoundary', resource: role, context: NONE, identityPolicies: [everything], boundary })).toBe(false);
  });

  test('under the control policy nobody assumes the roles that are named without a second factor, and it says nothing else', async () => {
    const [scp] = AdminGuard.policiesFor({ humanRoles: ['people/Ops*'] });
    const by = (principal: string, name: string, context: Record<string, string>, action = 'sts:AssumeRole') => isAllowed({
      principal: `arn:aws:iam::${ACCOUNT}:${principal}`,
      action,
      resource: action === 'sts:AssumeRole' ? `arn:aws:iam::${ACCOUNT}:role/${name}` : table,
      context,
      identityPolicies: [everything],
      serviceControlPolicies: [scp.content],
    });
    expect(await by('user/ann', 'people/OpsLead', WITHOUT)).toBe(false);
    expect(await by('user/ann', 'people/OpsLead', NONE)).toBe(false);
    expect(await by('role/ci', 'people/OpsLead', NONE)).toBe(false);
    expect(await by('user/ann', 'people/OpsLead', OLD)).toBe(false);
    expect(await by('user/ann', 'people/OpsLead', WITH)).toBe(true);
    expect(await by('user/ann', 'orders-fn', NONE)).toBe(true);
    expect(await by('role/people/OpsLead', '', NONE, 'dynamodb:GetItem')).toBe(true);
    expect(scp.toText().length).toBeLessThanOrEqual(5_120);
  });
});

describe('in the template', () => {
  test('no policy of a session asks for a context that sessions never have', () => {
    for (const type of ['AWS::IAM::ManagedPolicy', 'AWS::IAM::Policy']) expect(JSON.stringify(whole.findResources(type))).not.toContain('MultiFactor');
  });

  test('a role has the boundary, and its sessions last no longer than the second factor counts', () => {
    whole.hasResourceProperties('AWS::IAM::Role', {
      PermissionsBoundary: { Ref: Match.stringLikeRegexp('^GuardBoundary') },
      MaxSessionDuration: 3600,
    });
    const long = templateOf((stack) => guarded(stack, { maxAge: Duration.hours(4) }));
    long.hasResourceProperties('AWS::IAM::Role', { MaxSessionDuration: 14_400 });
    const short = templateOf((stack) => guarded(stack, { maxAge: Duration.minutes(15) }));
    short.hasResourceProperties('AWS::IAM::Role', { MaxSessionDuration: 3600 });
  });

  test('AWS Config looks at what CloudFormation cannot set', () => {
    const rules = Object.values(whole.findResources('AWS::Config::ConfigRule')).map(({ Properties }) => Properties);
    expect(rules.map(({ Source }) => Source.SourceIdentifier).sort()).toEqual([
      'IAM_PASSWORD_POLICY', 'IAM_ROOT_ACCESS_KEY_CHECK', 'IAM_USER_MFA_ENABLED', 'MFA_ENABLED_FOR_IAM_CONSOLE_ACCESS', 'ROOT_ACCOUNT_MFA_ENABLED',
    ]);
    expect(rules.find(({ InputParameters }) => InputParameters).InputParameters).toMatchObject({ MinimumPasswordLength: '14', PasswordReusePrevention: '24' });
  });

  test('AWS Config is left out where there is no recorder', () => {
    templateOf((stack) => guarded(stack, { accountRules: false })).resourceCountIs('AWS::Config::ConfigRule', 0);
  });

  test('a guard without roles takes five resources, with nothing open in the five packs and ours', () => {
    const alone = templateOf((stack) => new AdminGuard(stack, 'Guard'));
    expect(Object.values(alone.toJSON().Resources).map(({ Type }: any) => Type).sort()).toEqual(Array(5).fill('AWS::Config::ConfigRule'));
    const { open, acknowledged } = stackFindings((stack) => { guarded(stack); });
    expect(open).toEqual([]);
    expect(acknowledged.filter(({ path }) => path.includes('Guard'))).toEqual([
      { pack: 'AwsSolutions', rule: 'AwsSolutions-IAM5[Resource::*]', path: 'Stack/Guard/Boundary/Resource' },
    ]);
    expect(findingsOf((app) => { guarded(new Stack(app, 'Stack')); }, [new ZeroTrustChecks(undefined, { trustedAccounts: ['222233334444'] })]).open).toEqual([]);
  });

  test.each(['cn-north-1', 'us-gov-west-1'])('in %s nothing names another partition', (region) => {
    const stack = new Stack(new App(), 'Stack', { env: { region } });
    guarded(stack);
    expect(JSON.stringify(Template.fromStack(stack).toJSON())).not.toMatch(/arn:aws:/);
  });
});

describe('the file for the management account', () => {
  const folderOf = (props?: AdminGuardProps): string[] => {
    const outdir = mkdtempSync(join(tmpdir(), 'zt-guard-'));
    try {
      const app = new App({ outdir });
      const guard = new AdminGuard(new Stack(app, 'Stack'), 'Guard', props);
      app.synth();
      if (!readdirSync(outdir).includes('organization-policies')) return [];
      const [folder] = readdirSync(join(outdir, 'organization-policies'));
      const files = readdirSync(join(outdir, 'organization-policies', folder));
      expect(files.map((file) => readFileSync(join(outdir, 'organization-policies', folder, file), 'utf-8'))).toEqual(guard.policies.map((policy) => policy.toText()));
      return files;
    } finally {
      rmSync(outdir, { recursive: true, force: true });
    }
  };

  test('stands in the assembly when roles are named, and only then', () => {
    expect(folderOf({ humanRoles: ['people/Ops*'] })).toEqual(['zero-trust-second-factor.service_control_policy.json']);
    expect(folderOf()).toEqual([]);
  });
});

describe('refuses', () => {
  test.each([Duration.minutes(14), Duration.hours(13)])('a second factor of %s', (maxAge) => {
    expect(() => new AdminGuard(new Stack(new App(), 'Stack'), 'Guard', { maxAge })).toThrow(byId('SecondFactorAge'));
    expect(() => AdminGuard.policiesFor({ humanRoles: ['Ops'], maxAge })).toThrow(byId('SecondFactorAge'));
  });

  test.each(['*', 'a*'])('the roles of people %p', (name) => {
    expect(() => AdminGuard.policiesFor({ humanRoles: [name] })).toThrow(byId('BadRoleName'));
  });

  test.each([
    ['everyone', new iam.AnyPrincipal()],
    ['a service', new iam.ServicePrincipal('ec2.amazonaws.com')],
    ['an identity provider', new iam.SamlConsolePrincipal(iam.SamlProvider.fromSamlProviderArn(new Stack(new App(), 'Other'), 'Saml', 'arn:aws:iam::111122223333:saml-provider/x'))],
    ['a web identity', new iam.WebIdentityPrincipal('token.actions.githubusercontent.com')],
  ])('a role for %s, before anything is made', (_, assumedBy) => {
    const stack = new Stack(new App(), 'Stack');
    const guard = new AdminGuard(stack, 'Guard');
    expect(() => guard.addRole('Support', { assumedBy })).toThrow(byId('NotAPerson'));
    expect(guard.node.tryFindChild('Support')).toBeUndefined();
    expect(guard.node.tryFindChild('Boundary')).toBeUndefined();
  });
});
