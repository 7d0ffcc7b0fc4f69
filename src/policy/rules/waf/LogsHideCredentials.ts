import { TemplateResource, textOf } from '../../model';
import { every, fail, isNotEmpty, pass, resourceOf, some } from '../judge';
import type { Rule, RuleResult } from '../rule';

const CREDENTIALS = ['authorization', 'cookie'];

export const rule: Rule = {
  id: 'ZT-WAF-003',
  title: 'A web ACL logs requests, without credentials',
  severity: 'medium',
  types: ['AWS::WAFv2::WebACL'],
  rationale: 'The log is how an attack is reconstructed. With the headers authorization and cookie in it, who reads logs can act as any user.',
  remediation: 'Add an AWS::WAFv2::LoggingConfiguration with RedactedFields SingleHeader authorization and cookie.',
  check(acl) {
    const configurations = acl.referrers('AWS::WAFv2::LoggingConfiguration').filter((one) => resourceOf(one.at('ResourceArn').value) === acl);
    return some(...configurations.map(logsSafely), fail('it logs no requests', 'no AWS::WAFv2::LoggingConfiguration'));
  },
};

function logsSafely(configuration: TemplateResource): RuleResult {
  const redacted = configuration.at('RedactedFields').items().map((field) => (textOf(field.at('SingleHeader', 'Name').value) ?? '').toLowerCase());
  return every(
    isNotEmpty(configuration.at('LogDestinationConfigs'), 'it logs nowhere'),
    ...CREDENTIALS.map((header) => (redacted.includes(header) ? pass() : fail(`its log shows the header ${header}`, redacted.join(', ') || 'nothing is redacted'))),
  );
}
