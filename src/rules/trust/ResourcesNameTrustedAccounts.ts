import { describe, Expression, TemplateResource, textOf, TrustedAccounts } from '../../model';
import { isLayerAccount } from '../../model/aws-accounts';
import { every, fail, pass } from '../../model/judge';
import { ownerOf } from '../../model/narrowing';
import type { Rule, RuleResult } from '../rule';

/** Where resources name who may use them, and where data goes to or comes from. `*` stands for each element of a list. */
const PLACES: Record<string, string[]> = {
  'AWS::Backup::BackupPlan': ['BackupPlan.BackupPlanRule.*.CopyActions.*.DestinationBackupVaultArn'],
  'AWS::EC2::TransitGatewayPeeringAttachment': ['PeerAccountId'],
  'AWS::EC2::VPCEndpointServicePermissions': ['AllowedPrincipals.*'],
  'AWS::EC2::VPCPeeringConnection': ['PeerOwnerId'],
  'AWS::Events::EventBusPolicy': ['Principal'],
  'AWS::Events::Rule': ['Targets.*.Arn'],
  'AWS::GuardDuty::PublishingDestination': ['DestinationProperties.DestinationArn'],
  'AWS::Lambda::EventInvokeConfig': ['DestinationConfig.OnFailure.Destination', 'DestinationConfig.OnSuccess.Destination'],
  'AWS::Lambda::EventSourceMapping': ['EventSourceArn', 'DestinationConfig.OnFailure.Destination'],
  'AWS::Lambda::Function': ['Layers.*', 'DeadLetterConfig.TargetArn'],
  'AWS::Lambda::LayerVersionPermission': ['Principal'],
  'AWS::Lambda::Permission': ['Principal'],
  'AWS::Logs::Destination': ['TargetArn'],
  'AWS::Logs::SubscriptionFilter': ['DestinationArn'],
  'AWS::Oam::Link': ['SinkIdentifier'],
  'AWS::Pipes::Pipe': ['Source', 'Enrichment', 'Target'],
  'AWS::RAM::ResourceShare': ['Principals.*'],
  'AWS::S3::Bucket': ['ReplicationConfiguration.Rules.*.Destination.Account'],
  'AWS::SNS::Subscription': ['Endpoint', 'TopicArn'],
  'AWS::SNS::Topic': ['Subscription.*.Endpoint'],
  'AWS::SQS::Queue': ['RedrivePolicy.deadLetterTargetArn', 'RedriveAllowPolicy.sourceQueueArns.*'],
  'AWS::Scheduler::Schedule': ['Target.Arn'],
};
/** Where everyone is someone that other rules do not ask about. */
const NOT_FOR_EVERYONE = ['AWS::EC2::VPCEndpointServicePermissions', 'AWS::RAM::ResourceShare'];
const SOURCES = ['SourceAccount', 'SourceArn'];

export const rule: Rule = {
  id: 'ZT-TRUST-004',
  title: 'Permissions, shares, peerings and targets name trusted accounts only',
  severity: 'high',
  types: Object.keys(PLACES),
  rationale: 'What another account may invoke, peer with or deliver to, its owner can change or read; nothing in this account records it.',
  remediation: 'Remove the account, or trust it by name: trustedAccounts of ZeroTrust.enforce, audit --trusted-account.',
  check(resource, { trusted }) {
    const named = PLACES[resource.type].flatMap((place) => at([resource.properties], place.split('.')));
    return every(pass(), ...named.map((expression) => isTrusted(expression, resource, trusted)), sourceIsTrusted(resource, trusted));
  },
};

function at(expressions: Expression[], [key, ...rest]: string[]): Expression[] {
  if (key === undefined) return expressions.filter((expression) => !expression.isAbsent);
  return at(expressions.flatMap((expression) => (key === '*' ? expression.items() : [expression.at(key)])), rest);
}

/** What is not known before deployment is what a template is given, and no stranger by that. */
function isTrusted({ value }: Expression, { type }: TemplateResource, trusted: TrustedAccounts): RuleResult {
  const who = ownerOf(value);
  if (who.kind === 'everyone' && NOT_FOR_EVERYONE.includes(type)) return fail('it is open to every account', describe(value));
  if (who.kind !== 'account' || trusted.has(who.account)) return pass();
  if (type === 'AWS::Lambda::Function' && isLayerAccount(who.account)) return pass();
  return fail('it names an account that is not trusted', describe(value));
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
