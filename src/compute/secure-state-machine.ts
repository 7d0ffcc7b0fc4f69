import { ArnFormat, Duration, Names } from 'aws-cdk-lib';
import * as events from 'aws-cdk-lib/aws-events';
import * as targets from 'aws-cdk-lib/aws-events-targets';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { ExecutionInput } from './execution-input';
import { SecureStateMachineProps } from './secure-state-machine-props';
import { EXECUTIONS_HAVE_NO_ARN, StateMachineRole } from './state-machine-role';
import { executionArn, executionsOf } from './task-statements';
import { checkProps } from '../core/checked-props';
import { complete } from '../core/complete-props';
import { pathOf } from '../core/construct-path';
import { DataClass } from '../core/data-class';
import { declareEdge } from '../core/declare-edge';
import { Intent } from '../core/edge';
import { ZeroTrustError } from '../core/errors';
import { refuseWildcards, strictGrant, StrictGrantOptions } from '../core/strict-grant';
import { deploymentId, vendedLogName } from '../core/vended-logs';
import type { DataKey } from '../zone/keys/data-key';
import { SecureLogGroup } from '../zone/logs/secure-log-group';
import { acknowledgeObjects } from '../zone/object-wildcards';
import { TrustZone } from '../zone/trust-zone';

const START = ['states:StartExecution'];
const START_SYNC = ['states:StartSyncExecution'];
const REDRIVE = ['states:RedriveExecution'];
const ANSWER_TASKS = ['states:SendTaskFailure', 'states:SendTaskHeartbeat', 'states:SendTaskSuccess'];
const READ = ['states:DescribeStateMachine', 'states:ListExecutions'];
const READ_EXECUTIONS = ['states:DescribeExecution', 'states:DescribeStateMachineForExecution', 'states:GetExecutionHistory'];
/** What the CDK calls the role of all rules that start a machine. */
const ROLE_OF_RULES = 'EventsRole';
/** Step Functions takes 80 characters, the last nine of which tell deployments apart. */
const MAX_NAME = 71;

/**
 * A state machine whose definition, executions and logs are under the zone's key, that logs every event without the data, is traced,
 * and may do nothing but what its tasks and grants name.
 *
 * Tasks of the CDK are made exact: a function by its own ARN and not by all its versions, a queue's, topic's and table's key through
 * their services, the executions of a nested machine, a distributed map. Rules of EventBridge start it, by `startWith`, with a role of its own that may do
 * nothing else; `new SfnStateMachine(machine)` of the CDK takes the same role, and gives an execution the whole event.
 *
 * In the template: the machine, its log group, and a role with one customer-managed policy, which only Step Functions assumes for this
 * machine; for all machines of a zone one policy for traces and the delivery of logs.
 *
 * Throws `DataInLogs`, `BadTimeout`; on grants `GrantWithoutEffect`, `WildcardAction`, `NoActions`, `NotExpress`, `NotStandard`.
 *
 * Fixed cost: none. Source: FSBP StepFunctions.1, NIST 800-53 AC-6, AU-12, SC-12, SC-28.
 *
 * @example
 * declare const assess: SecureFunction;
 * declare const fileClaim: SecureFunction;
 *
 * const machine = new SecureStateMachine(this, 'Assessment', {
 *   definitionBody: sfn.DefinitionBody.fromChainable(new tasks.LambdaInvoke(this, 'Assess', { lambdaFunction: assess })),
 *   timeout: Duration.days(7),
 * });
 * machine.grantStartExecution(fileClaim);
 */
export class SecureStateMachine extends sfn.StateMachine {
  /** The zone of the machine. */
  public readonly zone: TrustZone;
  /** Where every event of an execution is logged. */
  public readonly logGroup: SecureLogGroup;

  private readonly key: DataKey;
  /** The ARN made of the name, where a reference would be a cycle. */
  private readonly namedArn: string;
  private rulesMayStart = false;

