import { ArnFormat, Aws, Fn, Names, Stack } from 'aws-cdk-lib';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';

/**
 * A name for the log group of a service that asks for a prefix. The first part of the stack's UUID keeps a group that was
 * retained from colliding with the one of the next deployment.
 *
 * @internal
 */
export function vendedLogName(owner: Construct, prefix: string): string {
  return `${prefix}${Names.uniqueResourceName(owner, { maxLength: 200, separator: '-' })}-${deploymentId()}`;
}

/**
 * A name for what must have one in its region: letters, digits and hyphens, 128 at the most.
 *
 * @internal
 */
export function uniqueName(owner: Construct, part: string): string {
  return `${Names.uniqueResourceName(owner, { maxLength: 90, separator: '-' })}-${part}-${deploymentId()}`;
}

/**
 * Eight characters that no other deployment of the stack has.
 *
 * @param stackId of which stack, by `stack.stackId`, where another stack may name the resource too
 * @internal
 */
export function deploymentId(stackId: string = Aws.STACK_ID): string {
  return Fn.select(0, Fn.split('-', Fn.select(2, Fn.split('/', stackId))));
}

/**
 * The ARN as services want it that deliver logs: the group's own attribute ends in `:*`.
 *
 * @internal
 */
export function vendedLogArn(logGroup: logs.ILogGroup): string {
  return Stack.of(logGroup).formatArn({
    service: 'logs', resource: 'log-group', resourceName: logGroup.logGroupName, arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  });
}
