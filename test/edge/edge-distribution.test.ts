import { runSimulation } from '@cloud-copilot/iam-simulate';
import { App, Aws, NestedStack, RemovalPolicy, Stack, Stage } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as acm from 'aws-cdk-lib/aws-certificatemanager';
import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import { HttpOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as route53 from 'aws-cdk-lib/aws-route53';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { DataClass, DeclaredEdges, SecureApi, SecureBucket, SecureFunction, TrustZone, WebFirewall, ZeroTrustChecks, ZoneNetwork } from '../../src';
import { EdgeDistribution } from '../../src/edge/edge-distribution';
import { EdgeDistributionProps, EdgeTlsPolicy } from '../../src/edge/edge-distribution-props';
import { EdgeOrigin } from '../../src/edge/edge-origin';
import { FirewallScope } from '../../src/edge/firewall-scope';
import { SecureFunctionUrl } from '../../src/edge/secure-function-url';
import { Profile } from '../../src/zone/profile';
import { ACCOUNT, DeployedTemplates } from '../support/deployed-template';
import { findingsOf } from '../support/packs';

const HERE = 'eu-west-1';
const GLOBAL = 'us-east-1';
const code = lambda.Code.fromInline('exports.handler = async () => {}');
const failsWith = (id: string) => expect.objectContaining({ name: 'ZeroTrustError', id });
const certificateIn = (stack: Stack, id: string, region = GLOBAL) => acm.Certificate
  .fromCertificateArn(stack, id, `arn:aws:acm:${region}:111122223333:certificate/${id}`);

const domainOf = (stack: Stack) => ({ domainNames: ['www.example.com'], certificate: certificateIn(stack, 'Certificate') });
const ref = (prefix: string) => ({ Ref: expect.stringMatching(`^${prefix}`) });
const join = (...parts: any[]) => ({ 'Fn::Join': ['', parts] });
const distributionArn = join('arn:', { Ref: 'AWS::Partition' }, ':cloudfront::', { Ref: 'AWS::AccountId' }, ':distribution/', ref('Edge'));

/** A site in a bucket behind a distribution. */
function withEdge(props: Partial<EdgeDistributionProps> = {}, region: string = HERE, app = new App()) {
  const stack = new Stack(app, 'Stack', { env: { region } });
  const site = new SecureBucket(stack, 'Site', { withoutReplica: 'the build makes it again' });
  const domain = props.keepCloudFrontDomain ? {} : { domain: domainOf(stack) };
  const edge = new EdgeDistribution(stack, 'Edge', { origin: EdgeOrigin.bucket(site), ...domain, ...props });
  const sibling = (suffix: string) => app.node.findChild(`Stack-${suffix}`) as Stack;
  return { app, stack, site, edge, sibling, template: (of: Stack = stack) => Template.fromStack(of) };
}

function configOf(template: Template): any {
  return Object.values(template.findResources('AWS::CloudFront::Distribution'))[0].Properties.DistributionConfig;
}

function countsOf(template: Template, ...leaveOut: RegExp[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { Type } of Object.values<any>(template.toJSON().Resources)) {
    if (!leaveOut.some((one) => one.test(Type))) counts[Type] = (counts[Type] ?? 0) + 1;
  }
  return counts;
}

function apiIn(stack: Stack, mutualTls = true): SecureApi {
  const zone = new TrustZone(stack, 'ApiZone', { network: ZoneNetwork.none('tests of the edge') });
  const api = new SecureApi(stack, 'Api', {
    zone,
    domain: {
      domainName: 'api.example.com',
      certificate: certificateIn(stack, 'ApiCertificate', stack.region),
      mutualTls: mutualTls ? { bucket: s3.Bucket.fromBucketName(stack, 'Trust', 'trust'), key: 'ca.pem', version: 'v1' } : undefined,
    },
  });
  api.addRoute('GET /orders', new SecureFunction(stack, 'Fn', { code, zone }));
  return api;
}

/** All origins and all choices at once. */
function everyPath(app: App, region: string): void {
  const stack = new Stack(app, 'Stack', { env: { region } });
  const fn = new SecureFunction(stack, 'Fn', { code });
  const api = new SecureApi(stack, 'Api', {
    domain: {
      domainName: 'api.example.com',
      certificate: certificateIn(stack, 'ApiCertificate', region),
      mutualTls: { bucket: s3.Bucket.fromBucketName(stack, 'Trust', 'trust'), key: 'ca.pem', version: 'v1' },
    },
  });
  api.addRoute('GET /orders', fn);
  const edge = new EdgeDistribution(stack, 'Edge', {
    origin: EdgeOrigin.bucket(new SecureBucket(stack, 'Site', { withoutReplica: 'the build makes it again' })),
    domain: domainOf(stack),
    allowCountries: ['DE', 'FR'],
    shieldProtection: true,
    viewerMutualTls: { bucket: s3.Bucket.fromBucketName(stack, 'Viewers', 'viewers'), key: 'ca.pem', version: 'v1' },
  });
  edge.addBehavior('/api/*', EdgeOrigin.api(api, { clientCertificate: certificateIn(stack, 'Client') }));
  edge.addBehavior('/fn/*', EdgeOrigin.functionUrl(new SecureFunctionUrl(stack, 'Url', { function: fn })));
}

describe('a distribution', () => {
  test.each([HERE, GLOBAL])('leaves nothing open in the five packs and in ours, whatever its origins, in %s', (region) => {
    const { open, acknowledged } = findingsOf((app) => everyPath(app, region));
    expect(open).toEqual([]);
    expect(acknowledged.filter(({ path }) => /Edge|Site|Url/.test(path)).map(({ rule, path }) => `${rule} ${path}`).sort()).toEqual([
      'HIPAA.Security-S3BucketReplicationEnabled Stack/Site/Resource',
      'NIST.800.53.R5-S3BucketReplicationEnabled Stack/Site/Resource',
      'PCI.DSS.321-S3BucketReplicationEnabled Stack/Site/Resource',
    ]);
    expect(findingsOf((app) => everyPath(app, region), [new ZeroTrustChecks()]).open).toEqual([]);
  });

  test('that serves all countries is warned of by one pack, and by nothing else', () => {
    expect(findingsOf((app) => void withEdge({}, HERE, app)).open).toEqual([
      { pack: 'AwsSolutions', rule: 'AwsSolutions-CFR1', path: 'Stack/Edge/Resource' },
    ]);
  });

  test('in front of a bucket is three resources, and beside it in us-east-1 its firewall, its alarms and its logs', () => {
    const { template } = withEdge({}, GLOBAL);
    expect(countsOf(template(), /S3/)).toEqual({
      'AWS::CloudFront::Distribution': 1,
      'AWS::CloudFront::OriginAccessControl': 1,
      'AWS::CloudFront::ResponseHeadersPolicy': 1,
      'AWS::CloudWatch::Alarm': 2,
      'AWS::KMS::Key': 2,
      'AWS::Logs::Delivery': 1,
      'AWS::Logs::DeliveryDestination': 1,
      'AWS::Logs::DeliverySource': 1,
      'AWS::Logs::LogGroup': 2,
      'AWS::SNS::Topic': 1,
      'AWS::SNS::TopicPolicy': 1,
      'AWS::WAFv2::LoggingConfiguration': 1,
      'AWS::WAFv2::WebACL': 1,
    });
  });

  test('takes TLS 1.2 or newer with a certificate of its own, and speaks HTTP/2 and HTTP/3', () => {
    const config = configOf(withEdge().template());
    expect(config).toMatchObject({
      Aliases: ['www.example.com'],
      HttpVersion: 'http2and3',
      IPV6Enabled: true,
      ViewerCertificate: { MinimumProtocolVersion: 'TLSv1.2_2021', SslSupportMethod: 'sni-only', AcmCertificateArn: expect.stringContaining('us-east-1') },
    });
    expect(configOf(withEdge({ tlsPolicy: EdgeTlsPolicy.TLS_1_3 }).template()).ViewerCertificate.MinimumProtocolVersion).toBe('TLSv1.3_2025');
  });

  test('serves under the name of CloudFront only when someone says so, which shows', () => {
    const { edge, template } = withEdge({ keepCloudFrontDomain: true });
    expect(configOf(template()).ViewerCertificate).toBeUndefined();
    expect(edge.node.metadata.filter(({ type }) => type === 'cdk-zero-trust:opt-out').map(({ data }) => data)).toEqual(['keepCloudFrontDomain']);
    expect(() => withEdge({ domain: undefined })).toThrow(failsWith('NoDomain'));
  });

  test('tells browsers to use TLS for two years, to guess nothing, and to load from its own origin only', () => {
    const headersOf = (props?: Partial<EdgeDistributionProps>) => Object.values(withEdge(props).template()
      .findResources('AWS::CloudFront::ResponseHeadersPolicy'))[0].Properties.ResponseHeadersPolicyConfig.SecurityHeadersConfig;
    expect(headersOf()).toEqual({
      ContentSecurityPolicy: {
        ContentSecurityPolicy: 'default-src \'self\'; base-uri \'self\'; form-action \'self\'; frame-ancestors \'none\'; object-src \'none\'; upgrade-insecure-requests',
        Override: true,
      },
      ContentTypeOptions: { Override: true },
      FrameOptions: { FrameOption: 'DENY', Override: true },
      ReferrerPolicy: { Override: true, ReferrerPolicy: 'strict-origin-when-cross-origin' },
      StrictTransportSecurity: { AccessControlMaxAgeSec: 63_072_000, IncludeSubdomains: true, Override: true, Preload: false },
    });
    expect(headersOf({ hstsPreload: true }).StrictTransportSecurity.Preload).toBe(true);
    expect(headersOf({ contentSecurityPolicy: 'default-src \'none\'' }).ContentSecurityPolicy.ContentSecurityPolicy).toBe('default-src \'none\'');
  });

  test('serves the countries that are named, or all but those', () => {
    const restrictionOf = (props: Partial<EdgeDistributionProps>) => configOf(withEdge(props).template()).Restrictions?.GeoRestriction;
    expect(restrictionOf({ allowCountries: ['DE'] })).toEqual({ RestrictionType: 'whitelist', Locations: ['DE'] });
    expect(restrictionOf({ blockCountries: ['KP'] })).toEqual({ RestrictionType: 'blacklist', Locations: ['KP'] });
    expect(restrictionOf({})).toBeUndefined();
  });

  test('answers for / what its bucket has as index.html', () => {
    expect(configOf(withEdge().template()).DefaultRootObject).toBe('index.html');
    expect(configOf(withEdge({ defaultRootObject: 'home.html' }).template()).DefaultRootObject).toBe('home.html');
  });

  test('asks viewers for a certificate when it is given a trust store, over TCP', () => {
    const { template } = withEdge({ viewerMutualTls: { bucket: s3.Bucket.fromBucketName(new Stack(), 'Trust', 'trust'), key: 'ca.pem', version: 'v7' } });
    template().hasResourceProperties('AWS::CloudFront::TrustStore', {
      CaCertificatesBundleSource: { CaCertificatesBundleS3Location: Match.objectLike({ Bucket: 'trust', Key: 'ca.pem', Version: 'v7' }) },
    });
    expect(configOf(template())).toMatchObject({
      HttpVersion: 'http2',
      ViewerMtlsConfig: {
        Mode: 'required',
        TrustStoreConfig: { TrustStoreId: { 'Fn::GetAtt': [expect.stringMatching(/^EdgeTrustStore/), 'Id'] }, IgnoreCertificateExpiry: false },
      },
    });
    expect(configOf(withEdge().template()).ViewerMtlsConfig).toBeUndefined();
  });

  test('serves signed URLs only when it knows who signs', () => {
    const group = cloudfront.KeyGroup.fromKeyGroupId(new Stack(), 'Group', 'group-1');
    const { edge, site, template } = withEdge({ trustedKeyGroups: [group] });
    edge.addBehavior('/other/*', EdgeOrigin.bucket(site));
    const { DefaultCacheBehavior, CacheBehaviors } = configOf(template());
    expect(DefaultCacheBehavior.TrustedKeyGroups).toEqual(['group-1']);
    expect(CacheBehaviors[0].TrustedKeyGroups).toEqual(['group-1']);
  });

  test('gets records for each of its names, for both kinds of addresses', () => {
    const app = new App();
    const stack = new Stack(app, 'Stack', { env: { region: HERE } });
    const hostedZone = route53.HostedZone.fromHostedZoneAttributes(stack, 'Hosted', { hostedZoneId: 'Z1', zoneName: 'example.com' });
    new EdgeDistribution(stack, 'Edge', {
      origin: EdgeOrigin.bucket(new SecureBucket(stack, 'Site')),
      domain: { ...domainOf(stack), domainNames: ['example.com', 'www.example.com'], hostedZone },
    });
    const records = Object.values(Template.fromStack(stack).findResources('AWS::Route53::RecordSet')).map(({ Properties }) => `${Properties.Name} ${Properties.Type}`);
    expect(records.sort()).toEqual(['example.com. A', 'example.com. AAAA', 'www.example.com. A', 'www.example.com. AAAA']);
  });
});

describe('a bucket behind a distribution', () => {
  test('is read by this distribution alone, which signs each request', () => {
    const { template } = withEdge();
    const [policy] = Object.entries(template().findResources('AWS::S3::BucketPolicy')).find(([id]) => id.startsWith('Site'))!.slice(1) as any[];
    expect(policy.Properties.PolicyDocument.Statement.filter(({ Effect }: any) => Effect === 'Allow')).toEqual([{
      Sid: expect.stringMatching(/^Distribution/),
      Effect: 'Allow',
      Principal: { Service: 'cloudfront.amazonaws.com' },
      Action: 's3:GetObject',
      Resource: join({ 'Fn::GetAtt': [expect.stringMatching(/^Site/), 'Arn'] }, '/*'),
      Condition: { StringEquals: { 'aws:SourceArn': distributionArn, 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
    }]);
    template().hasResourceProperties('AWS::CloudFront::OriginAccessControl', {
      OriginAccessControlConfig: Match.objectLike({ OriginAccessControlOriginType: 's3', SigningBehavior: 'always', SigningProtocol: 'sigv4' }),
    });
    expect(configOf(template()).Origins).toEqual([{
      Id: expect.any(String),
      DomainName: { 'Fn::GetAtt': [expect.stringMatching(/^Site/), 'RegionalDomainName'] },
      OriginAccessControlId: { 'Fn::GetAtt': [expect.stringMatching(/^EdgeOrigin1AccessControl/), 'Id'] },
      S3OriginConfig: { OriginAccessIdentity: '' },
    }]);
  });

  test('is read by no other distribution and for no other account, as an IAM simulator judges its policy and its key\'s', async () => {
    const { template } = withEdge();
    const deployed = new DeployedTemplates([template().toJSON()]);
    const of = (type: string, prefix: string) => Object.entries(deployed.resources(type)).find(([id]) => id.startsWith(prefix))!;
    const bucket = deployed.arnOf(of('AWS::S3::Bucket', 'Site')[0]);
    const [keyId, key] = of('AWS::KMS::Key', 'TrustZoneConfidentialKey');
    const policy = of('AWS::S3::BucketPolicy', 'Site')[1].PolicyDocument;
    const own = policy.Statement.find(({ Effect }: any) => Effect === 'Allow').Condition.StringEquals['aws:SourceArn'];

    const allows = async (action: string, sourceArn: string, sourceAccount = ACCOUNT, secure = 'true') => {
      const isKey = action.startsWith('kms:');
      const result = await runSimulation({
        request: {
          principal: 'cloudfront.amazonaws.com',
          action,
          resource: { resource: isKey ? deployed.arnOf(keyId) : `${bucket}/index.html`, accountId: ACCOUNT },
          contextVariables: { 'aws:SourceArn': sourceArn, 'aws:SourceAccount': sourceAccount, 'aws:SecureTransport': secure, 's3:TlsVersion': '1.3' },
        },
        identityPolicies: [],
        serviceControlPolicies: [],
        resourceControlPolicies: [],
        resourcePolicy: isKey ? key.KeyPolicy : policy,
      }, {});
      if (result.resultType === 'error') throw new Error(JSON.stringify(result.errors));
      return result.overallResult === 'Allowed';
    };
    const other = own.replace(/[^/]+$/, 'E0THER');
    expect(await allows('s3:GetObject', own)).toBe(true);
    expect(await allows('s3:GetObject', other)).toBe(false);
    expect(await allows('s3:GetObject', own, '999999999999')).toBe(false);
    expect(await allows('s3:GetObject', own, ACCOUNT, 'false')).toBe(false);
    expect(await allows('s3:PutObject', own)).toBe(false);
    expect(await allows('kms:Decrypt', own)).toBe(true);
    expect(await allows('kms:Decrypt', own.replace(ACCOUNT, '999999999999'), '999999999999')).toBe(false);
    expect(await allows('kms:GenerateDataKey', own)).toBe(false);
  });

  test('is decrypted for distributions of the account, and nothing else is done with its key for them', () => {
    const statements = Object.values(withEdge().template().findResources('AWS::KMS::Key')).flatMap(({ Properties }) => Properties.KeyPolicy.Statement);
    expect(statements.filter(({ Principal }) => Principal?.Service === 'cloudfront.amazonaws.com')).toEqual([{
      Sid: expect.any(String),
      Effect: 'Allow',
      Principal: { Service: 'cloudfront.amazonaws.com' },
      Action: 'kms:Decrypt',
      Resource: '*',
      Condition: {
        StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } },
        ArnLike: { 'aws:SourceArn': join('arn:', { Ref: 'AWS::Partition' }, ':cloudfront::', { Ref: 'AWS::AccountId' }, ':distribution/*') },
      },
    }]);
  });

  test('is cached, to read only', () => {
    expect(configOf(withEdge().template()).DefaultCacheBehavior).toMatchObject({
      AllowedMethods: ['GET', 'HEAD'], ViewerProtocolPolicy: 'redirect-to-https', CachePolicyId: cloudfront.CachePolicy.CACHING_OPTIMIZED.cachePolicyId,
    });
  });

  test('shows as an edge of the trust graph', () => {
    const { app } = withEdge();
    expect(DeclaredEdges.of(app)).toContainEqual({ caller: 'Stack/Edge', target: 'Stack/Site', intent: 'read', actions: ['s3:GetObject'] });
  });

  test('of RESTRICTED data is served to viewers who show that they may see it, and to nobody else', () => {
    const group = cloudfront.KeyGroup.fromKeyGroupId(new Stack(), 'Group', 'group-1');
    const viewerMutualTls = { bucket: s3.Bucket.fromBucketName(new Stack(), 'Trust', 'trust'), key: 'ca.pem' };
    const restricted = (stack: Stack) => EdgeOrigin.bucket(new SecureBucket(stack, 'Records', { dataClass: DataClass.RESTRICTED }));
    const open = withEdge();
    expect(() => open.edge.addBehavior('/records/*', restricted(open.stack))).toThrow(failsWith('RestrictedContent'));
    const other = new Stack(new App(), 'Stack', { env: { region: HERE } });
    expect(() => new EdgeDistribution(other, 'Edge', { origin: restricted(other), domain: domainOf(other) })).toThrow(failsWith('RestrictedContent'));

    const signed = withEdge();
    signed.edge.addBehavior('/records/*', restricted(signed.stack), { trustedKeyGroups: [group] });
    expect(configOf(signed.template()).CacheBehaviors[0].TrustedKeyGroups).toEqual(['group-1']);
    const certified = withEdge({ viewerMutualTls });
    expect(() => certified.edge.addBehavior('/records/*', restricted(certified.stack))).not.toThrow();
  });

  test('cannot be in another stack, as its policy names the distribution', () => {
    const { app, site } = withEdge();
    const other = new Stack(app, 'Other', { env: { region: HERE } });
    expect(() => new EdgeDistribution(other, 'Edge', { origin: EdgeOrigin.bucket(site), domain: domainOf(other) })).toThrow(failsWith('OriginElsewhere'));
  });
});

describe('an API behind a distribution', () => {
  const withApi = (mutualTls?: boolean) => {
    const { stack, ...rest } = withEdge();
    return { ...rest, stack, api: apiIn(stack, mutualTls) };
  };

  test('is shown a certificate that only CloudFront has', () => {
    const { edge, api, stack, template } = withApi();
    edge.addBehavior('/api/*', EdgeOrigin.api(api, { clientCertificate: certificateIn(stack, 'Client') }));
    expect(configOf(template()).Origins[1]).toEqual({
      Id: expect.any(String),
      DomainName: 'api.example.com',
      CustomOriginConfig: {
        HTTPSPort: 443,
        OriginProtocolPolicy: 'https-only',
        OriginSSLProtocols: ['TLSv1.2'],
        OriginMtlsConfig: { ClientCertificateArn: 'arn:aws:acm:us-east-1:111122223333:certificate/Client' },
      },
    });
  });

  /** Rules of a web ACL that go by the address of the caller: key of the limit, or name. */
  const byAddress = (template: Template) => Object.values<any>(template.findResources('AWS::WAFv2::WebACL'))[0].Properties.Rules
    .filter(({ Name }: any) => /Address|Countr|IpReputation|AnonymousIp/.test(Name))
    .map(({ Name, Statement: { RateBasedStatement: limit } }: any) => (limit ? `${Name} ${limit.AggregateKeyType}${limit.ScopeDownStatement ? ' scoped' : ''}` : Name));

  test('leaves rules on addresses and their reputation to the firewall at the edge, and limits by the address that is forwarded', () => {
    const { edge, api, stack, template, sibling } = withApi();
    edge.addBehavior('/api/*', EdgeOrigin.api(api, { clientCertificate: certificateIn(stack, 'Client') }));
    expect(byAddress(template())).toEqual(['RatePerAddress FORWARDED_IP']);
    template().hasResourceProperties('AWS::WAFv2::WebACL', {
      Rules: Match.arrayWith([Match.objectLike({
        Action: { Block: Match.anyValue() },
        Statement: { RateBasedStatement: Match.objectLike({ ForwardedIPConfig: { HeaderName: 'X-Forwarded-For', FallbackBehavior: 'MATCH' } }) },
      })]),
    });
    expect(byAddress(Template.fromStack(sibling('edge')))).toEqual(['IpReputation', 'AnonymousIp', 'RatePerAddress IP']);
  });

  test('that is not behind the distribution judges addresses itself', () => {
    expect(byAddress(withApi().template())).toEqual(['IpReputation', 'AnonymousIp', 'RatePerAddress IP']);
  });

  test('that is also reached directly limits both kinds of requests, each by the address that it has', () => {
    const { edge, api, template } = withApi(false);
    edge.addBehavior('/api/*', EdgeOrigin.api(api, { alsoReachableDirectly: 'partners call it by its name' }));
    expect(byAddress(template())).toEqual(['IpReputation', 'AnonymousIp', 'RatePerAddress FORWARDED_IP', 'RatePerDirectAddress IP scoped']);
  });

  test.each([
    ['EdgeOnlyRules', (stack: Stack) => new WebFirewall(stack, 'Own', { allowCountries: ['DE'] }), false],
    ['EdgeOnlyRules', (stack: Stack) => new WebFirewall(stack, 'Own', { blockAddresses: ['192.0.2.0/24'] }), false],
    ['SharedFirewall', (stack: Stack) => new WebFirewall(stack, 'Own'), true],
  ])('fails synthesis with %s where its firewall could not be right', (id, firewallIn, shared) => {
    const { edge, stack } = withEdge();
    const firewall = firewallIn(stack);
    const zone = new TrustZone(stack, 'ApiZone', { network: ZoneNetwork.none('tests of the edge') });
    const apiBehind = (name: string) => new SecureApi(stack, name, { zone, firewall, keepExecuteApiEndpoint: true });
    const api = apiBehind('Api');
    api.addRoute('GET /orders', new SecureFunction(stack, 'Fn', { code, zone }));
    if (shared) apiBehind('Direct').addRoute('GET /orders', new SecureFunction(stack, 'Other', { code, zone }));
    edge.addBehavior('/api/*', EdgeOrigin.api(api, { alsoReachableDirectly: 'trial' }));
    expect(() => Template.fromStack(stack)).toThrow(new RegExp(id));
  });

  test('may be in another region, as it does not name the distribution', () => {
    const { app, edge, template } = withEdge();
    const other = new Stack(app, 'Other', { env: { region: 'eu-central-1' } });
    edge.addBehavior('/api/*', EdgeOrigin.api(apiIn(other), { clientCertificate: certificateIn(other, 'Client') }));
    expect(configOf(template()).Origins[1].DomainName).toBe('api.example.com');
  });

  test('gets every header and answers one caller: nothing is cached, also where an option is left undefined', () => {
    const { edge, api, stack, template } = withApi();
    edge.addBehavior('/api/*', EdgeOrigin.api(api, { clientCertificate: certificateIn(stack, 'Client') }), {
      cachePolicy: undefined, viewerProtocolPolicy: undefined, responseHeadersPolicy: undefined,
    });
    expect(configOf(template()).CacheBehaviors[0]).toMatchObject({
      PathPattern: '/api/*',
      AllowedMethods: expect.arrayContaining(['POST', 'DELETE']),
      ViewerProtocolPolicy: 'https-only',
      CachePolicyId: cloudfront.CachePolicy.CACHING_DISABLED.cachePolicyId,
      OriginRequestPolicyId: cloudfront.OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER.originRequestPolicyId,
      ResponseHeadersPolicyId: ref('EdgeHeaders'),
    });
  });

  test('that takes connections from everyone is refused, and so is a distribution without a certificate', () => {
    const open = withApi(false);
    const clientCertificate = certificateIn(open.stack, 'Client');
    expect(() => open.edge.addBehavior('/api/*', EdgeOrigin.api(open.api, { clientCertificate }))).toThrow(failsWith('DirectlyReachable'));
    const closed = withApi();
    expect(() => closed.edge.addBehavior('/api/*', EdgeOrigin.api(closed.api, {}))).toThrow(failsWith('DirectlyReachable'));
  });

  test('may stay open to others when someone says why, which shows', () => {
    const { edge, api, template } = withApi(false);
    edge.addBehavior('/api/*', EdgeOrigin.api(api, { alsoReachableDirectly: 'partners call it by its name' }));
    expect(configOf(template()).Origins[1].CustomOriginConfig.OriginMtlsConfig).toBeUndefined();
    expect(edge.node.findAll().flatMap(({ node }) => node.metadata).filter(({ type }) => type === 'cdk-zero-trust:opt-out').map(({ data }) => data))
      .toEqual(['alsoReachableDirectly: Stack/Api: partners call it by its name']);
  });

  test('without a domain is reached by its stage', () => {
    const { edge, stack, template } = withEdge();
    const zone = new TrustZone(stack, 'ApiZone', { network: ZoneNetwork.none('tests of the edge') });
    const api = new SecureApi(stack, 'Api', { zone, keepExecuteApiEndpoint: true });
    api.addRoute('GET /x', new SecureFunction(stack, 'Fn', { code, zone }));
    edge.addBehavior('/api/*', EdgeOrigin.api(api, { alsoReachableDirectly: 'it is a trial' }));
    expect(configOf(template()).Origins[1]).toMatchObject({
      DomainName: join(ref('Api'), '.execute-api.eu-west-1.', { Ref: 'AWS::URLSuffix' }), OriginPath: join('/', ref('ApiDeploymentStage')),
    });
  });
});

describe('a behavior', () => {
  test('carries the same headers for every path', () => {
    const { edge, site, template } = withEdge();
    edge.addBehavior('/docs/*', EdgeOrigin.bucket(site));
    const { DefaultCacheBehavior, CacheBehaviors } = configOf(template());
    expect(DefaultCacheBehavior.ResponseHeadersPolicyId).toEqual(ref('EdgeHeaders'));
    expect(CacheBehaviors[0].ResponseHeadersPolicyId).toEqual(DefaultCacheBehavior.ResponseHeadersPolicyId);
  });

  test('leads to no origin that may be reached around the distribution, and is never answered in the clear', () => {
    const { edge, site } = withEdge();
    expect(() => edge.addBehavior('/x/*', new HttpOrigin('backend.example.com'))).toThrow(failsWith('UnsafeOrigin'));
    expect(() => edge.addBehavior('/x/*', EdgeOrigin.bucket(site), { viewerProtocolPolicy: cloudfront.ViewerProtocolPolicy.ALLOW_ALL }))
      .toThrow(failsWith('PlainHttp'));
  });

  test('caches what a bucket holds as it is told, and never what is for one caller', () => {
    const { edge, site, stack, template } = withEdge();
    const cachePolicy = cloudfront.CachePolicy.CACHING_DISABLED;
    edge.addBehavior('/fresh/*', EdgeOrigin.bucket(site), { cachePolicy });
    expect(configOf(template()).CacheBehaviors[0].CachePolicyId).toBe(cachePolicy.cachePolicyId);
    const api = EdgeOrigin.api(apiIn(stack), { alsoReachableDirectly: 'trial' });
    expect(() => edge.addBehavior('/x/*', api, { cachePolicy: cloudfront.CachePolicy.CACHING_OPTIMIZED })).toThrow(failsWith('SharedCache'));
  });
});

describe('what is global', () => {
  test('lies in stacks of its own in us-east-1, before and after the distribution, which name each other across regions', () => {
    const { app, stack, sibling, template } = withEdge();
    const [edge, watch] = [sibling('edge'), sibling('edge-watch')];
    const assembly = app.synth();
    expect([edge, watch].map(({ region }) => region)).toEqual([GLOBAL, GLOBAL]);
    expect(assembly.getStackArtifact(stack.artifactId).dependencies.map(({ id }) => id)).toContain(edge.artifactId);
    expect(assembly.getStackArtifact(watch.artifactId).dependencies.map(({ id }) => id)).toContain(stack.artifactId);
    expect(configOf(template()).WebACLId).toEqual({
      'Fn::GetStackOutput': { StackName: 'Stack-edge', Region: GLOBAL, OutputName: expect.stringMatching(/WebAcl/) },
    });
    expect(countsOf(template(edge))).toEqual({
      'AWS::KMS::Key': 2,
      'AWS::Logs::DeliveryDestination': 1,
      'AWS::Logs::LogGroup': 2,
      'AWS::SNS::Topic': 1,
      'AWS::SNS::TopicPolicy': 1,
      'AWS::WAFv2::LoggingConfiguration': 1,
      'AWS::WAFv2::WebACL': 1,
    });
    expect(countsOf(template(watch))).toEqual({
      'AWS::CloudWatch::Alarm': 2, 'AWS::Logs::Delivery': 1, 'AWS::Logs::DeliverySource': 1,
    });
  });

  test('brings no function of the CDK into any stack', () => {
    const { app, template } = withEdge();
    for (const child of app.node.children) {
      if (Stack.isStack(child)) expect(countsOf(template(child))).not.toHaveProperty('AWS::Lambda::Function');
    }
  });

  test('lies in the stack of the distribution when that is in us-east-1', () => {
    const { app, edge, template } = withEdge({}, GLOBAL);
    expect(edge.edgeZone).toBe(edge.zone);
    expect(app.node.children.filter((child) => Stack.isStack(child))).toHaveLength(1);
    expect(configOf(template()).WebACLId).toEqual({ 'Fn::GetAtt': [expect.stringMatching(/^EdgeFirewallWebAcl/), 'Arn'] });
  });

  test('is shared by the distributions of a stack, with one zone', () => {
    const { stack, site, sibling, template } = withEdge();
    const second = new EdgeDistribution(stack, 'Second', { origin: EdgeOrigin.bucket(site), keepCloudFrontDomain: true });
    template(sibling('edge')).resourceCountIs('AWS::WAFv2::WebACL', 2);
    template(sibling('edge')).resourceCountIs('AWS::SNS::Topic', 1);
    template(sibling('edge-watch')).resourceCountIs('AWS::CloudWatch::Alarm', 4);
    expect(Stack.of(second.alarmTopic)).toBe(sibling('edge'));
    expect(second.edgeZone).toBe(second.firewall.zone);
    expect(second.edgeZone).not.toBe(second.zone);
  });

  test('stays inside the stage of the stack', () => {
    const stage = new Stage(new App(), 'Prod', { env: { region: HERE } });
    const stack = new Stack(stage, 'Stack');
    new EdgeDistribution(stack, 'Edge', { origin: EdgeOrigin.bucket(new SecureBucket(stack, 'Site')), domain: domainOf(stack) });
    expect(stage.node.children.map(({ node }) => node.id)).toEqual(['Stack', 'Stack-edge', 'Stack-edge-watch']);
  });

  test('is called after its stack, so that an app may be deployed twice', () => {
    const app = new App();
    const stack = new Stack(app, 'Stack', { env: { region: HERE }, stackName: 'blue-site' });
    new EdgeDistribution(stack, 'Edge', { origin: EdgeOrigin.bucket(new SecureBucket(stack, 'Site')), domain: domainOf(stack) });
    expect(app.node.children.filter(Stack.isStack).map(({ stackName }) => stackName)).toEqual(['blue-site', 'blue-site-edge', 'blue-site-edge-watch']);
    for (const type of ['AWS::Logs::DeliverySource', 'AWS::Logs::DeliveryDestination']) {
      const made = app.node.children.filter(Stack.isStack).flatMap((one) => Object.values(Template.fromStack(one).findResources(type)));
      const names = made.map(({ Properties }) => Properties.Name);
      expect(names).toEqual([{ 'Fn::Join': ['', [expect.stringMatching(/^.{1,50}-$/), expect.anything()]] }]);
    }
  });

  test('is kept and encrypted like everything else, for as long as the zone says', () => {
    const { edge, sibling, template } = withEdge();
    expect(Stack.of(edge.accessLogGroup)).toBe(sibling('edge'));
    template(sibling('edge')).allResources('AWS::Logs::LogGroup', {
      DeletionPolicy: 'Retain', Properties: Match.objectLike({ RetentionInDays: 365, KmsKeyId: { 'Fn::GetAtt': Match.anyValue() } }),
    });
    const sandbox = withEdge({ logRemovalPolicy: RemovalPolicy.DESTROY });
    for (const type of ['AWS::KMS::Key', 'AWS::Logs::LogGroup']) {
      sandbox.template(sandbox.sibling('edge')).allResources(type, { DeletionPolicy: 'Delete' });
    }
  });

  test('holds the certificate that its hosted zone proves, when none is given', () => {
    const app = new App();
    const stack = new Stack(app, 'Stack', { env: { region: HERE } });
    const hostedZone = route53.HostedZone.fromHostedZoneAttributes(stack, 'Hosted', { hostedZoneId: 'Z1', zoneName: 'example.com' });
    new EdgeDistribution(stack, 'Edge', {
      origin: EdgeOrigin.bucket(new SecureBucket(stack, 'Site')), domain: { domainNames: ['example.com', 'www.example.com'], hostedZone },
    });
    Template.fromStack(app.node.findChild('Stack-edge') as Stack).hasResourceProperties('AWS::CertificateManager::Certificate', {
      DomainName: 'example.com',
      SubjectAlternativeNames: ['www.example.com'],
      ValidationMethod: 'DNS',
      DomainValidationOptions: Match.arrayWith([{ DomainName: 'www.example.com', HostedZoneId: 'Z1' }]),
    });
    expect(configOf(Template.fromStack(stack)).ViewerCertificate).toEqual({
      AcmCertificateArn: { 'Fn::GetStackOutput': expect.objectContaining({ StackName: 'Stack-edge', Region: GLOBAL }) },
      MinimumProtocolVersion: 'TLSv1.2_2021',
      SslSupportMethod: 'sni-only',
    });
  });

  test('takes a certificate that the app makes in us-east-1', () => {
    const app = new App();
    const certificates = new Stack(app, 'Certificates', { env: { region: GLOBAL } });
    const certificate = new acm.Certificate(certificates, 'Certificate', { domainName: 'www.example.com', validation: acm.CertificateValidation.fromDns() });
    const stack = new Stack(app, 'Stack', { env: { region: HERE } });
    new EdgeDistribution(stack, 'Edge', {
      origin: EdgeOrigin.bucket(new SecureBucket(stack, 'Site')), domain: { domainNames: ['www.example.com'], certificate },
    });
    expect(configOf(Template.fromStack(stack)).ViewerCertificate.AcmCertificateArn).toEqual({
      'Fn::GetStackOutput': expect.objectContaining({ StackName: 'Certificates', Region: GLOBAL }),
    });
  });
});

describe('the firewall of a distribution', () => {
  test('is of scope CLOUDFRONT, and set up as asked', () => {
    const { sibling, template } = withEdge({ firewallProps: { rateLimit: 5_000, blockAddresses: ['203.0.113.7/32'] } });
    template(sibling('edge')).hasResourceProperties('AWS::WAFv2::WebACL', { Scope: 'CLOUDFRONT' });
    template(sibling('edge')).hasResourceProperties('AWS::WAFv2::IPSet', { Scope: 'CLOUDFRONT' });
    expect(JSON.stringify(template(sibling('edge')).toJSON())).toContain('"Limit":5000');
  });

  test('may be one that exists', () => {
    const app = new App();
    const firewall = new WebFirewall(new Stack(app, 'Firewalls', { env: { region: GLOBAL } }), 'Firewall', { firewallScope: FirewallScope.CLOUDFRONT });
    const { edge, template } = withEdge({ firewall }, HERE, app);
    expect(edge.firewall).toBe(firewall);
    expect(configOf(template()).WebACLId['Fn::GetStackOutput'].StackName).toBe('Firewalls');
  });

  test('is none of a region, and there is one only', () => {
    const regional = new WebFirewall(new Stack(new App(), 'Other'), 'Firewall');
    expect(() => withEdge({ firewall: regional })).toThrow(failsWith('FirewallScope'));
    expect(() => withEdge({ firewall: regional, firewallProps: {} })).toThrow(failsWith('TwoFirewalls'));
  });
});

describe('what watches a distribution', () => {
  test('gets its access logs as JSON, without cookies', () => {
    const { sibling, template } = withEdge();
    template(sibling('edge-watch')).hasResourceProperties('AWS::Logs::DeliverySource', {
      LogType: 'ACCESS_LOGS', ResourceArn: { 'Fn::Join': ['', Match.arrayWith([Match.stringLikeRegexp('cloudfront'), ':distribution/'])] },
    });
    template(sibling('edge')).hasResourceProperties('AWS::Logs::DeliveryDestination', { DeliveryDestinationType: 'CWL', OutputFormat: 'json' });
    expect(configOf(template()).Logging).toEqual({ IncludeCookies: false });
  });

  test('hears of floods and of errors', () => {
    const alarmsOf = (props?: Partial<EdgeDistributionProps>) => {
      const { sibling, template } = withEdge(props);
      return Object.values(template(sibling('edge-watch')).findResources('AWS::CloudWatch::Alarm')).map(({ Properties }) => Properties);
    };
    const alarms = alarmsOf();
    expect(alarms.map(({ MetricName, Threshold, EvaluationPeriods }) => [MetricName, Threshold, EvaluationPeriods]))
      .toEqual([['Requests', 100_000, 1], ['5xxErrorRate', 5, 3]]);
    for (const alarm of alarms) {
      expect(alarm).toMatchObject({ Namespace: 'AWS/CloudFront', TreatMissingData: 'notBreaching', AlarmActions: [expect.anything()] });
      expect(alarm.Dimensions).toContainEqual({ Name: 'Region', Value: 'Global' });
    }
    expect(alarmsOf({ floodThreshold: 500 })[0].Threshold).toBe(500);
  });

  test('asks Shield Advanced for protection only when told to, and hears of attacks then', () => {
    const plain = withEdge();
    plain.template(plain.sibling('edge-watch')).resourceCountIs('AWS::Shield::Protection', 0);
    const { sibling, template } = withEdge({ shieldProtection: true });
    template(sibling('edge-watch')).resourceCountIs('AWS::Shield::Protection', 1);
    template(sibling('edge-watch')).hasResourceProperties('AWS::CloudWatch::Alarm', {
      Namespace: 'AWS/DDoSProtection', MetricName: 'DDoSDetected', Dimensions: [{ Name: 'ResourceArn', Value: Match.anyValue() }],
    });
  });
});

describe('a distribution is refused', () => {
  const refuse = (props: Partial<EdgeDistributionProps>, id: string, region = HERE) => {
    const app = new App();
    expect(() => withEdge(props, region, app)).toThrow(failsWith(id));
    const stack = app.node.findChild('Stack');
    expect(stack.node.tryFindChild('Edge')).toBeUndefined();
    expect(app.node.children).toHaveLength(1);
  };

  test('where nobody can tell its region, and where CloudFront or its firewall is missing', () => {
    refuse({}, 'UnknownRegion', Aws.REGION);
    refuse({}, 'NoCloudFront', 'us-gov-west-1');
    refuse({}, 'NoCloudFront', 'cn-north-1');
  });

  test('where a profile keeps data out of us-east-1, where its logs are', () => {
    const withProfile = (profile: Profile) => {
      const stack = new Stack(new App(), 'Stack', { env: { region: HERE } });
      const zone = new TrustZone(stack, 'Zone', { profile });
      const origin = EdgeOrigin.bucket(new SecureBucket(stack, 'Site', { zone }));
      return { stack, make: () => new EdgeDistribution(stack, 'Edge', { origin, zone, domain: domainOf(stack) }) };
    };
    const { stack, make } = withProfile(Profile.GDPR);
    expect(make).toThrow(failsWith('OutsideResidency'));
    expect(stack.node.tryFindChild('Edge')).toBeUndefined();
    const edge = withProfile(Profile.GDPR.customize({ regions: [HERE, GLOBAL] })).make();
    expect(edge.edgeZone.profile).toBe(edge.zone.profile);
  });

  test('in a nested stack that its watch could not name, and nowhere else', () => {
    const nestedIn = (region: string) => {
      const nested = new NestedStack(new Stack(new App(), 'Stack', { env: { region } }), 'Nested');
      return new EdgeDistribution(nested, 'Edge', { origin: EdgeOrigin.bucket(new SecureBucket(nested, 'Site')), domain: domainOf(nested) });
    };
    expect(() => nestedIn(HERE)).toThrow(failsWith('NestedStack'));
    Template.fromStack(Stack.of(nestedIn(GLOBAL))).resourceCountIs('AWS::CloudFront::Distribution', 1);
  });

  test('with names that it cannot have', () => {
    const certificate = certificateIn(new Stack(), 'C');
    refuse({ domain: { domainNames: [], certificate } }, 'EmptyList');
    refuse({ domain: { domainNames: ['https://www.example.com'], certificate } }, 'BadDomainName');
    refuse({ domain: { domainNames: ['a.example.com'], certificate: certificateIn(new Stack(), 'C', HERE) } }, 'CertificateRegion');
  });

  test('without a certificate and without a hosted zone that could prove one in time', () => {
    const domainNames = ['a.example.com'];
    const hostedZone = new route53.PublicHostedZone(new Stack(), 'Hosted', { zoneName: 'example.com' });
    refuse({ domain: { domainNames } }, 'NoCertificate');
    refuse({ domain: { domainNames, hostedZone } }, 'LiteralNeeded');
    const stack = new Stack(new App(), 'Stack', { env: { region: GLOBAL } });
    new EdgeDistribution(stack, 'Edge', {
      origin: EdgeOrigin.bucket(new SecureBucket(stack, 'Site')),
      domain: { domainNames, hostedZone: new route53.PublicHostedZone(stack, 'Hosted', { zoneName: 'example.com' }) },
    });
    Template.fromStack(stack).resourceCountIs('AWS::CertificateManager::Certificate', 1);
  });

  test('with a certificate that its own app makes in another region', () => {
    const stack = new Stack(new App(), 'Other', { env: { region: HERE } });
    const certificate = new acm.Certificate(stack, 'C', { domainName: 'a.example.com', validation: acm.CertificateValidation.fromDns() });
    refuse({ domain: { domainNames: ['a.example.com'], certificate } }, 'CertificateRegion');
  });

  test('with two ends of one choice', () => {
    const stack = new Stack();
    expect(() => withEdge({ keepCloudFrontDomain: true, tlsPolicy: EdgeTlsPolicy.TLS_1_3 })).toThrow(failsWith('TwoDomains'));
    expect(() => withEdge({ keepCloudFrontDomain: true, domain: { domainNames: ['a.example.com'], certificate: certificateIn(stack, 'C') } }))
      .toThrow(failsWith('TwoDomains'));
    refuse({ allowCountries: ['DE'], blockCountries: ['KP'] }, 'AmbiguousCountries');
  });

  test('with choices that would mean nothing', () => {
    refuse({ allowCountries: ['XX'] }, 'UnknownCountry');
    refuse({ allowCountries: [] }, 'EmptyList');
    refuse({ contentSecurityPolicy: '' }, 'EmptyPolicy');
    refuse({ floodThreshold: 0 }, 'BadThreshold');
    refuse({ floodThreshold: 1.5 }, 'BadThreshold');
  });
});