  constructor(scope: Construct, id: string, props: SecureStateMachineProps) {
    const path = pathOf(scope, id);
    checkProps(new.target === SecureStateMachine, 'SecureStateMachineProps', path, props);
    const express = props.stateMachineType === sfn.StateMachineType.EXPRESS;
    const timeout = props.timeout ?? (express ? Duration.minutes(5) : Duration.hours(1));
    checkTimeout(path, timeout, express);
    checkLoggedData(path, props);

    const zone = props.zone ?? TrustZone.of(scope);
    const role = new StateMachineRole(new Construct(scope, `${id}Own`), 'Role', path, zone);
    super(scope, id, complete({
      definitionBody: props.definitionBody,
      definitionSubstitutions: props.definitionSubstitutions,
      stateMachineName: props.stateMachineName,
      stateMachineType: props.stateMachineType,
      comment: props.comment,
      queryLanguage: props.queryLanguage,
      timeout,
      removalPolicy: props.removalPolicy ?? zone.profile.removalPolicy,
      role,
    }));

    this.zone = zone;
    this.key = zone.key(props.dataClass);
    this.logGroup = new SecureLogGroup(this, 'Logs', {
      zone, dataClass: props.dataClass, removalPolicy: props.removalPolicy, logGroupName: vendedLogName(this, '/aws/vendedlogs/states/'),
    });
    const resource = this.node.defaultChild as sfn.CfnStateMachine;
    const name = props.stateMachineName
      ?? `${Names.uniqueResourceName(this, { maxLength: MAX_NAME, separator: '-' })}-${deploymentId(this.stack.stackId)}`;
    this.namedArn = this.stack.formatArn({ service: 'states', resource: 'stateMachine', arnFormat: ArnFormat.COLON_RESOURCE_NAME, resourceName: name });
    resource.stateMachineName = name;
    // Set here and not through the L2, which would put statements with `*` into the role and let any log delivery use the key.
    resource.encryptionConfiguration = { type: 'CUSTOMER_MANAGED_KMS_KEY', kmsKeyId: this.key.keyArn };
    resource.tracingConfiguration = { enabled: true };
    resource.loggingConfiguration = {
      level: sfn.LogLevel.ALL,
      includeExecutionData: props.logExecutionData ?? false,
      destinations: [{ cloudWatchLogsLogGroup: { logGroupArn: this.logGroup.logGroupArn } }],
    };
    if (props.logExecutionData) this.node.addMetadata('cdk-zero-trust:opt-out', 'logExecutionData: what goes in and out of states is in the log');

    const maps = this.node.tryRemoveChild(DISTRIBUTED_MAP_POLICY);
    // a distributed map runs its batches as `<machine>/<map>`
    const machineArns = maps ? [this.namedArn, `${this.namedArn}/*`] : [this.namedArn];
    role.assumedFor(machineArns);
    this.useKey(role, machineArns);
    if (maps) this.runMaps(role, name);
    zone._join(this);
  }

  /**
   * Lets a principal start executions: `StartExecution` on this machine. It needs no key: the machine's own role has it.
   *
   * Throws `GrantWithoutEffect` for a principal without policies.
   */
  public override grantStartExecution(grantee: iam.IGrantable): iam.Grant {
    // called by the L2's constructor too, for distributed maps, before our fields are set
    if (!this.key) return super.grantStartExecution(grantee);
    if (this.isRoleOfRules(grantee)) return this.letRulesStart(grantee);
    return this.grantExactly({ grantee, intent: Intent.INVOKE, actions: START, resourceArns: [this.stateMachineArn] });
  }

  /**
   * A target for rules of EventBridge that starts an execution for each event, and says what of the event is its input: states read
   * `$.id` of EVENT_DETAIL where they read `$.detail.id` of WHOLE_EVENT.
   *
   * In the template: a target of the rule with `InputPath`, and once for all rules a role that may start this machine. Events that cannot be
   * delivered go to the dead-letter queue of the rule's bus, as `SecureEventBus.addRule` sets it.
   *
   * @param input what of the event an execution gets
   */
  public startWith(input: ExecutionInput): events.IRuleTarget {
    return new targets.SfnStateMachine(this, {
      input: input === ExecutionInput.EVENT_DETAIL ? events.RuleTargetInput.fromEventPath('$.detail') : undefined,
    });
  }

