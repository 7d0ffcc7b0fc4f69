import { DeploymentPreferences } from './deployment-preferences';
import { eventInvokeConfig } from './event-invoke-config';
import { translateEvents } from './events';
import { functionRole } from './function-role';
import { functionUrl } from './function-url';
import { FunctionVersion, publishedVersion } from './function-version';
import { compact, Draft, getAtt, isGiven, pick, ref, textOf } from './intrinsics';
import { codeLocation } from './s3-location';
import { SamResource } from './sam-resource';
import { propagated, tagList } from './tags';
import { Translation } from './translation';

/** Properties that the function has as SAM has them. */
const AS_THEY_ARE = [
  'FunctionName', 'Handler', 'Runtime', 'Description', 'MemorySize', 'Timeout', 'VpcConfig', 'Environment', 'KmsKeyArn', 'ReservedConcurrentExecutions',
  'Layers', 'FileSystemConfigs', 'ImageConfig', 'PackageType', 'Architectures', 'SnapStart', 'EphemeralStorage', 'CodeSigningConfigArn',
  'RuntimeManagementConfig', 'LoggingConfig', 'TenancyConfig', 'RecursiveLoop', 'DurableConfig', 'FunctionScalingConfig', 'PublishToLatestPublished',
];

/** What events and permissions call: the function, or the alias that is published. */
export interface FunctionTarget {
  readonly source: SamResource;
  readonly logicalId: string;
  /** How permissions and event source mappings name it. */
  readonly name: object;
  readonly arn: object;
}

/** A function, its role, version, alias, URL, permissions and events. */
export function translateFunction(t: Translation, source: SamResource, deployments: DeploymentPreferences): void {
  const { logicalId } = source;
  const properties = lambdaFunction(t, source);
  t.add(source, logicalId, 'AWS::Lambda::Function', properties);
  const published = publishedVersion(t, source, properties);
  if (published) properties.Description = published.description;
  const target = targetOf(source, published);
  functionUrl(t, target);
  deployments.add(source, published?.aliasId);
  const role = functionRole(t, source, properties);
  role.addInline(...eventInvokeConfig(t, source, published));
  translateEvents(t, target, role);
  role.finish();
  tagAll(t, source);
}

function targetOf(source: SamResource, published?: FunctionVersion): FunctionTarget {
  const { logicalId } = source;
  if (published) return { source, logicalId: published.aliasId, name: ref(published.aliasId), arn: ref(published.aliasId) };
  return { source, logicalId, name: ref(logicalId), arn: getAtt(logicalId, 'Arn') };
}

function lambdaFunction(t: Translation, source: SamResource): Draft {
  const tracing = source.get('Tracing');
  const traced = isGiven(tracing) && t.literal(tracing) !== 'Disabled';
  const deadLetters = source.object('DeadLetterQueue').TargetArn;
  return compact({
    Code: codeOf(source),
    ...pick(source.properties, ...AS_THEY_ARE),
    Tags: tagList(source.get('Tags'), 'lambda:createdBy'),
    Role: source.get('Role'),
    TracingConfig: traced ? { Mode: tracing } : undefined,
    DeadLetterConfig: deadLetters === undefined ? undefined : { TargetArn: deadLetters },
    CapacityProviderConfig: capacityProvider(source),
  });
}

function codeOf(source: SamResource): Draft {
  const inline = source.get('InlineCode');
  const image = source.get('ImageUri');
  if (source.get('PackageType') === 'Image') return compact({ ImageUri: image });
  const code = inline === undefined ? codeLocation(source.get('CodeUri')) : { ZipFile: inline };
  return compact({ ...code, SourceKMSKeyArn: source.get('SourceKMSKeyArn') });
}

function capacityProvider(source: SamResource): Draft | undefined {
  const { Arn, ...more } = source.object('CapacityProviderConfig');
  if (Arn === undefined) return undefined;
  const limits = pick(more, 'PerExecutionEnvironmentMaxConcurrency', 'ExecutionEnvironmentMemoryGiBPerVCpu');
  return { LambdaManagedInstancesCapacityProviderConfig: { CapacityProviderArn: Arn, ...limits } };
}

const TAGGED = ['AWS::Lambda::Function', 'AWS::IAM::Role', 'AWS::SQS::Queue', 'AWS::SNS::Topic', 'AWS::StepFunctions::StateMachine', 'AWS::ApiGateway::RestApi',
  'AWS::ApiGateway::Stage', 'AWS::ApiGateway::DomainName', 'AWS::ApiGateway::DomainNameV2', 'AWS::ApiGateway::UsagePlan', 'AWS::ApiGateway::ApiKey', 'AWS::IoT::TopicRule'];

/** Where tags are propagated, all that is made of the resource has them, and only them. */
export function tagAll(t: Translation, source: SamResource): void {
  const tags = propagated(source.get('Tags'), source.get('PropagateTags'));
  for (const logicalId of [source.logicalId, ...t.madeOf(source.logicalId)]) {
    if (TAGGED.includes(textOf(t.resources.get(logicalId)?.Type))) t.change(logicalId, (properties) => ({ ...properties, ...tags }));
  }
}
