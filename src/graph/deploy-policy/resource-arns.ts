import { attachedType, namedType } from './handler-permissions';
import type { Expression, TemplateResource, TemplateStack } from '../../model';
import { resourceOf } from '../../model/judge';

/** How long a name may be that CloudFormation makes of stack, logical id and 13 random characters, where a policy names one resource. */
const ROLE_NAME = 64;
/** Of a stack's name as much as CloudFormation keeps in names that would be too long. */
const KEPT = 20;
/** Types whose names CloudFormation makes without the stack's in some versions of their handlers. */
const BY_LOGICAL_ID = ['AWS::SecretsManager::Secret', 'AWS::StepFunctions::StateMachine'];
const SUFFIX: Record<string, string> = { 'AWS::SecretsManager::Secret': '-*', 'AWS::Logs::LogGroup': ':*' };
const ACCOUNT = /^\d{12}$/;
const REGION = /^[a-z]{2}(-[a-z]+)+-\d+$/;

/** Of a resource whose ARN the template tells, as far as it does: what policies write for it. */
export function arnsOf(resource: TemplateResource): string[] | undefined {
  const named = namedType(resource.type);
  if (!named) return undefined;
  const names = namesOf(resource, named.property, resource.type === 'AWS::S3::Bucket' ? (name) => name.toLowerCase() : (name) => name);
  const pattern = resource.type === 'AWS::DynamoDB::GlobalTable' ? named.arn.replace('${Region}', '*') : named.arn; // it has replicas
  const arn = (name: string) => filled(pattern, resource.stack).replace('${Name}', () => name);
  return names.flatMap((name) => {
    if (resource.type === 'AWS::Logs::LogGroup' && !name.endsWith('*')) return [arn(name), arn(`${name}${SUFFIX[resource.type]}`)];
    if (resource.type === 'AWS::Events::Rule' && !resource.at('EventBusName').isAbsent) return [arn(`*/${name}`), arn(name)];
    return [arn(name.endsWith('*') ? name : `${name}${SUFFIX[resource.type] ?? ''}`)];
  });
}

/** What a resource is a part of, as far as all of it is in the templates. */
export function arnsOfWhole(resource: TemplateResource): string[] | undefined {
  const attached = attachedType(resource.type);
  if (!attached) return undefined;
  const wholes = resource.at(attached.property).items().map(({ value }) => resourceOf(value, attached.to) ?? resourceNamedIn(value, attached.to));
  return wholes.length > 0 && wholes.every((one) => one !== undefined) ? [...new Set(wholes.flatMap((one) => arnsOf(one!)!))] : undefined;
}

/** The ARN of a role, user, group or policy of IAM: with its path, and each alone where the name is not cut. */
export function iamArn(resource: TemplateResource, kind: string, property: string): string {
  const { stack, logicalId } = resource;
  const path = resource.at('Path').isAbsent ? '/' : written(resource.at('Path')) ?? '/*';
  const made = `${stack.name}-${logicalId}-`;
  const name = resource.at(property).isAbsent ? `${made.length + 13 <= ROLE_NAME ? made : stack.name.slice(0, KEPT)}*` : written(resource.at(property)) ?? '*';
  return filled(`arn:\${Partition}:iam::\${Account}:${kind}${path}${name}`, stack);
}

/** An ARN pattern with what is known of where a stack is deployed. */
export function filled(arn: string, stack: TemplateStack): string {
  return arn.replace('${Partition}', partitionOf(stack)).replace('${Region}', regionOf(stack) ?? '*').replace('${Account}', accountOf(stack) ?? '*');
}

export function accountOf({ account = '' }: TemplateStack): string | undefined {
  return ACCOUNT.test(account) ? account : undefined;
}

export function regionOf({ region = '' }: TemplateStack): string | undefined {
  return REGION.test(region) ? region : undefined;
}

/** A text as a policy may name it, with an asterisk for what deployment fills in; `undefined` when nothing of it is known. */
export function written({ value, stack }: Expression): string | undefined {
  const text = value.kind === 'known' ? value.value : value.text;
  if (typeof text !== 'string') return undefined;
  const replaced = text
    .replace(/\$\{AWS::AccountId\}/g, filled('${Account}', stack))
    .replace(/\$\{AWS::Region\}/g, regionOf(stack) ?? '*')
    .replace(/\$\{AWS::Partition\}/g, partitionOf(stack))
    .replace(/\$\{AWS::StackName\}/g, () => stack.name)
    .replace(/\$\{[^}]*\}/g, '*')
    .replace(/\*{2,}/g, '*');
  return /[^*]/.test(replaced) ? replaced : undefined;
}

/** A function by its alias or version, which are named in the templates as well. */
function resourceNamedIn(value: Expression['value'], type: string): TemplateResource | undefined {
  const target = value.kind === 'reference' ? value.targets[value.targets.length - 1]?.resource : undefined;
  const attached = target && attachedType(target.type);
  return attached?.to === type ? resourceOf(target!.at(attached.property).value, type) : target?.type === type ? target : undefined;
}

function namesOf(resource: TemplateResource, property: string, cased: (name: string) => string): string[] {
  if (!resource.at(property).isAbsent) return [written(resource.at(property)) ?? '*'];
  const { stack, logicalId, type } = resource;
  return [stack.name, ...BY_LOGICAL_ID.includes(type) ? [logicalId] : []].map((name) => cased(`${name.slice(0, KEPT)}*`));
}

export function partitionOf(stack: TemplateStack): string {
  const region = regionOf(stack) ?? '';
  return region.startsWith('cn-') ? 'aws-cn' : region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
}
