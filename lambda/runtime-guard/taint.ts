import { normalize, recode } from './native';

export interface Untrusted {
  /** Texts that could change the meaning of what they are put in: a plain word cannot. */
  readonly texts: readonly string[];
  /** Names of fields that MongoDB reads as operators. */
  readonly operators: readonly string[];
}

const MAX_TEXTS = 1_000;
const MAX_VALUES = 5_000;
const MAX_DEPTH = 24;
const MAX_LENGTH = 100_000;
/** A name, a number, a UUID. */
const PLAIN = /^[\w-]*$/;
/** Set by AWS or by proxies, and handed to no interpreter. */
const CALM = /^(?:requestContext|multiValueHeaders|authorization|host|via|accept(?:-.*)?|x-amzn?-.*|x-forwarded-.*|content-(?:type|length)|eventSourceARN|messageAttributes|md5OfBody)$/i;

/** What came with an event from outside. */
export function untrustedOf(event: unknown): Untrusted {
  const texts = new Set<string>();
  const operators = new Set<string>();
  let values = 0;

  const text = (value: string) => {
    if (value.length < 2 || value.length > MAX_LENGTH || texts.size >= MAX_TEXTS || PLAIN.test(value)) return;
    texts.add(value);
    const trimmed = value.trim();
    if (trimmed !== value && trimmed.length > 1) texts.add(trimmed);
  };
  const decoded = (value: string) => {
    text(value);
    if (value[0] === '/' && value.length > 1) for (const segment of value.slice(1).split('/', MAX_DEPTH)) walk(segment, 2); // parameters of a path
    if (value.includes('+')) text(value.replaceAll('+', ' '));
    if (!value.includes('%')) return;
    try {
      const plain = decodeURIComponent(value.replaceAll('+', ' '));
      if (plain !== value) walk(plain, 1);
    } catch { /* no percent encoding */ }
  };
  const walk = (value: unknown, depth: number): void => {
    if (values++ > MAX_VALUES || depth > MAX_DEPTH) return;
    if (typeof value === 'string') {
      const first = value.charCodeAt(0);
      if ((first === 0x7b || first === 0x5b) && value.length > 2) { // { or [
        try {
          return walk(JSON.parse(value), depth + 1);
        } catch { /* no JSON */ }
      }
      return decoded(value);
    }
    if (typeof value !== 'object' || value === null) return;
    for (const key of Object.keys(value)) {
      if (CALM.test(key)) continue;
      if (!Array.isArray(value)) {
        if (key.startsWith('$')) operators.add(key);
        text(key);
      }
      walk((value as any)[key], depth + 1);
    }
  };

  const { body, isBase64Encoded, rawQueryString } = (event ?? {}) as Record<string, any>;
  if (typeof body === 'string') {
    const plain = isBase64Encoded ? recode(body, 'base64', 'utf8') : body;
    if (isBase64Encoded) walk(plain, 1);
    if (plain.includes('=') && !/^\s*[{[<]/.test(plain)) form(plain);
  }
  if (typeof rawQueryString === 'string') form(rawQueryString);
  for (const { kinesis } of records(event)) if (typeof kinesis?.data === 'string') walk(recode(kinesis.data, 'base64', 'utf8'), 1);
  walk(event, 0);
  return { texts: [...texts], operators: [...operators] };

  function form(encoded: string) {
    for (const pair of encoded.split('&', MAX_TEXTS)) for (const part of pair.split('=', 8)) walk(part, 1);
    for (const pair of encoded.replace(/^\?/, '').split('&')) {
      const at = pair.indexOf('=');
      const [name, value] = [pair.slice(0, at < 0 ? undefined : at), at < 0 ? '' : pair.slice(at + 1)].map(plainOf);
      const operator = /\[(\$\w+)\]/.exec(name); // name[$ne]=x, as qs reads it
      if (operator) operators.add(operator[1]);
      walk(value, 1);
    }
  }
}

/** A name or value of a form. */
const plainOf = (written: string) => written.replaceAll('+', ' ').replace(/(?:%[\da-f]{2})+/gi, (run) => recode(run.replaceAll('%', ''), 'hex', 'utf8'));

function records(event: any): any[] {
  return Array.isArray(event?.Records) ? event.Records.filter((record: unknown) => typeof record === 'object' && record !== null) : [];
}

const SQL_WORDS = /\b(?:or|and|xor|union|select|from|where|having|into|drop|delete|insert|update|alter|exec|sleep|benchmark|like|rlike|is|in|not|between|null|true|false|case|limit|offset)\b/i;

/** Whether a text lies in an SQL statement outside one literal, number or name. Words and commas alone (`name, price desc`) change no condition. */
export function leavesSql(statement: string, text: string, backslashEscapes: boolean): boolean {
  if (text.length < 3 || /^[\w.-]+$/.test(text)) return false;
  if (/^[\w\s,.]+$/.test(text) && !SQL_WORDS.test(text)) return false;
  for (let at = statement.indexOf(text); at >= 0; at = statement.indexOf(text, at + 1)) {
    if (!inOneToken(statement, at, at + text.length, backslashEscapes)) return true;
  }
  return false;
}

/** Whether the characters from `from` to `to` are within one token, of a statement read as a database reads it. */
function inOneToken(sql: string, from: number, to: number, backslashEscapes: boolean): boolean {
  for (let i = 0; i < sql.length;) {
    const start = i;
    const end = tokenEnd(sql, i, backslashEscapes);
    i = end.at;
    if (from < i) {
      // a quote belongs to the statement, what is between two quotes to the input
      return from >= start + end.quote && to <= i - end.quote && !end.comment;
    }
  }
  return true;
}

function tokenEnd(sql: string, start: number, backslashEscapes: boolean): { at: number; quote: 0 | 1; comment?: boolean } {
  const c = sql[start];
  if (c === "'" || c === '"' || c === '`') return quoted(sql, start, c, backslashEscapes && c !== '`' || c === "'" && /[eE]/.test(sql[start - 1] ?? '') && !/\w/.test(sql[start - 2] ?? ''));
  if (sql.startsWith('--', start) || c === '#' && backslashEscapes) return { at: lineEnd(sql, start), quote: 0, comment: true };
  if (sql.startsWith('/*', start)) {
    const end = sql.indexOf('*/', start + 2);
    return { at: end < 0 ? sql.length : end + 2, quote: 0, comment: true };
  }
  let i = start + 1;
  if (/[\w$@]/.test(c)) while (i < sql.length && /[\w$@.]/.test(sql[i])) i++;
  return { at: i, quote: 0 };
}

function quoted(sql: string, start: number, quote: string, escapes: boolean): { at: number; quote: 0 | 1 } {
  for (let i = start + 1; i < sql.length; i++) {
    if (escapes && sql[i] === '\\') i++;
    else if (sql[i] === quote && sql[i + 1] === quote) i++;
    else if (sql[i] === quote) return { at: i + 1, quote: 1 };
  }
  return { at: sql.length, quote: 0 }; // a literal that does not end: the input took its end away
}

const lineEnd = (text: string, from: number) => {
  const end = text.indexOf('\n', from);
  return end < 0 ? text.length : end + 1;
};

/** Whether a text is more than one word of a shell's command line. */
export function leavesShell(line: string, text: string): boolean {
  if (!/[\s;&|`$()<>'"\\*?{}~#!]/.test(text)) return false;
  for (let at = line.indexOf(text); at >= 0; at = line.indexOf(text, at + 1)) {
    const quote = quoteAt(line, at);
    if (quote === "'" ? text.includes("'") : quote === '"' ? /["$`\\!]/.test(text) : true) return true;
  }
  return false;
}

function quoteAt(line: string, to: number): string {
  let quote = '';
  for (let i = 0; i < to; i++) {
    const c = line[i];
    if (quote === '' && (c === "'" || c === '"')) quote = c;
    else if (c === quote) quote = '';
    else if (c === '\\' && quote !== "'") i++;
  }
  return quote;
}

const SYSTEM = /^\/(?:etc|proc|sys|dev|root|home|boot|var|opt|usr)(?:\/|$)/;

/** Whether a text leads a path out of the folder that it was joined to, also where `path.join` resolved it already. */
export function leavesFolder(path: string, text: string): boolean {
  if (text.includes('\0')) return path.includes(text);
  if (text[0] === '/' && path === normalize(text)) return SYSTEM.test(path);
  if (!text.includes('..')) return false;
  const up = normalize(text.replaceAll('\\', '/').replace(/^\/+/, ''));
  if (!up.startsWith('../')) return false;
  return path.includes(text) || path.endsWith(`/${up.replace(/^(?:\.\.\/)+/, '')}`);
}

/** Whether code holds more of a text than a value. */
export const leavesCode = (code: string, text: string) => text.length > 3 && /[^\w\s.@,-]/.test(text) && code.includes(text);

/** Whether an expression of DynamoDB holds a text that is more than a name: names and values have placeholders of their own. */
export const leavesExpression = (expression: string, text: string) => text.length > 2 && /[^\w.:#-]/.test(text) && /[=<>()]|\b(?:or|and|not|between|in)\b/i.test(text) && expression.includes(text);
