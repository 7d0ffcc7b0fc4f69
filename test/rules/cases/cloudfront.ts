import { all, att, PARAMETER, ref, remove, resource, RuleCase, set } from '../support/prove';

const CONFIG = 'DistributionConfig';
const secure = {
  Acl: resource('AWS::WAFv2::WebACL', { Scope: 'CLOUDFRONT' }),
  Headers: resource('AWS::CloudFront::ResponseHeadersPolicy', {
    ResponseHeadersPolicyConfig: {
      SecurityHeadersConfig: {
        StrictTransportSecurity: { AccessControlMaxAgeSec: 63072000, Override: true }, ContentTypeOptions: { Override: true },
      },
    },
  }),
  Access: resource('AWS::CloudFront::OriginAccessControl', { OriginAccessControlConfig: { SigningBehavior: 'always' } }),
  Logs: resource('AWS::S3::Bucket'),
  Distribution: resource('AWS::CloudFront::Distribution', {
    DistributionConfig: {
      DefaultCacheBehavior: { ViewerProtocolPolicy: 'redirect-to-https', ResponseHeadersPolicyId: ref('Headers') },
      CacheBehaviors: [{ ViewerProtocolPolicy: 'https-only', ResponseHeadersPolicyId: '67f7725c-6f97-4210-82d7-5512b31e9d03' }],
      ViewerCertificate: { AcmCertificateArn: 'arn:aws:acm:us-east-1:111122223333:certificate/x', MinimumProtocolVersion: 'TLSv1.2_2021', SslSupportMethod: 'sni-only' },
      WebACLId: att('Acl'),
      Logging: { Bucket: att('Logs', 'RegionalDomainName') },
      Origins: [
        { S3OriginConfig: { OriginAccessIdentity: '' }, OriginAccessControlId: ref('Access') },
        { CustomOriginConfig: { OriginProtocolPolicy: 'https-only', OriginSSLProtocols: ['TLSv1.2'] } },
      ],
    },
  }),
};
const on = 'Distribution';
const change = (path: string, value?: unknown) => set('Distribution', `${CONFIG}.${path}`, value);
const distributionOf = (origin: object) => ({ Distribution: resource('AWS::CloudFront::Distribution', { DistributionConfig: { Origins: [origin] } }) });

