import { CfnResource } from 'aws-cdk-lib';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { oncePerTree, referencedBy } from './references';

/** Properties in which the resources of a type say where they hand over what they could not handle. */
const HANDS_OVER: Record<string, string> = {
  'AWS::Events::Rule': 'targets',
  'AWS::Lambda::EventInvokeConfig': 'destinationConfig',
  'AWS::Lambda::EventSourceMapping': 'destinationConfig',
  'AWS::Lambda::Function': 'deadLetterConfig',
  'AWS::SNS::Subscription': 'redrivePolicy',
  'AWS::SQS::Queue': 'redrivePolicy',
  'AWS::Scheduler::Schedule': 'target',
};
const FAILED = /^(deadLetterConfig|onFailure|redrivePolicy)$/;

/** Whether a queue is where others hand over what they could not handle. Asked when all of them are there. @internal */
export function isDeadLetterTarget(queue: sqs.CfnQueue): boolean {
  return targetsIn(queue.node.root).has(queue);
}

const targetsIn = oncePerTree((root) => root.node.findAll().filter(CfnResource.isCfnResource).flatMap((resource) => {
  const property = HANDS_OVER[resource.cfnResourceType];
  return property === undefined ? [] : referencedBy(resource, { [property]: (resource as any)[property] }, FAILED);
}));
