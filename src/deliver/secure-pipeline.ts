import { Duration, Names, Stack } from 'aws-cdk-lib';
import * as codepipeline from 'aws-cdk-lib/aws-codepipeline';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import type { JudgedTemplates } from './judged-templates';
import { PipelineActions } from './pipeline-actions';
import { Artifacts } from './pipeline-artifacts';
import { attestStages } from './pipeline-attest-stages';
import { publishStage, sourceStage, synthStage } from './pipeline-build-stages';
import { checkDistinct, checkPipeline, checkStage, lateStacks } from './pipeline-checks';
import { PipelineContext } from './pipeline-context';
import { APPROVE, deployStages, selfStages } from './pipeline-deploy-stages';
import { gateStage } from './pipeline-gate-stage';
import { DeployedStack, stacksOf } from './pipeline-stacks';
import type { PipelineStage } from './pipeline-stage';
import { DriftWatch, protectionOf } from './pipeline-upkeep';
import type { SecurePipelineProps } from './secure-pipeline-props';
import { checkProps } from '../core/checked-props';
import { pathOf } from '../core/construct-path';
import { DataClass } from '../core/data-class';
import { declareEdge, callerOf } from '../core/declare-edge';
import { Intent } from '../core/edge';
import { outermostStack } from '../core/outermost-stack';
import { SecureBucket } from '../data/secure-bucket';
import { CustomerManagedRole } from '../zone/customer-managed-role';
import { TrustZone } from '../zone/trust-zone';

/** CodePipeline cuts longer names where it makes keys of artifacts, and no prefix would be known. */
const MAX_NAME = 20;

/**
 * A pipeline that deploys what was judged: source, synthesis, gate, publication of assets, attestation, and each stage behind an approval and a check of the
 * attestation.
 *
 * `cdk-zero-trust gate` runs between synthesis and the first change, in a project of its own with the commands in the template. Stacks are deployed by
 * actions of CloudFormation, as the deploying role of their bootstrap: no code of the repository runs with the right to deploy, as it would in a project that
 * runs `cdk deploy`. CDK Pipelines is not underneath: it changes itself before anything is judged, and has 38 findings over five packs.
 *
 * The gate compares every stack with what is deployed: a permission that is widened stops the release, unless the approvals of the gate's configuration name it.
 * A stage of which nothing is deployed has nothing to compare with, and the evidence names it.
 *
 * What passed is attested: an in-toto statement in a DSSE envelope over the report and the templates that are deployed, signed by a key of AWS KMS that one role may
 * sign with, in a project that runs no code of the repository beside this library's. In front of each stage that deploys, an attestation that is missing, older than
 * `attestationMaxAge`, of other templates or not signed by that key stops the release.
 *
 * The pipeline's own stack takes the same way. The gate compares it with what is deployed, and a difference is approved before it is deployed.
 *
 * A stage that fails, or whose alarms go off while it bakes, is rolled back to what it ran before. CodePipeline rolls back to executions of the same structure
 * of the pipeline only: the first one after a self-update has none.
 *
 * In the template: the pipeline (V2), a versioned bucket under the zone's key, projects for synthesis, gate, publication, attestation and its check without privileges or
 * variables, each with its encrypted log group; a role and customer-managed policy for each project, action and rule; the key of the attestations; a state machine that protects the stacks from
 * deletion, one that looks for drift, and its schedule. Roles read and write the artifacts that they need, by prefix.
 *
 * Stages may be in other accounts that trust this one (`cdk bootstrap --trust`), in the pipeline's region. What their stacks may become is the policy of the
 * bootstrap's execution role: `cdk-zero-trust deploy-policy` writes the least.
 *
 * Throws `NoStages`, `StageTwice`, `BadStageName`, `StackTwice`, `NoStacks`, `NestedStage`, `UnknownEnvironment`, `StageElsewhere`, `TooManyStacks`, `NoDeployRole`, `ImageAssets`,
 * `WatchedElsewhere`, `BakeWithoutAlarms`, `BadBakeTime`, `NoCommands`, `BadPath`, `ArtifactsTooShort`, `BadInterval`, `BadAge`, `ProtectionElsewhere`, `SigningElsewhere`,
 * `ComparisonElsewhere`, `BadComparison`, `UnknownProp`; at synth
 * `StackTooLate`.
 *
 * Cost: 0.002 USD for each minute of an action after the first 100 a month, and 0.01 USD for each minute of a medium project: about 0.25 USD a release of 20 minutes.
 * Fixed cost: 1 USD a month for the key of the attestations, beside the zone's key. Source of the figures: AWS CodePipeline, CodeBuild and KMS pricing, us-east-1. Source: NIST SSDF PO.3, PS.1, PS.2;
 * NIST 800-53 CM-3, CM-5, SA-10, SI-7; SLSA build level 2; CIS Software Supply Chain 3.1.
 *
 * @example
 * declare const production: Stage;
 *
 * new SecurePipeline(this, 'Pipeline', {
 *   source: PipelineSource.connection('arn:aws:codeconnections:eu-west-1:111122223333:connection/0f3e2d1c-0000-4000-8000-000000000000', 'acme/orders', 'main'),
 *   synth: ['npx cdk synth'],
 *   stages: [PipelineStage.of(production)],
 * });
 */
