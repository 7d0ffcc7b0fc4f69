import { existsSync, readFileSync, realpathSync, statSync } from 'fs';
import { basename, dirname, join } from 'path';
import { AssemblyAcknowledgement, CloudAssembly } from './cloud-assembly';
import { embeddedIn } from './embedded';
import { findTemplates, Found, isInside } from './find-templates';
import { JsonObject, own } from './json';
import type { TemplateInput } from './parsed-stack';
import { TemplateError } from './template-error';
import { readTemplateFile, TemplateFile } from './template-file';

/** More templates than this come from nested stacks that name each other over and over. */
const MAX_TEMPLATES = 2000;
const MAX_NESTING = 20;

/** A template that was read from a file, or that stands in one. */
export interface ReadTemplate extends TemplateInput {
  readonly templatePath: string;
  readonly text: string;
  /** Of the bytes of the file, in hexadecimal. */
  readonly sha256: string;
  /** What CloudFormation takes and a reader may overlook: sentences. */
  readonly warnings: string[];
  /** Of findings of other packs, by constructs of this library. Only assemblies tell them. */
  readonly acknowledgements: AssemblyAcknowledgement[];
}

/** What was read at some paths, and what could not be. */
export interface Reading {
  readonly templates: ReadTemplate[];
  readonly problems: TemplateError[];
}

/**
 * The templates at some paths, each a cloud assembly (`cdk.out`) or a template in JSON or YAML: with Stages and nested stacks.
 *
 * Throws a `TemplateError` for what cannot be read.
 */
export function readTemplates(...paths: string[]): ReadTemplate[] {
  const { templates, problems } = readAll(paths);
  if (problems.length > 0) throw problems[0];
  return templates;
}

/**
 * The same, also of folders and patterns, and without those that `exclude` matches. What cannot be read takes nothing else with it. Of the files
 * of a folder those are left out that are no template, or the nested one of another.
 */
export function readAll(paths: string[], exclude: string[] = []): Reading {
  const reader = new Reader();
  for (const path of paths) reader.readPath(path, exclude);
  return reader.reading();
}

/** Where a stack's nested templates and construct paths are looked up. */
interface Surroundings {
  nestedTemplate(resource: unknown, parent: string): string | undefined;
  constructPaths(constructPath: string): ReadonlyMap<string, string> | undefined;
  nestedPath(constructPath: string, logicalId: string): string;
  acknowledgements(constructPath: string): AssemblyAcknowledgement[];
}

class Reader {
  private readonly templates: ReadTemplate[] = [];
  private readonly problems: TemplateError[] = [];
  private readonly ids = new Set<string>();
  /** Files and folders that two paths may both lead to. */
  private readonly walked = new Set<string>();
  /** Files that others nest. */
  private readonly nested = new Set<string>();
  /** Of files that nobody named: they may be nested in one that is read later. */
  private readonly atRoot = new Map<string, string>();

  public reading(): Reading {
    const roots = new Map(this.templates.map(({ id, nestedIn }) => [id, nestedIn?.id]));
    const rootOf = (id: string): string => {
      const parent = roots.get(id);
      return parent === undefined ? id : rootOf(parent);
    };
    const twice = new Set([...this.atRoot].filter(([, path]) => this.nested.has(path)).map(([id]) => id));
    const once = this.templates.filter(({ id }) => !twice.has(rootOf(id)));
    return { templates: once.length > 0 ? once : this.templates, problems: this.problems };
  }

  public readPath(path: string, exclude: string[]): void {
    const before = this.templates.length + this.problems.length;
    for (const found of findTemplates([path], exclude)) this.attempt(() => this.read(found));
    if (this.templates.length + this.problems.length > before) return;
    this.attempt(() => {
      throw new TemplateError(path, 'NotAnAssembly', 'there is no template and no cloud assembly in it.', 'name templates, or the directory that cdk synth wrote (cdk.out).');
    });
  }

