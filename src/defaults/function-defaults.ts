import { Duration } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { ClassDefaults, constants, isLeftOut } from './class-defaults';
import { Place } from './place';
import { acknowledgeUnreserved } from '../compute/function-concurrency';
import { FunctionParts } from '../compute/function-parts';
import { FunctionRole } from '../compute/function-role';

/**
 * A function gets what a `SecureFunction` has.
 *
 * With a role of the person's own, whose rights are not known here, all that needs the role's help is left out: network,
 * key, own log group, traces and dead letters. The rules tell.
 */
export const functionDefaults: ClassDefaults = {
  classId: lambda.Function.PROPERTY_INJECTION_ID,

  fill(said: lambda.FunctionProps, at: Place) {
    const always = constants({
      memorySize: 256,
      timeout: Duration.seconds(10),
      ...at.zone.reservedConcurrentExecutions !== undefined && { reservedConcurrentExecutions: at.zone.reservedConcurrentExecutions },
      recursiveLoop: lambda.RecursiveLoop.TERMINATE,
      ...isLeftOut(said, 'logFormat') && { loggingFormat: lambda.LoggingFormat.JSON },
    });
    return mayHaveRole(said, at) ? { ...always, ...withRole(said, at) } : always;
  },

  finish(fn: lambda.Function, said: lambda.FunctionProps, at: Place) {
    const resource = fn.node.defaultChild as lambda.CfnFunction;
    if (resource.reservedConcurrentExecutions === undefined) acknowledgeUnreserved(resource);
    if (!(fn.role instanceof FunctionRole)) return [];
    const set: string[] = [];
    // on the resource and not through the L2, which would add statements with `*` that the zone's runtime policy has
    if (isLeftOut(said, 'tracing')) {
      resource.tracingConfig = { mode: 'Active' };
      set.push('TracingConfig');
    }
    if (isLeftOut(said, 'deadLetterQueueEnabled', 'onFailure') && resource.deadLetterConfig === undefined) {
      resource.deadLetterConfig = { targetArn: at.zone.deadLetterQueue.queueArn };
      set.push('DeadLetterConfig');
    }
    at.zone._join(fn);
    return set;
  },
};

/** The CDK hands the props of a singleton on to a function elsewhere: only here is it seen who wrote it. */
export const singletonFunctionDefaults: ClassDefaults = {
  classId: lambda.SingletonFunction.PROPERTY_INJECTION_ID,
};

function mayHaveRole(said: lambda.FunctionProps, { zone }: Place): boolean {
  return isLeftOut(said, 'role', 'durableConfig') && (said.vpc === undefined || zone.hasNetwork);
}

function withRole(said: lambda.FunctionProps, at: Place): Record<string, () => unknown> {
  const { zone } = at;
  const inNetwork = zone.hasNetwork && isLeftOut(said, 'vpc', 'vpcSubnets', 'securityGroups', 'allowAllOutbound');
  const parts = new FunctionParts(at.own, at.path, { zone, inNetwork });
  return {
    role: () => parts.role,
    environmentEncryption: () => parts.key,
    ...isLeftOut(said, 'logRetention') && { logGroup: () => parts.logGroup },
    ...inNetwork && {
      vpc: () => zone.vpc,
      vpcSubnets: () => ({ subnets: zone.subnets }),
      securityGroups: () => [parts.securityGroup],
    },
  };
}
