import { Expression } from '../../model';
import { fail, pass, unknown } from '../../model/judge';
import type { Rule, RuleResult } from '../rule';

export const rule: Rule = {
  id: 'ZT-LOGS-005',
  title: 'Log group data protection policies mask all data identifiers that they audit',
  severity: 'medium',
  types: ['AWS::Logs::LogGroup'],
  rationale: 'An audit-only policy counts personal data in the logs, and leaves it readable for every principal that can read the logs.',
  remediation: 'Add a statement with the operation Deidentify for the same data identifiers as the statement with Audit.',
  check(group) {
    const policy = group.at('DataProtectionPolicy');
    if (policy.isAbsent) return pass('no data protection policy');
    const statements = policy.at('Statement').items();
    if (policy.value.kind !== 'known' || statements.some((statement) => statement.value.kind !== 'known')) return unknown('its data protection policy is not known before deployment');
    return masks(statements);
  },
};

function masks(statements: Expression[]): RuleResult {
  const identifiers = (operation: string) => statements.filter((statement) => !statement.at('Operation', operation).isAbsent)
    .flatMap((statement) => statement.at('DataIdentifier').items().map((identifier) => JSON.stringify(identifier.source)));
  const masked = identifiers('Deidentify');
  const open = identifiers('Audit').filter((identifier) => !masked.includes(identifier));
  if (masked.length === 0) return fail('its data protection policy masks no data', 'no Deidentify');
  return open.length === 0 ? pass(`${masked.length} data identifiers`) : fail('its data protection policy audits data that it does not mask', open.join(', '));
}
