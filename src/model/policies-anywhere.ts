import { TemplateExpression } from './expression';
import { intrinsicOf, isObject, own } from './json';
import { every, pass, worstOfOne } from './judge';
import { Statement, statementsOf } from './policy-document';
import { remembered } from './remembered';
import type { RuleResult } from './rule-result';
import type { Expression, TemplateResource } from './template';

/** A policy document, and the property that it is in. */
export interface PlacedPolicy {
  /** As `Configuration.Policy`. */
  readonly place: string;
  readonly document: Expression;
}

/** The same, read. */
export interface FoundPolicy extends PlacedPolicy {
  /** `undefined` when it is not known before deployment. */
  readonly statements: Statement[] | undefined;
}

/** Read when it is first judged: some rules leave places to others. */
class ReadPolicy implements FoundPolicy {
  constructor(public readonly place: string, public readonly document: Expression, private readonly isRead: boolean) {}

  public get statements(): Statement[] | undefined {
    return this.isRead ? this.document.stack.model.worlds.remember(this, () => statementsOf(this.document)) : undefined;
  }
}

/** What is done with policies on the way through a resource. */
interface Visitor {
  /** Where policies are. More places than some are not read. */
  readonly places: Set<string>;
  found(policy: PlacedPolicy, isRead: boolean): void;
  /** Looks at a part of the resource: in this world, or in each world of its own. */
  within(part: Expression, place: string[], visitor: Visitor): void;
}

/** Properties that are policies whatever they hold, so that one which nobody can read is seen. */
const POLICY_PROPERTIES = /^(Policy|PolicyDocument|PolicyText|ResourcePolicy|RepositoryPolicyText|RepositoryPolicy|FileSystemPolicy|AccessPolicies|AccessPolicy|DestinationPolicy|InlinePolicy|PermissionsPolicyDocument|NamespaceResourcePolicy|ModelPackageGroupPolicy|KeyPolicy|AssumeRolePolicyDocument)$/;
/** What is beyond is not read, and unknown by that. */
const MAX_DEPTH = 32;
const MAX_POLICIES = 200;

