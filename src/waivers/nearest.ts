/** The known name that a mistyped one is nearest to, when it is near at all. @internal */
export function nearest(name: string, known: string[]): string | undefined {
  const asked = name.slice(0, 100).toLowerCase();
  let best: { name: string; distance: number } | undefined;
  for (const one of known) {
    const distance = distanceOf(asked, one.toLowerCase());
    if (!best || distance < best.distance) best = { name: one, distance };
  }
  return best && best.distance <= Math.max(2, asked.length / 2) ? best.name : undefined;
}

/** The same, as a sentence of a remediation. @internal */
export function nearestOf(name: string, known: string[]): string {
  const near = nearest(name, known);
  return near === undefined ? `use one of ${known.slice(0, 20).join(', ')}${known.length > 20 ? ', …' : ''}.` : `did you mean ${near}?`;
}

/** How many letters differ, after Levenshtein. */
function distanceOf(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) next.push(Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + Number(a[i - 1] !== b[j - 1])));
    row = next;
  }
  return row[b.length];
}
