import { existsSync, readFileSync } from 'fs';
import { join, relative, resolve, isAbsolute, sep } from 'path';
import { DeclaredEdge, declaredEdgeIn, EDGE_METADATA } from './declared-edges';
import { isInside } from './find-templates';
import { isObject, JsonObject, objectOrEmpty, own } from './json';
import { TemplateError } from './template-error';
import { readJsonObject } from './template-file';

/**
 * What `cdk synth` writes: stacks, those of Stages included. It names files of its own directory only. What cannot be read of it is a
 * problem, and takes nothing else with it.
 */
export class CloudAssembly {
  public readonly stacks: AssemblyStack[] = [];
  public readonly problems: TemplateError[] = [];
  private readonly visited = new Set<string>();

  constructor(private readonly root: string) {
    this.read(root);
  }

  private read(directory: string): void {
    if (this.visited.has(resolve(directory))) return;
    this.visited.add(resolve(directory));

    const artifacts = this.artifactsOf(directory);
    const assets: PublishedFile[] = [];
    for (const artifact of artifacts.filter(({ type }) => type === 'cdk:asset-manifest')) {
      this.attempt(() => { assets.push(...this.filesAmong(directory, artifact)); });
    }
    for (const artifact of artifacts) {
      this.attempt(() => {
        if (artifact.type === 'aws:cloudformation:stack') this.stacks.push(this.stack(directory, artifact, assets));
        if (artifact.type === 'cdk:cloud-assembly') this.read(this.nestedAssembly(directory, artifact));
      });
    }
  }

  private attempt<T>(action: () => T): T | undefined {
    try {
      return action();
    } catch (error) {
      if (!(error instanceof TemplateError)) throw error;
      this.problems.push(error);
      return undefined;
    }
  }

  private nestedAssembly(directory: string, { id, properties: { directoryName } }: Artifact): string {
    if (typeof directoryName === 'string') return this.inside(directory, directoryName);
    throw new TemplateError(directory, 'NotAnAssembly', `stage ${id} has no directoryName.`, 'run cdk synth again.');
  }

  private artifactsOf(directory: string): Artifact[] {
    const path = join(directory, 'manifest.json');
    const artifacts = existsSync(path) ? own(readJsonObject(path), 'artifacts') : undefined;
    if (!isObject(artifacts)) {
      throw new TemplateError(directory, 'NotAnAssembly', 'there is no manifest.json of a cloud assembly in it.',
        'name the directory that cdk synth wrote (cdk.out), or templates.');
    }
    return Object.entries(artifacts).flatMap(([id, json]) => this.attempt(() => {
      if (isObject(json)) return { id, json, type: own(json, 'type'), properties: objectOrEmpty(own(json, 'properties')) };
      throw new TemplateError(directory, 'NotAnAssembly', `artifact ${id} is no object.`, 'run cdk synth again.');
    }) ?? []);
  }

  private stack(directory: string, { id, json, properties }: Artifact, assets: PublishedFile[]): AssemblyStack {
    const { templateFile, stackName } = properties;
    if (typeof templateFile !== 'string') throw new TemplateError(directory, 'NotAnAssembly', `stack ${id} has no templateFile.`, 'run cdk synth again.');
    this.requirePublished(directory, properties, assets);
    const file = json.additionalMetadataFile;
    const metadata = { ...objectOrEmpty(json.metadata), ...(typeof file === 'string' ? this.attempt(() => readJsonObject(this.inside(directory, file))) : {}) };
    const [, account, region] = /^aws:\/\/([^/]+)\/([^/]+)$/.exec(textOf(json.environment)) ?? [];
    return new AssemblyStack({
      templatePath: this.inside(directory, templateFile),
      constructPath: typeof json.displayName === 'string' ? json.displayName : id,
      name: typeof stackName === 'string' ? stackName : id,
      account: account === 'unknown-account' ? undefined : account,
      region: region === 'unknown-region' ? undefined : region,
    }, metadata, (reference) => this.asset(directory, reference, assets));
  }

  /** What an asset manifest publishes. */
  private filesAmong(directory: string, { properties: { file } }: Artifact): PublishedFile[] {
    if (typeof file !== 'string') return [];
    const path = this.inside(directory, file);
    const files = objectOrEmpty(existsSync(path) ? own(readJsonObject(path), 'files') : undefined);
    return Object.values(files).flatMap((asset) => {
      const source = own(own(asset, 'source'), 'path');
      if (typeof source !== 'string') return [];
      return Object.values(objectOrEmpty(own(asset, 'destinations'))).map((destination): PublishedFile => {
        const key = textOf(own(destination, 'objectKey'));
        return { url: `s3://${textOf(own(destination, 'bucketName'))}/${key}`, key: lastPart(key), source, path: () => this.inside(directory, source) };
      });
    });
  }

