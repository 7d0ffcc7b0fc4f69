import { existsSync, readFileSync, realpathSync, statSync } from 'fs';
import { basename, dirname, join } from 'path';
import { AssemblyAcknowledgement, CloudAssembly } from './cloud-assembly';
import type { DeclaredEdge } from './declared-edges';
import { embeddedIn } from './embedded';
import { findTemplates, Found, isInside } from './find-templates';
import { JsonObject, own } from './json';
import { hashOf, IncludedFile, WholeTemplate, withLocalFiles } from './local-files';
import type { TemplateInput } from './parsed-stack';
import { TemplateError } from './template-error';
import { readTemplateFile, TemplateFile, textAgain } from './template-file';
import { mayHoldUnread } from './unread';

/** More templates than this come from nested stacks that name each other over and over. */
const MAX_TEMPLATES = 2000;
const MAX_NESTING = 20;
/** Types that are a stack of another template. */
const NESTS = ['AWS::CloudFormation::Stack', 'AWS::Serverless::Application'];

/** A template that was read from a file, or that stands in one. */
export interface ReadTemplate extends TemplateInput {
  readonly templatePath: string;
  /** Read from the file again each time. */
  readonly text: string;
  /** How many characters the text has. */
  readonly length: number;
  /** Of the bytes of the file, in hexadecimal; together with those of files that the template names, where it names some. */
  readonly sha256: string;
  /** Files that the template names, and that are judged as parts of it. */
  readonly files?: IncludedFile[];
  /** What CloudFormation takes and a reader may overlook: sentences. */
  readonly warnings: string[];
  /** Of findings of other packs, by constructs of this library. Only assemblies tell them. */
  readonly acknowledgements: AssemblyAcknowledgement[];
  /** Frames of the call that made the construct at a path, innermost first. Only assemblies know them, of apps that keep stack traces. */
  readonly creationTrace?: (path: string) => readonly string[] | undefined;
  /** Whether it is what `aws cloudformation get-template` answers. */
  readonly isDeployed?: boolean;
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
  /** The template with the files in it that it names, where it may name some. */
  whole?(file: TemplateFile): WholeTemplate;
  nestedTemplate(resource: unknown, parent: string): string | undefined;
  constructPaths(constructPath: string): ReadonlyMap<string, string> | undefined;
  nestedPath(constructPath: string, logicalId: string): string;
  acknowledgements(constructPath: string): AssemblyAcknowledgement[];
  declaredEdges(constructPath: string): DeclaredEdge[];
  creationTrace?(path: string): readonly string[] | undefined;
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
    const id = this.add(readTemplateFile(path), { id: path, name: nameOf(path), app: path }, alone(root), path);
    if (!named) this.atRoot.set(id, realpathSync(path));
  }

  private readAssembly(directory: string): void {
    const assembly = new CloudAssembly(directory);
    for (const problem of assembly.problems) this.attempt(() => { throw problem; });
    for (const stack of assembly.stacks) {
      const { templatePath, constructPath, name, account, region } = stack;
      const about = { id: constructPath, name, account, region, app: directory };
      this.attempt(() => { this.add(readTemplateFile(templatePath), about, stack, constructPath); });
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
    const { template: whole, files } = around.whole?.(file) ?? { template: file.template, files: [] };
    const children: [string, string][] = [];
    for (const [logicalId, resource] of Object.entries(whole.Resources as JsonObject)) {
      if (!NESTS.includes(String(own(resource, 'Type')))) continue;
      this.attempt(() => {
        const path = around.nestedTemplate(resource, file.path);
        if (path !== undefined) children.push([logicalId, path]);
      });
    }
    const template = withText({
      ...about,
      id,
      template: whole,
      templatePath: file.path,
      length: file.text.length,
      mayHoldUnread: mayHoldUnread(file.text),
      sha256: hashOf(file, files),
      ...files.length > 0 ? { files } : {},
      constructPaths: around.constructPaths(constructPath),
      warnings: file.warnings,
      acknowledgements: around.acknowledgements(constructPath),
      declaredEdges: around.declaredEdges(constructPath),
      creationTrace: around.creationTrace?.bind(around),
      ...file.isDeployed ? { isDeployed: true } : {},
    }, file.sha256);
    this.templates.push(template, ...embeddedIn(template).map((one) => ({ ...one, warnings: [], acknowledgements: [], declaredEdges: [] })));
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

/** In a function of its own, so that nothing of the file is kept but its path and hash. */
function withText(template: Omit<ReadTemplate, 'text'>, sha256: string): ReadTemplate {
  const { templatePath } = template;
  return Object.defineProperty(template, 'text', { get: () => textAgain(templatePath, sha256), enumerable: true }) as ReadTemplate;
}

/** A template that no assembly surrounds: its nested templates are files next to it, as `aws cloudformation package` takes them. */
function alone(root: string): Surroundings {
  return {
    whole: (file) => withLocalFiles(file, root),
    nestedTemplate(resource, parent) {
      const properties = own(resource, 'Properties');
      const url = own(properties, 'TemplateURL') ?? own(properties, 'Location');
      if (typeof url !== 'string' || /^[a-z][a-z\d+.-]*:/i.test(url)) return undefined;
      const file = join(dirname(parent), url);
      return existsSync(file) && !isDirectory(file) && isInside(root, file) ? file : undefined;
    },
    constructPaths: () => undefined,
    nestedPath: (constructPath, logicalId) => `${constructPath}/${logicalId}`,
    acknowledgements: () => [],
    declaredEdges: () => [],
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

