import { Stack } from 'aws-cdk-lib';
import * as codebuild from 'aws-cdk-lib/aws-codebuild';
import type * as sns from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import type { PipelineActions } from './pipeline-actions';
import { Artifact, type Artifacts } from './pipeline-artifacts';
import { PipelineProject, PipelineProjectProps } from './pipeline-project';
import type { DeployedStack } from './pipeline-stacks';
import type { SecurePipelineProps } from './secure-pipeline-props';
import type { TrustZone } from '../zone/trust-zone';

/** What the stages of one pipeline share. @internal */
export class PipelineContext {
  public readonly stack: Stack;

  constructor(
    public readonly scope: Construct,
    public readonly pipelineName: string,
    public readonly zone: TrustZone,
    public readonly props: SecurePipelineProps,
    public readonly artifacts: Artifacts,
    public readonly actions: PipelineActions,
    /** The pipeline's own stack, when the pipeline deploys it. */
    public readonly self?: DeployedStack,
  ) {
    this.stack = Stack.of(scope);
  }

  public get topic(): sns.ITopic {
    return this.props.approvalTopic ?? this.zone.alarmTopic;
  }

  public project(id: string, props: Pick<PipelineProjectProps, 'description' | 'inputs' | 'output' | 'commands' | 'exported'>): PipelineProject {
    return new PipelineProject(this.scope, id, {
      ...props,
      zone: this.zone,
      projectName: `${this.pipelineName}-${id}`,
      artifacts: this.artifacts,
      install: this.props.install ?? ['npm ci --ignore-scripts'],
      computeType: this.props.computeType ?? codebuild.ComputeType.MEDIUM,
      removalPolicy: this.props.removalPolicy,
    });
  }
}

/** What the stages deploy: only the project that publishes writes it. @internal */
export function deployedArtifact({ props }: PipelineContext): Artifact {
  return props.signing ? Artifact.SIGNED : Artifact.JUDGED;
}

/** Where the commands of a project find an artifact that is not its first. @internal */
export function inArtifact(artifact: string, path = ''): string {
  return `"$CODEBUILD_SRC_DIR_${artifact}${path === '' ? '' : `/${path}`}"`;
}
