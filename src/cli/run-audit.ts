import { writeFileSync } from 'fs';
import { AuditFormat, AuditOptions, NEVER, TABLE } from './audit-options';
import { CLEAN, FINDINGS, UNUSABLE } from './exit-codes';
import { rulesFor } from './framework';
import { Progress } from './progress';
import { readTemplates } from '../model/read-templates';
import { writeCsv } from '../report/csv';
import { collectEvidence, describeProblem, Evidence, isOpenFrom } from '../report/evidence';
import { writeHtml } from '../report/html';
import { writeJson } from '../report/json';
import { writeOscal } from '../report/oscal';
import { writeSarif } from '../report/sarif';
import { writeTable } from '../report/table';
import { applyWaivers } from '../report/waived';
import type { Tool, Writer } from '../report/writer';
import { clock } from '../waivers/clock';
import { readWaiverFile } from '../waivers/waiver-file';

const WRITERS: Record<AuditFormat, Writer> = { json: writeJson, sarif: writeSarif, csv: writeCsv, html: writeHtml, oscal: writeOscal };

/** Audits, writes the report, and answers with the exit code. */
export function audit(paths: string[], { format, output, framework: wanted, failOn, waivers }: AuditOptions, tool: Tool): number {
  const list = waivers ? { file: waivers, waivers: readWaiverFile(waivers) } : undefined;
  const progress = new Progress();
  progress.tell('reading templates');
  const templates = readTemplates(...paths);
  progress.tell(`judging ${templates.length} templates`);
  const { framework, rules } = rulesFor(wanted);
  const judged = { ...collectEvidence(templates, rules, (done) => progress.tell(`judged by ${done} rules`)), framework };
  const evidence = waivers === false ? judged : applyWaivers(judged, clock.today(), list);
  progress.tell('writing the report');
  const report = format === TABLE ? writeTable(evidence, output === undefined && coloured()) : WRITERS[format](evidence, tool, clock.today());
  if (output === undefined) process.stdout.write(report);
  else if (!written(output, report)) return UNUSABLE;
  if (format !== TABLE || output !== undefined) tellProblems(evidence);
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