  /**
   * Lets a principal run an EXPRESS machine and wait for its end: `StartSyncExecution`, and the key through Step Functions, for the
   * definition that the answer holds.
   *
   * Throws `NotExpress`, and `GrantWithoutEffect` for a principal without policies.
   */
  public override grantStartSyncExecution(grantee: iam.IGrantable): iam.Grant {
    if (this.stateMachineType !== sfn.StateMachineType.EXPRESS) {
      throw new ZeroTrustError(this, 'NotExpress', 'Step Functions waits for executions of EXPRESS machines only.',
        'set stateMachineType to EXPRESS, or start it and read its end: grantStartExecution, grantRead.');
    }
    return this.grantExactly({ grantee, intent: Intent.INVOKE, actions: START_SYNC, resourceArns: [this.stateMachineArn], ...this.decrypt() });
  }

  /**
   * Lets a principal run a failed execution again from where it failed, with what it was given: `RedriveExecution`.
   *
   * Throws `NotStandard`, and `GrantWithoutEffect` for a principal without policies.
   */
  public override grantRedriveExecution(grantee: iam.IGrantable): iam.Grant {
    if (this.stateMachineType !== sfn.StateMachineType.STANDARD) {
      throw new ZeroTrustError(this, 'NotStandard', 'Step Functions keeps nothing of an EXPRESS execution that could be run again.',
        'use the type STANDARD.');
    }
    return this.grantOnExecutions(grantee, Intent.INVOKE, REDRIVE);
  }

  /**
   * Lets a principal read executions with what went in and out: `ListExecutions`, `DescribeStateMachine`, and on executions
   * `DescribeExecution`, `GetExecutionHistory`, `DescribeStateMachineForExecution`; the key through Step Functions.
   *
   * Throws `GrantWithoutEffect` for a principal without policies.
   */
  public override grantRead(grantee: iam.IGrantable): iam.Grant {
    return this.grantExactly({ grantee, intent: Intent.READ, actions: READ, resourceArns: [this.stateMachineArn], ...this.decrypt() })
      .combine(this.grantOnExecutions(grantee, Intent.READ, READ_EXECUTIONS));
  }

  /**
   * Lets a principal answer for tasks that wait for their token: `SendTaskSuccess`, `SendTaskFailure`, `SendTaskHeartbeat`.
   *
   * Throws `GrantWithoutEffect` for a principal without policies.
   */
  public override grantTaskResponse(grantee: iam.IGrantable): iam.Grant {
    // by name: the machine calls the function that answers, so a reference back would be a cycle
    return this.grantExactly({ grantee, intent: Intent.USE, actions: ANSWER_TASKS, resourceArns: [this.namedArn] });
  }

  /**
   * Lets a principal do exactly the given actions on executions of this machine.
   *
   * Throws `WildcardAction`, `NoActions`, and `GrantWithoutEffect` for a principal without policies.
   */
  public override grantExecution(grantee: iam.IGrantable, ...actions: string[]): iam.Grant {
    if (!this.key) return super.grantExecution(grantee, ...actions);
    refuseWildcards(this, actions);
    return this.grantOnExecutions(grantee, Intent.USE, actions);
  }

  /**
   * Lets a principal do exactly the given actions on this machine.
   *
   * Throws `WildcardAction`, `NoActions`, and `GrantWithoutEffect` for a principal without policies.
   */
  public override grant(grantee: iam.IGrantable, ...actions: string[]): iam.Grant {
    refuseWildcards(this, actions);
    return this.grantExactly({ grantee, intent: Intent.USE, actions, resourceArns: [this.stateMachineArn] });
  }

  private grantExactly(options: Omit<StrictGrantOptions, 'target'>): iam.Grant {
    return strictGrant({ ...options, target: this });
  }

