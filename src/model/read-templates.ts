import { existsSync, statSync } from 'fs';
import { basename, dirname, join } from 'path';
import { AssemblyAcknowledgement, CloudAssembly } from './cloud-assembly';
import { JsonObject, own } from './json';
import { notJudgedIn } from './not-judged';
import type { TemplateInput } from './parsed-stack';
import { TemplateError } from './template-error';
import { readTemplateFile, TemplateFile } from './template-file';

/** More templates than this come from nested stacks that name each other over and over. */
const MAX_TEMPLATES = 2000;
const MAX_NESTING = 20;

/** A template that was read from a file, with what the reader cannot vouch for. */
export interface ReadTemplate extends TemplateInput {
  readonly templatePath: string;
  readonly text: string;
  /** Of the bytes of the file, in hexadecimal. */
  readonly sha256: string;
  /** What is in the template, or belongs to it, and is not judged: sentences. */
  readonly notJudged: string[];
  /** Of findings of other packs, by constructs of this library. Only assemblies tell them. */
  readonly acknowledgements: AssemblyAcknowledgement[];
}

/**
 * The templates at some paths, each a cloud assembly (`cdk.out`) or a template in JSON or YAML: with Stages and nested stacks.
 *
 * Throws a `TemplateError` for what cannot be read.
 */
export function readTemplates(...paths: string[]): ReadTemplate[] {
  const reader = new Reader();
  for (const path of paths) reader.read(path);
  return reader.templates;
}

/** Where a stack's nested templates and construct paths are looked up. */
interface Surroundings {
  nestedTemplate(resource: unknown): string | undefined;
  constructPaths(constructPath: string): ReadonlyMap<string, string> | undefined;
  nestedPath(constructPath: string, logicalId: string): string;
  acknowledgements(constructPath: string): AssemblyAcknowledgement[];
}

class Reader {
  public readonly templates: ReadTemplate[] = [];
  private readonly ids = new Set<string>();

  public read(path: string): void {
    if (isDirectory(path)) this.readAssembly(path);
    else this.add(readTemplateFile(path), { id: path, name: nameOf(path) }, alone(path), path);
  }

  private readAssembly(directory: string): void {
    const assembly = new CloudAssembly(directory);
    for (const stack of assembly.stacks) {
      const { templatePath, constructPath, name, account, region } = stack;
      this.add(readTemplateFile(templatePath), { id: constructPath, name, account, region }, stack, constructPath);
    }
    if (assembly.stacks.length === 0) {
      throw new TemplateError(directory, 'NotAnAssembly', 'its manifest names no stack.', 'name the directory that cdk synth wrote.');
    }
  }

  private add(file: TemplateFile, about: Omit<TemplateInput, 'template'>, around: Surroundings, constructPath: string, depth = 0): void {
    if (this.templates.length >= MAX_TEMPLATES || depth > MAX_NESTING) {
      throw new TemplateError(file.path, 'TooMany', 'its nested stacks do not end.', 'see which template has itself nested, through others maybe.');
    }
    const id = this.unique(about.id, file.path);
    const children: [string, string][] = [];
    const absent: string[] = [];
    for (const [logicalId, resource] of Object.entries(file.template.Resources as JsonObject)) {
      if (own(resource, 'Type') !== 'AWS::CloudFormation::Stack') continue;
      const path = around.nestedTemplate(resource);
      if (path !== undefined) children.push([logicalId, path]);
      else absent.push(`The template of nested stack ${logicalId} was not found.`);
    }
    this.templates.push({
      ...about,
      id,
      template: file.template,
      templatePath: file.path,
      text: file.text,
      sha256: file.sha256,
      constructPaths: around.constructPaths(constructPath),
      notJudged: [...notJudgedIn(file.template), ...absent],
      acknowledgements: around.acknowledgements(constructPath),
    });
    for (const [logicalId, path] of children) {
      const nested = around.nestedPath(constructPath, logicalId);
      this.add(readTemplateFile(path), { ...about, id: nested, name: nested, nestedIn: { id, logicalId } }, around, nested, depth + 1);
    }
  }

  /** The same stack may be in two assemblies. */
  private unique(id: string, path: string): string {
    let free = this.ids.has(id) ? `${path}:${id}` : id;
    for (let i = 2; this.ids.has(free); i++) free = `${path}:${id}:${i}`;
    this.ids.add(free);
    return free;
  }
}

/** A template that no assembly surrounds: its nested templates are files next to it, as `aws cloudformation package` takes them. */
function alone(path: string): Surroundings {
  return {
    nestedTemplate(resource) {
      const url = own(own(resource, 'Properties'), 'TemplateURL');
      if (typeof url !== 'string' || /^[a-z][a-z\d+.-]*:/i.test(url)) return undefined;
      const file = join(dirname(path), url);
      return existsSync(file) && !isDirectory(file) ? file : undefined;
    },
    constructPaths: () => undefined,
    nestedPath: (constructPath, logicalId) => `${constructPath}/${logicalId}`,
    acknowledgements: () => [],
  };
}

function isDirectory(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

function nameOf(path: string): string {
  return basename(path).replace(/(\.template)?\.(json|ya?ml|template)$/i, '');
}

