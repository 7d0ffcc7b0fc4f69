import { adopt, readAdoption } from './adoption';
import { AuditFormat, AuditOptions, NEVER, TABLE } from './audit-options';
import { CLEAN, FINDINGS, UNUSABLE } from './exit-codes';
import { exitReason } from './exit-reason';
import { rulesFor } from './framework';
import { print } from './print';
import { Progress } from './progress';
import { readParameterFile } from '../model/parameter-file';
import { readAll, ReadTemplate } from '../model/read-templates';
import type { TemplateError } from '../model/template-error';
import { describeBaseline } from '../report/baseline';
import type { Chunks } from '../report/chunks';
import { writeCsv } from '../report/csv';
import { collectEvidence, describeProblem, Evidence, isCoverage, judgedNothing, isOpenFrom } from '../report/evidence';
import { writeHtml } from '../report/html';
import { writeJson } from '../report/json';
import { writeOscal } from '../report/oscal';
import { withPackFindings } from '../report/packs/pack-faults';
import { readPackViolations } from '../report/packs/pack-findings';
import { plain } from '../report/plain-text';
import { writeSarif } from '../report/sarif';
import { applySettings } from '../report/settings';
import { writeSummary } from '../report/summary';
import { writeTable } from '../report/table';
import { templateWaivers } from '../report/template-waivers';
import { applyWaivers } from '../report/waived';
import { writeReport } from '../report/write-report';
import type { Tool, Writer } from '../report/writer';
import { clock } from '../waivers/clock';
import { readWaiverFile } from '../waivers/waiver-file';
import { isOwnRule } from '../waivers/waiver-terms';

const WRITERS: Record<AuditFormat, Writer> = { json: writeJson, sarif: writeSarif, csv: writeCsv, html: writeHtml, oscal: writeOscal };

/** Audits, writes the report, and answers with the exit code. */
export function audit(paths: string[], options: AuditOptions, tool: Tool): number {
  const { format, output, waivers } = options;
  const list = waivers ? { file: waivers, waivers: readWaiverFile(waivers) } : undefined;
  const parameters = options.parameters === undefined ? undefined : readParameterFile(options.parameters);
  const adoption = readAdoption(options);
  const progress = new Progress();
  progress.tell('reading templates');
  const { templates, problems } = readAll(paths, options.exclude);
  tellUnread(problems);
  if (!options.templateWaivers && waivers !== false) tellTemplateWaivers(templates);
  if (templates.length === 0) {
    const code = nothingJudged(problems);
    process.stderr.write(`Exit ${code}: nothing could be read.\n`);
    return code;
  }
  progress.tell(`judging ${templates.length} templates`);
  const { framework, rules } = rulesFor(options.framework);
  const judged = {
    ...collectEvidence(templates, [...rules, ...adoption.ownRules], {
      required: adoption.required, trusted: adoption.trusted, parameters, unreadable: problems.map(({ message }) => message), progress: (done) => progress.tell(`judged by ${done} rules`),
    }),
    framework,
  };
  const rated = applySettings(judged, adoption.settings);
  const waived = waivers === false ? rated : applyWaivers(rated, clock.today(), { list, templates: options.templateWaivers });
  const adopted = adopt(waived, adoption, paths, options);
  const packs = readPackViolations(paths);
  const evidence = packs ? withPackFindings(adopted, packs) : adopted;
  progress.tell('writing the report');
  const table = () => (options.summary ? writeSummary(evidence) : writeTable(evidence, output === undefined && coloured()));
  const report = format === TABLE ? table() : WRITERS[format](evidence, tool, clock.today());
  if (output === undefined) print(report);
  else if (!written(output, report)) return UNUSABLE;
  if (format !== TABLE || output !== undefined || options.summary) tellProblems(evidence);
  const code = judgedNothing(evidence) ? nothingJudged(problems) : problems.length > 0 ? UNUSABLE : exitCodeOf(evidence, options);
  process.stderr.write(exitReason(code, evidence, options, problems.length));
  return code;
}

function exitCodeOf(evidence: Evidence, { failOn, allowNotJudged }: AuditOptions): number {
  if (failOn === NEVER) return CLEAN;
  const counted = allowNotJudged ? { ...evidence, items: evidence.items.filter((item) => !isCoverage(item)) } : evidence;
  return isOpenFrom(failOn, counted) || evidence.waiverProblems.length > 0 || isTooLarge(evidence) ? FINDINGS : CLEAN;
}

/** A calm page about nothing must not be taken for a good one. */
function nothingJudged(problems: TemplateError[]): number {
  if (problems.length === 0) {
    process.stderr.write('Nothing was judged: no rule looks at anything there. Remediation: name templates with resources, or the directory that cdk synth wrote.\n');
  }
  return UNUSABLE;
}

/** The report is about the rest. */
function tellUnread(problems: TemplateError[]): void {
  for (const { message } of problems) process.stderr.write(`${plain(message)}\n`);
}

/** A waiver without effect would puzzle those who gave it. */
function tellTemplateWaivers(templates: ReadTemplate[]): void {
  const inTemplates = templates.flatMap((template) => templateWaivers(template));
  const many = inTemplates.filter(({ waiver }) => waiver.rule === undefined || isOwnRule(waiver.rule)).length;
  if (many === 0) return;
  const one = many === 1;
  process.stderr.write(`${many} ${one ? 'waiver' : 'waivers'} of the templates themselves ${one ? 'does' : 'do'} not count: --template-waivers makes ${one ? 'it' : 'them'}.\n`);
}

/** Such a stack cannot be deployed. */
function isTooLarge({ stacks }: Evidence): boolean {
  return stacks.some(({ budget }) => budget?.isOver);
}

/** Where the report is for programs, the reason to fail must be seen too. */
function tellProblems({ baseline, waiverProblems }: Evidence): void {
  for (const sentence of baseline ? describeBaseline(baseline) : []) process.stderr.write(`${plain(sentence)}.\n`);
  for (const problem of waiverProblems) process.stderr.write(`${plain(describeProblem(problem))}\n`);
}

function written(path: string, report: Chunks): boolean {
  try {
    writeReport(path, report);
    return true;
  } catch (error) {
    process.stderr.write(`${plain(`[${path}] Unwritable: ${(error as Error).message}. Remediation: name a file in a directory that exists and may be written to.`)}\n`);
    return false;
  }
}

/** See no-color.org. */
function coloured(): boolean {
  return process.stdout.isTTY === true && !process.env.NO_COLOR && process.env.TERM !== 'dumb';
}
