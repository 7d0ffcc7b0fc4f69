import { Statement, textOf } from '../../model';
import { every, fail, isTrue, pass, resourceOf, some, unknown } from '../../model/judge';
import { attachedStatements } from '../../model/resource-policies';
import type { Rule } from '../rule';

const EXCEPT = ['ArnNotEquals', 'ArnNotLike', 'StringNotEquals', 'StringNotLike'];

export const rule: Rule = {
  id: 'ZT-SECRETS-003',
  title: 'A secret denies reading to everyone but its readers',
  severity: 'high',
  types: ['AWS::SecretsManager::Secret'],
  rationale: 'Without it every administrator, and every role with a wildcard, reads the secret.',
  remediation: 'Add an AWS::SecretsManager::ResourcePolicy with BlockPublicPolicy and a Deny of secretsmanager:GetSecretValue to everyone, '
    + 'under the one condition ArnNotLike aws:PrincipalArn with the readers.',
  check(secret) {
    const policies = secret.referrers('AWS::SecretsManager::ResourcePolicy').filter((policy) => resourceOf(policy.at('SecretId').value) === secret);
    const { statements, readable } = attachedStatements(secret, 'AWS::SecretsManager::ResourcePolicy', 'SecretId');
    return every(
      some(...policies.map((policy) => isTrue(policy.at('BlockPublicPolicy'), 'its policy may open it to the public')), fail('it has no policy')),
      statements.some(deniesOthers) ? pass('a Deny for all but readers')
        : readable ? fail('its policy does not deny others to read it', 'no such Deny') : unknown('its policy is not known before deployment'),
    );
  },
};

function deniesOthers(statement: Statement): boolean {
  const [condition] = statement.conditions;
  return statement.denies && statement.forAnyone && statement.onEverything && statement.covers(['secretsmanager:GetSecretValue'])
    && statement.conditions.length === 1 && EXCEPT.includes(condition.operator) && condition.key === 'aws:principalarn'
    && condition.values.length > 0 && condition.values.every((value) => !/^[*?]|:(root|role\/\*|user\/\*|\*)$/.test(textOf(value) ?? '*'));
}
