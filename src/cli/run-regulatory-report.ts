import { CLEAN, FINDINGS, UNUSABLE } from './exit-codes';
import { judgeInputs } from './judge-inputs';
import { told } from './outcome';
import { print } from './print';
import type { RegulatoryOptions } from './regulatory-report';
import { written } from './written';
import { frameworkOf } from '../frameworks';
import { clock } from '../model/clock';
import { manualControls } from '../model/manual-control';
import { describeProblem } from '../report/evidence';
import { plain } from '../report/plain-text';
import { collectRegulatory, openArticles, summaryOf } from '../report/regulatory/collect';
import { writeRegulatoryHtml } from '../report/regulatory/html';
import { writeRegulatoryMarkdown } from '../report/regulatory/markdown';
import type { Tool } from '../report/writer';
import { readWaiverFile } from '../waivers/waiver-file';

/** Judges, writes the report, and answers with the exit code. */
export function regulatoryReport(paths: string[], options: RegulatoryOptions, tool: Tool): number {
  const { format, output, waivers, framework, failOn } = options;
  const list = waivers === undefined ? undefined : { file: waivers, waivers: readWaiverFile(waivers) };
  const judged = judgeInputs(paths, { ...options, list });
  if (!judged) return told({ code: UNUSABLE, why: 'not all of the input could be read' });
  const { model, evidence } = judged;
  const report = collectRegulatory(evidence, frameworkOf(framework)!, manualControls(model), clock.today());
  const text = format === 'html' ? writeRegulatoryHtml(report, tool) : writeRegulatoryMarkdown(report);
  if (output === undefined) print(text);
  else if (!written(output, text)) return UNUSABLE;
  for (const problem of evidence.waiverProblems) process.stderr.write(`${plain(describeProblem(problem))}\n`);
  const isOpen = openArticles(report).length > 0 || evidence.waiverProblems.length > 0;
  return told({ code: isOpen && failOn === 'open' ? FINDINGS : CLEAN, why: summaryOf(report) });
}
