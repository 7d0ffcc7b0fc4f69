import { getAtt, isGiven, pick, ref } from './intrinsics';
import { hashedId } from './logical-ids';
import { SamResource } from './sam-resource';
import { Translation } from './translation';
import { JsonObject, own } from '../json';

/** What `AutoPublishAlias` makes: a version, and the alias that leads to it. */
export interface FunctionVersion {
  readonly aliasId: string;
  readonly aliasName: string;
  /** Of the function: it changes with the code. */
  readonly description: unknown;
}

export function publishedVersion(t: Translation, source: SamResource, properties: JsonObject): FunctionVersion | undefined {
  const { logicalId } = source;
  const given = source.get('AutoPublishAlias');
  if (!isGiven(given)) return undefined;
  const resolved = t.literal(given);
  if (typeof resolved !== 'string') {
    t.unread.add('property', `${logicalId}.AutoPublishAlias`);
    return undefined;
  }
  const name = resolved;
  const sha = t.literal(source.get('AutoPublishCodeSha256'));
  const versionId = typeof sha === 'string' ? `${logicalId}Version${sha.slice(0, 10)}` : hashedId(`${logicalId}Version`, changing(t, source, properties));
  const retained = source.attributes.DeletionPolicy ?? source.get('VersionDeletionPolicy') ?? (source.get('CapacityProviderConfig') ? 'Delete' : 'Retain');
  t.add(source, versionId, 'AWS::Lambda::Version', {
    FunctionName: ref(logicalId),
    ...described(source.get('VersionDescription')),
    ...pick(source.properties, ...source.get('CapacityProviderConfig') ? ['FunctionScalingConfig'] : []),
  }, { DeletionPolicy: retained });
  const aliasId = `${logicalId}Alias${name.replace(/-/g, 'D').replace(/_/g, 'U')}`;
  t.add(source, aliasId, 'AWS::Lambda::Alias', {
    Name: name,
    FunctionName: ref(logicalId),
    FunctionVersion: getAtt(versionId, 'Version'),
    ...pick(source.properties, 'ProvisionedConcurrencyConfig'),
  });
  t.attributes.set(`${logicalId}.Version`, versionId).set(`${logicalId}.Alias`, aliasId);
  return { aliasId, aliasName: name, description: withSha(source.get('Description'), sha) };
}

function described(Description: unknown): object {
  return Description === undefined ? {} : { Description };
}

function withSha(description: unknown, sha: unknown): unknown {
  if (typeof sha !== 'string') return description;
  return description === undefined ? sha : typeof description === 'string' ? `${description} ${sha}` : { 'Fn::Join': [' ', [description, sha]] };
}

/** What makes a new version when it changes. */
function changing(t: Translation, source: SamResource, properties: JsonObject): object {
  if (source.get('AutoPublishAliasAllProperties') === true) return properties;
  const started = own(source.get('SnapStart'), 'ApplyOn') ?? 'None';
  return {
    ...t.filled(properties.Code) as object,
    ...source.object('Environment'),
    ...isGiven(source.get('MemorySize')) ? { MemorySize: source.get('MemorySize') } : {},
    ...started === 'None' ? {} : { SnapStart: source.get('SnapStart') },
  };
}
