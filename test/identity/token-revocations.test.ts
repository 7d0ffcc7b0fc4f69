import { App, Duration, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { CedarAuthorizer, CedarPolicies, JwtAuthorizer, RouteAuthorizer, SecureApi, SecureFunction, SecureUserPool, TokenKeys, TokenRevocations, ZeroTrustChecks } from '../../src';
import { allOf, code, failsWith } from '../support/api';
import { findingsOf, fivePacks } from '../support/packs';
import { TokenIssuer } from '../support/tokens';

const KEYS = TokenKeys.fromJwks(JSON.stringify(new TokenIssuer().jwks));

interface PoolOptions {
  readonly first?: boolean;
  readonly revoked?: boolean;
  readonly resultsCacheTtl?: Duration;
}

function behindPool(stack: Stack, { first = false, revoked = true, resultsCacheTtl }: PoolOptions = {}) {
  const userPool = new SecureUserPool(stack, 'Users', { uniqueDomainPrefix: 'orders' });
  if (revoked && first) void userPool.revocations;
  const authorizer = new CedarAuthorizer(stack, 'Authorizer', {
    userPool,
    clients: [userPool.addAppClient('Web', { callbackUrls: ['https://orders.example.com/signed-in'] })],
    policies: [CedarPolicies.fromText('permit (principal, action, resource) when { context.scopes.contains("orders/read") };')],
    resultsCacheTtl,
  });
  const api = new SecureApi(stack, 'Api', { authorizer: RouteAuthorizer.cedar(authorizer), keepExecuteApiEndpoint: true });
  api.addRoute('GET /orders', new SecureFunction(stack, 'Fn', { code }));
  if (revoked && !first) void userPool.revocations;
  return userPool;
}

function behindJwt(stack: Stack, listAge?: Duration, maxTokenAge?: Duration) {
  const revocations = new TokenRevocations(stack, 'Revocations', { maxTokenAge: listAge });
  const authorizer = new JwtAuthorizer(stack, 'Authorizer', { issuer: 'https://id.example.com', audiences: ['orders'], keys: KEYS, revocations, maxTokenAge });
  const api = new SecureApi(stack, 'Api', { authorizer: RouteAuthorizer.jwt(authorizer), keepExecuteApiEndpoint: true });
  api.addRoute('GET /orders', new SecureFunction(stack, 'Fn', { code }), { scopes: ['orders/read'] });
}

function templateOf(build: (stack: Stack) => unknown): Template {
  const stack = new Stack(new App(), 'Stack');
  build(stack);
  return Template.fromStack(stack);
}

const tableOf = (template: Template) => Object.keys(template.findResources('AWS::DynamoDB::GlobalTable', {
  Properties: { KeySchema: [{ AttributeName: 'subject', KeyType: 'HASH' }, { AttributeName: 'revokedBy', KeyType: 'RANGE' }] },
}));
const decider = (template: Template) => allOf(template, 'AWS::Lambda::Function').find(({ Description }) => Description?.startsWith('Decides'));
/** What functions may do on the list. */
const actionsOn = (template: Template, table: string) => allOf(template, 'AWS::IAM::ManagedPolicy').flatMap(({ PolicyDocument }) => PolicyDocument.Statement)
  .filter(({ Effect, Resource }) => Effect === 'Allow' && JSON.stringify(Resource).includes(table)).flatMap(({ Action, Resource }) => [Action, Resource]);

describe('a list of revocations', () => {
  test('leaves nothing open in the five packs and ours, with a Cedar or a JWT authorizer', () => {
    for (const build of [behindPool, behindJwt]) {
      expect(findingsOf((app) => build(new Stack(app, 'Stack')), [...fivePacks(), new ZeroTrustChecks()]).open).toEqual([]);
    }
  });

  test('lets its entries go by themselves', () => {
    templateOf((stack) => new TokenRevocations(stack, 'Revocations')).hasResourceProperties('AWS::DynamoDB::GlobalTable', {
      TimeToLiveSpecification: { AttributeName: 'expires', Enabled: true },
    });
  });

  test('is granted for questions about one user, and for entries', () => {
    const granted = (grant: 'grantRead' | 'grantRevoke') => {
      const template = templateOf((stack) => new TokenRevocations(stack, 'Revocations')[grant](new SecureFunction(stack, 'Fn', { code })));
      const [table] = tableOf(template);
      return actionsOn(template, table);
    };
    const arn = expect.objectContaining({ 'Fn::GetAtt': [expect.stringMatching(/^RevocationsTable/), 'Arn'] });
    expect(granted('grantRead')).toEqual(['dynamodb:Query', arn]);
    expect(granted('grantRevoke')).toEqual([['dynamodb:DeleteItem', 'dynamodb:PutItem'], arn]);
  });

  test('is for tokens that are good for 5 minutes to 30 days', () => {
    for (const minutes of [4, 30 * 24 * 60 + 1]) {
      expect(() => new TokenRevocations(new Stack(), 'Revocations', { maxTokenAge: Duration.minutes(minutes) })).toThrow(failsWith('BadTokenAge'));
    }
    for (const minutes of [5, 30 * 24 * 60]) new TokenRevocations(new Stack(), 'Revocations', { maxTokenAge: Duration.minutes(minutes) });
  });
});

describe('a Cedar authorizer', () => {
  test.each([[true, 'before'], [false, 'after']])('reads the list of its pool that is made %s (%s it)', (first) => {
    const template = templateOf((stack) => behindPool(stack, { first }));
    const [table, ...others] = tableOf(template);
    expect(others).toEqual([]);
    expect(decider(template).Environment.Variables.REVOCATIONS_TABLE).toEqual({ Ref: table });
    expect(actionsOn(template, table)).toEqual(['dynamodb:Query', { 'Fn::GetAtt': [table, 'Arn'] }]);
  });

  test('reads none where nothing revokes', () => {
    const template = templateOf((stack) => behindPool(stack, { revoked: false }));
    expect(tableOf(template)).toEqual([]);
    expect(decider(template).Environment.Variables).not.toHaveProperty('REVOCATIONS_TABLE');
  });

  test('keeps no decision for longer than 10 seconds, as a revoked token is refused within 30', () => {
    const synth = (seconds: number, revoked = true) => () => (
      templateOf((stack) => behindPool(stack, { revoked, resultsCacheTtl: Duration.seconds(seconds) })));
    expect(synth(11)).toThrow('CacheTooLong');
    expect(synth(10)).not.toThrow();
    expect(synth(11, false)).not.toThrow();
  });
});

describe('a JWT authorizer', () => {
  test('reads the list that it is given', () => {
    const template = templateOf((stack) => behindJwt(stack));
    const [table] = tableOf(template);
    expect(decider(template).Environment.Variables.REVOCATIONS_TABLE).toEqual({ Ref: table });
    expect(actionsOn(template, table)).toEqual(['dynamodb:Query', { 'Fn::GetAtt': [table, 'Arn'] }]);
  });

  test('takes no token that can outlive its revocation', () => {
    expect(() => behindJwt(new Stack(), Duration.hours(1))).toThrow(failsWith('RevocationsTooShort'));
    expect(() => behindJwt(new Stack(), Duration.hours(1), Duration.minutes(61))).toThrow(failsWith('RevocationsTooShort'));
    behindJwt(new Stack(), Duration.hours(1), Duration.hours(1));
  });
});

test('a pool, its authorizer and who revokes can be in stacks of their own', () => {
  const app = new App();
  const userPool = new SecureUserPool(new Stack(app, 'Identity'), 'Users');
  const front = new Stack(app, 'Front');
  const authorizer = new JwtAuthorizer(front, 'Authorizer', { issuer: 'https://id.example.com', audiences: ['orders'], keys: KEYS, revocations: userPool.revocations });
  new SecureApi(front, 'Api', { authorizer: RouteAuthorizer.jwt(authorizer), keepExecuteApiEndpoint: true })
    .addRoute('GET /orders', new SecureFunction(front, 'Fn', { code }), { scopes: ['orders/read'] });
  userPool.revocations.grantRevoke(new SecureFunction(new Stack(app, 'Response'), 'Fn', { code }));
  const assembly = app.synth();
  expect(assembly.getStackByName('Identity').dependencies.filter(({ id }) => id === 'Front' || id === 'Response')).toEqual([]);
  Template.fromJSON(assembly.getStackByName('Front').template).hasResourceProperties('AWS::Lambda::Function', {
    Environment: { Variables: Match.objectLike({ REVOCATIONS_TABLE: Match.anyValue() }) },
  });
});
