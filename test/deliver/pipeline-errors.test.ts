import { App, CfnParameter, Duration, LegacyStackSynthesizer, Stack, Stage, Token } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as ecrAssets from 'aws-cdk-lib/aws-ecr-assets';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as signer from 'aws-cdk-lib/aws-signer';
import { CONNECTION, deliveryStack, ENV, minimal, OTHER_ACCOUNT, queueStage, READER, SOURCE } from './pipelines';
import { PipelineCondition, PipelineSource, PipelineStage, PipelineStageOptions, SecurePipeline, SecurePipelineProps } from '../../src';

const id = (expected: string) => expect.objectContaining({ id: expected, remediation: expect.stringMatching(/.{10}/) });
const thrownBy = (run: () => unknown): unknown => {
  try {
    run();
  } catch (error) {
    return error;
  }
  return undefined;
};
const withProps = (props: Partial<SecurePipelineProps>) => () => minimal(new App(), props);
const withOptions = (options: PipelineStageOptions) => () => minimal(new App(), {}, options);

function ofStages(make: (app: App) => Stage[]): () => unknown {
  return () => {
    const app = new App();
    const stages = make(app).map((stage) => PipelineStage.of(stage));
    return new SecurePipeline(deliveryStack(app), 'Pipeline', { source: SOURCE, synth: ['npx cdk synth'], stages });
  };
}

function stageWith(app: App, fill: (stack: Stack) => void): Stage[] {
  const stage = new Stage(app, 'Production', { env: ENV });
  fill(new Stack(stage, 'Orders'));
  return [stage];
}

describe('a source', () => {
  test.each([
    'arn:aws:codecommit:eu-west-1:111122223333:orders', 'arn:aws:codeconnections:eu-west-1:111122223333:host/x', 'ghp_0123456789', '', `${CONNECTION}/`, CONNECTION.replace('111122223333', '1'),
  ])('is over a connection: %s', (arn) => {
    expect(thrownBy(() => PipelineSource.connection(arn, 'acme/orders', 'main'))).toEqual(id('BadConnection'));
  });

  test.each(['main*', 'release/*', '**', 'feature/?', '', '/main', 'a..b', 'main branch', '{main,dev}'])('is one branch: %s', (branch) => {
    expect(thrownBy(() => PipelineSource.connection(CONNECTION, 'acme/orders', branch))).toEqual(id('BranchPattern'));
  });

  test.each(['orders', 'https://github.com/acme/orders', '/orders', 'acme/'])('is one repository: %s', (repository) => {
    expect(thrownBy(() => PipelineSource.connection(CONNECTION, repository, 'main'))).toEqual(id('BadRepository'));
  });

  test.each([['acme/orders', 'release/2026.11'], ['group/sub/orders', 'main']])('may be %s %s, over a connection of either name', (repository, branch) => {
    const parameter = new CfnParameter(new Stack(), 'Connection').valueAsString;
    for (const arn of [CONNECTION, CONNECTION.replace('codeconnections', 'codestar-connections'), CONNECTION.replace('arn:aws:', 'arn:aws-us-gov:'), parameter]) {
      expect(PipelineSource.connection(arn, repository, branch)).toMatchObject({ connectionArn: arn, repository, branch });
    }
    expect(thrownBy(() => PipelineSource.connection(CONNECTION, repository, Token.asString({ Ref: 'Branch' })))).toEqual(id('BranchPattern'));
  });
});

