import { Expression, TemplateResource, textOf } from '../../model';
import { pass, unknown } from '../../model/judge';
import type { RuleResult } from '../rule';

/** Judges the last stage that deploys, by it and those before it; a pipeline whose stages are not known is not judged, and one that deploys nothing passes. */
export function lastDeployment(pipeline: TemplateResource, judge: (last: Expression, before: Expression[]) => RuleResult): RuleResult {
  const stages = stagesOf(pipeline);
  if (!stages) return unknown('its stages are not known before deployment');
  const last = stages.map((stage) => actionsOf(stage, 'Deploy').length > 0).lastIndexOf(true);
  return last < 0 ? pass('deploys nothing') : judge(stages[last], stages.slice(0, last));
}

/** `undefined` when a stage, an action or what it is for is not known before deployment. */
export function stagesOf(pipeline: TemplateResource): Expression[] | undefined {
  const stages = pipeline.at('Stages').items();
  const actions = stages.flatMap((stage) => stage.at('Actions').items());
  const isOpen = ({ value }: Expression) => value.kind === 'unknown';
  const isKnown = ![...stages, ...actions, ...actions.map((action) => action.at('ActionTypeId', 'Category'))].some(isOpen);
  return isKnown ? stages : undefined;
}

export function actionsOf(stage: Expression, ...categories: string[]): Expression[] {
  return stage.at('Actions').items().filter((action) => categories.includes(textOf(action.at('ActionTypeId', 'Category').value) ?? ''));
}

export function namesOf(artifacts: Expression): string[] {
  return artifacts.items().flatMap((artifact) => textOf(artifact.at('Name').value) ?? []);
}

/** Whether the names of all artifacts of a list are known before deployment. */
export function areKnown(artifacts: Expression): boolean {
  return artifacts.value.kind !== 'unknown' && artifacts.items().every((artifact) => artifact.value.kind !== 'unknown' && artifact.at('Name').value.kind !== 'unknown');
}

/** When an action of a stage runs; `undefined` where that is not known before deployment. */
export function orderOf(action: Expression): number | undefined {
  const { value } = action.at('RunOrder');
  return value.kind === 'unknown' ? undefined : Number(textOf(value) ?? 1);
}
