import { TemplateResource, textOf } from '../../model';
import { every, fail, pass, resourceOf, unknown } from '../../model/judge';
import type { Rule, RuleResult } from '../rule';

/** What the construct side writes: src/compute/event-check.ts. */
const HANDLER = '/opt/cdk-zero-trust-event-check/index.handler';
const VARIABLES = ['CDK_ZERO_TRUST_HANDLER', 'CDK_ZERO_TRUST_SOURCES'];
const DESCRIPTION = 'Checks events of ';
const LAYER = 'AWS::Lambda::LayerVersion';

export const rule: Rule = {
  id: 'ZT-LAMBDA-037',
  title: 'Lambda functions with event schemas keep the handler, layer and variables of the event check',
  severity: 'high',
  types: ['AWS::Lambda::Function'],
  rationale: 'The check of event schemas runs as the handler of the function, from a layer. With another handler, or without the layer or its variables, events reach the '
    + 'code unchecked, or the function fails.',
  remediation: 'Remove the override of Handler, Layers or Environment, and change event sources through SecureFunction.consumes.',
  check(fn, model) {
    const handler = fn.at('Handler');
    const isBefore = textOf(handler.value) === HANDLER;
    const variables = VARIABLES.map((name) => [name, fn.at('Environment', 'Variables', name)] as const);
    const layers = fn.at('Layers').items();
    const hasLayer = layers.some(({ value }) => isCheck(resourceOf(value, LAYER)));
    const hasVariable = variables.some(([, variable]) => !variable.isAbsent && variable.value.kind !== 'unknown');
    if (!isBefore && !hasLayer && !hasVariable && !model.ofType(LAYER).some((layer) => isCheckOf(layer, fn))) return pass('no event schema');
    return every(
      pass('all parts of the event check'),
      isBefore ? pass() : handler.value.kind === 'unknown' ? unknown(UNCLEAR) : fail('its events are not checked: the handler is another one', textOf(handler.value)),
      ...variables.map(([name, variable]): RuleResult => (variable.isAbsent ? fail('its events are not checked: a variable of the check is missing', name) : pass())),
      hasLayer ? pass() : layers.some(({ value }) => value.kind === 'unknown') ? unknown(UNCLEAR) : fail('its events are not checked: the layer of the check is missing'),
    );
  },
};

const UNCLEAR = 'whether its events are checked is not known before deployment';

function isCheck(layer?: TemplateResource): boolean {
  return layer !== undefined && textOf(layer.at('Description').value)?.startsWith(DESCRIPTION) === true;
}

/** A layer that no function has any more still says whose events it checks. */
function isCheckOf(layer: TemplateResource, fn: TemplateResource): boolean {
  const path = fn.path?.replace(/\/Resource$/, '');
  return path !== undefined && textOf(layer.at('Description').value)?.startsWith(`${DESCRIPTION}${path} `) === true;
}
