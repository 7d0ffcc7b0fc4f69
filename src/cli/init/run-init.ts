import { join } from 'path';
import { Layout } from './layout';
import { baselineCommand, planFor } from './plan';
import type { Step } from './step';
import { writeAll } from './write-all';
import { clock } from '../../model/clock';
import { ownPackage } from '../../model/own-package';
import { plain } from '../../report/plain-text';
import { CLEAN, FINDINGS } from '../exit-codes';

/** Half a year, in days: time to work a baseline off. */
const BASELINE_DAYS = 182;

/** Adds what an app lacks, tells each step, and answers with the exit code. */
export function init(folder: string, dryRun: boolean): number {
  const until = dayAfter(clock.today(), BASELINE_DAYS);
  const layout = new Layout(folder);
  const steps = planFor(layout, versions(), until);
  const files = steps.flatMap(({ file, outcome }) => (outcome.kind === 'change' ? [{ ...outcome, path: join(folder, file) }] : []));
  if (!dryRun) writeAll(layout.root, files);
  const lines = [
    ...steps.flatMap((step, i) => [`${i + 1}. ${step.title}`, `   ${step.why}`, ...outcomeLines(step, dryRun), '']),
    'Next',
    '  1. Install the packages.',
    '  2. Run cdk synth. It fails while findings are open, and writes cdk.out all the same.',
    `  3. To begin with what is there: npx ${baselineCommand(until)}`,
    "     and pass it to the call: { baseline: 'baseline.yaml' } in TypeScript, baseline=\"baseline.yaml\" in Python.",
    '',
  ];
  process.stdout.write(lines.map((line) => `${plain(line)}\n`).join(''));
  return steps.some(({ outcome }) => outcome.kind === 'by hand') ? FINDINGS : CLEAN;
}

function outcomeLines({ file, outcome }: Step, dryRun: boolean): string[] {
  if (outcome.kind === 'done') return [`   ${file}: there already`];
  if (outcome.kind === 'by hand') return [`   ${file}: not changed, as ${outcome.because}. Add:`, ...outcome.add.map((line) => `     ${line}`)];
  if (outcome.isNew) return [`   ${file}: ${dryRun ? 'would be written' : 'written'}`];
  return [`   ${file}: ${dryRun ? 'would get' : 'got'}`, ...outcome.added.map((line) => `     ${line}`)];
}

function versions() {
  const { version, peerDependencies } = ownPackage();
  return { own: version, nag: peerDependencies['cdk-nag'] };
}

function dayAfter(day: string, days: number): string {
  return new Date(Date.parse(day) + days * 24 * 60 * 60 * 1000).toISOString().slice(0, 10);
}
