/**
 * Whether a text matches a pattern of IAM, in which `*` stands for any characters and `?` for one.
 *
 * Takes time by the product of both lengths at most: a regular expression of many `*` would take for ever.
 */
export function globMatches(pattern: string, text: string): boolean {
  const wild = pattern.search(/[*?]/);
  if (wild < 0) return pattern === text;
  if (!text.startsWith(pattern.slice(0, wild))) return false; // of most patterns nothing is left to look at letter by letter
  let [p, t, star, mark] = [wild, wild, -1, 0];
  while (t < text.length) {
    if (pattern[p] === '*') {
      star = p++;
      mark = t;
    } else if (p < pattern.length && (pattern[p] === '?' || pattern[p] === text[t])) {
      p++;
      t++;
    } else if (star >= 0) {
      p = star + 1;
      t = ++mark;
    } else {
      return false;
    }
  }
  while (pattern[p] === '*') p++;
  return p === pattern.length;
}
