import { App, Duration, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { DeclaredEdges, SecureFunction, TrustZone, ZeroTrustChecks, ZoneNetwork } from '../../src';
import { EdgeDistribution } from '../../src/edge/edge-distribution';
import { EdgeOrigin } from '../../src/edge/edge-origin';
import { SecureFunctionUrl, SecureFunctionUrlProps } from '../../src/edge/secure-function-url';
import { findingsOf } from '../support/packs';

const REGION = 'us-east-1';
const code = lambda.Code.fromInline('exports.handler = async () => {}');
const failsWith = (id: string) => expect.objectContaining({ name: 'ZeroTrustError', id });

function withUrl(props: Partial<SecureFunctionUrlProps> = {}, app = new App()) {
  const stack = new Stack(app, 'Stack', { env: { region: REGION } });
  new TrustZone(stack, 'Zone', { network: ZoneNetwork.none('tests of the edge') });
  const fn = new SecureFunction(stack, 'Fn', { code });
  const url = new SecureFunctionUrl(stack, 'Url', { function: fn, ...props });
  const distribute = (scope = stack) => new EdgeDistribution(scope, 'Edge', {
    origin: EdgeOrigin.functionUrl(url), keepCloudFrontDomain: true, allowCountries: ['DE'],
  });
  return { app, stack, fn, url, distribute, template: (of = stack) => Template.fromStack(of) };
}

const permissionsIn = (template: Template) => Object.values(template.findResources('AWS::Lambda::Permission')).map(({ Properties }) => Properties);

describe('a function URL', () => {
  test('leaves nothing open behind a distribution but the domain and the network that these tests leave out', () => {
    const build = (app: App) => {
      const stack = new Stack(app, 'Stack', { env: { region: REGION } });
      const url = new SecureFunctionUrl(stack, 'Url', { function: new SecureFunction(stack, 'Fn', { code }) });
      new EdgeDistribution(stack, 'Edge', { origin: EdgeOrigin.functionUrl(url), keepCloudFrontDomain: true, allowCountries: ['DE'] });
    };
    expect(findingsOf(build).open.map(({ rule, path }) => `${rule} ${path}`)).toEqual(['AwsSolutions-CFR4 Stack/Edge/Resource']);
    expect(findingsOf(build, [new ZeroTrustChecks()]).open.map(({ rule, path }) => `${rule} ${path}`)).toEqual(['ZT-CLOUDFRONT-002 Stack/Edge/Resource']);
  });

  test('is one resource that asks for a signature, and lets nobody in by itself', () => {
    const { template } = withUrl();
    template().hasResourceProperties('AWS::Lambda::Url', { AuthType: 'AWS_IAM', InvokeMode: Match.absent(), Cors: Match.absent() });
    expect(permissionsIn(template())).toEqual([]);
  });

  test('lets its distribution in through the URL, for this account', () => {
    const { distribute, template } = withUrl();
    distribute();
    const source = {
      'Fn::Join': ['', [
        'arn:', { Ref: 'AWS::Partition' }, ':cloudfront::', { Ref: 'AWS::AccountId' }, ':distribution/', { Ref: expect.stringMatching(/^Edge/) },
      ]],
    };
    const common = {
      FunctionName: { 'Fn::GetAtt': [expect.stringMatching(/^Fn/), 'Arn'] },
      Principal: 'cloudfront.amazonaws.com',
      SourceArn: source,
      SourceAccount: { Ref: 'AWS::AccountId' },
    };
    expect(permissionsIn(template())).toEqual([
      { ...common, Action: 'lambda:InvokeFunctionUrl', FunctionUrlAuthType: 'AWS_IAM' },
      { ...common, Action: 'lambda:InvokeFunction', InvokedViaFunctionUrl: true },
    ]);
  });

  test('is reached by TLS with a signature, is not cached, and gets the headers of the viewer but for Host', () => {
    const { distribute, template } = withUrl();
    distribute();
    const [{ Properties: { DistributionConfig: config } }] = Object.values(template().findResources('AWS::CloudFront::Distribution'));
    expect(config.Origins).toEqual([{
      Id: expect.any(String),
      DomainName: { 'Fn::Select': [2, { 'Fn::Split': ['/', { 'Fn::GetAtt': [expect.stringMatching(/^Url/), 'FunctionUrl'] }] }] },
      OriginAccessControlId: { 'Fn::GetAtt': [expect.stringMatching(/AccessControl/), 'Id'] },
      CustomOriginConfig: { HTTPSPort: 443, OriginProtocolPolicy: 'https-only', OriginSSLProtocols: ['TLSv1.2'] },
    }]);
    expect(config.DefaultCacheBehavior).toMatchObject({
      ViewerProtocolPolicy: 'https-only',
      CachePolicyId: cloudfront.CachePolicy.CACHING_DISABLED.cachePolicyId,
      OriginRequestPolicyId: cloudfront.OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER.originRequestPolicyId,
    });
    expect(config.DefaultRootObject).toBeUndefined();
    template().hasResourceProperties('AWS::CloudFront::OriginAccessControl', {
      OriginAccessControlConfig: Match.objectLike({ OriginAccessControlOriginType: 'lambda', SigningBehavior: 'always', SigningProtocol: 'sigv4' }),
    });
  });

  test('may be behind a distribution of another stack of the region, and of no other region', () => {
    const { app, distribute, template } = withUrl();
    const edge = new Stack(app, 'Edge', { env: { region: REGION } });
    distribute(edge);
    expect(permissionsIn(template(edge))).toHaveLength(2);
    expect(permissionsIn(template())).toEqual([]);
    expect(() => distribute(new Stack(app, 'Far', { env: { region: 'eu-west-1' } }))).toThrow(failsWith('OriginElsewhere'));
  });

  test('shows as an edge of the trust graph', () => {
    const { app, distribute } = withUrl();
    distribute();
    expect(DeclaredEdges.of(app)).toContainEqual({
      caller: 'Stack/Edge', target: 'Stack/Url', intent: 'invoke', actions: ['lambda:InvokeFunction', 'lambda:InvokeFunctionUrl'],
    });
  });

  test('is for no function that keeps tenants apart, as it cannot tell whose request it is', () => {
    const { stack } = withUrl();
    const apart = new SecureFunction(stack, 'Apart', { code, tenancyConfig: lambda.TenancyConfig.PER_TENANT });
    expect(() => new SecureFunctionUrl(stack, 'Other', { function: apart })).toThrow(failsWith('TenantlessUrl'));
    expect(stack.node.tryFindChild('Other')).toBeUndefined();
  });

  test('is granted to nobody else', () => {
    const { stack, url } = withUrl();
    const role = new iam.Role(stack, 'Role', { assumedBy: new iam.AccountPrincipal('111122223333') });
    expect(() => url.grantInvokeUrl(role)).toThrow(failsWith('OnlyThroughDistribution'));
    expect(stack.node.findAll().filter(({ node }) => node.id === 'DefaultPolicy')).toEqual([]);
  });

  test('answers the pages that are named, and streams when asked', () => {
    const { template } = withUrl({
      cors: { allowedOrigins: ['https://app.example.com'], allowedMethods: [lambda.HttpMethod.POST], allowedHeaders: ['x-amz-content-sha256'] },
      invokeMode: lambda.InvokeMode.RESPONSE_STREAM,
    });
    template().hasResourceProperties('AWS::Lambda::Url', {
      InvokeMode: 'RESPONSE_STREAM',
      Cors: { AllowOrigins: ['https://app.example.com'], AllowMethods: ['POST'], AllowHeaders: ['x-amz-content-sha256'], MaxAge: 300 },
    });
    expect(Object.values(withUrl({ cors: { allowedOrigins: ['https://a.example.com'], maxAge: Duration.hours(1) } }).template()
      .findResources('AWS::Lambda::Url'))[0].Properties.Cors.MaxAge).toBe(3600);
  });

  test.each<[string, lambda.FunctionUrlCorsOptions, string]>([
    ['any page', { allowedOrigins: ['*'] }, 'CorsWildcard'],
    ['any header', { allowedOrigins: ['https://a.example.com'], allowedHeaders: ['*'] }, 'CorsWildcard'],
    ['any method', { allowedOrigins: ['https://a.example.com'], allowedMethods: [lambda.HttpMethod.ALL] }, 'CorsWildcard'],
    ['pages that came in the clear', { allowedOrigins: ['http://a.example.com'] }, 'BadOrigin'],
    ['pages of any subdomain', { allowedOrigins: ['https://*.example.com'] }, 'BadOrigin'],
    ['no page', { allowedOrigins: [] }, 'BadOrigin'],
  ])('does not answer %s', (_, cors, id) => {
    const app = new App();
    expect(() => withUrl({ cors }, app)).toThrow(failsWith(id));
    expect(app.node.findChild('Stack').node.tryFindChild('Url')).toBeUndefined();
  });
});

describe('a URL that the CDK makes for a function', () => {
  test('is refused when it asks nobody who it is, and asks for AWS credentials when nothing is said', () => {
    const { fn, template } = withUrl();
    expect(() => fn.addFunctionUrl({ authType: lambda.FunctionUrlAuthType.NONE })).toThrow(failsWith('OpenFunctionUrl'));
    fn.addFunctionUrl();
    template().resourceCountIs('AWS::Lambda::Url', 2);
    template().allResourcesProperties('AWS::Lambda::Url', { AuthType: 'AWS_IAM' });
  });
});
