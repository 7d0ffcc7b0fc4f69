import { writeFileSync } from 'fs';
import { join, posix, relative, sep } from 'path';
import { Aws, CfnElement, Fn, Stack, Stage, Token } from 'aws-cdk-lib';
import * as ecrAssets from 'aws-cdk-lib/aws-ecr-assets';
import type { IConstruct } from 'constructs';
import { ZeroTrustError } from '../core/errors';

/** Of the synthesisers with roles, those that the bootstrap made. */
interface Bootstrapped {
  readonly deployRoleArn: string;
  readonly cloudFormationExecutionRoleArn: string;
  /** Private in the CDK, and in the manifest of each stack. */
  readonly fileAssetPublishingRoleArn?: string;
  readonly lookupRoleArn?: string;
  /** Private as well. */
  readonly bucketName?: string;
}

/**
 * A stack as the pipeline deploys it: by the roles of the bootstrap in its account and region, from files of the cloud assembly.
 *
 * @internal
 */
export class DeployedStack {
  public readonly name: string;
  public readonly account: string;
  public readonly region: string;
  /** Creates and executes change sets. */
  public readonly deployRoleArn: string;
  /** What CloudFormation deploys with. */
  public readonly executionRoleArn: string;
  /** Publishes the files of assets. */
  public readonly publishingRoleArn?: string;
  /** Reads what is deployed. */
  public readonly lookupRoleArn?: string;
  /** Where assets are published. */
  public readonly assetBucketName?: string;

  constructor(public readonly stack: Stack, path: string) {
    const { synthesizer } = stack;
    if (!isBootstrapped(synthesizer)) {
      throw new ZeroTrustError(path, 'NoDeployRole', `the synthesizer of ${stack.node.path} names no roles to deploy by.`,
        'use the DefaultStackSynthesizer, and bootstrap the environment: cdk bootstrap aws://ACCOUNT/REGION.');
    }
    this.name = stack.stackName;
    this.account = stack.account;
    this.region = stack.region;
    this.deployRoleArn = filled(synthesizer.deployRoleArn, stack);
    // one text, as cfn-lint asks of the roles of actions
    this.executionRoleArn = Fn.sub(filled(synthesizer.cloudFormationExecutionRoleArn, stack, '${AWS::Partition}'));
    this.publishingRoleArn = synthesizer.fileAssetPublishingRoleArn && filled(synthesizer.fileAssetPublishingRoleArn, stack);
    this.lookupRoleArn = synthesizer.lookupRoleArn && filled(synthesizer.lookupRoleArn, stack);
    this.assetBucketName = synthesizer.bucketName && filled(synthesizer.bucketName, stack);
  }

  /** The template, below the root of the cloud assembly. */
  public get templatePath(): string {
    return this.inAssembly(this.stack.templateFile);
  }

  /** What the stack's assets are, and where they go. */
  public get assetManifestPath(): string {
    return this.inAssembly(`${this.stack.artifactId}.assets.json`);
  }

  /** Writes the stack's tags beside its template: an action of CloudFormation takes them from a file. Tells which; none without tags. */
  public writeTags(): string | undefined {
    const tags = this.stack.tags.tagValues();
    if (Object.keys(tags).length === 0) return undefined;
    const file = `${this.stack.artifactId}.tags.json`;
    writeFileSync(join(Stage.of(this.stack)!.outdir, file), JSON.stringify({ Tags: tags }));
    return this.inAssembly(file);
  }

  /** What a policy calls the stack, whose id ends in what CloudFormation makes up. */
  public arn(partition: string): string {
    return `arn:${partition}:cloudformation:${this.region}:${this.account}:stack/${this.name}/*`;
  }

