/** Source: in-toto attestation framework, Statement v1. */
export const STATEMENT_TYPE = 'https://in-toto.io/Statement/v1';
export const PREDICATE_TYPE = 'https://github.com/cdk-zero-trust/cdk-zero-trust/attestation/v1';
/** The name of the digest of src/attest/template-digest.ts, beside that of the bytes. */
export const TEMPLATE_DIGEST = 'cfnTemplateV1';

/** A nested template: the stack around all others, and the logical ids that lead to it. */
export interface NestedBinding {
  readonly root: string;
  readonly logicalIds: readonly string[];
}

/** A template that was judged. */
export interface Subject {
  /** As the report calls it: the path of the stack, or of a nested one. */
  readonly name: string;
  readonly digest: { readonly sha256: string; readonly [TEMPLATE_DIGEST]: string };
  readonly annotations: {
    /** Absent where it may be any, and of templates that stand in another one's text and are no stack of their own. */
    readonly stack?: string;
    /** Said by whoever attested: nothing else opens a template for every stack. */
    readonly anyStack?: true;
    readonly nested?: NestedBinding;
    /** Where it may be deployed; absent where neither the app nor the one who attested named it. */
    readonly account?: string;
    readonly region?: string;
  };
}

export interface AttestedWaiver {
  readonly rule: string;
  readonly resource: string;
  readonly owner: string;
  readonly ticket: string;
  /** The last day, as `YYYY-MM-DD`. */
  readonly expires?: string;
}

/** How templates were judged, and when it was attested. */
export interface Predicate {
  readonly result: 'PASSED';
  /** RFC 3339, in UTC. */
  readonly attestedAt: string;
  readonly tool: { readonly name: string; readonly version: string };
  /** The rules that judged: how many, and the digest of ids and severities. */
  readonly ruleSet: { readonly version: string; readonly rules: number; readonly digest: { readonly sha256: string } };
  readonly failOn: string;
  readonly report: { readonly schemaVersion: string; readonly digest: { readonly sha256: string } };
  /** How many verdicts of each kind. */
  readonly verdicts: Record<string, number>;
  readonly waivers: AttestedWaiver[];
  readonly gate?: { readonly digest: { readonly sha256: string } };
  /** The manifest of signed code, where there is one. */
  readonly signedCode?: { readonly digest: { readonly sha256: string } };
}

export interface Statement {
  readonly _type: typeof STATEMENT_TYPE;
  readonly subject: Subject[];
  readonly predicateType: typeof PREDICATE_TYPE;
  readonly predicate: Predicate;
}

/** Reads what an envelope holds, or nothing where it is no statement of ours. A field that a decision needs is there when it returns. */
export function readStatement(payload: Uint8Array): Statement | undefined {
  let json: any; // eslint-disable-line @typescript-eslint/no-explicit-any -- each field that is read is asked for its type below
  try {
    json = JSON.parse(Buffer.from(payload).toString('utf-8'));
  } catch {
    return undefined;
  }
  const isOurs = json?._type === STATEMENT_TYPE && json.predicateType === PREDICATE_TYPE && json.predicate?.result === 'PASSED'
    && typeof json.predicate.attestedAt === 'string' && Array.isArray(json.predicate.waivers) && Array.isArray(json.subject) && json.subject.length > 0
    && json.predicate.waivers.every((one: unknown) => typeof one === 'object' && one !== null) && json.subject.every(isSubject);
  return isOurs ? json as Statement : undefined;
}

function isSubject(json: Partial<Subject> | null): boolean {
  return typeof json?.name === 'string' && /^[\da-f]{64}$/.test(String(json.digest?.[TEMPLATE_DIGEST]))
    && typeof json.annotations === 'object' && json.annotations !== null && isNestedBinding(json.annotations.nested);
}

function isNestedBinding(nested: Partial<NestedBinding> | null | undefined): boolean {
  return nested === undefined || typeof nested?.root === 'string' && Array.isArray(nested.logicalIds) && nested.logicalIds.length > 0
    && nested.logicalIds.every((one) => typeof one === 'string');
}
