/** What `\s` is to JavaScript. Python's `\s` with re.ASCII is less, without it more. */
const BLANKS = '\\t\\n\\v\\f\\r \\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000\\ufeff';
const BREAKS = '\\n\\r\\u2028\\u2029';

/** The source of a regular expression of JavaScript for Python's `re` with re.ASCII. Throws for what Python cannot take. */
export function pythonRegex({ source, multiline, unicode, dotAll }: RegExp): string {
  if (unicode || dotAll) throw new Error(`The flags of /${source}/ are not translated to Python`);
  let out = '';
  let inClass = false;
  for (let i = 0; i < source.length; i++) {
    const letter = source[i];
    if (letter === '\\') {
      const next = source[++i];
      if (next === 's' || next === 'S') out += blank(next, inClass, source);
      else if (next === 'd' && inClass) out += '0-9';
      else if (next === 'w' && inClass) out += 'A-Za-z0-9_';
      else if (/[kpPcQ]/.test(next)) throw new Error(`\\${next} of /${source}/ is not translated to Python`);
      else out += `\\${next}`;
    } else if (inClass) {
      if (letter === ']') inClass = false;
      out += /[[&~|-]/.test(letter) ? inClassLiteral(letter, source, i) : letter;
    } else if (letter === '[') {
      inClass = true;
      out += letter;
      if (source[i + 1] === '^') out += source[++i];
      if (source[i + 1] === ']') throw new Error(`An empty class of /${source}/ is not translated to Python`);
    } else if (letter === '.') {
      out += `[^${BREAKS}]`;
    } else if (letter === '$') {
      out += multiline ? `(?=[${BREAKS}]|\\Z)` : '\\Z';
    } else if (letter === '^' && multiline) {
      out += `(?<![^${BREAKS}])`;
    } else if (source.startsWith('(?<', i) && !/[=!]/.test(source[i + 3])) {
      throw new Error(`The named group of /${source}/ is not translated to Python`);
    } else {
      out += letter;
    }
  }
  return out;
}

function blank(letter: string, inClass: boolean, source: string): string {
  if (!inClass) return letter === 's' ? `[${BLANKS}]` : `[^${BLANKS}]`;
  if (letter === 's') return BLANKS;
  // [\s\S] is written for any character at all
  if (source.includes('[\\s\\S]')) return '\\S';
  throw new Error(`\\S within a class of /${source}/ is not translated to Python`);
}

/** A hyphen between two single characters makes a range; beside a class such as `\w` it is a hyphen. Python refuses or warns of the others. */
function inClassLiteral(letter: string, source: string, at: number): string {
  if (letter !== '-') return `\\${letter}`;
  const [before, after] = [source.slice(at - 2, at), source.slice(at + 1, at + 3)];
  const isRange = !/^\\[sSdDwW]$/.test(before) && !/^(?:\\[sSdDwW]|\])/.test(after) && source[at - 1] !== '[' && !/\[\^$/.test(before);
  return isRange ? '-' : '\\-';
}
