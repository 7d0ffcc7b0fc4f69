import type { Risk } from './change';

/** How a value may guard something: who is let in, who or what is reached, or what is kept, checked and watched. */
export interface Guarding {
  readonly kind: Risk;
  /**
   * What makes it weaker: that it goes or is replaced (`kept`), whatever changes (`other`), anything that comes (`more`), a smaller or larger
   * number, or that it is switched on.
   */
  readonly weaker: 'kept' | 'other' | 'more' | 'lower' | 'higher' | 'true';
}

/** Types that guard, watch or record others, so that without one something is less safe; what is wrong with one that is there, rules find. */
export const CONTROLS = new RegExp(`^AWS::(${[
  'AccessAnalyzer::Analyzer', 'ApiGateway(V2)?::Authorizer', 'ApiGateway::RequestValidator', 'Backup::(BackupPlan|BackupSelection)', 'Bedrock::Guardrail',
  'CloudFront::(OriginAccessControl|ResponseHeadersPolicy)', 'CloudTrail::(EventDataStore|Trail)', 'CloudWatch::(Alarm|CompositeAlarm)',
  'Cognito::UserPoolRiskConfigurationAttachment', 'Config::.+', 'Detective::.+', 'EC2::(FlowLog|\\w*BlockPublicAccess\\w*)', 'FMS::Policy', 'GuardDuty::.+', 'Inspector.*::.+',
  'Lambda::CodeSigningConfig', 'Logs::(AccountPolicy|MetricFilter|SubscriptionFilter)', 'Macie::.+', 'NetworkFirewall::.+', 'Organizations::Policy',
  'Route53Resolver::FirewallRuleGroupAssociation', 'SecretsManager::RotationSchedule', 'SecurityHub::.+', 'SecurityLake::.+', 'Shield::.+', 'WAFv2::.+',
].join('|')})$`);

/** Types of which every value counts: those above, and what routes, groups, answers or lists for others. */
const EVERY_VALUE_COUNTS = new RegExp(`^AWS::(${[
  'NetworkFirewall::(FirewallPolicy|RuleGroup)', 'ApiGateway::(GatewayResponse|Model)', 'AppSync::GraphQLSchema', 'Backup::BackupVault', 'CloudFront::KeyGroup', 'Cognito::(IdentityPoolRoleAttachment|UserPoolIdentityProvider)',
  'EC2::(NetworkAclEntry|PrefixList|Route)', 'ECR::(PullThroughCacheRule|RegistryScanningConfiguration)', 'ElastiCache::(User|UserGroup)', 'Events::Connection',
  'IAM::(OIDCProvider|SAMLProvider)', 'KMS::Alias', 'LakeFormation::.+', 'RDS::DB(Cluster)?ParameterGroup', 'RolesAnywhere::.+', 'Route53Resolver::Firewall.+', 'Signer::.+',
  'SSO::Assignment', 'VerifiedPermissions::.+',
].join('|')})$`);

