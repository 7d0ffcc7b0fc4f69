import { isObject, JsonObject, objectOrEmpty, own } from './json';

/** Read here: AWS::LanguageExtensions where it is literal, and what remains of SAM is seen by its types. */
const READ = ['AWS::LanguageExtensions', 'AWS::Serverless-2016-10-31'];

/** Parts of a resource that are looked at before anybody asks whether one of them is there twice, as aliases of YAML are. */
const MANY = 10_000;
/** Functions, their short forms, and escapes by which a text may hide them. */
const MAY_HOLD_SOME = /(?:Fn::|!)(?:Transform|ForEach)|\\[uxU]/;
const F = 'F'.charCodeAt(0);

/** Something that CloudFormation makes into resources or properties only when it deploys, so that no rule sees what it becomes. */
export interface UnreadPart {
  /** Of the resource that it is in, or a name for a place that is in none. */
  readonly logicalId: string;
  readonly type: UnreadType;
  /** What was not read, as the end of a sentence. */
  readonly why: string;
}

/** The types under which a model has what was not read, besides types of CloudFormation: templates have none of these names. */
export enum UnreadType {
  /** Of a whole template. */
  TRANSFORM = 'Transform',
  /** Of a part of it. */
  FN_TRANSFORM = 'Fn::Transform',
  FOR_EACH = 'Fn::ForEach',
  NO_TYPE = 'no type',
  /** Each resource of a module, besides its own type. */
  MODULE = '*::MODULE',
  /** Each resource of SAM that nothing was made of, besides its own type. */
  SERVERLESS = 'AWS::Serverless::*',
  /** Each template as a whole, for what is said of it. */
  TEMPLATE = 'Template',
}

/** Whether the text of a template may hold functions that nobody can read: most need no look into each property. */
export function mayHoldUnread(text: string): boolean {
  return MAY_HOLD_SOME.test(text);
}

/**
 * What of a template nobody can read before deployment.
 *
 * @param deep whether it may be in properties
 */
export function unreadParts(template: JsonObject, deep: boolean): UnreadPart[] {
  const within = deep ? firstOfEach : () => [];
  return [...transforms(template), ...Object.entries(template).flatMap(([section, json]) => (
    section === 'Resources' ? inResources(objectOrEmpty(json), within) : within(section, json)
  ))];
}

/** The names under which a type is looked up besides its own. */
export function unreadTypeOf(type: string): UnreadType | undefined {
  if (type.endsWith('::MODULE')) return UnreadType.MODULE;
  return type.startsWith('AWS::Serverless::') ? UnreadType.SERVERLESS : undefined;
}

function transforms({ Transform }: JsonObject): UnreadPart[] {
  const all = Array.isArray(Transform) ? Transform : [Transform];
  return all.filter((transform) => transform !== undefined && transform !== null)
    .map((transform) => String(isObject(transform) ? own(transform, 'Name') : transform))
    .filter((name) => !READ.includes(name))
    .map((name) => ({ logicalId: `Transform/${name}`, type: UnreadType.TRANSFORM, why: `what ${name} adds or changes at deployment is not in the template` }));
}

function inResources(resources: JsonObject, within: typeof firstOfEach): UnreadPart[] {
  return Object.entries(resources).flatMap(([logicalId, resource]): UnreadPart[] => {
    if (logicalId === 'Fn::Transform') return [transformed(logicalId, resource)];
    if (logicalId.startsWith('Fn::ForEach::')) return [loop(logicalId)];
    if (!isObject(resource) || typeof own(resource, 'Type') !== 'string') {
      return [{ logicalId, type: UnreadType.NO_TYPE, why: 'it is no resource with a type' }];
    }
    return within(logicalId, resource);
  });
}

/** The first of each kind in a part of a template. By a list of what is left to do: templates may be deep. */
function firstOfEach(logicalId: string, start: unknown): UnreadPart[] {
  const found = new Map<UnreadType, UnreadPart>();
  const left: unknown[] = [start];
  const seen = new Set<object>();
  let steps = 0;
  while (left.length > 0) {
    const json = left.pop();
    if (typeof json !== 'object' || json === null || (++steps > MANY && seen.has(json))) continue;
    if (steps > MANY) seen.add(json);
    if (Array.isArray(json)) for (const item of json) if (typeof item === 'object') left.push(item);
    if (!isObject(json)) continue;
    for (const key in json) {
      const inner = json[key];
      if (typeof inner === 'object') left.push(inner);
      if (key.charCodeAt(0) !== F) continue; // this is asked of every key of every template
      if (key === 'Fn::Transform') found.set(UnreadType.FN_TRANSFORM, transformed(logicalId, inner));
      if (key.startsWith('Fn::ForEach')) found.set(UnreadType.FOR_EACH, loop(logicalId));
    }
  }
  return [...found.values()];
}

function transformed(logicalId: string, argument: unknown): UnreadPart {
  const name = own(argument, 'Name');
  const what = typeof name === 'string' ? name : 'Fn::Transform';
  return { logicalId, type: UnreadType.FN_TRANSFORM, why: `what ${what} puts there at deployment is not in the template` };
}

function loop(logicalId: string): UnreadPart {
  return { logicalId, type: UnreadType.FOR_EACH, why: 'over what its Fn::ForEach runs is not known before deployment' };
}
