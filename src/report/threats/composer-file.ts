import { createHash } from 'crypto';
import { readFileSync } from 'fs';
import { isObject, own } from '../../model/json';
import { WaiverError } from '../../waivers/waiver-error';

/** More than any file of Threat Composer has. */
const MAX_DEPTH = 64;

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

/** A file that people may have edited, with where it is. */
export interface ExistingFile {
  readonly path: string;
  readonly file: ComposerFile;
}

/** That a file cannot be merged. */
export function notComposer(path: string, what: string, remediation = 'give a file that Threat Composer exported, or that this command wrote.'): WaiverError {
  return new WaiverError(path, 'BadWaiverFile', what, remediation);
}

/** Throws a `WaiverError` for what is no file of Threat Composer. */
export function readComposerFile(path: string): ExistingFile {
  const refuse = (what: string) => notComposer(path, what);
  let json: unknown;
  try {
    json = JSON.parse(readFileSync(path, 'utf-8'));
  } catch (error) {
    throw refuse(`it cannot be read as JSON (${(error as NodeJS.ErrnoException).code ?? 'syntax'}).`);
  }
  if (!isObject(json) || own(json, 'schema') !== 1) throw refuse('it has no schema 1.');
  if (isDeep(json)) throw refuse(`it is nested deeper than ${MAX_DEPTH} levels.`);
  const list = (name: string) => {
    const items = own(json, name) ?? [];
    if (!Array.isArray(items) || !items.every(isObject)) throw refuse(`${name} is not a list of objects.`);
    return items;
  };
  const ids = new Set<string>();
  const items = (name: string) => list(name).map((item) => {
    const id = own(item, 'id');
    if (typeof id !== 'string') throw refuse(`an entry of ${name} has no id.`);
    if (ids.has(id)) throw refuse(`the id ${id} is that of two entries.`);
    if (!Number.isFinite(own(item, 'numericId'))) throw refuse(`the entry ${id} of ${name} has no numericId.`);
    ids.add(id);
    return { ...item, metadata: [own(item, 'metadata') ?? []].flat().filter(isObject), tags: [own(item, 'tags') ?? []].flat() };
  });
  const file = { ...json, schema: 1, threats: items('threats'), mitigations: items('mitigations'), mitigationLinks: list('mitigationLinks') };
  if (own(json, 'assumptionLinks') !== undefined) list('assumptionLinks');
  return { path, file: file as unknown as ComposerFile };
}

/** Whether something is nested deeper than a writer can go. */
function isDeep(json: unknown): boolean {
  let level = [json];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > MAX_DEPTH) return true;
    level = level.flatMap((value) => (typeof value === 'object' && value !== null ? Object.values(value) : []));
  }
  return false;
}
