import { spawnSync } from 'child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { dirname, join } from 'path';
import { App, Stack } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { SecureFunction } from '../../src';

/** What one invocation came to. */
export interface Outcome {
  /** What the handler answered. */
  readonly answer?: any;
  /** The text of what it threw. */
  readonly error?: string;
  /** The events that the function's own handler got. */
  readonly handled: any[];
}

export interface Run {
  readonly outcomes: Outcome[];
  /** What was written while the function ran. */
  readonly log: string;
  /** Why the function did not start. */
  readonly crash?: string;
}

/** Keeps what it gets, and answers what the event asks for. */
export const RECORDING = `
const handled = globalThis.handled = [];
exports.handler = async (event, context) => { handled.push(event); if (event.fail) throw new Error('own failure'); return globalThis.answer?.(event, context); };
`;

const DRIVER = `
(async () => {
  const { handler } = require(process.argv[1]);
  const { events, answer } = JSON.parse(require('fs').readFileSync(0, 'utf-8'));
  const outcomes = [];
  for (const event of events) {
    const before = globalThis.handled?.length ?? 0;
    globalThis.answer = () => answer;
    const outcome = {};
    try { outcome.answer = await handler(event, { awsRequestId: 'r' }); } catch (error) { outcome.error = String(error.message); }
    outcomes.push({ ...outcome, handled: (globalThis.handled ?? []).slice(before) });
  }
  process.stdout.write('OUTCOMES' + JSON.stringify(outcomes));
})();
`;

/**
 * A function as it is synthesised, with the layer that holds its checks, run by Node.js alone. No code may be generated from
 * strings there, as little as in a function that is locked down.
 */
export class DeployedCheck {
  public readonly layer: string;
  public readonly handler: string;
  public readonly environment: Record<string, string>;
  private readonly root = mkdtempSync(join(tmpdir(), 'zt-check-'));

  /**
   * @param build lets the function consume its sources
   * @param files of the function's own code
   */
  constructor(build: (fn: SecureFunction, stack: Stack) => void, files: Record<string, string> = { 'index.js': RECORDING }, handler = 'index.handler') {
    const task = join(this.root, 'task');
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(task, name)), { recursive: true });
      writeFileSync(join(task, name), text);
    }
    const app = new App({ outdir: join(this.root, 'cdk.out') });
    const stack = new Stack(app, 'Stack');
    const fn = new SecureFunction(stack, 'Fn', { code: lambda.Code.fromAsset(task), handler });
    build(fn, stack);
    const { template } = app.synth().getStackByName('Stack');
    const resources = Object.values<any>(template.Resources);
    const content = resources.find(({ Type }) => Type === 'AWS::Lambda::LayerVersion')!.Properties.Content;
    const assets = JSON.parse(readFileSync(join(app.outdir, 'Stack.assets.json'), 'utf-8'));
    this.layer = join(this.root, 'opt');
    cpSync(join(app.outdir, assets.files[content.S3Key.replace(/\.zip$/, '')].source.path), this.layer, { recursive: true });
    const { Handler, Environment } = resources.find(({ Type, Properties }) => Type === 'AWS::Lambda::Function' && Properties.Layers)!.Properties;
    this.handler = Handler;
    this.environment = Object.fromEntries(Object.entries(Environment.Variables).map(([name, value]) => [name, textOf(value)]));
  }

  public get task(): string {
    return join(this.root, 'task');
  }

  /** Folder of the checks in the layer. */
  public get folder(): string {
    return join(this.layer, readdirSync(this.layer)[0]);
  }

  public read(file: string): string {
    return readFileSync(join(this.folder, file), 'utf-8');
  }

  public run(events: any[], answer?: unknown, environment: NodeJS.ProcessEnv = {}): Run {
    const { stdout, stderr, status } = spawnSync(process.execPath, [
      '--disallow-code-generation-from-strings', '-e', DRIVER, join(this.folder, 'index.js'),
    ], {
      input: JSON.stringify({ events, answer }),
      encoding: 'utf-8',
      env: { PATH: process.env.PATH, LAMBDA_TASK_ROOT: this.task, ...this.environment, ...environment },
      maxBuffer: 64 * 1024 * 1024,
    });
    const [log, outcomes] = stdout.split('OUTCOMES');
    return status === 0 && outcomes !== undefined ? { outcomes: JSON.parse(outcomes), log: log + stderr } : { outcomes: [], log, crash: stderr };
  }

  public remove(): void {
    rmSync(this.root, { recursive: true, force: true });
  }
}

/** A value of the template as text, with names of resources for what deployment fills in. */
export function textOf(value: any): string {
  if (typeof value === 'string') return value;
  if (value.Ref) return value.Ref.startsWith('AWS::') ? value.Ref : `arn:${value.Ref}`;
  if (value['Fn::GetAtt']) return `arn:${value['Fn::GetAtt'][0]}`;
  const [separator, parts] = value['Fn::Join'];
  return parts.map(textOf).join(separator);
}
