import { all, att, PARAMETER, resource, RuleCase, set } from '../support/prove';
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

const ACTION = 'Stages.0.Actions.0';
const does = (Category: string, RunOrder = 1) => ({ Name: Category, RunOrder, ActionTypeId: { Category } });

/** What proves the rules of CODEPIPELINE. */
export const codepipelineCases: RuleCase[] = [
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
      'it is not type V2': set('Pipeline', 'PipelineType', 'V1'),
      'nothing is said of the type': set('Pipeline', 'PipelineType'),
      'the type is a parameter': set('Pipeline', 'PipelineType', PARAMETER),
      'runs overtake each other': set('Pipeline', 'ExecutionMode', 'PARALLEL'),
      'the mode is a parameter': set('Pipeline', 'ExecutionMode', PARAMETER),
    },
  },
  {
    rule: 'ZT-CODEPIPELINE-003',
    on: 'Pipeline',
    secure: {
      Pipeline: resource('AWS::CodePipeline::Pipeline', {
        Stages: [{ Actions: [{ Name: 'Source', ActionTypeId: { Category: 'Source', Owner: 'AWS', Provider: 'CodeStarSourceConnection' }, Configuration: { ConnectionArn: 'arn:aws:x' } }] }],
      }),
    },
    firesWhen: {
      'it fetches by a personal token': set('Pipeline', `${ACTION}.ActionTypeId`, { Category: 'Source', Owner: 'ThirdParty', Provider: 'GitHub' }),
      'a token is in the template': set('Pipeline', `${ACTION}.Configuration.OAuthToken`, 'ghp_abc'),
      'a password is in a second action': set('Pipeline', 'Stages.0.Actions.1', { Name: 'Other', Configuration: { Password: 'abc' } }),
    },
    passesWhen: { 'the token is a dynamic reference': set('Pipeline', `${ACTION}.Configuration.OAuthToken`, '{{resolve:secretsmanager:git}}') },
  },
  {
    rule: 'ZT-CODEPIPELINE-004',
    on: 'Pipeline',
    secure: {
      Pipeline: resource('AWS::CodePipeline::Pipeline', {
        Stages: [{ Name: 'Test', Actions: [does('Deploy')] }, { Name: 'Release', Actions: [does('Approval')] }, { Name: 'Production', Actions: [does('Deploy')] }],
      }),
    },
    passesWhen: {
      'it is approved in the stage itself': all(set('Pipeline', 'Stages.2.Actions', [does('Approval', 1), does('Deploy', 2)]), set('Pipeline', 'Stages.1')),
      'a condition is checked': all(set('Pipeline', 'Stages.2.BeforeEntry', { Conditions: [{ Result: 'FAIL' }] }), set('Pipeline', 'Stages.1')),
      'it deploys nothing': set('Pipeline', 'Stages', [{ Name: 'Build', Actions: [does('Build')] }]),
    },
    firesWhen: {
      'nobody approves': set('Pipeline', 'Stages.1'),
      'it is approved when it is done': all(set('Pipeline', 'Stages.2.Actions', [does('Approval', 2), does('Deploy', 1)]), set('Pipeline', 'Stages.1')),
      'it is approved in a later stage': all(set('Pipeline', 'Stages.3', { Name: 'Late', Actions: [does('Approval')] }), set('Pipeline', 'Stages.1')),
      'the stages are a parameter': set('Pipeline', 'Stages', PARAMETER),
    },
  },
  {
    rule: 'ZT-CODEPIPELINE-005',
    on: 'Pipeline',
    secure: {
      Role: resource('AWS::IAM::Role'),
      SourceRole: resource('AWS::IAM::Role'),
      DeployRole: resource('AWS::IAM::Role'),
      Pipeline: resource('AWS::CodePipeline::Pipeline', {
        RoleArn: att('Role'),
        Stages: [
          { Actions: [{ Name: 'Source', ActionTypeId: { Category: 'Source', Owner: 'AWS' }, RoleArn: att('SourceRole') }] },
          { Actions: [{ Name: 'Deploy', ActionTypeId: { Category: 'Deploy', Owner: 'AWS' }, RoleArn: att('DeployRole') }] },
        ],
      }),
    },
    passesWhen: {
      'an approval has none': set('Pipeline', 'Stages.1.Actions.1', { ActionTypeId: { Category: 'Approval', Owner: 'AWS' } }),
      'an action of others has none': set('Pipeline', 'Stages.0.Actions.0', { ActionTypeId: { Category: 'Source', Owner: 'ThirdParty' } }),
    },
    firesWhen: {
      'an action has none': set('Pipeline', 'Stages.1.Actions.0.RoleArn'),
      'an action has that of the pipeline': set('Pipeline', 'Stages.1.Actions.0.RoleArn', att('Role')),
      'a role is a parameter': set('Pipeline', 'Stages.1.Actions.0.RoleArn', PARAMETER),
      'a stage is a parameter': set('Pipeline', 'Stages.1', PARAMETER),
      'the stages are a parameter': set('Pipeline', 'Stages', PARAMETER),
      'the actions are a parameter': set('Pipeline', 'Stages.1.Actions', PARAMETER),
    },
  },
];
