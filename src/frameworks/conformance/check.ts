/**
 * What a rule asks of the properties of a resource, in a form that both texts of CloudFormation Guard are written from: over templates and over
 * configuration items of AWS Config. Paths are those of the template, `Replicas[].Region`; inside of `each` and `someItem` they start at the item, which is
 * '' itself. A value of another kind than what is asked for passes none of them.
 */
export type Check =
  | { readonly op: 'in'; readonly path: string; readonly values: Literal[]; readonly orAbsent?: boolean }
  | { readonly op: 'matches'; readonly path: string; readonly pattern: string; readonly orAbsent?: boolean; readonly not?: boolean }
  | { readonly op: 'atLeast' | 'atMost'; readonly path: string; readonly bound: number; readonly orAbsent?: boolean }
  | { readonly op: 'absent' | 'missing' | 'empty' | 'filled'; readonly path: string }
  | { readonly op: 'each'; readonly path: string; readonly checks: Check[]; readonly orNone?: boolean; readonly isMap?: boolean }
  | { readonly op: 'some' | 'none'; readonly path: string; readonly checks: Check[] }
  | { readonly op: 'any' | 'all'; readonly of: Check[] };

export type Literal = string | number | boolean;

/** Key id, key ARN, alias or alias ARN. Source: AWS KMS developer guide, "Key identifiers". */
const KEY = '^(arn:[^:]+:kms:[^:]*:[^:]*:(key|alias)\\/.+|alias\\/.+|mrk-[0-9a-f]+|[0-9a-f]{8}-[0-9a-f-]{27})$';
const KEY_OF_AWS = 'alias\\/aws\\/.*';

export const any = (...of: Check[]): Check => ({ op: 'any', of });
export const all = (...of: Check[]): Check => ({ op: 'all', of });
export const isTrue = (path: string): Check => ({ op: 'in', path, values: [true] });
export const isTrueOrAbsent = (path: string): Check => ({ op: 'in', path, values: [true], orAbsent: true });
export const isFalse = (path: string): Check => ({ op: 'in', path, values: [false] });
export const isFalseOrAbsent = (path: string): Check => ({ op: 'in', path, values: [false], orAbsent: true });
export const isOneOf = (path: string, ...values: Literal[]): Check => ({ op: 'in', path, values });
export const isOneOfOrAbsent = (path: string, ...values: Literal[]): Check => ({ op: 'in', path, values, orAbsent: true });
export const isAtLeast = (path: string, bound: number): Check => ({ op: 'atLeast', path, bound });
export const isAtMost = (path: string, bound: number): Check => ({ op: 'atMost', path, bound });
export const isAtMostOrAbsent = (path: string, bound: number): Check => ({ op: 'atMost', path, bound, orAbsent: true });
export const isAtLeastOrAbsent = (path: string, bound: number): Check => ({ op: 'atLeast', path, bound, orAbsent: true });
export const matches = (path: string, pattern: string): Check => ({ op: 'matches', path, pattern });
export const matchesOrAbsent = (path: string, pattern: string): Check => ({ op: 'matches', path, pattern, orAbsent: true });
/** A text, and another one. */
export const isOther = (path: string, pattern: string): Check => ({ op: 'matches', path, pattern, not: true });
/** A text that is not empty. */
export const isText = (path: string): Check => ({ op: 'matches', path, pattern: '.' });
export const isAbsent = (path: string): Check => ({ op: 'absent', path });
/** Not there at all; an empty list is. */
export const isMissing = (path: string): Check => ({ op: 'missing', path });
/** No list, or one without anything in it. */
export const isEmptyOrAbsent = (path: string): Check => ({ op: 'empty', path });
/** A list with something in it. */
export const isFilled = (path: string): Check => ({ op: 'filled', path });
export const isCustomerKey = (path: string): Check => all(matches(path, KEY), isOther(path, KEY_OF_AWS));
/** There are items, and the checks hold for each. */
export const each = (path: string, ...checks: Check[]): Check => ({ op: 'each', path, checks });
export const eachIfAny = (path: string, ...checks: Check[]): Check => ({ op: 'each', path, checks, orNone: true });
/** The same for the values of a map by names. */
export const eachValueIfAny = (path: string, ...checks: Check[]): Check => ({ op: 'each', path, checks, orNone: true, isMap: true });
export const someItem = (path: string, ...checks: Check[]): Check => ({ op: 'some', path, checks });
export const noItem = (path: string, ...checks: Check[]): Check => ({ op: 'none', path, checks });

/** Every path that checks ask for, from the resource on. */
export function pathsOf(checks: Check[], base = ''): string[] {
  return checks.flatMap((check) => {
    if ('of' in check) return pathsOf(check.of, base);
    const full = pathJoin(base, check.path);
    return 'checks' in check ? [full, ...pathsOf(check.checks, `${full}[]`)] : [full];
  });
}

/** A path that starts at an item. */
export function pathJoin(base: string, path: string): string {
  return [base, path].filter((part) => part !== '').join('.');
}
