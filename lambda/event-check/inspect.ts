/** Why a record is not handed on. Names no value of it. */
export class Refused extends Error {}

/** No schema that a person writes is deeper, and no recursive one may run out of stack. */
const MAX_DEPTH = 64;

/**
 * Refuses what no schema has to think of: values that are too big or too deep, and keys that change an object's prototype as
 * soon as somebody copies them.
 */
export function inspect(value: unknown, maxBytes: number): void {
  let bytes = 0;
  const open: { value: unknown; depth: number }[] = [{ value, depth: 0 }];
  for (let next = open.pop(); next; next = open.pop()) {
    if (typeof next.value === 'string') bytes += Buffer.byteLength(next.value);
    if (typeof next.value === 'object' && next.value !== null) {
      if (next.depth >= MAX_DEPTH) throw new Refused(`it is nested deeper than ${MAX_DEPTH} levels`);
      const depth = next.depth + 1;
      if (!Array.isArray(next.value) && Object.hasOwn(next.value, '__proto__')) throw new Refused('it has a key __proto__');
      for (const [key, inside] of Object.entries(next.value)) {
        bytes += key.length;
        open.push({ value: inside, depth });
      }
    }
    bytes += 1;
    if (bytes > maxBytes) throw new Refused(`it is over ${maxBytes} bytes`);
  }
}
