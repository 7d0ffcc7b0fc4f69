import { ArnFormat, Duration, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import type { PlayContext, PlayDefinition, PlayOptions } from './play';
import { PlayMode } from './play-mode';
import { call, callService, DONE, REQUEST, State } from './respond-definition';
import { SecureFunction } from '../compute/secure-function';
import { PermissionsBoundary } from '../identity/permissions-boundary';
import { acknowledgeWildcards } from '../zone/object-wildcards';

/** Source: Service Authorization Reference, AWS Lambda: these take the ARN of a function. */
// GetFunction leaves tags out without ListTags
const READ = ['lambda:GetFunction', 'lambda:GetFunctionConcurrency', 'lambda:GetPolicy', 'lambda:ListAliases', 'lambda:ListTags'];
const CHANGE = ['lambda:DeleteFunctionConcurrency', 'lambda:PutFunctionConcurrency', 'lambda:TagResource', 'lambda:UntagResource'];
const ATTACH = ['iam:AttachRolePolicy', 'iam:DetachRolePolicy'];
/** These take no resource. */
const LIST = ['ec2:DescribeSecurityGroups', 'lambda:ListEventSourceMappings'];
const NO_ARN = 'Security groups and event source mappings are listed without a resource to name; nothing is changed by it.';

/** @internal */
export function isolateFunction({ mode }: PlayOptions): PlayDefinition {
  return { name: 'isolateFunction', kinds: ['FUNCTION'], mode, defaultMode: PlayMode.APPROVE, renewable: true, bind };
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
function quarantinePolicy({ scope, zone }: PlayContext): iam.ManagedPolicy {
  const policy = new iam.ManagedPolicy(scope, 'Quarantine', {
    description: 'Denies everything to the role of a function that is isolated',
    statements: [new iam.PolicyStatement({ sid: 'Quarantine', effect: iam.Effect.DENY, actions: ['*'], resources: ['*'] })],
  });
  const boundary = zone.permissionsBoundary;
  // one of another stack may be deployed before this one, and could not name the policy
  if (boundary instanceof PermissionsBoundary && Stack.of(boundary) === Stack.of(scope)) {
    boundary._allowUnder(new iam.PolicyStatement({
      sid: 'Quarantine', actions: ATTACH, resources: ['*'], conditions: { ArnEquals: { 'iam:PolicyARN': policy.managedPolicyArn } },
    }));
  }
  return policy;
}

/** Exactly this function, its mappings, its log group, its security groups, its role. */
function allowOn(context: PlayContext, fn: SecureFunction, member: lambda.Function, quarantine: iam.IManagedPolicy): void {
  const stack = Stack.of(member);
  const allow = (statement: iam.PolicyStatement) => context.allowOn(member, fn, statement);
  allow(new iam.PolicyStatement({ actions: [...READ, ...CHANGE], resources: [member.functionArn] }));
  const mappings = stack.formatArn({ service: 'lambda', resource: 'event-source-mapping', resourceName: '*', arnFormat: ArnFormat.COLON_RESOURCE_NAME });
  const update = new iam.PolicyStatement({
    actions: ['lambda:UpdateEventSourceMapping'],
    resources: [mappings],
    // a mapping can be on an alias or a version
    conditions: { ArnLike: { 'lambda:FunctionArn': [member.functionArn, `${member.functionArn}:*`] } },
  });
  allow(update);
  acknowledgeWildcards(fn.role!, update, [mappings], 'A mapping has no ARN to name before it is made; the condition names its function.');
  const logs = member.logGroup.logGroupArn;
  const read = new iam.PolicyStatement({ actions: ['logs:FilterLogEvents'], resources: [logs] });
  allow(read);
  acknowledgeWildcards(fn.role!, read, [logs], 'The ARN of a log group ends in a wildcard for its streams.');
  const groups = member instanceof SecureFunction && member.securityGroup ? [member.securityGroup] : [];
  for (const group of groups) {
    allow(new iam.PolicyStatement({
      actions: ['ec2:AuthorizeSecurityGroupEgress', 'ec2:RevokeSecurityGroupEgress'],
      resources: [stack.formatArn({ service: 'ec2', resource: 'security-group', resourceName: group.securityGroupId })],
    }));
  }
  context.allowMachineOn(member, new iam.PolicyStatement({
    actions: ATTACH,
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
      StopRuns: caught(phase('RUNS', 'DenyRole'), 'Undone', 'NotIsolated'),
      DenyRole: role('attachRolePolicy', 'CloseNetwork'),
      // a person took it back while it was done again: the role was denied after it had been given back
      CloseNetwork: caught(phase('NETWORK', DONE), 'Undone', 'FreeRole'),
      FreeRole: caught(role('detachRolePolicy', 'NotIsolated'), 'Iam.NoSuchEntityException', 'NotIsolated'),
      NotIsolated: { Type: 'Succeed' },
      GiveNetworkBack: phase('NETWORK', 'GiveRoleBack'),
      // a policy that was not attached is taken off already
      GiveRoleBack: caught(role('detachRolePolicy', 'GiveRunsBack'), 'Iam.NoSuchEntityException', 'GiveRunsBack'),
      GiveRunsBack: phase('RUNS', DONE),
    },
  };
}

/** Goes on where an error is expected. */
function caught(state: State, error: string, next: string): State {
  return {
    ...state,
    Retry: [{ ErrorEquals: [error], MaxAttempts: 0 }, ...state.Retry],
    Catch: [{ ErrorEquals: [error], ResultPath: null, Next: next }, ...state.Catch],
  };
}
