import data from './data/handler-permissions.json';

/** What of a type is known before it exists: the pattern of its ARN, the property of its name, and the actions that take this ARN. */
export interface NamedType {
  readonly arn: string;
  readonly property: string;
  readonly actions: readonly string[];
}

/** What of a type is on another resource, which a property names. */
export interface AttachedType {
  readonly to: string;
  readonly property: string;
  readonly actions: readonly string[];
}

const TYPES: Readonly<Record<string, string>> = data.types;
const NAMED: Readonly<Record<string, { readonly arn: string; readonly property: string; readonly actions: string }>> = data.named;
const ATTACHED: Readonly<Record<string, { readonly to: string; readonly property: string; readonly actions: string }>> = data.attached;
/** CloudFormation makes nothing in AWS of these. */
const WITHOUT_CALLS = ['AWS::CDK::Metadata', 'AWS::CloudFormation::WaitConditionHandle', 'AWS::CloudFormation::WaitCondition'];

/** The source of the data, with its date. */
export const PERMISSIONS_SOURCE = data.source;

/** The actions that CloudFormation takes to create, read, update and delete resources of a type; `undefined` when it has no schema that lists them. */
export function handlerPermissions(type: string): string[] | undefined {
  if (WITHOUT_CALLS.includes(type)) return [];
  return Object.prototype.hasOwnProperty.call(TYPES, type) ? unfolded(TYPES[type]) : undefined;
}

export function namedType(type: string): NamedType | undefined {
  return Object.prototype.hasOwnProperty.call(NAMED, type) ? { ...NAMED[type], actions: unfolded(NAMED[type].actions) } : undefined;
}

export function attachedType(type: string): AttachedType | undefined {
  return Object.prototype.hasOwnProperty.call(ATTACHED, type) ? { ...ATTACHED[type], actions: unfolded(ATTACHED[type].actions) } : undefined;
}

/** `sqs:CreateQueue,DeleteQueue kms:Decrypt` */
function unfolded(permissions: string): string[] {
  return permissions.split(' ').filter((one) => one !== '').flatMap((one) => {
    const [service, names] = one.split(':');
    return names.split(',').map((name) => `${service}:${name}`);
  });
}
