import { isDynamic, textOf, Value } from '../model';

/** Forms that only credentials have. Source: the issuers' own documentation of their token formats. */
const CREDENTIALS = [
  /\b(AKIA|ASIA)[A-Z\d]{16}\b/, // access keys of AWS
  /\bgh[pousr]_\w{36}|\bgithub_pat_\w{40}/,
  /\bglpat-[\w-]{20}/,
  /\bnpm_\w{36}/,
  /\bxox[abeoprs]-[\w-]{10}/, // Slack
  /\b[rs]k_(live|test)_\w{16}/, // Stripe
  /\bsk-(ant-|proj-)?[\w-]{32}/, // OpenAI and Anthropic
  /\bAIza[\w-]{35}/, // Google
  /\bSG\.[\w-]{16,}\.[\w-]{16,}/, // SendGrid
  /-----BEGIN [A-Z ]*PRIVATE KEY/,
  /\beyJ[\w-]{8,}\.eyJ[\w-]{8,}\.[\w-]{16,}/, // a signed JSON web token
  /\b[a-z][a-z\d+.-]*:\/\/[^\s/:@]+:[^\s/@${]+@/i, // a password in a URL
  /\b(AccountKey|SharedAccessKey)=\S{16}/i,
  /\{\{resolve:(secretsmanager|ssm-secure):/, // CloudFormation puts the secret itself there
];
const SECRET_NAME = /pass(word|wd|phrase)|secret|token|api_?key|private_?key|access_?key|signing_?key|credential/i;
/** Endings of names of what is about a secret, and none: `SECRET_ARN`, `TOKEN_TTL`. */
const ABOUT = new RegExp(`(_|(?<=[a-z]))(${[
  'algorithm', 'alias', 'arn', 'arns', 'audience', 'bucket', 'claim', 'cookie', 'count', 'days', 'enabled', 'endpoint', 'expires_?in', 'expiry', 'field', 'file', 'format', 'header',
  'host', 'id', 'ids', 'issuer', 'key_?id', 'length', 'limit', 'location', 'max', 'min', 'minutes', 'mode', 'name', 'names', 'param', 'parameter', 'path', 'policy',
  'prefix', 'provider', 'queue', 'ref', 'region', 'scope', 'scopes', 'seconds', 'service', 'source', 'stage', 'store', 'table', 'timeout', 'topic', 'ttl', 'type', 'uri', 'url',
  'use', 'validity', 'version',
].join('|')})$`, 'i');
/** Shorter ones are words, too. */
const SHORTEST = 8;
const SHORTEST_RANDOM = 32;

const FROM_SECRET = /\{\{resolve:(secretsmanager|ssm-secure):/;

/** Whether everyone who reads stacks reads a value: it is written there, or in a parameter of Systems Manager that is no secret. */
export function isReadByAll(value: Value): boolean {
  const text = textOf(value) ?? '';
  return !FROM_SECRET.test(text) && (value.kind === 'known' || isDynamic(text));
}

/** Why a text of a name is taken for a secret: `undefined` when it is not. Neither text nor part of it is told. */
export function secretIn(name: string, text: string): string | undefined {
  if (CREDENTIALS.some((form) => form.test(text))) return 'it has the form of a credential';
  if (isName(text)) return undefined;
  if (SECRET_NAME.test(name) && !ABOUT.test(name) && looksChosen(name, text)) return 'its name is that of a secret, and its value is in plaintext';
  return isRandom(text) ? 'its value looks like a random key' : undefined;
}

/** A password may be any word; for anything else a word is a name. */
function looksChosen(name: string, text: string): boolean {
  return /pass(word|wd|phrase)$/i.test(name) ? text !== '' : text.length >= SHORTEST && /\d|[^\w-]|[a-z][A-Z]/.test(text);
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
  return /^[\n\r\t\x20-\x7e]{16,}$/.test(Buffer.from(text, 'base64').toString('latin1'));
}
