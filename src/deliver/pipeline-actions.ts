import { Stack } from 'aws-cdk-lib';
import * as codepipeline from 'aws-cdk-lib/aws-codepipeline';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import type { ConditionRule } from './pipeline-condition';
import type { PipelineProject } from './pipeline-project';
import type { DeployedStack } from './pipeline-stacks';
import type { SecureStateMachine } from '../compute/secure-state-machine';
import { EXECUTIONS_HAVE_NO_ARN } from '../compute/state-machine-role';
import { executionsOf } from '../compute/task-statements';
import { declareEdge, targetOf } from '../core/declare-edge';
import { Intent } from '../core/edge';
import { CustomerManagedRole } from '../zone/customer-managed-role';
import { acknowledgeWildcards } from '../zone/object-wildcards';
import type { TrustZone } from '../zone/trust-zone';

/** What a stage does when one of its conditions does not hold. */
type Result = 'FAIL' | 'ROLLBACK' | 'SKIP';

type Action = codepipeline.CfnPipeline.ActionDeclarationProperty;

const CHANGE_SET = 'SecurePipeline';

/**
 * Makes the actions and rules of a pipeline, each with a role of its own that only the role of the pipeline assumes.
 *
 * @internal
 */
export class PipelineActions {
  private readonly assumed = new Set<string>();

  constructor(private readonly scope: Construct, private readonly zone: TrustZone, public readonly pipelineRole: CustomerManagedRole) {}

  /** A role for one action, which may do exactly this. */
  public role(id: string, statements: iam.PolicyStatement[] = []): CustomerManagedRole {
    const role = new CustomerManagedRole(this.scope, `${id}Role`, {
      assumedBy: new iam.ArnPrincipal(this.pipelineRole.roleArn), permissionsBoundary: this.zone.permissionsBoundary,
    });
    for (const statement of statements) {
      role.addToPrincipalPolicy(statement);
      for (const arn of statement.resources) [this.scope, role].forEach((caller) => this.declare(targetOf(arn), statement.actions, caller));
    }
    this.assume(role.roleArn);
    return role;
  }

  /** What the role of an action may do, the pipeline does, which acts as it: both are declared. */
  public declare(target: string, actions: string[], caller: Construct = this.scope): void {
    // the other name of the same action: connections were CodeStar's
    const named = /:codeconnections:/.test(target) ? actions.filter((action) => !action.startsWith('codestar-')) : actions;
    declareEdge(this.scope, { caller: caller.node.path, target, intent: intentOf(named), actions: [...named].sort() });
  }

  /** Lets the pipeline take on a role, one of ours or of a bootstrap. */
  public assume(roleArn: string): void {
    if (this.assumed.has(roleArn)) return;
    this.assumed.add(roleArn);
    this.pipelineRole.addToPrincipalPolicy(new iam.PolicyStatement({ actions: ['sts:AssumeRole'], resources: [roleArn] }));
    this.declare(targetOf(roleArn), ['sts:AssumeRole']);
  }

  /** Runs a project. */
  public build(name: string, id: string, project: PipelineProject, category: 'Build' | 'Test', runOrder = 1, namespace?: string): Action {
    const role = this.role(id, [new iam.PolicyStatement({
      actions: ['codebuild:BatchGetBuilds', 'codebuild:StartBuild', 'codebuild:StopBuild'], resources: [project.projectArn],
    })]);
    return {
      name,
      actionTypeId: { category, owner: 'AWS', provider: 'CodeBuild', version: '1' },
      configuration: { ProjectName: project.projectName, ...project.inputs.length > 1 && { PrimarySource: project.inputs[0] } },
      inputArtifacts: project.inputs.map((input) => ({ name: input })),
      outputArtifacts: project.output ? [{ name: project.output }] : undefined,
      namespace,
      roleArn: role.roleArn,
      runOrder,
    };
  }

  /** Starts a state machine and waits for its end. */
  public run(name: string, id: string, machine: SecureStateMachine, input: object, runOrder: number): Action {
    const role = this.role(id, [new iam.PolicyStatement({ actions: ['states:DescribeStateMachine', 'states:StartExecution'], resources: [machine.stateMachineArn] })]);
    const executions = executionsOf(machine);
    const describe = new iam.PolicyStatement({ actions: ['states:DescribeExecution'], resources: [executions] });
    role.addToPrincipalPolicy(describe);
    acknowledgeWildcards(role, describe, [executions], EXECUTIONS_HAVE_NO_ARN);
    for (const caller of [this.scope, role]) this.declare(machine.node.path, describe.actions, caller);
    return {
      name,
      actionTypeId: { category: 'Invoke', owner: 'AWS', provider: 'StepFunctions', version: '1' },
      configuration: { StateMachineArn: machine.stateMachineArn, InputType: 'Literal', Input: Stack.of(this.scope).toJsonString(input) },
      roleArn: role.roleArn,
      runOrder,
    };
  }

  /** Two actions for a stack: a change set is made, and executed. */
  public deploy(stack: DeployedStack, artifact: string, runOrder: number): Action[] {
    const tags = stack.writeTags();
    const of = (ActionMode: string, more: Record<string, string>) => ({ ActionMode, StackName: stack.name, ChangeSetName: CHANGE_SET, ...more });
    const common = { actionTypeId: { category: 'Deploy', owner: 'AWS', provider: 'CloudFormation', version: '1' }, roleArn: stack.deployRoleArn };
    return [
      {
        ...common,
        name: `${stack.stack.node.id}.Prepare`,
        configuration: of('CHANGE_SET_REPLACE', {
          TemplatePath: `${artifact}::${stack.templatePath}`,
          ...tags !== undefined && { TemplateConfiguration: `${artifact}::${tags}` },
          RoleArn: stack.executionRoleArn,
          Capabilities: 'CAPABILITY_NAMED_IAM,CAPABILITY_AUTO_EXPAND',
        }),
        inputArtifacts: [{ name: artifact }],
        runOrder,
      },
      { ...common, name: `${stack.stack.node.id}.Deploy`, configuration: of('CHANGE_SET_EXECUTE', {}), runOrder: runOrder + 1 },
    ];
  }

  /** A condition of one rule. */
  public condition(id: string, name: string, rule: ConditionRule, result: Result): codepipeline.CfnPipeline.ConditionProperty {
    const { region } = Stack.of(this.scope);
    const role = rule.actions.length > 0 ? this.role(id, [new iam.PolicyStatement({ actions: rule.actions, resources: rule.resources })]) : undefined;
    return {
      result,
      rules: [{
        name,
        ruleTypeId: { category: 'Rule', owner: 'AWS', provider: rule.provider, version: '1' },
        configuration: rule.configuration,
        roleArn: role?.roleArn,
        region,
      }],
    };
  }
}

function intentOf(actions: string[]): Intent {
  if (actions.every((action) => /:(Describe|Get)/.test(action))) return Intent.READ;
  return actions.length === 1 && /:(Invoke\w*|StartExecution)$/.test(actions[0]) ? Intent.INVOKE : Intent.USE;
}
