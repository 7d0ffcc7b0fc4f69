import * as iam from 'aws-cdk-lib/aws-iam';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import type { FunctionRole } from './function-role';
import { acknowledgeStructural, StructuralCause } from '../core/structural-acknowledgement';

/**
 * Lets a durable function save and read its executions: its code calls Lambda's API. The statement stands in a policy beside the role,
 * because it names the function, which waits for the role and its policies.
 *
 * Source: AWS Lambda developer guide, "Security and permissions for durable functions".
 */
export function letEndure(fn: lambda.Function, role: FunctionRole): void {
  const statement = new iam.PolicyStatement({
    sid: 'DurableExecutions',
    actions: ['lambda:CheckpointDurableExecution', 'lambda:GetDurableExecutionState'],
    resources: [`${fn.functionArn}:*`],
  });
  const policy = new iam.ManagedPolicy(fn, 'DurableExecutions', { roles: [role], statements: [statement] });
  const { logicalId } = fn.node.defaultChild as lambda.CfnFunction;
  acknowledgeStructural(policy.node.defaultChild!, {
    cause: StructuralCause.NO_RESOURCE_LEVEL,
    findings: [`AwsSolutions::AwsSolutions-IAM5[Resource::<${fn.stack.resolve(logicalId)}.Arn>:*]`],
    provedBy: 'ZT-IAM-001',
    reason: 'Executions have no ARN to name before they are started; the statement names their function.',
  });
  role.reaches(statement);
}
