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

const makes = (Category: string, output: string | undefined, ...inputs: string[]) => ({
  Name: Category,
  ActionTypeId: { Category },
  InputArtifacts: inputs.map((Name) => ({ Name })),
  ...output !== undefined && { OutputArtifacts: [{ Name: output }] },
});
const TESTED = [
  { Name: 'Source', Actions: [makes('Source', 'Source')] },
  { Name: 'Build', Actions: [makes('Build', 'Synth', 'Source')] },
  { Name: 'Gate', Actions: [makes('Test', undefined, 'Source', 'Synth')] },
  { Name: 'Production', Actions: [makes('Deploy', undefined, 'Synth')] },
];

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
  {
    rule: 'ZT-CODEPIPELINE-006',
    on: 'Pipeline',
    secure: { Pipeline: resource('AWS::CodePipeline::Pipeline', { Stages: TESTED }) },
    passesWhen: {
      'it deploys nothing': set('Pipeline', 'Stages', TESTED.slice(0, 3)),
      'what is deployed was made of what was tested': all(
        set('Pipeline', 'Stages.3', { Name: 'Sign', Actions: [makes('Build', 'Signed', 'Synth')] }), set('Pipeline', 'Stages.4', { Name: 'Production', Actions: [makes('Deploy', undefined, 'Signed')] })),
      'the source is tested, and deployed as it is': set('Pipeline', 'Stages', [TESTED[0], { Actions: [makes('Test', undefined, 'Source')] }, { Actions: [makes('Deploy', undefined, 'Source')] }]),
      'the stage itself tests first': all(set('Pipeline', 'Stages.2'), set('Pipeline', 'Stages.2', {
        Actions: [{ ...makes('Test', undefined, 'Synth'), RunOrder: 1 }, { ...makes('Deploy', undefined, 'Synth'), RunOrder: 2 }],
      })),
      'an artifact beside what is tested is a parameter': set('Pipeline', 'Stages.2.Actions.0.InputArtifacts', [{ Name: 'Synth' }, { Name: PARAMETER }]),
      'commands check on entry': all(set('Pipeline', 'Stages.2'), set('Pipeline', 'Stages.2.BeforeEntry', { Conditions: [{ Rules: [{ RuleTypeId: { Provider: 'Commands' } }] }] })),
    },
    firesWhen: {
      'nothing is tested': set('Pipeline', 'Stages.2'),
      'the source alone is tested': set('Pipeline', 'Stages.2.Actions.0.InputArtifacts', [{ Name: 'Source' }]),
      'another artifact is deployed': all(set('Pipeline', 'Stages.1.Actions.1', makes('Build', 'Other', 'Source')), set('Pipeline', 'Stages.3.Actions.0.InputArtifacts', [{ Name: 'Other' }])),
      'a second artifact is deployed untested': all(
        set('Pipeline', 'Stages.1.Actions.1', makes('Build', 'Other', 'Source')), set('Pipeline', 'Stages.3.Actions.0.InputArtifacts', [{ Name: 'Synth' }, { Name: 'Other' }])),
      'it is tested when it is deployed': all(set('Pipeline', 'Stages.2'), set('Pipeline', 'Stages.2.Actions.1', { ...makes('Test', undefined, 'Synth'), RunOrder: 1 })),
      'it is tested after it is deployed': all(set('Pipeline', 'Stages.2'), set('Pipeline', 'Stages.3', { Actions: [makes('Test', undefined, 'Synth')] })),
      'the test is a build': set('Pipeline', 'Stages.2.Actions.0.ActionTypeId.Category', 'Build'),
      'an alarm alone is looked at on entry': all(
        set('Pipeline', 'Stages.2'), set('Pipeline', 'Stages.2.BeforeEntry', { Conditions: [{ Rules: [{ RuleTypeId: { Provider: 'CloudWatchAlarm' } }] }] })),
      'the stages are a parameter': set('Pipeline', 'Stages', PARAMETER),
      'what an action is for is a parameter': set('Pipeline', 'Stages.2.Actions.0.ActionTypeId.Category', PARAMETER),
      'what is deployed is a parameter': set('Pipeline', 'Stages.3.Actions.0.InputArtifacts.0.Name', PARAMETER),
      'a second artifact that is deployed is a parameter': set('Pipeline', 'Stages.3.Actions.0.InputArtifacts', [{ Name: 'Synth' }, { Name: PARAMETER }]),
      'all that is deployed is a parameter': set('Pipeline', 'Stages.3.Actions.0.InputArtifacts', PARAMETER),
      'what is tested is a parameter': set('Pipeline', 'Stages.2.Actions.0.InputArtifacts', [{ Name: PARAMETER }]),
      'what a build makes is a parameter': all(
        set('Pipeline', 'Stages.3', { Name: 'Sign', Actions: [{ ...makes('Build', 'Signed', 'Synth'), OutputArtifacts: [{ Name: PARAMETER }] }] }),
        set('Pipeline', 'Stages.4', { Name: 'Production', Actions: [makes('Deploy', undefined, 'Signed')] })),
      'when the test runs is a parameter': all(set('Pipeline', 'Stages.2'), set('Pipeline', 'Stages.2', {
        Actions: [{ ...makes('Test', undefined, 'Synth'), RunOrder: PARAMETER }, { ...makes('Deploy', undefined, 'Synth'), RunOrder: 2 }],
      })),
      'when it is deployed is a parameter': all(set('Pipeline', 'Stages.2'), set('Pipeline', 'Stages.2', {
        Actions: [{ ...makes('Test', undefined, 'Synth'), RunOrder: 1 }, { ...makes('Deploy', undefined, 'Synth'), RunOrder: PARAMETER }],
      })),
      'the check on entry is a parameter': all(
        set('Pipeline', 'Stages.2'), set('Pipeline', 'Stages.2.BeforeEntry', { Conditions: [{ Rules: [{ RuleTypeId: { Provider: PARAMETER } }] }] })),
    },
  },
  {
    rule: 'ZT-CODEPIPELINE-007',
    on: 'Pipeline',
    secure: { Pipeline: resource('AWS::CodePipeline::Pipeline', { Stages: [{ Name: 'Test', Actions: [does('Deploy')] }, { Name: 'Production', Actions: [does('Deploy')], OnFailure: { Result: 'ROLLBACK' } }] }) },
    passesWhen: { 'it deploys nothing': set('Pipeline', 'Stages', [{ Name: 'Build', Actions: [does('Build')] }]) },
    firesWhen: {
      'nothing is said of failure': set('Pipeline', 'Stages.1.OnFailure'),
      'it tries again': set('Pipeline', 'Stages.1.OnFailure.Result', 'RETRY'),
      'an earlier stage alone rolls back': all(set('Pipeline', 'Stages.0.OnFailure', { Result: 'ROLLBACK' }), set('Pipeline', 'Stages.1.OnFailure')),
      'the result is a parameter': set('Pipeline', 'Stages.1.OnFailure.Result', PARAMETER),
      'a stage is a parameter': set('Pipeline', 'Stages.0', PARAMETER),
    },
  },
  {
    rule: 'ZT-CODEPIPELINE-008',
    on: 'Pipeline',
    secure: {
      Pipeline: resource('AWS::CodePipeline::Pipeline', {
        Stages: [{ Actions: [does('Source')] }, { Actions: [does('Deploy')] }],
        Triggers: [{ ProviderType: 'CodeStarSourceConnection', GitConfiguration: { SourceActionName: 'Source', Push: [{ Branches: { Includes: ['main'] } }] } }],
      }),
    },
    passesWhen: {
      'no trigger is declared': set('Pipeline', 'Triggers'),
      'pull requests are built and not deployed': all(
        set('Pipeline', 'Stages.1.Actions', [does('Build')]), set('Pipeline', 'Triggers.0.GitConfiguration', { SourceActionName: 'Source', PullRequest: [{ Events: ['OPEN'] }] })),
      'tags are pushed': set('Pipeline', 'Triggers.0.GitConfiguration.Push', [{ Tags: { Includes: ['v*'] } }]),
    },
    firesWhen: {
      'pull requests trigger it': set('Pipeline', 'Triggers.0.GitConfiguration.PullRequest', [{ Events: ['OPEN', 'UPDATED'] }]),
      'branches match a pattern': set('Pipeline', 'Triggers.0.GitConfiguration.Push.0.Branches.Includes', ['main', 'release/*']),
      'all branches match': set('Pipeline', 'Triggers.0.GitConfiguration.Push.1', { Branches: { Includes: ['**'] } }),
      'a second trigger takes pull requests': set('Pipeline', 'Triggers.1', { GitConfiguration: { PullRequest: [{ Events: ['OPEN'] }] } }),
      'a branch is a parameter': set('Pipeline', 'Triggers.0.GitConfiguration.Push.0.Branches.Includes.0', PARAMETER),
      'the triggers are a parameter': set('Pipeline', 'Triggers', PARAMETER),
      'a trigger is a parameter': set('Pipeline', 'Triggers.0', PARAMETER),
      'the stages are a parameter': set('Pipeline', 'Stages', PARAMETER),
    },
  },
  {
    rule: 'ZT-CODEPIPELINE-009',
    on: 'Pipeline',
    secure: {
      Pipeline: resource('AWS::CodePipeline::Pipeline', {
        Stages: [{
          Actions: [
            { Name: 'Code', ActionTypeId: { Category: 'Source', Provider: 'CodeCommit' }, Configuration: { PollForSourceChanges: false } },
            { Name: 'Data', ActionTypeId: { Category: 'Source', Provider: 'S3' }, Configuration: { PollForSourceChanges: 'false' } },
            { Name: 'Other', ActionTypeId: { Category: 'Source', Provider: 'CodeStarSourceConnection' }, Configuration: { ConnectionArn: 'arn:aws:x' } },
          ],
        }, { Actions: [{ Name: 'Publish', ActionTypeId: { Category: 'Deploy', Provider: 'S3' }, Configuration: { BucketName: 'site' } }] }],
      }),
    },
    firesWhen: {
      'it is polled': set('Pipeline', `${ACTION}.Configuration.PollForSourceChanges`, true),
      'nothing is said of polling': set('Pipeline', `${ACTION}.Configuration.PollForSourceChanges`),
      'a second source is polled': set('Pipeline', 'Stages.0.Actions.1.Configuration.PollForSourceChanges', 'true'),
      'whether it is polled is a parameter': set('Pipeline', `${ACTION}.Configuration.PollForSourceChanges`, PARAMETER),
      'the stages are a parameter': set('Pipeline', 'Stages', PARAMETER),
    },
  },
];
