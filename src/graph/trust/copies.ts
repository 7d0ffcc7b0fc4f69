import type { Draft } from './drafts';
import { known, targetOf } from './entrances';
import { GraphNodes, POLICIES_ELSEWHERE } from './graph-nodes';
import type { Texts } from './texts';
import type { GraphNode } from './trust-graph';
import { Expression, TemplateResource, textOf } from '../../model';
import { resourceOf } from '../../model/judge';

/** What a resource hands over by its configuration, and to whom. */
interface Copy {
  readonly type: string;
  readonly how: string;
  readonly to: (resource: TemplateResource) => Expression[];
  /** What it is a copy of, where that is another resource. */
  readonly of?: (resource: TemplateResource) => Expression;
  /** Whether it is an edge between resources of the templates too. Logs and records of an app's own are not. */
  readonly within?: boolean;
}

const FIREHOSE_DESTINATIONS = /DestinationConfiguration$/;

const COPIES: readonly Copy[] = [
  { type: 'AWS::S3::Bucket', how: 'gets copies of its objects', to: replicas, within: true },
  { type: 'AWS::S3::Bucket', how: 'gets its access logs', to: (bucket) => [bucket.at('LoggingConfiguration', 'DestinationBucketName')] },
  { type: 'AWS::S3::Bucket', how: 'gets its inventory', to: (bucket) => bucket.at('InventoryConfigurations').items().map((one) => one.at('Destination', 'BucketArn')) },
  { type: 'AWS::S3::Bucket', how: 'gets its analytics', to: (bucket) => bucket.at('AnalyticsConfigurations').items().map((one) => one.at('StorageClassAnalysis', 'DataExport', 'Destination', 'BucketArn')) },
  { type: 'AWS::DynamoDB::Table', how: 'gets its changes', to: (table) => [table.at('KinesisStreamSpecification', 'StreamArn')], within: true },
  { type: 'AWS::DynamoDB::GlobalTable', how: 'gets its changes', to: (table) => table.at('Replicas').items().map((one) => one.at('KinesisStreamSpecification', 'StreamArn')), within: true },
  { type: 'AWS::CloudTrail::Trail', how: 'gets its records', to: (trail) => [trail.at('S3BucketName')] },
  { type: 'AWS::CloudTrail::Trail', how: 'is told of its records', to: (trail) => [trail.at('SnsTopicName')] },
  { type: 'AWS::Config::DeliveryChannel', how: 'gets its records', to: (channel) => [channel.at('S3BucketName'), channel.at('SnsTopicARN')] },
  { type: 'AWS::EC2::FlowLog', how: 'gets its flow logs', to: (log) => [log.at('LogDestination')] },
  { type: 'AWS::WAFv2::LoggingConfiguration', how: 'gets its logs', to: (logging) => logging.at('LogDestinationConfigs').items(), of: (logging) => logging.at('ResourceArn') },
  { type: 'AWS::Oam::Link', how: 'sees its telemetry', to: (link) => [link.at('SinkIdentifier')] },
  { type: 'AWS::CloudWatch::MetricStream', how: 'gets its metrics', to: (stream) => [stream.at('FirehoseArn')] },
  { type: 'AWS::KinesisFirehose::DeliveryStream', how: 'is its destination', to: destinations },
  { type: 'AWS::Events::ApiDestination', how: 'is its endpoint', to: (destination) => [destination.at('InvocationEndpoint')] },
  { type: 'AWS::Backup::BackupPlan', how: 'gets copies of its backups', to: backups },
  { type: 'AWS::Athena::WorkGroup', how: 'gets its results', to: (group) => [group.at('WorkGroupConfiguration', 'ResultConfiguration', 'OutputLocation')] },
  { type: 'AWS::SSM::ResourceDataSync', how: 'gets its inventory', to: (sync) => [sync.at('S3Destination', 'BucketName'), sync.at('BucketName')] },
];
/** What of an account's log groups is sent on, by a policy that is text. */
const ACCOUNT_POLICY = 'AWS::Logs::AccountPolicy';

