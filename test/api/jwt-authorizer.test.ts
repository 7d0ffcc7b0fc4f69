import { App, Duration, Lazy, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { ApiGatewayAccount, DeclaredEdges, ZeroTrustChecks } from '../../src';
import { JwtAuthorizer, JwtAuthorizerProps } from '../../src/api/jwt-authorizer';
import { RouteAuthorizer } from '../../src/api/route-authorizer';
import { SecureApi } from '../../src/api/secure-api';
import { TokenKeys } from '../../src/api/token-keys';
import { SecureFunction } from '../../src/compute/secure-function';
import { DataClass } from '../../src/core/data-class';
import { LogMasking } from '../../src/zone/logs/log-masking';
import { TrustZone } from '../../src/zone/trust-zone';
import { allOf, code, failsWith } from '../support/api';
import { findingsOf, stackFindings } from '../support/packs';
import { TokenIssuer } from '../support/tokens';

const KEYS = TokenKeys.fromJwks(JSON.stringify(new TokenIssuer().jwks));

function behindJwt(stack: Stack, props: Partial<JwtAuthorizerProps> = {}) {
  const authorizer = new JwtAuthorizer(stack, 'Authorizer', { issuer: 'https://id.example.com/', audiences: ['orders'], keys: KEYS, ...props });
  new ApiGatewayAccount(stack, 'Account');
  const api = new SecureApi(stack, 'Api', { keepExecuteApiEndpoint: true, authorizer: RouteAuthorizer.jwt(authorizer) });
  const fn = new SecureFunction(stack, 'Fn', { code });
  api.addRoute('GET /orders', fn, { scopes: ['orders/read'] });
  api.addRoute('GET /health', fn);
  return { stack, authorizer, api, fn, template: () => Template.fromStack(stack) };
}

const made = (props?: Partial<JwtAuthorizerProps>) => behindJwt(new Stack(new App(), 'Stack'), props);
const functionOf = (template: Template) => allOf(template, 'AWS::Lambda::Function').find((fn) => fn.Description?.startsWith('Decides'));

describe('a JWT authorizer', () => {
  test('leaves nothing open in the five packs and ours', () => {
    expect(stackFindings((stack) => behindJwt(stack)).open).toEqual([]);
    expect(findingsOf((app) => behindJwt(new Stack(app, 'Stack')), [new ZeroTrustChecks()]).open).toEqual([]);
  });

  test('is asked about each request anew, and reads the scopes itself', () => {
    const { template } = made();
    template().hasResourceProperties('AWS::ApiGateway::Authorizer', {
      Type: 'REQUEST', IdentitySource: 'method.request.header.Authorization', AuthorizerResultTtlInSeconds: 0,
    });
    for (const method of allOf(template(), 'AWS::ApiGateway::Method')) {
      expect(method.AuthorizationType).toBe('CUSTOM');
      expect(method.AuthorizationScopes).toBeUndefined();
    }
  });

  test('knows issuer, audiences and keys', () => {
    expect(functionOf(made({ audiences: ['orders', 'https://orders.example.com'] }).template()).Environment.Variables).toEqual({
      ISSUERS: 'https://id.example.com/', AUDIENCES: 'orders https://orders.example.com', JWKS_URI: 'https://id.example.com/.well-known/jwks.json',
    });
    expect(functionOf(made({ jwksUri: 'https://keys.example.com/x' }).template()).Environment.Variables.JWKS_URI).toBe('https://keys.example.com/x');
  });

  test('is deployed anew when the scopes of a route change', () => {
    const key = (more: boolean) => {
      const { api, fn, template } = made();
      if (more) api.addRoute('PUT /orders', fn, { scopes: ['orders/write'] });
      return functionOf(template()).Code.S3Key;
    };
    expect(key(false)).toBe(key(false));
    expect(key(true)).not.toBe(key(false));
  });

  test('stands in the zone\'s network with fixed keys, outside of it to fetch them, on record', () => {
    expect(functionOf(made().template()).VpcConfig).toBeDefined();
    const { stack, authorizer, template } = made({ keys: TokenKeys.fetchedOutsideNetwork('the issuer is on the internet') });
    expect(functionOf(template()).VpcConfig).toBeUndefined();
    expect(JSON.stringify(authorizer.node.findChild('Outside').node.metadata)).toContain('the issuer is on the internet');
    expect(TrustZone.of(stack)._members).toContain(authorizer.handler);
  });

  test('has its logs masked outside of the network as its zone says', () => {
    const masked = (logMasking?: LogMasking) => {
      const stack = new Stack(new App(), 'Stack');
      new TrustZone(stack, 'Zone', { logMasking });
      new JwtAuthorizer(stack, 'Authorizer', {
        issuer: 'https://id.example.com', audiences: ['orders'], keys: TokenKeys.fetchedOutsideNetwork('a test'), dataClass: DataClass.RESTRICTED,
      });
      return Object.entries(Template.fromStack(stack).findResources('AWS::Logs::LogGroup'))
        .filter(([id]) => id.startsWith('Authorizer')).some(([, { Properties }]) => Properties.DataProtectionPolicy !== undefined);
    };
    expect(masked()).toBe(true);
    expect(masked(LogMasking.none('no region of ours has it'))).toBe(false);
  });

  test('lets nothing be made when the issuer is no host that a firewall could name', () => {
    const stack = new Stack(new App(), 'Stack');
    expect(() => new JwtAuthorizer(stack, 'Authorizer', {
      issuer: 'https://id.example.com:8443', audiences: ['orders'], keys: TokenKeys.fetchedByEgress(),
    })).toThrow(failsWith('OtherPort'));
    expect(stack.node.findAll().filter(({ node }) => node.id === 'Function')).toEqual([]);
  });

  test('is let out of the network to the issuer\'s keys alone, when they are to be fetched through it', () => {
    const { stack, template } = made({ keys: TokenKeys.fetchedByEgress(), jwksUri: 'https://keys.example.com/x' });
    expect(functionOf(template()).VpcConfig).toBeDefined();
    expect(DeclaredEdges.of(stack).filter(({ intent }) => intent === 'egress')).toEqual([
      expect.objectContaining({ caller: 'Stack/Authorizer/Function', target: expect.stringContaining('keys.example.com') }),
    ]);
    expect(made().template().findResources('AWS::NetworkFirewall::Firewall')).toEqual({});
  });

  test('decides about one API, whose routes it knows', () => {
    const { stack, authorizer, fn } = made();
    const other = new SecureApi(stack, 'Other', { keepExecuteApiEndpoint: true });
    expect(() => other.addRoute('GET /', fn, { authorizer: RouteAuthorizer.jwt(authorizer) })).toThrow(failsWith('AuthorizerOfAnotherApi'));
  });

  test.each<[string, Partial<JwtAuthorizerProps>]>([
    ['BadIssuer', { issuer: 'http://id.example.com' }],
    ['BadIssuer', { issuer: 'https://*.example.com' }],
    ['BadIssuer', { issuer: 'id.example.com' }],
    ['BadIssuer', { jwksUri: 'http://id.example.com/keys' }],
    ['NoAudience', { audiences: [] }],
    ['NoAudience', { audiences: ['a b'] }],
    ['NoAudience', { audiences: [''] }],
    ['BadTokenTime', { maxTokenAge: Duration.seconds(59) }],
    ['BadTokenTime', { maxTokenAge: Duration.seconds(Lazy.number({ produce: () => 600 })) }],
    ['BadTokenTime', { clockTolerance: Duration.seconds(61) }],
  ])('throws %s and makes nothing with %j', (id, props) => {
    const stack = new Stack(new App(), 'Stack');
    expect(() => behindJwt(stack, props)).toThrow(failsWith(id));
    expect(stack.node.children).toEqual([]);
  });

  test.each(['us-gov-west-1', 'cn-north-1'])('names no partition in %s', (region) => {
    expect(JSON.stringify(behindJwt(new Stack(new App(), 'Stack', { env: { region } })).template().toJSON())).not.toMatch(/arn:aws:/);
  });
});

describe('keys of an issuer', () => {
  const [key] = new TokenIssuer().jwks.keys;
  test.each([
    'no json', '{}', '{"keys":[]}', '{"keys":[{}]}', JSON.stringify({ keys: [{ ...key, kid: undefined }] }),
    JSON.stringify({ keys: [key, { ...key, d: 'private' }] }), JSON.stringify({ keys: [{ kty: 'oct', kid: '1', k: 'secret' }] }),
  ])('are refused when they are no public keys: %s', (jwks) => {
    expect(() => TokenKeys.fromJwks(jwks)).toThrow(failsWith('BadTokenKeys'));
  });

  test('are never quoted in errors', () => {
    expect(() => TokenKeys.fromJwks('{"keys":[{"kty":"RSA","kid":"1","d":"hush"}]}')).not.toThrow(/hush/);
    expect(() => TokenKeys.fromJwks('hush')).not.toThrow(/hush/);
  });

  test('come from a file, which is there', () => {
    expect(() => TokenKeys.fromFile('/nowhere/jwks.json')).toThrow(failsWith('BadTokenKeys'));
  });
});
