import { existsSync, readdirSync } from 'fs';
import { App, Duration, Stack, Stage } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { ApiGatewayAccount, DeclaredEdges, ZeroTrustChecks } from '../../src';
import { CedarAuthorizer } from '../../src/api/cedar-authorizer';
import { CedarAuthorizerProps, CedarClaimType, CedarDecision } from '../../src/api/cedar-authorizer-props';
import { RouteAuthorizer } from '../../src/api/route-authorizer';
import { SecureApi } from '../../src/api/secure-api';
import { TokenKeys } from '../../src/api/token-keys';
import { SecureFunction } from '../../src/compute/secure-function';
import { CedarPolicies } from '../../src/identity/cedar-policies';
import { SecureUserPool } from '../../src/identity/secure-user-pool';
import { ZoneNetwork } from '../../src/zone/network/zone-network';
import { TrustZone } from '../../src/zone/trust-zone';
import { allOf, code, failsWith } from '../support/api';
import { cedarWorld } from '../support/cedar-world';
import { configOf } from '../support/fake-verified-permissions';
import { findingsOf, stackFindings } from '../support/packs';
import { TokenIssuer } from '../support/tokens';

const ANY = 'permit (principal, action, resource) when { context.scopes.contains("orders/read") };';
const issuer = new TokenIssuer();
const KEYS = TokenKeys.fromJwks(JSON.stringify(issuer.jwks));

function behindCedar(stack: Stack, props: Partial<CedarAuthorizerProps> & { text?: string } = {}, routes = ['GET /orders', 'GET /orders/{id}']) {
  const userPool = new SecureUserPool(stack, 'Pool', { domainPrefix: 'orders' });
  const { text = ANY, ...rest } = props;
  const authorizer = new CedarAuthorizer(stack, 'Authorizer', {
    userPool,
    clients: [userPool.addAppClient('Web', { callbackUrls: ['https://app.example.com/'] })],
    policies: [CedarPolicies.fromText(text, 'orders.cedar')],
    ...rest,
  });
  new ApiGatewayAccount(stack, 'Account');
  const api = new SecureApi(stack, 'Orders', { keepExecuteApiEndpoint: true, authorizer: RouteAuthorizer.cedar(authorizer) });
  const fn = new SecureFunction(stack, 'Fn', { code });
  for (const route of routes) api.addRoute(route, fn);
  return { stack, authorizer, api, fn, template: () => Template.fromStack(stack) };
}

/** In a zone without a network, which most tests do not need. */
function made(props?: Parameters<typeof behindCedar>[1], routes?: string[]) {
  const stack = new Stack(new App(), 'Stack');
  new TrustZone(stack, 'Zone', { network: ZoneNetwork.none('tests of the authorizer') });
  return behindCedar(stack, props, routes);
}
const networked = (props?: Parameters<typeof behindCedar>[1]) => behindCedar(new Stack(new App(), 'Stack'), props);
const functionOf = (template: Template) => allOf(template, 'AWS::Lambda::Function').find((fn) => fn.Description?.startsWith('Decides'));
const LOCAL = { decision: CedarDecision.LOCAL, keys: KEYS };