  /**
   * What a policy calls the stacks that are nested in it: CloudFormation names them by their parent, their logical id and what it makes up, and those nested in
   * them begin the same.
   */
  public nestedArns(partition: string): string[] {
    const nested = this.stack.node.findAll().filter(Stack.isStack).filter((one) => one.nestedStackParent === this.stack);
    return nested.map(({ nestedStackResource }) => `arn:${partition}:cloudformation:${this.region}:${this.account}:stack/${this.name}-${this.stack.getLogicalId(nestedStackResource as CfnElement)}-*/*`);
  }

  private inAssembly(file: string): string {
    const root = this.stack.node.root as Stage;
    return posix.join(relative(root.outdir, Stage.of(this.stack)!.outdir).split(sep).join('/'), file);
  }
}

/**
 * The stacks of a stage, which must have one account and region that are known.
 *
 * Throws `NestedStage`, `NoStacks`, `UnknownEnvironment`, `ImageAssets`, `NoDeployRole`.
 *
 * @internal
 */
export function stacksOf(stage: Stage, path: string): DeployedStack[] {
  const nested = stage.node.findAll().find((node) => node !== stage && Stage.isStage(node));
  if (nested) {
    throw new ZeroTrustError(path, 'NestedStage', `${nested.node.path} is a stage in ${stage.node.path}, whose stacks the pipeline would not deploy.`,
      'give it to the pipeline as a stage of its own.');
  }
  const stacks = ownStacks(stage);
  if (stacks.length === 0) {
    throw new ZeroTrustError(path, 'NoStacks', `${stage.node.path} has no stacks.`, 'make its stacks before the pipeline, with the stage as their scope.');
  }
  for (const stack of stacks) checkEnvironment(stack, stage, path);
  refuseImages(stage, path);
  return stacks.map((stack) => new DeployedStack(stack, path));
}

/** Stacks of a stage, without those that are nested in another. @internal */
export function ownStacks(stage: Stage): Stack[] {
  return stage.node.findAll().filter(Stack.isStack).filter((stack) => !stack.nested && Stage.of(stack) === stage);
}

/** Of stacks, which can be deployed at the same time, and in which order: those first on which others depend. @internal */
export function wavesOf(stacks: DeployedStack[]): DeployedStack[][] {
  const waves: DeployedStack[][] = [];
  const depth = (stack: Stack): number => {
    const inside = stack.dependencies.filter((one) => stacks.some((other) => other.stack === one));
    return inside.length === 0 ? 0 : 1 + Math.max(...inside.map(depth));
  };
  for (const one of stacks) (waves[depth(one.stack)] ??= []).push(one);
  return waves;
}

function checkEnvironment(stack: Stack, stage: Stage, path: string): void {
  if (!Token.isUnresolved(stack.account) && !Token.isUnresolved(stack.region)) return;
  throw new ZeroTrustError(path, 'UnknownEnvironment', `the account or region of ${stack.node.path} is not known, so no role can be named that deploys it.`,
    `set env of the stage ${stage.node.id}: { account: '111122223333', region: 'eu-west-1' }.`);
}

function refuseImages(stage: IConstruct, path: string): void {
  const image = stage.node.findAll().find((node) => node instanceof ecrAssets.DockerImageAsset || node instanceof ecrAssets.TarballImageAsset);
  if (!image) return;
  throw new ZeroTrustError(path, 'ImageAssets', `${image.node.path} is an image that the pipeline would have to build, for which its projects would need privileged mode.`,
    'build it into a SecureRepository beforehand, and refer to it by digest.');
}

function isBootstrapped(synthesizer: object): synthesizer is Bootstrapped {
  return 'deployRoleArn' in synthesizer && typeof synthesizer.deployRoleArn === 'string';
}

/** The CDK leaves placeholders for what a stack does not know, and for the partition always. */
function filled(arn: string, stack: Stack, partition: string = Aws.PARTITION): string {
  return arn.replaceAll('${AWS::Partition}', partition).replaceAll('${AWS::AccountId}', stack.account).replaceAll('${AWS::Region}', stack.region);
}
