import { readFileSync } from 'fs';
import { join } from 'path';
import { App, Duration, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as signer from 'aws-cdk-lib/aws-signer';
import { ACCOUNT, CONNECTION, ENV, minimal, ofType, OTHER_ACCOUNT, pipelineOf, READER, stageOf, synthesised, twoStages } from './pipelines';
import { JudgedTemplates, ZeroTrust } from '../../src';
import { synthesise } from '../policy/support/synth';

jest.setTimeout(60_000);

const ONE = synthesised(minimal).template;
const TWO = synthesised((app) => twoStages(app)).template;
const actionsOf = (stage: any) => [...stage.Actions].sort((a: any, b: any) => a.RunOrder - b.RunOrder).map(({ Name }: any) => Name);
const text = (value: unknown): string => JSON.stringify(value);

describe.each([['one stage', minimal, 'false'], ['two stages', twoStages, 'true']])('a pipeline of %s', (_name, build, validated) => {
  test(`leaves nothing open in six packs${validated === 'true' ? ' and the CloudFormation validator' : ''}`, () => {
    process.env.CDK_VALIDATION = validated;
    const { open, failed } = synthesise((app) => {
      build(app);
      ZeroTrust.enforce(app);
    });
    process.env.CDK_VALIDATION = 'false';
    expect({ open, failed }).toEqual({ open: [], failed: false });
  });
});

describe('the pipeline', () => {
  test('is of type V2, runs one release after the other and starts again when it has changed itself', () => {
    expect(pipelineOf(ONE)).toMatchObject({ PipelineType: 'V2', ExecutionMode: 'QUEUED', RestartExecutionOnUpdate: true });
    expect(pipelineOf(synthesised((app) => minimal(app, { selfUpdate: false })).template).RestartExecutionOnUpdate).toBe(false);
  });

  test('goes from the source through the gate and its own stack to the stages in their order', () => {
    expect(pipelineOf(TWO).Stages.map(({ Name }: any) => Name))
      .toEqual([
        'Source', 'Synth', 'Gate', 'Publish', 'Attest', 'Approve-Pipeline', 'Verify-Pipeline', 'Pipeline', 'Verify-Staging', 'Staging',
        'Approve-Production', 'Verify-Production', 'Production',
      ]);
  });

  test('takes the source from a connection that announces commits', () => {
    expect(stageOf(ONE, 'Source').Actions).toEqual([expect.objectContaining({
      ActionTypeId: { Category: 'Source', Owner: 'AWS', Provider: 'CodeStarSourceConnection', Version: '1' },
      Configuration: { ConnectionArn: CONNECTION, FullRepositoryId: 'acme/orders', BranchName: 'main', OutputArtifactFormat: 'CODE_ZIP', DetectChanges: true },
    })]);
  });

  test('encrypts artifacts under the key of the zone, in a bucket that is versioned, private, logged and answers to TLS alone', () => {
    const [id, bucket] = Object.entries<any>(ofType(ONE, 'AWS::S3::Bucket')).find(([name]) => name.startsWith('PipelineArtifacts'))!;
    expect(pipelineOf(ONE).ArtifactStore).toEqual({
      Type: 'S3', Location: { Ref: id }, EncryptionKey: { Type: 'KMS', Id: { 'Fn::GetAtt': [expect.stringContaining('InternalKey'), 'Arn'] } },
    });
    expect(bucket).toMatchObject({
      VersioningConfiguration: { Status: 'Enabled' },
      PublicAccessBlockConfiguration: { BlockPublicAcls: true, BlockPublicPolicy: true, IgnorePublicAcls: true, RestrictPublicBuckets: true },
      LoggingConfiguration: { DestinationBucketName: expect.anything() },
      LifecycleConfiguration: { Rules: [expect.objectContaining({ ExpirationInDays: 90 })] },
    });
    const policy = Object.values<any>(ofType(ONE, 'AWS::S3::BucketPolicy')).find(({ Bucket }) => Bucket.Ref === id);
    expect(policy.PolicyDocument.Statement).toContainEqual(expect.objectContaining({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }));
  });

  test('gives each action that has rights a role of its own', () => {
    const actions = pipelineOf(TWO).Stages.flatMap(({ Actions }: any) => Actions);
    const roles = actions.filter(({ ActionTypeId }: any) => ActionTypeId.Provider !== 'CloudFormation').map(({ RoleArn }: any) => text(RoleArn));
    expect(new Set(roles).size).toBe(roles.length);
    expect(roles).not.toContain(text(pipelineOf(TWO).RoleArn));
  });

  test('has no inline policy, no policy of AWS and no wildcard in an action', () => {
    for (const template of [ONE, TWO]) {
      expect(ofType(template, 'AWS::IAM::Policy')).toEqual({});
      for (const role of Object.values<any>(ofType(template, 'AWS::IAM::Role'))) {
        expect(role.Policies).toBeUndefined();
        expect(text(role.ManagedPolicyArns ?? [])).not.toContain(':iam::aws:');
      }
      const allowed = Object.values<any>(ofType(template, 'AWS::IAM::ManagedPolicy')).flatMap(({ PolicyDocument }) => PolicyDocument.Statement);
      expect(allowed.flatMap(({ Action }) => Action).filter((action: string) => action.includes('*'))).toEqual([]);
    }
  });

  test('has prefixes of artifacts that CodePipeline does not cut', () => {
    const { Name } = pipelineOf(ONE);
    const actions = pipelineOf(ONE).Stages.flatMap(({ Actions }: any) => Actions);
    const artifacts = actions.flatMap(({ OutputArtifacts = [] }: any) => OutputArtifacts.map((one: any) => one.Name));
    expect(Name.length).toBeLessThanOrEqual(20);
    expect(artifacts).toEqual(['Source', 'Synth', 'Evidence', 'Judged', 'Attested']);
    expect(artifacts.every((name: string) => name.length <= 10)).toBe(true);
  });

  test('names no partition', () => {
    expect(text(synthesised(minimal).template).replaceAll(CONNECTION, '')).not.toContain('arn:aws:');
  });
});

describe('a project', () => {
  const projects = Object.values<any>(ofType(ONE, 'AWS::CodeBuild::Project'));

  test('is there for synthesis, the gate, publication, attestation and its check', () => {
    expect(projects.map(({ Name }) => Name.replace(/^.*-/, '')).sort()).toEqual(['Attest', 'Gate', 'Publish', 'Synth', 'Verify']);
  });

  test.each(projects.map((project) => [project.Name, project]))('%s is private, unprivileged, without variables, encrypted and logged', (_name, project) => {
    expect(project).toMatchObject({
      Visibility: 'PRIVATE',
      Environment: { PrivilegedMode: false },
      EncryptionKey: { 'Fn::GetAtt': [expect.stringContaining('InternalKey'), 'Arn'] },
      LogsConfig: { CloudWatchLogs: { Status: 'ENABLED', GroupName: { Ref: expect.any(String) } } },
    });
    expect(project.Environment.EnvironmentVariables).toBeUndefined();
    const group = ONE.Resources[project.LogsConfig.CloudWatchLogs.GroupName.Ref];
    expect(group.Properties).toMatchObject({ KmsKeyId: expect.anything(), RetentionInDays: 365 });
  });

  test.each(Object.entries<any>(ofType(ONE, 'AWS::IAM::Role')).filter(([id]) => /(Synth|Gate|Publish|Attest|Verify)Role/.test(id)))('%s is assumed by CodeBuild for that project alone', (_id, role) => {
    const [{ Principal, Condition }] = role.AssumeRolePolicyDocument.Statement;
    expect(Principal).toEqual({ Service: 'codebuild.amazonaws.com' });
    expect(Condition.StringEquals).toEqual({ 'aws:SourceAccount': ACCOUNT });
    expect(text(Condition.ArnEquals)).toMatch(/:project\/[\w-]+-(Synth|Gate|Publish|Attest|Verify)"/);
  });
});

describe('commands', () => {
  const commands = (template: any, name: string) => {
    const project = Object.values<any>(ofType(template, 'AWS::CodeBuild::Project')).find(({ Name }) => Name.endsWith(`-${name}`));
    return JSON.parse(project.Source.BuildSpec).phases;
  };

  test('of synthesis are those that were given, after packages without their scripts', () => {
    expect(commands(TWO, 'Synth').install.commands).toEqual(['npm ci --ignore-scripts']);
    expect(commands(TWO, 'Synth').build.commands).toEqual(['npm run bundle', 'npx cdk synth']);
  });

  test('of the gate judge the synthesised artifact, by the configuration that is named', () => {
    expect(commands(ONE, 'Gate').build.commands[1]).toBe('npx --no -- cdk-zero-trust gate "$CODEBUILD_SRC_DIR_Synth" --against zero-trust-before --out evidence');
    const scans = synthesised((app) => minimal(app, { scans: 'ci/gate.json' })).template;
    expect(commands(scans, 'Gate').build.commands[1]).toBe('npx --no -- cdk-zero-trust gate "$CODEBUILD_SRC_DIR_Synth" --against zero-trust-before --out evidence --config "ci/gate.json"');
  });

  test('of the gate read what is deployed of each stack, by the role of the stage where it has one', () => {
    expect(commands(TWO, 'Gate').build.commands[0]).toBe([
      'npx --no -- cdk-zero-trust pipeline deployed "$CODEBUILD_SRC_DIR_Synth" --out zero-trust-before --own-credentials --new-stages',
      `--role "${OTHER_ACCOUNT}/Staging-Orders=${READER}"`,
      ...[`${ACCOUNT}/Delivery`, `${OTHER_ACCOUNT}/Staging-Orders`, `${ACCOUNT}/Production-Api`, `${ACCOUNT}/Production-Store`].map((name) => `--stack "${name}"`),
    ].join(' '));
  });

  test('of the gate compare nothing where every stage gives it up and the pipeline does not deploy itself', () => {
    const { template } = synthesised((app) => minimal(app, { selfUpdate: false }, { withoutComparison: 'a sandbox' }));
    expect(commands(template, 'Gate').build.commands).toEqual(['npx --no -- cdk-zero-trust gate "$CODEBUILD_SRC_DIR_Synth" --out evidence']);
    expect(text(ofType(template, 'AWS::IAM::ManagedPolicy'))).not.toContain('cloudformation:GetTemplate');
  });

  test('of publication publish the assets of every stack, the pipeline\'s own included', () => {
    const [first, ...others] = commands(TWO, 'Publish').build.commands;
    expect(first).toBe('npx --no -- cdk-zero-trust gate "$CODEBUILD_SRC_DIR_Synth" --verify "$CODEBUILD_SRC_DIR_Evidence"');
    expect(others).toEqual([
      'Staging/StagingOrdersF0A9DA9B', 'Production/ProductionApi4A5EBA1F', 'Production/ProductionStore3B1AF5B3',
    ].map((path) => expect.stringMatching(new RegExp(`^npx --no -- cdk-assets --path "\\$CODEBUILD_SRC_DIR_Synth/assembly-${path.slice(0, path.length - 8)}[0-9A-F]{8}\\.assets\\.json" publish$`)))
      .concat(['npx --no -- cdk-assets --path "$CODEBUILD_SRC_DIR_Synth/Delivery.assets.json" publish',
        'test ! -e zero-trust-deployed -a ! -L zero-trust-deployed', 'cp -R "$CODEBUILD_SRC_DIR_Synth" zero-trust-deployed']));
  });
});

test('what synthesises cannot write what is deployed, nor can the gate', () => {
  const actions = pipelineOf(TWO).Stages.flatMap(({ Actions }: any) => Actions);
  const templates = actions.flatMap(({ Configuration }: any) => Configuration.TemplatePath ?? []);
  expect([...new Set(templates.map((path: string) => path.split('::')[0]))]).toEqual(['Judged']);
  const writes = Object.values<any>(ofType(TWO, 'AWS::IAM::ManagedPolicy')).filter(({ PolicyDocument }) => PolicyDocument.Statement.some(({ Action, Resource }: any) => (
    text(Action).includes('s3:PutObject') && text(Resource).includes('/Judged/'))));
  expect(writes.map(({ Roles }) => text(Roles))).toEqual([expect.stringContaining('PipelinePublishRole')]);
});

describe('attestation', () => {
  const [[keyId, key]] = Object.entries<any>(ofType(TWO, 'AWS::KMS::Key')).filter(([id]) => id.startsWith('PipelineAttestationKey'));

  test('is by an asymmetric key of ECDSA P-256 that one role alone signs with, and no grant lets another one', () => {
    expect(key).toMatchObject({ KeySpec: 'ECC_NIST_P256', KeyUsage: 'SIGN_VERIFY' });
    const denied = key.KeyPolicy.Statement.filter(({ Effect }: any) => Effect === 'Deny');
    expect(denied).toEqual([
      expect.objectContaining({ Action: 'kms:Sign', Principal: { AWS: '*' }, Condition: { ArnNotEquals: { 'aws:PrincipalArn': { 'Fn::GetAtt': [expect.stringMatching(/^PipelineAttestRole/), 'Arn'] } } } }),
      expect.objectContaining({ Action: 'kms:CreateGrant', Principal: { AWS: '*' } }),
    ]);
    expect(TWO.Resources[keyId].DeletionPolicy).toBe('RetainExceptOnCreate');
  });

  const commands = (template: any, name: string): string[] => {
    const project = Object.values<any>(ofType(template, 'AWS::CodeBuild::Project')).find(({ Name }) => Name.endsWith(`-${name}`));
    const spec = project.Source.BuildSpec['Fn::Join'] ? project.Source.BuildSpec['Fn::Join'][1].map((part: any) => (typeof part === 'string' ? part : `<${Object.values(part).flat()[0]}>`)).join('') : project.Source.BuildSpec;
    return JSON.parse(spec).phases.build.commands;
  };

  test('is for a week, or as long as it is asked for', () => {
    expect(commands(ONE, 'Verify')).toEqual([expect.stringMatching(/ verify "\$CODEBUILD_SRC_DIR_Attested\/attestation\.json" "\$CODEBUILD_SRC_DIR_Judged" --kms-key "<PipelineAttestationKey\w+>" --max-age 10080m$/)]);
    expect(commands(synthesised((app) => minimal(app, { attestationMaxAge: Duration.hours(12) })).template, 'Verify')[0]).toContain(' --max-age 720m');
  });

  test('is stored for a hook that has its key, by the role that signs', () => {
    const { template } = synthesised((app) => {
      const pipeline = minimal(app);
      const judged = new JudgedTemplates(app.node.findChild('Delivery') as Stack, 'Judged', { key: pipeline.attestationKey });
      for (let i = 0; i < 2; i++) pipeline.storeAttestations(judged);
    });
    expect(commands(template, 'Attest').at(-1)).toMatch(/--kms-key "<PipelineAttestationKey\w+>" --bucket "<JudgedAttestations\w+>" --out /);
    const puts = Object.values<any>(ofType(template, 'AWS::IAM::ManagedPolicy')).filter(({ PolicyDocument }) => PolicyDocument.Statement.some(({ Action, Resource }: any) => (
      text(Action).includes('s3:PutObject') && text(Resource).includes('JudgedAttestations'))));
    expect(puts.map(({ Roles }) => text(Roles))).toEqual([expect.stringContaining('PipelineAttestRole')]);
    const handler = Object.values<any>(ofType(template, 'AWS::Lambda::Function')).find(({ Description }) => Description === 'Refuses templates without an attestation');
    expect(text(handler.Environment.Variables.KEY_ID)).toContain('PipelineAttestationKey');
  });
});

describe('a stage', () => {
  test('deploys those stacks first on which others depend, each by a change set', () => {
    expect(actionsOf(stageOf(TWO, 'Production'))).toEqual(['Store.Prepare', 'Store.Deploy', 'Api.Prepare', 'Api.Deploy', 'Protect']);
    const orders = stageOf(TWO, 'Production').Actions.map(({ RunOrder }: any) => RunOrder);
    expect(orders).toEqual([1, 2, 3, 4, 5]);
  });

  test('is deployed by the roles of the bootstrap of its environment, from the synthesised artifact', () => {
    const [prepare, deploy] = stageOf(TWO, 'Staging').Actions;
    expect(prepare.Configuration).toMatchObject({
      ActionMode: 'CHANGE_SET_REPLACE',
      StackName: 'Staging-Orders',
      TemplatePath: expect.stringMatching(/^Judged::assembly-Staging\/StagingOrders[0-9A-F]{8}\.template\.json$/),
      Capabilities: 'CAPABILITY_NAMED_IAM,CAPABILITY_AUTO_EXPAND',
    });
    expect(text(prepare.Configuration.RoleArn)).toContain(`:iam::${OTHER_ACCOUNT}:role/cdk-hnb659fds-cfn-exec-role-${OTHER_ACCOUNT}-eu-west-1`);
    for (const { RoleArn } of [prepare, deploy]) expect(text(RoleArn)).toContain(`:iam::${OTHER_ACCOUNT}:role/cdk-hnb659fds-deploy-role-${OTHER_ACCOUNT}-eu-west-1`);
    expect(deploy.Configuration).toEqual({ ActionMode: 'CHANGE_SET_EXECUTE', StackName: 'Staging-Orders', ChangeSetName: prepare.Configuration.ChangeSetName });
  });

  test('keeps the tags of its stacks', () => {
    const { app, template } = synthesised((one) => twoStages(one));
    const of = (name: string) => stageOf(template, 'Production').Actions.find(({ Name }: any) => Name === name).Configuration.TemplateConfiguration;
    expect(of('Store.Prepare')).toBeUndefined();
    const [artifact, file] = of('Api.Prepare').split('::');
    expect(artifact).toBe('Judged');
    expect(JSON.parse(readFileSync(join(app.outdir, file), 'utf-8'))).toEqual({ Tags: { team: 'orders' } });
  });

  test('is approved in a stage of its own, so that a rollback asks no one', () => {
    expect(stageOf(TWO, 'Approve-Production').Actions).toEqual([expect.objectContaining({
      ActionTypeId: { Category: 'Approval', Owner: 'AWS', Provider: 'Manual', Version: '1' },
      Configuration: expect.objectContaining({ NotificationArn: { Ref: expect.stringContaining('Alarms') } }),
    })]);
    expect(text(stageOf(TWO, 'Production'))).not.toContain('Approval');
    expect(stageOf(TWO, 'Approve-Staging')).toBeUndefined();
  });

  test('rolls back when it fails, and when an alarm goes off while it bakes', () => {
    expect(stageOf(TWO, 'Production').OnFailure).toEqual({ Result: 'ROLLBACK' });
    expect(stageOf(TWO, 'Production').OnSuccess.Conditions.map(({ Result, Rules }: any) => [Result, Rules[0].RuleTypeId.Provider, Rules[0].Configuration])).toEqual([
      ['ROLLBACK', 'CloudWatchAlarm', { AlarmName: 'orders-errors', AlarmStates: 'ALARM', WaitTime: '30' }],
      ['ROLLBACK', 'CloudWatchAlarm', { AlarmName: 'orders-latency', AlarmStates: 'ALARM', WaitTime: '30' }],
    ]);
    expect(stageOf(TWO, 'Staging').OnSuccess).toBeUndefined();
  });

  test('is entered when its conditions hold', () => {
    expect(stageOf(TWO, 'Production').BeforeEntry.Conditions.map(({ Result, Rules }: any) => [Result, Rules[0].RuleTypeId.Provider, Rules[0].Configuration])).toEqual([
      ['FAIL', 'CloudWatchAlarm', { AlarmName: 'orders-errors', AlarmStates: 'ALARM' }],
      ['FAIL', 'LambdaInvoke', { FunctionName: 'check-freeze' }],
      ['FAIL', 'DeploymentWindow', { Cron: '* * 9-16 ? * MON-THU', TimeZone: 'Europe/Berlin' }],
    ]);
  });

  test('has its stacks protected after each deployment, unless that is given up', () => {
    const { Configuration, ActionTypeId } = stageOf(TWO, 'Production').Actions.at(-1);
    expect(ActionTypeId).toEqual({ Category: 'Invoke', Owner: 'AWS', Provider: 'StepFunctions', Version: '1' });
    expect(JSON.parse(Configuration.Input)).toEqual({ stacks: ['Production-Api', 'Production-Store'] });
    const without = synthesised((app) => minimal(app, {}, { terminationProtection: false })).template;
    expect(actionsOf(stageOf(without, 'Production'))).toEqual(['Orders.Prepare', 'Orders.Deploy']);
  });
});

describe('the pipeline\'s own stack', () => {
  const skip = { Conditions: [{ Result: 'SKIP', Rules: [expect.objectContaining({ Configuration: { Variable: '#{Gate.PIPELINE_CHANGED}', Value: 'true', Operator: 'EQ' } })] }] };

  test('is deployed after the gate and an approval, when it differs', () => {
    expect(stageOf(ONE, 'Pipeline')).toMatchObject({ BeforeEntry: skip });
    expect(actionsOf(stageOf(ONE, 'Pipeline'))).toEqual(['Delivery.Prepare', 'Delivery.Deploy']);
    expect(stageOf(ONE, 'Approve-Pipeline')).toMatchObject({ BeforeEntry: skip, Actions: [{ ActionTypeId: { Category: 'Approval' } }] });
    expect(stageOf(ONE, 'Gate').Actions[0].Namespace).toBe('Gate');
  });

  test('is left alone on request', () => {
    const names = pipelineOf(synthesised((app) => minimal(app, { selfUpdate: false })).template).Stages.map(({ Name }: any) => Name);
    expect(names).toEqual(['Source', 'Synth', 'Gate', 'Publish', 'Attest', 'Approve-Production', 'Verify-Production', 'Production']);
  });
});

describe('signing', () => {
  const { template, failed, open } = (() => {
    const build = (app: App) => {
      const profile = signer.SigningProfile.fromSigningProfileAttributes(app.node.tryFindChild('Signing') as Stack ?? new Stack(app, 'Signing', { env: ENV }), 'Profile', {
        signingProfileName: 'orders', signingProfileVersion: 'abcdef1234',
      });
      return minimal(app, { signing: profile });
    };
    const judged = synthesise((app) => {
      build(app);
      ZeroTrust.enforce(app);
    });
    return { ...judged, template: synthesised(build).template };
  })();

  test('leaves nothing open in six packs', () => {
    expect({ failed, open }).toEqual({ failed: false, open: [] });
  });

  test('comes after publication, and what was signed is deployed', () => {
    const project = Object.values<any>(ofType(template, 'AWS::CodeBuild::Project')).find(({ Name }) => Name.endsWith('-Publish'));
    const { phases, artifacts } = JSON.parse(project.Source.BuildSpec);
    expect(phases.build.commands.at(-1)).toBe('npx --no -- cdk-zero-trust sign "$CODEBUILD_SRC_DIR_Synth" --profile "orders" --out zero-trust-deployed');
    expect(artifacts).toEqual({ 'base-directory': 'zero-trust-deployed', 'files': ['**/*'] });
    expect(stageOf(template, 'Publish').Actions[0].OutputArtifacts).toEqual([{ Name: 'Signed' }]);
    const deployed = ['Pipeline', 'Production'].flatMap((name) => stageOf(template, name).Actions).flatMap(({ Configuration }: any) => Configuration.TemplatePath ?? []);
    expect(deployed.map((path: string) => path.split('::')[0])).toEqual(['Signed', 'Signed']);
    expect(text(ofType(template, 'AWS::S3::BucketPolicy'))).not.toContain('/Synth/*');
  });

  test('may sign with that profile, on the bucket of assets, and nothing else', () => {
    const statements = Object.values<any>(ofType(template, 'AWS::IAM::ManagedPolicy')).filter(({ Roles }) => text(Roles ?? '').includes('PipelinePublishRole'))
      .flatMap(({ PolicyDocument }) => PolicyDocument.Statement);
    const signing = statements.filter(({ Action }: any) => text(Action).includes('signer:'));
    expect(signing.map(({ Action }: any) => Action)).toEqual([['signer:GetSigningProfile', 'signer:StartSigningJob'], 'signer:DescribeSigningJob']);
    expect(text(signing[0].Resource)).toContain('/signing-profiles/orders');
    const objects = statements.filter(({ Resource }: any) => text(Resource ?? '').includes('cdk-hnb659fds-assets'));
    expect(objects.map(({ Action }: any) => Action)).toEqual([['s3:GetObject', 's3:GetObjectVersion', 's3:PutObject'], ['s3:GetBucketVersioning', 's3:ListBucket']]);
  });
});

test('lets people approve, and neither start nor change the pipeline', () => {
  const { template } = synthesised((app) => twoStages(app).grantApprove(new iam.Role(app.node.findChild('Delivery') as Stack, 'Lead', { assumedBy: new iam.AccountRootPrincipal() })));
  const statements = Object.values<any>(ofType(template, 'AWS::IAM::Policy')).flatMap(({ PolicyDocument }) => PolicyDocument.Statement);
  expect(statements.map(({ Action }) => Action)).toEqual(['codepipeline:PutApprovalResult', 'codepipeline:GetPipelineState']);
  const { Name } = pipelineOf(template);
  expect(statements[0].Resource.map((arn: any) => text(arn).replace(/^.*:/, ''))).toEqual(['Approve-Pipeline', 'Approve-Production'].map((stage) => `${Name}/${stage}/Approve"]]}`));
});

test('its first synthesis is its second', () => {
  const again = () => synthesised((app) => twoStages(app)).template;
  expect(again()).toEqual(again());
});

test('needs neither a lookup nor the network', () => {
  const app = new App();
  twoStages(app);
  expect(app.synth().manifest.missing).toBeUndefined();
});
