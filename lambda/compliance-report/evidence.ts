import { GetObjectCommand, paginateListObjectsV2, S3Client } from '@aws-sdk/client-s3';
import { unzipSync } from 'fflate';
import { sha256 } from '../../src/attest/template-digest';
import type { ManualControlRecord } from '../../src/model/manual-control';

/** More is not read: the memory of the function ends there. */
const MAX_BYTES = 128 * 1024 * 1024;

/** A verdict of the report in JSON, as far as it is read here. */
export interface Verdict {
  readonly rule: string;
  readonly stack: string;
  readonly logicalId: string;
  readonly type: string;
  readonly constructPath?: string;
  readonly verdict: string;
  readonly finding?: string;
  readonly waiver?: { readonly accepts: 'fail' | 'unknown'; readonly owner: string; readonly ticket: string; readonly expires?: string };
  readonly acceptance?: { readonly accepts: 'fail' | 'unknown'; readonly until?: string; readonly reason: string };
}

/** A control that people perform, as the report has it. */
export type Performed = Omit<ManualControlRecord, 'resource'>;

export interface SynthEvidence {
  readonly what: string;
  readonly verdicts: Verdict[];
  readonly performed: Performed[];
  /** Why it is not whole: sentences without an end. */
  readonly problems: string[];
}

/** The newest evidence below a prefix: a report in JSON, or the folder of a gate as a zip. Throws where there is none that can be taken. */
export async function readEvidence(s3: S3Client, Bucket: string, Prefix: string, now: Date, maxAgeDays: number): Promise<SynthEvidence> {
  let newest: { Key?: string; LastModified?: Date; Size?: number } | undefined;
  for await (const { Contents = [] } of paginateListObjectsV2({ client: s3 }, { Bucket, Prefix })) {
    for (const one of Contents) if (!newest || one.LastModified! > newest.LastModified!) newest = one;
  }
  if (!newest) throw new Error('there is none');
  const days = (now.getTime() - newest.LastModified!.getTime()) / 86_400_000;
  if (days > maxAgeDays) throw new Error(`the last one is of ${newest.LastModified!.toISOString().slice(0, 10)}, longer ago than ${maxAgeDays} days`);
  if ((newest.Size ?? 0) > MAX_BYTES) throw new Error('it is too large');
  const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key: newest.Key }));
  const bytes = await Body!.transformToByteArray();
  return parseEvidence(bytes, `s3://${Bucket}/${newest.Key} of ${newest.LastModified!.toISOString()}, SHA-256 ${sha256(bytes)}`);
}

/** Throws for what is no evidence. */
export function parseEvidence(bytes: Uint8Array, what: string): SynthEvidence {
  const problems: string[] = [];
  let text = bytes;
  if (bytes[0] === 0x50 && bytes[1] === 0x4b) text = auditOf(bytes, problems);
  const json = JSON.parse(Buffer.from(text).toString('utf-8'));
  if (typeof json?.schemaVersion !== 'string' || !Array.isArray(json.evidence)) throw new Error('it is no report of cdk-zero-trust in JSON');
  if (json.evidence.length === 0) throw new Error('it judged nothing');
  const performed = json.manualControls ?? [];
  if (!json.evidence.every(isVerdict) || !Array.isArray(performed) || !performed.every(isPerformed)) throw new Error('it has verdicts or controls that are none');
  if (json.notForProduction !== undefined) problems.push(`it is not for production: ${json.notForProduction}`);
  if (json.unreadable?.length > 0) problems.push(`${json.unreadable.length} files could not be read`);
  if (json.waiverProblems?.length > 0) problems.push(`${json.waiverProblems.length} waivers do not count`);
  return { what, verdicts: json.evidence, performed, problems };
}

/** What the join reads of a verdict. */
function isVerdict(one: Partial<Verdict> | null): boolean {
  return [one?.rule, one?.stack, one?.logicalId, one?.type, one?.verdict].every((text) => typeof text === 'string');
}

function isPerformed(one: Partial<Performed> | null): boolean {
  const isText = [one?.title, one?.owner, one?.due].every((text) => text === undefined || typeof text === 'string');
  return isText && Array.isArray(one?.controls) && one.controls.every((control) => typeof control === 'string');
}

/** The report of a gate, which its manifest has the hash of. */
function auditOf(zip: Uint8Array, problems: string[]): Uint8Array {
  let size = 0;
  const files = unzipSync(zip, {
    filter: ({ name, originalSize }) => {
      if (name !== 'audit.json' && name !== 'gate.json') return false;
      if ((size += originalSize) > MAX_BYTES) throw new Error('it is too large');
      return true;
    },
  });
  if (!files['audit.json'] || !files['gate.json']) throw new Error('it is no evidence of a gate');
  const manifest = JSON.parse(Buffer.from(files['gate.json']).toString('utf-8'));
  if (manifest.files?.find(({ path }: { path: string }) => path === 'audit.json')?.sha256 !== sha256(files['audit.json'])) throw new Error('its audit.json was changed');
  if (manifest.verdict !== 'pass') problems.push('the gate did not pass');
  return files['audit.json'];
}
