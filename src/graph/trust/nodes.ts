import { keysOf } from './keys';
import { nameOf, pathOf } from './names';
import { positionOf } from './positions';
import type { GraphNode, NodeKind } from './trust-graph';
import { WORKLOADS } from './workloads';
import type { TemplateResource } from '../../model';
import { DATA_CLASS_TAG } from '../data-class';
import { classOf } from '../stores';

const KINDS: Record<string, NodeKind> = {
  'AWS::ApiGateway::Method': 'route',
  'AWS::ApiGateway::RestApi': 'route',
  'AWS::ApiGatewayV2::Api': 'route',
  'AWS::ApiGatewayV2::Route': 'route',
  'AWS::AppSync::GraphQLApi': 'route',
  'AWS::CloudFront::Distribution': 'route',
  'AWS::CloudTrail::Trail': 'control',
  'AWS::CodePipeline::Pipeline': 'pipeline',
  'AWS::Cognito::UserPool': 'person',
  'AWS::Config::ConfigurationRecorder': 'control',
  'AWS::DynamoDB::GlobalTable': 'store',
  'AWS::DynamoDB::Table': 'store',
  'AWS::EC2::Instance': 'workload',
  'AWS::EC2::VPCEndpoint': 'endpoint',
  'AWS::ECR::Repository': 'code',
  'AWS::EFS::FileSystem': 'store',
  'AWS::ElasticLoadBalancingV2::LoadBalancer': 'route',
  'AWS::Events::EventBus': 'queue',
  'AWS::Glue::Job': 'workload',
  'AWS::GuardDuty::Detector': 'control',
  'AWS::IAM::Role': 'principal',
  'AWS::IAM::User': 'person',
  'AWS::KMS::Key': 'key',
  'AWS::Kinesis::Stream': 'queue',
  'AWS::KinesisFirehose::DeliveryStream': 'queue',
  'AWS::Lambda::LayerVersion': 'code',
  'AWS::Lambda::Url': 'route',
  'AWS::Logs::LogGroup': 'log-group',
  'AWS::OpenSearchService::Domain': 'database',
  'AWS::RDS::DBCluster': 'database',
  'AWS::RDS::DBInstance': 'database',
  'AWS::S3::Bucket': 'store',
  'AWS::SNS::Topic': 'queue',
  'AWS::SQS::Queue': 'queue',
  'AWS::SSM::Parameter': 'secret',
  'AWS::SSO::PermissionSet': 'person',
  'AWS::SageMaker::NotebookInstance': 'workload',
  'AWS::SecretsManager::Secret': 'secret',
  'AWS::SecurityHub::Hub': 'control',
  'AWS::VpcLattice::Service': 'route',
  ...Object.fromEntries(WORKLOADS.map((type) => [type, 'workload'])),
};

/** Types that are nodes whether an edge touches them or not. Roles are those of what acts as them, unless they stand alone. */
export const NODE_TYPES = Object.keys(KINDS).filter((type) => !['AWS::ApiGateway::RestApi', 'AWS::ApiGatewayV2::Api', 'AWS::IAM::Role', 'AWS::Cognito::UserPool'].includes(type));

/** The node that a resource is. */
export function nodeOf(resource: TemplateResource): GraphNode {
  const { stack, logicalId, type } = resource;
  return {
    id: `${stack.id}/${logicalId}`, kind: KINDS[type] ?? 'resource', name: nameOf(resource), path: pathOf(resource), resource, dataClass: classOf(resource) ?? classByKey(resource), zone: zoneOf(resource),
  };
}

function classByKey(resource: TemplateResource): string | undefined {
  for (const key of keysOf(resource)) {
    const tag = key.at('Tags').items().find((one) => one.at('Key').value.kind === 'known' && (one.at('Key').value as { value: unknown }).value === DATA_CLASS_TAG)?.at('Value').value;
    if (tag?.kind === 'known' && typeof tag.value === 'string' && resource.type !== 'AWS::Lambda::Function') return tag.value;
  }
  return undefined;
}

/** By the key of a zone, which the construct of the zone holds; else by the network. */
function zoneOf(resource: TemplateResource): string | undefined {
  const key = keysOf(resource).find((one) => one.path !== undefined && one.at('Tags').items().some((tag) => (tag.at('Key').value as { value?: unknown }).value === DATA_CLASS_TAG));
  const path = key && pathOf(key);
  if (path?.includes('/')) return path.slice(0, path.lastIndexOf('/'));
  const vpc = positionOf(resource)?.vpc;
  return vpc && (pathOf(vpc) ?? vpc.logicalId).replace(/\/Network$/, '');
}
