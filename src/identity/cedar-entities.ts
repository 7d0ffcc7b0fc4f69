import type * as wasm from '@cedar-policy/cedar-wasm/nodejs';
import { cedar } from './cedar-engine';
import type { ParsedPolicy, PolicyJson } from './cedar-parser';

interface EntityId {
  type: string;
  id: string;
}

/** The entities that a policy names, wherever they stand in it. */
export function entitiesIn(json: PolicyJson): EntityId[] {
  const found: EntityId[] = [];
  visit(json, (entity) => found.push(entity));
  return found;
}

/** Stands for the user pool while a policy is written: no identifier of Cedar's or of Cognito's has it. */
const POOL = '\u0001pool';

/**
 * The policy as a store with a user pool takes it: there, the pool stands before each user and each group.
 *
 * @param userPoolId the pool, known or not
 */
export function ofUserPool(policy: ParsedPolicy, namespace: string, userPoolId: string): string {
  const json = structuredClone(policy.json);
  let named = false;
  visit(json, (entity) => {
    if (entity.id.includes('|') || ![`${namespace}::User`, `${namespace}::Group`].includes(entity.type)) return;
    entity.id = `${POOL}|${entity.id}`;
    named = true;
  });
  if (!named) return policy.text;
  const written = cedar().policyToText(json as wasm.PolicyJson);
  if (written.type === 'failure') throw new Error(written.errors[0].message);
  return written.text.split('\\u{1}pool').join(userPoolId);
}

function visit(json: unknown, see: (entity: EntityId) => void): void {
  if (typeof json !== 'object' || json === null) return;
  const { type, id } = json as Partial<EntityId>;
  if (typeof type === 'string' && typeof id === 'string') see(json as EntityId);
  else Object.values(json).forEach((value) => visit(value, see));
}
