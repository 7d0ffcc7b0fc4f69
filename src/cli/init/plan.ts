import { existsSync, readFileSync, realpathSync, statSync } from 'fs';
import { join } from 'path';
import { npmDependencies, packageStep, parsedObject, pipDependency } from './dependencies';
import { enforceByHand, enforceStep, PYTHON, Syntax, TYPESCRIPT } from './enforce-call';
import type { Step } from './step';
import { WORKFLOW, workflowStep } from './workflow';
import { isInside } from '../../model/find-templates';
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
export function planFor(folder: string, versions: Versions, until: string): Step[] {
  const command = own(parsedObject(read(folder, 'cdk.json') ?? ''), 'app');
  if (typeof command !== 'string') {
    throw new TemplateError(folder, 'NotAnAssembly', 'there is no cdk.json with an app in it.', 'name the folder of a CDK app, as cdk init makes it.');
  }
  const packageText = read(folder, 'package.json');
  const json = parsedObject(packageText ?? '');
  const requirements = read(folder, 'requirements.txt');
  const workflow = read(folder, WORKFLOW);
  if (packageText !== undefined && json && /\.[cm]?[jt]s\b|\bnode\b/.test(command)) {
    const dependency = npmDependencies(packageText, json, { 'cdk-nag': versions.nag, 'cdk-zero-trust': `^${versions.own}` });
    const text = dependency.outcome.kind === 'change' ? dependency.outcome.text : packageText;
    const script = packageStep(text, parsedObject(text)!, 'scripts', 'Add a command for the baseline',
      'It lets through until a date what the app has today; new or worse findings fail.', { 'zero-trust:baseline': baselineCommand(until) });
    return [dependency, enforce(folder, command, /(?:^|\s)([\w./-]+\.[cm]?ts)(?=\s|$)/g, TYPESCRIPT), script, workflowStep('typescript', versions.own, workflow)];
  }
  if (requirements !== undefined && /\.py\b/.test(command)) {
    const dependency = pipDependency(requirements, 'cdk-zero-trust', versions.own);
    return [dependency, enforce(folder, command, /(?:^|\s)([\w./-]+\.py)(?=\s|$)/g, PYTHON), workflowStep('python', versions.own, workflow)];
  }
  throw new TemplateError(folder, 'NotAnAssembly', 'its app is neither TypeScript with a package.json nor Python with a requirements.txt.',
    'add the package and ZeroTrust.enforce(app) by hand, as README.md shows.');
}

function enforce(folder: string, command: string, pattern: RegExp, syntax: Syntax): Step {
  const entries = [...command.matchAll(pattern)].map(([, file]) => file);
  const text = entries.length === 1 ? read(folder, entries[0]) : undefined;
  return text === undefined ? enforceByHand('the command of cdk.json names no single source file of the app', syntax) : enforceStep(entries[0], text, syntax);
}

/** The text of a file of the app; what a link or a path leads out to is none of it. */
function read(folder: string, file: string): string | undefined {
  const path = join(folder, file);
  if (!existsSync(path) || !statSync(path).isFile()) return undefined;
  if (!isInside(folder, path)) throw new TemplateError(path, 'OutsideAssembly', `it leads to ${realpathSync(path)}, out of the app.`, 'make it a file of the app.');
  return readFileSync(path, 'utf-8');
}
