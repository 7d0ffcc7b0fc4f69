import { Expression, textOf } from '../../model';
import { decide, every } from '../../model/judge';
import type { Rule, RuleResult } from '../rule';

const MOST_MINUTES = 15;
const MINUTES: Record<string, number> = { seconds: 1 / 60, minutes: 1, hours: 60, days: 1440 };

export const rule: Rule = {
  id: 'ZT-COGNITO-004',
  title: 'Access and ID tokens of Amazon Cognito app clients expire within 15 minutes',
  severity: 'medium',
  types: ['AWS::Cognito::UserPoolClient'],
  rationale: 'An API accepts a token until it expires, even if it was stolen or its user was disabled.',
  remediation: 'Set AccessTokenValidity and IdTokenValidity to 15, with TokenValidityUnits minutes.',
  check: (client) => every(
    isShort(client.at('AccessTokenValidity'), client.at('TokenValidityUnits', 'AccessToken'), 'access tokens'),
    isShort(client.at('IdTokenValidity'), client.at('TokenValidityUnits', 'IdToken'), 'ID tokens'),
  ),
};

/** In hours when no unit is named, and an hour when nothing is said. */
function isShort(validity: Expression, unit: Expression, what: string): RuleResult {
  const finding = `its ${what} are valid for more than ${MOST_MINUTES} minutes`;
  return every(
    decide(unit, finding, (value) => value === undefined || MINUTES[String(value)] !== undefined),
    decide(validity, finding, (value) => Number(value ?? 1) * (MINUTES[textOf(unit.value) ?? 'hours'] ?? Infinity) <= MOST_MINUTES),
  );
}
