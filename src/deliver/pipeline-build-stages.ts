import * as codepipeline from 'aws-cdk-lib/aws-codepipeline';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Artifact } from './pipeline-artifacts';
import { deployedArtifact, inArtifact, PipelineContext } from './pipeline-context';
import type { PipelineProject } from './pipeline-project';
import type { DeployedStack } from './pipeline-stacks';
import { declareEdge, targetOf } from '../core/declare-edge';
import { Intent } from '../core/edge';
import { acknowledgeWildcards } from '../zone/object-wildcards';

type StageDeclaration = codepipeline.CfnPipeline.StageDeclarationProperty;

/** What the lock file has: without --no, npx would fetch a package that the repository lacks, in whatever version there is. @internal */
export const OURS = 'npx --no -- cdk-zero-trust';
const ASSETS = 'npx --no -- cdk-assets';
/** The reference of IAM and the guide of AWS Signer, "Signing jobs": Signer reads and writes objects in the caller's name. */
const SIGN = ['signer:DescribeSigningJob', 'signer:GetSigningProfile', 'signer:StartSigningJob'];

/** Objects of a bucket: what is declared is the bucket. */
const OBJECTS = /^(arn:[^:]*:s3:::[^/]+)\/.*$/;

/** The directory of what is deployed. */
const HANDED_OVER = 'zero-trust-deployed';

/** @internal */
export function sourceStage({ props, artifacts, actions }: PipelineContext): StageDeclaration {
  const { connectionArn, repository, branch } = props.source;
  // connections were CodeStar's, and are called by either name
  const role = actions.role('Source', [new iam.PolicyStatement({
    actions: ['codeconnections:UseConnection', 'codestar-connections:UseConnection'], resources: [connectionArn],
  })]);
  actions.declare(artifacts.bucket.node.path, artifacts.grantSource(role));
  return {
    name: 'Source',
    actions: [{
      name: 'Source',
      actionTypeId: { category: 'Source', owner: 'AWS', provider: 'CodeStarSourceConnection', version: '1' },
      configuration: { ConnectionArn: connectionArn, FullRepositoryId: repository, BranchName: branch, OutputArtifactFormat: 'CODE_ZIP', DetectChanges: true },
      outputArtifacts: [{ name: Artifact.SOURCE }],
      roleArn: role.roleArn,
      runOrder: 1,
    }],
  };
}

/** @internal */
export function synthStage(context: PipelineContext): StageDeclaration {
  const project = context.project('Synth', {
    description: 'Synthesises the app',
    inputs: [Artifact.SOURCE],
    output: { name: Artifact.SYNTH, directory: context.props.cloudAssembly ?? 'cdk.out' },
    commands: context.props.synth,
  });
  return { name: 'Synth', actions: [context.actions.build('Synth', 'SynthAction', project, 'Build')] };
}

/**
 * Publishes the files of all assets, as the role of each bootstrap that is for it and nothing else, and signs the code where it is to be signed.
 *
 * It compares the assembly with the evidence first, and hands over what is deployed. What synthesises runs code of others, whose role may write its artifact again
 * for as long as its session lasts, and the next release runs while this one waits for a person: no stage deploys what that role can write.
 *
 * @internal
 */
export function publishStage(context: PipelineContext, stacks: DeployedStack[]): StageDeclaration {
  const { props: { signing } } = context;
  const published = [...stacks, ...context.self ? [context.self] : []].filter(({ publishingRoleArn }) => publishingRoleArn !== undefined);
  const project = context.project('Publish', {
    description: 'Publishes assets',
    inputs: [Artifact.SOURCE, Artifact.SYNTH, Artifact.EVIDENCE],
    output: { name: deployedArtifact(context), directory: HANDED_OVER },
    commands: [
      `${OURS} gate ${inArtifact(Artifact.SYNTH)} --verify ${inArtifact(Artifact.EVIDENCE)}`,
      ...published.map((one) => `${ASSETS} --path ${inArtifact(Artifact.SYNTH, one.assetManifestPath)} publish`),
      `test ! -e ${HANDED_OVER} -a ! -L ${HANDED_OVER}`, // files of the source would be among what is deployed
      signing ? `${OURS} sign ${inArtifact(Artifact.SYNTH)} --profile "${signing.signingProfileName}" --out ${HANDED_OVER}` : `cp -R ${inArtifact(Artifact.SYNTH)} ${HANDED_OVER}`,
    ],
  });
  const roles = [...new Set(published.map(({ publishingRoleArn }) => publishingRoleArn!))];
  if (roles.length > 0) allow(project, new iam.PolicyStatement({ actions: ['sts:AssumeRole'], resources: roles }));
  if (signing) {
    allow(project, new iam.PolicyStatement({ actions: SIGN.filter((action) => !/Describe/.test(action)), resources: [signing.signingProfileArn] }));
    letSignerWork(context, project, published);
  }
  return { name: 'Publish', actions: [context.actions.build('Publish', 'PublishAction', project, 'Build')] };
}

function letSignerWork({ stack }: PipelineContext, project: PipelineProject, stacks: DeployedStack[]): void {
  const jobs = stack.formatArn({ service: 'signer', resource: '', resourceName: 'signing-jobs/*' });
  const describe = new iam.PolicyStatement({ actions: ['signer:DescribeSigningJob'], resources: [jobs] });
  allow(project, describe);
  acknowledgeWildcards(project.role, describe, [jobs], 'A signing job has no ARN to name before it starts; nothing but its state can be read.');
  const buckets = [...new Set(stacks.flatMap(({ assetBucketName }) => assetBucketName ?? []))].map((name) => stack.formatArn({ service: 's3', region: '', account: '', resource: name }));
  const objects = buckets.map((arn) => `${arn}/*`);
  const use = new iam.PolicyStatement({ actions: ['s3:GetObject', 's3:GetObjectVersion', 's3:PutObject'], resources: objects });
  allow(project, use);
  // AWS Signer writes with the credentials of who asks, and what is in the bucket of assets is deployed: that is declared as what it is
  declareEdge(project, { caller: project.node.path, target: 'this account', intent: Intent.WRITE, actions: ['s3:PutObject'] });
  acknowledgeWildcards(project.role, use, objects, 'Objects have no ARN to name before they are signed; the statement names the buckets of the assets.');
  allow(project, new iam.PolicyStatement({ actions: ['s3:GetBucketVersioning', 's3:ListBucket'], resources: buckets }));
}

/** Gives the role of a project a right, and declares it. @internal */
export function allow({ role, node }: PipelineProject, statement: iam.PolicyStatement): void {
  role.addToPrincipalPolicy(statement);
  for (const arn of statement.resources) {
    declareEdge(role, { caller: node.path, target: targetOf(arn).replace(OBJECTS, '$1'), intent: Intent.USE, actions: [...statement.actions].sort() });
  }
}