  /** The CLI deploys what the asset manifest publishes under the URL, whatever template file the manifest names beside it. */
  private requirePublished(directory: string, { templateFile, stackTemplateAssetObjectUrl: url }: JsonObject, assets: PublishedFile[]): void {
    if (typeof url !== 'string' || assets.length === 0) return;
    const file = this.inside(directory, String(templateFile));
    if (!existsSync(file)) return; // told by its reader
    const published = assets.filter((asset) => asset.url === url);
    if (published.length > 0 && published.every((asset) => isSameFile(asset.path(), file))) return;
    throw new TemplateError(file, 'OtherTemplate', `it is not what the asset manifest publishes as ${url}, which is deployed.`, 'run cdk synth again.');
  }

  /** The template that a nested stack names: by its asset metadata, or by the end of its URL. */
  private asset(directory: string, resource: unknown, assets: PublishedFile[]): string | undefined {
    const texts = textsIn(own(own(resource, 'Properties'), 'TemplateURL'));
    const key = lastPart(texts[texts.length - 1] ?? '');
    const published = assets.filter((asset) => asset.key === key && asset.source.endsWith('.json'));
    const named = own(own(resource, 'Metadata'), 'aws:asset:path');
    if (typeof named === 'string') {
      const path = this.inside(directory, named);
      const other = assets.find((asset) => asset.key === key && existsSync(path) && !isSameFile(asset.path(), path));
      if (other) throw new TemplateError(path, 'OtherTemplate', `it is not what the asset manifest publishes as ${other.url}, which is deployed.`, 'run cdk synth again.');
      if (existsSync(path)) return path;
    }
    const [first, ...others] = published.map(({ path }) => path());
    const other = others.find((path) => !isSameFile(first, path));
    if (other === undefined) return first;
    throw new TemplateError(other, 'OtherTemplate', `${first} is published under the same key.`, 'run cdk synth again.');
  }

  private inside(directory: string, name: string): string {
    const path = join(directory, name);
    const way = relative(resolve(this.root), resolve(path));
    const leads = isAbsolute(name) || isAbsolute(way) || way === '..' || way.startsWith(`..${sep}`);
    if (leads || (existsSync(path) && !isInside(this.root, path))) {
      throw new TemplateError(directory, 'OutsideAssembly', `its manifest names ${name}, which is outside of it.`, 'run cdk synth again.');
    }
    return path;
  }
}

/** Of a manifest anything may be anything: an object of JSON need not have a text. */
function textOf(json: unknown): string {
  return typeof json === 'string' ? json : '';
}

/** A file that an asset manifest publishes. */
interface PublishedFile {
  readonly url: string;
  /** The last part of the key. */
  readonly key: string;
  readonly source: string;
  /** Throws for one that is outside of the assembly. */
  path(): string;
}

/** Two stacks may have the same template. */
function isSameFile(one: string, other: string): boolean {
  if (resolve(one) === resolve(other)) return true;
  return existsSync(one) && existsSync(other) && readFileSync(one).equals(readFileSync(other));
}

interface Artifact {
  readonly id: string;
  readonly type: unknown;
  readonly json: JsonObject;
  readonly properties: JsonObject;
}

interface StackFacts {
  readonly templatePath: string;
  readonly constructPath: string;
  readonly name: string;
  readonly account?: string;
  readonly region?: string;
}

/** How constructs of this library acknowledge findings of other packs that no configuration removes. */
export interface AssemblyAcknowledgement {
  /** Construct path. */
  readonly path: string;
  /** Ids with the names of their packs. */
  readonly findings: string[];
  /** The rule that proves what stands in for the control. */
  readonly provedBy: string;
  readonly reason: string;
}

/** Where aws-cdk-lib keeps stack traces; releases before had them on the entry of the logical id. */
const CREATION_STACK = 'aws:cdk:creationStack';

/** The metadata that zone/ writes it in. */
const STRUCTURAL_ACKNOWLEDGEMENT = 'cdk-zero-trust:structural-acknowledgement';

/** A stack of an assembly; it also tells the construct paths in its nested stacks, which the CDK writes into one file. */
export class AssemblyStack implements StackFacts {
  public readonly templatePath: string;
  public readonly constructPath: string;
  public readonly name: string;
  public readonly account?: string;
  public readonly region?: string;