/** What proves the rules of CLOUDFRONT. */
export const cloudfrontCases: RuleCase[] = [
  {
    rule: 'ZT-CLOUDFRONT-001',
    on,
    secure,
    passesWhen: { 'there is one behavior': change('CacheBehaviors') },
    firesWhen: {
      'it serves content over plain HTTP': change('DefaultCacheBehavior.ViewerProtocolPolicy', 'allow-all'),
      'one path answers without TLS': change('CacheBehaviors.0.ViewerProtocolPolicy', 'allow-all'),
      'nothing is said': change('DefaultCacheBehavior.ViewerProtocolPolicy'),
      'it is a parameter': change('DefaultCacheBehavior.ViewerProtocolPolicy', PARAMETER),
      'the behaviors are a parameter': change('CacheBehaviors', PARAMETER),
    },
  },
  {
    rule: 'ZT-CLOUDFRONT-002',
    on,
    secure,
    passesWhen: { 'it takes TLS 1.3 only': change('ViewerCertificate.MinimumProtocolVersion', 'TLSv1.3_2025') },
    firesWhen: {
      'nothing is said': change('ViewerCertificate'),
      'the certificate is that of CloudFront': change('ViewerCertificate', { CloudFrontDefaultCertificate: true }),
      'the certificate is that of CloudFront, whatever the version says': all(change('ViewerCertificate.AcmCertificateArn'), change('ViewerCertificate.CloudFrontDefaultCertificate', true)),
      'it takes TLS 1.1': change('ViewerCertificate.MinimumProtocolVersion', 'TLSv1.1_2016'),
      'nothing is said of versions': change('ViewerCertificate.MinimumProtocolVersion'),
      'it takes clients without SNI': change('ViewerCertificate.SslSupportMethod', 'vip'),
      'the version is a parameter': change('ViewerCertificate.MinimumProtocolVersion', PARAMETER),
    },
  },
  {
    rule: 'ZT-CLOUDFRONT-003',
    on,
    secure,
    passesWhen: { 'the web ACL is one of another app': change('WebACLId', 'arn:aws:wafv2:us-east-1:111122223333:global/webacl/x/y') },
    firesWhen: {
      'there is none': change('WebACLId'),
      'it is empty': change('WebACLId', ''),
      'it is a parameter': change('WebACLId', PARAMETER),
      'the web ACL is one of a region': set('Acl', 'Scope', 'REGIONAL'),
      'the scope of the web ACL is a parameter': set('Acl', 'Scope', PARAMETER),
    },
  },
  {
    rule: 'ZT-CLOUDFRONT-004',
    on,
    secure,
    passesWhen: { 'there are buckets only': change('Origins.1') },
    firesWhen: {
      'an origin is reached in the clear': change('Origins.1.CustomOriginConfig.OriginProtocolPolicy', 'http-only'),
      'the viewer decides': change('Origins.1.CustomOriginConfig.OriginProtocolPolicy', 'match-viewer'),
      'TLS 1.1 is taken too': change('Origins.1.CustomOriginConfig.OriginSSLProtocols', ['TLSv1.2', 'TLSv1.1']),
      'nothing is said of versions': change('Origins.1.CustomOriginConfig.OriginSSLProtocols'),
      'the policy is a parameter': change('Origins.1.CustomOriginConfig.OriginProtocolPolicy', PARAMETER),
      'the origins are a parameter': change('Origins', PARAMETER),
    },
  },
  {
    rule: 'ZT-CLOUDFRONT-005',
    on,
    secure,
    passesWhen: {
      'there is no bucket': change('Origins.0'),
      'a legacy identity signs': all(
        change('Origins.0.OriginAccessControlId'), change('Origins.0.S3OriginConfig', { OriginAccessIdentity: 'origin-access-identity/cloudfront/E000000000000' })),
    },
    firesWhen: {
      'it does not sign': change('Origins.0.OriginAccessControlId'),
      'its legacy identity is empty': all(change('Origins.0.OriginAccessControlId'), change('Origins.0.S3OriginConfig', { OriginAccessIdentity: '' })),
      'it is empty': change('Origins.0.OriginAccessControlId', ''),
      'it never signs': set('Access', 'OriginAccessControlConfig.SigningBehavior', 'never'),
      'viewers may override the signature': set('Access', 'OriginAccessControlConfig.SigningBehavior', 'no-override'),
      'it is a parameter': change('Origins.0.OriginAccessControlId', PARAMETER),
      'another bucket is reached without signing': change('Origins.2', { S3OriginConfig: {} }),
    },
  },
  {
    rule: 'ZT-CLOUDFRONT-006',
    on,
    secure: {
      ...secure,
      Source: resource('AWS::Logs::DeliverySource', { Name: 'site', LogType: 'ACCESS_LOGS', ResourceArn: { 'Fn::Join': ['', ['arn:', ref('Distribution')]] } }),
      Delivery: resource('AWS::Logs::Delivery', { DeliverySourceName: ref('Source'), DeliveryDestinationArn: 'arn:aws:logs:us-east-1:111122223333:delivery-destination:site' }),
    },
    passesWhen: {
      'logs are delivered by CloudWatch': change('Logging'),
      'the delivery is of the name of its source': all(change('Logging'), set('Delivery', 'DeliverySourceName', 'site')),
    },
    firesWhen: {
      'there are no logs': all(change('Logging'), (resources) => void delete resources.Source),
      'nothing delivers them': all(change('Logging'), (resources) => void delete resources.Delivery),
      'another source is delivered': all(change('Logging'), set('Delivery', 'DeliverySourceName', 'other')),
      'other logs are delivered': all(change('Logging'), set('Source', 'LogType', 'CONNECTION_LOGS')),
      'the delivery is of another distribution': all(change('Logging'), set('Source', 'ResourceArn', 'arn:aws:cloudfront::111122223333:distribution/x')),
      'the bucket is empty': all(change('Logging.Bucket', ''), (resources) => void delete resources.Source),
      'the bucket is a parameter': all(change('Logging.Bucket', PARAMETER), (resources) => void delete resources.Source),
    },
  },
  {
    rule: 'ZT-CLOUDFRONT-007',
    on,
    secure,
    firesWhen: {
      'there is no policy': change('DefaultCacheBehavior.ResponseHeadersPolicyId'),
      'one path has no policy': change('CacheBehaviors.0.ResponseHeadersPolicyId'),
      'the policy is one of AWS for CORS alone': change('CacheBehaviors.0.ResponseHeadersPolicyId', '60669652-455b-4ae9-85a4-c4c02393f86c'),
      'the policy is a parameter': change('DefaultCacheBehavior.ResponseHeadersPolicyId', PARAMETER),
      'browsers may ask in the clear': set('Headers', 'ResponseHeadersPolicyConfig.SecurityHeadersConfig.StrictTransportSecurity'),
      'browsers forget it at once': set('Headers', 'ResponseHeadersPolicyConfig.SecurityHeadersConfig.StrictTransportSecurity.AccessControlMaxAgeSec', 0),
      'browsers guess types': set('Headers', 'ResponseHeadersPolicyConfig.SecurityHeadersConfig.ContentTypeOptions'),
    },
  },
  {
    rule: 'ZT-CLOUDFRONT-008',
    on,
    secure: distributionOf({ OriginCustomHeaders: [{ HeaderName: 'X-Origin-Verify', HeaderValue: '{{resolve:secretsmanager:edge:SecretString}}' }] }),
    passesWhen: {
      'there is no header': change('Origins.0.OriginCustomHeaders'),
      'the header is no secret': change('Origins.0.OriginCustomHeaders.0', { HeaderName: 'X-Tenant', HeaderValue: 'orders' }),
      'the value is a parameter, which the template does not hold': change('Origins.0.OriginCustomHeaders.0.HeaderValue', PARAMETER),
    },
    firesWhen: {
      'the value is in the template': change('Origins.0.OriginCustomHeaders.0.HeaderValue', 'S3cr3t'),
      'the value is in a parameter of SSM that everybody reads': change('Origins.0.OriginCustomHeaders.0.HeaderValue', '{{resolve:ssm:edge}}'),
      'an API key is in the template': change('Origins.0.OriginCustomHeaders.1', { HeaderName: 'x-api-key', HeaderValue: 'abc' }),
      'a second origin is shown one': change('Origins.1', { OriginCustomHeaders: [{ HeaderName: 'Authorization', HeaderValue: 'Basic abc' }] }),
    },
  },
  {
    rule: 'ZT-CLOUDFRONT-009',
    on,
    secure: {
      Access: secure.Access,
      Url: resource('AWS::Lambda::Url'),
      ...distributionOf({ DomainName: { 'Fn::Select': [2, { 'Fn::Split': ['/', att('Url', 'FunctionUrl')] }] }, OriginAccessControlId: ref('Access') }),
    },
    passesWhen: { 'the origin is something else': all(change('Origins.0.DomainName', 'backend.example.com'), change('Origins.0.OriginAccessControlId')) },
    firesWhen: {
      'there is no access control': change('Origins.0.OriginAccessControlId'),
      'the name is written out': all(change('Origins.0.DomainName', 'abc.lambda-url.eu-west-1.on.aws'), change('Origins.0.OriginAccessControlId', '')),
      'it signs when nobody else does': set('Access', 'OriginAccessControlConfig.SigningBehavior', 'no-override'),
      'it never signs': set('Access', 'OriginAccessControlConfig.SigningBehavior', 'never'),
      'the access control is a parameter': change('Origins.0.OriginAccessControlId', PARAMETER),
    },
  },
  {
    rule: 'ZT-CLOUDFRONT-010',
    on: 'Flooded',
    secure: {
      Flooded: resource('AWS::CloudFront::Distribution'),
      Alarm: resource('AWS::CloudWatch::Alarm', {
        Namespace: 'AWS/CloudFront', MetricName: 'Requests', Dimensions: [{ Name: 'Region', Value: 'Global' }, { Name: 'DistributionId', Value: ref('Flooded') }],
      }),
    },
    passesWhen: {
      'Shield finds it': set('Alarm', 'Namespace', 'AWS/DDoSProtection'),
      'it is math of metrics': all(set('Alarm', 'Namespace'), set('Alarm', 'Dimensions'), set('Alarm', 'Metrics', [
        { Id: 'm', MetricStat: { Metric: { Namespace: 'AWS/CloudFront', MetricName: '5xxErrorRate', Dimensions: [{ Name: 'DistributionId', Value: ref('Flooded') }] } } },
      ])),
    },
    firesWhen: {
      'there is no alarm': remove('Alarm'),
      'the alarm is of another distribution': set('Alarm', 'Dimensions.1.Value', 'E123'),
      'of which one is a parameter': set('Alarm', 'Dimensions.1.Value', PARAMETER),
      'the alarm is of something else': set('Alarm', 'Namespace', 'Orders'),
    },
  },
  {
    rule: 'ZT-CLOUDFRONT-011',
    on,
    secure: distributionOf({ DomainName: 'api.example.com', CustomOriginConfig: { OriginMtlsConfig: { ClientCertificateArn: 'arn:aws:acm:us-east-1:111122223333:certificate/x' } } }),
    passesWhen: {
      'the origin is a bucket': change('Origins.0', { S3OriginConfig: {} }),
      'the origin stands in a VPC': change('Origins.0', { VpcOriginConfig: { VpcOriginId: 'vo-1' } }),
      'requests are signed': change('Origins.0', { CustomOriginConfig: {}, OriginAccessControlId: 'E1' }),
      'a header holds a secret': change('Origins.0', {
        CustomOriginConfig: {}, OriginCustomHeaders: [{ HeaderName: 'X-Tenant', HeaderValue: 'a' }, { HeaderName: 'X-Origin-Verify', HeaderValue: '{{resolve:secretsmanager:edge:SecretString}}' }],
      }),
    },
    firesWhen: {
      'it shows nothing': change('Origins.0.CustomOriginConfig', { OriginProtocolPolicy: 'https-only' }),
      'the certificate is no certificate': change('Origins.0.CustomOriginConfig.OriginMtlsConfig.ClientCertificateArn', 'edge'),
      'the certificate is empty': change('Origins.0.CustomOriginConfig.OriginMtlsConfig.ClientCertificateArn', ''),
      'the certificate is a parameter': change('Origins.0.CustomOriginConfig.OriginMtlsConfig.ClientCertificateArn', PARAMETER),
      'it shows a header that everyone can read': change('Origins.0', { CustomOriginConfig: {}, OriginCustomHeaders: [{ HeaderName: 'X-Origin-Verify', HeaderValue: 'S3cr3t' }] }),
      'the header is a parameter': change('Origins.0', { CustomOriginConfig: {}, OriginCustomHeaders: [{ HeaderName: 'X-Origin-Verify', HeaderValue: PARAMETER }] }),
      'another origin is shown nothing': change('Origins.1', { CustomOriginConfig: {} }),
      'the origins are a parameter': change('Origins', PARAMETER),
    },
  },
  {
    rule: 'ZT-CLOUDFRONT-012',
    on,
    secure: {
      Distribution: resource('AWS::CloudFront::Distribution', {
        DistributionConfig: {
          DefaultRootObject: 'index.html',
          DefaultCacheBehavior: { TargetOriginId: 'site' },
          Origins: [{ Id: 'site', S3OriginConfig: {} }, { Id: 'api', CustomOriginConfig: {} }],
        },
      }),
    },
    passesWhen: {
      'an API answers for /': all(change('DefaultRootObject'), change('DefaultCacheBehavior.TargetOriginId', 'api')),
      'there is no bucket': all(change('DefaultRootObject'), change('Origins.0.S3OriginConfig'), change('Origins.0.CustomOriginConfig', {})),
      'a function at the edge rewrites /': all(change('DefaultRootObject'), change('DefaultCacheBehavior.FunctionAssociations', [{ EventType: 'viewer-request' }])),
      'a Lambda function at the edge does': all(change('DefaultRootObject'), change('DefaultCacheBehavior.LambdaFunctionAssociations', [{ EventType: 'origin-request' }])),
    },
    firesWhen: {
      'nothing is said': change('DefaultRootObject'),
      'it is empty': change('DefaultRootObject', ''),
      'it is a parameter': change('DefaultRootObject', PARAMETER),
      'nothing is said, and which origin answers is a parameter': all(change('DefaultRootObject'), change('DefaultCacheBehavior.TargetOriginId', PARAMETER)),
      'nothing is said, and how the origin is called is a parameter': all(change('DefaultRootObject'), change('Origins.0.Id', PARAMETER)),
      'nothing is said, and whether a function rewrites is a parameter': all(change('DefaultRootObject'), change('DefaultCacheBehavior.FunctionAssociations', PARAMETER)),
      'nothing is said, and a function only changes responses': all(change('DefaultRootObject'), change('DefaultCacheBehavior.FunctionAssociations', [{ EventType: 'viewer-response' }])),
      'nothing is said, and no function rewrites anything': all(change('DefaultRootObject'), change('DefaultCacheBehavior.FunctionAssociations', [])),
    },
  },
  {
    rule: 'ZT-CLOUDFRONT-013',
    on,
    secure: {
      Distribution: resource('AWS::CloudFront::Distribution', {
        DistributionConfig: { DefaultCacheBehavior: { TrustedKeyGroups: ['g'] }, CacheBehaviors: [{ TrustedKeyGroups: ['g'] }] },
      }),
    },
    passesWhen: {
      'nothing is signed': change('DefaultCacheBehavior.TrustedKeyGroups'),
      'the list of signers is empty': change('DefaultCacheBehavior.TrustedSigners', []),
    },
    firesWhen: {
      'the account signs': change('DefaultCacheBehavior.TrustedSigners', ['self']),
      'another account signs for one path': change('CacheBehaviors.0.TrustedSigners', ['111122223333']),
      'who signs is a parameter': change('DefaultCacheBehavior.TrustedSigners', PARAMETER),
    },
  },
  {
    rule: 'ZT-CLOUDFRONT-014',
    on,
    secure: {
      Distribution: resource('AWS::CloudFront::Distribution', {
        DistributionConfig: { ViewerMtlsConfig: { Mode: 'required', TrustStoreConfig: { TrustStoreId: 'ts-1', IgnoreCertificateExpiry: false } } },
      }),
    },
    passesWhen: {
      'no certificates are asked for': change('ViewerMtlsConfig'),
      'nothing is said of time': change('ViewerMtlsConfig.TrustStoreConfig.IgnoreCertificateExpiry'),
    },
    firesWhen: {
      'viewers may have none': change('ViewerMtlsConfig.Mode', 'optional'),
      'nothing says that they need one': change('ViewerMtlsConfig.Mode'),
      'whether they need one is a parameter': change('ViewerMtlsConfig.Mode', PARAMETER),
      'old ones are taken': change('ViewerMtlsConfig.TrustStoreConfig.IgnoreCertificateExpiry', true),
      'whether old ones are taken is a parameter': change('ViewerMtlsConfig.TrustStoreConfig.IgnoreCertificateExpiry', PARAMETER),
      'there is no trust store': change('ViewerMtlsConfig.TrustStoreConfig'),
      'the trust store is empty': change('ViewerMtlsConfig.TrustStoreConfig.TrustStoreId', ''),
      'all of it is a parameter': change('ViewerMtlsConfig', PARAMETER),
    },
  },
  {
    rule: 'ZT-CLOUDFRONT-015',
    on,
    secure,
    passesWhen: { 'there is no bucket': change('Origins.0') },
    firesWhen: {
      'a legacy identity signs': all(
        change('Origins.0.OriginAccessControlId'), change('Origins.0.S3OriginConfig', { OriginAccessIdentity: 'origin-access-identity/cloudfront/E000000000000' })),
      'another bucket is reached by one': change('Origins.2', { S3OriginConfig: { OriginAccessIdentity: 'origin-access-identity/cloudfront/E000000000000' } }),
    },
  },
];