describe('a Cedar authorizer', () => {
  test.each([['Verified Permissions', {}], ['the function itself', LOCAL]])('decided by %s leaves nothing open in the five packs and ours', (_, props) => {
    const { open, acknowledged } = stackFindings((stack) => behindCedar(stack, props));
    expect(open).toEqual([]);
    expect(acknowledged.filter(({ path }) => path.includes('Authorizer/')).map(({ rule, path }) => `${rule} ${path}`)).toEqual([]);
    expect(findingsOf((app) => behindCedar(new Stack(app, 'Stack'), props), [new ZeroTrustChecks()]).open).toEqual([]);
  });

  test('makes a schema of the routes, whenever they are added', () => {
    const { stack, fn, api, template } = made({ postureClaims: { managed: CedarClaimType.BOOLEAN } });
    api.addRoute('POST /orders', fn);
    const [store] = allOf(template(), 'AWS::VerifiedPermissions::PolicyStore');
    const { App: { actions, entityTypes } } = JSON.parse(store.Schema.CedarJson);
    expect(Object.keys(entityTypes)).toEqual(['User', 'Group', 'Api']);
    expect(Object.keys(actions)).toEqual(['GET /orders', 'GET /orders/{id}', 'POST /orders']);
    const { principalTypes, resourceTypes, context } = actions['GET /orders/{id}'].appliesTo;
    expect([principalTypes, resourceTypes]).toEqual([['User'], ['Api']]);
    expect(Object.keys(context.attributes).sort()).toEqual(['clientId', 'parameters', 'path', 'posture', 'scopes', 'sourceIp', 'subject', 'time', 'tokenUse']);
    expect(context.attributes.parameters.attributes).toEqual({ id: { type: 'String' } });
    expect(actions['GET /orders'].appliesTo.context.attributes.parameters).toBeUndefined();
    expect(stack.node.tryFindChild('Authorizer')).toBeDefined();
  });

  test('does not change with the order in which routes are added', () => {
    const schema = (routes: string[]) => allOf(made({}, routes).template(), 'AWS::VerifiedPermissions::PolicyStore')[0].Schema.CedarJson;
    expect(schema(['GET /b', 'GET /a'])).toBe(schema(['GET /a', 'GET /b']));
  });

  test('shows policies a country or a certificate only where there is one to be had', () => {
    const country = 'permit (principal, action, resource) when { context.country == "CH" };';
    expect(made({ text: country }).template).toThrow(/orders\.cedar:1: .*country/);
    expect(made({ text: country, behindCloudFront: true }).template).not.toThrow();
    const certificate = 'permit (principal, action, resource) when { context.certificate.serialNumber == "1" };';
    expect(made({ text: certificate }).template).toThrow(/certificate/);
    expect(made({ text: certificate, clientCertificate: true }).template).not.toThrow();
  });

  test.each([CedarDecision.LOCAL, CedarDecision.VERIFIED_PERMISSIONS])('fails synthesis on a policy about a route that the API lacks (%s)', (decision) => {
    const text = `${ANY}\npermit (principal, action == App::Action::"GET /order", resource);`;
    expect(made({ ...decision === CedarDecision.LOCAL ? LOCAL : {}, text }).template).toThrow(/UnknownRoute: orders\.cedar:2: there is no route 'GET \/order'/);
  });

  test('warns of a route that nobody is permitted, by a stable id', () => {
    const text = 'permit (principal, action == App::Action::"GET /orders", resource);\nforbid (principal, action, resource) when { context.path == "/x" };';
    const { stack } = made({ text });
    Annotations.fromStack(stack).hasWarning('/Stack/Authorizer', Match.stringLikeRegexp('anyone GET /orders/\\{id\\}.*cdk-zero-trust:CedarRouteWithoutPermit'));
    Annotations.fromStack(made().stack).hasNoWarning('*', Match.anyValue());
  });

  test('decides each request anew', () => {
    made().template().hasResourceProperties('AWS::ApiGateway::Authorizer', { Type: 'REQUEST', AuthorizerResultTtlInSeconds: 0 });
  });

  test('keeps decisions only by everything that they depend on', () => {
    const sources = (props: Partial<CedarAuthorizerProps>) => {
      const [{ IdentitySource, AuthorizerResultTtlInSeconds }] = allOf(made({ resultsCacheTtl: Duration.minutes(1), ...props }).template(), 'AWS::ApiGateway::Authorizer');
      expect(AuthorizerResultTtlInSeconds).toBe(60);
      return IdentitySource.split(',');
    };
    const request = ['method.request.header.Authorization', 'context.httpMethod', 'context.path'];
    expect(sources({})).toEqual([...request, 'context.identity.sourceIp']);
    expect(sources({ behindCloudFront: true }))
      .toEqual([...request, 'method.request.header.CloudFront-Viewer-Address', 'method.request.header.CloudFront-Viewer-Country']);
    expect(() => made({ resultsCacheTtl: Duration.minutes(1), clientCertificate: true })).toThrow(failsWith('CacheNotKeyed'));
    expect(() => made({ resultsCacheTtl: Duration.hours(2) })).toThrow(failsWith('CacheTooLong'));
  });

  test('decides about one API, which it knows', () => {
    const { stack, authorizer, fn } = made();
    const other = new SecureApi(stack, 'Other', { keepExecuteApiEndpoint: true });
    expect(() => other.addRoute('GET /', fn, { authorizer: RouteAuthorizer.cedar(authorizer) })).toThrow(failsWith('AuthorizerOfAnotherApi'));
  });

  test('takes no scopes, which its policies ask for', () => {
    const { api, fn } = made();
    expect(() => api.addRoute('PUT /orders', fn, { scopes: ['orders/write'] })).toThrow(failsWith('UnusedScopes'));
  });

  test.each<[string, Partial<CedarAuthorizerProps> & { text?: string }]>([
    ['NoClients', { clients: [] }],
    ['NoTokenKeys', { decision: CedarDecision.LOCAL }],
    ['UnusedTokenKeys', { keys: TokenKeys.fetchedOutsideNetwork('why') }],
    ['UnusedTokenKeys', { keys: TokenKeys.fetchedByEgress() }],
    ['BadPolicy', { text: 'permit' }],
  ])('throws %s and makes nothing', (id, props) => {
    const stack = new Stack(new App(), 'Stack');
    expect(() => behindCedar(stack, props)).toThrow(failsWith(id));
    expect(stack.node.tryFindChild('Authorizer')).toBeUndefined();
  });

  test.each(['us-gov-west-1', 'cn-north-1'])('names no partition in %s', (region) => {
    const { template } = behindCedar(new Stack(new App(), 'Stack', { env: { region } }), LOCAL);
    expect(JSON.stringify(template().toJSON())).not.toMatch(/arn:aws:/);
    expect(JSON.stringify(functionOf(template()))).not.toContain('amazonaws.com');
  });
});

