import { isObject, JsonObject, objectOrEmpty, own } from './json';
import { translateSam } from './sam';

const SAM = 'AWS::Serverless-2016-10-31';

/** What CloudFormation makes of a template only when it deploys, so that no rule sees it: a sentence for each kind. */
export function notJudgedIn(template: JsonObject): string[] {
  const resources = Object.entries(objectOrEmpty(template.Resources));
  const odd = resources.filter(([, resource]) => !isObject(resource) || typeof own(resource, 'Type') !== 'string');
  const macros = transformsOf(template).filter((name) => name !== SAM);
  return [
    ...translateSam(template).notJudged,
    ...(macros.length > 0 ? [`What ${macros.join(', ')} adds or changes at deployment is not in the template.`] : []),
    ...(odd.length > 0 ? [`${list(odd)} ${odd.length > 1 ? 'are' : 'is'} no resource with a type.`] : []),
  ];
}

function transformsOf(template: JsonObject): string[] {
  const { Transform } = template;
  const all = Array.isArray(Transform) ? Transform : [Transform];
  return all.map((transform) => (isObject(transform) ? own(transform, 'Name') : transform)).filter((name): name is string => typeof name === 'string');
}

function list(resources: [string, unknown][]): string {
  const names = resources.slice(0, 10).map(([logicalId]) => logicalId).join(', ');
  return resources.length > 10 ? `${names} and ${resources.length - 10} more` : names;
}
