import { existsSync } from 'fs';
import { dirname, join } from 'path';
import type { CodeCalls, FileReader } from './call';
import { CodeFiles, readCodeFiles } from './code-files';
import { Environment, environmentOf, handlerIn, HandlerPlace } from './entry';
import { readJavaScript } from './javascript-calls';
import { readPython } from './python-calls';
import { ImportForm, JAVASCRIPT, PYTHON, reachableFrom } from './reachable';
import { Expression, TemplateResource, textOf } from '../../model';
import { assetsIn, outermostAssembly } from '../../model/assets-in';
import { isInside } from '../../model/find-templates';
import { own } from '../../model/json';
import { resourceOf } from '../../model/judge';
import type { ReadTemplate } from '../../model/read-templates';

interface CodeReader {
  readonly extension: RegExp;
  readonly runtime: RegExp;
  readonly form: ImportForm;
  read(code: string, file: string): FileReader;
}

const READERS: CodeReader[] = [
  { extension: /\.[cm]?js$/, runtime: /^nodejs/, form: JAVASCRIPT, read: readJavaScript },
  { extension: /\.py$/, runtime: /^python/, form: PYTHON, read: readPython },
];

/** Reads the code of functions: in the assembly that their template is in, or where the template itself names it, as SAM does. */
export class FunctionCode {
  /** Folder of an assembly → key of an asset → its path. */
  private readonly assets = new Map<string, Map<string, string>>();
  /** Path and runtime → files, and what reads each: functions share code. */
  private readonly read = new Map<string, CodeFiles | undefined>();
  private readonly readers = new Map<string, Map<string, FileReader>>();
  private readonly templates: ReadonlyMap<string, ReadTemplate>;

  /** @param templates what they are in, as it was read: paths of code are left out of the model, as a deployment packages them */
  constructor(templates: readonly ReadTemplate[] = []) {
    this.templates = new Map(templates.map((template) => [template.id, template]));
  }

  /** The calls of a function's code. What could not be read is told, and is no sign that nothing is called. */
  public callsOf(fn: TemplateResource): CodeCalls {
    const runtime = textOf(fn.at('Runtime').value) ?? '';
    const reader = READERS.find((one) => one.runtime.test(runtime));
    if (!reader) return unread(runtime === '' ? 'its runtime is not known, or it is an image' : `code for ${runtime} is not read`);
    const layers = fn.at('Layers').items().map((layer) => this.ofLayer(layer, reader));
    return together([this.ofFunction(fn, reader), ...layers]);
  }

  private ofFunction(fn: TemplateResource, reader: CodeReader): CodeCalls {
    const inline = textOf(fn.at('Code', 'ZipFile').value);
    if (inline !== undefined) return this.ofFiles(fn, new Map([[reader.form.filesOf('index').find((file) => reader.extension.test(file))!, inline]]), reader);
    const path = this.pathOf(fn, fn.at('Code'), 'CodeUri');
    if (path === undefined) return unread('its code is not in the assembly');
    const files = this.filesAt(path, reader);
    if (files === undefined) return unread('its code is a file that is not unpacked');
    if (files.size === 0) return unread('there is no code of its runtime in its asset');
    return this.ofFiles(fn, files, reader, path);
  }

  private ofFiles(fn: TemplateResource, files: CodeFiles, reader: CodeReader, path?: string): CodeCalls {
    const read = (file: string) => (path === undefined ? reader.read(files.get(file)!, file) : this.readerOf(path, file, files, reader));
    const handler = handlerIn(fn, files, reader.form);
    if (!handler) return together([...files.keys()].map((file) => read(file)()));
    const reachable = reachableFrom(handler.file, files, reader.form);
    const seen = this.from(handler, environmentOf(fn), files, reader.form, read);
    return together([...files.keys()].flatMap((file) => {
      const calls = seen.get(file);
      if (calls) return [calls];
      return reachable.files.has(file) || reachable.isOpen ? [possible(read(file)())] : [];
    }));
  }

