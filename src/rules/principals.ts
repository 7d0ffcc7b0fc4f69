import { describe, Statement, statementsOf, TemplateResource, textOf, Value } from '../model';
import type { RuleResult } from './rule';
import { every, fail, pass, unknown } from '../model/judge';

/** Conditions that say whose principals may call. */
const CALLER_KEYS = ['aws:principalaccount', 'aws:principalarn', 'aws:principalorgid', 'aws:principalorgpaths', 'kms:calleraccount'];
/** Conditions that say for whom a service acts. */
const SOURCE_KEYS = ['aws:sourceaccount', 'aws:sourcearn', 'aws:sourceorgid', 'aws:sourceorgpaths', 'aws:sourceowner'];
/** Operators that fail when the key is not there. */
const OPERATORS = /^(ForAnyValue:)?(StringEquals|StringEqualsIgnoreCase|StringLike|ArnEquals|ArnLike)$/;

/** Judges the statements of the policy document at a property; what cannot be read is unknown. */
export function everyStatement(resource: TemplateResource, property: string, judge: (statement: Statement) => RuleResult): RuleResult {
  const document = resource.at(property);
  if (document.isAbsent) return pass('no policy');
  const statements = statementsOf(document);
  return statements ? every(...statements.map(judge)) : unknown('its policy is not known before deployment', describe(document.value));
}

/** An Allow is for named principals, or under a condition on the account or organisation that calls. */
export function letsInNoStranger(statement: Statement): RuleResult {
  if (!statement.allows) return pass();
  if (statement.principals.some(({ type }) => type === 'NotPrincipal')) return fail('it grants access with NotPrincipal', 'NotPrincipal');
  if (statement.forAnyone) return bounded(statement, [...CALLER_KEYS, ...SOURCE_KEYS], 'it grants access to any principal');
  const unclear = statement.principals.filter(({ value }) => value.kind === 'unknown' && !(value.text ?? '').startsWith('arn:'));
  return unclear.length === 0 ? pass() : unknown('a principal of its policy is not known before deployment', unclear.map(({ value }) => describe(value)).join(', '));
}

/** An Allow for a service says for which account, organisation or resource the service acts. */
export function servicesActForNamed(statement: Statement, furtherKeys?: RegExp): RuleResult {
  const services = statement.principals.filter(({ type }) => type === 'Service').map(({ value }) => describe(value));
  if (!statement.allows || services.length === 0) return pass();
  const keys = statement.conditions.map(({ key }) => key).filter((key) => SOURCE_KEYS.includes(key) || furtherKeys?.test(key));
  return bounded(statement, keys, `it allows ${services.join(', ')} without a condition on the source account or ARN`);
}

function bounded(statement: Statement, keys: string[], finding: string): RuleResult {
  const seen = statement.sid ?? statement.actions.join(', ');
  const conditions = statement.conditions.filter(({ operator, key }) => keys.includes(key) && OPERATORS.test(operator));
  if (conditions.some(({ values }) => values.length > 0 && values.every(isNarrow))) return pass(seen);
  const unclear = statement.conditions.some(({ operator }) => operator === 'unknown')
    || conditions.some(({ values }) => values.some((value) => value.kind === 'unknown'));
  return unclear ? unknown(`${finding}, unless its condition, which is not known before deployment, restricts it`, seen) : fail(finding, seen);
}

function isNarrow(value: Value): boolean {
  const text = textOf(value);
  return value.kind !== 'unknown' && text !== undefined && !isAnyones(text.replace(/\$\{[^}]*\}/g, 'x'));
}

/** arn:partition:service:region:account:resource; names of buckets need no account, as they are nobody else's. */
function isAnyones(text: string): boolean {
  if (!text.startsWith('arn:')) return /^[*?]*$/.test(text);
  const [, , , , account, ...resource] = text.split(':');
  return /[*?]/.test(account ?? '*') || (account === '' && /^[*?/:]*$/.test(resource.join(':')));
}
