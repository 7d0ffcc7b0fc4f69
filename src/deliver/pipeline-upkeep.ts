import { ArnFormat, Duration, Stack } from 'aws-cdk-lib';
import * as events from 'aws-cdk-lib/aws-events';
import * as targets from 'aws-cdk-lib/aws-events-targets';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as sns from 'aws-cdk-lib/aws-sns';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { driftDefinition, protectDefinition } from './pipeline-definitions';
import type { DeployedStack } from './pipeline-stacks';
import { SecureStateMachine } from '../compute/secure-state-machine';
import { DataClass } from '../core/data-class';
import { acknowledgeWildcards } from '../zone/object-wildcards';
import type { TrustZone } from '../zone/trust-zone';

/** Why the ARN of a stack ends in a wildcard. @internal */
export const STACKS_HAVE_IDS = 'A stack has no ARN to name before it is made; the statement names the stack.';

/** @internal */
export interface PipelineUpkeepProps {
  readonly zone: TrustZone;
  readonly stacks: DeployedStack[];
  readonly topic: sns.ITopic;
}

/**
 * Protects stacks from deletion: which ones, its input says. Its role may change that of these stacks and nothing else.
 *
 * @internal
 */
export function protectionOf(scope: Construct, id: string, { zone, stacks }: Omit<PipelineUpkeepProps, 'topic'>): SecureStateMachine {
  const { partition } = Stack.of(scope);
  const machine = new SecureStateMachine(scope, id, {
    zone,
    dataClass: DataClass.INTERNAL,
    timeout: Duration.minutes(15),
    definitionBody: sfn.DefinitionBody.fromString(Stack.of(scope).toJsonString(protectDefinition(partition))),
  });
  const arns = stacks.map((one) => one.arn(partition));
  const protect = new iam.PolicyStatement({ actions: ['cloudformation:UpdateTerminationProtection'], resources: arns });
  machine.addToRolePolicy(protect);
  acknowledgeWildcards(machine.role, protect, arns, STACKS_HAVE_IDS);
  return machine;
}

/**
 * Looks for drift at an interval. CloudFormation reads the resources with the credentials of who asks, so it asks as the bootstrap's role for lookups,
 * which reads and changes nothing: no role of the pipeline is given the right to read a whole account.
 *
 * @internal
 */
export class DriftWatch extends Construct {
  public readonly machine: SecureStateMachine;

  constructor(scope: Construct, id: string, { zone, stacks, topic, interval }: PipelineUpkeepProps & { readonly interval: Duration }) {
    super(scope, id);
    const stack = Stack.of(this);
    const bus = stack.formatArn({ service: 'events', resource: 'event-bus', resourceName: 'default' });
    const watched = stacks.filter(({ lookupRoleArn }) => lookupRoleArn !== undefined);
    this.machine = new SecureStateMachine(this, 'Machine', {
      zone,
      dataClass: DataClass.INTERNAL,
      timeout: Duration.hours(2),
      definitionBody: sfn.DefinitionBody.fromString(stack.toJsonString(driftDefinition({
        partition: stack.partition,
        topicArn: topic.topicArn,
        stacks: watched.map((one) => ({
          name: one.name,
          role: one.lookupRoleArn!,
          arn: stack.formatArn({
            service: 'cloudformation', account: one.account, region: one.region, resource: 'stack', resourceName: one.name, arnFormat: ArnFormat.SLASH_RESOURCE_NAME,
          }),
        })),
      }))),
    });
    const roles = [...new Set(watched.map(({ lookupRoleArn }) => lookupRoleArn!))];
    if (roles.length > 0) this.machine.addToRolePolicy(new iam.PolicyStatement({ actions: ['sts:AssumeRole'], resources: roles }));
    // findings and nothing else: what holds these credentials cannot speak for another source
    this.machine.addToRolePolicy(new iam.PolicyStatement({
      actions: ['events:PutEvents'],
      resources: [bus],
      conditions: {
        'ForAllValues:StringEquals': { 'events:source': 'zero-trust', 'events:detail-type': 'Finding' },
        'Null': { 'events:source': 'false', 'events:detail-type': 'false' },
      },
    }));
    topic.grantPublish(this.machine);
    new events.Rule(this, 'Schedule', {
      description: 'Looks for drift of the stacks of a pipeline',
      schedule: events.Schedule.rate(interval),
      targets: [new targets.SfnStateMachine(this.machine, { deadLetterQueue: zone.deadLetterQueue, input: events.RuleTargetInput.fromObject({}) })],
    });
  }
}
