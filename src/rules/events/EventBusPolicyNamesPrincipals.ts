import { describe, Expression, Statement, textOf } from '../../model';
import { fail, pass, unknown } from '../../model/judge';
import { everyStatement, letsInNoStranger } from '../principals';
import type { Rule, RuleResult } from '../rule';

export const rule: Rule = {
  id: 'ZT-EVENTS-002',
  title: 'EventBridge event bus policies grant access to named principals only',
  severity: 'critical',
  types: ['AWS::Events::EventBus', 'AWS::Events::EventBusPolicy'],
  rationale: 'A principal that can put events on a bus triggers every rule of it. A bus that is open to any principal can be triggered from any account.',
  remediation: 'Name accounts, or add a condition on aws:PrincipalOrgID to the Allow statement.',
  check(resource) {
    if (resource.type === 'AWS::Events::EventBus') return everyStatement(resource, 'Policy', letsInNoStranger);
    const statement = resource.at('Statement');
    if (statement.isAbsent) return shortForm(resource.properties);
    if (statement.value.kind !== 'known') return unknown('its statement is not known before deployment', describe(statement.value));
    return letsInNoStranger(new Statement(statement));
  },
};

/** A policy of one principal, before there was a Statement. */
function shortForm(policy: Expression): RuleResult {
  const { value } = policy.at('Principal');
  if (value.kind === 'unknown') return unknown('its principal is not known before deployment', describe(value));
  if (textOf(value) !== '*') return pass(describe(value));
  const organisation = policy.at('Condition', 'Value').value;
  const named = textOf(policy.at('Condition', 'Key').value) === 'aws:PrincipalOrgID' && /^o-[a-z0-9]+$/.test(textOf(organisation) ?? '');
  return named ? pass(describe(organisation)) : fail('its policy allows any principal', describe(value));
}
