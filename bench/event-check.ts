/**
 * What an event check adds to the initialisation of a function, against ajv that compiles the same schema there: whole processes in
 * turn, the ratio of each pair, the median of the ratios. Run: npx tsx --tsconfig examples/tsconfig.json bench/event-check.ts
 */
import { execFileSync } from 'child_process';
import { mkdirSync, readdirSync, writeFileSync } from 'fs';
import { join } from 'path';
import { App, Stack } from 'aws-cdk-lib';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { median, printMedian, withOutdir } from './paired';
import { EventSource, SecureFunction, SecureQueue } from 'cdk-zero-trust';

const PAIRS = 21;

const text = (maxLength: number) => ({ type: 'string', minLength: 1, maxLength });
const ADDRESS = {
  type: 'object',
  required: ['street', 'city', 'country'],
  properties: { street: text(100), city: text(60), country: { type: 'string', pattern: '^[A-Z]{2}$', maxLength: 2 }, postcode: text(10) },
};
const SCHEMA = {
  type: 'object',
  required: ['id', 'placedAt', 'customer', 'lines', 'shipTo'],
  properties: {
    id: { type: 'string', format: 'uuid' },
    placedAt: { type: 'string', format: 'date-time' },
    customer: { type: 'object', required: ['id'], properties: { id: text(40), email: { type: 'string', format: 'email' } } },
    lines: {
      type: 'array',
      minItems: 1,
      maxItems: 100,
      items: { type: 'object', required: ['sku', 'count'], properties: { sku: text(20), count: { type: 'integer', minimum: 1 }, note: { type: ['string', 'null'] } } },
    },
    shipTo: { $ref: '#/$defs/address' },
    billTo: { $ref: '#/$defs/address' },
    total: { type: 'object', properties: { amount: { type: 'number', minimum: 0 }, currency: { enum: ['EUR', 'USD', 'GBP'] } } },
  },
  $defs: { address: ADDRESS },
};

/** CPU of a require in milliseconds, in the process of its own that a new environment of Lambda is. */
const TIMED = (what: string) => `const before = process.cpuUsage(); ${what}; const { user, system } = process.cpuUsage(before); console.log((user + system) / 1000);`;

function initialise(what: string, environment: Record<string, string>): number {
  return Number(execFileSync(process.execPath, ['-e', TIMED(what)], { encoding: 'utf-8', env: { ...process.env, ...environment } }));
}

withOutdir((outdir) => {
  const task = join(outdir, 'task');
  mkdirSync(task);
  writeFileSync(join(task, 'index.js'), 'exports.handler = async () => {};');
  const app = new App({ outdir: join(outdir, 'cdk.out') });
  const stack = new Stack(app, 'Stack');
  const fn = new SecureFunction(stack, 'Fn', { code: Code.fromAsset(task) });
  fn.consumes(EventSource.queue(new SecureQueue(stack, 'Queue'), { schema: SCHEMA }));
  app.synth();
  const layer = join(app.outdir, readdirSync(app.outdir).find((name) => name.startsWith('event-check.'))!, 'cdk-zero-trust-event-check');

  const environment = { LAMBDA_TASK_ROOT: task, CDK_ZERO_TRUST_HANDLER: 'index.handler', CDK_ZERO_TRUST_SOURCES: '[["arn","s0"]]' };
  const alone = `require(${JSON.stringify(join(task, 'index.js'))})`;
  const checked = `require(${JSON.stringify(join(layer, 'index.js'))})`;
  const compiling = `${alone}; const Ajv = require(${JSON.stringify(require.resolve('ajv/dist/2020'))}); `
    + `new Ajv.Ajv2020({ strict: false, validateFormats: false }).compile(${JSON.stringify(SCHEMA)})`;

  const times: Record<'alone' | 'checked' | 'compiling', number[]> = { alone: [], checked: [], compiling: [] };
  const ratios: number[] = [];
  for (let i = 0; i < PAIRS; i++) {
    times.alone.push(initialise(alone, environment));
    times.checked.push(initialise(checked, environment));
    times.compiling.push(initialise(compiling, environment));
    const added = times.checked[i] - times.alone[i];
    // a pair in which the machine was slower without the check than with it tells nothing
    if (added > 0) ratios.push((times.compiling[i] - times.alone[i]) / added);
  }
  for (const [what, all] of Object.entries(times)) console.log(`${what.padEnd(9)} ${median(all).toFixed(1)} ms of CPU`);
  printMedian('of what ajv adds at initialisation to what the event check adds', ratios, 1);
});
