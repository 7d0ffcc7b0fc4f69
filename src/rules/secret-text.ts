import { hasCredential } from './credential-forms';
import { Expression, isDynamic, textOf, Value } from '../model';
import { TemplateExpression } from '../model/expression';
import { isObject, own } from '../model/json';

/** CloudFormation puts the secret itself there. */
const FROM_SECRET = /\{\{resolve:(secretsmanager|ssm-secure):/;
/** Fields of secrets of databases that are none themselves. */
const NO_SECRET_FIELD = /\{\{resolve:secretsmanager:(?:[^{}]|\$\{[^{}]*\})*:SecretString:(?:dbname|engine|host|hostname|port|region|user|username)(?::[^{}]*)?\}\}/gi;
const SECRET_NAME = /pass(word|wd|phrase)|secret|token|api_?key|private_?key|access_?key|signing_?key|credential/i;
/** Endings of names of what is about a secret, and none: `SECRET_ARN`, `TOKEN_TTL`. */
const ABOUT = new RegExp(`(_|(?<=[a-z]))(${[
  'algorithm', 'alias', 'arn', 'arns', 'audience', 'bucket', 'claim', 'cookie', 'count', 'days', 'enabled', 'endpoint', 'expires_?in', 'expiry', 'field', 'file', 'format', 'header',
  'host', 'id', 'ids', 'issuer', 'key_?id', 'length', 'limit', 'location', 'max', 'min', 'minutes', 'mode', 'name', 'names', 'param', 'parameter', 'path', 'policy',
  'prefix', 'provider', 'queue', 'ref', 'region', 'scope', 'scopes', 'seconds', 'service', 'source', 'stage', 'store', 'table', 'timeout', 'topic', 'ttl', 'type', 'uri', 'url',
  'use', 'validity', 'version',
].join('|')})$`, 'i');
/** Words of a text that asks for a value instead of being one, and those that may be around them. */
const ASKS = /^(change|changeit|changeme|changethis|dummy|enter|example|fill|fixme|here|insert|placeholder|put|replace|replaceme|replacethis|sample|tbd|todo|your)$/;
const AROUND = /^(a|access|account|actual|add|after|an|and|api|app|auth|be|by|client|correct|credential|credentials|deploy|deployed|deployment|for|from|github|id|in|it|key|later|manually|me|must|my|new|of|on|own|password|personal|please|private|real|secret|service|set|slack|string|the|this|to|token|update|updated|use|user|value|webhook|will|with)$/;
/** Longer ones are no placeholder, whatever words they are made of. */
const LONGEST_PLACEHOLDER = 100;
/** Shorter ones are words, too. */
const SHORTEST = 8;
const SHORTEST_RANDOM = 32;
/** How deep texts may be in texts, and lists in lists. */
const MAX_DEPTH = 6;
const MAX_TEXT = 64 * 1024;
/** `password=value`, but for what another one fills in. */
const ASSIGNMENT = /(?<![\w.-])([\w.-]{3,64})\s?[=:]\s?["']?([^\s;&,"'<$%{*][^\s;&,"']{7,200})/g;
/** `export NAME=value`, `--name=value` and `name: value`, but for what a shell fills in. */
const SETTING = /(?<![\w.-])-{0,2}([\w.-]{3,64})[=:][ ]?["']?([^\s;&,"'<$%{*(`[\]()]{8,200})(?=["'\s;&,]|$)/g;

/** Whether everyone who reads stacks reads a value: it is written there, or in a parameter of Systems Manager that is no secret. */
export function isReadByAll(value: Value): boolean {
  const text = textOf(value) ?? '';
  return !FROM_SECRET.test(text) && (value.kind === 'known' || isDynamic(text));
}

/** The text of an expression, before `Fn::Base64` or whoever wrote it encoded it; with gaps for what deployment fills in. */
export function plainText(expression: Expression): string | undefined {
  const { stack, source, value } = expression.at();
  const encoded = own(source, 'Fn::Base64');
  const text = textOf(encoded === undefined ? value : new TemplateExpression(stack, encoded).value);
  return text !== undefined && encoded === undefined && isReadable(text) ? Buffer.from(text, 'base64').toString('latin1') : text;
}

/** Why a text of a name is taken for a secret: `undefined` when it is not. Neither text nor part of it is told. */
export function secretIn(name: string, text: string, depth = 0): string | undefined {
  if (FROM_SECRET.test(text.replace(NO_SECRET_FIELD, '')) || hasCredential(text)) return 'it has the form of a credential';
  const within = depth < MAX_DEPTH ? secretWithin(text, depth + 1) : undefined;
  if (within !== undefined || isName(text)) return within;
  if (SECRET_NAME.test(name) && !ABOUT.test(name) && looksChosen(name, text)) return 'its name is that of a secret, and its value is in plaintext';
  return isRandom(text) ? 'its value looks like a random key' : undefined;
}

