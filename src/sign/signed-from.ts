import { lstatSync, readdirSync, readFileSync } from 'fs';
import { join } from 'path';
import { codeAssets, CodeAsset, readAssembly } from './code-assets';
import { rewritten } from './rewritten';
import { ProofError } from '../attest/proof-error';
import { readSignedManifest, SIGNED_MANIFEST, SignedCodeEntry } from '../attest/signed-manifest';

/**
 * Throws a `ProofError` unless an assembly is another one with its code signed, and nothing else: it is written again from that one and from the manifest of signed
 * code, and each file has to be the same.
 */
export function requireSignedFrom(unsigned: string, signed: string): void {
  const assembly = readAssembly(unsigned);
  const { code } = readSignedManifest(textOf(signed, SIGNED_MANIFEST));
  const assets = codeAssets(assembly);
  const files = rewritten(assembly, (manifest, objectKey) => {
    const asset = assets.find((one) => one.manifest === manifest && one.destination.objectKey === objectKey);
    const entry = asset && entryOf(asset, code);
    return entry && { ...entry.signed, bucket: entry.signed.bucket === entry.source.bucket ? undefined : entry.signed.bucket };
  });
  const [before, now] = [filesOf(unsigned), filesOf(signed)];
  const differs = [...new Set([...before, ...now])].filter((file) => file !== SIGNED_MANIFEST).find((file) => {
    if (!before.includes(file) || !now.includes(file)) return true;
    const expected = files.get(file);
    return !readFileSync(join(signed, file)).equals(expected === undefined ? readFileSync(join(unsigned, file)) : Buffer.from(expected));
  });
  if (differs === undefined) return;
  throw new ProofError(signed, 'NotSignedFrom', `${differs} differs from ${unsigned} in more than signed code.`, 'sign the assembly that the gate judged with cdk-zero-trust sign, and change nothing of it.');
}

/** What an asset became. The CDK may write its bucket with placeholders. */
function entryOf({ hash, destination: { bucketName, objectKey } }: CodeAsset, code: readonly SignedCodeEntry[]): SignedCodeEntry | undefined {
  return code.find(({ assetHash, account, region, source }) => (
    assetHash === hash && source.key === objectKey && source.bucket === bucketName.replaceAll('${AWS::AccountId}', account).replaceAll('${AWS::Region}', region)));
}

/** Links are no files: assets are published, and what they link to is judged, before they are signed. */
function filesOf(root: string): string[] {
  return readdirSync(root, { recursive: true, encoding: 'utf-8' }).filter((file) => lstatSync(join(root, file)).isFile()).sort();
}

function textOf(root: string, file: string): string {
  try {
    return readFileSync(join(root, file), 'utf-8');
  } catch {
    throw new ProofError(root, 'NotSigned', `it has no ${file}.`, 'name an assembly that cdk-zero-trust sign wrote.');
  }
}
