/**
 * CPU of validating 250 SecureFunctions by cdk-nag's five packs: registered directly against the way that ZeroTrust.enforce runs them, whole
 * processes in turn, the ratio of each pair, the median of the ratios. Run: npx tsx --tsconfig examples/tsconfig.json bench/packs.ts
 */
import { createHash } from 'crypto';
import { App, IPolicyValidationPlugin, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks, HIPAASecurityChecks, NIST80053R5Checks, PCIDSS321Checks, ServerlessChecks } from 'cdk-nag';
import { addSecureFunctions } from './many-functions';
import { cpuClock, measureAlone, printMedian, withOutdir } from './paired';
import { FastPack } from '../src/policy/fast-pack';
import { SharedRules } from '../src/policy/shared-rules';

const FUNCTIONS = 250;
const PAIRS = 7;

type Variant = 'direct' | 'fast';
interface Measurement { readonly cpuMs: number; readonly findings: number; readonly hash: string }

function measureHere(variant: Variant): Measurement {
  return withOutdir((outdir) => {
    const app = new App({ outdir, analyticsReporting: false, context: { '@aws-cdk/core:failSynthOnValidationErrors': false } });
    addSecureFunctions(app, FUNCTIONS);
    const packs = [AwsSolutionsChecks, ServerlessChecks, HIPAASecurityChecks, NIST80053R5Checks, PCIDSS321Checks]
      .map((Pack) => new Pack(app, { verbose: true }));
    let cpuMs = 0;
    const reports: unknown[] = [];
    const timed = (plugin: IPolicyValidationPlugin): IPolicyValidationPlugin => ({
      name: plugin.name,
      validate: (context) => {
        const passed = cpuClock();
        const report = plugin.validate(context);
        cpuMs += passed();
        reports.push(report);
        return { success: true, violations: [] }; // nothing to print
      },
    });
    const shared = new SharedRules();
    Validations.of(app).addPlugins(...packs.map((pack) => timed(variant === 'direct' ? pack : new FastPack(pack, shared))));
    app.synth();
    const findings = reports.flatMap((report: any) => report.violations.flatMap((violation: any) => violation.violatingResources));
    return { cpuMs, findings: findings.length, hash: createHash('sha256').update(JSON.stringify(reports)).digest('hex') };
  });
}

function measure(variant: Variant): Measurement {
  return measureAlone(__filename, variant);
}

function compare(): void {
  const ratios: number[] = [];
  for (let i = 0; i < PAIRS; i++) {
    const direct = measure('direct');
    const fast = measure('fast');
    if (direct.hash !== fast.hash) throw new Error(`not the same findings: ${direct.findings} and ${fast.findings}`);
    ratios.push(direct.cpuMs / fast.cpuMs);
    if (i === 0) console.log(`${FUNCTIONS} functions, the same ${direct.findings} findings of five packs`);
    console.log(`direct ${direct.cpuMs.toFixed(0)} ms, fast ${fast.cpuMs.toFixed(0)} ms, ratio ${ratios[i].toFixed(2)}`);
  }
  printMedian('direct / fast', ratios);
}

if (process.argv[2] === '--one') {
  process.stdout.write(JSON.stringify(measureHere(process.argv[3] as Variant)));
} else {
  compare();
}
