import { actionsOf, lastDeployment, namesOf, orderOf } from './deployments';
import { Expression, textOf } from '../../model';
import { fail, pass } from '../../model/judge';
import type { Rule } from '../rule';

/** Rules of a condition that run commands or code on what is released. */
const CHECKS = ['CodeBuild', 'Commands', 'LambdaInvoke'];

export const rule: Rule = {
  id: 'ZT-CODEPIPELINE-006',
  title: 'CodePipeline tests the built artifact before the last deployment',
  severity: 'medium',
  types: ['AWS::CodePipeline::Pipeline'],
  rationale: 'A test of the source does not see what the build made of it. A policy gate, a scan or an integration test has to run on the artifact that is deployed.',
  remediation: 'Add an action of category Test between build and deployment whose InputArtifacts hold the artifact that is deployed, for example cdk-zero-trust gate.',
  check: (pipeline) => lastDeployment(pipeline, (last, before) => {
    const first = Math.min(...actionsOf(last, 'Deploy').map(orderOf));
    const earlier = [...before.flatMap((stage) => stage.at('Actions').items()), ...last.at('Actions').items().filter((action) => orderOf(action) < first)];
    const deployed = actionsOf(last, 'Deploy').flatMap((action) => namesOf(action.at('InputArtifacts')));
    const tested = new Set(earlier.filter((action) => textOf(action.at('ActionTypeId', 'Category').value) === 'Test').flatMap((action) => namesOf(action.at('InputArtifacts'))));
    const isTested = (artifact: string) => originsOf(artifact, earlier).some((one) => tested.has(one));
    if (last.at('BeforeEntry', 'Conditions').items().flatMap((condition) => condition.at('Rules').items()).some(isCheck)) return pass('checked on entry');
    const untested = deployed.filter((artifact) => !isTested(artifact));
    if (deployed.length > 0 && untested.length === 0) return pass('tested');
    return fail('no test of the artifact runs before it is deployed', untested.join(', ') || 'no artifact');
  }),
};

/** An artifact, and what it was made of by builds. What a source gives is tested as such only where it is deployed as such. */
function originsOf(artifact: string, actions: Expression[]): string[] {
  const maker = actions.find((action) => namesOf(action.at('OutputArtifacts')).includes(artifact));
  if (!maker || textOf(maker.at('ActionTypeId', 'Category').value) === 'Source') return [artifact];
  const madeOf = namesOf(maker.at('InputArtifacts')).filter((input) => actions.some((action) => isBuilt(action, input)));
  return [artifact, ...madeOf.flatMap((input) => originsOf(input, actions.filter((action) => action !== maker)))];
}

function isBuilt(action: Expression, artifact: string): boolean {
  return textOf(action.at('ActionTypeId', 'Category').value) !== 'Source' && namesOf(action.at('OutputArtifacts')).includes(artifact);
}

function isCheck(one: Expression): boolean {
  return CHECKS.includes(textOf(one.at('RuleTypeId', 'Provider').value) ?? '');
}
