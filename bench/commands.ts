/**
 * CPU of every command that reads or asks the trust graph, over examples/orders-api, against `audit` of the same assembly: whole processes in turn, the
 * difference of each pair, the median. The command line is compiled as the package has it. Needs the bundles of the example.
 * Run: npx projen bundle && npx projen bundle:orders-api && npx tsx --tsconfig examples/tsconfig.json bench/commands.ts [command]
 */
import { spawnSync } from 'child_process';
import { cpSync, readdirSync, readFileSync, writeFileSync } from 'fs';
import { join } from 'path';
import { builtCli } from './built-cli';
import { median, withOutdir } from './paired';
import { ordersApp } from '../examples/orders-api/app';

const ROUNDS = 7;
/** What a command may cost more than `audit`. */
const GOAL_MS = 300;
const WIDTH = 64;
/** 0 and 1 are answers; anything else is no measurement. */
const ANSWERED = [0, 1];
/** At the end of a process, what it used: the command that is measured has no part in it. */
const METER = `process.on('exit', () => {
  const { user, system } = process.cpuUsage();
  require('fs').writeFileSync(process.env.BENCH_RESULT, JSON.stringify({ cpuMs: (user + system) / 1000 }));
});`;

interface Measurement { readonly cpuMs: number; readonly ms: number }

function commandsOf(old: string, current: string): string[][] {
  const app = ['--app', current];
  return [
    ...['svg', 'mermaid', 'dot', 'html', 'json'].map((format) => ['graph', current, '--format', format]),
    ['who-can', 'dynamodb:PutItem', 'Orders', ...app],
    ['can', 'place-order', ...app],
    ['can', 'place-order', 'dynamodb:DeleteItem', 'Orders', ...app],
    ['blast-radius', 'place-order', ...app],
    ['paths', '--from', 'internet', '--to', 'class:CONFIDENTIAL', ...app],
    ...['text', 'markdown', 'sarif', 'json'].map((format) => ['diff', old, current, '--format', format]),
    ...['text', 'markdown', 'html', 'json', 'threat-composer'].map((format) => ['threat-model', current, '--format', format]),
    ['needs', current],
    ['needs', current, '--format', 'json'],
    ['deploy-policy', current],
    ['audit', current, '--format', 'html'],
  ];
}

/** The same assembly in which every function may write more than before, so that a comparison has something to find. */
function widened(assembly: string, copy: string): string {
  cpSync(assembly, copy, { recursive: true });
  for (const name of readdirSync(copy).filter((file) => file.endsWith('.template.json'))) {
    const text = readFileSync(join(copy, name), 'utf-8');
    writeFileSync(join(copy, name), text.replaceAll('"dynamodb:PutItem"', '"dynamodb:DeleteItem"'));
  }
  return copy;
}

async function compare(wanted: string | undefined): Promise<void> {
  const cli = await builtCli();
  withOutdir((home) => {
    process.env.CDK_VALIDATION = 'false';
    const current = join(home, 'cdk.out');
    ordersApp({ outdir: current, analyticsReporting: false }).synth();
    const old = widened(current, join(home, 'old.out'));
    writeFileSync(join(home, 'meter.js'), METER);
    const measure = (args: string[]): Measurement => {
      const result = join(home, 'result.json');
      const before = process.hrtime.bigint();
      const { status, stderr } = spawnSync(process.execPath, ['--require', join(home, 'meter.js'), cli, ...args], {
        cwd: home, encoding: 'utf-8', maxBuffer: 512 * 1024 * 1024, env: { ...process.env, BENCH_RESULT: result },
      });
      const ms = Number(process.hrtime.bigint() - before) / 1e6;
      if (status === null || !ANSWERED.includes(status)) throw new Error(`${args.join(' ')} ended with ${status}: ${stderr}`);
      return { ...JSON.parse(readFileSync(result, 'utf-8')), ms };
    };
    const audit = ['audit', current];
    measure(audit); // fills the caches of the machine
    console.log(`orders-api, ${ROUNDS} rounds, medians; the goal is ${GOAL_MS} ms of CPU more than audit\n`);
    console.log(`${'command'.padEnd(WIDTH)} CPU ms   more  elapsed ms   more`);
    for (const args of commandsOf(old, current).filter(([name]) => wanted === undefined || name === wanted)) {
      measure(args);
      const pairs = Array.from({ length: ROUNDS }, () => [measure(audit), measure(args)] as const);
      const of = (figure: keyof Measurement) => [pairs.map(([, own]) => own[figure]), pairs.map(([other, own]) => own[figure] - other[figure])]
        .map((figures) => median(figures).toFixed(0));
      const [[cpu, more], [elapsed, later]] = [of('cpuMs'), of('ms')];
      const told = args.map((arg) => (arg.startsWith(home) ? arg.slice(home.length + 1) : arg)).join(' ');
      console.log(`${told.padEnd(WIDTH)} ${cpu.padStart(6)} ${more.padStart(6)} ${elapsed.padStart(11)} ${later.padStart(6)}`);
    }
  });
}

void compare(process.argv[2]);
