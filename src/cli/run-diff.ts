import type { DiffOptions } from './diff';
import { ofOneStack, readVersion } from './diff/read-side';
import { CLEAN, FINDINGS, UNUSABLE } from './exit-codes';
import { optimiseLate } from './optimiser';
import { Outcome, told } from './outcome';
import { print } from './print';
import { written } from './written';
import type { Risk } from '../graph/diff/change';
import { TemplateModel } from '../model';
import { clock } from '../model/clock';
import { readParameterFile } from '../model/parameter-file';
import type { Reading } from '../model/read-templates';
import type { Chunks } from '../report/chunks';
import { readApprovals } from '../report/diff/approvals-file';
import { AppDiff, collectDiff, DiffSide } from '../report/diff/collect-diff';
import { failing, summaryOf } from '../report/diff/describe-diff';
import { writeDiffJson } from '../report/diff/json';
import { writeDiffMarkdown } from '../report/diff/markdown';
import { writeDiffSarif } from '../report/diff/sarif';
import { writeDiffText } from '../report/diff/text';
import { plain } from '../report/plain-text';
import type { Tool } from '../report/writer';
import { readWaiverFile } from '../waivers/waiver-file';

const WRITERS: Record<DiffOptions['format'], (diff: AppDiff, failOn: readonly Risk[], tool: Tool) => Chunks> = {
  text: writeDiffText, markdown: writeDiffMarkdown, sarif: writeDiffSarif, json: writeDiffJson,
};

/** Compares, writes the report, and answers with the exit code. */
export function diff(old: string, current: string, options: DiffOptions, tool: Tool): number {
  const outcome = compared(old, current, options, tool);
  return outcome === undefined ? UNUSABLE : told(outcome);
}

/** Compares and writes the report. Undefined where it could not be written, which was told. */
export function compared(old: string, current: string, options: DiffOptions, tool: Tool): Outcome | undefined {
  const { failOn, format, output } = options;
  const optimise = optimiseLate();
  const approvals = options.approvals === undefined ? [] : readApprovals(options.approvals);
  const readings = ofOneStack([readVersion(old, current), readVersion(current, old)], options.stack);
  for (const { message } of readings.flatMap(({ problems }) => problems)) process.stderr.write(`${plain(message)}\n`);
  const [before, after] = [side(readings[0], options, options.oldWaivers), side(readings[1], options, options.waivers)];
  // half a version compared with a whole one would show what nobody has changed
  if (!before || !after) return { code: UNUSABLE, why: 'not all of both versions could be read' };
  const found = collectDiff(before, after, approvals, clock.today(), optimise);
  const report = WRITERS[format](found, failOn, tool);
  if (output === undefined) print(report);
  else if (!written(output, report)) return undefined;
  for (const problem of found.approvalProblems) process.stderr.write(`${plain(problem)}.\n`);
  const many = failing(found, failOn).length;
  if (many === 0) return { code: CLEAN, why: summaryOf(found, failOn) };
  const kinds = [...new Set(failing(found, failOn).map(({ kind }) => kind))].join(', ');
  return { code: FINDINGS, why: `${many} ${many === 1 ? 'change fails' : 'changes fail'} (${kinds})` };
}

function side({ templates, problems }: Reading, { parameters, trustedAccount }: DiffOptions, waivers?: string): DiffSide | undefined {
  if (problems.length > 0 || templates.length === 0) return undefined;
  const given = parameters === undefined ? undefined : readParameterFile(parameters);
  return { templates, model: new TemplateModel(templates, given, trustedAccount), waivers: waivers === undefined ? [] : readWaiverFile(waivers) };
}
