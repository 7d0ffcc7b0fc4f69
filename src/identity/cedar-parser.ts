import { cedar } from './cedar-engine';
import { CedarPolicies } from './cedar-policies';
import { ZeroTrustError } from '../core/errors';

/** What is read of a policy as Cedar writes it in JSON. Not Cedar's own type, which who uses the package does not have. */
export interface PolicyJson {
  readonly effect: 'permit' | 'forbid';
  readonly annotations?: Record<string, string>;
}

/** What is read of an error of Cedar. */
export interface CedarError {
  readonly message: string;
  readonly help: string | null;
  readonly sourceLocations?: { readonly start: number; readonly label: string | null }[];
}

/** One policy, and where it stands. */
export interface ParsedPolicy {
  /** What the policy is called: its `@id`, else its source and a number. */
  readonly id: string;
  readonly text: string;
  readonly json: PolicyJson;
  /** Place of something in the policy's own text, in bytes: `policies/orders.cedar:12`. */
  place(byte?: number): string;
}

/** Parses all sources. Throws `BadPolicy`, `PolicyTemplate`, `NoPolicies` or `DuplicatePolicy`, on behalf of the construct at a path. */
export function parsePolicies(path: string, sources: CedarPolicies[]): ParsedPolicy[] {
  const policies = sources.flatMap((source) => parseSource(path, source));
  if (policies.length === 0) {
    throw new ZeroTrustError(path, 'NoPolicies', 'there is no policy, so that everything is denied.', 'pass CedarPolicies with at least one permit.');
  }
  const ids = new Set<string>();
  for (const { id, place } of policies) {
    if (ids.has(id)) {
      throw new ZeroTrustError(path, 'DuplicatePolicy', `${place()}: another policy is called '${id}' too.`, 'give each policy an @id of its own.');
    }
    ids.add(id);
  }
  return policies;
}

function parseSource(path: string, source: CedarPolicies): ParsedPolicy[] {
  const parts = cedar().policySetTextToParts(source._text);
  if (parts.type === 'failure') {
    const [error] = parts.errors;
    throw badPolicy(path, placeIn(source, startOf(error)), error);
  }
  if (parts.policy_templates.length > 0) {
    const offset = bytesBefore(source._text, source._text.indexOf(parts.policy_templates[0]));
    throw new ZeroTrustError(path, 'PolicyTemplate', `${placeIn(source, offset)}: a policy template grants nothing until it is linked to a principal or resource.`,
      'name the principal and the resource, or a group of principals.');
  }
  // Cedar sorts the parts as text, and what is made of them goes by their order in the file
  const starts = new Map<string, number>();
  for (const text of parts.policies) starts.set(text, source._text.indexOf(text, (starts.get(text) ?? -1) + 1));
  return [...starts].sort(([, a], [, b]) => a - b).map(([text, start], i) => {
    const parsed = cedar().policyToJson(text);
    if (parsed.type === 'failure') throw badPolicy(path, placeIn(source, start), parsed.errors[0]);
    const offset = bytesBefore(source._text, start);
    return {
      id: parsed.json.annotations?.id || `${source._baseName}-${i + 1}`,
      text,
      json: parsed.json,
      place: (byte = 0) => placeIn(source, offset + byte),
    };
  });
}

function badPolicy(path: string, place: string, error: CedarError): ZeroTrustError {
  return new ZeroTrustError(path, 'BadPolicy', `${place}: ${messageOf(error)}.`, 'correct the policy; the Cedar reference has its grammar.');
}

/** The message of Cedar, with what it expected and its advice. */
export function messageOf({ message, help, sourceLocations }: CedarError): string {
  const label = sourceLocations?.find((location) => location.label)?.label;
  return [message, label, help].filter((part) => part).join('; ');
}

export function startOf({ sourceLocations }: CedarError): number {
  return sourceLocations?.[0]?.start ?? 0;
}

function placeIn({ name, _text: text }: CedarPolicies, byte: number): string {
  const line = Buffer.from(text).subarray(0, byte).toString().split('\n').length;
  return `${name}:${line}`;
}

function bytesBefore(text: string, index: number): number {
  return Buffer.byteLength(text.slice(0, Math.max(index, 0)));
}
