import { describe, Expression, TemplateResource } from '../../model';
import { fail, pass } from '../../model/judge';
import type { Rule } from '../rule';

/** Where what is encrypted names its key; a bucket does so in each of its rules there. */
const KEY_PLACES: Record<string, string[]> = {
  'AWS::Backup::BackupVault': ['EncryptionKeyArn'],
  'AWS::CloudTrail::Trail': ['KMSKeyId'],
  'AWS::DynamoDB::Table': ['SSESpecification', 'KMSMasterKeyId'],
  'AWS::ECR::Repository': ['EncryptionConfiguration', 'KmsKey'],
  'AWS::Events::EventBus': ['KmsKeyIdentifier'],
  'AWS::KMS::Alias': ['TargetKeyId'],
  'AWS::Kinesis::Stream': ['StreamEncryption', 'KeyId'],
  'AWS::KinesisFirehose::DeliveryStream': ['DeliveryStreamEncryptionConfigurationInput', 'KeyARN'],
  'AWS::Lambda::Function': ['KmsKeyArn'],
  'AWS::Logs::LogGroup': ['KmsKeyId'],
  'AWS::S3::Bucket': ['BucketEncryption', 'ServerSideEncryptionConfiguration'],
  'AWS::SNS::Topic': ['KmsMasterKeyId'],
  'AWS::SQS::Queue': ['KmsMasterKeyId'],
  'AWS::SecretsManager::Secret': ['KmsKeyId'],
  'AWS::StepFunctions::StateMachine': ['EncryptionConfiguration', 'KmsKeyId'],
};

export const rule: Rule = {
  id: 'ZT-KMS-007',
  title: 'Encrypted resources and aliases have no weak cross-stack reference to their KMS key',
  severity: 'medium',
  types: Object.keys(KEY_PLACES),
  rationale: 'CloudFormation refuses to delete an export that another stack imports. It does not track a weak reference: the stack of the key can be '
    + 'deleted, or replace the key, while the resources that the key encrypts still exist.',
  remediation: 'Refer to the key with Fn::ImportValue: in the CDK, CrossStackReferences.of(key).produce(ReferenceStrength.STRONG).',
  check(resource) {
    const weak = keysOf(resource).filter((key) => key.isWeak);
    return weak.length === 0 ? pass() : fail('it has a weak cross-stack reference to its key', weak.map((key) => describe(key.value)).join(', '));
  },
};

function keysOf(resource: TemplateResource): Expression[] {
  const place = resource.at(...KEY_PLACES[resource.type]);
  return resource.type === 'AWS::S3::Bucket' ? place.items().map((one) => one.at('ServerSideEncryptionByDefault', 'KMSMasterKeyID')) : [place];
}
