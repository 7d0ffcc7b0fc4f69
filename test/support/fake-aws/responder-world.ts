import { FakeAws, FakeService } from './fake-aws';
import { FakeEc2 } from './fake-ec2';
import { FakeLambda } from './fake-lambda';
import { FakeWafv2 } from './fake-wafv2';
import { FakeDynamoDb } from '../fake-dynamodb';
import { ServiceError } from '../json-protocol-server';

const MACHINE = 'arn:aws:states:eu-west-1:111122223333:stateMachine:Respond';

/** What an `IncidentResponder` works on, in memory, and the environment of its functions. */
export class ResponderWorld {
  public readonly table = new FakeDynamoDb('incidents', ['id']);
  public readonly lambda = new FakeLambda();
  public readonly ec2 = new FakeEc2();
  public readonly wafv2 = new FakeWafv2();
  /** Inputs of executions, by their names. A name is used once. */
  public readonly executions = new Map<string, any>();
  /** Tokens of tasks that wait, and what they were answered. */
  public readonly tasks = new Map<string, any>();
  /** Schedules by their names. */
  public readonly schedules = new Map<string, any>();
  public readonly messages: any[] = [];
  /** Objects by their keys. */
  public readonly evidence = new Map<string, string>();
  /** Pages of log events, in the order in which they are given out. */
  public logs = [[{ timestamp: 1, message: 'a line', logStreamName: 'stream' }]];
  public readonly aws: FakeAws;

  constructor() {
    this.aws = new FakeAws({
      dynamodb: { answer: (operation, input) => this.table.answerInTime(operation, input) },
      lambda: this.lambda,
      ec2: this.ec2,
      wafv2: this.wafv2,
      states: this.states(),
      scheduler: this.scheduler(),
      sns: { answer: (_, input) => { this.messages.push(input); return {}; } },
      logs: { answer: (_, { nextToken = '0' }) => ({ events: this.logs[Number(nextToken)], ...this.logs[Number(nextToken) + 1] && { nextToken: `${Number(nextToken) + 1}` } }) },
      s3: { answer: (_, { Key, Body }) => { this.evidence.set(Key, Body); return {}; } },
    });
    Object.assign(process.env, {
      INCIDENTS_TABLE: 'incidents',
      EVIDENCE_BUCKET: 'evidence',
      STATE_MACHINE: MACHINE,
      MIN_SEVERITY: '7',
      MAX_ACTIONS: '10',
      APPROVAL_TOPIC: 'arn:aws:sns:eu-west-1:111122223333:approvals',
      DECIDE_FUNCTION: 'decide',
      SCHEDULE_GROUP: 'expiries',
      SCHEDULE_ROLE: 'arn:aws:iam::111122223333:role/expiries',
      DEAD_LETTERS: 'arn:aws:sqs:eu-west-1:111122223333:dead-letters',
      NEVER_BLOCK: '[]',
      ADDRESS_SETS: '[]',
    });
  }

  /** Items of the table that are of one kind, unmarshalled as far as tests look. */
  public itemsOf(kind: string): any[] {
    return this.table.all().filter(({ id }) => (id.S as string).startsWith(`${kind}#`));
  }

  private states(): FakeService {
    return {
      answer: (operation, input) => {
        if (operation === 'SendTaskSuccess') {
          if (!this.tasks.has(input.taskToken)) throw new ServiceError('TaskTimedOut', 'Task Timed Out: \'Provided task does not exist anymore\'');
          this.tasks.set(input.taskToken, JSON.parse(input.output));
          return {};
        }
        if (operation !== 'StartExecution') throw new Error(`not faked: ${operation}`);
        const name = input.name ?? `execution-${this.executions.size}`;
        const before = this.executions.get(name);
        if (before !== undefined) throw new ServiceError('ExecutionAlreadyExists', `Execution Already Exists: '${name}'`);
        this.executions.set(name, JSON.parse(input.input));
        return { executionArn: `${MACHINE.replace('stateMachine', 'execution')}:${name}`, startDate: 1_700_000_000 };
      },
    };
  }

  private scheduler(): FakeService {
    return {
      answer: (operation, input) => {
        if (operation !== 'CreateSchedule') throw new Error(`not faked: ${operation}`);
        if (this.schedules.has(input.Name)) throw new ServiceError('ConflictException', 'Schedule already exists', 409);
        if (!/^[\w.-]{1,64}$/.test(input.Name)) throw new ServiceError('ValidationException', `Value '${input.Name}' at 'name' failed to satisfy constraint`);
        this.schedules.set(input.Name, input);
        return { ScheduleArn: `arn:aws:scheduler:eu-west-1:111122223333:schedule/expiries/${input.Name}` };
      },
    };
  }
}
