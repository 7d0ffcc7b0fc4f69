import { Duration, Lazy } from 'aws-cdk-lib';
import * as codepipeline from 'aws-cdk-lib/aws-codepipeline';
import { Artifact } from './pipeline-artifacts';
import type { Attestation } from './pipeline-attest-stages';
import { alarmRule } from './pipeline-condition';
import { deployedArtifact, PipelineContext } from './pipeline-context';
import { CHANGED, GATE } from './pipeline-gate-stage';
import { DeployedStack, wavesOf } from './pipeline-stacks';
import type { PipelineStage } from './pipeline-stage';
import type { SecureStateMachine } from '../compute/secure-state-machine';

type StageDeclaration = codepipeline.CfnPipeline.StageDeclarationProperty;

const BAKE = Duration.minutes(15);
/** The action that asks. @internal */
export const APPROVE = 'Approve';

/**
 * The stage of the pipeline's own stack. It is entered when the stack differs, and approved as any other.
 *
 * @internal
 */
export function selfStages(context: PipelineContext, self: DeployedStack, { verify }: Attestation): StageDeclaration[] {
  const { actions } = context;
  letDeploy(context, self);
  const beforeEntry = {
    conditions: [actions.condition('Changed', 'Changed', {
      provider: 'VariableCheck', configuration: { Variable: `#{${GATE}.${CHANGED}}`, Value: 'true', Operator: 'EQ' }, actions: [], resources: [],
    }, 'SKIP')],
  };
  return [
    { ...approval(context, 'Pipeline'), beforeEntry },
    { ...verify('Pipeline'), beforeEntry },
    { name: 'Pipeline', beforeEntry, actions: Lazy.any({ produce: () => actions.deploy(self, deployedArtifact(context), 1) }) as any },
  ];
}

/** The approval of a stage, where it asks for one, the check of the attestation, and the stage. @internal */
export function deployStages(
  context: PipelineContext, one: PipelineStage, stacks: DeployedStack[], { verify }: Attestation, protection?: SecureStateMachine,
): StageDeclaration[] {
  const { actions } = context;
  const name = one.stage.node.id;
  const { approval: asks = true, bake = [], bakeTime = BAKE, conditions = [], terminationProtection = true } = one._options;
  for (const stack of stacks) letDeploy(context, stack);
  const entry = conditions.map((condition, i) => actions.condition(`${name}Condition${i + 1}`, `Condition${i + 1}`, condition._rule(), 'FAIL'));
  const watched = bake.map((alarm, i) => actions.condition(`${name}Bake${i + 1}`, `Bake${i + 1}`, alarmRule(alarm, bakeTime.toMinutes()), 'ROLLBACK'));
  const protect = protection && terminationProtection
    ? [actions.run('Protect', `${name}Protect`, protection, { stacks: stacks.map((stack) => stack.name) }, 2 * stacks.length + 1)] : [];
  // which stack depends on which is known when all references are
  const deploy = () => wavesOf(stacks).flatMap((wave, i) => wave.flatMap((stack) => actions.deploy(stack, deployedArtifact(context), 2 * i + 1)));
  return [
    ...asks ? [approval(context, name)] : [],
    verify(name),
    {
      name,
      actions: Lazy.any({ produce: () => [...deploy(), ...protect] }) as any,
      beforeEntry: entry.length > 0 ? { conditions: entry } : undefined,
      onSuccess: watched.length > 0 ? { conditions: watched } : undefined,
      onFailure: { result: 'ROLLBACK' },
    },
  ];
}

/** A stage of its own: a rollback runs a stage again with what was approved before, and must not wait for a person. */
function approval({ actions, topic }: PipelineContext, name: string): StageDeclaration {
  const role = actions.role(`Approve${name}`);
  topic.grantPublish(role);
  actions.declare(topic.node.path, ['sns:Publish']);
  return {
    name: `Approve-${name}`,
    actions: [{
      name: APPROVE,
      actionTypeId: { category: 'Approval', owner: 'AWS', provider: 'Manual', version: '1' },
      configuration: { NotificationArn: topic.topicArn, CustomData: `Deploys ${name}. The gate passed: its report is in the artifact ${Artifact.EVIDENCE}.` },
      roleArn: role.roleArn,
      runOrder: 1,
    }],
  };
}

function letDeploy(context: PipelineContext, { deployRoleArn, account }: DeployedStack): void {
  context.actions.assume(deployRoleArn);
  context.artifacts.letIn(deployRoleArn, deployedArtifact(context), account === context.stack.account);
}
