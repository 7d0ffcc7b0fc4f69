import { writeFileSync } from 'fs';
import { Command, Option } from 'commander';
import { CLEAN, FINDINGS, UNUSABLE } from './exit-codes';
import { frameworkOption, rulesFor } from './framework';
import { Progress } from './progress';
import { readParameterFile } from '../model/parameter-file';
import { readAll } from '../model/read-templates';
import type { TemplateError } from '../model/template-error';
import { writeCsv } from '../report/csv';
import { collectEvidence, describeProblem, Evidence, isCoverage, isOpenFrom, SEVERITIES } from '../report/evidence';
import { writeHtml } from '../report/html';
import { writeJson } from '../report/json';
import { writeOscal } from '../report/oscal';
import { plain } from '../report/plain-text';
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
  readonly exclude: string[];
  /** A file. */
  readonly parameters?: string;
  readonly allowNotJudged?: boolean;
}

const HELP = `
Reads the directory that cdk synth wrote (cdk.out), and templates in JSON or YAML, of any origin: files, folders of them, and patterns
such as 'stacks/**/*.yaml'. What a rule cannot know before deployment is reported as unknown, and counts as a finding of the rule's
severity; so does what could not be read (ZT-COVERAGE-…: macros, modules, nested stacks by URL). A parameter is read by each of its
AllowedValues; its default may fail a rule and proves nothing, as deployment may pass something else; --parameters says what it passes.
Waivers that ZeroTrust.enforce wrote into the templates, and those of --waivers, let findings through; one that is expired, too broad or
unused does not count, and fails.
The report also tells how many resources each stack has, and what they cost each month before anybody uses them.

Exit codes:
  ${CLEAN}  nothing is open at or over the level of --fail-on
  ${FINDINGS}  something is, a waiver does not count, or a stack has more resources than CloudFormation takes
  ${UNUSABLE}  the input, or some of it, cannot be read (the rest is reported), nothing was judged, or an option, the file of waivers or the
     output cannot be used

Examples:
  cdk-zero-trust audit cdk.out
  cdk-zero-trust audit stacks --exclude 'drafts/**' --parameters prod.json
  cdk-zero-trust audit template.yaml --fail-on medium --waivers waivers.yaml
  cdk-zero-trust audit cdk.out --framework pci-dss --format csv --output pci-dss.csv
  cdk-zero-trust audit cdk.out --format sarif --output zero-trust.sarif`;

export function auditCommand(tool: Tool): Command {
  return new Command('audit')
    .description('judge cloud assemblies and templates')
    .argument('<path...>', 'a cdk.out directory, templates in JSON or YAML, folders of them, or patterns')
    .option('--exclude <pattern...>', 'leave out files and folders of these names or patterns', [])
    .option('--parameters <file>', 'values of the parameters that deployment passes, as the AWS CLI takes them')
    .option('--allow-not-judged', 'let what could not be read or judged (ZT-COVERAGE) pass; it is reported all the same')
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

function audit(paths: string[], options: AuditOptions, tool: Tool): number {
  const { format, output, waivers } = options;
  const list = waivers ? { file: waivers, waivers: readWaiverFile(waivers) } : undefined;
  const parameters = options.parameters === undefined ? undefined : readParameterFile(options.parameters);
  const progress = new Progress();
  progress.tell('reading templates');
  const { templates, problems } = readAll(paths, options.exclude);
  tellUnread(problems);
  if (templates.length === 0) return nothingJudged(problems);
  progress.tell(`judging ${templates.length} templates`);
  const { framework, rules } = rulesFor(options.framework);
  const judged = { ...collectEvidence(templates, rules, { parameters, unreadable: problems.map(({ message }) => message), progress: (done) => progress.tell(`judged by ${done} rules`) }), framework };
  const evidence = waivers === false ? judged : applyWaivers(judged, clock.today(), list);
  progress.tell('writing the report');
  const report = format === 'table' ? writeTable(evidence, output === undefined && coloured()) : WRITERS[format](evidence, tool, clock.today());
  if (output === undefined) process.stdout.write(report);
  else if (!written(output, report)) return UNUSABLE;
  if (format !== 'table' || output !== undefined) tellProblems(evidence);
  if (evidence.items.every(isCoverage)) return nothingJudged(problems);
  return problems.length > 0 ? UNUSABLE : exitCodeOf(evidence, options);
}

function exitCodeOf(evidence: Evidence, { failOn, allowNotJudged }: AuditOptions): number {
  if (failOn === NEVER) return CLEAN;
  const counted = allowNotJudged ? { ...evidence, items: evidence.items.filter((item) => !isCoverage(item)) } : evidence;
  return isOpenFrom(failOn, counted) || evidence.waiverProblems.length > 0 || isTooLarge(evidence) ? FINDINGS : CLEAN;
}

/** A calm page about nothing must not be taken for a good one. */
function nothingJudged(problems: TemplateError[]): number {
  if (problems.length === 0) process.stderr.write('Nothing was judged: no rule looks at anything there. Fix: name templates with resources, or the directory that cdk synth wrote.\n');
  return UNUSABLE;
}

/** The report is about the rest. */
function tellUnread(problems: TemplateError[]): void {
  for (const { message } of problems) process.stderr.write(`${plain(message)}\n`);
}

/** Such a stack cannot be deployed. */
function isTooLarge({ stacks }: Evidence): boolean {
  return stacks.some(({ budget }) => budget?.isOver);
}

/** Where the report is for programs, the reason to fail must be seen too. */
function tellProblems({ waiverProblems }: Evidence): void {
  for (const problem of waiverProblems) process.stderr.write(`${plain(describeProblem(problem))}\n`);
}

function written(path: string, report: string): boolean {
  try {
    writeFileSync(path, report);
    return true;
  } catch (error) {
    process.stderr.write(`${plain(`[${path}] Unwritable: ${(error as Error).message}. Fix: name a file in a directory that exists and may be written to.`)}\n`);
    return false;
  }
}

/** See no-color.org. */
function coloured(): boolean {
  return process.stdout.isTTY === true && !process.env.NO_COLOR && process.env.TERM !== 'dumb';
}
