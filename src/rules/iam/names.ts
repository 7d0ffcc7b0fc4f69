import { textOf, Value } from '../../model';

/** How far a resource of a statement reaches: everything of its type, all that begin alike, or the one that it names. */
export type Reach = 'any' | 'prefix' | 'named';

/**
 * How far a resource of a statement reaches, by the wildcards in its name.
 *
 * Regions and accounts may be wildcards: for what a permission reaches inside of an account it is the name that counts.
 */
export function reachOf(value: Value): Reach {
  const text = (textOf(value) ?? '').replace(/\$\{[^}]*\}/g, 'x');
  if (!text.startsWith('arn:')) return /^\*+$/.test(text) ? 'any' : 'named';
  const parts = text.split(':');
  const name = parts.slice(5).join(':');
  if (parts.length < 6) return /[*?]$/.test(text) ? 'any' : 'named';
  if (!/[*?]/.test(name)) return 'named';
  return /^([\w-]+[:/]\/?)?[*?]/.test(name) ? 'any' : 'prefix';
}

/** What an ARN says about its resource, after the account: `role/app`; a text that is no ARN as it is. */
export function nameIn(value: Value): string {
  const text = (textOf(value) ?? '').replace(/\$\{[^}]*\}/g, 'x');
  return text.startsWith('arn:') ? text.split(':').slice(5).join(':') : text;
}
