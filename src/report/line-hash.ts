const WINDOW = 100;
const BASE = 37n;
/** What follows the last character. */
const END = 0xffff;
const LINE_FEED = 10;

/**
 * A hash of each line of a text and what follows it, as the action that uploads to GitHub code scanning computes them: a polynomial over the
 * next 100 characters without spaces and tabs, in 64 bits, and how often it occurred so far. Another hash would be warned of, at each upload.
 */
export function lineHashes(text: string): string[] {
  const characters: number[] = [];
  const starts: number[] = [];
  let atStart = true;
  for (const code of codesIn(text.replace(/\r\n?/g, '\n').replace(/[ \t]/g, ''))) {
    if (atStart) starts.push(characters.length);
    atStart = code === LINE_FEED;
    characters.push(code);
  }
  const seen = new Map<string, number>();
  return starts.map((start) => {
    const hash = hashAt(characters, start);
    const times = (seen.get(hash) ?? 0) + 1;
    seen.set(hash, times);
    return `${hash}:${times}`;
  });
}

function* codesIn(text: string): Generator<number> {
  for (let i = 0; i < text.length; i++) yield text.charCodeAt(i);
  yield END;
}

function hashAt(characters: number[], start: number): string {
  let hash = 0n;
  for (let i = 0; i < WINDOW; i++) hash = BigInt.asUintN(64, hash * BASE + BigInt(characters[start + i] ?? 0));
  return hash.toString(16);
}