describe('a Cedar authorizer with Verified Permissions', () => {
  test('stands in the zone\'s network, with a way to the service and nothing else', () => {
    const { template } = networked();
    expect(allOf(template(), 'AWS::EC2::VPCEndpoint').map(({ ServiceName }) => JSON.stringify(ServiceName))).toEqual([expect.stringContaining('.verifiedpermissions')]);
    expect(functionOf(template()).VpcConfig).toBeDefined();
    expect(Object.keys(functionOf(template()).Environment.Variables)).toEqual(['POLICY_STORE_ID']);
  });

  test('may ask for decisions of its own store alone, which is declared', () => {
    const { stack, template } = made();
    const edges = DeclaredEdges.of(stack);
    expect(edges).toContainEqual(expect.objectContaining({ caller: 'Stack/Orders', target: 'Stack/Authorizer/Function', intent: 'invoke' }));
    expect(edges.filter(({ caller }) => caller === 'Stack/Authorizer/Function')).toEqual([
      expect.objectContaining({ target: 'Stack/Authorizer/Store', actions: ['verifiedpermissions:IsAuthorizedWithToken'] }),
    ]);
    const [{ PolicyDocument }] = Object.entries(template().findResources('AWS::IAM::ManagedPolicy')).filter(([id]) => id.startsWith('AuthorizerFunction')).map(([, policy]) => policy.Properties);
    expect(PolicyDocument.Statement.map(({ Action, Condition }: any) => [Action, Object.keys(Condition?.StringEquals ?? {})])).toEqual([
      [['logs:CreateLogStream', 'logs:PutLogEvents'], []],
      ['verifiedpermissions:IsAuthorizedWithToken', []],
      ['kms:Decrypt', ['kms:ViaService']],
    ]);
  });

  test('ships no Cedar', () => {
    const { environment } = cedarWorld({ decision: CedarDecision.VERIFIED_PERMISSIONS, policies: ANY, routes: ['GET /'], issuer });
    expect(readdirSync(environment.LAMBDA_TASK_ROOT).sort()).toEqual(['config.json', 'index.js']);
    expect(configOf(environment.LAMBDA_TASK_ROOT).local).toBeUndefined();
  });

  test('adds these resources', () => {
    const without = new Stack(new App(), 'Stack');
    const userPool = new SecureUserPool(without, 'Pool', { domainPrefix: 'orders' });
    userPool.addAppClient('Web', { callbackUrls: ['https://app.example.com/'] });
    new ApiGatewayAccount(without, 'Account');
    const api = new SecureApi(without, 'Orders', { keepExecuteApiEndpoint: true });
    const fn = new SecureFunction(without, 'Fn', { code });
    for (const route of ['GET /orders', 'GET /orders/{id}']) api.addRoute(route, fn);
    expect(difference(count(networked().template()), count(Template.fromStack(without)))).toEqual({
      'AWS::ApiGateway::Authorizer': 1,
      'AWS::EC2::SecurityGroup': 2,
      'AWS::EC2::VPCEndpoint': 1,
      'AWS::IAM::ManagedPolicy': 1,
      'AWS::IAM::Role': 1,
      'AWS::Lambda::Function': 1,
      'AWS::Lambda::Permission': 1,
      'AWS::Logs::LogGroup': 1,
      'AWS::VerifiedPermissions::IdentitySource': 1,
      'AWS::VerifiedPermissions::Policy': 1,
      'AWS::VerifiedPermissions::PolicyStore': 1,
    });
  });
});

