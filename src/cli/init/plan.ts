import { basename } from 'path';
import { defaultBranch } from './default-branch';
import { npmDependencies, packageStep, parsedObject, pipDependency, pipDependencyByHand } from './dependencies';
import { enforceByHand, enforceStep, PYTHON, Syntax, TYPESCRIPT } from './enforce-call';
import type { Layout } from './layout';
import type { Step } from './step';
import { NODE_LOCKS, PYTHON_LOCKS, WORKFLOW, workflowStep } from './workflow';
import { own } from '../../model/json';
import { TemplateError } from '../../model/template-error';

/** What `init` adds: packages of npm by name with their versions, and the last day of a baseline. */
export interface Versions {
  readonly own: string;
  readonly nag: string;
}

export const BASELINE = 'baseline.yaml';

/** The command that lets through what is open today. */
export function baselineCommand(until: string): string {
  return `cdk-zero-trust audit cdk.out --write-baseline ${BASELINE} --until ${until}`;
}

/**
 * What is to be done to the CDK app in a folder; nothing is written.
 *
 * Throws a `TemplateError` where there is no such app.
 */
export function planFor(layout: Layout, versions: Versions, until: string): Step[] {
  const command = own(parsedObject(layout.read('cdk.json') ?? ''), 'app');
  if (typeof command !== 'string') {
    throw new TemplateError(layout.folder, 'NotAnAssembly', 'there is no cdk.json with an app in it.', 'name the folder of a CDK app, as cdk init makes it.');
  }
  const workflow = (language: 'typescript' | 'python', locks: readonly string[]) => {
    const [file, lock] = [layout.atRoot(WORKFLOW), layout.nearest(...locks)];
    const place = { directory: layout.plainDirectory, branch: defaultBranch(layout.root) };
    const inputs = { language, version: versions.own, lock: lock && basename(lock), ...place };
    return workflowStep({ ...inputs, file, existing: layout.read(file) });
  };
  const manifest = layout.nearest('package.json');
  const packageText = manifest && layout.read(manifest);
  const json = parsedObject(packageText ?? '');
  if (isPython(command)) {
    const requirements = layout.read('requirements.txt');
    const dependency = requirements === undefined ? pipDependencyByHand(versions.own) : pipDependency(requirements, 'cdk-zero-trust', versions.own);
    return [dependency, enforce(layout, pythonEntries(command), PYTHON), workflow('python', PYTHON_LOCKS)];
  }
  if (manifest !== undefined && packageText !== undefined && json && /\.[cm]?[jt]s\b|\bnode\b/.test(command)) {
    const dependency = npmDependencies(manifest, packageText, json, { 'cdk-nag': versions.nag, 'cdk-zero-trust': `^${versions.own}` });
    const text = dependency.outcome.kind === 'change' ? dependency.outcome.text : packageText;
    const script = packageStep(manifest, text, parsedObject(text)!, 'scripts', 'Add a command for the baseline',
      'It lets through until a date what the app has today; new or worse findings fail.', { 'zero-trust:baseline': baselineCommand(until) });
    // it is run where cdk.out is
    const steps = manifest === 'package.json' ? [script] : [];
    return [dependency, enforce(layout, nodeEntries(command), TYPESCRIPT), ...steps, workflow('typescript', NODE_LOCKS)];
  }
  throw new TemplateError(layout.folder, 'NotAnAssembly', 'its app is neither TypeScript with a package.json nor Python.',
    'add the package and ZeroTrust.enforce(app) by hand, as README.md shows.');
}

function isPython(command: string): boolean {
  return /\.py\b|\bpython[\d.]*(?:\.exe)?\s/.test(command);
}

/** Files that the command may mean: one that it names, or the package or module that it runs. */
function pythonEntries(command: string): string[][] {
  const modules = [...command.matchAll(/\s-m\s+([\w.]+)/g)].map(([, name]) => name.replace(/\./g, '/')).filter((name) => !command.includes(`${name}.py`));
  const files = [...command.matchAll(/(?:^|\s)"?([\w./-]+\.py)"?(?=\s|$)/g)].map(([, file]) => [file]);
  return files.length > 0 ? files : modules.map((name) => [`${name}.py`, `${name}/__main__.py`]);
}

/** Where compilers write. */
const COMPILED = /^(?:\.\/)?(?:dist|build|lib|out)\//;

/** A compiled file is never the place: its source has the same name. */
function nodeEntries(command: string): string[][] {
  const files = [...command.matchAll(/(?:^|\s)"?([\w./-]+\.[cm]?[jt]s)"?(?=\s|$)/g)].map(([, file]) => file);
  return files.map((file) => {
    const source = file.replace(/js$/, 'ts');
    return source === file ? [file] : [source, source.replace(COMPILED, 'src/'), source.replace(COMPILED, '')];
  });
}

function enforce(layout: Layout, entries: readonly string[][], syntax: Syntax): Step {
  const there = entries.length === 1 ? [...new Set(entries[0])].filter((file) => layout.read(file) !== undefined) : [];
  return there.length === 1 ? enforceStep(there[0], layout.read(there[0])!, syntax)
    : enforceByHand('the command of cdk.json names no single source file of the app', syntax);
}
