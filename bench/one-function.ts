/**
 * CPU of synthesising one SecureFunction, from the app to the assembly: with no validation, with the CDK's built-in CloudFormation validator, with
 * the rules of this library, with these and the five packs of cdk-nag. A process for each, in turn, the median of several rounds.
 * Run: npx tsx --tsconfig examples/tsconfig.json bench/one-function.ts
 */
import { App, Stack } from 'aws-cdk-lib';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { cpuClock, measureAlone, median, withOutdir } from './paired';
import { SecureFunction, ZeroTrust } from '../src';

const ROUNDS = 7;
const VARIANTS = ['nothing', 'built-in validator', 'own rules', 'own rules and five packs', 'all of it'] as const;
type Variant = typeof VARIANTS[number];
interface Measurement { readonly cpuMs: number }

function measureHere(variant: Variant): Measurement {
  return withOutdir((outdir) => {
    const passed = cpuClock();
    process.env.CDK_VALIDATION = String(variant === 'built-in validator' || variant === 'all of it');
    const app = new App({ outdir, analyticsReporting: false });
    new SecureFunction(new Stack(app, 'Stack'), 'Fn', { code: Code.fromInline('exports.handler = async () => {}') });
    if (variant === 'own rules') ZeroTrust.enforce(app, { packs: [], quiet: true });
    if (variant === 'own rules and five packs' || variant === 'all of it') ZeroTrust.enforce(app, { quiet: true });
    app.synth();
    return { cpuMs: passed() };
  });
}

function compare(): void {
  const cpu = new Map(VARIANTS.map((variant): [Variant, number[]] => [variant, []]));
  for (let i = 0; i < ROUNDS; i++) {
    for (const variant of VARIANTS) cpu.get(variant)!.push((measureAlone(__filename, variant) as Measurement).cpuMs);
  }
  const least = median(cpu.get('nothing')!);
  for (const [variant, times] of cpu) {
    const ms = median(times);
    console.log(`${variant.padEnd(26)} ${ms.toFixed(0).padStart(6)} ms  ${(ms / least).toFixed(2)} x`);
  }
}

if (process.argv[2] === '--one') {
  process.stdout.write(JSON.stringify(measureHere(process.argv[3] as Variant)));
} else {
  compare();
}
