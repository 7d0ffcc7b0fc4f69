import type { AttestationChecks, Refusal } from './check-attestation';
import { preAuthenticationEncoding, readEnvelope } from './dsse';
import { isSignedBy } from './keys';
import { STATEMENT_TYPE } from './statement';
import { sha256 } from './template-digest';

export const REPORT_PREDICATE_TYPE = 'https://github.com/cdk-zero-trust/cdk-zero-trust/compliance-report/v1';

/** What the job of `ComplianceBaseline` signs: the digests of the files of a report, and that of the report before. */
export interface ReportStatement {
  readonly _type: typeof STATEMENT_TYPE;
  readonly subject: { readonly name: string; readonly digest: { readonly sha256: string } }[];
  readonly predicateType: typeof REPORT_PREDICATE_TYPE;
  readonly predicate: {
    readonly verdict: 'pass' | 'fail' | 'unknown';
    /** RFC 3339, in UTC. */
    readonly reportedAt: string;
    readonly previous?: { readonly report: string; readonly sha256: string };
  };
}

/** The statement of an envelope, when the key signed it and it is of a report. Throws a `ProofError` for what is no envelope. */
export function signedReport(text: string, { name, key, keyName }: Pick<AttestationChecks, 'name' | 'key' | 'keyName'>): ReportStatement | undefined {
  const { payloadType, payload, signatures } = readEnvelope(text, name);
  const signed = preAuthenticationEncoding(payloadType, payload);
  if (!signatures.some((signature) => isSignedBy(key, keyName, signed, signature))) return undefined;
  let json: Partial<ReportStatement> | null;
  try {
    json = JSON.parse(payload.toString('utf-8'));
  } catch {
    return undefined;
  }
  const isOurs = json?._type === STATEMENT_TYPE && json.predicateType === REPORT_PREDICATE_TYPE && typeof json.predicate?.reportedAt === 'string'
    && Array.isArray(json.subject) && json.subject.length > 0
    && json.subject.every((one) => typeof one?.name === 'string' && /^[\da-f]{64}$/.test(String(one.digest?.sha256)));
  return isOurs ? json as ReportStatement : undefined;
}

/** Files of a report that are not those that were signed, or are not there. */
export function reportDifferences({ subject }: ReportStatement, read: (name: string) => Uint8Array | undefined): Refusal[] {
  return subject.flatMap(({ name, digest }): Refusal[] => {
    const bytes = read(name);
    if (bytes === undefined) return [{ id: 'FileMissing', subject: name, what: 'it was signed and is not there.' }];
    return sha256(bytes) === digest.sha256 ? [] : [{ id: 'FileDiffers', subject: name, what: 'it is not the file that was signed.' }];
  });
}
