/**
 * Whether EventBridge gives an event to a rule of this pattern, as far as the patterns of this project go. Throws on a matcher that it does not know.
 * Source: Amazon EventBridge user guide, "Event patterns" and "Comparison operators".
 */
export function matches(pattern: any, event: any): boolean {
  return Object.entries(pattern).every(([key, wanted]) => {
    // of an array one element has to match
    const values = [event?.[key]].flat();
    return values.some((value) => (Array.isArray(wanted) ? wanted.some((matcher) => fits(matcher, value)) : matches(wanted, value)));
  });
}

function fits(matcher: any, value: any): boolean {
  if (typeof matcher !== 'object') return matcher === value;
  const [[name, argument], ...more] = Object.entries<any>(matcher);
  if (more.length > 0) throw new Error(`more than one comparison: ${JSON.stringify(matcher)}`);
  switch (name) {
    case 'prefix': return typeof value === 'string' && value.startsWith(argument);
    case 'exists': return (value !== undefined) === argument;
    case 'anything-but': return value !== undefined && ![argument].flat().includes(value);
    case 'numeric': return typeof value === 'number' && compares(value, argument);
    default: throw new Error(`unknown comparison ${name}`);
  }
}

function compares(value: number, [operator, limit, ...more]: any[]): boolean {
  const holds: Record<string, boolean> = { '<': value < limit, '<=': value <= limit, '=': value === limit, '>=': value >= limit, '>': value > limit };
  return holds[operator] && (more.length === 0 || compares(value, more));
}
