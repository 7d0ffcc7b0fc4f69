import { Token } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { ZeroTrustError } from '../core/errors';

/** Paths that are opened for the same verbs. */
export interface LinkRoute {
  readonly verbs: string[];
  /** With the slash in front; a `*` at the end stands for all that begins so. */
  readonly paths: string[];
}

const VERBS = ['DELETE', 'GET', 'HEAD', 'PATCH', 'POST', 'PUT'];
const PATH = /^(\/[A-Za-z0-9._~:@!+-]+)*(\/|\/\*)?$/;
const FIX = "write it as 'VERB /path', for example 'GET /claims/*'.";

/**
 * Parses `VERB /path` strictly, and puts paths together that are opened for the same verbs.
 *
 * Throws `NoRoutes`, `BadRoute`.
 */
export function parseLinkRoutes(link: IConstruct, routes: string[]): LinkRoute[] {
  if (routes.length === 0) throw new ZeroTrustError(link, 'NoRoutes', 'a caller without routes may call nothing.', FIX);
  const verbsOf = new Map<string, Set<string>>();
  for (const route of routes) {
    const [verb, path, ...rest] = route.split(' ');
    if (Token.isUnresolved(route) || rest.length > 0 || !VERBS.includes(verb) || !path?.startsWith('/') || !PATH.test(path)) {
      throw new ZeroTrustError(link, 'BadRoute', `'${Token.isUnresolved(route) ? 'a token' : route}' is no route of a service link.`, FIX);
    }
    verbsOf.set(path, (verbsOf.get(path) ?? new Set()).add(verb));
  }
  const grouped = new Map<string, LinkRoute>();
  for (const [path, set] of verbsOf) {
    const verbs = [...set].sort();
    const group = grouped.get(verbs.join()) ?? { verbs, paths: [] };
    group.paths.push(path);
    grouped.set(verbs.join(), group);
  }
  return [...grouped.values()];
}
