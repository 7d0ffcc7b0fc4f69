import { existsSync, readdirSync, rmSync } from 'fs';
import { join, relative } from 'path';
import { App, AppProps } from 'aws-cdk-lib';
import { TemplateModel } from '../../src/model';
import { readTemplates } from '../../src/model/read-templates';
import { PackReport, readReport } from '../../src/policy/validation-report';
import { inUsd, summariseStacks } from '../../src/report/stacks';
import { DeclaredEdges } from 'cdk-zero-trust';

/** Packs that found nothing are not in the report. */
const JUDGES = ['AwsSolutions', 'Serverless', 'HIPAA.Security', 'NIST.800.53.R5', 'PCI.DSS.321', 'ZeroTrust', 'CloudFormation Validate'];

/** Makes the app of an example, with all its judges. */
type Example = (props: AppProps) => App;

/**
 * Synthesises an example with every judge on, and prints what an engineer, a platform team and an auditor ask first.
 * The process exits with 1 when a finding is open.
 */
export function demonstrate(example: Example, folder: string): void {
  const started = Date.now();
  const outdir = join(folder, 'cdk.out');
  rmSync(outdir, { recursive: true, force: true }); // the report of an earlier run would speak for one that failed
  const app = example({ outdir });
  let failure: unknown;
  try {
    app.synth();
  } catch (error) {
    failure = error;
  }
  if (failure && !existsSync(join(outdir, 'validation-report.json'))) throw failure;
  const reports = readReport(app);

  printStacks(outdir);
  printEdges(app);
  const open = printFindings(reports);
  printAcknowledgements(reports);
  printFiles(outdir);
  console.log(`\nSynthesised and judged in ${((Date.now() - started) / 1000).toFixed(1)} s. ${open} open findings.`);
  process.exitCode = open > 0 || failure ? 1 : 0;
}

/** Those of stages too: their templates are in assemblies of their own. */
function printStacks(outdir: string): void {
  heading('Stacks: fixed cost a month at list prices, usage comes on top');
  const stacks = summariseStacks(new TemplateModel(readTemplates(outdir)));
  table(stacks.map(({ name, resources, fixed }) => [name, `${resources} resources`, inUsd(fixed.monthlyUsd)]));
}

function printEdges(app: App): void {
  heading('Edges: who may do what to whom');
  table(DeclaredEdges.of(app).map(({ caller, intent, target, actions }) => [caller, intent, target, actions.join(' ')]));
}

function printFindings(reports: PackReport[]): number {
  heading('Findings');
  const named = [...new Set([...JUDGES, ...reports.map((report) => report.pack)])];
  table(named.map((pack) => {
    const report = reports.find((r) => r.pack === pack);
    return [pack, `${report?.open.length ?? 0} open`, `${report?.acknowledged.length ?? 0} acknowledged`];
  }));
  const open = reports.flatMap((report) => report.open);
  for (const finding of open) console.log(`\n  ${finding.severity} ${finding.rule}\n    at ${finding.path}\n    ${finding.description}`);
  return open.length;
}

function printAcknowledgements(reports: PackReport[]): void {
  const acknowledged = reports.flatMap((report) => report.acknowledged);
  heading('Structural acknowledgements: findings that no configuration removes, and the rule that proves the safeguard');
  table(acknowledged.filter((a) => a.provedBy).map((a) => [a.rule, a.path, a.provedBy!]));
  heading('Waivers: findings that somebody accepted');
  const waived = acknowledged.filter((a) => !a.provedBy);
  table(waived.length > 0 ? waived.map((a) => [a.rule, a.path, a.reason]) : [['none']]);
}

function printFiles(outdir: string): void {
  heading('Files');
  const files = readdirSync(outdir).filter((file) => /\.template\.json$|^validation-report\.json$/.test(file)).sort();
  table(files.map((file) => [relative(process.cwd(), join(outdir, file))]));
}

function heading(text: string): void {
  console.log(`\n${text}\n${'-'.repeat(text.length)}`);
}

function table(rows: string[][]): void {
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column].length))) ?? [];
  for (const row of rows) console.log(`  ${row.map((cell, column) => cell.padEnd(widths[column])).join('  ')}`.trimEnd());
}
