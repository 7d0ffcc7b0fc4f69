import { ArnFormat, CfnResource, Reference, Resource, Stack, Tokenization } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import type { IConstruct } from 'constructs';

/** What a service asks of KMS in a caller's name, by the action in small letters. Tasks of the CDK bring the key of queues alone. */
const KEY_ACTIONS: [RegExp, string[]][] = [
  [/^sns:publish$/, ['kms:Decrypt', 'kms:GenerateDataKey']],
  [/^dynamodb:/, ['kms:Decrypt']],
  [/^s3:getobject/, ['kms:Decrypt']],
  [/^s3:putobject$/, ['kms:Decrypt', 'kms:GenerateDataKey']],
];

/**
 * Makes the statements exact that tasks of the CDK bring, in the order in which they do: a function without its versions and
 * aliases, executions of one machine and not of those whose names begin alike, a queue's key through SQS.
 */
export class TaskStatements {
  private started?: IConstruct;

  constructor(private readonly stack: Stack) {}

  public exact(given: iam.PolicyStatement): iam.PolicyStatement {
    const [action] = given.actions;
    if (action === 'kms:Decrypt') return this.throughQueue(given);
    if (action === 'states:StartExecution') this.started = ownerOf(given.resources[0]);
    if (action === 'lambda:InvokeFunction') {
      return withResources(given, given.resources.filter((arn) => !given.resources.includes(arn.replace(/:\*$/, '')) || !arn.endsWith(':*')));
    }
    if (!given.resources.some(isExecutions)) return given;
    return withResources(given, given.resources.map((arn) => isExecutions(arn) ? this.executions(arn) : arn));
  }

  /** Gives a role the keys of the targets of a statement. */
  public grantKeys(role: iam.IRole, { actions, resources }: iam.PolicyStatement): void {
    const keyActions = new Set(actions.flatMap((action) => KEY_ACTIONS.find(([pattern]) => pattern.test(action.toLowerCase()))?.[1] ?? []));
    if (keyActions.size === 0) return;
    for (const owner of new Set(resources.map(ownerOf))) {
      if (owner && Resource.isResource(owner) && iam.GrantableResources.isEncryptedResource(owner)) owner.grantOnKey(role, ...keyActions);
    }
  }

  private throughQueue(given: iam.PolicyStatement): iam.PolicyStatement {
    if (Object.keys(given.conditions).length > 0) return given;
    return given.copy({
      actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
      conditions: { StringEquals: { 'kms:ViaService': `sqs.${this.stack.region}.${this.stack.urlSuffix}` } },
    });
  }

  private executions(arn: string): string {
    return this.started instanceof sfn.StateMachine ? executionsOf(this.started) : arn.replace(/:?\*$/, ':*');
  }
}

/** All executions of a machine: they have no ARN before they start. */
export function executionsOf(machine: sfn.StateMachine): string {
  return executionArn(machine.stack, `${machine.stateMachineName}:*`);
}

/** The ARN of an execution, `<machine>:<execution>`. */
export function executionArn(stack: Stack, name: string): string {
  return stack.formatArn({ service: 'states', resource: 'execution', arnFormat: ArnFormat.COLON_RESOURCE_NAME, resourceName: name });
}

export function isExecutions(arn: string): boolean {
  return /:execution:.*\*$/.test(arn);
}

/** Objects of a bucket of this app. */
export function isObjects(arn: string): boolean {
  return arn.endsWith('*') && ownerOf(arn) instanceof s3.Bucket;
}

function withResources(statement: iam.PolicyStatement, resources: string[]): iam.PolicyStatement {
  const same = resources.length === statement.resources.length && resources.every((arn, i) => arn === statement.resources[i]);
  return same ? statement : statement.copy({ resources });
}

/** The construct whose resource an ARN refers to. */
function ownerOf(arn: string): IConstruct | undefined {
  const target = Tokenization.reverseString(arn).tokens.filter(Reference.isReference)
    .map((reference) => reference.target).find((node) => CfnResource.isCfnResource(node));
  return target?.node.scope;
}
