import { Expression } from '../../model';
import { fail, pass, unknown } from '../../model/judge';
import type { Rule, RuleResult } from '../rule';

export const rule: Rule = {
  id: 'ZT-LOGS-005',
  title: 'A data protection policy of a log group masks what it finds',
  severity: 'medium',
  types: ['AWS::Logs::LogGroup'],
  rationale: 'A policy that only audits counts personal data in the log, and leaves it readable for everyone who reads the log.',
  remediation: 'Have a statement with the operation Deidentify beside the one with Audit, for the same data identifiers.',
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
  if (masked.length === 0) return fail('it masks nothing', 'no Deidentify');
  return open.length === 0 ? pass(`${masked.length} data identifiers`) : fail('it finds data that it does not mask', open.join(', '));
}
