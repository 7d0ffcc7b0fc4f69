import { ArnFormat, Duration, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import type { PlayContext, PlayDefinition, PlayOptions } from './play';
import { PlayMode } from './play-mode';
import { call, callService, DONE, REQUEST, State } from './respond-definition';
import { SecureFunction } from '../compute/secure-function';
import { acknowledgeWildcards } from '../zone/object-wildcards';

/** Source: Service Authorization Reference, AWS Lambda: these take the ARN of a function. */
const READ = ['lambda:GetFunction', 'lambda:GetFunctionConcurrency', 'lambda:GetPolicy'];
const CHANGE = ['lambda:DeleteFunctionConcurrency', 'lambda:PutFunctionConcurrency', 'lambda:TagResource', 'lambda:UntagResource'];
/** These take no resource. */
const LIST = ['ec2:DescribeSecurityGroups', 'lambda:ListEventSourceMappings'];
const NO_ARN = 'Security groups and event source mappings are listed without a resource to name; nothing is changed by it.';

/** @internal */
export function isolateFunction({ mode }: PlayOptions): PlayDefinition {
  return { name: 'isolateFunction', kinds: ['FUNCTION'], mode, defaultMode: PlayMode.APPROVE, bind };
}

function bind(context: PlayContext) {
  const { partition } = context;
  const quarantine = quarantinePolicy(context);
  const fn = context.makeFunction('IsolateFunction', 'isolateFunction', { EVIDENCE_BUCKET: context.evidence.bucketName }, Duration.minutes(1));
  context.evidence.grantPut(fn, 'incidents/*');
  const list = new iam.PolicyStatement({ actions: LIST, resources: ['*'] });
  fn.addToRolePolicy(list);
  acknowledgeWildcards(fn.role!, list, ['*'], NO_ARN);
  context.onFunction((member) => allowOn(context, fn, member, quarantine));
  return { states: statesOf(partition, fn, quarantine.managedPolicyArn), functions: [fn] };
}

/** Denies everything, and stands ready: no play may write a policy, and none may attach another one. */
function quarantinePolicy({ scope }: PlayContext): iam.ManagedPolicy {
  return new iam.ManagedPolicy(scope, 'Quarantine', {
    description: 'Denies everything to the role of a function that is isolated',
    statements: [new iam.PolicyStatement({ sid: 'Quarantine', effect: iam.Effect.DENY, actions: ['*'], resources: ['*'] })],
  });
}

/** Exactly this function, its mappings, its log group, its security groups, its role. */
function allowOn(context: PlayContext, fn: SecureFunction, member: lambda.Function, quarantine: iam.IManagedPolicy): void {
  const stack = Stack.of(member);
  fn.addToRolePolicy(new iam.PolicyStatement({ actions: [...READ, ...CHANGE], resources: [member.functionArn] }));
  const mappings = stack.formatArn({ service: 'lambda', resource: 'event-source-mapping', resourceName: '*', arnFormat: ArnFormat.COLON_RESOURCE_NAME });
  const update = new iam.PolicyStatement({
    actions: ['lambda:UpdateEventSourceMapping'], resources: [mappings], conditions: { ArnEquals: { 'lambda:FunctionArn': member.functionArn } },
  });
  fn.addToRolePolicy(update);
  acknowledgeWildcards(fn.role!, update, [mappings], 'A mapping has no ARN to name before it is made; the condition names its function.');
  const logs = member.logGroup.logGroupArn;
  const read = new iam.PolicyStatement({ actions: ['logs:FilterLogEvents'], resources: [logs] });
  fn.addToRolePolicy(read);
  acknowledgeWildcards(fn.role!, read, [logs], 'The ARN of a log group ends in a wildcard for its streams.');
  const groups = member instanceof SecureFunction && member.securityGroup ? [member.securityGroup] : [];
  for (const group of groups) {
    fn.addToRolePolicy(new iam.PolicyStatement({
      actions: ['ec2:AuthorizeSecurityGroupEgress', 'ec2:RevokeSecurityGroupEgress'],
      resources: [stack.formatArn({ service: 'ec2', resource: 'security-group', resourceName: group.securityGroupId })],
    }));
  }
  context.allowMachine(new iam.PolicyStatement({
    actions: ['iam:AttachRolePolicy', 'iam:DetachRolePolicy'],
    resources: [member.role!.roleArn],
    conditions: { ArnEquals: { 'iam:PolicyARN': quarantine.managedPolicyArn } },
  }));
}

function statesOf(partition: string, fn: SecureFunction, policyArn: string) {
  const phase = (name: string, next: string): State => call(partition, fn.functionArn, { ...REQUEST, phase: name }, next);
  const role = (action: string, next: string): State => callService(partition, `iam:${action}`, {
    'RoleName.$': '$.action.role', 'PolicyArn': policyArn,
  }, next);
  return {
    first: 'Isolate',
    states: {
      Isolate: {
        Type: 'Choice',
        Choices: [{ Variable: '$.operation', StringEquals: 'UNDO', Next: 'GiveNetworkBack' }],
        Default: 'StopRuns',
      },
      StopRuns: phase('RUNS', 'DenyRole'),
      DenyRole: role('attachRolePolicy', 'CloseNetwork'),
      CloseNetwork: phase('NETWORK', DONE),
      GiveNetworkBack: phase('NETWORK', 'GiveRoleBack'),
      // a policy that was not attached is taken off already
      GiveRoleBack: gone(role('detachRolePolicy', 'GiveRunsBack'), 'GiveRunsBack'),
      GiveRunsBack: phase('RUNS', DONE),
    },
  };
}

function gone(state: State, next: string): State {
  const absent = ['Iam.NoSuchEntityException'];
  return {
    ...state,
    Retry: [{ ErrorEquals: absent, MaxAttempts: 0 }, ...state.Retry],
    Catch: [{ ErrorEquals: absent, ResultPath: null, Next: next }, ...state.Catch],
  };
}
