import { TemplateResource } from '../../model';
import { JOINS } from '../../model/apps';
import { getAttOf, intrinsicOf, isObject, subPartsOf } from '../../model/json';

/** Keys under which policies stand: their statements may be split and ordered as anybody likes. */
const POLICIES = /Polic(?:y|ies)|^Statement$/;
/** Words for people, and hashes of code. */
const UNIMPORTANT = ['Description', 'Tags', 'S3Key', 'S3ObjectVersion', 'Code', 'Content'];
const MAX_DEPTH = 24;

/**
 * The properties of a resource without what it names, how it is written, and the form of its policies, of which the actions count: what stays
 * when logical ids change.
 */
export function skeletonOf({ properties: { source } }: TemplateResource): string {
  return JSON.stringify([plain(source, 0), [...new Set(actionsIn(source))].sort()]);
}

function plain(json: unknown, depth: number): unknown {
  if (depth > MAX_DEPTH) return null;
  const text = textOf(json, depth);
  if (text !== undefined) return text;
  if (Array.isArray(json)) return json.map((item) => plain(item, depth + 1));
  if (!isObject(json)) return null;
  const isPolicy = (key: string) => POLICIES.test(key) && typeof json[key] === 'object';
  const keys = Object.keys(json).filter((key) => !isPolicy(key) && !UNIMPORTANT.includes(key)).sort();
  return keys.map((key) => [key, plain(json[key], depth + 1)]);
}

/** A text is the same whichever function puts it together. Who is named in it is told by the neighbours of the resource. */
function textOf(json: unknown, depth: number): string | undefined {
  const intrinsic = intrinsicOf(json);
  if (!intrinsic) return json === undefined || typeof json === 'object' ? undefined : String(json);
  const { name, argument } = intrinsic;
  const within = (inner: unknown) => textOf(inner, depth + 1) ?? JSON.stringify(plain(inner, depth + 1));
  if (name === 'Ref') return typeof argument === 'string' && argument.startsWith('AWS::') ? `\${${argument}}` : '${Ref}';
  if (name === 'Fn::GetAtt') return `\${${String(getAttOf(argument)?.attribute)}}`;
  if (name === 'Fn::Sub') return subPartsOf(argument)?.map((part) => (typeof part === 'string' ? part : within(part.expression))).join('') ?? name;
  if (name === 'Fn::Join' && Array.isArray(argument) && Array.isArray(argument[1])) return argument[1].map(within).join(String(argument[0]));
  if (JOINS.includes(name)) return name; // names of stacks and exports change with the stack
  if (name === 'Fn::If' && Array.isArray(argument)) return `if(${argument.slice(1).map(within).join()})`;
  return `${name}(${within(argument)})`;
}

/** Whatever stands under Action, in lower case, however deep. */
function actionsIn(json: unknown, depth = 0): string[] {
  if (depth > MAX_DEPTH || typeof json !== 'object' || json === null) return [];
  return Object.entries(json).flatMap(([key, value]) => (/^(?:Not)?Action$/.test(key)
    ? [value].flat().filter((action) => typeof action === 'string').map((action: string) => action.toLowerCase()) : actionsIn(value, depth + 1)));
}
