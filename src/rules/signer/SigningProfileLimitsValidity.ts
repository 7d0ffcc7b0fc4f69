import { textOf } from '../../model';
import { decide, every, isOneOf, pass } from '../../model/judge';
import type { Rule } from '../rule';

const UNITS: Record<string, number> = { DAYS: 1, MONTHS: 31, YEARS: 366 };

export const rule: Rule = {
  id: 'ZT-SIGNER-001',
  title: 'AWS Signer profiles sign Lambda code or container images, for at most 135 months',
  severity: 'low',
  types: ['AWS::Signer::SigningProfile'],
  rationale: 'A signature of compromised or outdated code should not be valid indefinitely.',
  remediation: 'Set PlatformId AWSLambda-SHA384-ECDSA or Notation-OCI-SHA384-ECDSA, and keep SignatureValidityPeriod within 135 months.',
  check(profile) {
    const period = profile.at('SignatureValidityPeriod');
    return every(
      isOneOf(profile.at('PlatformId'), ['AWSLambda-SHA384-ECDSA', 'Notation-OCI-SHA384-ECDSA'], 'its platform is not Lambda or container images'),
      period.isAbsent ? pass() : decide(period.at('Value'), 'its signatures are valid for more than 135 months',
        (value) => Number(value) * (UNITS[textOf(period.at('Type').value) ?? ''] ?? NaN) <= 135 * UNITS.MONTHS),
    );
  },
};