describe('a Cedar authorizer that decides by itself', () => {
  test('has no store, and ships schema, policies and Cedar', () => {
    const { template, environment } = cedarWorld({ decision: CedarDecision.LOCAL, policies: ANY, routes: ['GET /', 'PUT /'], issuer });
    expect(JSON.stringify(template)).not.toContain('VerifiedPermissions');
    const root = environment.LAMBDA_TASK_ROOT;
    expect(existsSync(`${root}/cedar/cedar_wasm_bg.wasm`)).toBe(true);
    expect(configOf(root)).toMatchObject({ api: 'Orders', routes: ['GET /', 'PUT /'], local: { policies: { 'policies-1': ANY } } });
    expect(Object.keys(configOf(root).local.schema.App.actions)).toEqual(['GET /', 'PUT /']);
  });

  test('is another asset when a route is added, and the same when nothing changed', () => {
    const key = (routes: string[]) => functionOf(made(LOCAL, routes).template()).Code.S3Key;
    expect(key(['GET /'])).toBe(key(['GET /']));
    expect(key(['GET /'])).not.toBe(key(['GET /', 'PUT /']));
  });

  test('is an asset of its stage', () => {
    const app = new App();
    const stage = new Stage(app, 'Prod');
    const stack = new Stack(stage, 'Stack');
    behindCedar(stack, LOCAL);
    const assembly = app.synth().getNestedAssembly('assembly-Prod');
    const manifest = assembly.artifacts.find((artifact) => artifact.id.endsWith('.assets'))!;
    const files = Object.values<any>((manifest as any).contents.files).map(({ source }) => source.path);
    const staged = files.filter((path: string) => existsSync(`${assembly.directory}/${path}/cedar/cedar_wasm.js`));
    expect(staged).toHaveLength(1);
  });

  test('stands in the zone\'s network with fixed keys, and needs no way out of it', () => {
    const { template } = networked(LOCAL);
    expect(functionOf(template()).VpcConfig).toBeDefined();
    template().resourceCountIs('AWS::EC2::VPCEndpoint', 0);
  });

  test('is let out of it to the keys of the user pool alone, where the region is known', () => {
    const props = { ...LOCAL, keys: TokenKeys.fetchedByEgress() };
    const { stack } = behindCedar(new Stack(new App(), 'Stack', { env: { region: 'cn-north-1' } }), props);
    expect(DeclaredEdges.of(stack).filter(({ intent }) => intent === 'egress').map(({ caller, target }) => `${caller} ${target}`))
      .toEqual([expect.stringMatching(/^Stack\/Authorizer\/Function .*cognito-idp\.cn-north-1\.amazonaws\.com\.cn/)]);
    expect(() => networked(props)).toThrow(failsWith('UnresolvedDomain'));
  });

  test('stands outside of it to fetch keys, on record, and under the zone\'s keys', () => {
    const { stack, authorizer, template } = networked({ ...LOCAL, keys: TokenKeys.fetchedOutsideNetwork('Cognito has no private way to its keys') });
    expect(functionOf(template()).VpcConfig).toBeUndefined();
    expect(functionOf(template()).Environment.Variables.JWKS_URI['Fn::Join'][1].join('')).toContain('/.well-known/jwks.json');
    template().resourceCountIs('AWS::KMS::Key', Object.keys(networked(LOCAL).template().findResources('AWS::KMS::Key')).length);
    expect(JSON.stringify(authorizer.node.findChild('Outside').node.metadata)).toContain('Cognito has no private way to its keys');
    expect(TrustZone.of(stack)._members).toContain(authorizer.handler);
  });
});

function count(template: Template): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { Type } of Object.values<any>(template.toJSON().Resources)) counts[Type] = (counts[Type] ?? 0) + 1;
  return counts;
}

function difference(more: Record<string, number>, less: Record<string, number>): Record<string, number> {
  const types = [...new Set([...Object.keys(more), ...Object.keys(less)])].sort();
  return Object.fromEntries(types.map((type) => [type, (more[type] ?? 0) - (less[type] ?? 0)]).filter(([, n]) => n !== 0));
}
