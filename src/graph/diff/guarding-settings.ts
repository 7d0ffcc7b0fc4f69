import type { Risk } from './change';

/**
 * How one value is weaker than another one:
 *
 * - `higher`, `lower`: as a number; what is not set is `unset`.
 * - `more`, `fewer`: as a list, by any item that came or went.
 * - `gone`: by not being there.
 * - `other`: whenever it is another one, as nothing tells that it is as strict.
 * - `pattern`: as a filter of events that does not keep all that it asked for.
 * - an order: from the weakest up, by the first that matches; what is not set is the first.
 */
export type Weaker = 'higher' | 'lower' | 'more' | 'fewer' | 'gone' | 'other' | 'pattern' | readonly RegExp[];

/** A property by which a resource guards something, however a rule judges its value. */
export interface GuardingSetting {
  readonly types: readonly string[];
  /** `*` for each item of a list. */
  readonly at: string;
  readonly weaker: Weaker;
  readonly unset?: number;
  readonly kind: Risk;
  readonly name: string;
}

const NEVER = Number.POSITIVE_INFINITY;
/** By the version of TLS that is the least, however a service calls its policies. */
const TLS = [
  /^$|SSLv3|TLSv1(?:_2016)?$|TLS_1_0|TLS13[-_]1[-_]0|^ELBSecurityPolicy-(?:201\d|TLS-1-0|FS-2018)/,
  /TLSv1\.1|TLS13-1-1|TLS-1-1|FS-1-1/,
  /TLSv1\.2|TLS_1_2|TLS12|TLS13[-_]1[-_]2|TLS-1-2|FS-1-2/,
  /TLSv1\.3|TLS13[-_]1[-_]3/,
];
const [AUTHORIZERS, JWT, REST, STAGE] = [['AWS::ApiGateway::Authorizer'], ['AWS::ApiGatewayV2::Authorizer'], ['AWS::ApiGateway::RestApi'], ['AWS::ApiGateway::Stage']];
const [POOL, CLIENT, WAF] = [['AWS::Cognito::UserPool'], ['AWS::Cognito::UserPoolClient'], ['AWS::WAFv2::WebACL']];
const DATABASES = ['AWS::RDS::DBInstance', 'AWS::RDS::DBCluster'];
const DOMAINS = ['AWS::ApiGateway::DomainName'];

const authentication = (types: readonly string[], at: string, weaker: Weaker, name: string, unset?: number): GuardingSetting => ({ types, at, weaker, name, unset, kind: 'weaker-authentication' });
const access = (types: readonly string[], at: string, weaker: Weaker, name: string): GuardingSetting => ({ types, at, weaker, name, kind: 'widened' });
const control = (types: readonly string[], at: string, weaker: Weaker, name: string, unset?: number): GuardingSetting => ({ types, at, weaker, name, unset, kind: 'removed-control' });

