import { writeFileSync } from 'fs';
import { Command, Option } from 'commander';
import { CLEAN, FINDINGS, UNUSABLE } from './exit-codes';
import { frameworkOption, rulesFor } from './framework';
import { Progress } from './progress';
import { readTemplates } from '../model/read-templates';
import { writeCsv } from '../report/csv';
import { collectEvidence, describeProblem, Evidence, isOpenFrom, SEVERITIES } from '../report/evidence';
import { writeHtml } from '../report/html';
import { writeJson } from '../report/json';
import { writeOscal } from '../report/oscal';
import { writeSarif } from '../report/sarif';
import { writeTable } from '../report/table';
import { applyWaivers } from '../report/waived';
import type { Tool, Writer } from '../report/writer';
import type { Severity } from '../rules';
import { clock } from '../waivers/clock';
import { readWaiverFile } from '../waivers/waiver-file';

const WRITERS: Record<string, Writer> = { json: writeJson, sarif: writeSarif, csv: writeCsv, html: writeHtml, oscal: writeOscal };
const NEVER = 'never';

interface AuditOptions {
  readonly format: string;
  readonly output?: string;
  readonly framework?: string;
  readonly failOn: Severity | typeof NEVER;
  /** A file; `false` for none at all, not even those that the templates tell. */
  readonly waivers?: string | false;
}

const HELP = `
Reads the directory that cdk synth wrote (cdk.out), and templates in JSON or YAML, of any origin. What a rule cannot know before
deployment is reported as unknown, and counts as a finding of the rule's severity. Waivers that ZeroTrust.enforce wrote into the
templates, and those of --waivers, let findings through; one that is expired, too broad or unused does not count, and fails.
The report also tells how many resources each stack has, and what they cost each month before any use.

Exit codes:
  ${CLEAN}  nothing is open at or over the level of --fail-on
  ${FINDINGS}  something is, a waiver does not count, or a stack has more resources than CloudFormation takes
  ${UNUSABLE}  the input, an option, the file of waivers or the output cannot be used

Examples:
  cdk-zero-trust audit cdk.out
  cdk-zero-trust audit template.yaml --fail-on medium --waivers waivers.yaml
  cdk-zero-trust audit cdk.out --framework pci-dss --format csv --output pci-dss.csv
  cdk-zero-trust audit cdk.out --format sarif --output zero-trust.sarif`;

export function auditCommand(tool: Tool): Command {
  return new Command('audit')
    .description('judge cloud assemblies and templates')
    .argument('<path...>', 'a cdk.out directory, or templates in JSON or YAML')
    .addOption(new Option('--format <format>', 'how to report').choices(['table', ...Object.keys(WRITERS)]).default('table'))
    .option('--output <file>', 'write the report to a file instead of standard output')
    .addOption(new Option('--fail-on <severity>', 'the mildest severity that fails').choices([...SEVERITIES, NEVER]).default('high'))
    .addOption(frameworkOption('judge by the rules that serve a framework, and name its controls only'))
    .option('--waivers <file>', 'a YAML file with accepted findings, as ZeroTrust.enforce takes it')
    .option('--no-waivers', 'show every finding: leave out the waivers that the templates tell, too')
    .addHelpText('after', HELP)
    .action((paths: string[], options: AuditOptions) => {
      process.exitCode = audit(paths, options, tool);
    });
}

function audit(paths: string[], { format, output, framework: wanted, failOn, waivers }: AuditOptions, tool: Tool): number {
  const list = waivers ? { file: waivers, waivers: readWaiverFile(waivers) } : undefined;
  const progress = new Progress();
  progress.tell('reading templates');
  const templates = readTemplates(...paths);
  progress.tell(`judging ${templates.length} templates`);
  const { framework, rules } = rulesFor(wanted);
  const judged = { ...collectEvidence(templates, rules, (done) => progress.tell(`judged by ${done} rules`)), framework };
  const evidence = waivers === false ? judged : applyWaivers(judged, clock.today(), list);
  progress.tell('writing the report');
  const report = format === 'table' ? writeTable(evidence, output === undefined && coloured()) : WRITERS[format](evidence, tool, clock.today());
  if (output === undefined) process.stdout.write(report);
  else if (!written(output, report)) return UNUSABLE;
  if (format !== 'table' || output !== undefined) tellProblems(evidence);
  return failOn !== NEVER && (isOpenFrom(failOn, evidence) || evidence.waiverProblems.length > 0 || isTooLarge(evidence)) ? FINDINGS : CLEAN;
}

/** Such a stack cannot be deployed. */
function isTooLarge({ stacks }: Evidence): boolean {
  return stacks.some(({ budget }) => budget?.isOver);
}

/** Where the report is for programs, the reason to fail must be seen too. */
function tellProblems({ waiverProblems }: Evidence): void {
  for (const problem of waiverProblems) process.stderr.write(`${describeProblem(problem)}\n`);
}

function written(path: string, report: string): boolean {
  try {
    writeFileSync(path, report);
    return true;
  } catch (error) {
    process.stderr.write(`[${path}] Unwritable: ${(error as Error).message}. Remediation: name a file in a directory that exists and may be written to.\n`);
    return false;
  }
}

/** See no-color.org. */
function coloured(): boolean {
  return process.stdout.isTTY === true && !process.env.NO_COLOR && process.env.TERM !== 'dumb';
}
