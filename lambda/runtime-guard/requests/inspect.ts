import { decode, fromBase64 } from './decode';
import { isMarkup } from './markup';
import { OTHERS, OTHERS_GATE, RequestAttack } from './others';
import { isShell } from './shell';
import { isSql } from './sql';

/** What a text has of letters, digits and calm punctuation only can attack nothing. */
const CALM = /^[\w .,:!?@/+-]*$/;

/** The attack that a text would be behind us, or nothing. The first class that matches is reported. */
export function attackOf(text: string): RequestAttack | undefined {
  if (text.length < 3) return undefined;
  const read = classify(decode(text));
  if (read !== undefined) return read;
  const held = fromBase64(text);
  return held === undefined ? undefined : classify(decode(held));
}

function classify(text: string): RequestAttack | undefined {
  if (CALM.test(text) && !NAMED.test(text)) return undefined;
  if (isSql(text)) return 'sql-injection';
  // a form writes a blank as a plus
  if (text.includes('+') && !text.includes(' ') && isSql(text.replaceAll('+', ' '))) return 'sql-injection';
  if (isMarkup(text)) return 'script-injection';
  if (isShell(text)) return 'shell-injection';
  if (!OTHERS_GATE.test(text)) return undefined;
  return OTHERS.find(([, pattern]) => pattern.test(text))?.[0];
}

/** What attacks without any punctuation of its own. */
const NAMED = /^\s*(?:whoami|netstat|ipconfig|ifconfig|uname|getent|printenv|systeminfo|tasklist|nslookup|lsb_release|perl|net|ls|rm)\b|^\s*(?:or|and)\s|\d\s*(?:or|and)\s|^union|--|\/etc|\/proc|\.\.\/|:\/|\b__|\bor \d|union.{0,16}\bselect\b|sqlmap|nikto|nuclei|openvas|nessus|acunetix|burpcollab|oast|interact\.sh|fuzz faster|\n|\r|!!|169\.254|javascript:|order by|@@|information_schema|\bsleep|\/bin|\bnc -|ping -|wget |curl |\$/i;
