import type { Duration, RemovalPolicy } from 'aws-cdk-lib';
import type * as codebuild from 'aws-cdk-lib/aws-codebuild';
import type * as signer from 'aws-cdk-lib/aws-signer';
import type * as sns from 'aws-cdk-lib/aws-sns';
import type { PipelineSource } from './pipeline-source';
import type { PipelineStage } from './pipeline-stage';
import type { TrustZone } from '../zone/trust-zone';

/**
 * Properties of a `SecurePipeline`.
 */
export interface SecurePipelineProps {
  /**
   * Where the source comes from.
   */
  readonly source: PipelineSource;

  /**
   * Commands that synthesise the app into `cloudAssembly`, after the packages are installed.
   */
  readonly synth: string[];

  /**
   * What is deployed, in this order.
   */
  readonly stages: PipelineStage[];

  /**
   * Commands that install the packages of the repository, in each project. Packages have to come with cdk-zero-trust,
   * cdk-assets and @aws-sdk/client-kms; with `signing` also @aws-sdk/client-s3, @aws-sdk/client-signer and @aws-sdk/client-sts; and with `storeAttestations` @aws-sdk/client-s3.
   *
   * @default ['npm ci --ignore-scripts']
   */
  readonly install?: string[];

  /**
   * The directory into which `synth` writes, below the root of the repository.
   *
   * @default 'cdk.out'
   */
  readonly cloudAssembly?: string;

  /**
   * The configuration of the gate, which names the scanners that it runs: a path in the repository.
   *
   * @default - the gate's own file names
   */
  readonly scans?: string;

  /**
   * Signs the code of the functions by AWS Signer when their assets are published, and deploys the templates that name the signed code.
   *
   * @default - the code is not signed
   */
  readonly signing?: signer.ISigningProfile;

  /**
   * Lets the pipeline deploy its own stack: after the gate, and after an approval of its own whenever the stack differs from what is deployed.
   *
   * @default true
   */
  readonly selfUpdate?: boolean;

  /**
   * For how long a release may be deployed after it was attested, from an hour to 30 days: one whose approval came later has to be released again. So does one with a
   * waiver that ended since.
   *
   * @default Duration.days(7): as long as CodePipeline waits for an approval
   */
  readonly attestationMaxAge?: Duration;

  /**
   * The topic that asks for approvals.
   *
   * @default - the topic of the zone
   */
  readonly approvalTopic?: sns.ITopic;

  /**
   * How often stacks of the stages are compared with what is there. Drift is a finding of the source `zero-trust` on the default event bus, which
   * reaches `IncidentResponder` and the zone's topic.
   *
   * @default Duration.days(1)
   */
  readonly driftInterval?: Duration;

  /**
   * Size of the machines that build.
   *
   * @default codebuild.ComputeType.MEDIUM
   */
  readonly computeType?: codebuild.ComputeType;

  /**
   * How long artifacts are kept: so far back a stage can be rolled back.
   *
   * @default Duration.days(90)
   */
  readonly artifactRetention?: Duration;

  /**
   * What happens to artifacts and logs when the stack goes.
   *
   * @default - as the zone's profile says: RETAIN for all but `Profile.SANDBOX`
   */
  readonly removalPolicy?: RemovalPolicy;

  /**
   * The zone whose key encrypts artifacts and logs.
   *
   * @default - the zone of the scope
   */
  readonly zone?: TrustZone;
}
