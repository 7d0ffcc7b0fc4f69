/** What an example deploys to AWS and not to the emulator. */
export interface Stripped {
  /** CloudFormation type. */
  readonly type: string;
  /** Why it is left out: a type that is made, but not in this form, says in which. */
  readonly reason: string;
  /** How what it is for is known nevertheless. */
  readonly instead: 'judged by the rules' | 'a fake' | 'done by the test';
}

const NO_TYPE = 'the emulator does not have the type';
const judged = (type: string): Stripped => ({ type, reason: NO_TYPE, instead: 'judged by the rules' });

/** Kept by stripped.test.ts: a type that the emulator has, or that no example has, must go, and one that is missing fails. */
export const STRIPPED_TYPES: Stripped[] = [
  judged('AWS::AccessAnalyzer::Analyzer'),
  judged('AWS::ApiGateway::ClientCertificate'),
  judged('AWS::Backup::BackupSelection'),
  judged('AWS::Budgets::Budget'),
  judged('AWS::CE::AnomalySubscription'),
  judged('AWS::CloudTrail::Trail'),
  judged('AWS::CodePipeline::Pipeline'),
  judged('AWS::Cognito::LogDeliveryConfiguration'),
  judged('AWS::Cognito::ManagedLoginBranding'),
  judged('AWS::Cognito::UserPoolRiskConfigurationAttachment'),
  judged('AWS::Config::ConfigRule'),
  { type: 'AWS::Config::ConfigurationRecorder', reason: NO_TYPE, instead: 'a fake' },
  { type: 'AWS::Config::ConformancePack', reason: NO_TYPE, instead: 'a fake' },
  judged('AWS::Config::DeliveryChannel'),
  judged('AWS::Config::RemediationConfiguration'),
  judged('AWS::EC2::EIP'),
  judged('AWS::EC2::FlowLog'),
  judged('AWS::EC2::NatGateway'),
  judged('AWS::EC2::PrefixList'),
  judged('AWS::EC2::SecurityGroupIngress'),
  judged('AWS::Events::Archive'),
  judged('AWS::Events::EventBusPolicy'),
  judged('AWS::GuardDuty::Detector'),
  { type: 'AWS::GuardDuty::MalwareProtectionPlan', reason: NO_TYPE, instead: 'done by the test' },
  judged('AWS::Lambda::CodeSigningConfig'),
  judged('AWS::Logs::Delivery'),
  judged('AWS::Logs::DeliveryDestination'),
  judged('AWS::Logs::DeliverySource'),
  judged('AWS::Logs::LogAnomalyDetector'),
  judged('AWS::Macie::CustomDataIdentifier'),
  judged('AWS::Macie::Session'),
  judged('AWS::NetworkFirewall::Firewall'),
  judged('AWS::NetworkFirewall::FirewallPolicy'),
  judged('AWS::NetworkFirewall::LoggingConfiguration'),
  judged('AWS::NetworkFirewall::RuleGroup'),
  judged('AWS::Route53Resolver::FirewallDomainList'),
  judged('AWS::Route53Resolver::FirewallRuleGroup'),
  judged('AWS::Route53Resolver::FirewallRuleGroupAssociation'),
  judged('AWS::Route53Resolver::ResolverQueryLoggingConfig'),
  judged('AWS::Route53Resolver::ResolverQueryLoggingConfigAssociation'),
  judged('AWS::SSM::Document'),
  judged('AWS::SecretsManager::ResourcePolicy'),
  { type: 'AWS::SecretsManager::RotationSchedule', reason: NO_TYPE, instead: 'done by the test' },
  judged('AWS::SecurityHub::Hub'),
  judged('AWS::SecurityHub::Standard'),
  { type: 'AWS::VerifiedPermissions::IdentitySource', reason: NO_TYPE, instead: 'a fake' },
  { type: 'AWS::VerifiedPermissions::Policy', reason: NO_TYPE, instead: 'a fake' },
  { type: 'AWS::VerifiedPermissions::PolicyStore', reason: NO_TYPE, instead: 'a fake' },
  judged('AWS::VpcLattice::AccessLogSubscription'),
  { type: 'AWS::VpcLattice::AuthPolicy', reason: NO_TYPE, instead: 'a fake' },
  { type: 'AWS::VpcLattice::Listener', reason: NO_TYPE, instead: 'a fake' },
  { type: 'AWS::VpcLattice::Service', reason: NO_TYPE, instead: 'a fake' },
  judged('AWS::VpcLattice::ServiceNetwork'),
  judged('AWS::VpcLattice::ServiceNetworkServiceAssociation'),
  judged('AWS::VpcLattice::ServiceNetworkVpcAssociation'),
  { type: 'AWS::VpcLattice::TargetGroup', reason: NO_TYPE, instead: 'a fake' },
  judged('AWS::WAFv2::IPSet'),
  judged('AWS::WAFv2::LoggingConfiguration'),
  judged('AWS::WAFv2::WebACLAssociation'),
];

/** Resources of a type that the emulator has, in a form that it refuses. */
export const STRIPPED_FORMS: (Stripped & { readonly matches: (properties: Record<string, unknown>) => boolean })[] = [
  {
    type: 'AWS::CloudWatch::Alarm',
    reason: 'the emulator wants one metric and knows no metric math',
    instead: 'judged by the rules',
    matches: (properties) => properties.Metrics !== undefined,
  },
  {
    type: 'AWS::EC2::Route',
    reason: 'the emulator does not know the attribute CidrBlock of a subnet, by which answers go back through the firewall',
    instead: 'judged by the rules',
    matches: ({ DestinationCidrBlock }) => typeof DestinationCidrBlock === 'object',
  },
];
