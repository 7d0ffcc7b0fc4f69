import { emptyDraft, mapIn } from './draft';
import { branchesOf, Draft, ifOf, isGiven, onlyIf, textOf } from './intrinsics';
import { isObject } from '../json';

export const INTEGRATION = 'x-amazon-apigateway-integration';
export const ANY_METHOD = 'x-amazon-apigateway-any-method';
export const OPEN_API_3 = /^3\.\d(?:\.\d)?$/;
/** What is beside the methods of a path. */
const NO_METHODS = ['summary', 'description', 'parameters'];

/** Whether paths can be added: it is written in the template, and says what it is. */
export function isApiBody(body: unknown): body is Draft {
  return isObject(body) && isObject(body.paths) && (isGiven(body.swagger) || OPEN_API_3.test(textOf(body.openapi)));
}

export function methodName(method: string): string {
  const name = method.toLowerCase();
  return name === 'any' ? ANY_METHOD : name;
}

export function pathsOf(body: Draft): string[] {
  return isObject(body.paths) ? Object.keys(body.paths) : [];
}

/** What stands at a path, in both branches of a `Fn::If`. */
export function pathItems(body: Draft, path: string): Draft[] {
  return isObject(body.paths) ? branchesOf(body.paths[path]).filter(isObject) : [];
}

/** Makes a path with a method, or adds the method to the path. */
export function addPath(body: Draft, path: string, method: string): void {
  mapIn(body.paths as Draft, path);
  for (const item of pathItems(body, path)) item[methodName(method)] ??= emptyDraft();
}

export function makePathConditional(body: Draft, path: string, condition: string): void {
  const paths = body.paths as Draft;
  paths[path] = onlyIf(condition, paths[path]);
}

/** The definitions of a method, in both branches of a `Fn::If`. */
export function definitionsOf(body: Draft, path: string, method: string): Draft[] {
  return pathItems(body, path).flatMap((item) => branchesOf(item[methodName(method)]).filter(isObject));
}

/** The methods of a path that call something. */
export function integratedMethods(body: Draft, path: string): { readonly name: string; readonly definition: Draft }[] {
  const methods = pathItems(body, path).flatMap((item) => Object.keys(item).filter((key) => !NO_METHODS.includes(key)).flatMap((key) => (
    branchesOf(item[key]).filter(isObject).map((definition) => ({ name: methodName(key), definition }))
  )));
  return methods.filter(({ definition }) => isGiven(definition[INTEGRATION]));
}

export function hasIntegration(body: Draft, path: string, method: string): boolean {
  const found = definitionsOf(body, path, method);
  return found.length > 0 && found.some((definition) => isGiven(definition[INTEGRATION]));
}

/** Lets a method call something; under the condition of a function, only where that is made. */
export function integrate(body: Draft, path: string, method: string, integration: Draft, responses: unknown, condition?: string): Draft[] {
  addPath(body, path, method);
  const name = methodName(method);
  return pathItems(body, path).flatMap((item) => {
    const definition = item[name] as Draft;
    if (!isObject(definition) || ifOf(definition)) return [];
    definition[INTEGRATION] = emptyDraft(integration);
    definition.responses ??= responses;
    item[name] = onlyIf(condition, definition);
    return [definition];
  });
}

/** Parameters of a path stand for any text in the ARNs of its methods. */
export function pathPattern(path: string): string {
  return (path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path).replace(/\{[\w.-]+\+?\}/g, '*');
}
