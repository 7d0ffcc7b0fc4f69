import { Expression, TemplateResource, TemplateStack, textOf } from '../../model';
import { TemplateExpression } from '../../model/expression';
import { intrinsicOf, own } from '../../model/json';
import { every, fail, pass } from '../../model/judge';
import { isForCommands, isForEnvironment } from '../../model/secret-properties';
import { isHidden } from '../../model/sources';
import { EVERY_RESOURCE } from '../../model/template-model';
import { UnreadType } from '../../model/unread';
import type { Rule, RuleResult } from '../rule';
import { hasSecretSources, secretsIn } from '../secret-references';
import { namesSecret, secretIn } from '../secret-text';

/** Properties that every principal with read access to the resource can read, besides variables and commands. */
const SHOWN = /^(Comment|Description|Labels|TagMap|Tags|TagSpecifications|DashboardBody|Definition|DefinitionString|DefinitionSubstitutions|FunctionCode|ZipFile|StageVariables)$/;
/** Types that show variables and commands as they were deployed, with what dynamic references resolve to. */
const RUNS = /^AWS::(Amplify|AppRunner|AutoScaling|Batch|EC2|ECS|ElasticBeanstalk|Glue|SageMaker)::/;
const CUSTOM = /^Custom::|^AWS::CloudFormation::CustomResource$/;
const MAX_DEPTH = 32;

export const rule: Rule = {
  id: 'ZT-SECRETS-011',
  title: 'Outputs, metadata, user data, tags, environment variables and plaintext parameters take no secret values',
  severity: 'high',
  types: [EVERY_RESOURCE, UnreadType.TEMPLATE],
  rationale: 'A secret that the template does not contain is exposed by where it goes: the secret access key of a user, the client secret of a user pool client, or a NoEcho parameter. '
    + 'CloudFormation masks nothing in outputs and metadata (user guide, "Parameters": NoEcho), exports can be listed in the account, and describe calls return user data, tags, code and '
    + 'environment variables, with what a dynamic reference to Secrets Manager resolves to.',
  remediation: 'Store the value in a Secrets Manager secret (SecretString), output or pass the ARN of the secret, and read it at run time. Rotate the exposed value.',
  check(resource) {
    const results = resource.type === UnreadType.TEMPLATE ? outputsOf(resource.stack) : [...propertiesOf(resource), ...metadataOf(resource)];
    return every(pass(), ...results);
  },
};

function outputsOf(stack: TemplateStack): RuleResult[] {
  return stack.entries('Outputs').map(([name, output]) => {
    const value = new TemplateExpression(stack, own(output, 'Value'));
    const where = `Outputs.${name}.Value`;
    return every(judge(value, where, false), written(name, own(output, 'Value'), where));
  });
}

/** What has the form of a credential is a finding of ZT-SECRETS-009, whatever it is called. */
function written(name: string, text: unknown, where: string): RuleResult {
  return typeof text === 'string' && namesSecret(name) && secretIn(name, text)?.startsWith('its name') ? fail('it exposes the value of a secret', where) : pass();
}

function metadataOf({ stack, logicalId, metadata }: TemplateResource): RuleResult[] {
  if (metadata.source === undefined || !hasSecretSources(stack)) return [];
  return metadata.entries().map(([key, value]) => judge(value, `${logicalId}.Metadata.${key}`, false));
}

function propertiesOf(resource: TemplateResource): RuleResult[] {
  const { stack, logicalId, type, properties } = resource;
  const runs = RUNS.test(type);
  if (properties.source === undefined || CUSTOM.test(type) || !(runs || hasSecretSources(stack))) return [];
  if (type === 'AWS::CloudFormation::Stack') return parametersOf(resource);
  const places = placesIn(properties.source, (key) => SHOWN.test(key) || (type === 'AWS::SSM::Parameter' && key === 'Value') || isForEnvironment(key) || isForCommands(key));
  return places.map(({ json, keys }) => judgeShown(resource, new TemplateExpression(stack, json), [logicalId, 'Properties', ...keys].join('.'), runs));
}

function judgeShown({ type }: TemplateResource, value: Expression, where: string, runs: boolean): RuleResult {
  if (type === 'AWS::CodeBuild::Project' && isSecretOfService(value)) return pass();
  // NoEcho parameters there are findings of ZT-LAMBDA-034 and ZT-SECRETS-006
  const isTold = (type === 'AWS::Lambda::Function' && /\.Environment$/.test(where)) || (type === 'AWS::SSM::Parameter' && /\.Value$/.test(where));
  return judge(value, where, runs, (secret) => !isTold || !secret.startsWith('NoEcho'));
}

/** CodeBuild keeps the name of a secret in some variables, and not the value. */
function isSecretOfService(environment: Expression): boolean {
  const kinds = environment.at('EnvironmentVariables').items().map((variable) => textOf(variable.at('Type').value));
  return kinds.length > 0 && kinds.every((kind) => kind === 'PARAMETER_STORE' || kind === 'SECRETS_MANAGER');
}

/** Stacks show what their parameters are set to, except for those with NoEcho. */
function parametersOf({ stack, logicalId, properties }: TemplateResource): RuleResult[] {
  const nested = stack.nested.get(logicalId);
  return properties.at('Parameters').entries().filter(([name]) => nested && !isHidden(nested, name))
    .map(([name, value]) => judge(value, `${logicalId}.Properties.Parameters.${name}`, true));
}

function judge(value: Expression, where: string, resolved: boolean, isOwn: (secret: string) => boolean = () => true): RuleResult {
  const secrets = secretsIn(value, resolved).filter(isOwn);
  return secrets.length === 0 ? pass() : fail('it exposes the value of a secret', `${where} (${secrets.join(', ')})`);
}

interface Shown {
  readonly keys: string[];
  readonly json: unknown;
}

/** The outermost properties of such names. */
function placesIn(json: unknown, isOne: (key: string) => boolean, keys: string[] = []): Shown[] {
  if (typeof json !== 'object' || json === null || keys.length > MAX_DEPTH) return [];
  const isFunction = intrinsicOf(json) !== undefined;
  return Object.entries(json).flatMap(([key, inner]) => {
    const place = isFunction ? keys : [...keys, key];
    return !isFunction && !Array.isArray(json) && isOne(key) ? [{ keys: place, json: inner }] : placesIn(inner, isOne, place);
  });
}
