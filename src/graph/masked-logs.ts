import { describe, Expression, TemplateResource, textOf } from '../model';
import { isBeside } from '../model/beside';
import { fail, isNotEmpty, pass, resourceOf, some, unknown } from '../model/judge';
import type { RuleResult } from '../model/rule-result';

/** Whether what a function logs is masked: by a policy of its log group, or by one of the account that is in the templates. */
export function masksLogs(fn: TemplateResource): RuleResult {
  const policies = fn.stack.model.ofType('AWS::Logs::AccountPolicy').filter((policy) => isBeside(policy, fn) === 'yes' && masksAccount(policy));
  return policies.length > 0 ? pass(policies[0].name) : masksGroup(fn.at('LoggingConfig', 'LogGroup'));
}

/** How a function's logs are called in a path. */
export function logsOf(fn: TemplateResource): string {
  const { value } = fn.at('LoggingConfig', 'LogGroup');
  return resourceOf(value, 'AWS::Logs::LogGroup')?.name ?? (textOf(value) === undefined ? 'its logs' : describe(value));
}

function masksGroup(named: Expression): RuleResult {
  if (named.isAbsent) return fail('its logs are not masked', 'the log group that Lambda makes');
  const group = resourceOf(named.value, 'AWS::Logs::LogGroup');
  if (!group) return unknown('whether its logs are masked cannot be seen in the templates', describe(named.value));
  const statements = group.at('DataProtectionPolicy', 'Statement');
  if (statements.value.kind === 'unknown') return unknown('whether its logs are masked is not known before deployment', describe(statements.value));
  const masking = statements.items().filter((statement) => !statement.at('Operation', 'Deidentify').isAbsent);
  return some(...masking.map((statement) => isNotEmpty(statement.at('DataIdentifier'), 'its logs are masked for nothing')), fail('its logs are not masked', group.name));
}

function masksAccount(policy: TemplateResource): boolean {
  return policy.exists() && textOf(policy.at('PolicyType').value) === 'DATA_PROTECTION_POLICY'
    && /"Deidentify"/.test(textOf(policy.at('PolicyDocument').value) ?? '');
}
