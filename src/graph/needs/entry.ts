import type { CodeFiles } from './code-files';
import { TemplateResource, textOf } from '../../model';

/** Where a function begins in its code, and what it is configured with. */
export interface Entry {
  /** Exports that are called; `*` for all of them. Left out where that is not known: then the whole file counts. */
  readonly names?: ReadonlySet<string>;
  readonly environment?: Environment;
}

/** Environment variables of a function: their text, or `undefined` for one that is known at deployment only. Left out where they are not known. */
export type Environment = ReadonlyMap<string, string | undefined>;

/** A file of code and the name in it that Lambda calls. */
export interface HandlerPlace {
  readonly file: string;
  readonly name: string;
}

/** How a language writes its handlers. */
export interface HandlerForm {
  /** Whether the name begins at the first dot of the last part of the path, as in Node.js, or at the last one, as in Python. */
  readonly isAtFirstDot: boolean;
  /** Files that a path without its ending may be. */
  filesOf(path: string): string[];
}

/**
 * The handler of a function. A layer that wraps handlers is the handler itself, and gets the name of the one in the code by an environment variable:
 * `DD_LAMBDA_HANDLER`, `NEW_RELIC_LAMBDA_HANDLER`.
 */
export function handlerIn(fn: TemplateResource, files: CodeFiles, form: HandlerForm): HandlerPlace | undefined {
  const given = textOf(fn.at('Handler').value) ?? '';
  const wrapped = [...environmentOf(fn) ?? []].filter(([name]) => /HANDLER$/.test(name)).map(([, text]) => text ?? '');
  for (const handler of [given, ...wrapped]) {
    const start = handler.lastIndexOf('/') + 1;
    const dot = form.isAtFirstDot ? handler.indexOf('.', start) : handler.lastIndexOf('.');
    if (dot <= start) continue;
    const file = form.filesOf(handler.slice(0, dot).replace(/^\.\//, '')).find((one) => files.has(one));
    if (file !== undefined) return { file, name: handler.slice(dot + 1).split('.')[0] };
  }
  return undefined;
}

/** What code finds in its environment of what a template gives it, whatever its conditions are; `undefined` where something else may add to it. */
export function environmentOf(fn: TemplateResource): Environment | undefined {
  const worlds = fn.stack.model.worlds.explore(() => environmentIn(fn));
  const [first, ...others] = worlds ?? [];
  if (first === undefined || others.includes(undefined)) return undefined;
  const all = [first, ...others as Environment[]];
  const textOfAll = (name: string) => (all.every((one) => one.has(name) && one.get(name) === first.get(name)) ? first.get(name) : undefined);
  return new Map(all.flatMap((one) => [...one.keys()]).map((name) => [name, textOfAll(name)]));
}

function environmentIn(fn: TemplateResource): Environment | undefined {
  const variables = fn.at('Environment', 'Variables');
  const entries = variables.entries();
  const isOpen = entries.length === 0 && !variables.isAbsent && variables.value.kind !== 'known';
  // a script of a layer that runs before the code, and files of variables
  const mayBeAdded = entries.some(([name, { value }]) => name === 'AWS_LAMBDA_EXEC_WRAPPER' || (name === 'NODE_OPTIONS' && /env-file/.test(textOf(value) ?? 'env-file')));
  if (isOpen || mayBeAdded) return undefined;
  return new Map(entries.filter(([, one]) => !one.isAbsent).map(([name, { value }]) => [name, value.kind === 'known' ? textOf(value) : undefined]));
}
