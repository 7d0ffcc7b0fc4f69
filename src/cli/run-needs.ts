import { CLEAN, FINDINGS, UNUSABLE } from './exit-codes';
import { readInputs } from './read-inputs';
import { FunctionCode } from '../graph/needs/function-code';
import { needsOf } from '../graph/needs/function-needs';
import { TemplateModel } from '../model/template-model';
import { needsAsJson, needsAsTable } from '../report/needs';

/** Lists what functions need, and answers with the exit code. */
export function listNeeds(paths: string[], exclude: string[], format: string): number {
  const { templates, problems } = readInputs(paths, exclude);
  const needs = needsOf(new TemplateModel(templates).ofType('AWS::Lambda::Function'), new FunctionCode(templates));
  process.stdout.write(format === 'json' ? needsAsJson(needs) : needsAsTable(needs));
  if (templates.length === 0 || problems.length > 0) return UNUSABLE;
  return needs.some(({ unused, missing }) => [...unused, ...missing].some(({ certain }) => certain)) ? FINDINGS : CLEAN;
}
