import { Expression, TemplateResource, textOf } from '../../model';
import { every, fail, pass, unknown, worstOfOne } from '../../model/judge';
import { isForCommands, isForEnvironment, mayLeadToSecret } from '../../model/secret-properties';
import { hiddenParametersOf } from '../../model/sources';
import { HOLDERS_OF_SECRETS } from '../../model/template-model';
import type { Rule, RuleResult } from '../rule';
import { namesSecret, plainText, secretIn, secretSetIn } from '../secret-text';

/** Where rules of their own say more, and where texts are code, templates or made for people. One pattern, which is asked of every place of every resource. */
const TOLD_BY_OTHERS = new RegExp([
  /^AWS::CloudFormation::Stack(Set)? (Parameters|TemplateBody)/, /^AWS::CloudFront::Distribution .*\.OriginCustomHeaders\./, /^AWS::CodeBuild::\w+ (Environment|Source\.Auth|Token|Username)/,
  /^AWS::CodePipeline::/, /^AWS::Events::Connection /, /^AWS::IAM::User /, /^AWS::Lambda::Function (Environment|Code)/, /^AWS::SSM::Parameter /,
  /^AWS::SecretsManager::Secret /, /^Custom::|^AWS::CloudFormation::CustomResource /, / (Tags|Metadata|Description|EventPattern)(\.|$)/,
].map(({ source }) => source).join('|'));
/** Properties that are called like secrets: identifiers that whoever makes a request chooses, and what rules of passwords say. */
const NO_SECRETS = /^(Service|Client|ClientRequest|Idempotency|Creation|Next|Task|EventSource)Token$|^(Max|Min)\w*Tokens$|^HttpTokens$|(age|encryption|hash|history|lifetime|method|rotation|required|requirement|requirements|complexity|pattern|prevention|provider|label)$|\.\$$/i;
/** Switches, small numbers, and what a program or a template fills in. */
const NO_VALUE = /^(true|false|\d{0,7}|none|disabled|enabled|required|optional)$|^[<$%(*]|\{\{resolve:|^'?(method|context|stageVariables)\./i;
const NAMES = ['Name', 'OptionName', 'Key', 'ParameterName', 'name'];
const VALUES = ['Value', 'ParameterValue', 'value'];
const MAX_DEPTH = 32;

export const rule: Rule = {
  id: 'ZT-SECRETS-010',
  title: 'Resources of every type have no plaintext secrets in their properties, environment variables and commands',
  severity: 'high',
  types: [HOLDERS_OF_SECRETS],
  rationale: 'Every principal that can read the template, its history or the stack reads a password that is written in it, or in the default of a parameter; a parameter without NoEcho is shown with the stack.',
  remediation: 'Read the value from Secrets Manager, by a property for it, by a dynamic reference, or at run time. Rotate the exposed value. The finding names its place, and never the value.',
  check(resource) {
    const asked = resource.properties.entries().filter(([key, value]) => !TOLD_BY_OTHERS.test(`${resource.type} ${key}`) && mayLeadToSecret(key, value.source, resource.stack));
    return every(pass(), ...asked.map(([key, value]) => apart(value, [key], resource)));
  },
};

/** Each value is judged with the conditions of the template that it depends on itself. */
function apart(expression: Expression, place: string[], resource: TemplateResource, inEnvironment = false): RuleResult {
  const isThere = () => expression.at().source !== undefined;
  return worstOfOne(expression, () => (isThere() ? every(pass(), ...look(expression, place, resource, inEnvironment)) : pass()));
}

function look(expression: Expression, place: string[], resource: TemplateResource, inEnvironment = false): RuleResult[] {
  const where = place.join('.');
  if (place.length > MAX_DEPTH || TOLD_BY_OTHERS.test(`${resource.type} ${where}`)) return [];
  const name = [...place].reverse().find((key) => !/^\d+$/.test(key)) ?? '';
  const { value } = expression;
  if (value.kind !== 'known' || typeof value.value !== 'object' || value.value === null) return [judge(name, expression, where, inEnvironment)];
  const source = expression.at();
  const entries = source.entries();
  if (entries.some(([key]) => key === 'Statement')) return []; // keys of conditions are called after tokens
  if (entries.length === 0) {
    return Array.isArray(source.source) ? source.parts().map((item, i) => apart(item, [...place, String(i)], resource, inEnvironment)) : [];
  }
  const [nameKey, valueKey] = [NAMES, VALUES].map((keys) => keys.find((key) => entries.some(([one]) => one === key)));
  const called = nameKey === undefined || valueKey === undefined ? undefined : textOf(source.at(nameKey).value);
  if (called !== undefined && valueKey !== undefined) return [judge(called.split('/').pop() ?? '', source.at(valueKey), `${where} ${called}`, true)];
  const isEnvironment = isForEnvironment(name);
  return entries.map(([key, inner]) => apart(inner, [...place, key], resource, isEnvironment));
}

/** What is the default of a parameter is in the template, NoEcho or not. */
function isShown(name: string, fallback: string): boolean {
  return !NO_VALUE.test(fallback) && !NO_SECRETS.test(name) && secretIn(name.replace(/[-.]/g, '_'), fallback) !== undefined;
}

function judge(name: string, expression: Expression, where: string, inEnvironment: boolean): RuleResult {
  const hidden = expression.value.kind === 'unknown' ? hiddenParametersOf(expression) : [];
  if (hidden.some(({ fallback }) => isShown(name, fallback))) return fail('its parameter has a default in plaintext', where);
  const text = plainText(expression) ?? '';
  if (isForCommands(name) && secretSetIn(text)) return fail('a secret in it is in plaintext', where);
  const { value } = expression;
  const called = name.replace(/^--/, '').replace(/[-.]/g, '_');
  const isSecret = namesSecret(called) && !NO_SECRETS.test(name);
  if (value.kind === 'unknown' && isSecret && hidden.length === 0 && /^parameter /.test(value.why) && value.text === undefined) return unknown('its value is a parameter without NoEcho', where);
  if (NO_VALUE.test(text) || !(isSecret || inEnvironment)) return pass();
  const why = NO_SECRETS.test(name) ? undefined : secretIn(called, text);
  return why === undefined ? pass() : fail(why, where);
}
