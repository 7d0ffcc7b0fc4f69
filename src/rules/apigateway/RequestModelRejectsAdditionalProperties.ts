import { describe, Expression, TemplateResource, textOf } from '../../model';
import { every, fail, isFalseOrAbsent, pass, resourceOf, unknown } from '../../model/judge';
import type { Rule, RuleResult } from '../rule';

export const rule: Rule = {
  id: 'ZT-APIGATEWAY-017',
  title: 'REST API request models reject additional properties',
  severity: 'medium',
  types: ['AWS::ApiGateway::Method'],
  rationale: 'A body validator without a model checks nothing. An open model accepts additional properties that application code may read: a role, a price, an owner.',
  remediation: 'Set RequestModels, and additionalProperties false in each object of the schema.',
  check(method) {
    const validator = resourceOf(method.at('RequestValidatorId').value, 'AWS::ApiGateway::RequestValidator');
    if (!validator || isFalseOrAbsent(validator.at('ValidateRequestBody'), '').verdict === 'pass') return pass('no body is validated');
    const models = method.at('RequestModels');
    if (models.value.kind === 'unknown') return unknown('its models are not known before deployment', describe(models.value));
    if (models.entries().length === 0) {
      return takesBody(method) ? fail('its body validator has no model', 'no RequestModels') : pass('no body');
    }
    return every(...models.entries().map(([, model]) => isClosed(model)));
  },
};

function takesBody(method: TemplateResource): boolean {
  return ['PATCH', 'POST', 'PUT'].includes(textOf(method.at('HttpMethod').value) ?? '');
}

function isClosed(named: Expression): RuleResult {
  const model = resourceOf(named.value, 'AWS::ApiGateway::Model');
  if (!model) {
    const text = textOf(named.value);
    return text === 'Empty' ? fail('its model accepts any body', text) : unknown('its model is not in the templates', describe(named.value));
  }
  return takesNamed(model.at('Schema'), 'the body');
}

function takesNamed(schema: Expression, where: string): RuleResult {
  if (schema.value.kind !== 'known' || typeof schema.value.value !== 'object') return unknown(`the schema of ${where} is not known before deployment`, describe(schema.value));
  const properties = schema.at('properties').entries();
  const isObject = textOf(schema.at('type').value) === 'object' || properties.length > 0;
  return every(
    !isObject || textOf(schema.at('additionalProperties').value) === 'false' || !schema.at('additionalProperties', 'type').isAbsent
      ? pass() : fail(`its model accepts additional properties of ${where}`, 'no additionalProperties false'),
    ...properties.map(([name, property]) => takesNamed(property, name)),
    ...schema.at('items').items().map((item) => takesNamed(item, `items of ${where}`)),
  );
}
