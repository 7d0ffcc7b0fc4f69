import { getAttOf, intrinsicOf, isObject, JsonObject } from './json';
import type { TemplateResource, TemplateStack } from './template';

/** Names of properties, variables and options that may be for a secret, and properties with commands that may set one. */
const MAY_BE = /pass(word|wd|phrase)|secret|token|api[_-]?key|private_?key|access_?key|signing_?key|credential/i;
const COMMANDS = /^(UserData|BuildSpec|Command|Commands|EntryPoint)$/;
const ENVIRONMENT = /^(Environment|EnvironmentVariables|RuntimeEnvironmentVariables|Variables|OptionSettings|DefaultArguments)$/;
/** Longer texts are no names. */
const LONGEST_NAME = 128;

/** Whether a resource may have a secret in one of its properties: cheap, by the names that it has. */
export function mayHoldSecret({ properties: { source } }: TemplateResource): boolean {
  return hasCandidate(source);
}

/** Whether one property may: by names, or because it leads to something else than a resource, as to a parameter. */
export function mayLeadToSecret(key: string, json: unknown, stack: TemplateStack): boolean {
  return isCandidate(key) || hasCandidate(json, (inner) => {
    const intrinsic = intrinsicOf(inner);
    if (!intrinsic) return false;
    const { name, argument } = intrinsic;
    const named = name === 'Ref' ? argument : name === 'Fn::GetAtt' ? getAttOf(argument)?.logicalId : undefined;
    return typeof named !== 'string' || !stack.resources.has(named) || stack.nested.has(named);
  });
}

function hasCandidate(start: unknown, isOne?: (json: JsonObject) => boolean): boolean {
  const left: unknown[] = [start];
  for (let json = left.pop(); json !== undefined; json = left.pop()) {
    if (typeof json === 'string') {
      if (json.length <= LONGEST_NAME && MAY_BE.test(json)) return true;
    } else if (Array.isArray(json)) {
      for (const inner of json) if (inner !== undefined && inner !== null) left.push(inner);
    } else if (isObject(json)) {
      if (isOne?.(json)) return true;
      for (const key in json) {
        if (isCandidate(key)) return true;
        const inner = json[key];
        if (inner !== undefined && inner !== null) left.push(inner);
      }
    }
  }
  return false;
}

/** Templates have the same few names again and again. */
const candidates = new Map<string, boolean>();
const MANY = 10_000;

function isCandidate(key: string): boolean {
  let is = candidates.get(key);
  if (is === undefined) {
    if (candidates.size >= MANY) candidates.clear();
    candidates.set(key, is = MAY_BE.test(key) || isForCommands(key) || isForEnvironment(key));
  }
  return is;
}

/** Whether a property has commands or a file with them, in which variables are set. */
export function isForCommands(property: string): boolean {
  return COMMANDS.test(property);
}

/** Whether a property has the variables or options of a program. */
export function isForEnvironment(property: string): boolean {
  return ENVIRONMENT.test(property);
}
