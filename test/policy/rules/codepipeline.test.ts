import { all, att, PARAMETER, prove, resource, set } from '../support/prove';
import { key } from '../support/resources';

const secure = {
  Key: key(),
  Pipeline: resource('AWS::CodePipeline::Pipeline', {
    ArtifactStore: { Type: 'S3', Location: 'bucket', EncryptionKey: { Type: 'KMS', Id: att('Key') } }, PipelineType: 'V2', ExecutionMode: 'SUPERSEDED',
  }),
};
const perRegion = (encryption: unknown) => all(set('Pipeline', 'ArtifactStore'), set('Pipeline', 'ArtifactStores', [
  { Region: 'eu-west-1', ArtifactStore: { Type: 'S3', Location: 'bucket', EncryptionKey: { Type: 'KMS', Id: att('Key') } } },
  { Region: 'us-east-1', ArtifactStore: { Type: 'S3', Location: 'other', EncryptionKey: encryption } },
]));

prove('CODEPIPELINE', [
  {
    rule: 'ZT-CODEPIPELINE-001',
    on: 'Pipeline',
    secure,
    passesWhen: { 'each region has a key': perRegion({ Type: 'KMS', Id: 'alias/artifacts' }) },
    firesWhen: {
      'the key is gone': set('Pipeline', 'ArtifactStore.EncryptionKey'),
      'the key is that of AWS': set('Pipeline', 'ArtifactStore.EncryptionKey.Id', 'alias/aws/s3'),
      'one region has none': perRegion(undefined),
      'there is no store': set('Pipeline', 'ArtifactStore'),
      'the key is a parameter': set('Pipeline', 'ArtifactStore.EncryptionKey.Id', PARAMETER),
    },
  },
  {
    rule: 'ZT-CODEPIPELINE-002',
    on: 'Pipeline',
    secure,
    passesWhen: { 'nothing is said of the mode': set('Pipeline', 'ExecutionMode'), 'runs wait in line': set('Pipeline', 'ExecutionMode', 'QUEUED') },
    firesWhen: {
      'it is of type V1': set('Pipeline', 'PipelineType', 'V1'),
      'nothing is said of the type': set('Pipeline', 'PipelineType'),
      'the type is a parameter': set('Pipeline', 'PipelineType', PARAMETER),
      'runs overtake each other': set('Pipeline', 'ExecutionMode', 'PARALLEL'),
      'the mode is a parameter': set('Pipeline', 'ExecutionMode', PARAMETER),
    },
  },
]);