/** A closed list, as data. Policies, routes and what rules judge as pass or fail are compared elsewhere. */
export const GUARDING_SETTINGS: readonly GuardingSetting[] = [
  authentication([...AUTHORIZERS, ...JWT], 'AuthorizerResultTtlInSeconds', 'higher', 'cache of authorizer results (seconds)', 300),
  authentication([...AUTHORIZERS, ...JWT], 'AuthorizerUri', 'other', 'function of the authorizer'),
  authentication(AUTHORIZERS, 'IdentityValidationExpression', 'gone', 'validation of the token'),
  authentication(AUTHORIZERS, 'ProviderARNs', 'more', 'user pools of the authorizer'),
  authentication(JWT, 'JwtConfiguration.Issuer', 'other', 'issuer of tokens'),
  authentication(JWT, 'JwtConfiguration.Audience', 'more', 'audience of tokens'),
  authentication([...REST, 'AWS::ApiGatewayV2::Api'], 'BodyS3Location', 'other', 'API definition'),
  authentication([...DOMAINS, 'AWS::ApiGatewayV2::DomainName'], 'MutualTlsAuthentication.TruststoreUri', 'other', 'mutual TLS truststore'),
  authentication(['AWS::ElasticLoadBalancingV2::Listener'], 'DefaultActions.*.Type', 'fewer', 'actions of the listener'),
  authentication(['AWS::ElasticLoadBalancingV2::ListenerRule'], 'Actions.*.Type', 'fewer', 'actions of the listener rule'),
  authentication(['AWS::ElasticLoadBalancingV2::Listener'], 'MutualAuthentication.Mode', [/^$|off/i, /passthrough/i, /verify/i], 'mutual TLS mode'),
  authentication(['AWS::CloudFront::Distribution'], 'DistributionConfig.DefaultCacheBehavior.TrustedKeyGroups', 'gone', 'signed URLs of the default behavior'),
  authentication(['AWS::CloudFront::Distribution'], 'DistributionConfig.DefaultCacheBehavior.TrustedKeyGroups', 'more', 'key groups of the default behavior'),
  authentication(['AWS::CloudFront::Distribution'], 'DistributionConfig.CacheBehaviors.*.TrustedKeyGroups', 'fewer', 'signed URLs of a behavior'),
  authentication(POOL, 'AdminCreateUserConfig.AllowAdminCreateUserOnly', [/^$|false/i, /true/i], 'creation of users by administrators only'),
  authentication(CLIENT, 'CallbackURLs', 'more', 'callback URLs'),
  authentication(CLIENT, 'SupportedIdentityProviders', 'more', 'identity providers'),
  authentication(CLIENT, 'AllowedOAuthScopes', 'more', 'OAuth scopes'),
  authentication(['AWS::Cognito::IdentityPool'], 'AllowClassicFlow', [/true/i, /^$|false/i], 'enhanced flow only'),
  authentication(['AWS::IAM::OIDCProvider'], 'ClientIdList', 'more', 'audiences'),
  authentication(['AWS::IAM::SAMLProvider'], 'SamlMetadataDocument', 'other', 'metadata of the identity provider'),
  authentication(['AWS::IAM::Role'], 'MaxSessionDuration', 'higher', 'session duration (seconds)', 3600),

  access(['AWS::Lambda::Url'], 'Cors.AllowOrigins', 'more', 'CORS origins'),
  access(['AWS::ApiGatewayV2::Api'], 'CorsConfiguration.AllowOrigins', 'more', 'CORS origins'),
  access(['AWS::S3::Bucket'], 'CorsConfiguration.CorsRules.*.AllowedOrigins', 'more', 'CORS origins'),
  access(STAGE, 'Variables', 'other', 'stage variables'),
  access(['AWS::ApiGatewayV2::Stage'], 'StageVariables', 'other', 'stage variables'),
  access(['AWS::Lambda::Alias'], 'RoutingConfig', 'other', 'weights of versions'),
  access(['AWS::Lambda::EventSourceMapping'], 'FilterCriteria.Filters.*.Pattern', 'pattern', 'event filter'),
  access(['AWS::Pipes::Pipe'], 'SourceParameters.FilterCriteria.Filters.*.Pattern', 'pattern', 'event filter'),
  access(['AWS::Events::Rule'], 'EventPattern', 'pattern', 'event pattern'),
  access(['AWS::SNS::Subscription'], 'FilterPolicy', 'pattern', 'filter policy'),
  access(['AWS::EC2::NetworkAclEntry'], 'RuleAction', [/allow/i, /deny/i], 'action of the network ACL entry'),
  access(['AWS::EC2::NetworkAclEntry'], 'CidrBlock', 'other', 'range of the network ACL entry'),
  access(['AWS::EC2::NetworkAclEntry'], 'PortRange', 'other', 'ports of the network ACL entry'),
  access(['AWS::EC2::Route'], 'DestinationCidrBlock', 'other', 'destination of the route'),
  access(['AWS::EC2::Route'], 'GatewayId', 'other', 'gateway of the route'),
  { types: ['AWS::RAM::ResourceShare'], at: 'Principals', weaker: 'more', kind: 'new-stranger', name: 'principals of the share' },
  { types: ['AWS::Organizations::Policy'], at: 'TargetIds', weaker: 'fewer', kind: 'removed-deny', name: 'targets of the policy' },

  control(STAGE, 'MethodSettings.*.ThrottlingRateLimit', 'higher', 'requests per second', NEVER),
  control(STAGE, 'MethodSettings.*.ThrottlingBurstLimit', 'higher', 'burst of requests', NEVER),
  control(['AWS::ApiGatewayV2::Stage'], 'DefaultRouteSettings.ThrottlingRateLimit', 'higher', 'requests per second', NEVER),
  control(['AWS::ApiGatewayV2::Stage'], 'DefaultRouteSettings.ThrottlingBurstLimit', 'higher', 'burst of requests', NEVER),
  control(['AWS::ApiGateway::UsagePlan'], 'Throttle.RateLimit', 'higher', 'requests per second', NEVER),
  control(['AWS::ApiGateway::UsagePlan'], 'Quota.Limit', 'higher', 'quota of requests', NEVER),
  control(WAF, 'Rules.*.Statement.RateBasedStatement.Limit', 'higher', 'rate limit', NEVER),
  control(WAF, 'DefaultAction.Block', 'gone', 'default action Block'),
  control(WAF, 'Rules.*.Name', 'fewer', 'rules'),
  control(['AWS::Lambda::Function'], 'CodeSigningConfigArn', 'other', 'code signing configuration'),
  control(['AWS::Lambda::Function'], 'ReservedConcurrentExecutions', 'higher', 'reserved concurrency', NEVER),
  control(['AWS::Logs::LogGroup'], 'RetentionInDays', 'lower', 'retention (days)', NEVER),
  control(['AWS::S3::Bucket'], 'ObjectLockConfiguration.Rule.DefaultRetention.Mode', [/^$/, /GOVERNANCE/i, /COMPLIANCE/i], 'Object Lock mode'),
  control(['AWS::S3::Bucket'], 'ObjectLockConfiguration.Rule.DefaultRetention.Days', 'lower', 'Object Lock (days)', 0),
  control(['AWS::S3::Bucket'], 'ObjectLockConfiguration.Rule.DefaultRetention.Years', 'lower', 'Object Lock (years)', 0),
  control(['AWS::DynamoDB::Table'], 'PointInTimeRecoverySpecification.RecoveryPeriodInDays', 'lower', 'point-in-time recovery (days)', 35),
  control(DATABASES, 'BackupRetentionPeriod', 'lower', 'backup retention (days)', 1),
  control(['AWS::Backup::BackupPlan'], 'BackupPlan.BackupPlanRule.*.Lifecycle.DeleteAfterDays', 'lower', 'backup retention (days)', NEVER),
  control(['AWS::Backup::BackupSelection'], 'BackupSelection.Resources', 'fewer', 'resources of the backup'),
  control(['AWS::Backup::BackupVault'], 'LockConfiguration.MinRetentionDays', 'lower', 'vault lock (days)', 0),
  control(['AWS::KMS::Key'], 'RotationPeriodInDays', 'higher', 'rotation period (days)', 365),
  control(['AWS::KMS::Key'], 'PendingWindowInDays', 'lower', 'deletion window (days)', 30),
  control(['AWS::SecretsManager::RotationSchedule'], 'RotationRules.AutomaticallyAfterDays', 'higher', 'rotation period (days)', NEVER),
  control(['AWS::CloudWatch::Alarm'], 'Threshold', 'other', 'threshold'),
  control(['AWS::CloudWatch::Alarm'], 'AlarmActions', 'fewer', 'alarm actions'),
  control(DOMAINS, 'SecurityPolicy', TLS, 'TLS policy'),
  control(['AWS::ApiGatewayV2::DomainName'], 'DomainNameConfigurations.*.SecurityPolicy', TLS, 'TLS policy'),
  control(['AWS::CloudFront::Distribution'], 'DistributionConfig.ViewerCertificate.MinimumProtocolVersion', TLS, 'TLS policy'),
  control(['AWS::ElasticLoadBalancingV2::Listener'], 'SslPolicy', TLS, 'TLS policy'),
];
