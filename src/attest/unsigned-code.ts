import type { Refusal } from './check-attestation';
import type { NamedTemplate } from './compare-templates';
import { readSignedManifest, SIGNED_MANIFEST, SignedCodeEntry, SignedManifest } from './signed-manifest';
import type { Statement } from './statement';
import { sha256 } from './template-digest';
import { isObject, JsonObject, objectOrEmpty, own } from '../model/json';

/** Types with code, and the property that has it; what SAM makes functions and layers of is signed by nothing of ours. */
const CODE_OF: Record<string, string> = { 'AWS::Lambda::Function': 'Code', 'AWS::Serverless::Function': 'CodeUri' };
const LAYER_CODE_OF: Record<string, string> = { 'AWS::Lambda::LayerVersion': 'Content', 'AWS::Serverless::LayerVersion': 'ContentUri' };
/** A layer that was published elsewhere. */
const LAYER_ARN = /^arn:[^:]+:lambda:[^:]+:\d{12}:layer:[\w-]+:\d+$/;

/** Code of functions and layers as templates of JSON have it. */
export interface NamedResources extends NamedTemplate {
  readonly template: unknown;
}

/**
 * Functions of a code signing configuration whose code is not what the manifest has, and their layers: Lambda would refuse them in the
 * middle of a deployment. Without a manifest only code is refused that nobody can have signed: inline, and folders of the assembly.
 */
export function unsignedCode(templates: NamedResources[], manifest?: string): Refusal[] {
  const signed = manifest === undefined ? undefined : readSignedManifest(manifest);
  const all = templates.map(({ id, template }) => ({ id, resources: objectOrEmpty(own(template, 'Resources')) }));
  // a layer of another stack comes by a parameter or an export: it may be any of them
  const anyLayer = all.some(({ resources }) => (
    Object.values(resources).some((one) => isSigningChecked(one) && namesLayerOfElsewhere(one, resources))));
  return all.flatMap(({ id, resources }) => {
    const checked = new Set(Object.values(resources).filter(isSigningChecked));
    const layers = new Set([...checked].flatMap((fn) => refsIn(own(own(fn, 'Properties'), 'Layers'))));
    const entries = Object.entries(resources).filter(([logicalId, one]) => checked.has(one) || isLayer(one) && (anyLayer || layers.has(logicalId)));
    return entries.flatMap(([logicalId, resource]): Refusal[] => {
      const what = wrongWith(resource, signed);
      return what === undefined ? [] : [{ id: 'CodeNotSigned', subject: `${id}/${logicalId}`, what }];
    });
  });
}

/** What was attested of signed code has to be what is there. */
export function manifestRefusals({ predicate: { signedCode } }: Statement, manifest?: string): Refusal[] {
  const there = manifest === undefined ? undefined : sha256(manifest);
  return signedCode?.digest.sha256 === there ? [] : [{ id: 'OtherManifest', subject: SIGNED_MANIFEST, what: 'it is not the manifest of signed code that was attested.' }];
}

function isSigningChecked(resource: unknown): boolean {
  return own(CODE_OF, String(own(resource, 'Type'))) !== undefined && own(own(resource, 'Properties'), 'CodeSigningConfigArn') !== undefined;
}

function isLayer(resource: unknown): boolean {
  return own(LAYER_CODE_OF, String(own(resource, 'Type'))) !== undefined;
}

/** Whether a layer is neither of the template nor named by its ARN. */
function namesLayerOfElsewhere(fn: unknown, resources: JsonObject): boolean {
  const layers = own(own(fn, 'Properties'), 'Layers');
  const items = Array.isArray(layers) ? layers : layers === undefined ? [] : [layers];
  return items.some((layer) => !(typeof layer === 'string' && LAYER_ARN.test(layer)) && !refsIn(layer).some((id) => isLayer(own(resources, id))));
}

/** Logical ids that are referred to, in whatever function of CloudFormation. */
function refsIn(json: unknown): string[] {
  if (typeof json !== 'object' || json === null) return [];
  const ref = own(json, 'Ref');
  return [...typeof ref === 'string' ? [ref] : [], ...Object.values(json).flatMap(refsIn)];
}

function wrongWith(resource: unknown, signed?: SignedManifest): string | undefined {
  const type = String(own(resource, 'Type'));
  const properties = own(resource, 'Properties');
  const code = own(properties, CODE_OF[type] ?? LAYER_CODE_OF[type]);
  if (type.startsWith('AWS::Serverless::')) return 'AWS SAM packages its code, and cdk-zero-trust sign does not sign it.';
  if (!isObject(code) || own(code, 'S3Key') === undefined) return 'its code is no object of S3, and cannot be signed.';
  if (own(code, 'ZipFile') !== undefined || own(code, 'ImageUri') !== undefined) return 'its code is an object of S3 and something else as well.';
  const { S3Bucket: bucket, S3Key: key, S3ObjectVersion: version } = code as { S3Bucket?: unknown; S3Key: unknown; S3ObjectVersion?: unknown };
  if (signed === undefined) {
    const path = own(own(resource, 'Metadata'), 'aws:asset:path');
    const isFolder = typeof path === 'string' && !/\.(zip|jar)$/i.test(path);
    return version === undefined && (isFolder || /^[\da-f]{64}\.zip$/.test(String(key))) ? 'its code is as the CDK publishes it, unsigned: run cdk-zero-trust sign.' : undefined;
  }
  const entries = signed.code.filter((entry) => entry.signed.key === key && entry.signed.versionId === version);
  if (entries.some((entry) => isBucket(bucket, entry))) return undefined;
  if (entries.length > 0) return `its code is in another bucket than ${SIGNED_MANIFEST} names.`;
  return `its code (${String(key)}${version === undefined ? '' : `, version ${String(version)}`}) is not in ${SIGNED_MANIFEST}.`;
}

/** By its name, in which the CDK leaves placeholders. */
function isBucket(bucket: unknown, { account, region, signed }: SignedCodeEntry): boolean {
  const text = typeof bucket === 'string' ? bucket : own(bucket, 'Fn::Sub');
  if (typeof text !== 'string') return false;
  return text.replaceAll('${AWS::AccountId}', account).replaceAll('${AWS::Region}', region) === signed.bucket;
}
