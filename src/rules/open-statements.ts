import { isForEveryone, sidOf, unclearOf } from './principals';
import type { RuleResult } from './rule';
import type { Statement } from '../model';
import { fail, pass, unknown } from '../model/judge';
import { narrowingsOf, verdictOf } from '../model/narrowing';
import type { AttachedStatements } from '../model/resource-policies';

/** Fails when a statement allows everyone, and no condition says who or from where. */
export function isOpenToAnyone({ statements, readable }: AttachedStatements): RuleResult {
  const reach = (statement: Statement) => verdictOf(narrowingsOf(statement));
  const forEveryone = statements.filter((statement) => statement.allows && isForEveryone(statement));
  const open = forEveryone.filter((statement) => reach(statement) === 'wide');
  if (open.length > 0) return fail('its policy grants access to any principal', open.map(sidOf).join('; '));
  const maybeOpen = forEveryone.filter((statement) => reach(statement) === 'unknown');
  if (maybeOpen.length > 0) return unknown('its policy grants access to any principal, unless its condition, which is not known before deployment, restricts it', maybeOpen.map(sidOf).join('; '));
  const unclear = statements.filter((statement) => statement.allows && unclearOf(statement).length > 0 && reach(statement) !== 'narrow');
  if (unclear.length > 0) return unknown('a principal of its policy is not known before deployment', unclear.map(sidOf).join('; '));
  return readable ? pass('no Allow statement for any principal') : unknown('its policy is not known before deployment');
}
