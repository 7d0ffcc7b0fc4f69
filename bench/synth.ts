/**
 * CPU of synthesising 250 SecureFunctions against the same resources written by hand: whole processes in turn, the ratio of each pair,
 * the median of the ratios. Run: npm run bench
 */
import { App } from 'aws-cdk-lib';
import { ByHand } from './by-hand';
import { addSecureFunctions, inStacks } from './many-functions';
import { cpuClock, measureAlone, printMedian, withOutdir } from './paired';

const FUNCTIONS = 250;
const PAIRS = 9;

type Variant = 'secure' | 'by-hand';
interface Measurement { readonly cpuMs: number; readonly types: Record<string, number> }

function build(variant: Variant, outdir: string): App {
  const app = new App({ outdir, analyticsReporting: false });
  if (variant === 'secure') {
    addSecureFunctions(app, FUNCTIONS);
  } else {
    inStacks(app, FUNCTIONS, (stack, queue, count) => {
      const hand = new ByHand(stack, queue);
      for (let i = 0; i < count; i++) hand.addFunction(i);
    });
  }
  return app;
}

function measureHere(variant: Variant): Measurement {
  return withOutdir((outdir) => {
    const passed = cpuClock();
    const assembly = build(variant, outdir).synth();
    const cpuMs = passed();
    const types: Record<string, number> = {};
    for (const stack of assembly.stacks) {
      for (const resource of Object.values<any>(stack.template.Resources)) types[resource.Type] = (types[resource.Type] ?? 0) + 1;
    }
    return { cpuMs, types };
  });
}

function measure(variant: Variant): Measurement {
  return measureAlone(__filename, variant);
}

function compare(): void {
  const ratios: number[] = [];
  for (let i = 0; i < PAIRS; i++) {
    const hand = measure('by-hand');
    const secure = measure('secure');
    if (JSON.stringify(sorted(hand.types)) !== JSON.stringify(sorted(secure.types))) {
      throw new Error(`not the same resources:\n${JSON.stringify(sorted(hand.types))}\n${JSON.stringify(sorted(secure.types))}`);
    }
    ratios.push(secure.cpuMs / hand.cpuMs);
    if (i === 0) console.log(`${FUNCTIONS} functions, ${Object.values(secure.types).reduce((a, b) => a + b)} resources, ${Object.keys(secure.types).length} types`);
    console.log(`by hand ${hand.cpuMs.toFixed(0)} ms, secure ${secure.cpuMs.toFixed(0)} ms, ratio ${(secure.cpuMs / hand.cpuMs).toFixed(2)}`);
  }
  printMedian('secure / by hand', ratios);
}

function sorted(types: Record<string, number>): [string, number][] {
  return Object.entries(types).sort(([a], [b]) => (a < b ? -1 : 1));
}

if (process.argv[2] === '--one') {
  process.stdout.write(JSON.stringify(measureHere(process.argv[3] as Variant)));
} else {
  compare();
}
