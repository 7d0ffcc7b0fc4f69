import type { Duration, RemovalPolicy } from 'aws-cdk-lib';
import type * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import type { DataClass } from '../core/data-class';
import type { TrustZone } from '../zone/trust-zone';

/**
 * Properties of a `SecureStateMachine`.
 */
export interface SecureStateMachineProps {
  /**
   * The states: `DefinitionBody.fromChainable`, `fromString` or `fromFile`. The tasks of a chainable bring their permissions; what
   * a text or a file calls is granted by hand, for example `queue.grantSendMessages(machine)`.
   */
  readonly definitionBody: sfn.DefinitionBody;

  /**
   * What replaces `${name}` in a definition.
   *
   * @default - nothing
   */
  readonly definitionSubstitutions?: Record<string, string>;

  /**
   * Name of the state machine.
   *
   * @default - a name that no other deployment of the stack has, so that a retained machine never collides with a new one
   */
  readonly stateMachineName?: string;

  /**
   * What the state machine is for.
   *
   * @default - none
   */
  readonly comment?: string;

  /**
   * STANDARD keeps a history of each execution and can be redriven; EXPRESS leaves its log alone, and ends after five minutes.
   *
   * @default StateMachineType.STANDARD
   */
  readonly stateMachineType?: sfn.StateMachineType;

  /**
   * The language of the definition's queries.
   *
   * @default QueryLanguage.JSON_PATH
   */
  readonly queryLanguage?: sfn.QueryLanguage;

  /**
   * After how long an execution is ended. A chainable gets it; a text or a file says its own `TimeoutSeconds`.
   *
   * @default - one hour; five minutes for EXPRESS
   */
  readonly timeout?: Duration;

  /**
   * Writes what goes in and out of states to the log, for data of class PUBLIC or INTERNAL. The choice stands in the template's
   * metadata and in the evidence.
   *
   * @default false
   */
  readonly logExecutionData?: boolean;

  /**
   * What happens to the state machine, and with it to the history of its executions, and to its logs when the stack goes.
   *
   * @default - as the zone's profile says: RETAIN for all but `Profile.SANDBOX`
   */
  readonly removalPolicy?: RemovalPolicy;

  /**
   * The class of the data that passes through: decides the key.
   *
   * @default DataClass.CONFIDENTIAL
   */
  readonly dataClass?: DataClass;

  /**
   * The zone whose key encrypts definition, executions and logs.
   *
   * @default - the zone of the scope
   */
  readonly zone?: TrustZone;
}
