import * as lambda from 'aws-cdk-lib/aws-lambda';
import { ClassDefaults, isLeftOut } from './class-defaults';
import { acknowledgeRedrive, queueBehind } from '../compute/queue-source';
import { SecureFunction } from '../compute/secure-function';
import { polledService, pollersWithin, UNRESERVED_POLLERS } from '../compute/source-mapping';
import { functionBehind } from '../core/invocation-point';

/**
 * A queue is polled for no more runs at once than its function has reserved, 10 when it has reserved none. Its failed messages go where its redrive policy
 * says: one pack knows another way only.
 */
export const eventSourceDefaults: ClassDefaults = {
  classId: lambda.EventSourceMapping.PROPERTY_INJECTION_ID,
  // a function makes the mapping of its event source itself
  alsoInsideCdk: true,
  fill: () => ({}),
  finish(mapping: lambda.EventSourceMapping, said: lambda.EventSourceMappingProps) {
    if (functionBehind(said.target) instanceof SecureFunction) return [];
    const queue = queueBehind(said.eventSourceArn);
    if (queue) acknowledgeRedrive(mapping, queue);
    const pollers = pollersWithin(reservedBy(said.target) ?? UNRESERVED_POLLERS);
    const bounded = polledService(said.eventSourceArn) !== 'sqs' || !isLeftOut(said, 'maxConcurrency', 'provisionedPollerConfig');
    if (bounded || pollers === undefined) return [];
    (mapping.node.defaultChild as lambda.CfnEventSourceMapping).scalingConfig = { maximumConcurrency: pollers };
    return ['ScalingConfig'];
  },
};

function reservedBy(fn: lambda.IFunction): number | undefined {
  return (fn.node.defaultChild as lambda.CfnFunction | undefined)?.reservedConcurrentExecutions;
}
