import { existsSync } from 'fs';
import { join, relative, resolve, isAbsolute, sep } from 'path';
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
    const assets = new Map<string, string>();
    for (const artifact of artifacts.filter(({ type }) => type === 'cdk:asset-manifest')) {
      this.attempt(() => {
        for (const [key, path] of this.templatesAmong(directory, artifact)) assets.set(key, path);
      });
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

  private stack(directory: string, { id, json, properties }: Artifact, assets: Map<string, string>): AssemblyStack {
    const { templateFile, stackName } = properties;
    if (typeof templateFile !== 'string') throw new TemplateError(directory, 'NotAnAssembly', `stack ${id} has no templateFile.`, 'run cdk synth again.');
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

  /** Templates of nested stacks by the key of the object that they are uploaded as. */
  private templatesAmong(directory: string, { properties: { file } }: Artifact): [string, string][] {
    if (typeof file !== 'string') return [];
    const path = this.inside(directory, file);
    const files = objectOrEmpty(existsSync(path) ? own(readJsonObject(path), 'files') : undefined);
    return Object.values(files).flatMap((asset) => {
      const source = own(own(asset, 'source'), 'path');
      if (typeof source !== 'string' || !source.endsWith('.json')) return [];
      return Object.values(objectOrEmpty(own(asset, 'destinations'))).map((destination): [string, string] => [
        lastPart(textOf(own(destination, 'objectKey'))), this.inside(directory, source),
      ]);
    });
  }

  /** The template that a nested stack names: by its asset metadata, or by the end of its URL. */
  private asset(directory: string, resource: unknown, assets: Map<string, string>): string | undefined {
    const named = own(own(resource, 'Metadata'), 'aws:asset:path');
    if (typeof named === 'string') {
      const path = this.inside(directory, named);
      if (existsSync(path)) return path;
    }
    const texts = textsIn(own(own(resource, 'Properties'), 'TemplateURL'));
    return assets.get(lastPart(texts[texts.length - 1] ?? ''));
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
        if (typeof data !== 'string') continue;
        if (type === 'aws:cdk:logicalId') this.elements.push([path, data]);
        if (type === STRUCTURAL_ACKNOWLEDGEMENT) this.acknowledged.push(...acknowledgementIn(path, data));
      }
    }
    this.pathsByStack = this.byStack();
  }

  public constructPaths(constructPath: string): ReadonlyMap<string, string> | undefined {
    return this.pathsByStack.get(constructPath);
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
