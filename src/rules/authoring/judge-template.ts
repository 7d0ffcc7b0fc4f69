import { TemplateModel } from '../../model';
import { evaluate } from '../evaluate';
import type { Rule, RuleResult } from '../rule';

/** A template as JSON.parse or `Template.fromStack(stack).toJSON()` gives it. */
export interface CloudFormationTemplate {
  readonly [section: string]: any;
}

/** What a rule finds on a resource of a template. */
export interface Judged {
  readonly rule: string;
  readonly logicalId: string;
  readonly verdict: RuleResult['verdict'];
  readonly value?: string;
  readonly finding?: string;
}

/** What rules find on a template, passes included, as the audit and `ZeroTrust.enforce` do. */
export function judgeTemplate(template: CloudFormationTemplate, ...rules: Rule[]): Judged[] {
  const model = new TemplateModel([{ id: 'Template', name: 'Template', template }]);
  return evaluate(model, rules).map(({ rule, resource: { logicalId }, result }) => ({
    rule: rule.id, logicalId, verdict: result.verdict, value: result.value, finding: result.verdict === 'pass' ? undefined : result.finding,
  }));
}
