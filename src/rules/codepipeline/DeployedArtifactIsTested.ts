import { actionsOf, areKnown, lastDeployment, namesOf, orderOf } from './deployments';
import { Expression, textOf } from '../../model';
import { fail, pass, unknown } from '../../model/judge';
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
    const deployments = actionsOf(last, 'Deploy');
    const orders = deployments.map(orderOf);
    // of unknown order, it may run after what is deployed
    const first = orders.includes(undefined) ? -Infinity : Math.min(...orders as number[]);
    const beside = last.at('Actions').items();
    const earlier = [...before.flatMap((stage) => stage.at('Actions').items()), ...beside.filter((action) => (orderOf(action) ?? Infinity) < first)];
    const deployed = deployments.flatMap((action) => namesOf(action.at('InputArtifacts')));
    const tested = new Set(earlier.filter((action) => textOf(action.at('ActionTypeId', 'Category').value) === 'Test').flatMap((action) => namesOf(action.at('InputArtifacts'))));
    const isTested = (artifact: string) => originsOf(artifact, earlier).some((one) => tested.has(one));
    const checks = last.at('BeforeEntry', 'Conditions').items().flatMap((condition) => condition.at('Rules').items());
    if (checks.some(isCheck)) return pass('checked on entry');
    const untested = deployed.filter((artifact) => !isTested(artifact));
    const isKnown = deployments.every((action) => areKnown(action.at('InputArtifacts')));
    if (isKnown && deployed.length > 0 && untested.length === 0) return pass('tested');
    const isOpen = [...earlier, ...beside].some((action) => !areKnown(action.at('InputArtifacts')) || !areKnown(action.at('OutputArtifacts')) || orderOf(action) === undefined)
      || checks.some((one) => one.at('RuleTypeId', 'Provider').value.kind === 'unknown');
    if (isOpen) return unknown('what is tested, and what is deployed, is not known before deployment');
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
