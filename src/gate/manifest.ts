import { existsSync, lstatSync } from 'fs';
import { join } from 'path';
import type { CheckResult, CheckVerdict } from './check';
import type { FunctionAsset } from './function-assets';
import { GateError } from './gate-error';
import { HashedFile, hashedFiles, treeHash } from './tree-hash';
import { isObject, own } from '../model/json';
import type { ReadTemplate } from '../model/read-templates';
import { readJson } from '../model/template-file';
import type { Tool } from '../report/writer';

/** What an attestation signs: the templates and assets that were judged, the verdicts, and each file of the evidence. */
export const MANIFEST = 'gate.json';
const SCHEMA = 'cdk-zero-trust/gate/1';

export interface GateManifest {
  readonly schema: typeof SCHEMA;
  readonly tool: Tool;
  /** Day of the judgement, as `YYYY-MM-DD`, in UTC: waivers end by days. */
  readonly date: string;
  readonly verdict: Exclude<CheckVerdict, 'left-out'>;
  readonly why: string;
  readonly checks: readonly CheckResult[];
  /** By the stack's construct path. */
  readonly templates: readonly { readonly stack: string; readonly sha256: string }[];
  /** By the path in the assembly; `sbom` is a file of the evidence. */
  readonly assets: readonly { readonly path: string; readonly sha256: string; readonly sbom: string }[];
  /** What else the assembly has: manifests, and assets of other kinds. */
  readonly assembly: readonly HashedFile[];
  /** What the templates were compared with. */
  readonly against: readonly { readonly stack: string; readonly sha256: string }[];
  /** Stacks that were taken as they were synthesised, by their construct path. */
  readonly notCompared?: readonly { readonly stack: string; readonly why: string }[];
  readonly files: readonly HashedFile[];
}

/** What is known when all checks have run. */
export type Judged = Pick<GateManifest, 'tool' | 'date' | 'verdict' | 'why' | 'checks' | 'assets' | 'assembly' | 'notCompared'> & {
  readonly templates: readonly ReadTemplate[];
  readonly against: readonly ReadTemplate[];
};

/** The manifest of a folder of evidence whose other files are written. */
export function manifestOf({ templates, against, ...judged }: Judged, evidence: string): GateManifest {
  return { schema: SCHEMA, ...judged, templates: templates.map(hashed), against: against.map(hashed), files: evidenceFiles(evidence) };
}

/** An assembly, as it is now. */
interface Current {
  readonly templates: readonly ReadTemplate[];
  readonly assets: readonly FunctionAsset[];
  readonly assembly: readonly HashedFile[];
}

/** What differs between a folder of evidence, the assembly, where one is given, and what the gate saw: sentences without an end. */
export function differences(evidence: string, current?: Current): { manifest: GateManifest; found: string[] } {
  const manifest = readManifest(evidence);
  const found = changed('file of the evidence', manifest.files, evidenceFiles(evidence), ({ path }) => path);
  if (current) {
    found.push(...changed('template', manifest.templates, current.templates.map(hashed), ({ stack }) => stack));
    found.push(...changed('file of the assembly', manifest.assembly, current.assembly, ({ path }) => path));
    found.push(...changed('asset', manifest.assets, current.assets.map(({ name, sha256 }) => ({ path: name, sha256, sbom: '' })), ({ path }) => path));
  }
  return { manifest, found: [...found, ...unlikeSboms(manifest, evidence)] };
}

/** A list of what is in an asset that is not of this asset, although no hash tells: the manifest was written anew. */
function unlikeSboms({ assets }: GateManifest, evidence: string): string[] {
  return assets.filter(({ sbom, sha256 }) => {
    const path = join(evidence, sbom);
    if (!existsSync(path)) return true;
    const bom = readJson(path);
    const components = own(bom, 'components');
    const files = (Array.isArray(components) ? components : []).filter((one) => own(one, 'type') === 'file')
      .map((one) => ({ path: String(own(one, 'name')), sha256: hashIn(one) ?? '' }));
    return hashIn(own(own(bom, 'metadata'), 'component')) !== sha256 || treeHash(files) !== sha256;
  }).map(({ path }) => `the SBOM of ${path} is not of this asset`);
}

/** The first hash of a component of CycloneDX. */
function hashIn(component: unknown): string | undefined {
  const hashes = own(component, 'hashes');
  const content = own(Array.isArray(hashes) ? hashes[0] : undefined, 'content');
  return typeof content === 'string' ? content : undefined;
}

function changed<T extends { readonly sha256: string }>(what: string, before: readonly T[], now: readonly T[], nameOf: (one: T) => string): string[] {
  const old = new Map(before.map((one) => [nameOf(one), one.sha256]));
  const current = new Map(now.map((one) => [nameOf(one), one.sha256]));
  return [
    ...[...old].filter(([name]) => !current.has(name)).map(([name]) => `${what} ${name} is gone`),
    ...[...current].filter(([name]) => !old.has(name)).map(([name]) => `${what} ${name} was not judged`),
    ...[...current].filter(([name, hash]) => old.has(name) && old.get(name) !== hash).map(([name]) => `${what} ${name} was changed`),
  ];
}

function readManifest(evidence: string): GateManifest {
  const path = join(evidence, MANIFEST);
  const manifest = readJson(path);
  const isWhole = isObject(manifest) && own(manifest, 'schema') === SCHEMA && typeof own(manifest, 'verdict') === 'string' && typeof own(manifest, 'why') === 'string'
    && ['files', 'templates', 'assets', 'assembly', 'checks'].every((name) => Array.isArray(own(manifest, name)));
  if (!isWhole) throw new GateError(path, 'BadEvidence', 'it is not what a gate writes.', 'name the folder that --out of cdk-zero-trust gate was.');
  return manifest as unknown as GateManifest;
}

function evidenceFiles(evidence: string): HashedFile[] {
  if (!existsSync(evidence) || !lstatSync(evidence).isDirectory()) {
    throw new GateError(evidence, 'BadEvidence', 'there is no such folder.', 'name the folder that --out of cdk-zero-trust gate was.');
  }
  return hashedFiles(evidence).filter(({ path }) => path !== MANIFEST);
}

function hashed({ id, sha256 }: ReadTemplate): { stack: string; sha256: string } {
  return { stack: id, sha256 };
}