describe('a pipeline', () => {
  const image = (stack: Stack) => new ecrAssets.TarballImageAsset(stack, 'Image', { tarballFile: __filename });
  test.each<[string, string, () => unknown]>([
    ['deploys something', 'NoStages', withProps({ stages: [] })],
    ['has commands that synthesise', 'NoCommands', withProps({ synth: [] })],
    ['has commands that install', 'NoCommands', withProps({ install: [' '] })],
    ['reads its cloud assembly from the repository', 'BadPath', withProps({ cloudAssembly: '../cdk.out' })],
    ['reads its gate\'s configuration from the repository', 'BadPath', withProps({ scans: '$(curl evil)' })],
    ['takes no path for an option', 'BadPath', withProps({ scans: '--out' })],
    ['keeps artifacts to roll back to', 'ArtifactsTooShort', withProps({ artifactRetention: Duration.days(1) })],
    ['does not look for drift all the time', 'BadInterval', withProps({ driftInterval: Duration.minutes(5) })],
    ['knows its props', 'UnknownProp', withProps({ selfMutation: false } as any)],
    ['has each stage once', 'StageTwice', ofStages((app) => [queueStage(app, 'Production'), queueStage(new Stack(app, 'Other'), 'Production')])],
    ['has no stage with a name of its own', 'BadStageName', ofStages((app) => [queueStage(app, 'Gate')])],
    ['attests for an hour at least', 'BadAge', withProps({ attestationMaxAge: Duration.minutes(59) })],
    ['attests for 30 days at most', 'BadAge', withProps({ attestationMaxAge: Duration.days(31) })],
    ['attests for whole minutes', 'BadAge', withProps({ attestationMaxAge: Duration.seconds(3601) })],
    ['has no stage that is called as the check of an attestation', 'BadStageName', ofStages((app) => [queueStage(app, 'Verify-Production')])],
    ['has no stage that is called as an approval', 'BadStageName', ofStages((app) => [queueStage(app, 'Approve-Production')])],
    ['knows where stages are', 'UnknownEnvironment', ofStages((app) => [queueStage(app, 'Production', {})])],
    ['knows the region of stages', 'UnknownEnvironment', ofStages((app) => [queueStage(app, 'Production', { account: ENV.account })])],
    ['stays in its region', 'StageElsewhere', ofStages((app) => [queueStage(app, 'Production', { ...ENV, region: 'us-east-1' })])],
    ['deploys stacks', 'NoStacks', ofStages((app) => [new Stage(app, 'Production', { env: ENV })])],
    ['does not deploy stages in stages', 'NestedStage', ofStages((app) => stageWith(app, (stack) => new Stage(stack, 'Inner')))],
    ['builds no images', 'ImageAssets', ofStages((app) => stageWith(app, image))],
    ['deploys by the roles of a bootstrap', 'NoDeployRole', ofStages((app) => {
      const stage = new Stage(app, 'Production', { env: ENV });
      new Stack(stage, 'Orders', { synthesizer: new LegacyStackSynthesizer() });
      return [stage];
    })],
    ['counts the actions of a stage', 'TooManyStacks', ofStages((app) => {
      const stage = new Stage(app, 'Production', { env: ENV });
      for (let i = 0; i < 25; i++) new Stack(stage, `Stack${i}`);
      return [stage];
    })],
    ['protects no stacks in another account', 'ProtectionElsewhere', ofStages((app) => [queueStage(app, 'Production', { ...ENV, account: OTHER_ACCOUNT })])],
  ])('%s', (_name, expected, run) => {
    expect(thrownBy(run)).toEqual(id(expected));
  });

  test.each([false, true])('changes no stack before the approval of another stage: selfUpdate %s', (selfUpdate) => {
    const build = (names: [string, string]) => () => {
      const app = new App();
      const stages = ['Staging', 'Production'].map((name, i) => {
        const stage = new Stage(app, name, { env: ENV });
        new Stack(stage, 'Orders', { stackName: names[i] });
        return PipelineStage.of(stage, { approval: i > 0 });
      });
      return new SecurePipeline(deliveryStack(app), 'Pipeline', { source: SOURCE, synth: ['npx cdk synth'], stages, selfUpdate });
    };
    expect(thrownBy(build(['orders', 'orders']))).toEqual(id('StackTwice'));
    expect(thrownBy(build(['Delivery', 'orders']))).toEqual(id('StackTwice'));
    expect(build(['orders-staging', 'orders'])()).toBeInstanceOf(SecurePipeline);
  });

  test('knows its own account and region', () => {
    const app = new App();
    const stages = [PipelineStage.of(queueStage(app, 'Production'))];
    expect(thrownBy(() => new SecurePipeline(new Stack(app, 'Delivery'), 'Pipeline', { source: SOURCE, synth: ['npx cdk synth'], stages }))).toEqual(id('UnknownEnvironment'));
  });

  test('signs in its own account', () => {
    const app = new App();
    const stack = deliveryStack(app);
    const signing = signer.SigningProfile.fromSigningProfileAttributes(stack, 'Profile', { signingProfileName: 'orders', signingProfileVersion: 'abcdef1234' });
    const stages = [PipelineStage.of(queueStage(app, 'Production', { ...ENV, account: OTHER_ACCOUNT }), { terminationProtection: false })];
    expect(thrownBy(() => new SecurePipeline(stack, 'Pipeline', { source: SOURCE, synth: ['npx cdk synth'], stages, signing }))).toEqual(id('SigningElsewhere'));
  });

  test('compares stages of other accounts by a role, or names why not', () => {
    const elsewhere = (options: PipelineStageOptions) => () => {
      const app = new App();
      const stages = [PipelineStage.of(queueStage(app, 'Production', { ...ENV, account: OTHER_ACCOUNT }), { terminationProtection: false, ...options })];
      return new SecurePipeline(deliveryStack(app), 'Pipeline', { source: SOURCE, synth: ['npx cdk synth'], stages });
    };
    const readRole = iam.Role.fromRoleArn(new Stack(), 'Reader', READER);
    expect(thrownBy(elsewhere({}))).toEqual(id('ComparisonElsewhere'));
    for (const options of [{ readRole }, { withoutComparison: 'torn down each night' }]) expect(thrownBy(elsewhere(options))).toBeUndefined();
    for (const withoutComparison of ['', ' x ', 'a "quoted" one', '$(id)', '`id`', 'two\nlines']) expect(thrownBy(elsewhere({ withoutComparison }))).toEqual(id('BadComparison'));
    expect(thrownBy(elsewhere({ readRole, withoutComparison: 'torn down each night' }))).toEqual(id('BadComparison'));
  });

  test('tells of stacks that come after it, which it would not deploy', () => {
    const app = new App();
    const stage = queueStage(app, 'Production');
    new SecurePipeline(deliveryStack(app), 'Pipeline', { source: SOURCE, synth: ['npx cdk synth'], stages: [PipelineStage.of(stage)] });
    new Stack(stage, 'Late');
    expect(() => app.synth()).toThrow(/StackTooLate: Production\/Late was made after the pipeline.*Remediation:/);
  });

  test('makes nothing when it throws', () => {
    const app = new App();
    const stack = deliveryStack(app);
    thrownBy(() => new SecurePipeline(stack, 'Pipeline', { source: SOURCE, synth: ['npx cdk synth'], stages: [] }));
    expect(stack.node.findAll()).toHaveLength(1);
  });
});

