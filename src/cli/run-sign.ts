import { existsSync } from 'fs';
import { join } from 'path';
import { awsSdk } from './aws-sdk';
import { CLEAN, FINDINGS, UNUSABLE } from './exit-codes';
import { inputFile } from './input-file';
import { provedOrTold, tellRefusals } from './proof-failure';
import { readInputs } from './read-inputs';
import type { SignOptions } from './sign';
import type { Refusal } from '../attest/check-attestation';
import { ProofError } from '../attest/proof-error';
import { readSignedManifest, SIGNED_MANIFEST, SignedManifest } from '../attest/signed-manifest';
import { unsignedCode } from '../attest/unsigned-code';
import { plain } from '../report/plain-text';
import type { Tool } from '../report/writer';
import { codeAssets, publishedFiles, readAssembly } from '../sign/code-assets';
import { rewritten } from '../sign/rewritten';
import { objectRefusals, signAll } from '../sign/signed-code';
import { SigningAccount } from '../sign/signing-account';
import { requireFree, writeAssembly } from '../sign/write-assembly';

const PACKAGES = ['@aws-sdk/client-s3', '@aws-sdk/client-signer', '@aws-sdk/client-sts'];

/** Signs an assembly, or verifies one that was, and answers with the exit code. */
export function sign(assembly: string, options: SignOptions, tool: Tool): Promise<number> {
  return provedOrTold(() => options.verify ? verifySigned(assembly, options) : signAssembly(assembly, options, tool));
}

async function signAssembly(root: string, options: SignOptions, tool: Tool): Promise<number> {
  const { profile, profileVersion, out, bucket, prefix } = options;
  if (profile === undefined) throw new ProofError('sign', 'NoProfile', 'nothing signs.', 'pass --profile with the name of the signing profile: aws signer list-signing-profiles.');
  requireFree(out, root);
  const assembly = readAssembly(root);
  if (existsSync(join(root, SIGNED_MANIFEST))) throw new ProofError(root, 'SignedAlready', `it has a ${SIGNED_MANIFEST}.`, 'sign the assembly that cdk synth wrote.');
  const assets = codeAssets(assembly);
  if (assets.length === 0) throw new ProofError(root, 'NoCode', 'it publishes no code of functions or layers.', 'sign an assembly with Code.fromAsset in it.');
  const account = new SigningAccount(awsSdk(PACKAGES), profile, profileVersion, options.assumeRole);
  const code = await signAll(account, assets, { bucket, prefix, timeout: secondsOf(options.timeout) * 1000, since: new Date() });
  const files = rewritten(assembly, (manifest, objectKey) => {
    const entry = code[assets.findIndex((asset) => asset.manifest === manifest && asset.destination.objectKey === objectKey)];
    return entry && { key: entry.signed.key, versionId: entry.signed.versionId, sha256: entry.signed.sha256, bucket };
  });
  const profiles: SignedManifest['profiles'] = {};
  for (const { region } of code) profiles[region] = await account.profileIn(region);
  const once = new Map(code.map((entry) => [`${entry.signed.bucket}/${entry.signed.key}`, entry]));
  writeAssembly(root, out, files, { schemaVersion: '1.0', tool, profiles, code: [...once.values()] });
  process.stderr.write(`${plain(`Exit ${CLEAN}: ${once.size} zips are signed, ${out} is written.`)}\n`);
  return CLEAN;
}

async function verifySigned(root: string, options: SignOptions): Promise<number> {
  const { templates, problems } = readInputs([root]);
  if (problems.length > 0) return UNUSABLE;
  const path = join(root, SIGNED_MANIFEST);
  const manifest = existsSync(path) ? inputFile(path) : undefined;
  const refusals = unsignedCode(templates, manifest);
  if (manifest !== undefined) {
    const account = new SigningAccount(awsSdk(PACKAGES), '', undefined, options.assumeRole);
    const signed = readSignedManifest(manifest);
    refusals.push(...profileRefusals(signed, options), ...await objectRefusals(account, signed, publishedFiles(readAssembly(root))));
  }
  tellRefusals(refusals);
  const code = refusals.length === 0 ? CLEAN : FINDINGS;
  process.stderr.write(`${plain(`Exit ${code}: ${refusals.length === 0 ? `the code of ${root} is ${manifest === undefined ? 'asked for no signature' : 'signed'}` : `${refusals.length} refusals`}.`)}\n`);
  return code;
}

/** With `--profile` it is asked for, whatever the manifest names. */
function profileRefusals({ profiles }: SignedManifest, { profile, profileVersion }: SignOptions): Refusal[] {
  const others = Object.entries(profiles).filter(([, { name, version }]) => name !== (profile ?? name) || version !== (profileVersion ?? version));
  return others.map(([region, { name, version }]): Refusal => (
    { id: 'CodeNotSigned', subject: SIGNED_MANIFEST, what: `${name} ${version} signed in ${region}, not the profile that is asked for.` }));
}

function secondsOf(text: string): number {
  const [, number, unit] = /^(\d{1,5})([sm])$/.exec(text) ?? [];
  if (unit !== undefined && Number(number) > 0) return Number(number) * (unit === 'm' ? 60 : 1);
  throw new ProofError('--timeout', 'BadDuration', `'${text}' is no duration.`, 'write it as 90s or 10m.');
}
