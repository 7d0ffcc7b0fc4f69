import { TemplateResource, textOf } from '../../model';
import { isFalseOrAbsent, isNotEmpty, pass, resourceOf } from '../../model/judge';
import type { Rule } from '../rule';

/** Attributes that the OpenID Connect standard names; all others of a schema are an app's own. */
const STANDARD = [
  'address', 'birthdate', 'email', 'email_verified', 'family_name', 'gender', 'given_name', 'locale', 'middle_name', 'name', 'nickname', 'phone_number',
  'phone_number_verified', 'picture', 'preferred_username', 'profile', 'sub', 'updated_at', 'website', 'zoneinfo',
];

export const rule: Rule = {
  id: 'ZT-COGNITO-013',
  title: 'A client names the attributes that users may write, when the pool has some of the app\'s own',
  severity: 'medium',
  types: ['AWS::Cognito::UserPoolClient'],
  rationale: 'When nothing is said, a user may write every mutable attribute by one call: a tenant, a role or a plan among them.',
  remediation: 'Set WriteAttributes to those that are the user\'s to change.',
  check(client) {
    const pool = resourceOf(client.at('UserPoolId').value, 'AWS::Cognito::UserPool');
    const own = pool ? ownAttributes(pool) : [];
    return own.length === 0 ? pass('none of the app\'s own') : isNotEmpty(client.at('WriteAttributes'), `users may write ${own.join(', ')}`);
  },
};

/** Attributes are mutable when nothing is said; those for developers are out of reach of clients. */
function ownAttributes(pool: TemplateResource): string[] {
  return pool.at('Schema').items()
    .filter((attribute) => textOf(attribute.at('Mutable').value) !== 'false' && isFalseOrAbsent(attribute.at('DeveloperOnlyAttribute'), '').verdict === 'pass')
    .map((attribute) => textOf(attribute.at('Name').value) ?? '?')
    .filter((name) => !STANDARD.includes(name));
}
