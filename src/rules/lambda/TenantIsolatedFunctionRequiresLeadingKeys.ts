import { Statement } from '../../model';
import { statementsForRole } from '../../model/identity-policies';
import { every, fail, pass, resourceOf } from '../../model/judge';
import type { Rule, RuleResult } from '../rule';
import { ITEM_ACTIONS, restrictsItems } from '../tenant-items';

export const rule: Rule = {
  id: 'ZT-LAMBDA-026',
  title: 'Roles of tenant-isolated Lambda functions restrict DynamoDB items by dynamodb:LeadingKeys',
  severity: 'medium',
  types: ['AWS::Lambda::Function'],
  rationale: 'Isolation in memory does not isolate the table: with a permission on all items, a bug in the code exposes the data of one tenant to another.',
  remediation: 'Have the function assume a role with the tenant as session tag, and add a condition on dynamodb:LeadingKeys to the Allow statement of that role.',
  check(fn) {
    if (fn.at('TenancyConfig').isAbsent) return pass('no tenant isolation');
    const role = resourceOf(fn.at('Role').value, 'AWS::IAM::Role');
    if (!role) return pass('its role is not in the templates, see ZT-IAM-002');
    return every(pass(), ...statementsForRole(role).statements.filter(({ allows }) => allows).map(byKeys));
  },
};

function byKeys(statement: Statement): RuleResult {
  const actions = ITEM_ACTIONS.filter((action) => statement.covers([action]));
  return actions.length === 0 || restrictsItems(statement) ? pass() : fail('its role allows access to the items of every tenant', actions.join(', '));
}