  /** What runs of each file, from the handler on: what one uses of another is an entry of that. */
  private from(
    handler: HandlerPlace, environment: Environment | undefined, files: CodeFiles, form: ImportForm, read: (file: string) => FileReader,
  ): Map<string, CodeCalls> {
    const { file: start, name } = handler;
    const seen = new Map<string, CodeCalls>();
    const used = new Map([[start, new Set([name])]]);
    const left = [start];
    for (let file = left.pop(); file !== undefined; file = left.pop()) {
      const { imports = [], ...calls } = read(file)({ names: used.get(file)!, environment });
      seen.set(file, calls);
      for (const [source, names] of imports) {
        for (const target of form.resolve(source, file).filter((one) => files.has(one))) {
          const known = used.get(target);
          const all = new Set([...known ?? [], ...names]);
          if (known && all.size === known.size) continue;
          used.set(target, all);
          left.push(target);
        }
      }
    }
    return seen;
  }

  /** Libraries that functions share. What one calls, and whether a function uses that part, is possible only. */
  private ofLayer(layer: Expression, reader: CodeReader): CodeCalls {
    const resource = resourceOf(layer.value, 'AWS::Lambda::LayerVersion', 'AWS::Serverless::LayerVersion');
    const path = resource && this.pathOf(resource, resource.at('Content'), 'ContentUri');
    if (path === undefined) return unread('a layer is not in the assembly');
    const files = this.filesAt(path, reader);
    if (files === undefined) return unread('a layer is a file that is not unpacked');
    return possible(together([...files.keys()].map((file) => this.readerOf(path, file, files, reader)())));
  }

  private filesAt(path: string, { extension, runtime }: CodeReader): CodeFiles | undefined {
    const key = `${runtime.source}:${path}`;
    if (!this.read.has(key)) this.read.set(key, readCodeFiles(path, extension));
    return this.read.get(key);
  }

  private readerOf(path: string, file: string, files: CodeFiles, reader: CodeReader): FileReader {
    let known = this.readers.get(path);
    if (!known) this.readers.set(path, known = new Map());
    let read = known.get(file);
    if (!read) known.set(file, read = reader.read(files.get(file)!, file));
    return read;
  }

  private pathOf(resource: TemplateResource, content: Expression, property: string): string | undefined {
    const { templatePath } = resource.stack;
    if (templatePath === undefined) return undefined;
    const folder = dirname(templatePath);
    const key = textOf(content.at('S3Key').value);
    if (key === undefined) return this.localPath(resource, content, property, folder);
    if (!this.assets.has(folder)) this.assets.set(folder, assetsIn(folder, outermostAssembly(folder)));
    return this.assets.get(folder)!.get(key.slice(key.lastIndexOf('/') + 1));
  }

  /** A path in the template itself, which `sam build` and `aws cloudformation package` read. */
  private localPath({ stack, logicalId, type }: TemplateResource, content: Expression, property: string, folder: string): string | undefined {
    const template = this.templates.get(stack.id)?.template;
    const resources = own(template, 'Resources');
    // SAM adds a hash of ten digits to the id of a layer
    const written = own(resources, logicalId) ?? (type === 'AWS::Lambda::LayerVersion' ? own(resources, logicalId.slice(0, -10)) : undefined);
    const given = own(own(written, 'Properties'), property) ?? (type === 'AWS::Lambda::Function' ? own(own(own(template, 'Globals'), 'Function'), property) : undefined);
    // SAM takes the folder of the template where it names none
    const isSamFunction = type === 'AWS::Lambda::Function' && own(written, 'Type') === 'AWS::Serverless::Function';
    const byDefault = isSamFunction && given === undefined ? '.' : undefined;
    const text = textOf(content.value) ?? (typeof given === 'string' ? given : byDefault);
    if (text === undefined || /^[a-z][a-z\d+.-]*:/i.test(text)) return undefined;
    const path = join(folder, text);
    return existsSync(path) && isInside(folder, path) ? path : undefined;
  }
}

function together(parts: readonly CodeCalls[]): CodeCalls {
  return {
    calls: parts.flatMap(({ calls }) => calls),
    hidden: new Set(parts.flatMap(({ hidden }) => [...hidden])),
    unread: [...new Set(parts.flatMap((one) => one.unread))],
  };
}

/** Code that may run, or not. */
function possible({ calls, ...rest }: CodeCalls): CodeCalls {
  return { ...rest, calls: calls.map((call) => ({ ...call, certain: false })) };
}

function unread(why: string): CodeCalls {
  return { calls: [], hidden: new Set(['*']), unread: [why] };
}
