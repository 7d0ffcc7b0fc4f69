import { existsSync } from 'fs';
import { dirname, join } from 'path';
import type * as s3 from '@aws-sdk/client-s3';
import type { AttestOptions } from './attest';
import { awsSdk } from './aws-sdk';
import { CLEAN, UNUSABLE } from './exit-codes';
import { inputFile } from './input-file';
import { KmsKey } from './kms-key';
import { provedOrTold } from './proof-failure';
import { readInputs } from './read-inputs';
import { written } from './written';
import { statementOf } from '../attest/attest-report';
import { PAYLOAD_TYPE, preAuthenticationEncoding, writeEnvelope } from '../attest/dsse';
import { localSigner, ProofSigner } from '../attest/keys';
import { ProofError } from '../attest/proof-error';
import { SIGNED_MANIFEST } from '../attest/signed-manifest';
import { Statement, TEMPLATE_DIGEST } from '../attest/statement';
import { own } from '../model/json';
import { readJson } from '../model/template-file';
import { plain } from '../report/plain-text';
import type { Tool } from '../report/writer';
import { SEVERITIES } from '../rules/rule';
import { awsErrorOf, clientOptions } from '../sign/aws-error';
import { requireSignedFrom } from '../sign/signed-from';

/** Attests an assembly, and answers with the exit code. */
export function attest(assembly: string, options: AttestOptions, tool: Tool): Promise<number> {
  return provedOrTold(async () => {
    const signer = await signerOf(options);
    if (options.account !== undefined && !/^\d{12}$/.test(options.account)) {
      throw new ProofError('--account', 'BadAccount', `${options.account} is no account.`, 'name one account by its 12 digits.');
    }
    const { templates, problems } = readInputs([assembly]);
    if (problems.length > 0) return UNUSABLE;
    const manifest = join(assembly, SIGNED_MANIFEST);
    if (options.signedFrom !== undefined) requireSignedFrom(options.signedFrom, assembly);
    const gated = options.signedFrom === undefined ? undefined : readInputs([options.signedFrom]);
    if (gated !== undefined && gated.problems.length > 0) return UNUSABLE;
    const statement = statementOf({
      templates,
      report: inputFile(options.report),
      reportName: options.report,
      failOn: options.failOn ?? (options.gate === undefined ? undefined : failOnOfGate(options.gate)) ?? 'high',
      account: options.account,
      choice: { stack: options.stack, anyStack: options.anyStack },
      tool,
      now: new Date(),
      gate: options.gate === undefined ? undefined : inputFile(options.gate),
      gateName: options.gate,
      gated: gated?.templates,
      signedCode: existsSync(manifest) ? inputFile(manifest) : undefined,
    });
    const payload = Buffer.from(JSON.stringify(statement));
    const envelope = writeEnvelope(payload, signer.keyid, await signer.sign(preAuthenticationEncoding(PAYLOAD_TYPE, payload)));
    for (const bucket of options.bucket ?? []) await store(bucket, statement, envelope);
    if (!written(options.out, envelope)) return UNUSABLE;
    process.stderr.write(`${plain(`Exit ${CLEAN}: ${statement.subject.length} templates are attested by key ${signer.keyid}.`)}\n`);
    return CLEAN;
  });
}

async function signerOf({ key, kmsKey }: AttestOptions): Promise<ProofSigner> {
  if (key !== undefined) return localSigner(inputFile(key), key);
  if (kmsKey !== undefined) return new KmsKey(kmsKey).signer();
  throw new ProofError('attest', 'NoKey', 'nothing signs.', 'pass --key with a private key in PEM, or --kms-key.');
}

/** What the gate took for a failure, of the settings that it kept beside its manifest. */
function failOnOfGate(gate: string): string | undefined {
  const settings = join(dirname(gate), 'settings.json');
  const failOn = existsSync(settings) ? own(own(readJson(settings), 'audit'), 'failOn') : undefined;
  return SEVERITIES.find((severity) => severity === failOn);
}

/** Under the digest of each template, so that whoever has a template finds its attestation. */
async function store(Bucket: string, { subject }: Statement, Body: string): Promise<void> {
  const sdk = awsSdk(['@aws-sdk/client-s3']) as typeof s3;
  const client = new sdk.S3Client(clientOptions());
  for (const { digest } of subject) {
    const Key = `attestations/${digest[TEMPLATE_DIGEST]}.json`;
    try {
      await client.send(new sdk.PutObjectCommand({ Bucket, Key, Body, ContentType: 'application/vnd.in-toto+json' }));
    } catch (error) {
      throw awsErrorOf(error, `s3:PutObject of ${Key} into ${Bucket}`);
    }
  }
}
