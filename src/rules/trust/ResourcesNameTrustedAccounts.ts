import { describe, Expression, TemplateResource, textOf, TrustedAccounts } from '../../model';
import { isImageAccount, isLayerAccount, isTopicAccount } from '../../model/aws-accounts';
import { intrinsicOf, isObject, own } from '../../model/json';
import { every, fail, pass, saysFalse, unknown } from '../../model/judge';
import { ownerOf, Who } from '../../model/narrowing';
import type { Rule, RuleResult } from '../rule';
import { isPlaceholder } from '../secret-text';

/** Where resources name accounts that may use them or get their data. `*` stands for each element of a list or entry of a map. */
const ACCOUNTS: Record<string, string[]> = {
  'AWS::ACMPCA::Permission': ['SourceAccount'],
  'AWS::CleanRooms::Collaboration': ['Members.*.AccountId'],
  'AWS::Config::AggregationAuthorization': ['AuthorizedAccountId'],
  'AWS::EC2::NetworkInterfacePermission': ['AwsAccountId'],
  'AWS::EC2::TransitGatewayPeeringAttachment': ['PeerAccountId'],
  'AWS::EC2::VPCEndpointServicePermissions': ['AllowedPrincipals.*'],
  'AWS::EC2::VPCPeeringConnection': ['PeerOwnerId'],
  'AWS::ECR::ReplicationConfiguration': ['ReplicationConfiguration.Rules.*.Destinations.*.RegistryId'],
  'AWS::EKS::AccessEntry': ['PrincipalArn'],
  'AWS::Events::EventBusPolicy': ['Principal'],
  'AWS::GuardDuty::Master': ['MasterId'],
  'AWS::ImageBuilder::DistributionConfiguration': [
    ...['OrganizationArns', 'OrganizationalUnitArns', 'UserIds'].map((list) => `Distributions.*.AmiDistributionConfiguration.LaunchPermissionConfiguration.${list}.*`),
    'Distributions.*.AmiDistributionConfiguration.TargetAccountIds.*',
  ],
  'AWS::LakeFormation::DataLakeSettings': ['Admins.*.DataLakePrincipalIdentifier'],
  'AWS::LakeFormation::Permissions': ['DataLakePrincipal.DataLakePrincipalIdentifier'],
  'AWS::LakeFormation::PrincipalPermissions': ['Principal.DataLakePrincipalIdentifier'],
  'AWS::Lambda::LayerVersionPermission': ['Principal'],
  'AWS::Lambda::Permission': ['Principal'],
  'AWS::NetworkManager::CrossAccountAttachment': ['Principals.*'],
  'AWS::RAM::ResourceShare': ['Principals.*'],
  'AWS::Redshift::EndpointAuthorization': ['Account'],
  'AWS::S3::AccessPoint': ['BucketAccountId'],
  'AWS::S3::Bucket': ['AnalyticsConfigurations.*.StorageClassAnalysis.DataExport.Destination.BucketAccountId', 'InventoryConfigurations.*.Destination.BucketAccountId', 'ReplicationConfiguration.Rules.*.Destination.Account'],
  'AWS::SecurityLake::Subscriber': ['SubscriberIdentity.Principal'],
  'AWS::ServiceCatalog::PortfolioPrincipalAssociation': ['PrincipalARN'],
  'AWS::ServiceCatalog::PortfolioShare': ['AccountId'],
  'AWS::Signer::ProfilePermission': ['Principal'],
};
/** Where data goes to or comes from, what encrypts it, and what runs on the way. */
const TARGETS: Record<string, string[]> = {
  'AWS::ApiGateway::Authorizer': ['AuthorizerUri', 'ProviderARNs.*'],
  'AWS::ApiGateway::Method': ['Integration.Uri'],
  'AWS::ApiGatewayV2::Authorizer': ['AuthorizerUri'],
  'AWS::ApiGatewayV2::Integration': ['IntegrationUri'],
  'AWS::Backup::BackupPlan': ['BackupPlan.BackupPlanRule.*.CopyActions.*.DestinationBackupVaultArn'],
  'AWS::Cognito::UserPool': ['LambdaConfig.*', 'LambdaConfig.*.LambdaArn', 'LambdaConfig.KMSKeyID'],
  'AWS::DynamoDB::Table': ['SSESpecification.KMSMasterKeyId', 'KinesisStreamSpecification.StreamArn'],
  'AWS::Events::Rule': ['Targets.*.Arn', 'Targets.*.DeadLetterConfig.Arn'],
  'AWS::GuardDuty::PublishingDestination': ['DestinationProperties.DestinationArn', 'DestinationProperties.KmsKeyArn'],
  'AWS::KinesisFirehose::DeliveryStream': [
    'KinesisStreamSourceConfiguration.KinesisStreamARN',
    'ExtendedS3DestinationConfiguration.EncryptionConfiguration.KMSEncryptionConfig.AWSKMSKeyARN',
  ],
  'AWS::Lambda::EventInvokeConfig': ['DestinationConfig.OnFailure.Destination', 'DestinationConfig.OnSuccess.Destination'],
  'AWS::Lambda::EventSourceMapping': ['EventSourceArn', 'DestinationConfig.OnFailure.Destination'],
  'AWS::Lambda::Function': ['Code.ImageUri', 'DeadLetterConfig.TargetArn', 'FileSystemConfigs.*.Arn', 'KmsKeyArn', 'Layers.*'],
  'AWS::Logs::Destination': ['TargetArn'],
  'AWS::Logs::LogGroup': ['KmsKeyId'],
  'AWS::Logs::SubscriptionFilter': ['DestinationArn'],
  'AWS::Oam::Link': ['SinkIdentifier'],
  'AWS::Pipes::Pipe': ['Source', 'Enrichment', 'Target'],
  'AWS::S3::Bucket': [
    'BucketEncryption.ServerSideEncryptionConfiguration.*.ServerSideEncryptionByDefault.KMSMasterKeyID',
    'NotificationConfiguration.LambdaConfigurations.*.Function', 'NotificationConfiguration.QueueConfigurations.*.Queue',
    'NotificationConfiguration.TopicConfigurations.*.Topic',
    'ReplicationConfiguration.Rules.*.Destination.EncryptionConfiguration.ReplicaKmsKeyID',
  ],
  'AWS::SNS::Subscription': ['Endpoint', 'RedrivePolicy.deadLetterTargetArn', 'TopicArn'],
  'AWS::SNS::Topic': ['KmsMasterKeyId', 'Subscription.*.Endpoint'],
  'AWS::SQS::Queue': ['KmsMasterKeyId', 'RedrivePolicy.deadLetterTargetArn', 'RedriveAllowPolicy.sourceQueueArns.*'],
  'AWS::Scheduler::Schedule': ['Target.Arn', 'Target.DeadLetterConfig.Arn', 'Target.Input'],
  'AWS::SecretsManager::Secret': ['KmsKeyId'],
};
/** A key is of the template's own account more often than not: where nothing shows that account, the key may be in it. */
const KEY = /kms\w*$/i;
/** Where another rule tells that the account is not known. */
const TOLD_BY_OTHERS = ['AWS::Events::EventBusPolicy', 'AWS::Lambda::LayerVersionPermission', 'AWS::Lambda::Permission'];
/** Properties that let in a whole organisation, by its id. */
const ORGANISATIONS: Record<string, string[]> = {
  'AWS::Lambda::LayerVersionPermission': ['OrganizationId'],
  'AWS::Lambda::Permission': ['PrincipalOrgID'],
};
/** Where everyone is someone that other rules do not ask about. */
const NOT_FOR_EVERYONE = ['AWS::EC2::VPCEndpointServicePermissions', 'AWS::RAM::ResourceShare'];
const SOURCES = ['SourceAccount', 'SourceArn'];
/** Where an account is within something longer: a function in the URI of an integration, an image, the URL of a queue, and what a schedule hands over. */
const WITHIN = [
  /\/functions\/arn:[^:/]*:lambda:[^:/]*:(\d{12}):/, /^(\d{12})\.dkr\.ecr\./, /https:\/\/sqs\.[^/"\s]+\/(\d{12})\//,
  /"\s*:\s*"arn:[^:"]*:[^:"]*:[^:"]*:(\d{12}):/,
];
/** Numbers that AWS gives to no customer. Source: AWS General Reference, examples of account ids. */
const EXAMPLE_ACCOUNTS = ['000000000000', '123456789012'];
/** Without one, a text names no account. */
const NUMBER = /\d{12}/;
/** An organisation or a part of it: its ARN has the account that manages it. */
const OF_ORGANISATION = /^arn:[^:]*:organizations:/;
const ID_OF_ORGANISATION = /^(?:arn:[^:]*:organizations:.*\/)?(o-[a-z0-9]{10,32})(?=\/|$)/;

export const rule: Rule = {
  id: 'ZT-TRUST-004',
  title: 'Permissions, shares, peerings and targets name trusted accounts only',
  severity: 'high',
  types: [...new Set([...Object.keys(ACCOUNTS), ...Object.keys(TARGETS)])].sort(),
  rationale: 'What another account may invoke, peer with or deliver to, its owner can change or read; nothing in this account records it.',
  remediation: 'Remove the account, or trust it by name: trustedAccounts of ZeroTrust.enforce, audit --trusted-account.',
  check(resource, { trusted }) {
    const at = (places: string[] = []) => places.flatMap((place) => (mayHave(resource, place) ? within([resource.properties], place.split('.')) : []));
    const accounts = refusesExternal(resource) ? [] : at(ACCOUNTS[resource.type]);
    return every(
      pass(),
      ...[...accounts, ...at(TARGETS[resource.type]?.filter((place) => trusted.areKnown || !KEY.test(place))).filter(({ value }) => !isExample(textOf(value) ?? ''))]
        .map((expression) => isTrusted(expression, resource, trusted)),
      ...accounts.map((account) => isKnown(account, resource)),
      sourceIsTrusted(resource, trusted),
      ...at(ORGANISATIONS[resource.type] ?? []).map((expression) => organisationIsTrusted(expression, trusted)),
      staysInOrganisation(resource, trusted),
    );
  },
};

/** Looks at what is written before it looks at what it means: most properties are not there. */
function mayHave({ properties: { source } }: TemplateResource, place: string): boolean {
  return !isObject(source) || intrinsicOf(source) !== undefined || own(source, place.split('.', 1)[0]) !== undefined;
}

/** RAM refuses to share with an account outside of the organization then, whichever is named. */
function refusesExternal(resource: TemplateResource): boolean {
  return resource.type === 'AWS::RAM::ResourceShare' && saysFalse(textOf(resource.at('AllowExternalPrincipals').value));
}

/** Whether a place of a type is one of those that this rule looks at. */
export function isToldByList(type: string, place: string): boolean {
  const keys = place.split('.');
  return [...ACCOUNTS[type] ?? [], ...TARGETS[type] ?? [], ...SOURCES].some((known) => {
    const parts = known.split('.');
    return parts.length === keys.length && parts.every((part, i) => part === '*' || part === keys[i]);
  });
}

function within(expressions: Expression[], [key, ...rest]: string[]): Expression[] {
  if (key === undefined) return expressions.filter((expression) => !expression.isAbsent);
  return within(expressions.flatMap((expression) => (key === '*' ? all(expression) : [expression.at(key)])), rest);
}

function all(expression: Expression): Expression[] {
  const entries = expression.entries();
  return entries.length > 0 ? entries.map(([, entry]) => entry) : expression.items();
}

function isKnown({ value }: Expression, { type }: TemplateResource): RuleResult {
  const { kind } = ownerOf(value);
  return (kind === 'some account' && type === 'AWS::Lambda::Permission') || (['some account', 'unknown'].includes(kind) && !TOLD_BY_OTHERS.includes(type)) ? unknown('the account that it names is not known before deployment', describe(value)) : pass();
}

/** A target of the account of AWS's documentation that is called a placeholder: what a template names where a condition leaves nothing to name. */
function isExample(text: string): boolean {
  return EXAMPLE_ACCOUNTS.some((account) => text.includes(`:${account}:`)) && isPlaceholder(text.slice(text.lastIndexOf(':') + 1).replace(/^.*\//, ''));
}

/** A target that is not known before deployment is what a template is given, and no stranger by that. */
function isTrusted({ value }: Expression, { type }: TemplateResource, trusted: TrustedAccounts): RuleResult {
  const text = textOf(value) ?? '';
  if (!NUMBER.test(text) && !NOT_FOR_EVERYONE.includes(type)) return pass();
  if (OF_ORGANISATION.test(text)) return organisationIsTrusted({ value }, trusted);
  const inside = WITHIN.map((pattern) => pattern.exec(text)?.[1]).find((account) => account !== undefined);
  const who: Who = inside === undefined ? ownerOf(value) : { kind: 'account', account: inside };
  if (who.kind === 'everyone' && NOT_FOR_EVERYONE.includes(type)) return fail('it is open to every account', describe(value));
  if (who.kind !== 'account' || trusted.has(who.account)) return pass();
  if (type === 'AWS::Lambda::Function' && (inside === undefined ? isLayerAccount(who.account) : isImageAccount(who.account))) return pass();
  if (type === 'AWS::SNS::Subscription' && isTopicAccount(who.account)) return pass();
  return fail('it names an account that is not trusted', describe(value));
}

/** An organisation is told from that of the account by its id only, where the trusted ones are known. */
function organisationIsTrusted({ value }: Pick<Expression, 'value'>, trusted: TrustedAccounts): RuleResult {
  const id = ID_OF_ORGANISATION.exec(textOf(value) ?? '')?.[1];
  if (id === undefined) return pass();
  return trusted.hasOrganisation(id) ? pass(`the organization ${id}`) : fail('it names an organization that is not trusted', id);
}

/** A share takes principals outside of the organisation unless it says otherwise; with one that is trusted it has to. */
function staysInOrganisation(share: TemplateResource, trusted: TrustedAccounts): RuleResult {
  if (share.type !== 'AWS::RAM::ResourceShare') return pass();
  const principals = share.at('Principals').items().map(({ value }) => ownerOf(value));
  if (principals.some((who) => who.kind === 'account' && trusted.has(who.account))) return pass();
  if (refusesExternal(share)) return pass();
  const said = textOf(share.at('AllowExternalPrincipals').value);
  // whom a template names gets the share, and nobody else: what may be added later is another template
  if (said === undefined && share.at('AllowExternalPrincipals').isAbsent && principals.length > 0 && share.at('Principals').items().every(({ value }) => OF_ORGANISATION.test(textOf(value) ?? ''))) return pass('of the organization');
  return fail('it may be shared with accounts outside of the organization', `AllowExternalPrincipals ${said ?? 'absent'}`);
}

/** A service that invokes for a source; where nothing shows the account of the template, the source may be in it. */
function sourceIsTrusted(permission: TemplateResource, trusted: TrustedAccounts): RuleResult {
  if (permission.type !== 'AWS::Lambda::Permission' || !trusted.areKnown) return pass();
  const strange = SOURCES.map((property) => permission.at(property).value).filter((value) => {
    const who = textOf(value) === undefined ? undefined : ownerOf(value);
    return who?.kind === 'account' && !trusted.has(who.account);
  });
  return strange.length === 0 ? pass() : fail('its source is in an account that is not trusted', strange.map(describe).join(', '));
}