/** Whether a text, or a function that makes one, may be a policy or hold one as a text in it: cheap, before it is parsed. */
const MAY_BE = /"Statement\\*"\s*:/;
const MAY_BE_RULES = /"Rules"\s*:/;
const SHORTEST = '"Rules":'.length;
const IS_JSON = /^\s*[{[]/;
/** Templates in a template are judged as templates. */
const IS_TEMPLATE = 'TemplateBody';

/** Types whose documents are called policies, and say nothing of who may do what: networks and keys of collections, filters and masks of logs. */
const NO_POLICIES = ['AWS::Logs::AccountPolicy', 'AWS::OpenSearchServerless::LifecyclePolicy', 'AWS::OpenSearchServerless::SecurityPolicy'];

/** Where in a resource a policy may be, by a look at its JSON only: a model asks it of every resource, and most have none. */
const PLACES = new WeakMap<TemplateResource, string[]>();

/**
 * The policy documents anywhere in a resource's properties: objects with a Statement that has an Effect, and the same as a JSON text.
 */
export const policiesOf = remembered(readPoliciesOf);

function readPoliciesOf(resource: TemplateResource): FoundPolicy[] {
  const found: FoundPolicy[] = [];
  lookInto(resource, {
    places: new Set(),
    found: ({ place, document }, isRead) => found.push(new ReadPolicy(place, document, isRead)),
    within: look,
  });
  return found;
}

/**
 * Judges each of the policy documents anywhere in a resource's properties, where they are: parts that have conditions of the template each are
 * as many worlds as they are parts, and not as many as they have combinations.
 */
export function everyPolicyOf(resource: TemplateResource, judge: (policy: PlacedPolicy, isRead: boolean) => RuleResult): RuleResult {
  const places = new Set<string>();
  const collect = (results: RuleResult[]): Visitor => ({
    places,
    found: (policy, isRead) => results.push(judge(policy, isRead)),
    within: (part, place) => results.push(worstOfOne(part, () => {
      const inside: RuleResult[] = [];
      look(part, place, collect(inside));
      return every(pass(), ...inside);
    })),
  });
  const results: RuleResult[] = [];
  lookInto(resource, collect(results));
  return every(pass(), ...results);
}

function lookInto(resource: TemplateResource, visitor: Visitor): void {
  // the statements of an event bus are its policy: the properties are the document
  for (const property of placesIn(resource)) visitor.within(property === 'Statement' ? resource.properties : resource.at(property), [property], visitor);
}

/** Whether a resource may have a policy somewhere. */
export function mayHoldPolicy(resource: TemplateResource): boolean {
  return placesIn(resource).length > 0;
}

function placesIn(resource: TemplateResource): string[] {
  let places = PLACES.get(resource);
  if (!places) {
    const { source } = resource.properties;
    const properties = isObject(source) && !NO_POLICIES.includes(resource.type) ? Object.entries(source) : [];
    places = properties.filter(([key, json]) => mayBePolicy(key, json)).map(([key]) => key);
    PLACES.set(resource, places);
  }
  return places;
}

/** By a list of what is left to do and not by recursion: templates may be deeper than the call stack. */
function mayBePolicy(property: string, value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return mayBeText(property, value);
  const left: unknown[] = [value];
  const keys = [property];
  while (left.length > 0) {
    const json = left.pop() as object;
    const key = keys.pop()!;
    if (!Array.isArray(json) && intrinsicOf(json) && (POLICY_PROPERTIES.test(key) || mayBeText(key, literalsOf(json)))) return true;
    if (key === 'Statement' && [json].flat().some((one) => isObject(one) && (intrinsicOf(one) || Object.keys(one).includes('Effect')))) return true;
    for (const [name, inner] of Object.entries(json)) {
      if (typeof inner === 'object' && inner !== null) {
        left.push(inner);
        keys.push(name);
      } else if (mayBeText(name, inner)) {
        return true;
      }
    }
  }
  return false;
}

/** Most texts have no quotation mark and open no bracket, which is seen sooner than what they would be. */
function mayBeText(key: string, json: unknown): boolean {
  if (typeof json !== 'string' || json.length < SHORTEST) return false;
  return (json.includes('"') && (MAY_BE.test(json) || MAY_BE_RULES.test(json))) || (IS_JSON.test(json) && POLICY_PROPERTIES.test(key));
}

/** What of a `Fn::Join` is written there, so that a key in two halves is seen. */
function literalsOf(json: unknown): string | undefined {
  const argument = own(json, 'Fn::Join');
  if (!Array.isArray(argument) || typeof argument[0] !== 'string' || !Array.isArray(argument[1])) return undefined;
  return argument[1].filter((part) => typeof part === 'string').join(argument[0]);
}

function look(expression: Expression, place: string[], visitor: Visitor): void {
  const { places } = visitor;
  const where = place.join('.');
  const found = (document: Expression, isRead: boolean) => {
    places.add(where);
    visitor.found({ place: where, document }, isRead);
  };
  if (places.size >= MAX_POLICIES && !places.has(where)) return;
  if (place.length > MAX_DEPTH || (places.size === MAX_POLICIES - 1 && !places.has(where))) {
    found(expression, false);
    return;
  }
  const followed = expression.at();
  const document = accessRulesIn(followed) ?? textDocument(followed) ?? expression;
  const key = place[place.length - 1] ?? '';
  if (key === IS_TEMPLATE) return;
  if (isPolicy(document, POLICY_PROPERTIES.test(key))) {
    found(document, true);
    return;
  }
  const { value } = expression;
  if (value.kind !== 'known') {
    if (value.kind === 'unknown' && POLICY_PROPERTIES.test(key)) found(expression, false);
    return;
  }
  const inside = typeof value.value === 'string' && MAY_BE.test(value.value) ? parsed(value.value) : undefined;
  if (inside !== undefined) visitor.within(new TemplateExpression(expression.stack, inside), [...place, 'JSON'], visitor);
  else if (Array.isArray(value.value)) expression.parts().forEach((part, i) => visitor.within(part, [...place, String(i)], visitor));
  else for (const [name, inner] of expression.entries()) visitor.within(inner, [...place, name], visitor);
}

/** Cedar policies and rules of web ACLs have a Statement too: theirs has no Effect. */
function isPolicy(expression: Expression, isNamedSo: boolean): boolean {
  const { value } = expression;
  if (value.kind !== 'known' || !isObject(value.value) || !Object.keys(value.value).includes('Statement')) return false;
  return isNamedSo || expression.at('Statement').items().some((statement) => (
    statement.value.kind === 'known' && isObject(statement.value.value) && !statement.at('Effect').isAbsent));
}

/** Data access policies of OpenSearch Serverless have a form of their own: lists of rules with their principals. */
function accessRulesIn(expression: Expression): Expression | undefined {
  const document = jsonIn(expression, MAY_BE_RULES);
  const statements = (document?.items() ?? []).filter((rule) => !rule.at('Rules').isAbsent && !rule.at('Principal').isAbsent);
  if (statements.length === 0) return undefined;
  const permissions = (rule: Expression) => rule.at('Rules').items().flatMap((one) => one.at('Permission').items().map(({ source }) => source));
  return new TemplateExpression(expression.stack, {
    Statement: statements.map((rule) => ({ Effect: 'Allow', Principal: { AWS: rule.at('Principal').source }, Action: permissions(rule) })),
  });
}

/** The document that a text is: literal, or made by Fn::Sub, Fn::Join, Fn::ToJsonString or a function of them. `undefined` for what is no text of a policy. */
export function textDocument(expression: Expression): Expression | undefined {
  return jsonIn(expression, MAY_BE);
}

/** The statements of a document that may also be a text with what deployment fills in. */
export function readStatementsOf(document: Expression): Statement[] | undefined {
  const statements = statementsOf(document);
  if (statements) return statements;
  const text = textDocument(document);
  return text && statementsOf(text);
}

/** What the JSON of a text says, when the text is one of a kind, with what deployment fills in at its places. */
export function jsonIn(expression: Expression, kind: RegExp): Expression | undefined {
  const { stack, source } = expression;
  const intrinsic = intrinsicOf(source);
  if (intrinsic?.name === 'Fn::ToJsonString') return new TemplateExpression(stack, intrinsic.argument);
  const [text, variables] = typeof source === 'string' ? [source.replace(/\$\{/g, '${!'), {}]
    : intrinsic?.name === 'Fn::Sub' ? [intrinsic.argument, {}].flat() : intrinsic?.name === 'Fn::Join' ? joined(intrinsic.argument) : [];
  const document = typeof text === 'string' && kind.test(text) ? parsed(text) : undefined;
  if (document !== undefined) return new TemplateExpression(stack, filled(document, variables));
  // texts in texts, keys in halves or with escapes: as far as the whole is known
  const { value } = expression;
  const whole = value.kind === 'known' && typeof value.value === 'string' && IS_JSON.test(value.value) ? parsed(value.value) : undefined;
  return whole !== undefined && kind.test(JSON.stringify(whole)) ? new TemplateExpression(stack, filled(whole, {})) : undefined;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
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
