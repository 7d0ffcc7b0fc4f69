import { describe, Statement, statementsOf, textOf, Value } from '../../model';
import { every, fail, pass } from '../../model/judge';
import { actionsMatching } from '../iam/service-authorization';
import type { Rule, RuleResult } from '../rule';

/** Conditions on whose resource it is. */
const OWNER_KEYS = ['aws:resourceaccount', 'aws:resourceorgid', 'aws:resourceorgpaths', 's3:resourceaccount'];
const EQUAL = /^(ForAnyValue:)?String(Equals|Like)$/;
const NOT_EQUAL = /^StringNot(Equals|Like)(IfExists)?$/;

export const rule: Rule = {
  id: 'ZT-EC2-011',
  title: 'VPC endpoint policies restrict access to named resources, accounts or organizations',
  severity: 'medium',
  types: ['AWS::EC2::VPCEndpoint'],
  rationale: 'A compromised function can write to a bucket or queue of another account with its own '
    + 'credentials: only a condition on the owner of the resource prevents it.',
  remediation: 'Name resources in the Allow statements, add a StringEquals condition on aws:ResourceAccount '
    + 'or aws:ResourceOrgID, or deny all under StringNotEquals on one of them.',
  check(endpoint) {
    // ZT-EC2-004 judges endpoints without a policy, and policies that nobody can read
    const statements = statementsOf(endpoint.at('PolicyDocument')) ?? [];
    return statements.some(deniesStrangers) ? pass('a Deny') : every(...statements.filter((statement) => statement.allows).map(isBounded));
  },
};

function isBounded(statement: Statement): RuleResult {
  const everything = statement.hasNotResource || statement.resources.length === 0 || statement.resources.some(isEverything);
  const isOwned = statement.conditions.some((condition) => EQUAL.test(condition.operator) && namesOwner(condition));
  if (!everything || isOwned || !takesResource(statement)) return pass();
  return fail('its endpoint policy allows resources of any account', statement.sid ?? statement.resources.map(describe).join(', '));
}

/** What takes no resource leads to nobody else's. */
function takesResource(statement: Statement): boolean {
  return statement.hasNotAction || statement.actions.some((action) => {
    const matched = actionsMatching(action);
    return !matched || matched.length === 0 || matched.some((one) => one.takesResource);
  });
}

function deniesStrangers(statement: Statement): boolean {
  const [condition] = statement.conditions;
  return statement.denies && statement.forAnyone && statement.onEverything && statement.actions.includes('*')
    && statement.conditions.length === 1 && NOT_EQUAL.test(condition.operator) && namesOwner(condition);
}

function namesOwner({ key, values }: Statement['conditions'][number]): boolean {
  return OWNER_KEYS.includes(key) && values.length > 0 && values.every((value) => value.kind !== 'unknown' && !/^[*?]*$/.test(textOf(value) ?? ''));
}

/** `*`, or an ARN of any account; names of buckets are nobody else's, but for `arn:aws:s3:::*`. A gap may be filled in by everything. */
function isEverything(value: Value): boolean {
  const text = textOf(value) ?? '*';
  const [arn, , , , account, ...resource] = text.split(':');
  if (arn !== 'arn') return value.kind === 'unknown' || /^[*?]+$/.test(text);
  return account === '' ? /^[*?]/.test(resource.join(':')) : /^[*?]*$/.test(account ?? '');
}