  private grantOnExecutions(grantee: iam.IGrantable, intent: Intent, actions: string[]): iam.Grant {
    const executions = executionsOf(this);
    const grant = this.grantExactly({ grantee, intent, actions, resourceArns: [executions] });
    acknowledgeObjects(grantee, grant, [executions], EXECUTIONS_HAVE_NO_ARN);
    return grant;
  }

  private decrypt() {
    return {
      key: this.key, keyActions: ['kms:Decrypt'], viaService: 'states', encryptionContext: { 'aws:states:stateMachineArn': [this.namedArn] },
    };
  }

  private isRoleOfRules(grantee: iam.IGrantable): grantee is iam.Role {
    return grantee instanceof iam.Role && grantee.node.scope === this && grantee.node.id === ROLE_OF_RULES;
  }

  /** The CDK would give that role an inline policy. */
  private letRulesStart(role: iam.Role): iam.Grant {
    if (!this.rulesMayStart) {
      const actions = START;
      new iam.ManagedPolicy(this, 'EventsPolicy', {
        roles: [role], statements: [new iam.PolicyStatement({ actions, resources: [this.stateMachineArn] })],
      });
      declareEdge(this, { caller: 'events.amazonaws.com', target: this.node.path, intent: Intent.INVOKE, actions });
    }
    this.rulesMayStart = true;
    return iam.Grant.drop(role, 'the role has a customer-managed policy');
  }

  /** Source: AWS Step Functions developer guide, "Data at rest encryption in Step Functions". */
  private useKey(role: StateMachineRole, machineArns: string[]): void {
    const resources = [this.key.keyArn];
    role.addRuntimeStatement(new iam.PolicyStatement({
      sid: 'Executions',
      actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
      resources,
      conditions: { StringLike: { 'kms:EncryptionContext:aws:states:stateMachineArn': machineArns } },
    }));
    role.addRuntimeStatement(new iam.PolicyStatement({
      sid: 'Logs',
      actions: ['kms:GenerateDataKey'],
      resources,
      conditions: { StringEquals: { 'kms:EncryptionContext:SourceArn': this.stack.formatArn({ service: 'logs', resource: '*', arnFormat: ArnFormat.COLON_RESOURCE_NAME }) } },
    }));
    this.key.allowStateMachines();
  }

  /** What the CDK puts into an inline policy, by name: the machine starts itself for each batch. */
  private runMaps(role: StateMachineRole, name: string): void {
    role.addRuntimeStatement(new iam.PolicyStatement({ sid: 'StartBatches', actions: START, resources: [this.namedArn] }));
    role.addRuntimeStatement(new iam.PolicyStatement({
      sid: 'Batches', actions: ['states:DescribeExecution', 'states:StopExecution'], resources: [executionArn(this.stack, `${name}:*`)],
    }));
    role.addRuntimeStatement(new iam.PolicyStatement({ sid: 'RedriveBatches', actions: REDRIVE, resources: [executionArn(this.stack, `${name}/*:*`)] }));
  }
}

const DISTRIBUTED_MAP_POLICY = 'DistributedMapPolicy';

function checkTimeout(path: string, timeout: Duration, express: boolean): void {
  if (timeout.isUnresolved()) return;
  const seconds = timeout.toSeconds({ integral: false });
  const most = express ? Duration.minutes(5) : Duration.days(365);
  if (seconds >= 1 && seconds <= most.toSeconds()) return;
  throw new ZeroTrustError(path, 'BadTimeout', `a timeout of ${seconds} s is not between 1 s and ${most.toHumanString()}.`,
    express ? 'use the type STANDARD for what runs longer.' : 'split the work.');
}

function checkLoggedData(path: string, { logExecutionData, dataClass = DataClass.CONFIDENTIAL }: SecureStateMachineProps): void {
  if (!logExecutionData || dataClass === DataClass.PUBLIC || dataClass === DataClass.INTERNAL) return;
  throw new ZeroTrustError(path, 'DataInLogs', `a log is read by more people than ${dataClass} data is for.`,
    'leave logExecutionData out, or say by dataClass that the data is PUBLIC or INTERNAL.');
}
