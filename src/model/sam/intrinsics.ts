import { getAttOf, intrinsicOf, isObject, own } from '../json';

/** What is built here. Without a prototype where its keys come from a template, so that no key means anything to JavaScript. */
export type Draft = Record<string, unknown>;

export const NO_VALUE = { Ref: 'AWS::NoValue' };

export function ref(logicalId: string): { readonly Ref: string } {
  return { Ref: logicalId };
}

export function getAtt(logicalId: string, attribute: string): object {
  return { 'Fn::GetAtt': [logicalId, attribute] };
}

export function sub(text: string, variables?: object): object {
  return { 'Fn::Sub': variables ? [text, variables] : text };
}

/** What is there under a condition only; all of it when there is none. */
export function onlyIf(condition: string | undefined, json: unknown): unknown {
  return condition === undefined ? json : { 'Fn::If': [condition, json, NO_VALUE] };
}

export function isNoValue(json: unknown): boolean {
  return own(json, 'Ref') === 'AWS::NoValue';
}

/** Name of the condition, and both branches. */
export function ifOf(json: unknown): [string, unknown, unknown] | undefined {
  const intrinsic = intrinsicOf(json);
  if (intrinsic?.name !== 'Fn::If' || !Array.isArray(intrinsic.argument)) return undefined;
  const [condition, yes, no] = intrinsic.argument;
  return typeof condition === 'string' && intrinsic.argument.length === 3 ? [condition, yes, no] : undefined;
}

/** The branches of a `Fn::If` that are there, or the only thing that it is. */
export function branchesOf(json: unknown): unknown[] {
  const branches = ifOf(json)?.slice(1) ?? [json];
  return branches.filter((branch) => !isNoValue(branch));
}

/** Maps both branches of a `Fn::If`, or the only thing that it is. `AWS::NoValue` stays. */
export function mapBranches(json: unknown, map: (branch: unknown) => unknown): unknown {
  const branches = ifOf(json);
  if (!branches) return map(json);
  const [condition, yes, no] = branches;
  return { 'Fn::If': [condition, ...[yes, no].map((branch) => (isNoValue(branch) ? branch : map(branch)))] };
}

/** The resource that a `Ref` or `Fn::GetAtt` names. */
export function logicalIdOf(json: unknown): string | undefined {
  const intrinsic = intrinsicOf(json);
  if (intrinsic?.name === 'Ref') return typeof intrinsic.argument === 'string' ? intrinsic.argument : undefined;
  return intrinsic?.name === 'Fn::GetAtt' ? getAttOf(intrinsic.argument)?.logicalId : undefined;
}

/** Whether SAM takes it as given: it takes nothing, zero, false and what is empty as absent. */
export function isGiven(json: unknown): boolean {
  if (Array.isArray(json)) return json.length > 0;
  if (isObject(json)) return Object.keys(json).length > 0;
  return Boolean(json);
}

/** Without the properties that are not there. */
export function compact(properties: object): Draft {
  return Object.fromEntries(Object.entries(properties).filter(([, value]) => value !== undefined && value !== null));
}

/** The properties of these names, as they are. */
export function pick(json: unknown, ...names: string[]): Draft {
  return compact(Object.fromEntries(names.map((name) => [name, own(json, name)])));
}

/** A list as it is; anything else as its only element, as SAM takes it; nothing for nothing. */
export function listOf(json: unknown): unknown[] {
  if (json === undefined || json === null) return [];
  return Array.isArray(json) ? json : [json];
}

/** A text as it is, and numbers and booleans as text. Anything else is none: what JSON holds may have a `toString` of its own. */
export function textOf(json: unknown): string {
  return typeof json === 'string' ? json : typeof json === 'number' || typeof json === 'boolean' ? String(json) : '';
}
