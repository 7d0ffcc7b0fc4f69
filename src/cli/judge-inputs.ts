import { optimiseLate } from './optimiser';
import { readInputs } from './read-inputs';
import { TemplateModel } from '../model';
import { clock } from '../model/clock';
import { readParameterFile } from '../model/parameter-file';
import { collectEvidence, Evidence } from '../report/evidence';
import { applyWaivers, WaiverList } from '../report/waived';
import { evaluate, judgeCoverage, Rule, RULES } from '../rules';

/** What every command that reports on top of verdicts takes from the command line. */
export interface JudgeOptions {
  /** Files. */
  readonly waivers?: string;
  readonly parameters?: string;
  readonly templateWaivers?: boolean;
  readonly trustedAccount: string[];
  readonly exclude: string[];
}

/** What is judged, and how. */
export interface JudgeInputs extends Partial<Omit<JudgeOptions, 'waivers'>> {
  /** Of a file, with its name. */
  readonly list?: WaiverList;
  readonly rules?: Rule[];
}

/** The model and the verdicts, waivers applied; `undefined` when some of the input could not be read: a report on a part would look like one on all. */
export function judgeInputs(paths: string[], options: JudgeInputs): { readonly model: TemplateModel; readonly evidence: Evidence } | undefined {
  const { parameters, list, rules = RULES } = options;
  const optimise = optimiseLate();
  const { templates, problems } = readInputs(paths, options.exclude);
  if (problems.length > 0 || templates.length === 0) return undefined;
  const model = new TemplateModel(templates, parameters === undefined ? undefined : readParameterFile(parameters), options.trustedAccount);
  const verdicts = rules.flatMap((rule) => {
    optimise();
    return evaluate(model, [rule]);
  });
  const found = { model, verdicts, coverage: judgeCoverage(model), capabilities: [] };
  const judged = collectEvidence(templates, rules, { judged: found });
  return { model, evidence: applyWaivers(judged, clock.today(), { list, templates: options.templateWaivers }) };
}
