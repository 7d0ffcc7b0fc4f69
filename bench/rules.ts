/**
 * CPU and wall-clock time of this library's own rules at synth, over an app of about 2,800 resources: as such, as a share of that app's synth, and as a share
 * of its synth with five packs of cdk-nag; then how the rules grow to 30,000 resources. Whole processes in turn, the median counts. Run: npm run bench
 */
import { App, IPolicyValidationPlugin, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks, HIPAASecurityChecks, NIST80053R5Checks, PCIDSS321Checks, ServerlessChecks } from 'cdk-nag';
import { addSecureFunctions } from './many-functions';
import { cpuClock, measureAlone, median, printMedian, withOutdir } from './paired';
import { TemplateInput, TemplateModel } from '../src/model';
import { FastPack } from '../src/policy/fast-pack';
import { SharedRules } from '../src/policy/shared-rules';
import { ZeroTrustChecks } from '../src/policy/zero-trust-checks';
import { evaluate, RULES } from '../src/rules';

const FUNCTIONS = 550;
const RUNS = 5;
const COPIES = [1, 2, 4, 8, 11];
const ROUNDS = 3;
/** As the CDK's command line sets it. */
const CONTEXT = { '@aws-cdk/core:failSynthOnValidationErrors': false, 'aws:cdk:enable-path-metadata': true };

interface Times { readonly cpuMs: number; readonly wallMs: number }
interface Measurement { readonly rules: Times; readonly synth: Times; readonly resources: number; readonly verdicts: number }
interface Growth { readonly resources: number; readonly cpuMs: number }

function build(outdir: string): App {
  const app = new App({ outdir, analyticsReporting: false, context: CONTEXT });
  addSecureFunctions(app, FUNCTIONS);
  return app;
}

function clock(): () => Times {
  const [cpu, before] = [cpuClock(), process.hrtime.bigint()];
  return () => ({ cpuMs: cpu(), wallMs: Number(process.hrtime.bigint() - before) / 1e6 });
}

/** The pack as an app has it, reading of templates included; packs of cdk-nag are as `ZeroTrust.enforce` runs them, and part of the synth. */
function atSynth(withPacks: boolean): Measurement {
  return withOutdir((outdir) => {
    let rules: Times = { cpuMs: 0, wallMs: 0 };
    const whole = clock();
    const app = build(outdir);
    const quiet = (plugin: IPolicyValidationPlugin, told: (times: Times) => void): IPolicyValidationPlugin => ({
      name: plugin.name,
      validate: (context) => {
        const passed = clock();
        plugin.validate(context);
        told(passed());
        return { success: true, violations: [] }; // nothing to print
      },
    });
    const shared = new SharedRules();
    const packs = !withPacks ? [] : [AwsSolutionsChecks, ServerlessChecks, HIPAASecurityChecks, NIST80053R5Checks, PCIDSS321Checks]
      .map((Pack) => quiet(new FastPack(new Pack(app, { verbose: true }), shared), () => {}));
    Validations.of(app).addPlugins(...packs, quiet(new ZeroTrustChecks(app), (times) => { rules = times; }));
    const { stacks } = app.synth();
    const { cpuMs, wallMs } = whole();
    const model = new TemplateModel(stacks.map(({ id, stackName, template }) => ({ id, name: stackName, template })));
    return {
      rules,
      synth: { cpuMs: cpuMs - rules.cpuMs, wallMs: wallMs - rules.wallMs },
      resources: model.resources.length,
      verdicts: evaluate(model, RULES).length,
    };
  });
}

/** The same templates several times over, as apps of many stacks have them. */
function growth(): Growth[] {
  return withOutdir((outdir) => {
    const texts = build(outdir).synth().stacks.map(({ id, template }) => ({ id, text: JSON.stringify(template) }));
    const measure = (copies: number): Growth => {
      const passed = cpuClock();
      const inputs = Array.from({ length: copies }, (_, copy) => texts.map(({ id, text }): TemplateInput => (
        { id: `${id}-${copy}`, name: `${id}-${copy}`, template: JSON.parse(text) }))).flat();
      const model = new TemplateModel(inputs);
      evaluate(model, RULES);
      return { resources: model.resources.length, cpuMs: passed() };
    };
    measure(COPIES[0]); // what the engine compiles once is no growth
    return COPIES.map((copies) => {
      const rounds = Array.from({ length: ROUNDS }, () => measure(copies));
      return { resources: rounds[0].resources, cpuMs: median(rounds.map(({ cpuMs }) => cpuMs)) };
    });
  });
}

/** The slope of the line through the logarithms, by least squares. */
function exponent(points: Growth[]): number {
  const logs = points.map(({ resources, cpuMs }) => ({ x: Math.log(resources), y: Math.log(cpuMs) }));
  const mean = (of: 'x' | 'y') => logs.reduce((sum, point) => sum + point[of], 0) / logs.length;
  const [x, y] = [mean('x'), mean('y')];
  return logs.reduce((sum, point) => sum + (point.x - x) * (point.y - y), 0) / logs.reduce((sum, point) => sum + (point.x - x) ** 2, 0);
}

const SHARES = { 'synth': 'synth', 'with-packs': 'synth with five packs' };

function report(): void {
  const runs = new Map(Object.keys(SHARES).map((variant): [string, Measurement[]] => [variant, []]));
  for (let i = 0; i < RUNS; i++) for (const [variant, found] of runs) found.push(measureAlone(__filename, variant));
  const [first] = runs.get('synth')!;
  console.log(`${RULES.length} rules, ${first.resources} resources, ${first.verdicts} verdicts`);
  for (const [variant, what] of Object.entries(SHARES)) {
    const found = runs.get(variant)!;
    const of = (get: (one: Measurement) => number) => median(found.map(get)).toFixed(0);
    console.log(`rules: median ${of(({ rules }) => rules.cpuMs)} ms CPU, ${of(({ rules }) => rules.wallMs)} ms wall; ${what} without them: ${of(({ synth }) => synth.cpuMs)} ms CPU, ${of(({ synth }) => synth.wallMs)} ms wall`);
    printMedian(`rules / ${what}, CPU`, found.map(({ rules, synth }) => rules.cpuMs / synth.cpuMs), 3);
    printMedian(`rules / ${what}, wall`, found.map(({ rules, synth }) => rules.wallMs / synth.wallMs), 3);
  }
  const points: Growth[] = measureAlone(__filename, 'growth');
  for (const { resources, cpuMs } of points) console.log(`${resources} resources: ${cpuMs.toFixed(0)} ms`);
  console.log(`exponent: ${exponent(points).toFixed(2)}`);
}

if (process.argv[2] === '--one') {
  process.stdout.write(JSON.stringify(process.argv[3] === 'growth' ? growth() : atSynth(process.argv[3] === 'with-packs')));
} else {
  report();
}