describe('a stage', () => {
  const alarm = (stack: Stack) => new cloudwatch.Metric({ namespace: 'Orders', metricName: 'Errors' }).createAlarm(stack, 'Errors', { threshold: 1, evaluationPeriods: 1 });
  const own = (options: (watched: cloudwatch.IAlarm) => PipelineStageOptions) => () => {
    const app = new App();
    const stage = queueStage(app, 'Production');
    const watched = alarm(stage.node.findChild('Orders') as Stack);
    return new SecurePipeline(deliveryStack(app), 'Pipeline', { source: SOURCE, synth: ['npx cdk synth'], stages: [PipelineStage.of(stage, options(watched))] });
  };

  test.each<[string, string, () => unknown]>([
    ['bakes under alarms', 'BakeWithoutAlarms', withOptions({ bakeTime: Duration.minutes(5) })],
    ['is not watched by alarms of its own stacks', 'WatchedElsewhere', own((watched) => ({ bake: [watched] }))],
    ['is not entered by alarms of its own stacks', 'WatchedElsewhere', own((watched) => ({ conditions: [PipelineCondition.alarm(watched)] }))],
    ['knows its options', 'UnknownProp', withOptions({ approve: true } as any)],
  ])('%s', (_name, expected, run) => {
    expect(thrownBy(run)).toEqual(id(expected));
  });

  test.each([Duration.seconds(90), Duration.seconds(10), Duration.days(2)])('bakes for whole minutes up to a day: %s', (bakeTime) => {
    const app = new App();
    const stage = queueStage(app, 'Production');
    const stack = deliveryStack(app);
    const stages = [PipelineStage.of(stage, { bake: [alarm(stack)], bakeTime })];
    expect(thrownBy(() => new SecurePipeline(stack, 'Pipeline', { source: SOURCE, synth: ['npx cdk synth'], stages }))).toEqual(id('BadBakeTime'));
  });

  test.each(['9-16', '* * * * *', '* * 9-16 ? * MON-THU; rm', 'cron(0 9 * * ? *)'])('is entered in a window of cron: %s', (cron) => {
    expect(thrownBy(() => PipelineCondition.deploymentWindow(cron))).toEqual(id('BadWindow'));
  });
});
