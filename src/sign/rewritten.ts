import { readFileSync } from 'fs';
import { dirname, join } from 'path';
import { Assembly, CODE_OF, templatesOf } from './code-assets';
import { ProofError } from '../attest/proof-error';
import { sha256 } from '../attest/template-digest';
import { isObject, JsonObject, objectOrEmpty, own } from '../model/json';

/** The signed object that takes the place of code. */
export interface Replacement {
  readonly key: string;
  readonly versionId: string;
  readonly sha256: string;
  /** Where it is another one than that of the asset. */
  readonly bucket?: string;
}

/** What is signed in place of the object that an asset manifest publishes under a key. */
export type ReplacementOf = (manifest: string, objectKey: string) => Replacement | undefined;

type Texts = Map<string, string>;
interface Mutable { [key: string]: any } // eslint-disable-line @typescript-eslint/no-explicit-any

/**
 * The files of an assembly that change when code is replaced by what is signed, by their paths: templates, and the hashes of templates wherever
 * they are named (asset manifests, manifests, URLs of nested stacks).
 */
export function rewritten(assembly: Assembly, replacementOf: ReplacementOf): Map<string, string> {
  const texts = new Map([...assembly.manifests, ...assembly.assetManifests, ...assembly.templates].map(({ file }) => [file, readFileSync(join(assembly.root, file), 'utf-8')]));
  const before = new Map(texts);
  for (const manifest of assembly.assetManifests) {
    for (const { file, json } of templatesOf(assembly, manifest)) {
      const { template, renamed } = withSignedCode(json, (key) => replacementOf(manifest.file, key));
      if (template === undefined) continue;
      texts.set(file, rename(JSON.stringify(template, undefined, 1), renamed));
      if (renamed.size > 0) renameInMetadata(assembly, file, renamed, texts, before);
    }
  }
  renewHashes(assembly, texts, before);
  return new Map([...texts].filter(([file, text]) => before.get(file) !== text));
}

/** A template with signed code, and versions of functions that get other names with it: CloudFormation publishes no version twice. */
function withSignedCode(json: JsonObject, replacementOf: (key: string) => Replacement | undefined) {
  const template = structuredClone(json) as Mutable;
  const replaced = new Map<string, Replacement>();
  for (const [id, resource] of Object.entries<Mutable>(objectOrEmpty(template.Resources) as Mutable)) {
    const code = resource?.Properties?.[CODE_OF[String(resource?.Type)] ?? ''];
    const signed = isObject(code) && typeof code.S3Key === 'string' ? replacementOf(code.S3Key) : undefined;
    if (signed === undefined) continue;
    const inBucket = signed.bucket === undefined ? {} : { S3Bucket: signed.bucket };
    Object.assign(code as Mutable, { S3Key: signed.key, S3ObjectVersion: signed.versionId, ...inBucket });
    replaced.set(id, signed);
  }
  const renamed = new Map<string, string>();
  for (const [id, resource] of Object.entries(objectOrEmpty(json.Resources))) {
    if (own(resource, 'Type') !== 'AWS::Lambda::Version') continue;
    const signed = replaced.get(String(own(own(own(resource, 'Properties'), 'FunctionName'), 'Ref')));
    if (signed !== undefined) renamed.set(id, `${id}${signed.sha256.slice(0, 8)}`);
  }
  return { template: replaced.size === 0 ? undefined : template, renamed };
}

/** Logical ids end with a hash, so nothing else has their form. */
function rename(text: string, renamed: Map<string, string>): string {
  return [...renamed].reduce((now, [from, to]) => now.replace(new RegExp(`(?<![A-Za-z0-9])${from}(?![A-Za-z0-9])`, 'g'), to), text);
}

/** Tools find a resource's construct by its logical id. */
function renameInMetadata({ root, manifests }: Assembly, template: string, renamed: Texts, texts: Texts, before: Texts): void {
  for (const { file } of manifests.filter((manifest) => dirname(manifest.file) === dirname(template))) {
    const manifest = JSON.parse(texts.get(file)!) as Mutable;
    for (const artifact of Object.values<Mutable>(manifest.artifacts ?? {})) {
      if (join(dirname(file), String(artifact.properties?.templateFile)) !== join(template)) continue;
      if (artifact.metadata !== undefined) artifact.metadata = JSON.parse(rename(JSON.stringify(artifact.metadata), renamed));
      if (typeof artifact.additionalMetadataFile !== 'string') continue;
      const metadata = join(dirname(file), artifact.additionalMetadataFile);
      if (!texts.has(metadata)) {
        const text = readFileSync(join(root, metadata), 'utf-8');
        texts.set(metadata, text);
        before.set(metadata, text);
      }
      texts.set(metadata, rename(texts.get(metadata)!, renamed));
    }
    const text = JSON.stringify(manifest, undefined, 2);
    if (text !== JSON.stringify(JSON.parse(texts.get(file)!), undefined, 2)) texts.set(file, text);
  }
}

/** A template is published under the hash of its text: a nested one first, as its parent names it. */
function renewHashes({ assetManifests, root }: Assembly, texts: Map<string, string>, before: Map<string, string>): void {
  const published = assetManifests.flatMap(({ file, json }) => Object.entries(objectOrEmpty(json.files)).map(([hash, asset]): [string, string] => {
    return [join(dirname(file), String(own(own(asset, 'source'), 'path'))), hash];
  }));
  const hashes = new Map(published.filter(([file]) => texts.has(file)));
  while (hashes.size > 0) {
    const next = [...hashes].find(([file]) => ![...hashes].some(([other, hash]) => other !== file && texts.get(file)!.includes(hash)));
    if (next === undefined) throw new ProofError(root, 'NotAnAssembly', 'its nested templates name each other.', 'run cdk synth again.');
    const [file, hash] = next;
    hashes.delete(file);
    const text = texts.get(file)!;
    if (text === before.get(file)) continue;
    for (const [other, content] of texts) if (content.includes(hash)) texts.set(other, content.replaceAll(hash, sha256(text)));
  }
}
