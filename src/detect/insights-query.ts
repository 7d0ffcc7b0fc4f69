import type { Condition, Line } from './event-match';

/** CloudWatch Logs takes 10,000 characters in a query, and gives 10,000 events at most. Source: CloudWatch Logs API reference, `StartQuery`. */
export const MAX_QUERY = 10_000;
export const MAX_ROWS = 10_000;
/** What is written in JSON as it is, and means itself in a regular expression but for dots, pluses and slashes. */
const PLAIN = /^[\w .:/@+-]+$/;

/**
 * A query in the language of CloudWatch Logs Insights for the events that any of some conditions could match: each that does, and few others.
 *
 * It asks for texts in the message and not for fields: Insights finds the first 200 fields of an event only, compares with case and knows an
 * element of a list by its number alone. What a text cannot decide (negations, ranges of addresses, patterns) is left to who reads the events.
 */
export function insightsQuery(conditions: Condition[]): string {
  const filters = conditions.map(filterOf);
  const filter = filters.includes(undefined) ? [] : [`filter ${filters.map((one) => `(${one})`).join(' or ')}`];
  return ['fields @message', ...filter, `limit ${MAX_ROWS}`].join(' | ');
}

/** What has to hold where the condition does; `undefined` for what every event fulfils. */
function filterOf(condition: Condition): string | undefined {
  if ('line' in condition) return textOf(condition.line);
  if ('not' in condition) return undefined;
  if ('all' in condition) {
    const parts = distinct(condition.all.map(filterOf).filter((one) => one !== undefined));
    return parts.length === 0 ? undefined : parts.map(enclosed).join(' and ');
  }
  const parts = condition.any.map(filterOf);
  return parts.length === 0 || parts.includes(undefined) ? undefined : distinct(parts as string[]).map(enclosed).join(' or ');
}

function textOf({ field, operator, values, parameter }: Line): string | undefined {
  // a value `null` holds where the field is absent, and so does `exists: false`
  if (parameter === undefined && (values.includes(null) || (operator === 'exists' && values[0] === false))) return undefined;
  const key = `"${escaped(field.split('.').pop()!)}"\\s*:`;
  const texts = values.map(String);
  const asked = parameter === undefined && ['equals', 'startswith', 'endswith', 'contains'].includes(operator) && texts.every((text) => PLAIN.test(text));
  if (!asked) return like(key);
  const any = `(${texts.map(escaped).join('|')})`;
  // a list, of which any element may be meant, is taken as it comes
  return like(operator === 'equals' || operator === 'startswith' ? `${key}\\s*("?${any}|\\[)` : `${key}.*${any}`);
}

const like = (pattern: string) => `@message like /(?i)${pattern}/`;
const escaped = (text: string) => text.replace(/[.+$/]/g, '\\$&');
const enclosed = (filter: string) => (/ (and|or) /.test(filter) ? `(${filter})` : filter);
const distinct = (texts: string[]) => [...new Set(texts)];
