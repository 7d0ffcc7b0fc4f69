import { Statement, textOf } from '../model';
import type { RuleResult } from './rule';
import { fail, pass, unknown } from '../model/judge';
import type { AttachedStatements } from '../model/resource-policies';

/** Condition keys that say who calls or from where, and so narrow a statement that is for everyone. */
const NARROWING = [
  'aws:principalarn', 'aws:principalaccount', 'aws:principalorgid', 'aws:principalorgpaths', 'aws:sourceaccount', 'aws:sourcearn', 'aws:sourceip',
  'aws:sourceorgid', 'aws:sourceowner', 'aws:sourcevpc', 'aws:sourcevpce', 'aws:vpcsourceip', 'aws:userid', 's3:dataaccesspointaccount',
  's3:dataaccesspointarn', 'vpc-lattice-svcs:sourcevpc', 'vpc-lattice-svcs:sourcevpcowneraccount',
];
const POSITIVE = /^(ForAnyValue:)?(StringEquals|StringEqualsIgnoreCase|StringLike|ArnEquals|ArnLike|IpAddress)$/;
const EVERYWHERE = ['*', '0.0.0.0/0', '::/0', 'arn:*'];

/** Fails when a statement allows everyone, and no condition says who or from where. */
export function isOpenToAnyone({ statements, readable }: AttachedStatements): RuleResult {
  const open = statements.filter((statement) => statement.allows && isForAnyone(statement) && !isNarrowed(statement));
  if (open.length > 0) return fail('its policy grants access to any principal', open.map((statement) => statement.sid ?? statement.actions.join(', ')).join('; '));
  const unclear = statements.filter((statement) => statement.allows && isForNobodyKnowsWhom(statement) && !isNarrowed(statement));
  if (unclear.length > 0) return unknown('a principal of its policy is not known before deployment', unclear.map(({ sid, actions }) => sid ?? actions.join(', ')).join('; '));
  return readable ? pass('no Allow statement for any principal') : unknown('its policy is not known before deployment');
}

/** An allowance for all but some is one for everyone. */
function isForAnyone(statement: Statement): boolean {
  return statement.forAnyone || statement.principals.some(({ type }) => type === 'NotPrincipal');
}

/** A text that begins as an ARN does names somebody, wherever its gaps are. */
function isForNobodyKnowsWhom(statement: Statement): boolean {
  return statement.principals.some(({ value }) => value.kind === 'unknown' && !(value.text ?? '').startsWith('arn:'));
}

/** An operator with IfExists, and a value that matches everything, narrow nothing. */
function isNarrowed(statement: Statement): boolean {
  return statement.conditions.some(({ operator, key, values }) => POSITIVE.test(operator) && NARROWING.includes(key)
    && values.length > 0 && values.every((value) => !EVERYWHERE.includes(textOf(value) ?? '*')));
}
