import { Annotations, CfnResource } from 'aws-cdk-lib';
import type { CfnFunction } from 'aws-cdk-lib/aws-lambda';
import { IConstruct } from 'constructs';
import { ZeroTrustError } from '../core/errors';

/** What AWS gives an account and region that has asked for no other. Source: AWS Lambda developer guide, "Lambda quotas". */
const DEFAULT_QUOTA = 1_000;
/** What Lambda keeps for functions that reserve nothing. */
const KEPT_UNRESERVED = 100;

/** Throws `BadConcurrency` for what is no quota. */
export function checkConcurrency(scope: IConstruct, quota?: number): void {
  if (quota === undefined || (Number.isInteger(quota) && quota > 0)) return;
  throw new ZeroTrustError(scope, 'BadConcurrency', `${quota} is no quota of concurrent executions.`,
    'give what `aws lambda get-account-settings` prints as ConcurrentExecutions.');
}

/** Warns, at synthesis, of each account and region in which functions below a scope reserve more than Lambda gives away. */
export function watchConcurrency(scope: IConstruct, quota: number = DEFAULT_QUOTA): void {
  scope.node.addValidation({
    validate: () => {
      for (const [environment, functions] of reservingIn(scope)) warn(scope, environment, functions, quota);
      return [];
    },
  });
}

function warn(scope: IConstruct, environment: string, functions: CfnFunction[], quota: number): void {
  const sum = functions.reduce((total, fn) => total + fn.reservedConcurrentExecutions!, 0);
  const free = Math.max(quota - KEPT_UNRESERVED, 0);
  if (sum <= free) return;
  const most = [...functions].sort((a, b) => b.reservedConcurrentExecutions! - a.reservedConcurrentExecutions!).slice(0, 3)
    .map((fn) => `${fn.node.path.replace(/\/Resource$/, '')} ${fn.reservedConcurrentExecutions}`);
  Annotations.of(scope).addWarningV2(`cdk-zero-trust:AccountConcurrency-${environment.replace(/^aws:\/\//, '')}`,
    `${functions.length} functions reserve ${sum} concurrent executions in ${environment} (${most.join(', ')}${functions.length > most.length ? ', …' : ''}). Of a quota of `
    + `${quota}, Lambda keeps ${KEPT_UNRESERVED} unreserved, so that the deployment fails. Raise the quota, reserve less, or pass accountConcurrency to ZeroTrust.enforce `
    + 'where the quota is higher: `aws lambda get-account-settings` prints it.');
}

/** Functions that reserve a known number, by account and region. */
function reservingIn(scope: IConstruct): Map<string, CfnFunction[]> {
  const found = new Map<string, CfnFunction[]>();
  for (const one of scope.node.findAll()) {
    if (!CfnResource.isCfnResource(one) || one.cfnResourceType !== 'AWS::Lambda::Function') continue;
    const fn = one as CfnFunction;
    const reserved = fn.reservedConcurrentExecutions;
    // a token is a large negative number
    if (typeof reserved !== 'number' || !(reserved > 0)) continue;
    const { environment } = fn.stack;
    found.set(environment, [...found.get(environment) ?? [], fn]);
  }
  return found;
}
