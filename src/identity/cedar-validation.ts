import type { SchemaJson } from '@cedar-policy/cedar-wasm/nodejs';
import { cedar } from './cedar-engine';
import { entitiesIn } from './cedar-entities';
import { messageOf, ParsedPolicy, startOf } from './cedar-parser';
import { ZeroTrustError } from '../core/errors';

/** What is wrong with policies that a store with this schema would refuse, or that could never decide what they say. */
export function faultsOf(path: string, namespace: string, schema: string, policies: ParsedPolicy[]): ZeroTrustError[] {
  const json = JSON.parse(schema) as SchemaJson<string>;
  const parsed = cedar().checkParseSchema(json);
  if (parsed.type === 'failure') {
    return [new ZeroTrustError(path, 'BadSchema', `the schema is none of Cedar's: ${messageOf(parsed.errors[0])}.`, 'correct the schema.')];
  }
  return policies.map((policy) => unknownRoute(path, namespace, json, policy) ?? faultOf(path, json, policy)).filter((fault) => fault !== undefined);
}

/** The actions that no policy can permit, by scope and types. */
export function closedActions(namespace: string, schema: string, policies: ParsedPolicy[]): string[] {
  const json = JSON.parse(schema) as SchemaJson<string>;
  const open = new Set(policies.filter((policy) => policy.json.effect === 'permit').flatMap(({ text }) => {
    const answer = cedar().getValidRequestEnvsPolicy(text, json);
    return answer.type === 'success' ? answer.actions : [];
  }));
  return Object.keys(json[namespace].actions).filter((name) => !open.has(`${namespace}::Action::${JSON.stringify(name)}`));
}

function unknownRoute(path: string, namespace: string, schema: SchemaJson<string>, policy: ParsedPolicy): ZeroTrustError | undefined {
  const known = schema[namespace]?.actions ?? {};
  const entity = entitiesIn(policy.json).find(({ type, id }) => type === `${namespace}::Action` && !Object.hasOwn(known, id));
  if (!entity) return undefined;
  const at = Buffer.from(policy.text).indexOf(JSON.stringify(entity.id));
  return new ZeroTrustError(path, 'UnknownRoute', `${policy.place(Math.max(at, 0))}: there is no route '${entity.id}'.`,
    `name one of ${Object.keys(known).join(', ') || 'none: add routes first'}.`);
}

function faultOf(path: string, schema: SchemaJson<string>, policy: ParsedPolicy): ZeroTrustError | undefined {
  const answer = cedar().validate({ schema, policies: { staticPolicies: { [policy.id]: policy.text } } });
  if (answer.type === 'failure') {
    return new ZeroTrustError(path, 'InvalidPolicy', `${policy.place()}: ${messageOf(answer.errors[0])}.`, 'correct the policy.');
  }
  const [fault] = [...answer.validationErrors, ...answer.validationWarnings];
  if (!fault) return undefined;
  const what = messageOf(fault.error).replace(`for policy \`${policy.id}\`, `, '');
  return new ZeroTrustError(path, 'InvalidPolicy', `${policy.place(startOf(fault.error))}: ${what}.`, 'use the attributes, entities and types of the schema.');
}
