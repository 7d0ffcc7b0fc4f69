// Attackers write one payload in many spellings. What is inspected is the text that a decoder behind us would see.
import { recode } from '../native';

const ENTITIES: Record<string, string> = {
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  amp: '&',
  colon: ':',
  semi: ';',
  lpar: '(',
  rpar: ')',
  tab: '\t',
  newline: '\n',
  sol: '/',
  bsol: '\\',
  equals: '=',
  excl: '!',
  grave: '`',
  num: '#',
  period: '.',
  comma: ',',
  nbsp: ' ',
  lbrack: '[',
  rbrack: ']',
  lcub: '{',
  rcub: '}',
  dollar: '$',
  percnt: '%',
  quest: '?',
  plus: '+',
  ast: '*',
  verbar: '|',
  vert: '|',
  copy: '\u00a9', // names of commands, too
  reg: '\u00ae',
};
const ENTITY = /&(?:#(\d{1,8})|#x([0-9a-f]{1,8})|([a-z]{2,8}));?/gi;
const ESCAPE = /\\(?:u\{?([0-9a-f]{4,6})\}?|x([0-9a-f]{2}))/gi;
const PERCENT = /(?:%[0-9a-f]{2})+/gi;
/** As IIS reads a character beyond Latin-1. */
const WIDE_PERCENT = /%u([0-9a-f]{4})/gi;
/** Zero-width characters, which split a keyword for us and not for the reader behind us. */
const INVISIBLE = /[\u00ad\u200b-\u200f\u2060\ufeff]/g;
/** Letters that stand for whole sentences: a long text of them would be many times as long when it is taken apart. */
const LIGATURES = /[\ufdfa\ufdfb]/g;
const BASE64 = /^(?:[A-Za-z0-9+/_-]{4}){2,}[A-Za-z0-9+/_-]{0,3}={0,2}$/;
/** Base64 of a text has letters of both kinds; hexadecimal digits and most words do not. */
const MIXED = /[a-z].*[A-Z]|[A-Z].*[a-z]/;
// eslint-disable-next-line no-control-regex
const PRINTABLE = /^[\x00\t\n\r\x20-\x7e]+$/;
const MAX_ROUNDS = 3;

/** The text, decoded until it stays as it is: percent (overlong UTF-8 too), HTML entities, escapes of JavaScript, wide letters. */
export function decode(text: string): string {
  let now = text;
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const next = once(now);
    if (next === now) break;
    now = next;
  }
  return now;
}

/** What a text in Base64 holds, when it is a text. Random identifiers are none. */
export function fromBase64(text: string): string | undefined {
  if (text.length < 10 || text.length > 8192 || !BASE64.test(text) || !MIXED.test(text)) return undefined;
  const held = recode(text, 'base64', 'utf8');
  return recode(text, 'base64', 'latin1').length >= 8 && PRINTABLE.test(held) ? held : undefined;
}

/** A text that may be JSON by its first sign, or by that of the Base64 of one. */
const JSON_START = /^\s*[{["]/;
const JSON_IN_BASE64 = /^(?:e[wy]|W|I)[A-Za-z0-9+/_-]{10,}={0,2}$/;

/** What a text in JSON holds, which is in Base64 or percent encoding perhaps; undefined for one that is none. Applications read such a text once more. */
export function parsed(text: string): unknown {
  let now = text;
  for (let round = 0; ; round++) {
    const held = json(now);
    if (held !== undefined || round === MAX_ROUNDS || !now.includes('%')) return held;
    const plain = now.replace(PERCENT, percent);
    if (plain === now) return undefined;
    now = plain;
  }
}

function json(text: string): unknown {
  const first = text.charCodeAt(0);
  if (first === 123 || first === 91 || first === 34 || first <= 32) return JSON_START.test(text) ? parse(text) : undefined;
  if ((first !== 101 && first !== 87 && first !== 73) || !JSON_IN_BASE64.test(text)) return undefined;
  const held = recode(text, 'base64', 'utf8');
  return JSON_START.test(held) ? parse(held) : undefined;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function once(text: string): string {
  let now = text;
  if (now.includes('%')) now = now.replace(PERCENT, percent).replace(WIDE_PERCENT, (_, hex) => character(parseInt(hex, 16)));
  if (now.includes('&')) now = now.replace(ENTITY, entity);
  if (now.includes('\\')) now = now.replace(ESCAPE, (_, unicode, hex) => character(parseInt(unicode ?? hex, 16)));
  // eslint-disable-next-line no-control-regex
  if (/[^\x00-\x7f]/.test(now)) {
    // U+560A and U+560D end in the bytes of a line break, and some servers keep only these
    now = now.replace(/\u560a/g, '\n').replace(/\u560d/g, '\r').replace(INVISIBLE, '').replace(LIGATURES, ' ').normalize('NFKC').replace(/[\u2044\u2215]/g, '/').replace(/\u2216/g, '\\');
  }
  return now;
}

function percent(run: string): string {
  const digits = run.replace(/%/g, '');
  const plain = recode(digits, 'hex', 'utf8');
  return plain.includes('\ufffd') ? overlong(recode(digits, 'hex', 'latin1')) : plain;
}

/** C0 AE, or E0 80 AE, is a full stop for a careless decoder. What is no UTF-8 at all is read as Latin-1. */
function overlong(bytes: string): string {
  let text = '';
  for (let i = 0; i < bytes.length; i++) {
    const first = bytes.charCodeAt(i);
    // how many bytes follow, and that all before the last are empty
    const more = first === 0xc0 || first === 0xc1 ? 1 : { 0xe0: 2, 0xf0: 3, 0xf8: 4, 0xfc: 5 }[first] ?? 0;
    const rest = [...bytes.slice(i + 1, i + 1 + more)].map((byte) => byte.charCodeAt(0));
    const isEmpty = rest.slice(0, -2).every((byte) => byte === 0x80) && (more < 2 || (rest[more - 2] ?? 0) - 0x80 < 2);
    if (more > 0 && rest.length === more && isEmpty) {
      const high = more === 1 ? first : rest[more - 2];
      text += String.fromCharCode((high % 2) * 0x40 + (rest[more - 1] % 0x40));
      i += more;
    } else {
      text += String.fromCharCode(first);
    }
  }
  return text;
}

function entity(whole: string, decimal?: string, hex?: string, name?: string): string {
  if (decimal !== undefined) return character(parseInt(decimal, 10));
  if (hex !== undefined) return character(parseInt(hex, 16));
  return ENTITIES[name!.toLowerCase()] ?? whole;
}

const character = (code: number) => (code > 0x10ffff ? '' : String.fromCodePoint(code));
