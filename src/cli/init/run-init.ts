import { mkdirSync, writeFileSync } from 'fs';
import { dirname, join } from 'path';
import { Layout } from './layout';
import { baselineCommand, planFor } from './plan';
import type { Step } from './step';
import { clock } from '../../model/clock';
import { isInside } from '../../model/find-templates';
import { ownPackage } from '../../model/own-package';
import { TemplateError } from '../../model/template-error';
import { plain } from '../../report/plain-text';
import { CLEAN, FINDINGS } from '../exit-codes';

/** Half a year, in days: time to work a baseline off. */
const BASELINE_DAYS = 182;

/** Adds what an app lacks, tells each step, and answers with the exit code. */
export function init(folder: string, dryRun: boolean): number {
  const until = dayAfter(clock.today(), BASELINE_DAYS);
  const layout = new Layout(folder);
  const steps = planFor(layout, versions(), until);
  if (!dryRun) steps.forEach((step) => apply(layout, step));
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

function apply({ folder, root }: Layout, { file, outcome }: Step): void {
  if (outcome.kind !== 'change') return;
  const path = join(folder, file);
  try {
    mkdirSync(dirname(path), { recursive: true });
    if (!isInside(root, dirname(path))) throw new Error('a link leads out of the app');
    writeFileSync(path, outcome.text, { flag: outcome.isNew ? 'wx' : 'w' });
  } catch (error) {
    throw new TemplateError(path, 'Unreadable', `it cannot be written: ${(error as Error).message}.`, 'see who may write there, and run it again.');
  }
}

function versions() {
  const { version, peerDependencies } = ownPackage();
  return { own: version, nag: peerDependencies['cdk-nag'] };
}

function dayAfter(day: string, days: number): string {
  return new Date(Date.parse(day) + days * 24 * 60 * 60 * 1000).toISOString().slice(0, 10);
}