/** Data that leaves by configuration: replicas, exports, logs, and properties of custom resources. */
export class Copies {
  public readonly types: readonly string[];

  constructor(private readonly nodes: GraphNodes, private readonly texts: Texts, types: readonly string[]) {
    this.types = [...new Set([...COPIES.map(({ type }) => type), ACCOUNT_POLICY, ...types.filter(isCustom)])];
  }

  public edges(resource: TemplateResource): Draft[] {
    if (isCustom(resource.type)) return this.outside(this.nodes.of(resource), resource, resource.at('ServiceToken'), 'gets its properties, and answers for it');
    if (resource.type === ACCOUNT_POLICY) return this.accountPolicy(resource);
    return COPIES.filter(({ type }) => type === resource.type).flatMap((copy) => (
      copy.to(resource).filter((one) => !one.isAbsent).flatMap((target) => this.copied(copy, resource, target))));
  }

  private copied({ of, how, within }: Copy, at: TemplateResource, target: Expression): Draft[] {
    const source = of ? resourceOf(of(at).value) : at;
    if (!source) return [];
    const named = targetOf(target.value);
    if (!named) return this.outside(this.nodes.of(source), at, target, how);
    if (!within || !named.exists() || named === source) return [];
    return [{ ...this.draft(this.nodes.of(source), this.nodes.of(named), at, how), implied: true }];
  }

  private accountPolicy(policy: TemplateResource): Draft[] {
    const arn = /"DestinationArn"\s*:\s*"([^"]+)"/.exec(this.texts.of(policy.at('PolicyDocument').value))?.[1];
    if (arn === undefined || known(policy.at('PolicyType').value) !== 'SUBSCRIPTION_FILTER_POLICY') return [];
    return [this.draft(this.nodes.every('logs'), this.nodes.imported(arn), policy, 'gets log events of all log groups', POLICIES_ELSEWHERE)];
  }

  private outside(from: GraphNode, at: TemplateResource, target: Expression, how: string): Draft[] {
    const text = this.texts.of(target.value);
    if (targetOf(target.value)) return [];
    const to = this.nodes.elsewhere(text) ?? this.nodes.elsewhere(bucketArn(text));
    return to ? [this.draft(from, to.node, at, how, to.open)] : [];
  }

  private draft(from: GraphNode, to: GraphNode, at: TemplateResource, how: string, open?: string): Draft {
    return { from, to, kind: 'delivery', intent: 'write', certainty: open === undefined ? 'certain' : 'possible', actions: [], because: [{ kind: 'configuration', resource: at, text: `${to.name} ${how}`, open }] };
  }
}

function isCustom(type: string): boolean {
  return type === 'AWS::CloudFormation::CustomResource' || type.startsWith('Custom::');
}

/** The name of a bucket, or its place, as an ARN: empty for any other text. A name that is made at deployment is none. */
function bucketArn(text: string): string {
  const name = /^(?:s3:\/\/)?([a-z0-9][a-z0-9.-]{2,62})(?:\/.*)?$/.exec(text)?.[1];
  return name === undefined ? '' : `arn:aws:s3:::${name}`;
}

function replicas(bucket: TemplateResource): Expression[] {
  return bucket.at('ReplicationConfiguration', 'Rules').items().filter((rule) => textOf(rule.at('Status').value) !== 'Disabled').map((rule) => rule.at('Destination', 'Bucket'));
}

function destinations(stream: TemplateResource): Expression[] {
  return stream.properties.entries().filter(([key]) => FIREHOSE_DESTINATIONS.test(key)).flatMap(([, one]) => [
    one.at('BucketARN'), one.at('S3Configuration', 'BucketARN'), one.at('S3BackupConfiguration', 'BucketARN'), one.at('EndpointConfiguration', 'Url'), one.at('ClusterEndpoint'), one.at('HECEndpoint'),
  ]);
}

function backups(plan: TemplateResource): Expression[] {
  return plan.at('BackupPlan', 'BackupPlanRule').items().flatMap((rule) => rule.at('CopyActions').items().map((one) => one.at('DestinationBackupVaultArn')));
}
