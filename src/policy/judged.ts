import type { TemplateInput, TemplateModel } from '../model';
import { own } from '../model/json';
import type { Judged } from '../report/evidence';

/** What a pack judged, and what it read for it. @internal */
export interface JudgedAssembly extends Judged {
  readonly inputs: TemplateInput[];
}

/** Whether some templates are those that were judged, in the same order and in all that a verdict may depend on or tell. @internal */
export function areJudged({ inputs, model }: JudgedAssembly, templates: TemplateInput[]): boolean {
  return inputs.length === templates.length && inputs.every((input, i) => isSame(input, templates[i]) && hasPathsOf(templates[i], model.stacks[i]));
}

function isSame(a: TemplateInput, b: TemplateInput): boolean {
  return a.text !== undefined && [a.id, a.name, a.text, a.account, a.region, a.nestedIn?.id, a.nestedIn?.logicalId]
    .every((part, i) => part === [b.id, b.name, b.text, b.account, b.region, b.nestedIn?.id, b.nestedIn?.logicalId][i]);
}

/** Construct paths may come from the app or from the assembly: findings call resources by them. */
function hasPathsOf({ constructPaths }: TemplateInput, { resources }: TemplateModel['stacks'][number]): boolean {
  return [...resources.values()].every(({ path, declaredAs, metadata }) => (
    path === (constructPaths?.get(declaredAs) ?? own(metadata.source, 'aws:cdk:path'))
  ));
}
