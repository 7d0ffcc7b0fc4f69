import { CLEAN, FINDINGS, UNUSABLE } from './exit-codes';
import { judgeInputs } from './judge-inputs';
import { Outcome, told } from './outcome';
import { print } from './print';
import type { ThreatModelOptions } from './threat-model';
import { written } from './written';
import { clock } from '../model/clock';
import type { Chunks } from '../report/chunks';
import { describeProblem } from '../report/evidence';
import { plain } from '../report/plain-text';
import { splitWaivers } from '../report/threats/acceptances';
import { CollectedThreats, collectThreats } from '../report/threats/collect-threats';
import { ExistingFile, readComposerFile } from '../report/threats/composer-file';
import { openFrom, summaryLine } from '../report/threats/describe-threats';
import { writeThreatsHtml } from '../report/threats/html';
import { writeThreatsJson } from '../report/threats/json';
import { writeThreatsMarkdown } from '../report/threats/markdown';
import { writeThreatsText } from '../report/threats/text';
import { writeThreatComposer } from '../report/threats/threat-composer';
import type { Tool } from '../report/writer';
import { readWaiverFile } from '../waivers/waiver-file';

type ThreatWriter = (model: CollectedThreats, tool: Tool, existing?: ExistingFile) => Chunks;

const WRITERS: Record<ThreatModelOptions['format'], ThreatWriter> = {
  'text': writeThreatsText,
  'markdown': writeThreatsMarkdown,
  'html': writeThreatsHtml,
  'json': writeThreatsJson,
  'threat-composer': (model, _, existing) => writeThreatComposer(model, existing),
};

/** Models, writes the report, and answers with the exit code. */
export function threatModel(paths: string[], options: ThreatModelOptions, tool: Tool): number {
  const outcome = modelled(paths, options, tool);
  return outcome === undefined ? UNUSABLE : told(outcome);
}

/** Models and writes the report. Undefined where it could not be written, which was told. */
export function modelled(paths: string[], options: ThreatModelOptions, tool: Tool): Outcome | undefined {
  const { format, output, failOn, merge, waivers } = options;
  const { threats: accepted, rules: waived } = splitWaivers(waivers === undefined ? [] : readWaiverFile(waivers));
  const existing = merge === undefined ? undefined : readComposerFile(merge);
  const judged = judgeInputs(paths, { ...options, list: waivers === undefined ? undefined : { file: waivers, waivers: waived } });
  if (!judged) return { code: UNUSABLE, why: 'not all of the input could be read' };
  const { model, evidence } = judged;
  const found = collectThreats(model, evidence, accepted, clock.today());
  const report = WRITERS[format](found, tool, existing);
  if (output === undefined) print(report);
  else if (!written(output, report)) return undefined;
  const wrong = [...found.problems.map((problem) => `${problem}.`), ...evidence.waiverProblems.map(describeProblem)];
  for (const problem of wrong) process.stderr.write(`${plain(problem)}\n`);
  if (failOn === 'never') return { code: CLEAN, why: `--fail-on never; ${summaryLine(found)}` };
  const open = openFrom(found, failOn);
  if (open.length > 0) return { code: FINDINGS, why: `${open.length} open (--fail-on ${failOn}); ${summaryLine(found)}` };
  if (wrong.length === 0) return { code: CLEAN, why: summaryLine(found) };
  return { code: FINDINGS, why: `${wrong.length} ${wrong.length === 1 ? 'acceptance does' : 'acceptances do'} not count` };
}