  /** Construct path and logical id of everything in the stack and in those nested in it. */
  private readonly elements: [string, string][] = [];
  private readonly acknowledged: AssemblyAcknowledgement[] = [];
  private readonly declared: DeclaredEdge[] = [];
  /** Frames of the call that made a construct, innermost first, by its path. */
  private readonly traces = new Map<string, string[]>();
  private readonly pathsByStack: Map<string, Map<string, string>>;

  constructor(facts: StackFacts, metadata: JsonObject, public readonly nestedTemplate: (resource: unknown) => string | undefined) {
    this.templatePath = facts.templatePath;
    this.constructPath = facts.constructPath;
    this.name = facts.name;
    this.account = facts.account;
    this.region = facts.region;
    for (const [absolute, entries] of Object.entries(metadata)) {
      const path = absolute.replace(/^\//, '');
      for (const entry of Array.isArray(entries) ? entries : []) {
        const [type, data] = [own(entry, 'type'), own(entry, 'data')];
        const trace = type === CREATION_STACK ? data : own(entry, 'trace');
        if (Array.isArray(trace)) this.traces.set(path, trace.filter((frame) => typeof frame === 'string'));
        if (typeof data !== 'string') continue;
        if (type === 'aws:cdk:logicalId') this.elements.push([path, data]);
        if (type === EDGE_METADATA) this.declared.push(...declaredEdgeIn(path, data));
        if (type === STRUCTURAL_ACKNOWLEDGEMENT) this.acknowledged.push(...acknowledgementIn(path, data));
      }
    }
    this.pathsByStack = this.byStack();
  }

  public constructPaths(constructPath: string): ReadonlyMap<string, string> | undefined {
    return this.pathsByStack.get(constructPath);
  }

  /** Frames of the call that made the construct at a path, innermost first, where the app was synthesised with stack traces. */
  public creationTrace(path: string): readonly string[] | undefined {
    return this.traces.get(path);
  }

  /** Construct path of the stack that a resource of type `AWS::CloudFormation::Stack` is. */
  public nestedPath(constructPath: string, logicalId: string): string {
    const path = this.constructPaths(constructPath)?.get(logicalId);
    return (path && nestedStackOf(path)) ?? `${constructPath}/${logicalId}`;
  }

  /** The structural acknowledgements on constructs of one stack, without those of stacks nested in it. */
  public acknowledgements(constructPath: string): AssemblyAcknowledgement[] {
    return this.acknowledged.filter(({ path }) => (stackAround(path, this.pathsByStack) ?? this.constructPath) === constructPath);
  }

  /** The edges that constructs of one stack declare, without those of stacks nested in it. */
  public declaredEdges(constructPath: string): DeclaredEdge[] {
    return this.declared.filter(({ on }) => (stackAround(on, this.pathsByStack) ?? this.constructPath) === constructPath);
  }

  private byStack(): Map<string, Map<string, string>> {
    const maps = new Map<string, Map<string, string>>([[this.constructPath, new Map()]]);
    for (const [path] of this.elements) {
      const nested = nestedStackOf(path);
      if (nested !== undefined) maps.set(nested, new Map());
    }
    for (const [path, logicalId] of this.elements) maps.get(stackAround(path, maps) ?? this.constructPath)?.set(logicalId, path);
    return maps;
  }
}

/** The nearest of some stacks around a construct. */
function stackAround(path: string, stacks: ReadonlyMap<string, unknown>): string | undefined {
  let stack = path;
  while (stack !== '' && !(stacks.has(stack) && stack !== path)) stack = stack.slice(0, Math.max(0, stack.lastIndexOf('/')));
  return stack === '' ? undefined : stack;
}

/** `Parent/Nested` for `Parent/Nested.NestedStack/Nested.NestedStackResource`, as the CDK lays nested stacks out. */
function nestedStackOf(path: string): string | undefined {
  const [, scope, id, again] = /^(.*\/)?([^/]+)\.NestedStack\/([^/]+)\.NestedStackResource$/.exec(path) ?? [];
  return id !== undefined && id === again ? `${scope ?? ''}${id}` : undefined;
}

/** Anybody may write metadata: what is no acknowledgement is left out. */
function acknowledgementIn(path: string, data: string): AssemblyAcknowledgement[] {
  const { findings, provedBy, reason } = objectOrEmpty(parsed(data));
  const isOne = Array.isArray(findings) && findings.every((finding) => typeof finding === 'string') && typeof provedBy === 'string' && typeof reason === 'string';
  return isOne ? [{ path, findings, provedBy, reason }] : [];
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function textsIn(json: unknown): string[] {
  if (typeof json === 'string') return [json];
  return typeof json === 'object' && json !== null ? Object.values(json).flatMap(textsIn) : [];
}

function lastPart(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
