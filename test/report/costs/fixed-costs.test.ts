import { ordersApp } from '../../../examples/orders-api/app';
import { TemplateModel } from '../../../src/model';
import { readTemplates } from '../../../src/model/read-templates';
import { FIXED_PRICES, FixedCosts, fixedCosts } from '../../../src/report/costs/fixed-costs';
import { collectEvidence } from '../../../src/report/evidence';

const PARAMETER = { Ref: 'Unknown' };

function costsOf(resources: Record<string, any>, more: object = {}): FixedCosts {
  const template = { Parameters: { Unknown: { Type: 'String' } }, ...more, Resources: resources };
  return fixedCosts(new TemplateModel([{ id: 'Stack', name: 'Stack', template }]).resources);
}

const one = (type: string, properties: object = {}) => costsOf({ One: { Type: type, Properties: properties } });
const notPriced = ({ monthlyUsd, notPriced: list }: FixedCosts) => [monthlyUsd, list.map(({ type, count, why }) => `${type} ${count} ${why}`)];
const metric = (id: string, period = 300) => ({ Id: id, MetricStat: { Metric: { MetricName: id, Namespace: 'N' }, Period: period, Stat: 'Sum' } });
const BAND = { Id: 's', Expression: 'ANOMALY_DETECTION_BAND(a, 2)' };
const managed = (name: string) => ({ Statement: { ManagedRuleGroupStatement: { VendorName: 'AWS', Name: name } } });
const certificate = (support: unknown) => ({ DistributionConfig: { ViewerCertificate: { SslSupportMethod: support } } });
const FROM_HERE = { Statement: { GeoMatchStatement: { CountryCodes: ['NL'] } } };

