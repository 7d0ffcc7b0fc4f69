import type { PolicyViolatingResource } from 'aws-cdk-lib';
import type { Verdict } from '../rules';

/** The CDK's form of a finding has no place for severity and value, by which a baseline knows it again. */
const VERDICTS = new WeakMap<PolicyViolatingResource, Verdict>();

/** @internal */
export function rememberVerdict(resource: PolicyViolatingResource, verdict: Verdict): void {
  VERDICTS.set(resource, verdict);
}

/** The verdict of a rule of this library that a violation was made of. @internal */
export function verdictOf(resource: PolicyViolatingResource): Verdict | undefined {
  return VERDICTS.get(resource);
}
