import { createPublicKey, KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { GetPublicKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { templateOf } from './payload';
import { checkAttestation } from '../../src/attest/check-attestation';
import { ProofError } from '../../src/attest/proof-error';
import { isOfStack } from '../../src/attest/stack-binding';
import { Statement, Subject, TEMPLATE_DIGEST } from '../../src/attest/statement';
import { templateDigest } from '../../src/attest/template-digest';

/** What CloudFormation asks a Lambda Hook. Source: CloudFormation Hooks user guide, "Evaluating stack operations with Lambda Hooks". */
export interface HookRequest {
  readonly clientRequestToken: string;
  readonly awsAccountId: string;
  readonly stackId: string;
  /** Change sets have none. */
  readonly actionInvocationPoint?: string;
  readonly requestData: {
    readonly targetName: string;
    readonly targetLogicalId: string;
    /** A presigned URL. */
    readonly payload?: string;
  };
}

export interface HookResponse {
  readonly hookStatus: 'SUCCESS' | 'FAILED';
  readonly errorCode?: 'NonCompliant' | 'InternalFailure';
  readonly message: string;
  readonly clientRequestToken: string;
}

const TARGETS = ['STACK', 'CHANGE_SET'];
/** CloudFormation cuts messages. */
const MAX_MESSAGE = 1000;

/** Why a template is refused: a sentence. */
class Refused extends Error {}

let s3: S3Client | undefined;
let kms: KMSClient | undefined;

/**
 * Lets a stack operation go on only with a template that was attested: signed by the key, for this account and region, and not too long ago.
 * Whatever goes wrong refuses it.
 */
export async function handler(request: HookRequest): Promise<HookResponse> {
  const { clientRequestToken, requestData, stackId } = request;
  const answer = await judge(request).then((message) => ({ hookStatus: 'SUCCESS' as const, message }), failure);
  console.log(JSON.stringify({ stack: stackId, target: requestData?.targetName, status: answer.hookStatus, message: answer.message }));
  return { ...answer, message: answer.message.slice(0, MAX_MESSAGE), clientRequestToken };
}

async function judge({ awsAccountId, stackId, actionInvocationPoint, requestData }: HookRequest): Promise<string> {
  const { targetName, payload } = requestData;
  if (!TARGETS.includes(targetName)) throw new Refused(`${targetName} is no target of this hook.`);
  if (actionInvocationPoint === 'DELETE_PRE_PROVISION' && targetName === 'STACK') return 'A stack that is deleted deploys nothing.';
  const digest = templateDigest(await templateOf(payload));
  const [key, text] = await Promise.all([publicKey(), attestationOf(digest)]);
  if (text === undefined) throw new Refused(`no attestation has the template ${digest}: audit and attest it with cdk-zero-trust, and store it by --bucket ${process.env.BUCKET}.`);
  const { statement, refusals } = checkAttestation(text, {
    name: 'attestation', key, keyName: 'the key of the hook', now: new Date(), maxAge: Number(process.env.MAX_AGE_SECONDS) * 1000,
  });
  if (!statement || refusals.length > 0) throw new Refused(refusals.map(({ id, what }) => `${id}: ${what}`).join(' '));
  return `Attested at ${statement.predicate.attestedAt} as ${subjectIn(statement, digest, { account: awsAccountId, region: stackId.split(':')[3], stack: stackId.split('/')[1] })}.`;
}

interface Place {
  readonly account: string;
  readonly region: string;
  readonly stack: string;
}

/** The name of the attested template. One of another account, region or stack, or of no account, is another deployment. */
function subjectIn({ subject }: Statement, digest: string, { account, region, stack }: Place): string {
  const same = subject.filter((one) => one.digest[TEMPLATE_DIGEST] === digest);
  if (same.length === 0) throw new Refused('the attestation is of other templates.');
  const isHere = ({ annotations }: Subject) => annotations.account === account && [undefined, region].includes(annotations.region);
  const there = same.filter(isHere);
  const here = there.find((one) => isOfStack(one, stack));
  if (here) return here.name;
  if (there.length > 0) throw new Refused(`the template was attested for ${inWords(there)}, not for the stack ${stack}.`);
  // of those that stand in another template nothing names an account
  const [{ annotations }] = [...same.filter((one) => one.annotations.account !== undefined), ...same];
  if (annotations.account === undefined) throw new Refused('the template was attested for no account: attest it with --account.');
  throw new Refused(`the template was attested for account ${annotations.account}${annotations.region === undefined ? '' : ` and ${annotations.region}`}.`);
}

/** Which stacks a template was attested for. */
function inWords(subjects: readonly Subject[]): string {
  const stacks = subjects.map(({ annotations: { stack, nested } }) => {
    if (nested) return `the stack ${nested.root}-${nested.logicalIds.join('-…-')}-…`;
    return stack === undefined ? 'no stack' : `the stack ${stack}`;
  });
  return [...new Set(stacks)].join(' and ');
}

/** Without the right to list, S3 answers for an object that is not there as for one that may not be read. */
async function attestationOf(digest: string): Promise<string | undefined> {
  s3 ??= new S3Client({});
  try {
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: process.env.BUCKET, Key: `attestations/${digest}.json`, ExpectedBucketOwner: process.env.BUCKET_OWNER }));
    return await Body!.transformToString();
  } catch (error) {
    if (['NoSuchKey', 'AccessDenied'].includes((error as Error).name)) return undefined;
    throw error;
  }
}

/** Of KMS it is asked each time: a key that was disabled verifies nothing more. */
async function publicKey(): Promise<KeyObject> {
  const { KEY_ID, LAMBDA_TASK_ROOT = '' } = process.env;
  if (KEY_ID === undefined) return createPublicKey(readFileSync(join(LAMBDA_TASK_ROOT, 'public-key.pem')));
  kms ??= new KMSClient({});
  const { PublicKey, KeyUsage } = await kms.send(new GetPublicKeyCommand({ KeyId: KEY_ID }));
  if (KeyUsage !== 'SIGN_VERIFY') throw new Refused('the key of the hook is none that signs.');
  return createPublicKey({ key: Buffer.from(PublicKey!), format: 'der', type: 'spki' });
}

/** Errors of services and of the network are told by their name: their words may have a signed URL. */
function failure(error: unknown): { hookStatus: 'FAILED'; errorCode: 'NonCompliant' | 'InternalFailure'; message: string } {
  if (error instanceof Refused || error instanceof ProofError) return { hookStatus: 'FAILED', errorCode: 'NonCompliant', message: `Refused: ${error.message}` };
  return { hookStatus: 'FAILED', errorCode: 'InternalFailure', message: `Refused, as the attestation could not be checked (${(error as Error)?.name ?? 'Error'}).` };
}