  private read(found: Found): void {
    if (!found.named) {
      const real = realpathSync(found.path);
      if (this.walked.has(real)) return;
      this.walked.add(real);
    }
    if (isDirectory(found.path)) this.readAssembly(found.path);
    else this.readFile(found);
  }

  /** What cannot be read takes nothing else with it. */
  private attempt(action: () => void): void {
    try {
      action();
    } catch (error) {
      if (!(error instanceof TemplateError)) throw error;
      if (!this.problems.some(({ message }) => message === error.message)) this.problems.push(error);
    }
  }

  private readFile({ path, named, root }: Found): void {
    if (!named && !mayBeTemplate(path)) return;
    const id = this.add(readTemplateFile(path), { id: path, name: nameOf(path) }, alone(root), path);
    if (!named) this.atRoot.set(id, realpathSync(path));
  }

  private readAssembly(directory: string): void {
    const assembly = new CloudAssembly(directory);
    for (const problem of assembly.problems) this.attempt(() => { throw problem; });
    for (const stack of assembly.stacks) {
      const { templatePath, constructPath, name, account, region } = stack;
      this.attempt(() => { this.add(readTemplateFile(templatePath), { id: constructPath, name, account, region }, stack, constructPath); });
    }
    if (assembly.stacks.length + assembly.problems.length === 0) {
      throw new TemplateError(directory, 'NotAnAssembly', 'its manifest names no stack.', 'name the directory that cdk synth wrote.');
    }
  }

  private add(file: TemplateFile, about: Omit<TemplateInput, 'template'>, around: Surroundings, constructPath: string, depth = 0): string {
    if (this.templates.length >= MAX_TEMPLATES || depth > MAX_NESTING) {
      throw new TemplateError(file.path, 'TooMany', 'its nested stacks do not end.', 'see which template has itself nested, through others maybe.');
    }
    const id = this.unique(about.id, file.path);
    const children: [string, string][] = [];
    for (const [logicalId, resource] of Object.entries(file.template.Resources as JsonObject)) {
      if (own(resource, 'Type') !== 'AWS::CloudFormation::Stack') continue;
      this.attempt(() => {
        const path = around.nestedTemplate(resource, file.path);
        if (path !== undefined) children.push([logicalId, path]);
      });
    }
    const template: ReadTemplate = {
      ...about,
      id,
      template: file.template,
      templatePath: file.path,
      text: file.text,
      sha256: file.sha256,
      constructPaths: around.constructPaths(constructPath),
      warnings: file.warnings,
      acknowledgements: around.acknowledgements(constructPath),
    };
    this.templates.push(template, ...embeddedIn(template).map((one) => ({ ...one, warnings: [], acknowledgements: [] })));
    for (const [logicalId, path] of children) {
      const nested = around.nestedPath(constructPath, logicalId);
      this.attempt(() => {
        const child = readTemplateFile(path);
        this.nested.add(realpathSync(path));
        this.add(child, { ...about, id: nested, name: nested, nestedIn: { id, logicalId } }, around, nested, depth + 1);
      });
    }
    return id;
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
function alone(root: string): Surroundings {
  return {
    nestedTemplate(resource, parent) {
      const url = own(own(resource, 'Properties'), 'TemplateURL');
      if (typeof url !== 'string' || /^[a-z][a-z\d+.-]*:/i.test(url)) return undefined;
      const file = join(dirname(parent), url);
      return existsSync(file) && !isDirectory(file) && isInside(root, file) ? file : undefined;
    },
    constructPaths: () => undefined,
    nestedPath: (constructPath, logicalId) => `${constructPath}/${logicalId}`,
    acknowledgements: () => [],
  };
}

function isDirectory(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

/** What a folder has may be anything: only what looks like a template is to be one. */
function mayBeTemplate(path: string): boolean {
  try {
    return /(^|[\s"'{,])Resources["']?\s*:/.test(readFileSync(path, 'utf-8'));
  } catch {
    return false;
  }
}

function nameOf(path: string): string {
  return basename(path).replace(/(\.template)?\.(json|ya?ml|template)$/i, '');
}

