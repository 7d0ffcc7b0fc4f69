import type { Fail, Pass, RuleResult, Unknown } from './rule-result';
import type { Expression, TemplateResource, Value } from './template';
import { describe, lastTargetOf, textOf } from './value';

export function pass(value?: string): RuleResult {
  return value === undefined ? PASS : { verdict: 'pass', value };
}

const PASS: RuleResult = { verdict: 'pass' };

/** Passes with values that are put into words when somebody asks. */
class Seen implements Pass {
  public readonly verdict = 'pass';

  constructor(private readonly tell: () => string | undefined) {}

  public get value(): string | undefined {
    return this.tell();
  }
}

function passOn(value: Value): RuleResult {
  return new Seen(() => describe(value));
}

export function fail(finding: string, value?: string): RuleResult {
  return { verdict: 'fail', finding, value };
}

export function unknown(finding: string, value?: string): RuleResult {
  return { verdict: 'unknown', finding, value };
}

/** Passes when all pass; else fails with everything that failed, else is unknown with everything that is. */
export function every(...results: RuleResult[]): RuleResult {
  if (results.length === 1 && results[0].verdict === 'pass') return results[0]; // nearly always, of millions
  const open = results.filter((result): result is Fail | Unknown => result.verdict !== 'pass');
  if (open.length === 0) return new Seen(() => unique(results.map(({ value }) => value)));
  const verdict = open.some((result) => result.verdict === 'fail') ? 'fail' : 'unknown';
  const found = open.filter((result) => result.verdict === verdict);
  return { verdict, finding: unique(found.map(({ finding }) => finding)) ?? '', value: unique(found.map(({ value }) => value)) };
}

export const TOO_MANY = unknown('the template has too many conditions to evaluate all combinations');

/** The worst of all worlds that `explore` tries. What fails in one of them fails, also where the others are too many to try. */
export function worst(explore: (look: () => RuleResult) => RuleResult[] | undefined, check: () => RuleResult): RuleResult {
  let failed: RuleResult[] | undefined;
  const results = explore(() => {
    const result = check();
    if (result.verdict === 'fail') (failed ??= []).push(result);
    return result;
  });
  return every(...failed ?? [], ...results ?? [TOO_MANY]);
}

/** The worst of what a check of one thing among many asks for, apart from what the others ask for. */
export function worstOfOne({ stack: { model: { worlds } } }: Expression, check: () => RuleResult): RuleResult {
  return worst((look) => worlds.fork(look), check);
}

/** Passes when one does; else the last one tells. */
export function some(...results: RuleResult[]): RuleResult {
  return results.find((result) => result.verdict === 'pass') ?? results.find((result) => result.verdict === 'unknown') ?? results[results.length - 1];
}

/** Decides by a value that is known; a reference or an unknown fails closed. */
export function decide(expression: Expression, finding: string, holds: (value: unknown) => boolean): RuleResult {
  const { value } = expression;
  if (value.kind !== 'known') return unknown(`${finding}: not known before deployment`, describe(value));
  return holds(value.value) ? passOn(value) : fail(finding, describe(value));
}

/** CloudFormation takes `true`, `"true"` and `"True"` alike. */
export function isTrue(expression: Expression, finding: string): RuleResult {
  return decide(expression, finding, (value) => saysTrue(value));
}

export function isFalseOrAbsent(expression: Expression, finding: string): RuleResult {
  return decide(expression, finding, (value) => value === undefined || saysFalse(value));
}

export function saysTrue(value: unknown): boolean {
  return /^true$/i.test(String(value));
}

export function saysFalse(value: unknown): boolean {
  return /^false$/i.test(String(value));
}

export function isOneOf(expression: Expression, allowed: (string | undefined)[], finding: string): RuleResult {
  return decide(expression, finding, (value) => allowed.includes(value === undefined ? undefined : written(value)));
}

/** As a text, and booleans in lower case, however they are written. */
function written(value: unknown): string {
  return saysTrue(value) || saysFalse(value) ? String(value).toLowerCase() : String(value);
}

/** At least a number; what CloudFormation takes when it is absent is `byDefault`. */
export function isAtLeast(expression: Expression, least: number, finding: string, byDefault = NaN): RuleResult {
  return decide(expression, finding, (value) => numberOf(value, byDefault) >= least);
}

export function isAtMost(expression: Expression, most: number, finding: string, byDefault = NaN): RuleResult {
  return decide(expression, finding, (value) => numberOf(value, byDefault) <= most);
}

/** A known text that is not empty, or a reference: what deployment fills in from a resource is there. */
export function isPresent(expression: Expression, finding: string): RuleResult {
  const { value } = expression;
  if (value.kind === 'unknown') return unknown(`${finding}: not known before deployment`, describe(value));
  const present = value.kind === 'reference' || !['', undefined, null].includes(value.value as any);
  return present ? passOn(value) : fail(finding, describe(value));
}

/** Whether something is there for certain: what is not known before deployment might not be. */
export function isThere(expression: Expression): boolean {
  return isPresent(expression, '').verdict === 'pass';
}

/** Present, and no list or object without anything in it; what `AWS::NoValue` takes away is not in it. */
export function isNotEmpty(expression: Expression, finding: string): RuleResult {
  const { value } = expression;
  if (value.kind !== 'known' || typeof value.value !== 'object' || value.value === null) return isPresent(expression, finding);
  const holds = Array.isArray(value.value) ? expression.items().length > 0 : expression.entries().some(([, entry]) => !entry.isAbsent);
  return holds ? pass(describe(value)) : fail(finding, describe(value));
}

const KEY_TYPES = ['AWS::KMS::Key', 'AWS::KMS::ReplicaKey', 'AWS::KMS::Alias'];
/** Key id, key ARN, alias or alias ARN of somebody's own key. */
const KEY_NAME = /^(arn:[^:]+:kms:[^:]+:[^:]+:(key|alias)\/.+|alias\/.+|mrk-[\da-f]+|[\da-f]{8}-[\da-f-]{27})$/;

/** A customer-managed key: one of a template, or the name of one that is not `alias/aws/…`. */
export function isCustomerKey(expression: Expression, finding: string): RuleResult {
  const { value } = expression;
  if (value.kind === 'unknown') return unknown(`${finding}: not known before deployment`, describe(value));
  const text = textOf(value) ?? '';
  const isKey = value.kind === 'reference' ? value.targets.some((target) => KEY_TYPES.includes(target.resource.type))
    : KEY_NAME.test(text) && !/alias\/aws\//.test(text);
  return isKey ? passOn(value) : fail(finding, describe(value));
}

/** The resource that a value refers to, or that an ARN ends in, when it is of one of the types. */
export function resourceOf(value: Value, ...types: string[]): TemplateResource | undefined {
  const resource = lastTargetOf(value)?.resource;
  return resource && (types.length === 0 || types.includes(resource.type)) ? resource : undefined;
}

function numberOf(value: unknown, byDefault: number): number {
  if (value === undefined) return byDefault;
  return typeof value === 'number' || (typeof value === 'string' && value.trim() !== '') ? Number(value) : NaN;
}

function unique(texts: (string | undefined)[]): string | undefined {
  const known = texts.filter((text): text is string => text !== undefined && text !== '');
  return known.length > 1 ? [...new Set(known)].join('; ') : known[0];
}
