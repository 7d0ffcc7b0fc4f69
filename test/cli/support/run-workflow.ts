import { spawnSync } from 'child_process';
import { cpSync, existsSync, mkdirSync, rmSync } from 'fs';
import { join } from 'path';
import { parse } from 'yaml';

export interface Ran {
  /** Job → how it ended; jobs that were not run are not there. */
  readonly jobs: Record<string, 'success' | 'failure'>;
  /** What all steps wrote. */
  readonly output: string;
  /** The step that failed. */
  readonly failed?: string;
}

interface Step { readonly run?: string; readonly uses?: string; readonly with?: Record<string, string>; readonly if?: string }
interface Job { readonly needs?: string; readonly if?: string; readonly steps: Step[] }

/**
 * Runs a workflow of GitHub Actions on a checkout: `run` steps in bash as a runner does (`bash -e -o pipefail`), each job in a folder of its own, and artifacts between them.
 * Throws for what it does not know, so that no test passes on a step that was left out.
 */
export function runWorkflow(text: string, checkout: string, event: 'push' | 'pull_request', work: string, environment: NodeJS.ProcessEnv): Ran {
  const { jobs } = parse(text) as { jobs: Record<string, Job> };
  const ended: Record<string, 'success' | 'failure'> = {};
  let output = '';
  let failed: string | undefined;
  for (const [name, job] of Object.entries(jobs)) {
    if (job.needs !== undefined && ended[job.needs] !== 'success') continue;
    if (job.if !== undefined && !holds(job.if, event)) continue;
    const folder = join(work, name);
    mkdirSync(folder, { recursive: true });
    for (const step of job.steps) {
      if (ended[name] === 'failure' && step.if !== 'always()') continue;
      if (step.run === undefined) {
        use(step, checkout, folder, join(work, 'artifacts'));
        continue;
      }
      const { status, stdout, stderr } = spawnSync('bash', ['-e', '-o', 'pipefail', '-c', step.run], { cwd: folder, env: environment, encoding: 'utf-8', maxBuffer: 64 * 1024 * 1024 });
      output += `$ ${step.run}\n${stdout}${stderr}`;
      if (status === 0) continue;
      ended[name] = 'failure';
      failed ??= step.run;
    }
    ended[name] ??= 'success';
  }
  return { jobs: ended, output, failed };
}

function holds(condition: string, event: string): boolean {
  const [, wanted] = /^github\.event_name == '(\w+)'$/.exec(condition) ?? [];
  if (wanted === undefined) throw new Error(`unknown condition: ${condition}`);
  return wanted === event;
}

function use({ uses, with: inputs = {} }: Step, checkout: string, folder: string, artifacts: string): void {
  const [action, commit] = uses!.split('@');
  if (!/^[0-9a-f]{40}$/.test(commit)) throw new Error(`${uses} is not pinned`);
  switch (action) {
    case 'actions/checkout':
      cpSync(checkout, folder, { recursive: true });
      return;
    case 'actions/upload-artifact':
      rmSync(join(artifacts, inputs.name), { recursive: true, force: true });
      for (const path of inputs.path.trim().split('\n')) {
        if (existsSync(join(folder, path))) cpSync(join(folder, path), join(artifacts, inputs.name, path), { recursive: true });
      }
      return;
    case 'actions/download-artifact':
      cpSync(join(artifacts, inputs.name), folder, { recursive: true });
      return;
    case 'actions/setup-node':
    case 'aws-actions/configure-aws-credentials':
      return;
    default:
      throw new Error(`unknown action: ${uses}`);
  }
}
