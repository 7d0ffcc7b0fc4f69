import { isAbsolute, relative, sep } from 'path';
import { pathToFileURL } from 'url';

/** Relative to where the audit runs, as code scanning wants it; a URL for what is elsewhere. */
export function templateUri(path: string): string {
  const way = relative(process.cwd(), path);
  if (way.startsWith('..') || isAbsolute(way)) return pathToFileURL(path).href;
  return way.split(sep).map(encodeURIComponent).join('/');
}
