import { spawnSync } from 'child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'fs';
import { join } from 'path';
import { parse } from 'yaml';

const ACTION = join(__dirname, '..', '..', 'action.yml');

/** What a run of the action left. */
export interface ActionRun {
  readonly status: number;
  readonly outputs: Record<string, string>;
  readonly summary: string;
  /** Actions of others that would have run, with their inputs. */
  readonly used: { readonly uses: string; readonly with: Record<string, string> }[];
  readonly log: string;
}

export interface ActionOptions {
  readonly repository: string;
  readonly inputs?: Record<string, string>;
  readonly pullRequest?: number;
  readonly env?: Record<string, string>;
}

/** Runs the steps of action.yml as the runner of GitHub does: each `run` by bash with -e and pipefail, expressions from inputs and outputs. */
export function runAction({ repository, inputs = {}, pullRequest, env = {} }: ActionOptions): ActionRun {
  const action = parse(readFileSync(ACTION, 'utf-8'));
  const temp = mkdtempSync(join(repository, '.runner-'));
  const summaryFile = join(temp, 'summary');
  writeFileSync(summaryFile, '');
  const context: Record<string, string> = { 'github.token': 'a-token', 'github.event.pull_request.number': pullRequest === undefined ? '' : String(pullRequest) };
  const lookUp = (name: string) => context[name] ?? '';
  const expand = (text: string) => String(text).replace(/\$\{\{\s*([\w.-]+)\s*\}\}/g, (_, name) => lookUp(name));
  for (const [name, input] of Object.entries<any>(action.inputs)) context[`inputs.${name}`] = inputs[name] ?? expand(input.default);
  const run: Pick<ActionRun, 'used'> & { status: number; log: string } = { status: 0, used: [], log: '' };
  for (const [i, step] of action.runs.steps.entries()) {
    if (run.status !== 0) break;
    if (step.if !== undefined && !holds(step.if, lookUp)) continue;
    const filled = Object.fromEntries(Object.entries<string>(step.env ?? step.with ?? {}).map(([key, value]) => [key, expand(value)]));
    if (step.uses) {
      run.used.push({ uses: step.uses, with: filled });
      continue;
    }
    const [script, output] = [join(temp, `${i}.sh`), join(temp, `${i}.out`)];
    writeFileSync(script, step.run);
    writeFileSync(output, '');
    const { status, stdout, stderr } = spawnSync('bash', ['--noprofile', '--norc', '-eo', 'pipefail', script], {
      cwd: repository,
      encoding: 'utf-8',
      env: {
        PATH: process.env.PATH, HOME: temp, GITHUB_REPOSITORY: 'owner/app', RUNNER_TEMP: temp, GITHUB_OUTPUT: output, GITHUB_STEP_SUMMARY: summaryFile, ...env, ...filled,
      },
    });
    run.log += stdout + stderr;
    run.status = status ?? -1;
    for (const line of readFileSync(output, 'utf-8').split('\n').filter(Boolean)) {
      const at = line.indexOf('=');
      context[`steps.${step.id}.outputs.${line.slice(0, at)}`] = line.slice(at + 1);
    }
  }
  const outputs = Object.fromEntries(Object.entries<any>(action.outputs).map(([name, { value }]) => [name, expand(value)]));
  return { ...run, outputs, summary: readFileSync(summaryFile, 'utf-8') };
}

/** Conditions of this action: comparisons that are joined by `&&`. */
function holds(condition: string, lookUp: (name: string) => string): boolean {
  return condition.split(' && ').every((part) => {
    const [, name, operator, value] = /^([\w.-]+) (==|!=) '([^']*)'$/.exec(part) ?? [];
    if (name === undefined) throw new Error(`unknown condition: ${part}`);
    return (lookUp(name) === value) === (operator === '==');
  });
}
