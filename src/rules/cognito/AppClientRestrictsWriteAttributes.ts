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
  title: 'Amazon Cognito app clients restrict write attributes when the user pool has custom attributes',
  severity: 'medium',
  types: ['AWS::Cognito::UserPoolClient'],
  rationale: 'By default a user can write every mutable attribute through the API, including a custom tenant, role or plan.',
  remediation: 'Set WriteAttributes to the attributes that users may change themselves.',
  check(client) {
    const pool = resourceOf(client.at('UserPoolId').value, 'AWS::Cognito::UserPool');
    const own = pool ? ownAttributes(pool) : [];
    return own.length === 0 ? pass('no mutable custom attributes') : isNotEmpty(client.at('WriteAttributes'), `users can write ${own.join(', ')}`);
  },
};

/** Attributes are mutable when nothing is said; those for developers are out of reach of clients. */
function ownAttributes(pool: TemplateResource): string[] {
  return pool.at('Schema').items()
    .filter((attribute) => textOf(attribute.at('Mutable').value)?.toLowerCase() !== 'false' && isFalseOrAbsent(attribute.at('DeveloperOnlyAttribute'), '').verdict === 'pass')
    .map((attribute) => textOf(attribute.at('Name').value) ?? '?')
    .filter((name) => !STANDARD.includes(name));
}