export class SecurePipeline extends Construct {
  /** The zone whose key encrypts artifacts and logs. */
  public readonly zone: TrustZone;
  /** Name of the pipeline. */
  public readonly pipelineName: string;
  /** ARN of the pipeline. */
  public readonly pipelineArn: string;
  /** Keeps the artifacts. */
  public readonly artifactBucket: SecureBucket;
  /** The role of the gate. Grant it what it reads beside templates, such as the incidents of a responder. */
  public readonly gateRole: iam.IRole;

  /** Signs the attestations: ECDSA P-256, for this pipeline alone. Anyone whom a policy allows `kms:GetPublicKey` can check them, as `JudgedTemplates` does with it as its `key`. */
  public readonly attestationKey: kms.IKey;
  /** The role that signs and stores attestations. */
  public readonly attestRole: iam.IRole;

  private readonly approvals: string[];
  private readonly stores: SecureBucket[] = [];

  constructor(scope: Construct, id: string, props: SecurePipelineProps) {
    const path = pathOf(scope, id);
    checkProps(new.target === SecurePipeline, 'SecurePipelineProps', path, props);
    checkPipeline(path, props);
    const stack = Stack.of(scope);
    const stages = props.stages.map((one): [PipelineStage, DeployedStack[]] => [one, stacksOf(one.stage, path)]);
    for (const [one, stacks] of stages) checkStage(path, stack, one, stacks, props);
    const self = props.selfUpdate ?? true ? new DeployedStack(outermostStack(scope), path) : undefined;
    checkDistinct(path, outermostStack(scope), stages.flatMap(([, stacks]) => stacks));
    super(scope, id);
    this.zone = props.zone ?? TrustZone.of(this);
    this.pipelineName = Names.uniqueResourceName(this, { maxLength: MAX_NAME, separator: '-' });
    this.pipelineArn = stack.formatArn({ service: 'codepipeline', resource: this.pipelineName });
    const key = this.zone.key(DataClass.INTERNAL);
    this.artifactBucket = new SecureBucket(this, 'Artifacts', {
      zone: this.zone,
      dataClass: DataClass.INTERNAL,
      expiration: props.artifactRetention ?? Duration.days(90),
      withoutReplica: 'artifacts are built again from the source',
      removalPolicy: props.removalPolicy,
    });
    const role = new CustomerManagedRole(this, 'Role', {
      assumedBy: new iam.ServicePrincipal('codepipeline.amazonaws.com', { conditions: { StringEquals: { 'aws:SourceAccount': stack.account } } }),
      permissionsBoundary: this.zone.permissionsBoundary,
    });
    const artifacts = new Artifacts(this.artifactBucket, key, this.pipelineName);
    const actions = new PipelineActions(this, this.zone, role);
    actions.declare(this.artifactBucket.node.path, artifacts.grantBucket(role));

    const context = new PipelineContext(this, this.pipelineName, this.zone, props, artifacts, actions, self);
    const all = stages.flatMap(([, stacks]) => stacks);
    const protectedStacks = stages.flatMap(([one, stacks]) => one._options.terminationProtection ?? true ? stacks : []);
    const protection = protectedStacks.length > 0 ? protectionOf(this, 'Protection', { zone: this.zone, stacks: protectedStacks }) : undefined;
    const gate = gateStage(context, stages);
    this.gateRole = gate.project.role;
    const maxAge = props.attestationMaxAge ?? Duration.days(7);
    const attestation = attestStages(context, maxAge.toMinutes(), () => this.stores.map(({ bucketName }) => bucketName));
    this.attestationKey = attestation.key;
    this.attestRole = attestation.signer.role;
    const declared = [
      sourceStage(context), synthStage(context), gate.stage, publishStage(context, all), attestation.stage,
      ...self ? selfStages(context, self, attestation) : [],
      ...stages.flatMap(([one, stacks]) => deployStages(context, one, stacks, attestation, protection)),
    ];
    this.approvals = declared.map(({ name }) => name).filter((name) => name.startsWith(`${APPROVE}-`));
    const pipeline = new codepipeline.CfnPipeline(this, 'Resource', {
      name: this.pipelineName,
      pipelineType: 'V2',
      executionMode: 'QUEUED',
      restartExecutionOnUpdate: self !== undefined,
      roleArn: role.roleArn,
      artifactStore: { type: 'S3', location: this.artifactBucket.bucketName, encryptionKey: { type: 'KMS', id: key.keyArn } },
      stages: declared,
    });
    pipeline.node.addDependency(role, this.artifactBucket);
    new DriftWatch(this, 'Drift', { zone: this.zone, topic: context.topic, stacks: all, interval: props.driftInterval ?? Duration.days(1) });
    this.node.addValidation({ validate: () => lateStacks(props.stages, all) });
  }

