/**
 * How matching findings with a baseline grows when all resources moved: CPU at several sizes, findings that are alike and findings that differ in a value.
 * Fails over its bound. Run: npx tsx --tsconfig examples/tsconfig.json bench/baseline.ts
 */
import { cpuClock } from './paired';
import { BaselineFinding, BaselineMatch } from '../src/waivers/baseline';

const SIZES = [10_000, 20_000, 40_000, 80_000];
const ROUNDS = 5;
/** Each against all others would be 2; maps that outgrow the caches of the processor add to 1. */
const BOUND = 1.5;

const copies = (folder: string, count: number, value: (i: number) => string): BaselineFinding[] => Array.from({ length: count }, (_, i) => (
  { rule: 'ZeroTrust::ZT-SQS-001', path: `App/${folder}/Queue${i}`, severity: 'high', verdict: 'fail', finding: 'not encrypted', seen: ['finding', value(i)], content: 'queue' }));

function measure(count: number, value: (i: number) => string): number {
  const [entries, findings] = [copies('Old', count, value), copies('New', count, value).reverse()];
  const passed = cpuClock();
  const states = new BaselineMatch(entries).match(findings);
  const cpuMs = passed();
  if (states.some((state) => state !== 'unchanged')) throw new Error('a finding that moved is not known again');
  return cpuMs;
}

for (const [name, value] of [['alike', () => 'value'], ['of a value each', (i: number) => `value ${i}`]] as const) {
  measure(SIZES[0], value); // what the engine compiles once is no growth
  const times = SIZES.map((count) => Math.min(...Array.from({ length: ROUNDS }, () => measure(count, value))));
  const exponent = Math.log(times[times.length - 1] / times[0]) / Math.log(SIZES[SIZES.length - 1] / SIZES[0]);
  if (exponent > BOUND) process.exitCode = 1;
  console.log(`${exponent > BOUND ? 'OVER ' : ''}findings that are ${name}: ${SIZES.map((count, i) => `${count}: ${times[i].toFixed(0)} ms`).join(', ')}, exponent ${exponent.toFixed(2)} (bound: ${BOUND})`);
}
