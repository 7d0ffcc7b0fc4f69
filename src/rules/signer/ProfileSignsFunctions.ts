import { textOf } from '../../model';
import { decide, every, isOneOf, pass } from '../../model/judge';
import type { Rule } from '../rule';

const UNITS: Record<string, number> = { DAYS: 1, MONTHS: 31, YEARS: 366 };

export const rule: Rule = {
  id: 'ZT-SIGNER-001',
  title: 'A signing profile signs for Lambda or containers, for 135 months at most',
  severity: 'low',
  types: ['AWS::Signer::SigningProfile'],
  rationale: 'A signature that was stolen along with its code should not be good for ever.',
  remediation: 'Set PlatformId AWSLambda-SHA384-ECDSA or Notation-OCI-SHA384-ECDSA, and leave SignatureValidityPeriod within 135 months.',
  check(profile) {
    const period = profile.at('SignatureValidityPeriod');
    return every(
      isOneOf(profile.at('PlatformId'), ['AWSLambda-SHA384-ECDSA', 'Notation-OCI-SHA384-ECDSA'], 'it does not sign for Lambda or containers'),
      period.isAbsent ? pass() : decide(period.at('Value'), 'its signatures are good for more than 135 months',
        (value) => Number(value) * (UNITS[textOf(period.at('Type').value) ?? ''] ?? NaN) <= 135 * UNITS.MONTHS),
    );
  },
};
