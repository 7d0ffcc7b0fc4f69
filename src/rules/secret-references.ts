import { namesSecret } from './secret-text';
import type { Expression, TemplateResource, TemplateStack } from '../model';
import { own } from '../model/json';
import { isHidden, Source, sourcesOf } from '../model/sources';

/** Attributes whose value is the secret itself. Source: CloudFormation template reference, "Return values" of each type. */
const SECRET_ATTRIBUTES: Record<string, string[]> = {
  'AWS::AppSync::ApiKey': ['ApiKey'],
  'AWS::Cognito::UserPoolClient': ['ClientSecret'],
  'AWS::IAM::AccessKey': ['SecretAccessKey'],
  'AWS::IVS::IngestConfiguration': ['StreamKey'],
  'AWS::IVS::StreamKey': ['Value'],
};
const CUSTOM = /^Custom::|^AWS::CloudFormation::CustomResource$/;
const FROM_SECRET = /\{\{resolve:(secretsmanager|ssm-secure):/;
/** What NoEcho hides and is no secret by its name, such as users, addresses and identifiers. */
const NO_SECRET = new RegExp(`(${[
  'user', 'user_?name', 'e?mail', 'address', 'domain', 'account', 'database', '(db|full|first|last|host|key|bucket|secret)_?name', 'arn', 'host', 'port', 'region', 'cidr', 'endpoint',
  '(access_?key|account|app|application|channel|client|key|project|tenant|user)_?id',
].join('|')})$`, 'i');
/** Fields of the secret of a database that are none themselves. */
const NO_SECRET_FIELD = /\{\{resolve:secretsmanager:(?:[^{}]|\$\{[^{}]*\})*:SecretString:(?:dbname|engine|host|hostname|port|region|user|username)(?::[^{}]*)?\}\}/gi;

const holding = new WeakMap<TemplateStack['model'], boolean>();

/** Whether templates have anything that a reference could take a secret from: most have nothing. */
export function hasSecretSources({ model }: TemplateStack): boolean {
  let has = holding.get(model);
  if (has === undefined) {
    has = model.stacks.some((stack) => stack.entries('Parameters').some(([name]) => isSecretParameter(stack, name))) || model.resources.some(givesSecret);
    holding.set(model, has);
  }
  return has;
}

/** The secrets that a value is made of, such as `Admin.SecretAccessKey`. Dynamic references count where CloudFormation resolves them. */
export function secretsIn(expression: Expression, resolved: boolean): string[] {
  return [...new Set(sourcesOf(expression).flatMap((source) => secretOf(source, resolved) ?? []))];
}

function secretOf(source: Source, resolved: boolean): string | undefined {
  switch (source.kind) {
    case 'dynamic': return resolved && FROM_SECRET.test(source.text.replace(NO_SECRET_FIELD, '')) ? 'a dynamic reference' : undefined;
    case 'parameter': return isSecretParameter(source.stack, source.name) ? `NoEcho parameter ${source.name}` : undefined;
    case 'attribute': {
      const { resource, attribute } = source.target;
      return isSecretAttribute(resource.type, attribute) ? `${resource.logicalId}.${attribute}` : undefined;
    }
  }
}

function isSecretParameter(stack: TemplateStack, name: string): boolean {
  return isHidden(stack, name) && (namesSecret(name) || !NO_SECRET.test(name));
}

function isSecretAttribute(type: string, attribute: string): boolean {
  return CUSTOM.test(type) ? namesSecret(attribute.split('.').pop() ?? '') : (own(SECRET_ATTRIBUTES, type) as string[] | undefined)?.includes(attribute) ?? false;
}

function givesSecret(resource: TemplateResource): boolean {
  return own(SECRET_ATTRIBUTES, resource.type) !== undefined || CUSTOM.test(resource.type);
}