/** What is compared by what it means elsewhere. */
const ELSEWHERE = /^(?:AWS::(?:IAM::(?:Role|User|Group|\w*Policy)|EC2::SecurityGroup\w*|Lambda::(?:Layer)?\w*Permission)$|AWS::CloudFormation::)/;
/** Values for people, of which the machine reads nothing, and how often or how large. */
const NEUTRAL = /^(?:Tags|TagSet|Description|\w*Description|Comment|\w*Label|DisplayName|VisibilityTimeout|Content|Code)(?:$|[.[])|\.(?:Description|Comment|SampledRequestsEnabled|VisibilityConfig\.MetricName)$|\.Tags\[/;

const [AUTHENTICATION, ACCESS, CONTROL]: Risk[] = ['weaker-authentication', 'widened', 'removed-control'];

/** By the words of the path, the first that has one counts. */
const WORDS: readonly (readonly [RegExp, Guarding['weaker'], Risk])[] = ([
  // what is let in is more by each that comes
  ['exclude excluded override overrides exception exceptions ignore archive suppressor suppressed exempt', 'more', CONTROL],
  ['scopedown filtering', 'more', CONTROL],
  ['replica replicas replication website lifecycle expiration live', 'more', CONTROL],
  ['allowed allow mfas publishers thumbprint thumbprints logout callback writable write', 'more', ACCESS],
  ['credentials', 'true', ACCESS],
  ['geo restriction restrictions restrict', 'other', ACCESS],
  // what holds back
  ['auth authentication authorization authorizer iam mfa password passwords recovery recovery challenge revocation identity verified unauthenticated anonymous session token tokens', 'kept', AUTHENTICATION],
  ['public cors origin origins acl vpc subnet subnets security group groups endpoint endpoints principal principals website access filter filters policy privileged user readonly accept acceptance visibility introspection redrive protocol scheme destination subscription', 'kept', ACCESS],
  ['encrypt encrypted encryption kms sse tls ssl https certificate certificates acm hsts header headers', 'kept', CONTROL],
  ['protection protect retention retain backup point lock locked rotation delete deletion validate validation validator models schema log logs logging audit trace tracing monitoring scan scanning mutability versioning signing verify verification firewall dead letter failure limit limits throttling throttle quota burst rate concurrency insights masking redaction redact guardrail enabled enable disable disabled functions layers expire expires validity duration ttl', 'kept', CONTROL],
] as const).map(([words, weaker, kind]) => [new RegExp(`^(?:${words.split(' ').join('|')})$`), weaker, kind] as const);

/** Names of properties whose words are common ones, by type. */
const MORE: readonly (readonly [RegExp, RegExp, Guarding['weaker'], Risk])[] = [
  [/^(?!AWS::EC2::SecurityGroup)/, /SecurityGroup(?:s|Ids?)?(?:\[\])?$/, 'more', ACCESS],
  [/./, /Subnet(?:s|Ids?|Mappings)(?:\[\])?$/, 'other', ACCESS],
  [/^AWS::(?:RolesAnywhere::\w+|IAM::AccessKey)$/, /^(?:Enabled|Status)$/, 'true', ACCESS],
  [/^AWS::IAM::User$/, /^LoginProfile/, 'more', AUTHENTICATION],
  [/^AWS::CodeBuild::Project$/, /^(?:Source|SecondarySources|Triggers)\b/, 'kept', ACCESS],
  [/^AWS::CodePipeline::Pipeline$/, /ActionTypeId|^Stages\[[^\]]*\]\.(?:Name|Blockers)/, 'kept', CONTROL],
  [/^AWS::AppSync::GraphQLApi$/, /^LogConfig/, 'kept', CONTROL],
  [/^AWS::ElasticLoadBalancingV2::\w+$/, /^(?:LoadBalancer|TargetGroup|Listener)Attributes/, 'kept', CONTROL],
  [/^AWS::EC2::TransitGateway$/, /^AutoAccept/, 'true', ACCESS],
  [/^AWS::Lambda::Function$/, /^Environment\.Variables\.(?:AWS_LAMBDA_EXEC_WRAPPER|NODE_OPTIONS|LD_\w+|PYTHON\w+|\w*GUARD\w*)$/, 'kept', CONTROL],
  [/^AWS::Lambda::Function$/, /^RuntimeManagementConfig/, 'kept', CONTROL],
  [/^AWS::Events::ApiDestination$/, /^InvocationEndpoint/, 'kept', ACCESS],
  [/^AWS::SSM::Parameter$/, /^Type$/, 'kept', CONTROL],
  [/^AWS::KMS::Key$/, /^(?:Origin|KeySpec|KeyUsage)$/, 'kept', CONTROL],
  [/^AWS::Cognito::UserPool$/, /^(?:LambdaConfig|AutoVerifiedAttributes|UsernameAttributes)/, 'kept', AUTHENTICATION],
  [/^AWS::Cognito::UserPoolClient$/, /^GenerateSecret$/, 'kept', AUTHENTICATION],
  [/^AWS::CloudFront::Distribution$/, /FunctionAssociations|AllowedMethods/, 'kept', ACCESS],
  [/^AWS::DynamoDB::/, /PointInTimeRecovery/, 'kept', CONTROL],
  [/^AWS::DynamoDB::Table$/, /^StreamSpecification/, 'kept', ACCESS],
  [/^AWS::S3::Bucket$/, /^AccessControl$/, 'more', ACCESS],
  [/^AWS::SNS::Subscription$/, /^(?:Endpoint|Protocol)$/, 'kept', ACCESS],
  [/^AWS::ECS::TaskDefinition$/, /(?:Capabilities|LinuxParameters|PidMode|IpcMode)/, 'kept', CONTROL],
];

/** What takes a part of the work of a control away. */
const NARROWS_A_CONTROL = /^(?:filters?|filtering|scope|types)$/;
/** What routes ask of who calls is compared by them. */
const OF_ROUTES = /^AWS::(?:ApiGateway::Method|ApiGatewayV2::Route) (?:Auth|ApiKeyRequired)/;

/** Numbers that guard less the smaller they are, or the larger. */
const LOWER = /Retention|Expiration|Noncurrent|Minimum(?!Compression)|PasswordLength|HistorySize|MaxAgeSec/;
const HIGHER = /Limit|T[tT][lL]|Validity|Duration|Concurrency|Expires|Throttl|Rate|Burst|Timeout|PeriodInDays/;
/** What opens when it is true. */
const OPEN_WHEN_TRUE = /Public|Allow|Privileged|AutoAccept|Exclude(?!Verbose)|NoPassword|Anonymous|Unauthenticated|[fF]ail_?[oO]pen|Skip|Bypass|EmptyOnDelete|ForceDelete|DataTrace|IncludeExecutionData|EnableExecuteCommand|EnableHttpEndpoint|Credentials$|Introspection/;

const KNOWN = new Map<string, Map<string, Guarding | undefined>>();

/** How a value at a path of the properties of a type guards; `undefined` where it guards nothing. */
export function guardingOf(type: string, path: string): Guarding | undefined {
  let ofType = KNOWN.get(type);
  if (!ofType) KNOWN.set(type, ofType = new Map());
  if (!ofType.has(path)) ofType.set(path, guarding(type, path));
  return ofType.get(path);
}

function guarding(type: string, path: string): Guarding | undefined {
  const [, , order, risk] = MORE.find(([types, paths]) => types.test(type) && paths.test(path)) ?? [];
  if (NEUTRAL.test(path) || isOwnName(type, path) || (order === undefined && (ELSEWHERE.test(type) || OF_ROUTES.test(`${type} ${path}`)))) return undefined;
  const words = wordsOf(path);
  const [, by, kind] = WORDS.find(([word]) => words.some((one) => word.test(one))) ?? [];
  const isControl = CONTROLS.test(type) || EVERY_VALUE_COUNTS.test(type);
  const weaker = order ?? (EVERY_VALUE_COUNTS.test(type) || (isControl && words.some((word) => NARROWS_A_CONTROL.test(word))) ? 'other' : by ?? (isControl ? 'kept' : undefined));
  return weaker && { kind: risk ?? (isControl ? CONTROL : kind!), weaker: numeric(path) ?? (opensWhenTrue(path) ? 'true' : weaker) };
}

function numeric(path: string): 'lower' | 'higher' | undefined {
  const [last] = segmentsOf(path).slice(-1);
  return LOWER.test(last) ? 'lower' : HIGHER.test(last) ? 'higher' : undefined;
}

function opensWhenTrue(path: string): boolean {
  const last = segmentsOf(path).slice(-2);
  return OPEN_WHEN_TRUE.test(last.join('.')) && !/Block|Restrict|Deny|Disable|Require(?!d$)|Protect/.test(last[last.length - 1]);
}

/** Names of items may have dots. */
function segmentsOf(path: string): string[] {
  return path.split(/\.(?![^[]*\])/);
}

/** What CloudFormation calls it. */
function isOwnName(type: string, path: string): boolean {
  return path === 'Name' || path === `${type.slice(type.lastIndexOf(':') + 1)}Name` || path === 'GroupName' || path === 'AliasName';
}

/** `EnableIAMDatabaseAuthentication` is enable, iam, database, authentication; the names of items are no words. */
function wordsOf(path: string): string[] {
  return (path.replace(/\[[^\]]*\]/g, '').match(/[A-Z]+(?![a-z])|[A-Z]?[a-z]+/g) ?? []).map((word) => word.toLowerCase());
}
