import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import * as codebuild from 'aws-cdk-lib/aws-codebuild';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import type { Artifacts } from './pipeline-artifacts';
import { DataClass } from '../core/data-class';
import { declareEdge } from '../core/declare-edge';
import { Intent } from '../core/edge';
import { acknowledgeStructural, inPacks, StructuralCause } from '../core/structural-acknowledgement';
import { CustomerManagedRole } from '../zone/customer-managed-role';
import { SecureLogGroup } from '../zone/logs/secure-log-group';
import type { TrustZone } from '../zone/trust-zone';

const IMAGE = 'aws/codebuild/standard:7.0';

/** @internal */
export interface PipelineProjectProps {
  readonly zone: TrustZone;
  readonly projectName: string;
  readonly description: string;
  readonly artifacts: Artifacts;
  /** The first is where the commands run; the others are at `$CODEBUILD_SRC_DIR_<name>`. */
  readonly inputs: string[];
  readonly output?: { readonly name: string; readonly directory: string };
  /** Commands, which may hold tokens. */
  readonly install: string[];
  readonly commands: string[];
  /** Variables of the shell that later stages read. */
  readonly exported?: string[];
  readonly computeType: codebuild.ComputeType;
  readonly removalPolicy?: RemovalPolicy;
}

/**
 * A project of CodeBuild that runs commands on artifacts: unprivileged, with logs under the zone's key and a role that reads and writes
 * exactly its artifacts. The commands are in the template: what builds cannot change how it is judged.
 *
 * @internal
 */
export class PipelineProject extends Construct {
  public readonly role: CustomerManagedRole;
  public readonly projectName: string;
  public readonly projectArn: string;
  public readonly inputs: string[];
  public readonly output?: string;

  constructor(scope: Construct, id: string, props: PipelineProjectProps) {
    super(scope, id);
    const { zone, artifacts, projectName } = props;
    const stack = Stack.of(this);
    this.projectName = projectName;
    this.projectArn = stack.formatArn({ service: 'codebuild', resource: 'project', resourceName: projectName });
    this.inputs = props.inputs;
    this.output = props.output?.name;
    const logGroup = new SecureLogGroup(this, 'Logs', { zone, dataClass: DataClass.INTERNAL, removalPolicy: props.removalPolicy });
    this.role = new CustomerManagedRole(this, 'Role', {
      assumedBy: new iam.ServicePrincipal('codebuild.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': stack.account }, ArnEquals: { 'aws:SourceArn': this.projectArn } },
      }),
      permissionsBoundary: zone.permissionsBoundary,
    });
    const logs = ['logs:CreateLogStream', 'logs:PutLogEvents'];
    const log = iam.Grant.addToPrincipal({ grantee: this.role, actions: logs, resourceArns: [logGroup.logGroupArn] });
    declareEdge(this, { caller: this.role.node.path, target: logGroup.node.path, intent: Intent.WRITE, actions: logs });
    artifacts.grantBucket(this.role);
    for (const input of props.inputs) artifacts.grantRead(this.role, input);
    if (props.output) artifacts.grantWrite(this.role, props.output.name);
    const project = new codebuild.CfnProject(this, 'Resource', {
      name: projectName,
      description: props.description,
      serviceRole: this.role.roleArn,
      source: { type: 'CODEPIPELINE', buildSpec: stack.toJsonString(buildSpec(props)) },
      artifacts: { type: 'CODEPIPELINE' },
      environment: { type: 'LINUX_CONTAINER', image: IMAGE, computeType: props.computeType, privilegedMode: false },
      encryptionKey: artifacts.key.keyArn,
      logsConfig: { cloudWatchLogs: { status: 'ENABLED', groupName: logGroup.logGroupName } },
      visibility: 'PRIVATE',
      timeoutInMinutes: Duration.hours(1).toMinutes(),
      cache: { type: 'NO_CACHE' },
    });
    log.applyBefore(project);
    acknowledgeStructural(project, {
      cause: StructuralCause.PIPELINE_SOURCE,
      findings: inPacks(['HIPAA.Security', 'PCI.DSS.321'], 'CodeBuildProjectSourceRepoUrl'),
      provedBy: 'ZT-CODEBUILD-004',
      reason: 'CodePipeline hands the source over: the project signs in to no repository, and OAuth could not be set.',
    });
  }
}

function buildSpec({ install, commands, exported, output }: PipelineProjectProps): object {
  return {
    version: '0.2',
    env: { shell: 'bash', ...exported && { 'exported-variables': exported } },
    phases: {
      install: { 'runtime-versions': { nodejs: 22 }, 'commands': install },
      build: { commands },
    },
    ...output && { artifacts: { 'base-directory': output.directory, 'files': ['**/*'] } },
  };
}
