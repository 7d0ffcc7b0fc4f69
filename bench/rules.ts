/**
 * CPU of this library's own rules at synth, over an app of about 2,800 resources: as such, and as a share of that app's synth; then how
 * it grows to 30,000 resources. Whole processes for the first, the median counts. Run: npm run bench
 */
import { App, IPolicyValidationPlugin, Validations } from 'aws-cdk-lib';
import { addSecureFunctions } from './many-functions';
import { cpuClock, measureAlone, median, printMedian, withOutdir } from './paired';
import { TemplateInput, TemplateModel } from '../src/model';
import { ZeroTrustChecks } from '../src/policy/zero-trust-checks';
import { evaluate, RULES } from '../src/rules';

const FUNCTIONS = 550;
const RUNS = 7;
const COPIES = [1, 2, 4, 8, 11];
const ROUNDS = 3;
/** As the CDK's command line sets it. */
const CONTEXT = { '@aws-cdk/core:failSynthOnValidationErrors': false, 'aws:cdk:enable-path-metadata': true };

interface Measurement { readonly rulesMs: number; readonly synthMs: number; readonly resources: number; readonly verdicts: number }
interface Growth { readonly resources: number; readonly cpuMs: number }

function build(outdir: string): App {
  const app = new App({ outdir, analyticsReporting: false, context: CONTEXT });
  addSecureFunctions(app, FUNCTIONS);
  return app;
}

/** The pack as an app has it, reading of templates included. */
function atSynth(): Measurement {
  return withOutdir((outdir) => {
    let rulesMs = 0;
    const whole = cpuClock();
    const app = build(outdir);
    const pack = new ZeroTrustChecks(app);
    const timed: IPolicyValidationPlugin = {
      name: pack.name,
      validate: (context) => {
        const passed = cpuClock();
        pack.validate(context);
        rulesMs += passed();
        return { success: true, violations: [] }; // nothing to print
      },
    };
    Validations.of(app).addPlugins(timed);
    const { stacks } = app.synth();
    const synthMs = whole() - rulesMs;
    const model = new TemplateModel(stacks.map(({ id, stackName, template }) => ({ id, name: stackName, template })));
    return { rulesMs, synthMs, resources: model.resources.length, verdicts: evaluate(model, RULES).length };
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

function report(): void {
  const runs: Measurement[] = Array.from({ length: RUNS }, () => measureAlone(__filename, 'synth'));
  console.log(`${RULES.length} rules, ${runs[0].resources} resources, ${runs[0].verdicts} verdicts`);
  for (const { rulesMs, synthMs } of runs) {
    console.log(`rules ${rulesMs.toFixed(0)} ms, synth without them ${synthMs.toFixed(0)} ms, ratio ${(rulesMs / synthMs).toFixed(3)}`);
  }
  console.log(`rules: median ${median(runs.map(({ rulesMs }) => rulesMs)).toFixed(0)} ms CPU`);
  printMedian('rules / synth', runs.map(({ rulesMs, synthMs }) => rulesMs / synthMs), 3);
  const points: Growth[] = measureAlone(__filename, 'growth');
  for (const { resources, cpuMs } of points) console.log(`${resources} resources: ${cpuMs.toFixed(0)} ms`);
  console.log(`exponent: ${exponent(points).toFixed(2)}`);
}

if (process.argv[2] === '--one') {
  process.stdout.write(JSON.stringify(process.argv[3] === 'growth' ? growth() : atSynth()));
} else {
  report();
}
