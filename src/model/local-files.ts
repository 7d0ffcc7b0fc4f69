import { createHash } from 'crypto';
import { existsSync, statSync } from 'fs';
import { basename, dirname, join, relative, sep } from 'path';
import { isInside } from './find-templates';
import { isObject, JsonObject, objectOrEmpty, own } from './json';
import { TemplateError } from './template-error';
import { parseJson, readText, TemplateFile } from './template-file';

/** Templates that name nothing beside them need no look into each property. */
const MAY_NAME_FILES = /AWS::Include|(Definition|Schema)(Uri|S3Location)|BodyS3Location|\\[uxU]/;
/** What deploys is smaller: 1 MB for an include or a state machine, 6 MB for an API. */
const MAX_SIZE = 8 * 1024 * 1024;
const MAX_FILES = 200;
const MAX_DEPTH = 500;
/** By them a file would change again at deployment. */
const CHANGES = /^Fn::(Transform|ForEach)/;

/** JSON or YAML that is JSON in the template or the text of it, or a text that is none. */
interface Definition {
  readonly from: string;
  readonly to: string;
  readonly as?: 'text of JSON' | 'text';
}

/** Where a resource names its definition, and the property that has the same in the template. */
const DEFINITIONS: Record<string, Definition> = {
  'AWS::ApiGateway::RestApi': { from: 'BodyS3Location', to: 'Body' },
  'AWS::ApiGatewayV2::Api': { from: 'BodyS3Location', to: 'Body' },
  'AWS::AppSync::GraphQLSchema': { from: 'DefinitionS3Location', to: 'Definition', as: 'text' },
  'AWS::Serverless::Api': { from: 'DefinitionUri', to: 'DefinitionBody' },
  'AWS::Serverless::GraphQLApi': { from: 'SchemaUri', to: 'SchemaInline', as: 'text' },
  'AWS::Serverless::HttpApi': { from: 'DefinitionUri', to: 'DefinitionBody' },
  'AWS::Serverless::StateMachine': { from: 'DefinitionUri', to: 'Definition' },
  'AWS::StepFunctions::StateMachine': { from: 'DefinitionS3Location', to: 'DefinitionString', as: 'text of JSON' },
};
/** SAM takes these with a definition in the template only: with them it refuses what names a file, and would change what is written. */
const WITH_BODY = ['Auth', 'Cors', 'GatewayResponses', 'Models', 'DisableExecuteApiEndpoint'];

/** A template with what it names, and the files that were read for it. */
export interface WholeTemplate {
  readonly template: JsonObject;
  readonly files: IncludedFile[];
}

/** A file that a template names. */
export interface IncludedFile {
  /** From the folder of the template, with `/`. */
  readonly path: string;
  /** Of its bytes, in hexadecimal. */
  readonly sha256: string;
}

/**
 * A template with the files in it that it names by paths: definitions of APIs and state machines, schemas, and `AWS::Include`, as `sam package`
 * and `aws cloudformation package` take them. What is not below the folder, missing, too large or of another form stays named, and so not read.
 */
export function withLocalFiles({ path, text, template }: TemplateFile, root: string): WholeTemplate {
  if (!MAY_NAME_FILES.test(text)) return { template, files: [] };
  const files = new LocalFiles(dirname(path), root);
  const included = files.including(template) as JsonObject;
  if (!isObject(own(included, 'Resources'))) return { template, files: [] };
  return { template: { ...included, Resources: files.defining(included) }, files: files.read };
}

/** The hash of a template and the files in it: what `sha256sum template files… | sha256sum` gives in its folder. That of the template alone where it names none. */
export function hashOf({ path, sha256 }: TemplateFile, files: IncludedFile[]): string {
  if (files.length === 0) return sha256;
  const lines = [{ path: basename(path), sha256 }, ...files].map((file) => `${file.sha256}  ${file.path}\n`);
  return createHash('sha256').update(lines.join('')).digest('hex');
}

/** What a file has, as far as it was understood. */
interface Content {
  readonly text: string;
  readonly sha256: string;
  /** What it is as JSON or YAML; `undefined` for anything else, and for what would change again at deployment. */
  readonly json?: object;
}

class LocalFiles {
  private readonly known = new Map<string, Content | undefined>();
  private readonly used = new Map<string, IncludedFile>();
  /** YAML may have one thing in many places: it stays one. */
  private readonly replaced = new Map<object, unknown>();

  constructor(private readonly folder: string, private readonly root: string) {}

  /** The files that are in the template now, by name. */
  public get read(): IncludedFile[] {
    return [...this.used.values()].sort((one, other) => (one.path < other.path ? -1 : 1));
  }