describe('the fixed cost of a month', () => {
  test.each<[string, string, object, number]>([
    ['a key', 'AWS::KMS::Key', { EnableKeyRotation: true }, 1],
    ['a replica of a key', 'AWS::KMS::ReplicaKey', {}, 1],
    ['a secret', 'AWS::SecretsManager::Secret', {}, 0.4],
    ['a secret with two replicas', 'AWS::SecretsManager::Secret', { ReplicaRegions: [{ Region: 'a' }, { Region: 'b' }] }, 1.2],
    ['an advanced parameter', 'AWS::SSM::Parameter', { Tier: 'Advanced' }, 0.05],
    ['an interface endpoint in two zones', 'AWS::EC2::VPCEndpoint', { VpcEndpointType: 'Interface', SubnetIds: ['a', 'b'] }, 14.6],
    ['a NAT gateway', 'AWS::EC2::NatGateway', {}, 32.85],
    ['a public address', 'AWS::EC2::EIP', {}, 3.65],
    ['a network firewall in two zones', 'AWS::NetworkFirewall::Firewall', { SubnetMappings: [{ SubnetId: 'a' }, { SubnetId: 'b' }] }, 576.7],
    ['a resolver endpoint with two addresses', 'AWS::Route53Resolver::ResolverEndpoint', { IpAddresses: [{}, {}] }, 182.5],
    ['a list of 20 domains', 'AWS::Route53Resolver::FirewallDomainList', { Domains: Array.from({ length: 20 }, (_, i) => `${i}.example`) }, 0.01],
    ['a hosted zone', 'AWS::Route53::HostedZone', {}, 0.5],
    ['an application load balancer', 'AWS::ElasticLoadBalancingV2::LoadBalancer', {}, 16.43],
    ['a gateway load balancer', 'AWS::ElasticLoadBalancingV2::LoadBalancer', { Type: 'gateway' }, 9.13],
    ['a classic load balancer', 'AWS::ElasticLoadBalancing::LoadBalancer', {}, 18.25],
    ['an accelerator', 'AWS::GlobalAccelerator::Accelerator', {}, 18.25],
    ['a Lattice service', 'AWS::VpcLattice::Service', {}, 18.25],
    ['a transit gateway attachment', 'AWS::EC2::TransitGatewayAttachment', {}, 36.5],
    ['a transit gateway VPC attachment', 'AWS::EC2::TransitGatewayVpcAttachment', {}, 36.5],
    ['a VPN connection', 'AWS::EC2::VPNConnection', {}, 36.5],
    ['an association of a client VPN', 'AWS::EC2::ClientVpnTargetNetworkAssociation', {}, 73],
    ['a cache of half a GB', 'AWS::ApiGateway::Stage', { CacheClusterEnabled: true }, 14.6],
    ['a cache of 237 GB', 'AWS::ApiGateway::Stage', { CacheClusterEnabled: 'true', CacheClusterSize: '237' }, 2774],
    ['a certificate with addresses of its own', 'AWS::CloudFront::Distribution', certificate('vip'), 600],
    ['a stream with two shards', 'AWS::Kinesis::Stream', { ShardCount: 2 }, 21.9],
    ['a stream on demand', 'AWS::Kinesis::Stream', { StreamModeDetails: { StreamMode: 'ON_DEMAND' } }, 29.2],
    ['a pipeline of type V1', 'AWS::CodePipeline::Pipeline', {}, 1],
    ['a web ACL with a rule and a managed group', 'AWS::WAFv2::WebACL', { Rules: [FROM_HERE, managed('AWSManagedRulesCommonRuleSet')] }, 7],
    ['a web ACL with Bot Control', 'AWS::WAFv2::WebACL', { Rules: [managed('AWSManagedRulesBotControlRuleSet')] }, 16],
    ['a private certificate authority', 'AWS::ACMPCA::CertificateAuthority', {}, 400],
    ['one for short-lived certificates', 'AWS::ACMPCA::CertificateAuthority', { UsageMode: 'SHORT_LIVED_CERTIFICATE' }, 50],
    ['a policy of Firewall Manager', 'AWS::FMS::Policy', {}, 100],
    ['an alarm on one metric', 'AWS::CloudWatch::Alarm', { MetricName: 'Errors', Period: 300 }, 0.1],
    ['an alarm on ten seconds', 'AWS::CloudWatch::Alarm', { MetricName: 'Errors', Period: 10 }, 0.3],
    ['an alarm on the sum of three metrics', 'AWS::CloudWatch::Alarm', { Metrics: [metric('a'), metric('b'), metric('c'), { Id: 's', Expression: 'a+b+c' }] }, 0.3],
    ['an alarm with an anomaly band', 'AWS::CloudWatch::Alarm', { Metrics: [metric('a'), BAND] }, 0.3],
    ['an alarm of high resolution with an anomaly band', 'AWS::CloudWatch::Alarm', { Metrics: [metric('a', 10), BAND] }, 0.9],
    ['a composite alarm', 'AWS::CloudWatch::CompositeAlarm', {}, 0.5],
    ['a dashboard', 'AWS::CloudWatch::Dashboard', {}, 3],
    ['a rule of Contributor Insights', 'AWS::CloudWatch::InsightRule', {}, 0.5],
    ['a table of 20 write and 30 read units', 'AWS::DynamoDB::Table', { ProvisionedThroughput: { WriteCapacityUnits: 20, ReadCapacityUnits: 30 } }, 12.34],
    ['an EKS cluster', 'AWS::EKS::Cluster', {}, 73],
  ])('of %s', (_what, type, properties, expected) => {
    const costs = [expect.objectContaining({ type, count: 1, monthlyUsd: expected })];
    expect(one(type, properties)).toEqual({ monthlyUsd: expected, costs, notPriced: [] });
  });

  test.each<[string, string, object]>([
    ['a gateway endpoint', 'AWS::EC2::VPCEndpoint', { VpcEndpointType: 'Gateway' }],
    ['a stage without a cache', 'AWS::ApiGateway::Stage', { CacheClusterEnabled: false, CacheClusterSize: '0.5' }],
    ['a table on demand', 'AWS::DynamoDB::Table', { BillingMode: 'PAY_PER_REQUEST' }],
    ['a global table on demand', 'AWS::DynamoDB::GlobalTable', { BillingMode: 'PAY_PER_REQUEST' }],
    ['an alias without provisioned concurrency', 'AWS::Lambda::Alias', {}],
    ['a version without provisioned concurrency', 'AWS::Lambda::Version', {}],
    ['a distribution on shared addresses', 'AWS::CloudFront::Distribution', { DistributionConfig: {} }],
    ['a pipeline of type V2', 'AWS::CodePipeline::Pipeline', { PipelineType: 'V2' }],
    ['an analyzer of external access', 'AWS::AccessAnalyzer::Analyzer', { Type: 'ACCOUNT' }],
    ['a standard parameter', 'AWS::SSM::Parameter', {}],
    ...[
      'AWS::Lambda::Function', 'AWS::S3::Bucket', 'AWS::SQS::Queue', 'AWS::SNS::Topic', 'AWS::Events::Rule', 'AWS::StepFunctions::StateMachine', 'AWS::Cognito::UserPool',
      'AWS::GuardDuty::Detector', 'AWS::CloudTrail::Trail', 'AWS::Config::ConfigRule', 'AWS::VerifiedPermissions::PolicyStore', 'AWS::Logs::LogGroup', 'AWS::IAM::Role',
      'AWS::EC2::SecurityGroup', 'AWS::NetworkFirewall::RuleGroup', 'AWS::WAFv2::IPSet', 'Custom::Thing',
    ].map((type): [string, string, object] => [type, type, {}]),
  ])('of %s is nothing: what is paid for by use is not in it', (_what, type, properties) => {
    expect(one(type, properties)).toEqual({ monthlyUsd: 0, costs: [], notPriced: [] });
  });

  test('of provisioned concurrency follows memory and architecture of its function', () => {
    const alias = (architecture: string) => costsOf({
      Fn: { Type: 'AWS::Lambda::Function', Properties: { MemorySize: 1024, Architectures: [architecture] } },
      Alias: { Type: 'AWS::Lambda::Alias', Properties: { FunctionName: { Ref: 'Fn' }, ProvisionedConcurrencyConfig: { ProvisionedConcurrentExecutions: 2 } } },
    });
    expect(alias('x86_64').monthlyUsd).toBe(21.9);
    expect(alias('arm64').monthlyUsd).toBe(17.52);
    expect(notPriced(one('AWS::Lambda::Alias', { FunctionName: 'elsewhere', ProvisionedConcurrencyConfig: { ProvisionedConcurrentExecutions: 2 } })))
      .toEqual([0, ['AWS::Lambda::Alias 1 memory and architecture of its function are not known before deployment']]);
  });

  test('of a consumer with throughput of its own follows the shards of its stream', () => {
    const consumer = (stream: object) => costsOf({
      Stream: { Type: 'AWS::Kinesis::Stream', Properties: stream },
      Consumer: { Type: 'AWS::Kinesis::StreamConsumer', Properties: { StreamARN: { 'Fn::GetAtt': ['Stream', 'Arn'] } } },
    }).costs.find(({ type }) => type === 'AWS::Kinesis::StreamConsumer')?.monthlyUsd;
    expect(consumer({ ShardCount: 2 })).toBe(21.9);
    expect(consumer({ StreamModeDetails: { StreamMode: 'ON_DEMAND' } })).toBeUndefined();
  });

  test('of a web ACL has the rules of its own groups in it', () => {
    const acl = (arn: unknown) => costsOf({
      Group: { Type: 'AWS::WAFv2::RuleGroup', Properties: { Rules: [FROM_HERE, FROM_HERE] } },
      Acl: { Type: 'AWS::WAFv2::WebACL', Properties: { Rules: [{ Statement: { RuleGroupReferenceStatement: { Arn: arn } } }] } },
    });
    expect(acl({ 'Fn::GetAtt': ['Group', 'Arn'] }).monthlyUsd).toBe(8);
    expect(notPriced(acl(PARAMETER))).toEqual([0, ['AWS::WAFv2::WebACL 1 how many rules its group has is not known before deployment']]);
  });

  test.each<[string, object, string]>([
    ['AWS::EC2::VPCEndpoint', { VpcEndpointType: 'Interface', SubnetIds: PARAMETER }, 'how many subnets it stands in is not known before deployment'],
    ['AWS::EC2::VPCEndpoint', { VpcEndpointType: 'Interface' }, 'how many subnets it stands in is not known before deployment'],
    ['AWS::EC2::VPCEndpoint', { VpcEndpointType: 'Resource', SubnetIds: ['a'] }, 'endpoints of type Resource are not in the price table'],
    ['AWS::EC2::NatGateway', { AvailabilityMode: 'regional' }, 'a regional NAT gateway is paid for by the Availability Zones that it spreads to'],
    ['AWS::NetworkFirewall::Firewall', { SubnetMappings: PARAMETER }, 'how many Availability Zones it stands in is not known before deployment'],
    ['AWS::SecretsManager::Secret', { ReplicaRegions: PARAMETER }, 'how many replicas it has is not known before deployment'],
    ['AWS::AccessAnalyzer::Analyzer', { Type: 'ACCOUNT_UNUSED_ACCESS' }, 'what it analyses is paid for by role and user, or by resource, that the account has'],
    ['AWS::SSM::Parameter', { Tier: 'Intelligent-Tiering' }, 'its tier follows what it holds'],
    ['AWS::ElasticLoadBalancingV2::LoadBalancer', { Type: PARAMETER }, 'its type is not known before deployment'],
    ['AWS::ACMPCA::CertificateAuthority', { UsageMode: PARAMETER }, 'its mode is not known before deployment'],
    ['AWS::ApiGateway::Stage', { CacheClusterEnabled: PARAMETER }, 'its cache is not known before deployment'],
    ['AWS::Kinesis::Stream', { ShardCount: PARAMETER }, 'how many shards it has is not known before deployment'],
    ['AWS::Kinesis::Stream', { StreamModeDetails: { StreamMode: PARAMETER } }, 'its mode is not known before deployment'],
    ['AWS::Kinesis::StreamConsumer', { StreamARN: 'elsewhere' }, 'how many shards its stream has is not known before deployment'],
    ['AWS::CodePipeline::Pipeline', { PipelineType: PARAMETER }, 'its type is not known before deployment'],
    ['AWS::Route53Resolver::FirewallDomainList', { DomainFileUrl: 's3://x' }, 'its domains are in a file'],
    ['AWS::CloudFront::Distribution', certificate(PARAMETER), 'whether its certificate has addresses of its own is not known before deployment'],
    ['AWS::WAFv2::WebACL', { Rules: PARAMETER }, 'how many rules it has is not known before deployment'],
    ['AWS::WAFv2::WebACL', { Rules: [{ Statement: { ManagedRuleGroupStatement: { VendorName: 'F5', Name: 'x' } } }] }, 'what a managed group of another vendor costs is not in the price table'],
    ['AWS::WAFv2::WebACL', { Rules: [{ Statement: { ManagedRuleGroupStatement: { VendorName: 'AWS', Name: PARAMETER } } }] }, 'which managed group it uses is not known before deployment'],
    ['AWS::WAFv2::WebACL', { Rules: [managed('AWSManagedRulesAntiDDoSRuleSet')] }, 'what Anti-DDoS costs is not in the price table'],
    ['AWS::CloudWatch::Alarm', { Metrics: [{ Id: 'q', Expression: 'SELECT MAX(Errors) FROM "AWS/Lambda"' }] }, 'a query of Metrics Insights is paid for by the metrics that match it'],
    ['AWS::CloudWatch::Alarm', { Metrics: [{ Id: 'q', Expression: 'SUM(SEARCH(\'{N,F}\', \'Sum\'))' }] }, 'a search is paid for by the metrics that match it'],
    ['AWS::CloudWatch::Alarm', { Metrics: PARAMETER }, 'which metrics it looks at is not known before deployment'],
    ['AWS::DynamoDB::Table', { ProvisionedThroughput: { WriteCapacityUnits: PARAMETER, ReadCapacityUnits: 1 } }, 'how many write units it has is not known before deployment'],
    ['AWS::DynamoDB::Table', { BillingMode: PARAMETER }, 'its capacity is not known before deployment'],
    ['AWS::DynamoDB::GlobalTable', { BillingMode: 'PROVISIONED' }, 'its capacity follows its use, in each replica'],
    ['AWS::RDS::DBInstance', {}, 'its price hangs on size, engine or storage'],
    ['AWS::OpenSearchService::Domain', {}, 'its price hangs on size, engine or storage'],
    ['AWS::EC2::Instance', {}, 'its price hangs on size, engine or storage'],
    ['AWS::Shield::Protection', {}, 'needs a subscription to Shield Advanced: 3,000 USD a month, once for an organisation'],
    ['AWS::New::Thing', {}, 'is not in the price table'],
    ['AWS::EC2::NewThing', {}, 'is not in the price table'],
    ['Acme::Lambda::Function', {}, 'is not in the price table'],
  ])('of %s with %p is not guessed', (type, properties, why) => {
    expect(notPriced(one(type, properties))).toEqual([0, [`${type} 1 ${why}`]]);
  });

  test('sums resources of a type, the dearest first, and counts what is not priced for the same reason', () => {
    const costs = costsOf({
      A: { Type: 'AWS::SecretsManager::Secret' }, B: { Type: 'AWS::KMS::Key' }, C: { Type: 'AWS::KMS::Key' }, D: { Type: 'AWS::RDS::DBInstance' }, E: { Type: 'AWS::RDS::DBInstance' },
    });
    expect(costs.monthlyUsd).toBe(2.4);
    expect(costs.costs.map(({ type, count, monthlyUsd }) => [type, count, monthlyUsd])).toEqual([['AWS::KMS::Key', 2, 2], ['AWS::SecretsManager::Secret', 1, 0.4]]);
    expect(costs.notPriced).toEqual([expect.objectContaining({ type: 'AWS::RDS::DBInstance', count: 2 })]);
  });

  test('rounds the sum of a type to cents, and not each resource', () => {
    const lists = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, i) => [
      `L${i}`, { Type: 'AWS::Route53Resolver::FirewallDomainList', Properties: { Domains: ['a.example', 'b.example'] } },
    ]));
    expect(costsOf(lists(10)).monthlyUsd).toBe(0.01);
    expect(costsOf(lists(1))).toEqual({ monthlyUsd: 0, costs: [], notPriced: [] });
  });

  test('counts what costs something, and not what is free of the same type', () => {
    const endpoint = (VpcEndpointType: string) => ({ Type: 'AWS::EC2::VPCEndpoint', Properties: { VpcEndpointType, SubnetIds: ['a'] } });
    expect(costsOf({ S3: endpoint('Gateway'), Sqs: endpoint('Interface') }).costs).toEqual([expect.objectContaining({ count: 1, monthlyUsd: 7.3 })]);
  });

  test('takes the dearest branch of a condition', () => {
    const conditions = { Conditions: { Prod: { 'Fn::Equals': [PARAMETER, 'prod'] } } };
    const endpoint = (subnets: unknown) => costsOf({ E: { Type: 'AWS::EC2::VPCEndpoint', Condition: 'Prod', Properties: { VpcEndpointType: 'Interface', SubnetIds: subnets } } }, conditions);
    expect(endpoint({ 'Fn::If': ['Prod', ['a', 'b', 'c'], ['a']] }).monthlyUsd).toBe(21.9);
    expect(endpoint({ 'Fn::If': ['Prod', ['a'], ['a', 'b', 'c']] }).monthlyUsd).toBe(21.9);
    expect(endpoint(['a', { 'Fn::If': ['Prod', 'b', { Ref: 'AWS::NoValue' }] }]).monthlyUsd).toBe(14.6);
    expect(endpoint({ 'Fn::If': ['Prod', ['a'], PARAMETER] }).notPriced).toHaveLength(1);
  });
});

