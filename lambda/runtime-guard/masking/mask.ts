import { isCard, maskCard } from './cards';
import { ibanIn, maskIban } from './ibans';
import type { DataKind } from './kinds';
import { LETTERED_IDS, NATIONAL_IDS_BY_SHAPE } from './national-ids';
import { recode } from '../native';

export interface MaskOptions {
  /** The kinds that are masked. */
  readonly kinds: ReadonlySet<DataKind>;
  /** The countries whose numbers are national identifiers. */
  readonly countries: ReadonlySet<string>;
}

export interface Masked {
  readonly text: string;
  /** What was found, each kind once. */
  readonly kinds: readonly DataKind[];
}

/** Keys and tokens by how their issuers write them. */
const TOKENS = [
  'gh[pousr]_[A-Za-z0-9]{36,}', 'github_pat_\\w{22,}', 'xox[abeprs]-[\\w-]{10,}', 'xapp-[\\w-]{10,}', '[sr]k_(?:live|test)_[A-Za-z0-9]{16,}', 'whsec_[A-Za-z0-9]{24,}', 'AIza[\\w-]{35}', 'ya29\\.[\\w-]{20,}', 'glpat-[\\w-]{20,}', 'npm_[A-Za-z0-9]{36}', 'pypi-[\\w-]{16,}',
  'sk-(?:ant-|proj-)?[\\w-]{20,}', 'SG\\.[\\w-]{22}\\.[\\w-]{43}', 'dop_v1_[a-f0-9]{64}', 'hvs\\.[\\w-]{24,}', 'shp(?:at|ss|ca)_[a-fA-F0-9]{32}', 'dckr_pat_[\\w-]{20,}', 'hf_[A-Za-z]{30,}',
];
const STICKY = {
  digits: /\d(?:[ .-]?\d){7,22}(?:-?[A-Z](?![\w-]))?/y,
  pem: /-----BEGIN (?:[A-Z0-9]+ ){0,4}PRIVATE KEY(?: BLOCK)?-----[\s\S]{16,16384}?-----END (?:[A-Z0-9]+ ){0,4}PRIVATE KEY(?: BLOCK)?-----/y,
  jwt: /eyJ[\w-]{8,}\.[\w-]{2,}\.[\w-]*/y,
  awsKey: /(?:AKIA|ASIA)[A-Z2-7]{16}(?!\w)/y,
  token: new RegExp(TOKENS.join('|'), 'y'),
  iban: /[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?(?!\w)/y,
  lettered: /(?:[A-Z]{2} ?\d{2} ?\d{2} ?\d{2} ?[A-D]|[XYZ]-?\d{7}-?[A-Z]|[A-Z]{6}\d{2}[A-Z]\d{2}[A-Z]\d{3}[A-Z])(?!\w)/y,
  /** From the sign behind a key to the end of the value. */
  value: /(\\?["']?\s{0,2}[:=]\s{0,2}\\?["']?)([^\s"'\\,;&}\])<>]{6,4096})/y,
  userInfo: /(:\/\/[^\s:/@"']{1,128}:)([^\s/@"']{3,256})@/y,
  domain: /@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}/y,
};
const SECRET_KEY = /^(?:.*[_-])?(?:aws_?)?(?:secret_?access_?key|session_?token|client_?secret|api_?key|(?:access|refresh|auth|id)_?token|private_?key|passwd|password|passphrase|pwd)$/i;
/** How those names end: most keys are told apart by two letters. */
const SECRET_ENDS = new Set(['ey', 'en', 'et', 'wd', 'rd', 'se']);
/** Values of such keys that are no secret. */
const NO_SECRET = /^(?:true|false|null|undefined|required|optional|missing|invalid|expired|\[?(?:masked|redacted|jwt|token)\b.*|[*x]+|\$\{.*|arn:.*|\{\{.*)$/i;
/** A key whose value is an identifier or a measure, though it may pass for a card. */
const IDENTIFIER = /(?:id|ids|seq|seqno|sequence|sequencenumber|trace|span|offset|version|timestamp|time|ts|ms|ns|epoch|order|request|cursor|count|bytes|size|nonce|hash|checksum|etag|session|correlation|ref|reference|tracking|invoice|serial|sku|barcode|ean|isbn|imei|phone|tel|port|row|lsn|position|index|duration|build|run|job|batch|msg|message|event|object|revision|generation|key|token|code)$/i;
const CARD_KEY = /card|\bpan\b|credit|debit|primary_?account|payment_?number|cc_?(?:num|no)/i;
const LOOK_BACK = 320;

/** What a character may start. Everything else is stepped over. */
const enum Start { NOTHING, DIGIT, CAPITAL, SMALL, DASH, SIGN, AT }
const STARTS = new Uint8Array(128);
for (let code = 48; code < 58; code++) STARTS[code] = Start.DIGIT;
for (let code = 65; code < 91; code++) STARTS[code] = Start.CAPITAL;
for (const letter of 'eghxsrwynpd') STARTS[letter.charCodeAt(0)] = Start.SMALL;
for (const [letter, start] of [['-', Start.DASH], [':', Start.SIGN], ['=', Start.SIGN], ['@', Start.AT]] as const) STARTS[letter.charCodeAt(0)] = start;
/** Letters, digits and the underscore: what a word goes on with. Without expressions: code of the function may have changed these before this part is read. */
const WORD = new Uint8Array(128);
for (let code = 48; code < 58; code++) WORD[code] = 1;
for (let code = 65; code < 91; code++) WORD[code] = WORD[code + 32] = 1;
WORD[95] = 1;
/** How a token or a JWT begins, by two letters: one word in two begins with the first of them, and nearly none with both. */
const PAIRS = new Uint8Array(128 * 128);
for (const token of ['eyJ', ...TOKENS]) {
  const end = token[0] === '[' ? token.indexOf(']') : 0;
  for (const first of end > 0 ? token.slice(1, end) : token[0]) PAIRS[first.charCodeAt(0) * 128 + token.charCodeAt(end + 1)] = 1;
}

const SEPARATOR = /[ .-]/;
/** The lengths, with separators, that a card or a national identifier can have. */
const LENGTHS = new Uint8Array(64);
for (const length of [13, 14, 15, 16, 17, 18, 19, 21, 22, 23, 9, 10, 11, 12, ...[...NATIONAL_IDS_BY_SHAPE.keys()].map((shape) => (typeof shape === 'number' ? shape : shape.length))]) LENGTHS[length] = 1;

interface Hit {
  readonly kind: DataKind;
  readonly start: number;
  readonly end: number;
  readonly masked: string;
}

/** The text with each datum of the given kinds masked. A text without any comes back as it is. */
export function mask(text: string, options: MaskOptions): Masked {
  const found = new Set<DataKind>();
  let out = '';
  let done = 0;
  let inWord = false;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    const start = code < 128 ? STARTS[code] : Start.NOTHING;
    if (start === Start.NOTHING || (inWord && start <= Start.SMALL)) {
      inWord = code >= 128 || WORD[code] === 1;
      continue;
    }
    const hit = hitAt(text, i, start, options);
    if (hit === undefined) {
      inWord = WORD[code] === 1;
      continue;
    }
    found.add(hit.kind);
    out += text.slice(done, hit.start) + hit.masked;
    done = hit.end;
    i = hit.end - 1;
    inWord = true;
  }
  return done === 0 ? { text, kinds: [] } : { text: out + text.slice(done), kinds: [...found] };
}

function hitAt(text: string, at: number, start: Start, options: MaskOptions): Hit | undefined {
  switch (start) {
    case Start.DIGIT: return number(text, at, options);
    case Start.CAPITAL: return capital(text, at, options);
    case Start.SMALL: return small(text, at, options);
    case Start.DASH: return text.startsWith('-----BEGIN ', at) ? whole(text, at, 'pem', 'private-key', () => '[private key]', options) : undefined;
    case Start.SIGN: return secret(text, at, options);
    default: return options.kinds.has('email') ? email(text, at) : undefined;
  }
}

function matchAt(text: string, at: number, name: keyof typeof STICKY): RegExpExecArray | null {
  const pattern = STICKY[name];
  pattern.lastIndex = at;
  return pattern.exec(text);
}

function whole(
  text: string, at: number, name: keyof typeof STICKY, kind: DataKind, replace: (written: string) => string, { kinds }: MaskOptions,
): Hit | undefined {
  const match = kinds.has(kind) ? matchAt(text, at, name) : null;
  return match === null ? undefined : { kind, start: at, end: at + match[0].length, masked: replace(match[0]) };
}

function small(text: string, at: number, options: MaskOptions): Hit | undefined {
  const second = text.charCodeAt(at + 1);
  if (!(second < 128) || PAIRS[text.charCodeAt(at) * 128 + second] === 0) return undefined;
  if (text.startsWith('eyJ', at)) {
    const written = matchAt(text, at, 'jwt')?.[0];
    return written !== undefined && isJwt(written) ? whole(text, at, 'jwt', 'jwt', () => '[jwt]', options) : undefined;
  }
  return whole(text, at, 'token', 'token', (written) => `${written.slice(0, 4)}***`, options);
}

function capital(text: string, at: number, options: MaskOptions): Hit | undefined {
  const second = text.charCodeAt(at + 1);
  if (text.startsWith('AKIA', at) || text.startsWith('ASIA', at)) return whole(text, at, 'awsKey', 'aws-key', (written) => `${written.slice(0, 4)}****************`, options);
  if (text.startsWith('AIza', at) || text.startsWith('SG.', at)) return whole(text, at, 'token', 'token', (written) => `${written.slice(0, 4)}***`, options);
  const { kinds } = options;
  const third = text.charCodeAt(at + 2);
  if (second >= 65 && second < 91 && third >= 48 && third < 58 && kinds.has('iban')) {
    const iban = ibanIn(matchAt(text, at, 'iban')?.[0] ?? '');
    if (iban !== undefined) return { kind: 'iban', start: at, end: at + iban.length, masked: maskIban(iban) };
  }
  if (!kinds.has('national-id') || options.countries.size === 0) return undefined;
  const written = matchAt(text, at, 'lettered')?.[0];
  return written !== undefined && isLettered(written, options) ? { kind: 'national-id', start: at, end: at + written.length, masked: masked(written) } : undefined;
}

/** A number that is part of a path, of a decimal fraction or of a group of hexadecimal digits is none. */
function number(text: string, at: number, options: MaskOptions): Hit | undefined {
  if (digitsFrom(text, at) < 8) return undefined;
  const before = text[at - 1] ?? ' ';
  if (before === '/' || before === '.' || (before === '-' && /[\w]/.test(text[at - 2] ?? ''))) return undefined;
  const run = matchAt(text, at, 'digits')?.[0];
  if (run === undefined) return undefined;
  for (let length = run.length; length > 7; length = groupEnd(run, length)) {
    const end = at + length;
    if (LENGTHS[length] !== 1 || goesOn(text, end)) continue;
    const written = run.slice(0, length);
    if (length > 11 && options.kinds.has('card') && isCard(written) && !isIdentifier(text, at, written)) return { kind: 'card', start: at, end, masked: maskCard(written) };
    if (options.kinds.has('national-id') && isNationalId(text, at, written, options)) return { kind: 'national-id', start: at, end, masked: masked(written) };
  }
  return undefined;
}

/** Without its last group, which may belong to what follows. */
function groupEnd(run: string, length: number): number {
  let end = length - 1;
  while (end > 0 && run.charCodeAt(end) >= 48) end--;
  return end;
}

/** Whether the word goes on behind a number: a letter, or a full stop or hyphen with one. */
function goesOn(text: string, end: number): boolean {
  const code = text.charCodeAt(end);
  return code < 128 && (WORD[code] === 1 || ((code === 45 || code === 46) && WORD[text.charCodeAt(end + 1)] === 1));
}

/** The key whose value, or whose list of numbers, the text at a place is. */
function keyBefore(text: string, at: number): string | undefined {
  let i = at - 1;
  for (const end = Math.max(0, at - LOOK_BACK); i > end && isInList(text.charCodeAt(i)); i--);
  const sign = text.charCodeAt(i);
  if (sign !== 58 && sign !== 61) return undefined;
  for (i--; i > 0 && isBetween(text.charCodeAt(i)); i--);
  const last = i;
  while (i >= 0 && last - i < 64 && isName(text.charCodeAt(i))) i--;
  return i === last ? undefined : text.slice(i + 1, last + 1);
}

/** Digits, blanks, commas, quotes, backslashes and an opening bracket. */
const isInList = (code: number) => (code >= 48 && code < 58) || isBetween(code) || code === 44 || code === 91;

function isIdentifier(text: string, at: number, written: string): boolean {
  if (/[ -]/.test(written)) return false;
  const key = keyBefore(text, at);
  return key !== undefined && !CARD_KEY.test(key) && IDENTIFIER.test(key);
}

/** How many digits follow, with one separator between two of them at most: a loop, as every line of a log has numbers. */
function digitsFrom(text: string, at: number): number {
  let count = 0;
  for (let i = at, gap = 0; i < text.length && count < 9; i++) {
    const code = text.charCodeAt(i);
    if (code >= 48 && code < 58) {
      count++;
      gap = 0;
    } else if ((code !== 32 && code !== 45 && code !== 46) || gap++ > 0) {
      break;
    }
  }
  return count;
}

/** Behind a colon or an equals sign: the value of a key that names a secret, or the password of a URL. */
function secret(text: string, at: number, { kinds }: MaskOptions): Hit | undefined {
  if (!kinds.has('password')) return undefined;
  if (text.charCodeAt(at + 1) === 47 && text.startsWith('://', at)) {
    const match = matchAt(text, at, 'userInfo');
    return match === null ? undefined : { kind: 'password', start: at, end: at + match[0].length, masked: `${match[1]}***@` };
  }
  let last = at - 1;
  while (last > 0 && at - last < 6 && isBetween(text.charCodeAt(last))) last--;
  if (!SECRET_ENDS.has(text.slice(last - 1, last + 1).toLowerCase())) return undefined;
  let first = last;
  while (first > 0 && last - first < 64 && isName(text.charCodeAt(first - 1))) first--;
  if (!SECRET_KEY.test(text.slice(first, last + 1))) return undefined;
  const match = matchAt(text, at, 'value');
  return match === null || NO_SECRET.test(match[2]) ? undefined : { kind: 'password', start: at, end: at + match[0].length, masked: `${match[1]}***` };
}

/** A blank, a quote or a backslash. */
const isBetween = (code: number) => code === 32 || code === 34 || code === 39 || code === 92;
const isName = (code: number) => code === 45 || (code < 128 && WORD[code] === 1);

function email(text: string, at: number): Hit | undefined {
  let start = at;
  while (start > 0 && at - start < 64 && /[\w.+-]/.test(text[start - 1])) start--;
  const match = start === at ? null : matchAt(text, at, 'domain');
  return match === null ? undefined : { kind: 'email', start: start + 1, end: at + match[0].length, masked: `***${match[0]}` };
}

function isNationalId(text: string, at: number, written: string, options: MaskOptions): boolean {
  if (written.charCodeAt(written.length - 1) > 57) return isLettered(written, options);
  const ids = NATIONAL_IDS_BY_SHAPE.get(SEPARATOR.test(written) ? written.replace(/\d/g, '9') : written.length);
  if (ids === undefined) return false;
  const name = keyBefore(text, at);
  const digits = written.replace(/[ .-]/g, '');
  const isNamed = (key: RegExp) => name !== undefined && key.test(name);
  return ids.some(({ country, keyed, key, valid }) => options.countries.has(country) && (!keyed || isNamed(key)) && valid(digits));
}

const isLettered = (written: string, { countries }: MaskOptions) => (
  LETTERED_IDS.some(([country, form, valid]) => countries.has(country) && form.test(written) && valid(written))
);

const masked = (written: string) => written.slice(0, -2).replace(/[A-Z\d]/g, '*') + written.slice(-2);

function isJwt(written: string): boolean {
  try {
    return typeof JSON.parse(recode(written.slice(0, written.indexOf('.')), 'base64', 'utf8')).alg === 'string';
  } catch {
    return false;
  }
}
