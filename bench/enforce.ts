/**
 * CPU of synthesising 1,000 SecureFunctions with ZeroTrust.enforce, its own rules and the five packs of cdk-nag, against none: whole processes in turn,
 * the ratio of each pair, the median of the ratios. Run: npx tsx --tsconfig examples/tsconfig.json bench/enforce.ts
 */
import { App } from 'aws-cdk-lib';
import { addSecureFunctions } from './many-functions';
import { cpuClock, measureAlone, printMedian, withOutdir } from './paired';
import { FindingSeverity, ZeroTrust } from '../src';

const FUNCTIONS = 1000;
const PAIRS = 3;

function measureHere(variant: string): { readonly cpuMs: number } {
  return withOutdir((outdir) => {
    process.stderr.write = () => true; // warnings of the queues that the functions send to
    const passed = cpuClock();
    const app = new App({ outdir, analyticsReporting: false, context: { 'aws:cdk:enable-path-metadata': true } });
    addSecureFunctions(app, FUNCTIONS);
    if (variant === 'enforced') ZeroTrust.enforce(app, { quiet: true, failOn: FindingSeverity.CRITICAL });
    try {
      app.synth();
    } catch (error) {
      if (!/Validation failed/.test(String(error))) throw error; // the packs find something on the queues
    }
    return { cpuMs: passed() };
  });
}

function compare(): void {
  const ratios = Array.from({ length: PAIRS }, () => {
    const [none, enforced] = ['none', 'enforced'].map((variant) => measureAlone(__filename, variant).cpuMs as number);
    console.log(`none ${none.toFixed(0)} ms, with five packs and ours ${enforced.toFixed(0)} ms, ratio ${(enforced / none).toFixed(2)}`);
    return enforced / none;
  });
  printMedian('enforced / none', ratios);
}

if (process.argv[2] === '--one') process.stdout.write(JSON.stringify(measureHere(process.argv[3])));
else compare();
