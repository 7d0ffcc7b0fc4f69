import { createHash } from 'crypto';

/** Nothing is loaded, sent or framed; of scripts and styles only those that are ours, by their hashes. */
export function contentPolicy(styles: readonly string[], scripts: readonly string[]): string {
  return [
    "default-src 'none'", `style-src ${styles.map(hash).join(' ')}`, ...scripts.length > 0 ? [`script-src ${scripts.map(hash).join(' ')}`] : [], "base-uri 'none'", "form-action 'none'",
  ].join('; ');
}

function hash(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}
