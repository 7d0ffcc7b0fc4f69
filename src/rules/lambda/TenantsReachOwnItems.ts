import { Statement } from '../../model';
import { statementsForRole } from '../../model/identity-policies';
import { every, fail, pass, resourceOf } from '../../model/judge';
import type { Rule, RuleResult } from '../rule';

const ITEMS = ['BatchGetItem', 'BatchWriteItem', 'DeleteItem', 'GetItem', 'PutItem', 'Query', 'Scan', 'UpdateItem'].map((action) => `dynamodb:${action}`);

export const rule: Rule = {
  id: 'ZT-LAMBDA-026',
  title: 'A function that keeps tenants apart reaches their items by their keys only',
  severity: 'medium',
  types: ['AWS::Lambda::Function'],
  rationale: 'Apart in memory is not apart in the table: with a right on all items, a fault in the code shows one tenant what is another\'s.',
  remediation: 'Let the function assume a role with the tag of the tenant, and hold that role\'s Allow under dynamodb:LeadingKeys.',
  check(fn) {
    if (fn.at('TenancyConfig').isAbsent) return pass('no tenants');
    const role = resourceOf(fn.at('Role').value, 'AWS::IAM::Role');
    if (!role) return pass('its role is not in the templates, which ZT-IAM-002 tells');
    return every(pass(), ...statementsForRole(role).statements.filter(({ allows }) => allows).map(byKeys));
  },
};

function byKeys(statement: Statement): RuleResult {
  const actions = ITEMS.filter((action) => statement.covers([action]));
  const scoped = statement.conditions.some(({ operator, key }) => key === 'dynamodb:leadingkeys' && operator !== 'Null');
  return actions.length === 0 || scoped ? pass() : fail('it reaches items of every tenant', actions.join(', '));
}
