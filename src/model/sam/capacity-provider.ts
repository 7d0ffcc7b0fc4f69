import { compact, getAtt, isGiven, pick } from './intrinsics';
import { managedPolicyArn } from './policies';
import { assumedBy } from './roles';
import { SamResource } from './sam-resource';
import { tagList } from './tags';
import { Translation } from './translation';
import { own } from '../json';

/** Instances that run functions, and the role that runs the instances. */
export function translateCapacityProvider(t: Translation, source: SamResource): void {
  const { logicalId } = source;
  const named = isGiven(source.get('OperatorRole'));
  const tags = { Tags: [...tagList(source.get('Tags')), ...tagList({}, 'lambda:createdBy')] };
  if (!named) {
    t.add(source, `${logicalId}OperatorRole`, 'AWS::IAM::Role', {
      AssumeRolePolicyDocument: assumedBy('lambda.amazonaws.com'),
      ManagedPolicyArns: [managedPolicyArn('AWSLambdaManagedEC2ResourceOperator')],
      Tags: source.get('PropagateTags') === true ? tags.Tags : tagList({}, 'lambda:createdBy'),
    });
  }
  const { Architectures, AllowedTypes, ExcludedTypes } = source.object('InstanceRequirements');
  const { MaxVCpuCount, AverageCPUUtilization: load } = source.object('ScalingConfig');
  const managed = own(source.get('ManagedResourceTags'), 'Tags');
  t.add(source, logicalId, 'AWS::Lambda::CapacityProvider', compact({
    ...pick(source.properties, 'CapacityProviderName', 'VpcConfig', 'KmsKeyArn'),
    PermissionsConfig: { CapacityProviderOperatorRoleArn: named ? source.get('OperatorRole') : getAtt(`${logicalId}OperatorRole`, 'Arn') },
    InstanceRequirements: isGiven(source.get('InstanceRequirements'))
      ? compact({ Architectures, AllowedInstanceTypes: AllowedTypes, ExcludedInstanceTypes: ExcludedTypes }) : undefined,
    CapacityProviderScalingConfig: isGiven(source.get('ScalingConfig')) ? compact({
      MaxVCpuCount,
      ScalingMode: load === undefined ? 'Auto' : 'Manual',
      ScalingPolicies: load === undefined ? undefined : [{ PredefinedMetricType: 'LambdaCapacityProviderAverageCPUUtilization', TargetValue: load }],
    }) : undefined,
    TelemetryConfig: isGiven(source.get('LoggingConfig')) ? pick(source.properties, 'LoggingConfig') : undefined,
    PropagateTags: managed === undefined ? undefined : { Mode: 'Explicit', ExplicitTags: tagList(managed) },
    ...tags,
  }));
}
