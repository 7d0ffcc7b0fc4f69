import { describe, Expression, textOf } from '../../model';
import { fail, isPresent, pass, unknown } from '../../model/judge';
import type { Rule, RuleResult } from '../rule';

export const rule: Rule = {
  id: 'ZT-CONFIG-007',
  title: 'Systems Manager Automation documents, as of AWS Config remediations, name the IAM role that they run as',
  severity: 'medium',
  types: ['AWS::SSM::Document'],
  // source: AWS Systems Manager user guide, "Schemas, features, and examples": assumeRole of Automation runbooks
  rationale: 'Without assumeRole a runbook runs with all permissions of whoever starts it, administrators included.',
  remediation: 'Set assumeRole in the content of the document to a role with the permissions of its steps, or to a parameter that takes one.',
  check(document) {
    const type = document.at('DocumentType');
    if (type.value.kind === 'unknown') return unknown('its type is not known before deployment', describe(type.value));
    if (textOf(type.value) !== 'Automation') return pass(type.isAbsent ? 'Command' : describe(type.value));
    const content = document.at('Content');
    if (content.value.kind === 'unknown') return unknown('its content is not known before deployment', describe(content.value));
    const text = textOf(content.value);
    return text === undefined ? namesRole(content.at('assumeRole')) : ASSUMED.test(text) ? pass() : fail(FINDING, 'no assumeRole');
  },
};

const FINDING = 'it runs as whoever starts it';
/** A parameter of the document, or the ARN of a role. */
const ROLE = '(\\{\\{[^}]+\\}\\}|arn:[^:]+:iam::[^:]+:role/.+)';
const ASSUMED = new RegExp(`(^|[\\s{,])["']?assumeRole["']?\\s*:\\s*["']?${ROLE}`);

function namesRole(role: Expression): RuleResult {
  const { value } = role;
  if (value.kind !== 'known') return isPresent(role, FINDING);
  return new RegExp(`^${ROLE}$`).test(textOf(value) ?? '') ? pass(describe(value)) : fail(FINDING, describe(value));
}