  /** Every `AWS::Include` of a file replaced by what is in the file. */
  public including(json: unknown, depth = 0): unknown {
    if (typeof json !== 'object' || json === null || depth > MAX_DEPTH) return json;
    if (!this.replaced.has(json)) this.replaced.set(json, Array.isArray(json) ? this.inList(json, depth) : this.inObject(json as JsonObject, depth));
    return this.replaced.get(json);
  }

  /** The resources, with the definitions that they name. */
  public defining(template: JsonObject): JsonObject {
    const globals = objectOrEmpty(template.Globals);
    return Object.fromEntries(Object.entries(objectOrEmpty(template.Resources)).map(([logicalId, resource]) => {
      const type = String(own(resource, 'Type'));
      const definition = own(DEFINITIONS, type) as Definition | undefined;
      const properties = own(resource, 'Properties');
      if (!definition || !isObject(resource) || !isObject(properties) || own(properties, definition.to) !== undefined) return [logicalId, resource];
      const shared = objectOrEmpty(own(globals, type.replace('AWS::Serverless::', '')));
      if (/^AWS::Serverless::(Http)?Api$/.test(type) && WITH_BODY.some((name) => (own(properties, name) ?? own(shared, name)) !== undefined)) return [logicalId, resource];
      const content = this.contentFor(definition, own(properties, definition.from));
      if (content === undefined) return [logicalId, resource];
      const { [definition.from]: _, ...others } = properties;
      return [logicalId, { ...resource, Properties: { ...others, [definition.to]: content } }];
    }));
  }

  private contentFor({ as }: Definition, location: unknown): unknown {
    if (as === 'text') return this.textAt(location);
    const json = this.jsonAt(location);
    if (!isObject(json)) return undefined;
    return as === 'text of JSON' ? JSON.stringify(json) : json;
  }

  private inList(list: unknown[], depth: number): unknown[] {
    const items = list.map((item) => this.including(item, depth + 1));
    return items.some((item, i) => item !== list[i]) ? items : list;
  }

  private inObject(object: JsonObject, depth: number): unknown {
    const transform = own(object, 'Fn::Transform');
    const content = own(transform, 'Name') === 'AWS::Include' ? this.jsonAt(own(own(transform, 'Parameters'), 'Location')) : undefined;
    const { 'Fn::Transform': _, ...others } = object;
    if (content !== undefined && Object.keys(others).length === 0) return content;
    const source = isObject(content) ? { ...content, ...others } : object;
    const entries = Object.entries(source).map(([key, value]): [string, unknown] => [key, this.including(value, depth + 1)]);
    return source !== object || entries.some(([key, value]) => value !== object[key]) ? Object.fromEntries(entries) : object;
  }

  private jsonAt(location: unknown): object | undefined {
    return this.take(location, (content) => content.json);
  }

  private textAt(location: unknown): string | undefined {
    return this.take(location, (content) => content.text);
  }

  /** What a file holds; `undefined` where it is none of ours. What is taken of it is evidence. */
  private take<T>(location: unknown, of: (content: Content) => T | undefined): T | undefined {
    if (typeof location !== 'string' || location === '' || /^[a-z][a-z\d+.-]*:/i.test(location)) return undefined;
    const path = join(this.folder, location);
    if (!this.known.has(path)) this.known.set(path, this.known.size < MAX_FILES ? contentOf(path, this.root) : undefined);
    const content = this.known.get(path);
    const taken = content && of(content);
    if (content && taken !== undefined) this.used.set(path, { path: relative(this.folder, path).split(sep).join('/'), sha256: content.sha256 });
    return taken;
  }
}

function contentOf(path: string, root: string): Content | undefined {
  const stats = existsSync(path) ? statSync(path) : undefined;
  if (!stats?.isFile() || stats.size > MAX_SIZE || !isInside(root, path)) return undefined;
  return unlessUnreadable(() => {
    const content = readText(path);
    return { ...content, json: unlessUnreadable(() => jsonIn(path, content.text)) };
  });
}

function jsonIn(path: string, text: string): object | undefined {
  const json = parseJson(path, text);
  return typeof json === 'object' && json !== null && !changes(json) ? json : undefined;
}

function unlessUnreadable<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof TemplateError) return undefined;
    throw error;
  }
}

function changes(content: object): boolean {
  const seen = new Set<unknown>();
  const left: unknown[] = [content];
  while (left.length > 0) {
    const json = left.pop();
    if (typeof json !== 'object' || json === null || seen.has(json)) continue;
    seen.add(json);
    if (Object.keys(json).some((key) => CHANGES.test(key))) return true;
    left.push(...Object.values(json));
  }
  return false;
}
