/**
 * CPU of ZeroTrust.enforce over 550 SecureFunctions, its own rules alone, without reports and with one in JSON: whole processes in turn, the ratio of
 * each pair, of all that runs at and after synthesis. Run: npx tsx --tsconfig examples/tsconfig.json bench/reports.ts
 */
import { App } from 'aws-cdk-lib';
import { addSecureFunctions } from './many-functions';
import { cpuClock, measureAlone, printMedian, withOutdir } from './paired';
import { FindingSeverity, ReportFormat, ZeroTrust } from '../src';

const FUNCTIONS = 550;
const PAIRS = 3;

function measureHere(variant: string): { readonly cpuMs: number } {
  return withOutdir((outdir) => {
    if (!process.env.DBG) process.stderr.write = () => true; // warnings of the queues that the functions send to
    const passed = cpuClock();
    const app = new App({ outdir, analyticsReporting: false, context: { 'aws:cdk:enable-path-metadata': true } });
    addSecureFunctions(app, FUNCTIONS);
    ZeroTrust.enforce(app, { packs: [], quiet: true, failOn: FindingSeverity.CRITICAL, reports: variant === 'reports' ? [ReportFormat.JSON] : [] });
    app.synth();
    return { cpuMs: passed() };
  });
}

function compare(): void {
  const ratios = Array.from({ length: PAIRS }, () => {
    const [without, with_] = ['none', 'reports'].map((variant) => measureAlone(__filename, variant).cpuMs as number);
    console.log(`without reports ${without.toFixed(0)} ms, with one in JSON ${with_.toFixed(0)} ms, ratio ${(with_ / without).toFixed(2)}`);
    return with_ / without;
  });
  printMedian('with a report / without', ratios);
}

if (process.argv[2] === '--one') process.stdout.write(JSON.stringify(measureHere(process.argv[3])));
else compare();
