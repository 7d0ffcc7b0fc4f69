import { Token } from 'aws-cdk-lib';
import { ZeroTrustError } from '../core/errors';

/** A parsed `VERB /path`. */
export interface Route {
  readonly verb: string;
  /** As API Gateway writes it: `/orders/{id}`, or `/`. */
  readonly path: string;
  readonly segments: string[];
  /** Names of the path parameters, in order. */
  readonly parameters: string[];
}

/** `ANY` opens verbs that nobody declared; `OPTIONS` is answered by `cors`. */
const VERBS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'];
/** A segment of dots only is left out: clients resolve it before they send it. */
const LITERAL = /^(?!\.+$)[A-Za-z0-9._:-]+$/;
const PARAMETER = /^\{([A-Za-z0-9_-]+)(\+?)\}$/;

/** Names that constructs below a resource have already. */
const TAKEN = [...VERBS, 'ANY', 'OPTIONS', 'Resource'];

const FIX = "write it as 'VERB /path', for example 'GET /orders/{id}'.";

/**
 * Parses a route strictly: one verb in capitals, one space, a path of literals and `{parameters}`.
 *
 * Throws `TokenRoute` or `BadRoute`, on behalf of the API at a path.
 */
export function parseRoute(api: string, text: string): Route {
  if (Token.isUnresolved(text)) {
    throw new ZeroTrustError(api, 'TokenRoute', 'a route is a token, whose value is not known before deployment.', FIX);
  }
  const bad = (what: string) => new ZeroTrustError(api, 'BadRoute', `route '${text}': ${what}`, FIX);

  const space = text.indexOf(' ');
  if (space < 0) throw bad('there is no space between verb and path.');
  const verb = text.slice(0, space);
  const path = text.slice(space + 1);
  if (!VERBS.includes(verb)) throw bad(`'${verb}' is not one of ${VERBS.join(', ')}.`);
  if (!path.startsWith('/')) throw bad('the path does not begin with a slash.');

  const segments = path === '/' ? [] : path.slice(1).split('/');
  const parameters: string[] = [];
  segments.forEach((segment, i) => {
    if (segment === '') throw bad('a segment of the path is empty.');
    const parameter = PARAMETER.exec(segment);
    if (!parameter) {
      if (!LITERAL.test(segment)) throw bad(`segment '${segment}' has characters that a path may not have.`);
      if (TAKEN.includes(segment)) throw bad(`segment '${segment}' is a name that the CDK uses itself.`);
      return;
    }
    const [, name, greedy] = parameter;
    if (greedy && i < segments.length - 1) throw bad(`'${segment}' takes the rest of the path and must be last.`);
    if (parameters.includes(name)) throw bad(`path parameter '${name}' is there twice.`);
    parameters.push(name);
  });
  return { verb, path, segments, parameters };
}

/** Whether a segment stands for any value. */
export function isParameter(segment: string): boolean {
  return segment.startsWith('{');
}
