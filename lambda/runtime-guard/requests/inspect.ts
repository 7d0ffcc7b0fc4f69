import { decode, fromBase64 } from './decode';
import { isMarkup } from './markup';
import { OTHERS, OTHERS_GATE, RequestAttack } from './others';
import { calmRule, pairsOfCalmRules } from './rule';
import { isShell } from './shell';
import { isSql } from './sql';

/** What characters of a text are, by bits: one pass over a text is a fraction of what an expression for each of them takes, and most texts need no more. */
const WILD = 1;
/** Begins a spelling that `decode` reads. */
const SPELLED = 2;
const CAPITAL = 4;
const SMALL = 8;
/** No letter of Base64. */
const OPEN = 16;
/** Two characters that begin a name that attacks without any punctuation, and two that it goes on with. */
const NAMES = 32;
const SIGNS = new Uint8Array(128).map((_, code) => {
  const letter = String.fromCharCode(code);
  return (/[\w .,:!?@/+-]/.test(letter) ? 0 : WILD) + (/[%&\\]/.test(letter) ? SPELLED : 0) + (/[A-Z]/.test(letter) ? CAPITAL : 0) + (/[a-z]/.test(letter) ? SMALL : 0) + (/[\w+/=-]/.test(letter) ? 0 : OPEN);
});

/** The attack that a text would be behind us, or nothing. The first class that matches is reported. */
export function attackOf(text: string): RequestAttack | undefined {
  if (text.length < 3) return undefined;
  const signs = signsOf(text);
  /* eslint-disable no-bitwise */
  const read = (signs & SPELLED) > 0 ? spelled(decode(text)) : (signs & WILD) > 0 ? classify(text) : (signs & NAMES) > 0 ? named(text) : undefined;
  if (read !== undefined || (signs & (OPEN | CAPITAL | SMALL)) !== CAPITAL + SMALL) return read;
  /* eslint-enable no-bitwise */
  const held = fromBase64(text);
  return held === undefined ? undefined : spelled(decode(held));
}

/* eslint-disable no-bitwise */
function signsOf(text: string): number {
  const pairs = pairsOfCalmRules();
  let signs = 0;
  let names = 0;
  let before = 32; // a blank
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code < 128) {
      signs |= SIGNS[code];
      names |= pairs[before * 128 + code];
      before = code;
    } else {
      signs |= WILD + SPELLED + OPEN; // no calm text
      before = 127;
    }
  }
  return (names & (names >>> 16)) === 0 ? signs : signs + NAMES; // the halves of pairsOfCalmRules
}
/* eslint-enable no-bitwise */

/** What a text has of letters, digits and calm punctuation only can attack nothing, but for a few names. */
const CALM = /^[\w .,:!?@/+-]*$/;
const spelled = (text: string) => (CALM.test(text) ? named(text) : classify(text));
const named = (text: string) => (NAMED.test(text) ? classify(text) : undefined);

/** A long run of blanks, which rules that allow blanks in several places would read in each way. */
const BLANKS = /(\s{8})\s{8,}/g;
/** Asked first: to look is a fraction of what it takes to replace nothing. */
const LONG_BLANK = /\s{16}/;

function classify(given: string): RequestAttack | undefined {
  const text = given.length > 15 && LONG_BLANK.test(given) ? given.replace(BLANKS, '$1') : given;
  if (isSql(text)) return 'sql-injection';
  // a form writes a blank as a plus
  if (text.includes('+') && !text.includes(' ') && isSql(text.replaceAll('+', ' '))) return 'sql-injection';
  if (isMarkup(text)) return 'script-injection';
  if (isShell(text)) return 'shell-injection';
  if (!OTHERS_GATE.test(text)) return undefined;
  for (let i = 0; i < OTHERS.length; i++) if (OTHERS[i].test(text)) return OTHERS[i].name as RequestAttack;
  return undefined;
}

/** What attacks without any punctuation of its own. */
const NAMED = calmRule('named',
  '0x2e', '\\.\\.(?:0x)?[25][fc]', '^\\s*(?:whoami|netstat|ipconfig|ifconfig|uname|getent|printenv|systeminfo|tasklist|nslookup|lsb_release|perl|net|ls|rm)\\b', '^\\s*(?:or|and)\\s', '\\d\\s*(?:or|and)\\s', '^union', '--', '\\/etc', '\\/proc', '\\.\\.\\/', ':\\/', '\\b__', '^constructor\\W{1,3}prototype\\b', '\\bor \\d', 'union.{0,16}\\bselect\\b', 'sqlmap', 'nikto', 'nuclei', 'openvas', 'nessus', 'acunetix', 'burpcollab', 'oast', 'interact\\.sh', 'fuzz faster', '!!', '169\\.254', 'javascript:', 'order by', '@@', 'information_schema', '\\bsleep', '\\/bin', '\\bnc -', 'ping -', 'wget ', 'curl ', '\\$',
);
