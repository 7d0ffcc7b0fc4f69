import { Duration, Stack, Stage, Token } from 'aws-cdk-lib';
import { DeployedStack, ownStacks } from './pipeline-stacks';
import type { PipelineStage } from './pipeline-stage';
import type { SecurePipelineProps } from './secure-pipeline-props';
import { ZeroTrustError } from '../core/errors';

/** Names that the pipeline gives to stages of its own. */
const OWN_STAGES = ['Source', 'Synth', 'Gate', 'Publish', 'Attest', 'Pipeline'];
const NAME = /^[A-Za-z0-9.@_-]{1,90}$/;
/** It is an argument of a command. */
const REASON = /^(?=.*\S{2})[\w .,:;()/#+-]{1,200}$/;
/** Actions in a stage, less those that publish and protect. Source: CodePipeline user guide, "Quotas". */
const MAX_STACKS = 24;

/** @internal */
export function checkPipeline(path: string, props: SecurePipelineProps): void {
  if (props.stages.length === 0) {
    throw new ZeroTrustError(path, 'NoStages', 'a pipeline without stages deploys nothing.', 'pass at least one: stages: [PipelineStage.of(stage)].');
  }
  checkNames(path, props.stages);
  checkCommands(path, 'synth', props.synth);
  if (props.install) checkCommands(path, 'install', props.install);
  for (const [name, value] of [['cloudAssembly', props.cloudAssembly], ['scans', props.scans]]) {
    if (value === undefined || /^(?!\/|-)(?!.*(^|\/)\.\.(\/|$))[\w./-]+$/.test(value)) continue;
    throw new ZeroTrustError(path, 'BadPath', `${name} is '${value}'.`, 'write a path below the root of the repository, of letters, digits and . _ - /.');
  }
  const retention = props.artifactRetention;
  if (retention && (retention.isUnresolved() || retention.toDays() < 7)) {
    throw new ZeroTrustError(path, 'ArtifactsTooShort', 'artifacts would be gone when a stage is to be rolled back.', 'keep them for 7 days at least.');
  }
  const maxAge = props.attestationMaxAge;
  const isAge = (seconds: number) => seconds % 60 === 0 && seconds >= 3600 && seconds <= Duration.days(30).toSeconds();
  if (maxAge && (maxAge.isUnresolved() || !isAge(maxAge.toSeconds()))) {
    throw new ZeroTrustError(path, 'BadAge', 'an attestation is good for an hour at least and 30 days at most.', 'pass attestationMaxAge in whole minutes, as Duration.days(7).');
  }
  const drift = props.driftInterval;
  if (drift && (drift.isUnresolved() || drift.toMinutes() < 60)) {
    throw new ZeroTrustError(path, 'BadInterval', 'drift would be looked for more often than CloudFormation takes to find it.', 'use an hour or more.');
  }
}

/** @internal */
export function checkStage(path: string, pipeline: Stack, one: PipelineStage, stacks: DeployedStack[], props: SecurePipelineProps): void {
  const { stage, _options } = one;
  const { region, account } = pipeline;
  if (Token.isUnresolved(region) || Token.isUnresolved(account)) {
    throw new ZeroTrustError(path, 'UnknownEnvironment', 'the account or region of the pipeline is not known, so it is not known which stages are elsewhere.',
      'set env of the pipeline\'s stack: { account: \'111122223333\', region: \'eu-west-1\' }.');
  }
  const abroad = stacks.find((each) => each.region !== region);
  if (abroad) {
    throw new ZeroTrustError(path, 'StageElsewhere', `${abroad.stack.node.path} is in ${abroad.region}, and the artifacts are in ${region}, where CodePipeline reads them.`,
      `make a pipeline in ${abroad.region} for the stage ${stage.node.id}.`);
  }
  if (stacks.length > MAX_STACKS) {
    throw new ZeroTrustError(path, 'TooManyStacks', `${stage.node.id} has ${stacks.length} stacks, and a stage of CodePipeline takes the actions of ${MAX_STACKS}.`,
      'divide it into two stages.');
  }
  const unprotected = _options.terminationProtection === false ? undefined : stacks.find((each) => each.account !== account);
  if (unprotected) {
    throw new ZeroTrustError(path, 'ProtectionElsewhere', `${unprotected.stack.node.path} is in ${unprotected.account}, where only the role that deploys could protect it from deletion, and a `
      + 'state machine with that role could deploy.', 'set terminationProtection: false for the stage, and deny cloudformation:DeleteStack by an SCP; or make a pipeline in that account.');
  }
  const unsigned = props.signing && stacks.find((each) => each.account !== account);
  if (unsigned) {
    throw new ZeroTrustError(path, 'SigningElsewhere', `${unsigned.stack.node.path} is in ${unsigned.account}, and AWS Signer would sign in ${account}.`,
      'make a pipeline in that account, with its own signing profile.');
  }
  checkComparison(path, one, stacks, account);
  const { bakeTime } = _options;
  if (bakeTime && !_options.bake?.length) {
    throw new ZeroTrustError(path, 'BakeWithoutAlarms', `${stage.node.id} has a bakeTime and no alarms.`, 'name the alarms: bake: [alarm].');
  }
  const bakes = bakeTime?.isUnresolved() ? NaN : bakeTime?.toSeconds() ?? 60;
  if (bakeTime && !(bakes % 60 === 0 && bakes >= 60 && bakes <= Duration.days(1).toSeconds())) {
    throw new ZeroTrustError(path, 'BadBakeTime', `${stage.node.id} would be watched for ${bakeTime.toString()}.`, 'use whole minutes, from 1 minute to 24 hours.');
  }
  const watched = [..._options.bake ?? [], ...(_options.conditions ?? []).flatMap(({ _of }) => _of ?? [])];
  const elsewhere = watched.find((each) => Stage.of(each) !== Stage.of(pipeline)
    || (!Token.isUnresolved(each.env.region) && each.env.region !== region)
    || (!Token.isUnresolved(each.env.account) && each.env.account !== account));
  if (!elsewhere) return;
  throw new ZeroTrustError(path, 'WatchedElsewhere', `${elsewhere.node.path} is in another stage, account or region than the pipeline, which cannot refer to it.`,
    'give it a name, and import it beside the pipeline: Alarm.fromAlarmArn(this, ...) or Function.fromFunctionArn(this, ...).');
}

/** What is not compared must not pass for what did not change. */
function checkComparison(path: string, { stage, _options }: PipelineStage, stacks: DeployedStack[], account: string): void {
  const { readRole, withoutComparison } = _options;
  if (withoutComparison !== undefined && (readRole !== undefined || !REASON.test(withoutComparison))) {
    throw new ZeroTrustError(path, 'BadComparison', `${stage.node.id} has ${readRole === undefined ? 'no reason in withoutComparison' : 'a readRole and withoutComparison'}.`,
      'pass readRole, or withoutComparison with a reason of one line, without quotation marks.');
  }
  const unread = withoutComparison ?? readRole ? undefined : stacks.find((each) => each.account !== account);
  if (!unread) return;
  throw new ZeroTrustError(path, 'ComparisonElsewhere', `${unread.stack.node.path} is in ${unread.account}, where the gate cannot read what is deployed: a permission that is widened there would not stop the pipeline.`,
    `pass readRole, a role of ${unread.account} that may cloudformation:GetTemplate and trusts the role of the gate; or withoutComparison, with the reason.`);
}

/**
 * A stack that two stages deploy would be changed before the approval of the later one; one with the name of the pipeline's own stack, without its approval.
 *
 * @internal
 */
export function checkDistinct(path: string, own: Stack, stacks: DeployedStack[]): void {
  const idOf = ({ account, region, stackName }: Stack) => `${account} ${region} ${stackName.toLowerCase()}`;
  const all = [own, ...stacks.map(({ stack }) => stack)];
  const twice = all.find((one, i) => all.findIndex((other) => idOf(other) === idOf(one)) < i);
  if (!twice) return;
  throw new ZeroTrustError(path, 'StackTwice', `${twice.node.path} has the name, account and region of another stack of the pipeline, ${twice.stackName}: an approval would come after the change.`,
    'give each its own stackName, or leave stackName out.');
}

/** Stacks that came after the pipeline have no roles in it. @internal */
export function lateStacks(stages: PipelineStage[], known: DeployedStack[]): string[] {
  return stages.flatMap(({ stage }) => ownStacks(stage)).filter((stack) => !known.some((one) => one.stack === stack))
    .map((stack) => `StackTooLate: ${stack.node.path} was made after the pipeline, which would not deploy it. Remediation: make the stacks of a stage before the pipeline.`);
}

function checkNames(path: string, stages: PipelineStage[]): void {
  const names = stages.map(({ stage }) => stage.node.id);
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined) throw new ZeroTrustError(path, 'StageTwice', `two stages are called ${twice}.`, 'give each an id of its own, and pass each once.');
  const bad = names.find((name) => !NAME.test(name) || OWN_STAGES.includes(name) || /^(Approve|Verify)-/.test(name));
  if (bad === undefined) return;
  throw new ZeroTrustError(path, 'BadStageName', `'${bad}' is no name for a stage of this pipeline.`,
    `use letters, digits and . @ _ -, up to 90, and none of ${OWN_STAGES.join(', ')} or Approve-… and Verify-….`);
}

function checkCommands(path: string, prop: string, commands: string[]): void {
  if (commands.length > 0 && commands.every((command) => command.trim() !== '')) return;
  throw new ZeroTrustError(path, 'NoCommands', `${prop} has no command, or an empty one.`, `name the commands: ${prop}: ['npx cdk synth'].`);
}
