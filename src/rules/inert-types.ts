/**
 * Types that no rule looks at by themselves, and that hold nothing which a rule could ask of them alone. What is not here and no rule looks at is
 * ZT-COVERAGE-008.
 */
const INERT = new Set([
  // Parts of an API, a firewall, a pool, a key or a log, which rules look at from the resource that they belong to.
  'AWS::ApiGateway::BasePathMapping', 'AWS::ApiGateway::BasePathMappingV2', 'AWS::ApiGateway::ClientCertificate',
  'AWS::ApiGateway::Deployment', 'AWS::ApiGateway::DocumentationPart', 'AWS::ApiGateway::DocumentationVersion',
  'AWS::ApiGateway::GatewayResponse', 'AWS::ApiGateway::Model', 'AWS::ApiGateway::RequestValidator', 'AWS::ApiGateway::Resource',
  'AWS::ApiGateway::UsagePlanKey', 'AWS::ApiGateway::VpcLink', 'AWS::ApiGatewayV2::ApiMapping', 'AWS::ApiGatewayV2::Deployment',
  'AWS::ApiGatewayV2::IntegrationResponse', 'AWS::ApiGatewayV2::Model', 'AWS::ApiGatewayV2::RouteResponse',
  'AWS::ApiGatewayV2::RoutingRule', 'AWS::AppSync::GraphQLSchema', 'AWS::AppSync::FunctionConfiguration', 'AWS::Backup::BackupSelection',
  'AWS::CloudFront::KeyGroup', 'AWS::CloudFront::OriginAccessControl', 'AWS::CloudFront::PublicKey',
  'AWS::CloudFront::ResponseHeadersPolicy', 'AWS::CloudFront::TrustStore', 'AWS::Cognito::LogDeliveryConfiguration',
  'AWS::Cognito::ManagedLoginBranding', 'AWS::Cognito::UserPoolDomain',
  'AWS::Cognito::UserPoolResourceServer', 'AWS::Cognito::UserPoolRiskConfigurationAttachment', 'AWS::IAM::InstanceProfile',
  'AWS::KMS::Alias', 'AWS::Kinesis::StreamConsumer', 'AWS::Lambda::Alias', 'AWS::Lambda::EventInvokeConfig', 'AWS::Lambda::LayerVersion',
  'AWS::Lambda::Version', 'AWS::Logs::Delivery', 'AWS::Logs::DeliveryDestination', 'AWS::Logs::DeliverySource', 'AWS::Logs::LogStream',
  'AWS::Logs::MetricFilter', 'AWS::NetworkFirewall::LoggingConfiguration', 'AWS::NetworkFirewall::VpcEndpointAssociation',
  'AWS::Route53Resolver::FirewallDomainList', 'AWS::Route53Resolver::ResolverQueryLoggingConfig',
  'AWS::Route53Resolver::ResolverQueryLoggingConfigAssociation', 'AWS::SecretsManager::RotationSchedule',
  'AWS::SecretsManager::SecretTargetAttachment', 'AWS::SecurityHub::Standard', 'AWS::VpcLattice::AccessLogSubscription',
  'AWS::VpcLattice::ServiceNetworkServiceAssociation', 'AWS::VpcLattice::ServiceNetworkVpcAssociation', 'AWS::VpcLattice::TargetGroup',
  'AWS::WAFv2::IPSet', 'AWS::WAFv2::LoggingConfiguration', 'AWS::WAFv2::RegexPatternSet', 'AWS::WAFv2::WebACLAssociation',
  // The network's plumbing: rules look at it from subnets, security groups and routes.
  'AWS::EC2::DHCPOptions', 'AWS::EC2::EgressOnlyInternetGateway', 'AWS::EC2::FlowLog',
  'AWS::EC2::InternetGateway', 'AWS::EC2::NatGateway', 'AWS::EC2::PrefixList', 'AWS::EC2::RouteTable',
  'AWS::EC2::SubnetNetworkAclAssociation', 'AWS::EC2::SubnetRouteTableAssociation', 'AWS::EC2::VPCCidrBlock',
  'AWS::EC2::VPCDHCPOptionsAssociation', 'AWS::EC2::VPCGatewayAttachment', 'AWS::RDS::DBClusterParameterGroup', 'AWS::RDS::DBParameterGroup',
  'AWS::RDS::DBSubnetGroup', 'AWS::RDS::OptionGroup',
  // A provider of identities lets nobody in: the roles that trust it do, and rules look at these.
  'AWS::IAM::OIDCProvider', 'AWS::IAM::SAMLProvider',
  // Names, views and bookkeeping, which let nobody in.
  'AWS::ApplicationAutoScaling::ScalableTarget', 'AWS::ApplicationAutoScaling::ScalingPolicy', 'AWS::Budgets::Budget', 'AWS::CDK::Metadata',
  'AWS::CE::AnomalyMonitor', 'AWS::CE::AnomalySubscription',
  'AWS::CertificateManager::Certificate', 'AWS::CloudFormation::Stack', 'AWS::CloudFormation::StackSet',
  'AWS::CloudFormation::WaitCondition', 'AWS::CloudFormation::WaitConditionHandle', 'AWS::CloudWatch::CompositeAlarm',
  'AWS::CloudWatch::Dashboard', 'AWS::CloudWatch::InsightRule', 'AWS::CodeDeploy::Application', 'AWS::CodeDeploy::DeploymentConfig', 'AWS::Config::ConfigRule',
  'AWS::ECR::PullThroughCacheRule', 'AWS::ECR::RegistryScanningConfiguration', 'AWS::ECR::SigningConfiguration', 'AWS::ResourceGroups::Group',
  'AWS::Shield::Protection',
  'AWS::Glue::Database', 'AWS::Glue::Table', 'AWS::Route53::HealthCheck', 'AWS::Route53::RecordSet', 'AWS::Route53::RecordSetGroup', 'AWS::SSM::MaintenanceWindow',
  'AWS::Scheduler::ScheduleGroup', 'AWS::XRay::Group', 'AWS::XRay::SamplingRule',
]);

/** Custom resources are judged by the function behind them; those of modules and SAM have findings of their own. */
export function isInert(type: string): boolean {
  return INERT.has(type) || type === 'AWS::CloudFormation::CustomResource' || /^Custom::|^AWS::Serverless::|::MODULE$/.test(type);
}
