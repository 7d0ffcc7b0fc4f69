import connectorProfiles from './data/connector-profiles.json';
import { compact, Draft, listOf, logicalIdOf, ref, sub, textOf } from './intrinsics';
import { SamResource } from './sam-resource';
import { Translation } from './translation';
import { isObject, JsonObject, objectOrEmpty, own } from '../json';

const CFN_TYPES = {
  'AWS::Serverless::Function': 'AWS::Lambda::Function',
  'AWS::Serverless::StateMachine': 'AWS::StepFunctions::StateMachine',
  'AWS::Serverless::Api': 'AWS::ApiGateway::RestApi',
  'AWS::Serverless::HttpApi': 'AWS::ApiGatewayV2::Api',
  'AWS::Serverless::SimpleTable': 'AWS::DynamoDB::Table',
};

/** One end of a connector, and what of it policies name. */
interface End {
  readonly id?: string;
  readonly type: string;
  readonly values: JsonObject;
  readonly role?: unknown;
}

interface Profile {
  readonly Type: string;
  readonly Properties: {
    readonly SourcePolicy: boolean;
    readonly AccessCategories: JsonObject;
  };
}

/** What a connector lets its source do to its destinations: a policy, a permission, or a policy of the queue or topic. */
export function translateConnector(t: Translation, connector: SamResource): void {
  const { properties, logicalId } = connector;
  const several = Array.isArray(properties.Destination);
  const permissions = listOf(properties.Permissions);
  listOf(properties.Destination).forEach((destination, index) => {
    const source = endOf(t, properties.Source, destination);
    const target = endOf(t, destination, properties.Source);
    const profile = source && target && own(own(connectorProfiles.Permissions, source.type), target.type) as Profile | undefined;
    const categories = profile && profile.Properties.AccessCategories;
    const known = profile && permissions.length > 0 && permissions.every((name) => own(categories, textOf(name)) !== undefined);
    if (!known || !connect(t, connector, profile, source, target, several ? `Destination${index}` : '')) t.unread.add('property', logicalId);
  });
  if (listOf(properties.Destination).length === 0) t.unread.add('property', logicalId);
}

function connect(t: Translation, connector: SamResource, profile: Profile, source: End, target: End, suffix: string): boolean {
  const { logicalId } = connector;
  const wanted = new Set(listOf(connector.get('Permissions')));
  const granted = Object.entries(profile.Properties.AccessCategories).filter(([name]) => wanted.has(name));
  const names = new Map<string, unknown>([
    ...Object.entries(source.values).map(([name, value]) => [`Source.${name}`, value] as const),
    ...Object.entries(target.values).map(([name, value]) => [`Destination.${name}`, value] as const),
  ]);
  const owner = profile.Properties.SourcePolicy ? source : target;
  const document = () => ({ Version: '2012-10-17', Statement: granted.flatMap(([, one]) => listOf(filled(own(one, 'Statement'), names))) });
  switch (profile.Type) {
    case 'AWS_IAM_ROLE_MANAGED_POLICY':
      if (owner.role === undefined) return false;
      t.add(connector, `${logicalId}Policy${suffix}`, 'AWS::IAM::ManagedPolicy', { PolicyDocument: document(), Roles: [owner.role] });
      return true;
    case 'AWS_SQS_QUEUE_POLICY':
      t.add(connector, `${logicalId}QueuePolicy${suffix}`, 'AWS::SQS::QueuePolicy', { PolicyDocument: document(), Queues: [owner.values.QueueUrl] });
      return true;
    case 'AWS_SNS_TOPIC_POLICY':
      t.add(connector, `${logicalId}TopicPolicy${suffix}`, 'AWS::SNS::TopicPolicy', { PolicyDocument: document(), Topics: [owner.values.Arn] });
      return true;
    case 'AWS_LAMBDA_PERMISSION':
      for (const [name, permission] of granted) {
        const filledIn = objectOrEmpty(filled(permission, names));
        t.add(connector, `${logicalId}${name}LambdaPermission${suffix}`, 'AWS::Lambda::Permission', compact({ ...filledIn, FunctionName: owner.values.Arn }));
      }
      return true;
    default: return false;
  }
}

/** A resource of the template by its logical id, or what the connector says of one elsewhere. */
function endOf(t: Translation, json: unknown, other: unknown): End | undefined {
  if (!isObject(json)) return undefined;
  const { Id, Type, RoleName, ...values } = json;
  if (Id === undefined) return typeof Type === 'string' ? { type: own(CFN_TYPES, Type) as string ?? Type, values, role: RoleName } : undefined;
  const resource = t.resources.get(textOf(Id));
  const type = textOf(resource?.Type);
  const profile = own(connectorProfiles.CfnResourceProperties, type);
  if (!resource || typeof Id !== 'string') return undefined;
  const { Url, Id: ResourceId, ...outputs } = objectOrEmpty(filled(own(profile, 'Outputs'), new Map([['logicalId', Id]])));
  const role = roleOf(own(own(profile, 'Inputs'), 'Role'), objectOrEmpty(resource.Properties), other);
  return { id: Id, type, values: compact({ ...outputs, QueueUrl: Url, ResourceId, ...values }), role: role && ref(role) };
}

/** The role of the end, when the template has it. Rules have one for each target. */
function roleOf(property: unknown, properties: JsonObject, other: unknown): string | undefined {
  if (typeof property === 'string') return logicalIdOf(properties[property]);
  if (property === undefined) return undefined;
  const wanted = own(other, 'Id');
  const target = listOf(properties.Targets).find((one) => logicalIdOf(own(one, 'Arn')) === wanted);
  return logicalIdOf(own(target, 'RoleArn'));
}

/** A part of a profile, with names for what stands in `%{…}`. */
function filled(json: unknown, names: Map<string, unknown>): unknown {
  if (Array.isArray(json)) return json.map((item) => filled(item, names));
  if (isObject(json)) return Object.fromEntries(Object.entries(json).map(([key, value]) => [key, filled(value, names)]));
  if (typeof json !== 'string') return json;
  const [, whole] = /^%\{([\w.]+)\}$/.exec(json) ?? [];
  if (whole !== undefined) return names.get(whole);
  const variables: Draft = {};
  const text = json.replace(/%\{([\w.]+)\}/g, (_, name: string) => {
    const variable = name.replace('.', '');
    variables[variable] = names.get(name);
    return `\${${variable}}`;
  });
  if (text !== json) return sub(text, variables);
  return text.includes('${') ? sub(text) : text;
}

/** Connectors that stand in the resources that they start from, as resources of their own. */
export function embeddedConnectors(sourceId: string, resource: unknown): SamResource[] {
  return Object.entries(objectOrEmpty(own(resource, 'Connectors'))).map(([name, json]) => {
    const { SourceReference, ...properties } = objectOrEmpty(own(json, 'Properties'));
    const Source = { ...objectOrEmpty(SourceReference), Id: sourceId };
    return new SamResource(sourceId + name, 'AWS::Serverless::Connector', { ...properties, Source }, objectOrEmpty(json), sourceId);
  });
}
