import { TemplateExpression } from './expression';
import { intrinsicOf, isObject, own } from './json';
import { Statement, statementsOf } from './policy-document';
import type { Expression, TemplateResource } from './template';

/** A policy document, and the property that it is in. */
export interface FoundPolicy {
  /** As `Configuration.Policy`. */
  readonly place: string;
  readonly document: Expression;
  /** `undefined` when it is not known before deployment. */
  readonly statements: Statement[] | undefined;
}

/** Properties that are policies whatever they hold, so that one which nobody can read is seen. */
const POLICY_PROPERTIES = /^(Policy|PolicyDocument|PolicyText|ResourcePolicy|RepositoryPolicyText|RepositoryPolicy|FileSystemPolicy|AccessPolicies|AccessPolicy|DestinationPolicy|InlinePolicy|PermissionsPolicyDocument|NamespaceResourcePolicy|ModelPackageGroupPolicy|KeyPolicy|AssumeRolePolicyDocument)$/;
/** What is beyond is not read, and unknown by that. */
const MAX_DEPTH = 32;
const MAX_POLICIES = 200;

/** Whether a text, or a function that makes one, may be a policy: cheap, before it is parsed. */
const MAY_BE = /"Statement"\s*:/;
const MAY_BE_RULES = /"Rules"\s*:/;

/** Where in a resource a policy may be, by a look at its JSON only: a model asks it of every resource, and most have none. */
const PLACES = new WeakMap<TemplateResource, string[]>();

/**
 * The policy documents anywhere in a resource's properties: objects with a Statement that has an Effect, and the same as a JSON text.
 */
export function policiesOf(resource: TemplateResource): FoundPolicy[] {
  const found: FoundPolicy[] = [];
  // the statements of an event bus are its policy: the properties are the document
  for (const property of placesIn(resource)) look(property === 'Statement' ? resource.properties : resource.at(property), [property], found);
  return found;
}

/** Whether a resource may have a policy somewhere. */
export function mayHoldPolicy(resource: TemplateResource): boolean {
  return placesIn(resource).length > 0;
}

function placesIn(resource: TemplateResource): string[] {
  let places = PLACES.get(resource);
  if (!places) {
    const { source } = resource.properties;
    places = isObject(source) ? Object.entries(source).filter(([key, json]) => mayBePolicy(key, json)).map(([key]) => key) : [];
    PLACES.set(resource, places);
  }
  return places;
}

/** By a list of what is left to do and not by recursion: templates may be deeper than the call stack. */
function mayBePolicy(property: string, value: unknown): boolean {
  const left: [string, unknown][] = [[property, value]];
  for (let next = left.pop(); next; next = left.pop()) {
    const [key, json] = next;
    if (typeof json === 'string' ? MAY_BE.test(json) || MAY_BE_RULES.test(json) : isObject(json) && intrinsicOf(json) && POLICY_PROPERTIES.test(key)) return true;
    if (key === 'Statement' && [json].flat().some((one) => isObject(one) && (intrinsicOf(one) || Object.keys(one).includes('Effect')))) return true;
    if (typeof json === 'object' && json !== null) for (const entry of Object.entries(json)) left.push(entry);
  }
  return false;
}

function look(expression: Expression, place: string[], found: FoundPolicy[]): void {
  if (found.length >= MAX_POLICIES) return;
  if (place.length > MAX_DEPTH || found.length === MAX_POLICIES - 1) {
    found.push({ place: place.join('.'), document: expression, statements: undefined });
    return;
  }
  const followed = expression.at();
  const document = textDocument(followed) ?? accessRulesIn(followed) ?? expression;
  const key = place[place.length - 1] ?? '';
  if (isPolicy(document, POLICY_PROPERTIES.test(key))) {
    found.push({ place: place.join('.'), document, statements: statementsOf(document) });
    return;
  }
  const { value } = expression;
  if (value.kind !== 'known') {
    if (value.kind === 'unknown' && POLICY_PROPERTIES.test(key)) found.push({ place: place.join('.'), document: expression, statements: undefined });
    return;
  }
  if (Array.isArray(value.value)) expression.items().forEach((item, i) => look(item, [...place, String(i)], found));
  else for (const [name, inner] of expression.entries()) look(inner, [...place, name], found);
}

/** Cedar policies and rules of web ACLs have a Statement too: theirs has no Effect. */
function isPolicy(expression: Expression, isNamedSo: boolean): boolean {
  const { value } = expression;
  if (value.kind !== 'known' || !isObject(value.value) || !Object.keys(value.value).includes('Statement')) return false;
  return isNamedSo || expression.at('Statement').items().some((statement) => (
    statement.value.kind === 'known' && isObject(statement.value.value) && !statement.at('Effect').isAbsent));
}

/** Data access policies of OpenSearch Serverless have a form of their own: lists of rules with their principals. */
function accessRulesIn({ stack, source }: Expression): Expression | undefined {
  if (typeof source !== 'string' || !MAY_BE_RULES.test(source)) return undefined;
  try {
    const rules: unknown = JSON.parse(source);
    const statements = (Array.isArray(rules) ? rules : [rules]).filter((rule) => own(rule, 'Rules') !== undefined && own(rule, 'Principal') !== undefined);
    if (statements.length === 0) return undefined;
    const permissions = (rule: unknown) => [own(rule, 'Rules')].flat().flatMap((one) => own(one, 'Permission') ?? []);
    return new TemplateExpression(stack, {
      Statement: statements.map((rule) => ({ Effect: 'Allow', Principal: { AWS: own(rule, 'Principal') }, Action: permissions(rule) })),
    });
  } catch {
    return undefined;
  }
}

/** The document that a text is: literal, or made by Fn::Sub, Fn::Join or Fn::ToJsonString. `undefined` for what is no text of a policy. */
export function textDocument({ stack, source }: Expression): Expression | undefined {
  const intrinsic = intrinsicOf(source);
  if (intrinsic?.name === 'Fn::ToJsonString') return new TemplateExpression(stack, intrinsic.argument);
  const [text, variables] = typeof source === 'string' ? [source.replace(/\$\{/g, '${!'), {}]
    : intrinsic?.name === 'Fn::Sub' ? [intrinsic.argument, {}].flat() : intrinsic?.name === 'Fn::Join' ? joined(intrinsic.argument) : [];
  if (typeof text !== 'string' || !MAY_BE.test(text)) return undefined;
  try {
    return new TemplateExpression(stack, filled(JSON.parse(text), variables));
  } catch {
    return undefined;
  }
}

/** The parts of a Fn::Join as a text with variables, as Fn::Sub has it. */
function joined(argument: unknown): unknown[] {
  if (!Array.isArray(argument) || typeof argument[0] !== 'string' || !Array.isArray(argument[1])) return [];
  const variables: Record<string, unknown> = {};
  const text = argument[1].map((part, i) => {
    if (typeof part === 'string') return part.replace(/\$\{/g, '${!');
    variables[`Part${i}`] = part;
    return `\${Part${i}}`;
  }).join(argument[0]);
  return [text, variables];
}

/** Each text of a parsed document, with what deployment fills in. */
function filled(json: unknown, variables: unknown): unknown {
  if (typeof json === 'string') return json.includes('${') ? { 'Fn::Sub': [json, isObject(variables) ? variables : {}] } : json;
  if (Array.isArray(json)) return json.map((item) => filled(item, variables));
  return isObject(json) ? Object.fromEntries(Object.entries(json).map(([key, value]) => [key, filled(value, variables)])) : json;
}