/** Whether something of a name is a secret, and not what is about one. */
export function namesSecret(name: string): boolean {
  return SECRET_NAME.test(name) && !ABOUT.test(name);
}

/** Whether commands, or a file with them, set a secret: code has words where a secret would be, so that its value has to have a digit. */
export function secretSetIn(text: string): boolean {
  return text.length <= MAX_TEXT && [...text.matchAll(SETTING)].some(([, name, value]) => namesSecret(name.replace(/-/g, '_')) && /\d/.test(value) && !isName(value));
}

/**
 * Whether the whole of a text is a placeholder, as `<your-api-key>`, `CHANGE_ME` or `xxxx`: nothing but words that ask for a value. What only begins
 * with one may be a secret.
 */
export function isPlaceholder(text: string): boolean {
  if (text.length > LONGEST_PLACEHOLDER) return false;
  const inner = text.trim().replace(/^<([^<>]+)>$|^\[([^[\]]+)\]$|^\{([^{}$]+)\}$/, '$1$2$3');
  if (/^([xX]{3,}|\*{3,}|\.{3,}|-+|<>)$/.test(inner)) return true;
  const words = inner.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase().split(/[\s_.,:!-]+/).filter((word) => word !== '');
  const areWords = words.length > 0 && words.every((word) => ASKS.test(word) || AROUND.test(word));
  // what is within < and > is one by that
  return areWords && (inner !== text.trim() || words.some((word) => ASKS.test(word)));
}

/** What a text holds by names of its own: JSON, `name=value`, or either in Base64. */
function secretWithin(text: string, depth: number): string | undefined {
  if (text.length > MAX_TEXT) return undefined;
  if (isReadable(text)) return secretIn('', Buffer.from(text, 'base64').toString('latin1'), depth);
  const json = parsed(text);
  const pairs = json === undefined ? [...text.matchAll(ASSIGNMENT)].map(([, key, value]) => [key, value] as const) : [];
  if (pairs.some(([key, value]) => SECRET_NAME.test(key) && !ABOUT.test(key) && looksChosen('', value))) return 'a secret in it is in plaintext';
  return json === undefined ? undefined : secretInJson(json, depth);
}

function secretInJson(json: unknown, depth: number, key = ''): string | undefined {
  if (typeof json === 'string') return secretIn(key, json, depth);
  if (depth > MAX_DEPTH) return undefined;
  const entries: [string, unknown][] = Array.isArray(json) ? json.map((item) => [key, item]) : isObject(json) ? Object.entries(json) : [];
  for (const [name, value] of entries) {
    const why = secretInJson(value, depth + 1, name);
    if (why !== undefined) return why;
  }
  return undefined;
}

function parsed(text: string): unknown {
  if (!/^\s*[{[]/.test(text)) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A password may be any word; for anything else a word is a name. */
function looksChosen(name: string, text: string): boolean {
  // a placeholder is no token of anybody, but as a password it lets in whoever tries it
  return /pass(word|wd|phrase)$/i.test(name) ? text !== '' : text.length >= SHORTEST && !isPlaceholder(text) && /\d|[^\w-]|[a-z][A-Z]/.test(text);
}

/** ARNs, URLs, paths, addresses, ids, numbers, times, and what has spaces or is JSON. */
function isName(text: string): boolean {
  return /^(arn:|\w+:\/\/|\/)|[\s{}"]|^[\d.,:+-]+$|^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$|^[\w.-]+@[\w.-]+$/i.test(text)
    || /^[\w-]+(\.[\w-]+)+$/.test(text) || /^[\w-]+(\/[\w-]+)+$/.test(text);
}

/** Long, of many letters, and between upper case, lower case and digits at every other letter, as names never are. */
function isRandom(text: string): boolean {
  if (text.length < SHORTEST_RANDOM || !/^[\w+/=-]+$/.test(text) || isReadable(text)) return false;
  const kinds = [...text.replace(/[=_+/-]/g, '')].map((char) => (/\d/.test(char) ? 'digit' : char === char.toUpperCase() ? 'upper' : 'lower'));
  const changes = kinds.filter((kind, i) => i > 0 && kind !== kinds[i - 1]).length;
  return new Set(kinds).size === 3 && changes / (kinds.length - 1) >= 0.5;
}

/** Configuration is often given as Base64 of a text. */
function isReadable(text: string): boolean {
  return /^[\s\w+/=-]+$/.test(text) && /^[\n\r\t\x20-\x7e]{16,}$/.test(Buffer.from(text, 'base64').toString('latin1'));
}
