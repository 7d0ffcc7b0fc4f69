import { Statement, textOf } from '../../model';
import { every, fail, isTrue, pass, resourceOf, some, unknown } from '../../model/judge';
import { attachedStatements } from '../../model/resource-policies';
import type { Rule } from '../rule';

const EXCEPT = ['ArnNotEquals', 'ArnNotLike', 'StringNotEquals', 'StringNotLike'];

export const rule: Rule = {
  id: 'ZT-SECRETS-003',
  title: 'Secrets Manager secrets deny reads except by named principals, and block public policies',
  severity: 'medium',
  types: ['AWS::SecretsManager::Secret'],
  rationale: 'Without it, every administrator, and every role with a wildcard permission, can read the secret.',
  remediation: 'Add an AWS::SecretsManager::ResourcePolicy with BlockPublicPolicy and a Deny of secretsmanager:GetSecretValue for any principal, '
    + 'with the single condition ArnNotLike aws:PrincipalArn that lists the readers.',
  check(secret) {
    const policies = secret.referrers('AWS::SecretsManager::ResourcePolicy').filter((policy) => resourceOf(policy.at('SecretId').value) === secret);
    const { statements, readable } = attachedStatements(secret, 'AWS::SecretsManager::ResourcePolicy', 'SecretId');
    return every(
      policies.length === 0 ? fail('it has no resource policy')
        : some(...policies.map((policy) => isTrue(policy.at('BlockPublicPolicy'), 'its resource policy does not set BlockPublicPolicy'))),
      statements.some(deniesOthers) ? pass('a Deny except for named readers')
        : policies.length === 0 ? pass() : readable ? fail('its resource policy does not deny reads by other principals', 'no such Deny') : unknown('its resource policy is not known before deployment'),
    );
  },
};

function deniesOthers(statement: Statement): boolean {
  const [condition] = statement.conditions;
  return statement.denies && statement.forAnyone && statement.onEverything && statement.covers(['secretsmanager:GetSecretValue'])
    && statement.conditions.length === 1 && EXCEPT.includes(condition.operator) && condition.key === 'aws:principalarn'
    && condition.values.length > 0 && condition.values.every((value) => !/^[*?]|:(root|role\/\*|user\/\*|\*)$/.test(textOf(value) ?? '*'));
}