  /**
   * Stores each attestation where a `JudgedTemplates` looks for it, before anything is deployed: with the hook, CloudFormation refuses a template that this pipeline did
   * not attest. The hook takes the `attestationKey` as its `key`; one of another account takes the public key, and its bucket has to let the `attestRole` in.
   *
   * @example
   * declare const pipeline: SecurePipeline;
   *
   * const judged = new JudgedTemplates(this, 'Judged', { key: pipeline.attestationKey, withoutAttestation: { CDKToolkit: 'deployed by cdk bootstrap' } });
   * pipeline.storeAttestations(judged);
   */
  public storeAttestations(judged: JudgedTemplates): void {
    if (this.stores.includes(judged.bucket)) return;
    this.stores.push(judged.bucket);
    judged.grantAttest(this.attestRole);
  }

  /**
   * Lets a principal approve and reject releases: `PutApprovalResult` on the approvals of this pipeline, and `GetPipelineState`, which has the token of an
   * approval. It cannot start, change or stop the pipeline.
   */
  public grantApprove(grantee: iam.IGrantable): iam.Grant {
    const grant = (actions: string[], resourceArns: string[]) => {
      declareEdge(this, { caller: callerOf(grantee), target: this.node.path, intent: Intent.USE, actions });
      return iam.Grant.addToPrincipal({ grantee, actions, resourceArns });
    };
    return grant(['codepipeline:PutApprovalResult'], this.approvals.map((stage) => `${this.pipelineArn}/${stage}/${APPROVE}`))
      .combine(grant(['codepipeline:GetPipelineState'], [this.pipelineArn]));
  }
}
