import { TemplateResource, textOf } from '../../model';
import { every, fail, isNotEmpty, isOneOf, pass, resourceOf, some } from '../../model/judge';
import type { Rule, RuleResult } from '../rule';

const CREDENTIALS = ['authorization', 'cookie'];

export const rule: Rule = {
  id: 'ZT-WAF-003',
  title: 'AWS WAF web ACLs log blocked requests, with authorization and cookie headers redacted',
  severity: 'medium',
  types: ['AWS::WAFv2::WebACL'],
  rationale: 'Logs are needed to investigate an attack. With the authorization and cookie headers in it, a reader of the log can impersonate any user.',
  remediation: 'Add an AWS::WAFv2::LoggingConfiguration with RedactedFields for the SingleHeader names authorization and cookie.',
  check(acl) {
    const configurations = acl.referrers('AWS::WAFv2::LoggingConfiguration').filter((one) => resourceOf(one.at('ResourceArn').value) === acl);
    return some(...configurations.map(logsSafely), fail('it has no logging configuration', 'no AWS::WAFv2::LoggingConfiguration'));
  },
};

function logsSafely(configuration: TemplateResource): RuleResult {
  const redacted = configuration.at('RedactedFields').items().map((field) => (textOf(field.at('SingleHeader', 'Name').value) ?? '').toLowerCase());
  return every(
    isNotEmpty(configuration.at('LogDestinationConfigs'), 'it has no log destination'),
    keepsBlocked(configuration),
    ...CREDENTIALS.map((header) => (redacted.includes(header) ? pass() : fail(`its logs do not redact the ${header} header`, redacted.join(', ') || 'nothing is redacted'))),
  );
}

/** A filter may drop what was let through; by its behavior it must keep what was blocked. */
function keepsBlocked(configuration: TemplateResource): RuleResult {
  const filter = configuration.at('LoggingFilter');
  if (filter.isAbsent) return pass('everything');
  const finding = 'its logging filter drops blocked requests';
  const blocked = filter.at('Filters').items().filter((one) => one.at('Conditions').items()
    .some((condition) => textOf(condition.at('ActionCondition', 'Action').value) === 'BLOCK'));
  return every(
    ...blocked.map((one) => isOneOf(one.at('Behavior'), ['KEEP'], finding)),
    blocked.length > 0 ? pass() : isOneOf(filter.at('DefaultBehavior'), ['KEEP'], finding),
  );
}
