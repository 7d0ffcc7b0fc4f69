import { App, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import {
  DeclaredEdges, EgressControl, FunctionImage, Intent, SecureFunction, SecureFunctionProps, TrustZone, VaultSecret, VaultSecretProps, ZeroTrustChecks,
  ZoneNetwork,
} from '../../src';
import { DeployedTemplates } from '../support/deployed-template';
import { allRequests, IamJudge } from '../support/iam-judge';
import { findingsOf, fivePacks } from '../support/packs';

const failsWith = (id: string) => expect.objectContaining({ name: 'ZeroTrustError', id });
const code = lambda.Code.fromInline('exports.handler = async () => {}');
const env = { account: '111122223333', region: 'eu-west-1' };
const HASHICORP = VaultSecret.HASHICORP_ACCOUNT;
const ARM = `arn:aws:lambda:eu-west-1:${HASHICORP}:layer:vault-lambda-extension-arm64:6`;
const INTEL = `arn:aws:lambda:eu-west-1:${HASHICORP}:layer:vault-lambda-extension:18`;
const VAULT: VaultSecretProps = { address: 'https://vault.example.com', path: 'secret/data/payments', role: 'charge', layerVersionArn: ARM };

function zoned(network?: ZoneNetwork) {
  const stack = new Stack(new App(), 'Stack', { env });
  const zone = new TrustZone(stack, 'Zone', { network, trustedAccounts: [HASHICORP] });
  return { stack, zone };
}

function withSecret(props: Partial<VaultSecretProps> = {}, fnProps: Partial<SecureFunctionProps> = {}) {
  const { stack, zone } = zoned();
  const secret = new VaultSecret(stack, 'ApiKey', { ...VAULT, ...props });
  const fn = new SecureFunction(stack, 'Fn', { code, zone, ...fnProps });
  secret.grantRead(fn);
  return { stack, zone, secret, fn, template: () => Template.fromStack(stack) };
}

const functionOf = (template: Template, prefix = 'Fn') => Object.entries(template.findResources('AWS::Lambda::Function')).find(([id]) => id.startsWith(prefix))![1].Properties;
const variablesOf = (template: Template) => functionOf(template).Environment.Variables;

describe('a function that reads a secret of Vault', () => {
  test('leaves nothing open in the five packs and ours', () => {
    const { open } = findingsOf((app) => {
      const stack = new Stack(app, 'Stack', { env });
      const zone = new TrustZone(stack, 'Zone', { trustedAccounts: [HASHICORP] });
      new VaultSecret(stack, 'ApiToken', { ...VAULT, caCertificateFile: '/var/task/vault-ca.pem' }).grantRead(new SecureFunction(stack, 'Fn', { code, zone }));
    }, [...fivePacks(), new ZeroTrustChecks(undefined, { trustedAccounts: [HASHICORP] })]);
    expect(open).toEqual([]);
  });

  test('has the extension in a pinned version, and its variables name where and as whom, and hold no secret', () => {
    const { secret, template } = withSecret();
    expect(functionOf(template()).Layers).toEqual([ARM]);
    expect(variablesOf(template())).toEqual({
      VAULT_ADDR: 'https://vault.example.com',
      VAULT_AUTH_PROVIDER: 'aws',
      VAULT_AUTH_ROLE: 'charge',
      VAULT_IAM_SERVER_ID: 'vault.example.com',
      VAULT_STS_ENDPOINT_REGION: 'eu-west-1',
      VAULT_SECRET_PATH_1: 'secret/data/payments',
      VAULT_SECRET_FILE_1: secret.file,
    });
    expect(secret.file).toMatch(/^\/tmp\/vault\/api-key-[\da-f]{6}\.json$/);
  });

  test('takes what it is given', () => {
    expect(variablesOf(withSecret({
      authMount: 'aws-prod', iamServerId: 'vault-prod', stsRegion: 'us-east-1', vaultNamespace: 'payments', caCertificateFile: '/var/task/vault-ca.pem',
    }).template())).toEqual(expect.objectContaining({
      VAULT_AUTH_PROVIDER: 'aws-prod',
      VAULT_IAM_SERVER_ID: 'vault-prod',
      VAULT_STS_ENDPOINT_REGION: 'us-east-1',
      VAULT_NAMESPACE: 'payments',
      VAULT_CACERT: '/var/task/vault-ca.pem',
    }));
  });

  test('reads several of one Vault with one extension, each into a file of its own', () => {
    const { stack, secret, fn, template } = withSecret();
    const other = new VaultSecret(stack, 'Other', { ...VAULT, path: 'database/creds/payments' });
    other.grantRead(fn);
    expect(functionOf(template()).Layers).toEqual([ARM]);
    expect(variablesOf(template())).toEqual(expect.objectContaining({
      VAULT_SECRET_PATH_2: 'database/creds/payments', VAULT_SECRET_FILE_1: secret.file, VAULT_SECRET_FILE_2: other.file,
    }));
    expect(other.file).not.toBe(secret.file);
  });

  test('cannot read of another Vault, or as another role', () => {
    const { stack, fn } = withSecret();
    for (const [id, other] of Object.entries({ A: { role: 'other' }, B: { address: 'https://other.example.com' }, C: { authMount: 'aws2' }, D: { vaultNamespace: 'x' } })) {
      expect(() => new VaultSecret(stack, id, { ...VAULT, ...other }).grantRead(fn)).toThrow(failsWith('TwoVaults'));
    }
  });

  test('is declared as an edge, and its way out as another', () => {
    const edges = DeclaredEdges.of(withSecret().stack);
    expect(edges).toContainEqual({ caller: 'Stack/Fn', target: 'Stack/ApiKey', intent: Intent.READ, actions: [] });
    expect(edges).toContainEqual({ caller: 'Stack/Fn', target: 'vault.example.com', intent: Intent.EGRESS, actions: [] });
  });

  test('gets no right in IAM, and no endpoint, as an IAM simulator judges', async () => {
    const { stack, zone, template } = withSecret();
    expect(template().findResources('AWS::EC2::VPCEndpoint')).toEqual({});
    const statements = Object.entries(template().findResources('AWS::IAM::ManagedPolicy')).filter(([id]) => id.startsWith('FnOwn'))
      .flatMap(([, { Properties }]) => Properties.PolicyDocument.Statement);
    expect(statements.map(({ Sid }: any) => Sid)).toEqual(['OwnLogs']);
    expect(zone.node.root).toBe(stack.node.root);

    const judge = new IamJudge(new DeployedTemplates([template().toJSON()]));
    const fn = Object.keys(template().findResources('AWS::Lambda::Function')).find((id) => id.startsWith('Fn'))!;
    const requests = (await allRequests(['sts', 'secretsmanager', 'ssm'], ['arn:aws:iam::111122223333:role/any'])).filter(({ action }) => action !== 'sts:GetCallerIdentity');
    expect(requests.length).toBeGreaterThan(20);
    for (const request of requests) expect([request.action, await judge.allows(fn, request)]).toEqual([request.action, false]);
  });
});

describe('the way to Vault', () => {
  test('leads through the firewall to its name alone when it is outside', () => {
    const template = withSecret().template();
    const firewall = JSON.stringify(template.findResources('AWS::NetworkFirewall::RuleGroup'));
    expect(firewall).toContain('vault.example.com');
  });

  test('leads to a peer inside of the network, on the port of the address, and to nothing outside', () => {
    const { stack, zone } = zoned();
    const vault = new ec2.SecurityGroup(stack, 'Vault', { vpc: zone.vpc, allowAllOutbound: false });
    const fn = new SecureFunction(stack, 'Fn', { code, zone });
    new VaultSecret(stack, 'ApiKey', { ...VAULT, address: 'https://vault.internal.example:8200', peer: vault }).grantRead(fn);
    const template = Template.fromStack(stack);
    expect(variablesOf(template).VAULT_ADDR).toBe('https://vault.internal.example:8200');
    template.resourceCountIs('AWS::NetworkFirewall::Firewall', 0);
    template.hasResourceProperties('AWS::EC2::SecurityGroupIngress', { FromPort: 8200, ToPort: 8200, GroupId: { 'Fn::GetAtt': [Match.stringLikeRegexp('^Vault'), 'GroupId'] } });
    expect(DeclaredEdges.of(stack)).toContainEqual(expect.objectContaining({ caller: 'Stack/Fn', target: 'Stack/Vault', intent: Intent.EGRESS }));
  });

  test('needs nothing where functions are in no network', () => {
    const { stack, zone } = zoned(ZoneNetwork.none('test'));
    new VaultSecret(stack, 'ApiKey', VAULT).grantRead(new SecureFunction(stack, 'Fn', { code, zone }));
    expect(variablesOf(Template.fromStack(stack)).VAULT_ADDR).toBe('https://vault.example.com');
  });
});

describe('what is refused', () => {
  const made = (props: Partial<VaultSecretProps>) => () => new VaultSecret(new Stack(new App(), 'Stack'), 'ApiKey', { ...VAULT, ...props });

  test.each([
    ['InsecureVault', 'http://vault.example.com'],
    ['BadVaultAddress', 'vault.example.com'],
    ['BadVaultAddress', 'https://vault.example.com/v1'],
    ['BadVaultAddress', 'https://user:pass@vault.example.com'],
    ['BadVaultAddress', 'https://vault.example.com?x=1'],
    ['VaultPort', 'https://vault.example.com:8200'],
    ['AddressInsteadOfDomain', 'https://198.51.100.7'],
    ['LiteralNeeded', '${Token[TOKEN.1]}'],
  ])('%s: %s', (id, address) => {
    expect(made({ address })).toThrow(failsWith(id));
  });

  test.each(['', '/secret/data', 'secret/data/', 'secret/../sys', 'secret//x', 'a b'])('a path of %j', (path) => {
    expect(made({ path })).toThrow(failsWith('BadVaultPath'));
    expect(made({ authMount: path })).toThrow(failsWith('BadVaultPath'));
  });

  test.each(['', 'a/b', 'a b'])('a role of %j', (role) => {
    expect(made({ role })).toThrow(failsWith('BadVaultRole'));
  });

  test('a layer without a version, of an account that the zone does not trust, or of another processor', () => {
    expect(() => withSecret({ layerVersionArn: ARM.replace(/:6$/, '') })).toThrow(failsWith('UnpinnedLayer'));
    expect(() => withSecret({ layerVersionArn: INTEL })).toThrow(failsWith('LayerArchitecture'));
    expect(() => withSecret({}, { architecture: lambda.Architecture.X86_64 })).toThrow(failsWith('LayerArchitecture'));
    expect(() => withSecret({ layerVersionArn: INTEL }, { architecture: lambda.Architecture.X86_64 })).not.toThrow();
    const stack = new Stack(new App(), 'Stack', { env });
    expect(() => new VaultSecret(stack, 'ApiKey', VAULT).grantRead(new SecureFunction(stack, 'Fn', { code }))).toThrow(failsWith('UntrustedAccount'));
  });

  test('a function of an image, which takes no layers', () => {
    const { stack, zone } = zoned();
    const image = FunctionImage.fromRepository(ecr.Repository.fromRepositoryName(stack, 'Images', 'images'), `sha256:${'a'.repeat(64)}`);
    const fn = new SecureFunction(stack, 'Fn', { code: image, zone });
    expect(() => new VaultSecret(stack, 'ApiKey', VAULT).grantRead(fn)).toThrow(failsWith('NotInImages'));
  });
});

test('a zone without a firewall, for which only DNS is watched, lets out to Vault as it does to others', () => {
  const stack = new Stack(new App(), 'Stack', { env });
  const zone = new TrustZone(stack, 'Zone', {
    trustedAccounts: [HASHICORP], network: ZoneNetwork.isolated({ egressControl: EgressControl.dnsFirewallOnly('test') }),
  });
  new VaultSecret(stack, 'ApiKey', VAULT).grantRead(new SecureFunction(stack, 'Fn', { code, zone }));
  expect(JSON.stringify(Template.fromStack(stack).findResources('AWS::Route53Resolver::FirewallDomainList'))).toContain('vault.example.com');
});
