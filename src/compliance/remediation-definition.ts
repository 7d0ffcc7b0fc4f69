import type { Stack } from 'aws-cdk-lib';
import type { PolicyStatementProps } from 'aws-cdk-lib/aws-iam';

/** What a remediation is made of. */
export interface RemediationDefinition {
  /** Id of its constructs, and part of the name of its rule. */
  readonly name: string;
  readonly description: string;
  /** The rule of AWS Config whose noncompliant resources it changes. */
  readonly rule: RemediatedRule;
  /** What the rule looks at only, and the role may change only. */
  readonly tag?: { readonly key: string; readonly value: string };
  /** Functions in Python: `tags_of(resource_id, arn)`, which raises where tags cannot be read, and `names_of(resource_id, arn)`. */
  readonly readTags: string;
  /** The steps that change the resource, `{{ ResourceId }}` of them. */
  readonly steps: object[];
  /** The ARN of a resource, with the id that AWS Config gives as its last part. */
  arn(stack: Stack): string;
  /** What the role may do. */
  statements(stack: Stack): PolicyStatementProps[];
}

/** One of ours by its id and type, or one of AWS. */
export interface RemediatedRule {
  readonly ours?: { readonly ruleId: string; readonly type: string };
  readonly managed?: { readonly identifier: string; readonly parameters?: Record<string, string> };
}

/** The document has the id of the resource as a parameter of this name. */
export const RESOURCE_ID = '{{ ResourceId }}';

/** A call of an API of AWS, as a step of Systems Manager Automation. */
export function callStep(name: string, service: string, api: string, inputs: object): object {
  return { name, action: 'aws:executeAwsApi', isEnd: true, inputs: { Service: service, Api: api, ...inputs } };
}

/** A Python script, as a step of Systems Manager Automation. */
export function scriptStep(name: string, handler: string, script: string, payload: object, isEnd = true): object {
  return {
    name, action: 'aws:executeScript', ...isEnd ? { isEnd } : {}, inputs: { Runtime: 'python3.11', Handler: handler, InputPayload: payload, Script: script },
  };
}
