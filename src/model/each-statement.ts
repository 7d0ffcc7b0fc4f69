import { intrinsicOf, isObject, own } from './json';
import { every, pass, worstOfOne } from './judge';
import { textDocument } from './policies-anywhere';
import { objectOf, Statement } from './policy-document';
import type { RuleResult } from './rule-result';
import type { Expression } from './template';

/**
 * Judges each statement of a policy document apart: statements that have conditions of the template each are as many worlds as they are
 * statements, and not as many as they have combinations.
 *
 * @param unread the verdict on a document, or on a part of one, that is not known before deployment
 */
export function everyStatementOf(document: Expression, judge: (statement: Statement) => RuleResult, unread: () => RuleResult): RuleResult {
  const parts = partsOf(document);
  if (!parts) return unread();
  const doubtful = parts.filter(mayBeDenial);
  return every(pass(), ...parts.map((part) => worstOfOne(part, () => judgeOne(part, doubtful, judge, unread))));
}

/** The statements of a document that deny, without a look at those that allow for certain; none where one of them cannot be read. */
export function denialsOf(document: Expression): Statement[] {
  return readDoubtful((partsOf(document) ?? []).filter(mayBeDenial))?.filter(({ denies }) => denies) ?? [];
}

function partsOf(document: Expression): Expression[] | undefined {
  const text = objectOf(document) ? undefined : textDocument(document);
  return objectOf(text ?? document)?.at('Statement').parts();
}

function judgeOne(part: Expression, doubtful: Expression[], judge: (statement: Statement) => RuleResult, unread: () => RuleResult): RuleResult {
  const item = part.at();
  if (item.source === undefined) return pass();
  if (item.value.kind !== 'known') return unread();
  const statement = read(item);
  const dependsOnOthers = statement.allows && statement.principals.length > 0;
  const alone = judge(statement);
  if (doubtful.length === 0 || (alone.verdict === 'pass' && !dependsOnOthers)) return alone;
  const others = readDoubtful(doubtful);
  if (!others) return unread();
  return dependsOnOthers ? judge(statement.withDenials(others)) : alone;
}

function readDoubtful(doubtful: Expression[]): Statement[] | undefined {
  const there = doubtful.map((one) => one.at()).filter(({ source }) => source !== undefined);
  return there.every(({ value }) => value.kind === 'known') ? there.map(read) : undefined;
}

function read(item: Expression): Statement {
  const { source, stack: { model: { worlds } } } = item;
  return isObject(source) ? worlds.remember(source, () => new Statement(item), Statement) : new Statement(item);
}

/** The way from a statement, and from an inline policy, to what it does. */
const STATEMENT = ['Effect'];
const INLINE_POLICY = ['PolicyDocument', 'Statement', 'Effect'];

/** Whether a policy may have a statement that denies, by a look at its JSON only. */
export function mayHoldDenial(json: unknown): boolean {
  return mayDeny(json, INLINE_POLICY);
}

function mayBeDenial({ source }: Expression): boolean {
  return mayDeny(source, STATEMENT);
}

function mayDeny(json: unknown, [key, ...rest]: string[]): boolean {
  const path = key === undefined ? [] : [key, ...rest];
  if (Array.isArray(json)) return json.some((one) => mayDeny(one, path));
  const intrinsic = intrinsicOf(json);
  if (intrinsic?.name === 'Fn::If' && Array.isArray(intrinsic.argument)) return intrinsic.argument.slice(1).some((one) => mayDeny(one, path));
  if (intrinsic) return !(intrinsic.name === 'Ref' && intrinsic.argument === 'AWS::NoValue');
  if (!isObject(json)) return key === undefined ? json === 'Deny' : typeof json === 'string';
  return key === undefined || mayDeny(own(json, key), rest);
}
