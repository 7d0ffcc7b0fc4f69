/** The scopes of a token: `scope` as RFC 9068 has it, or `scp`, a text or a list, as some issuers write it. */
export function scopesOf({ scope, scp }: { scope?: unknown; scp?: unknown }): string[] {
  const given = scope ?? scp ?? [];
  const list = typeof given === 'string' ? given.split(' ') : given;
  return Array.isArray(list) ? list.filter((name) => typeof name === 'string' && name !== '') : [];
}
