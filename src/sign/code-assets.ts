import { existsSync, readdirSync } from 'fs';
import { dirname, join, relative } from 'path';
import { ProofError } from '../attest/proof-error';
import { isInside } from '../model/find-templates';
import { isObject, JsonObject, objectOrEmpty, own } from '../model/json';
import { readJsonObject } from '../model/template-file';

/** Types with code, and the property that has it. */
export const CODE_OF: Record<string, string> = { 'AWS::Lambda::Function': 'Code', 'AWS::Lambda::LayerVersion': 'Content' };

/** Where an asset is published, as the CDK writes it: texts may have placeholders of account, region and partition. */
export interface Destination {
  readonly bucketName: string;
  readonly objectKey: string;
  readonly region?: string;
  readonly assumeRoleArn?: string;
  readonly assumeRoleExternalId?: string;
}

/** Code that a template of the assembly deploys. */
export interface CodeAsset {
  /** The asset manifest that it is in. */
  readonly manifest: string;
  readonly hash: string;
  /** The folder or zip. */
  readonly path: string;
  readonly destination: Destination;
}

/** A file of the assembly, by its path below it. */
export interface AssemblyFile {
  readonly file: string;
  readonly json: JsonObject;
}

/** What `sign` reads of an assembly, those of Stages included. */
export interface Assembly {
  readonly root: string;
  readonly manifests: AssemblyFile[];
  readonly assetManifests: AssemblyFile[];
  readonly templates: AssemblyFile[];
}

/** Throws a `TemplateError` for what cannot be read, a `ProofError` for what is no assembly. */
export function readAssembly(root: string): Assembly {
  const files = existsSync(root) ? readdirSync(root, { recursive: true, encoding: 'utf-8' }).filter((file) => !/(^|[\\/])asset\.[^\\/]+[\\/]/.test(file)) : [];
  const read = (pattern: RegExp) => files.filter((file) => pattern.test(file)).sort().map((file) => {
    const json = readJsonObject(join(root, file));
    if (json !== undefined) return { file, json };
    throw new ProofError(join(root, file), 'NotAnAssembly', 'it is no object of JSON.', 'run cdk synth again.');
  });
  const manifests = read(/(^|[\\/])manifest\.json$/);
  if (!manifests.some(({ file }) => file === 'manifest.json')) {
    throw new ProofError(root, 'NotAnAssembly', 'there is no manifest.json of a cloud assembly in it.', 'name the directory that cdk synth wrote (cdk.out).');
  }
  return { root, manifests, assetManifests: read(/\.assets\.json$/), templates: read(/\.template\.json$/) };
}

/** Every file that the assembly publishes, once a place. */
export function publishedFiles({ root, assetManifests }: Assembly): CodeAsset[] {
  return assetManifests.flatMap((manifest) => Object.entries(objectOrEmpty(manifest.json.files)).flatMap(([hash, asset]) => (
    Object.values(objectOrEmpty(own(asset, 'destinations'))).filter(isDestination).map((destination): CodeAsset => (
      { manifest: manifest.file, hash, path: pathOf(root, manifest.file, asset), destination })))));
}

/** Code of functions and layers that the assembly publishes. Throws a `ProofError` where an asset has more than one place in a stack. */
export function codeAssets(assembly: Assembly): CodeAsset[] {
  const files = publishedFiles(assembly);
  return assembly.assetManifests.flatMap((manifest) => {
    const keys = new Set(templatesOf(assembly, manifest).flatMap(({ json }) => codeKeys(json)));
    const found = files.filter((asset) => asset.manifest === manifest.file && keys.has(asset.destination.objectKey));
    const double = found.find(({ destination }, i) => found.findIndex((one) => one.destination.objectKey === destination.objectKey) !== i);
    if (double === undefined) return found;
    throw new ProofError(join(assembly.root, manifest.file), 'ManyDestinations', `${double.destination.objectKey} is published to more than one bucket.`,
      'use a synthesizer that publishes the assets of a stack to one bucket.');
  });
}

/** The templates that an asset manifest publishes: that of its stack, and those nested in it. */
export function templatesOf({ templates }: Assembly, { file, json }: AssemblyFile): AssemblyFile[] {
  const sources = new Set(Object.values(objectOrEmpty(json.files)).map((asset) => join(dirname(file), String(own(own(asset, 'source'), 'path')))));
  return templates.filter((template) => sources.has(join(template.file)));
}

function pathOf(root: string, manifest: string, asset: unknown): string {
  const path = join(root, dirname(manifest), String(own(own(asset, 'source'), 'path')));
  if (existsSync(path) && isInside(root, path)) return path;
  throw new ProofError(join(root, manifest), 'MissingAsset', `${relative(root, path)} is not in the assembly.`, 'run cdk synth again.');
}

function codeKeys(template: JsonObject): string[] {
  return Object.values(objectOrEmpty(template.Resources)).flatMap((resource) => {
    const key = own(own(own(resource, 'Properties'), CODE_OF[String(own(resource, 'Type'))] ?? ''), 'S3Key');
    return typeof key === 'string' ? [key] : [];
  });
}

function isDestination(json: unknown): json is Destination {
  return isObject(json) && typeof json.bucketName === 'string' && typeof json.objectKey === 'string';
}
