import { createHash } from 'crypto';
import { readFileSync } from 'fs';
import { isObject, own } from '../../model/json';
import { WaiverError } from '../../waivers/waiver-error';

/** By which our own are told from those of people. */
export const OWN_TAG = 'cdk-zero-trust';

/** Of a field as it was written: what people change has another one. */
export function hashOf(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value) ?? '').digest('hex').slice(0, 16);
}

export interface Metadata {
  readonly key: string;
  readonly value: string | readonly string[];
}

interface Item {
  readonly id: string;
  readonly numericId: number;
  readonly displayOrder?: number;
  readonly tags?: readonly string[];
  readonly metadata: readonly Metadata[];
  readonly status?: string;
}

export interface ComposerThreat extends Item {
  readonly threatSource?: string;
  readonly prerequisites?: string;
  readonly threatAction?: string;
  readonly threatImpact?: string;
  readonly impactedGoal?: readonly string[];
  readonly impactedAssets?: readonly string[];
  readonly statement?: string;
}

export interface ComposerMitigation extends Item {
  readonly content: string;
}

interface MitigationLink {
  readonly mitigationId: string;
  readonly linkedId: string;
}

/** What of a file of Threat Composer is read and written; other parts of it stay as they are. */
export interface ComposerFile {
  readonly schema: number;
  readonly applicationInfo?: unknown;
  readonly threats: readonly ComposerThreat[];
  readonly mitigations: readonly ComposerMitigation[];
  readonly mitigationLinks: readonly MitigationLink[];
  readonly assumptions?: unknown;
  readonly assumptionLinks?: readonly { readonly linkedId: string }[];
}

/** A file that people may have edited. Throws a `WaiverError` for what is no file of Threat Composer. */
export function readComposerFile(path: string): ComposerFile {
  const refuse = (what: string) => new WaiverError(path, 'BadWaiverFile', what, 'give a file that Threat Composer exported, or that this command wrote.');
  let json: unknown;
  try {
    json = JSON.parse(readFileSync(path, 'utf-8'));
  } catch (error) {
    throw refuse(`it cannot be read as JSON (${(error as NodeJS.ErrnoException).code ?? 'syntax'}).`);
  }
  if (!isObject(json) || own(json, 'schema') !== 1) throw refuse('it has no schema 1.');
  const list = (name: string) => {
    const items = own(json, name) ?? [];
    if (!Array.isArray(items) || !items.every(isObject)) throw refuse(`${name} is not a list of objects.`);
    return items;
  };
  const items = (name: string) => list(name).map((item) => {
    if (typeof own(item, 'id') !== 'string') throw refuse(`an entry of ${name} has no id.`);
    return { ...item, metadata: [own(item, 'metadata') ?? []].flat().filter(isObject), tags: [own(item, 'tags') ?? []].flat() };
  });
  return { ...json, schema: 1, threats: items('threats'), mitigations: items('mitigations'), mitigationLinks: list('mitigationLinks') } as unknown as ComposerFile;
}
