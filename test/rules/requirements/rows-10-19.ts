import { drop, gone, more, set, without } from './removals';
import { notAsked, Requirement, seen } from './requirement';

const ACL = 'AWS::WAFv2::WebACL';
const DISTRIBUTION = 'AWS::CloudFront::Distribution';
const ENDPOINT = 'AWS::EC2::VPCEndpoint';
const FN = 'AWS::Lambda::Function';
const REST_API = 'AWS::ApiGateway::RestApi';
const allow = { Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' };

/** Network and edge. */
export const ROWS_10_TO_19: Requirement[] = [
  {
    row: 10,
    practice: 'micro-segmentation',
    mustBeSeen: [
      seen('functions have a security group of their own', 'ZT-LAMBDA-003', without(FN, 'VpcConfig')),
      seen('security groups restrict egress', 'ZT-EC2-002', more('AWS::EC2::SecurityGroup', 'SecurityGroupEgress', { CidrIp: '0.0.0.0/0', IpProtocol: '-1' }),
        more('AWS::EC2::SecurityGroup', 'SecurityGroupEgress', { CidrIpv6: '::/0', IpProtocol: '-1' })),
      seen('subnets of functions are isolated', 'ZT-EC2-005', 'ZT-EC2-008', {
        says: 'all subnets routed to an internet gateway',
        from(template) {
          const tables = Object.entries(template.Resources).filter(([, { Type }]) => Type === 'AWS::EC2::RouteTable');
          if (tables.length === 0) return undefined;
          const routes = tables.map(([id]) => [`${id}Out`, {
            Type: 'AWS::EC2::Route', Properties: { RouteTableId: { Ref: id }, DestinationCidrBlock: '0.0.0.0/0', GatewayId: { Ref: 'Internet' } },
          }]);
          return { ...template, Resources: { ...template.Resources, ...Object.fromEntries(routes), Internet: { Type: 'AWS::EC2::InternetGateway' } } };
        },
      }),
      seen('functions are in two Availability Zones', 'ZT-LAMBDA-018', without(FN, 'VpcConfig.SubnetIds.1')),
      seen('VPCs log all flows', 'ZT-EC2-003', gone('AWS::EC2::FlowLog'), set('AWS::EC2::FlowLog', 'TrafficType', 'REJECT')),
      notAsked('the default security group is emptied', 'CloudFormation has no resource that empties it: the rule asks that nothing uses it.', 'ZT-EC2-001',
        without(FN, 'VpcConfig.SecurityGroupIds')),
    ],
  },
  {
    row: 11,
    practice: 'AWS services are reached privately',
    mustBeSeen: [
      seen('interface endpoints have private DNS', 'ZT-EC2-009', set(ENDPOINT, 'PrivateDnsEnabled', false, /Interface/)),
      seen('endpoint policies name who calls', 'ZT-EC2-004', without(ENDPOINT, 'PolicyDocument')),
      seen('services that functions call have an endpoint, S3 and DynamoDB a gateway', 'ZT-EC2-012', gone(ENDPOINT, /sqs/), gone(ENDPOINT, /Gateway/)),
      notAsked('there is no endpoint that nobody needs', 'What else in the VPC calls the service is not in the template.'),
    ],
  },
  {
    row: 12,
    practice: 'only approved destinations outside',
    mustBeSeen: [
      seen('Network Firewall drops by default', 'ZT-NETWORKFIREWALL-001', without('AWS::NetworkFirewall::FirewallPolicy', 'FirewallPolicy.StatefulDefaultActions')),
      seen('domain lists are allowlists that inspect TLS SNI', 'ZT-NETWORKFIREWALL-004',
        set('AWS::NetworkFirewall::RuleGroup', 'RuleGroup.RulesSource.RulesSourceList.GeneratedRulesType', 'DENYLIST', /RulesSourceList/)),
      seen('DNS Firewall blocks what no earlier rule allows', 'ZT-ROUTE53RESOLVER-001', without('AWS::Route53Resolver::FirewallRuleGroup', 'FirewallRules.3')),
      seen('DNS queries are logged', 'ZT-ROUTE53RESOLVER-003', gone('AWS::Route53Resolver::ResolverQueryLoggingConfigAssociation')),
      notAsked('DNS Firewall fails closed', 'CloudFormation has no type for the firewall configuration of a VPC; fail closed is its default.'),
    ],
  },
  {
    row: 13,
    practice: 'function to function',
    mustBeSeen: [
      seen('Allow statements to invoke name the function', 'ZT-IAM-001',
        more('AWS::IAM::ManagedPolicy', 'PolicyDocument.Statement', { Effect: 'Allow', Action: 'lambda:InvokeFunction', Resource: '*' })),
      seen('VPC Lattice requires IAM authentication', 'ZT-VPCLATTICE-001',
        set('AWS::VpcLattice::Service', 'AuthType', 'NONE'), set('AWS::VpcLattice::ServiceNetwork', 'AuthType', 'NONE')),
      seen('auth policies name who calls', 'ZT-VPCLATTICE-002', more('AWS::VpcLattice::AuthPolicy', 'Policy.Statement', allow)),
    ],
  },
  {
    row: 14,
    practice: 'API inspection, injection blocked',
    mustBeSeen: [
      seen('stages and distributions have a web ACL', 'ZT-APIGATEWAY-004', 'ZT-CLOUDFRONT-003',
        gone('AWS::WAFv2::WebACLAssociation'), without(DISTRIBUTION, 'DistributionConfig.WebACLId')),
      ...['Common', 'KnownBadInputs', 'SQLi'].map((group) => seen(`the managed rule group ${group} blocks`, 'ZT-WAF-001',
        drop(ACL, 'Rules', new RegExp(`AWSManagedRules${group}RuleSet`)))),
      seen('the managed rule group of anonymous addresses blocks', 'ZT-WAF-001', drop(ACL, 'Rules', /AWSManagedRulesAnonymousIpList/)),
      seen('managed rule groups do not only count', 'ZT-WAF-001', set(ACL, 'Rules.*.OverrideAction', { Count: {} })),
      seen('oversize bodies are blocked', 'ZT-WAF-004',
        without(ACL, 'Rules.*.Statement.OrStatement.Statements.*.SizeConstraintStatement.FieldToMatch.Body.OversizeHandling')),
      seen('requests are logged without credentials', 'ZT-WAF-003',
        gone('AWS::WAFv2::LoggingConfiguration'), without('AWS::WAFv2::LoggingConfiguration', 'RedactedFields')),
    ],
  },
  {
    row: 15,
    practice: 'input validation',
    mustBeSeen: [
      seen('methods validate body and parameters', 'ZT-APIGATEWAY-005', without('AWS::ApiGateway::Method', 'RequestValidatorId'),
        set('AWS::ApiGateway::RequestValidator', 'ValidateRequestBody', false), set('AWS::ApiGateway::RequestValidator', 'ValidateRequestParameters', false)),
      seen('models reject additional properties', 'ZT-APIGATEWAY-017', without('AWS::ApiGateway::Model', 'Schema.additionalProperties')),
      seen('functions with event schemas keep their check', 'ZT-LAMBDA-037', set(FN, 'Handler', 'index.handler', /CDK_ZERO_TRUST_HANDLER/)),
      notAsked('messages of queues, buckets and buses have a schema', 'What comes from a producer of the same zone may go unchecked: the app decides.'),
    ],
  },
  {
    row: 16,
    practice: 'output sanitised, errors quiet',
    mustBeSeen: [
      seen('gateway responses 4XX and 5XX do not leak details', 'ZT-APIGATEWAY-015',
        gone('AWS::ApiGateway::GatewayResponse', /4XX/), gone('AWS::ApiGateway::GatewayResponse', /5XX/)),
      seen('security headers are added at the edge', 'ZT-CLOUDFRONT-007',
        without('AWS::CloudFront::ResponseHeadersPolicy', 'ResponseHeadersPolicyConfig.SecurityHeadersConfig.StrictTransportSecurity')),
    ],
  },
  {
    row: 17,
    practice: 'TLS everywhere',
    mustBeSeen: [
      seen('API domain names and endpoints require TLS 1.2', 'ZT-APIGATEWAY-007', 'ZT-APIGATEWAY-008',
        set('AWS::ApiGateway::DomainName', 'SecurityPolicy', 'TLS_1_0'), set(REST_API, 'SecurityPolicy', 'TLS_1_0')),
      seen('distributions require TLS 1.2', 'ZT-CLOUDFRONT-002', set(DISTRIBUTION, 'DistributionConfig.ViewerCertificate.MinimumProtocolVersion', 'TLSv1')),
      seen('sign-in domains of one\'s own require TLS 1.2', 'ZT-COGNITO-016', set('AWS::Cognito::UserPoolDomain', 'CustomDomainConfig', {
        CertificateArn: 'arn:aws:acm:us-east-1:111122223333:certificate/x', MinimumProtocolVersion: 'TLSv1',
      })),
      notAsked('mutual TLS is on', 'It is for clients that hold certificates. Where it is on, its truststore is pinned.', 'ZT-APIGATEWAY-009',
        without('AWS::ApiGateway::DomainName', 'MutualTlsAuthentication.TruststoreVersion')),
      seen('the execute-api endpoint is disabled behind a custom domain', 'ZT-APIGATEWAY-010', set(REST_API, 'DisableExecuteApiEndpoint', false)),
      seen('buckets, queues and topics deny requests without TLS', 'ZT-S3-003', 'ZT-SNS-001', 'ZT-SQS-001',
        ...['AWS::S3::BucketPolicy', 'AWS::SNS::TopicPolicy', 'AWS::SQS::QueuePolicy'].map((type) => (
          drop(type, 'PolicyDocument.Statement', /"aws:SecureTransport"/)))),
    ],
  },
  {
    row: 18,
    practice: 'rate limits by address and by user',
    mustBeSeen: [
      seen('a rate by address blocks', 'ZT-WAF-002', drop(ACL, 'Rules', /"AggregateKeyType":"(IP|FORWARDED_IP)"/)),
      seen('a rate by caller blocks', 'ZT-WAF-005', drop(ACL, 'Rules', /"AggregateKeyType":"CUSTOM_KEYS"/)),
      seen('stages throttle', 'ZT-APIGATEWAY-011', without('AWS::ApiGateway::Stage', 'MethodSettings.*.ThrottlingRateLimit')),
      seen('queues invoke functions with a maximum concurrency', 'ZT-LAMBDA-010', without('AWS::Lambda::EventSourceMapping', 'ScalingConfig')),
    ],
  },
  {
    row: 19,
    practice: 'DDoS protection and CDN',
    mustBeSeen: [
      seen('distributions have a web ACL', 'ZT-CLOUDFRONT-003', without(DISTRIBUTION, 'DistributionConfig.WebACLId')),
      seen('S3 origins are reached by the distribution only', 'ZT-CLOUDFRONT-005', without(DISTRIBUTION, 'DistributionConfig.Origins.*.OriginAccessControlId')),
      seen('function URL origins are reached by the distribution only', 'ZT-CLOUDFRONT-009',
        set('AWS::CloudFront::OriginAccessControl', 'OriginAccessControlConfig.SigningBehavior', 'never')),
      seen('custom origins authenticate the distribution', 'ZT-CLOUDFRONT-011',
        without(DISTRIBUTION, 'DistributionConfig.Origins.*.CustomOriginConfig.OriginMtlsConfig')),
      seen('a flood raises an alarm', 'ZT-CLOUDFRONT-010', gone('AWS::CloudWatch::Alarm', /AWS\/(CloudFront|DDoSProtection)/)),
      notAsked('Shield Advanced protects it', 'A subscription of 3,000 dollars a month is a choice.'),
    ],
  },
];