describe('the price table', () => {
  test('has one entry for a type, with a source of AWS', () => {
    expect(new Set(FIXED_PRICES.map(({ type }) => type)).size).toBe(FIXED_PRICES.length);
    for (const { type, source } of FIXED_PRICES) {
      expect([type, source]).toEqual([expect.stringMatching(/^AWS::\w+::\w+$/), expect.stringMatching(/^https:\/\/aws\.amazon\.com\/[\w./-]+\/pricing\/(provisioned\/)?$/)]);
    }
  });
});

test('the fixed cost of orders-api is what a hand adds up', () => {
  const { directory, stacks } = ordersApp().synth();
  const [{ template }] = stacks;
  const [stack] = collectEvidence(readTemplates(directory), []).stacks;

  const resources = Object.values<any>(template.Resources);
  const of = (type: string) => resources.filter((resource) => resource.Type === type).map((resource) => resource.Properties);
  const metrics = of('AWS::CloudWatch::Alarm').map((alarm) => JSON.stringify(alarm).split('"MetricStat"').length - 1 || 1);
  const banded = of('AWS::CloudWatch::Alarm').map((alarm) => (JSON.stringify(alarm).includes('ANOMALY') ? 3 : 1));
  const byHand = [
    3 * 1.00, // keys: confidential, internal, restricted
    1 * 0.40, // the secret
    2 * 2 * 7.30, // Secrets Manager and SQS, each in two Availability Zones
    5.00 + 8 * 1.00, // the web ACL and its rules
    1 * 3.00, // the dashboard
    metrics.reduce((sum, count, i) => sum + count * banded[i] * 0.10, 0), // alarms
  ];
  expect(of('AWS::KMS::Key')).toHaveLength(3);
  expect(of('AWS::WAFv2::WebACL')[0].Rules).toHaveLength(8);
  expect(of('AWS::CloudWatch::Alarm')).toHaveLength(19);
  expect(stack.fixed.monthlyUsd).toBe(Number(byHand.reduce((sum, usd) => sum + usd).toFixed(2)));
  expect(stack.fixed.monthlyUsd).toBe(57.3);
  expect(stack.fixed.notPriced).toEqual([]);
  expect(stack.resources).toBe(Object.keys(template.Resources).length);
});
