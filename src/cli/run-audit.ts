import { adopt, readAdoption } from './adoption';
import { AuditFormat, AuditOptions, NEVER, TABLE } from './audit-options';
import { CLEAN, FINDINGS, UNUSABLE } from './exit-codes';
import { exitReason } from './exit-reason';
import { rulesFor } from './framework';
import { growSlowly } from './optimiser';
import { Outcome, told } from './outcome';
import { print } from './print';
import { Progress } from './progress';
import { readInputs } from './read-inputs';
import { written } from './written';
import type { graphOf } from '../graph/trust/graph-of';
import { clock } from '../model/clock';
import { LateOptimiser } from '../model/optimiser';
import { readParameterFile } from '../model/parameter-file';
import type { ReadTemplate } from '../model/read-templates';
import type { TemplateError } from '../model/template-error';
import { describeBaseline } from '../report/baseline';
import { collectEvidence, describeProblem, Evidence, isCoverage, judgedNothing, isOpenFrom } from '../report/evidence';
import { withPackFindings } from '../report/packs/pack-faults';
import { readPackViolations } from '../report/packs/pack-findings';
import { plain } from '../report/plain-text';
import { applySettings } from '../report/settings';
import { repositoryAround } from '../report/source-line';
import { withSourceLines } from '../report/source-lines';
import { writeSummary } from '../report/summary';
import { writeTable } from '../report/table';
import { templateWaivers } from '../report/template-waivers';
import { applyWaivers } from '../report/waived';
import type { Tool, Writer } from '../report/writer';
import { isOwnRule } from '../waivers/waiver-terms';

/** Each is loaded when it is asked for, with what it needs. */
const WRITERS: Record<AuditFormat, () => Writer> = {
  json: () => (require('../report/json') as typeof import('../report/json')).writeJson,
  sarif: () => (require('../report/sarif') as typeof import('../report/sarif')).writeSarif,
  csv: () => (require('../report/csv') as typeof import('../report/csv')).writeCsv,
  html: () => (require('../report/html') as typeof import('../report/html')).writeHtml,
  oscal: () => (require('../report/oscal') as typeof import('../report/oscal')).writeOscal,
};

/** Only the page draws it, and the rules may have made it. */
function graphBuilder(): typeof graphOf {
  return (require('../graph/trust/graph-of') as typeof import('../graph/trust/graph-of')).graphOf;
}

/** Audits, writes the report, and answers with the exit code. */
export function audit(paths: string[], options: AuditOptions, tool: Tool): number {
  const outcome = audited(paths, options, tool);
  return outcome === undefined ? UNUSABLE : told(outcome);
}

/** A further report of the same audit. */
export interface Report {
  readonly format: AuditFormat;
  readonly output: string;
}

/** Audits and writes the report. Undefined where it could not be written, which was told. */
export function audited(paths: string[], options: AuditOptions, tool: Tool, further: Report[] = []): Outcome | undefined {
  const { format, output, waivers } = options;
  const list = waivers ? { file: waivers, waivers: waiversIn(waivers) } : undefined;
  const parameters = options.parameters === undefined ? undefined : readParameterFile(options.parameters);
  const adoption = readAdoption(options);
  const progress = new Progress();
  const optimiser = new LateOptimiser();
  progress.tell('reading templates');
  const { templates, problems } = readInputs(paths, options.exclude);
  if (!options.templateWaivers && waivers !== false) tellTemplateWaivers(templates);
  if (templates.length === 0) {
    return { code: nothingJudged(problems), why: 'nothing could be read' };
  }
  growSlowly(templates);
  progress.tell(`judging ${templates.length} templates`);
  const { framework, rules } = rulesFor(options.framework);
  const judged = {
    ...collectEvidence(templates, [...rules, ...adoption.ownRules], {
      required: adoption.required,
      trusted: adoption.trusted,
      trustedOrganizations: adoption.trustedOrganizations,
      parameters,
      ...format === 'html' ? { graph: graphBuilder() } : {},
      unreadable: problems.map(({ message }) => message),
      progress: (done) => {
        optimiser.step();
        progress.tell(`judged by ${done} rules`);
      },
    }),
    framework,
  };
  const rated = applySettings(judged, adoption.settings);
  const waived = waivers === false ? rated : applyWaivers(rated, clock.today(), { list, templates: options.templateWaivers });
  const adopted = adopt(waived, adoption, paths, options);
  const packs = readPackViolations(paths);
  const evidence = withSourceLines(packs ? withPackFindings(adopted, packs) : adopted, repositoryAround(process.cwd()));
  progress.tell('writing the report');
  const table = () => (options.summary ? writeSummary(evidence) : writeTable(evidence, output === undefined && coloured()));
  const report = format === TABLE ? table() : WRITERS[format]()(evidence, tool, clock.today());
  if (output === undefined) print(report);
  else if (!written(output, report)) return undefined;
  for (const one of further) if (!written(one.output, WRITERS[one.format]()(evidence, tool, clock.today()))) return undefined;
  if (format !== TABLE || output !== undefined || options.summary) tellProblems(evidence);
  const code = judgedNothing(evidence) ? nothingJudged(problems) : problems.length > 0 ? UNUSABLE : exitCodeOf(evidence, options);
  return { code, why: exitReason(code, evidence, options, problems.length) };
}

function waiversIn(file: string) {
  const { readWaiverFile } = require('../waivers/waiver-file') as typeof import('../waivers/waiver-file'); // it loads a parser of YAML
  return readWaiverFile(file);
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

/** See no-color.org. */
function coloured(): boolean {
  return process.stdout.isTTY === true && !process.env.NO_COLOR && process.env.TERM !== 'dumb';
}
