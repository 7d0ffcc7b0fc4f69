import { Annotations, Aws, CfnMapping, Stack, Token } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { Construct } from 'constructs';
import type { GatewayPrefixLists } from './zone-network';
import { ZeroTrustError } from '../../core/errors';

/**
 * region → service → identifier of the prefix list that AWS manages there.
 *
 * Read on 2026-11-22 from printed answers of `aws ec2 describe-prefix-lists`, route tables, plans of Terraform and region
 * tables of public projects. A region is here only when two that do not depend on each other agree on both services: a
 * wrong identifier closes the way or opens another. Identifiers are per region, so the same one may return elsewhere for
 * another service. Regions for which no two were found, GovCloud and China among them, are looked up where the account is known.
 */
export const PREFIX_LISTS: Record<string, Required<GatewayPrefixLists>> = {
  'ap-northeast-1': { dynamodb: 'pl-78a54011', s3: 'pl-61a54008' },
  'ap-northeast-2': { dynamodb: 'pl-48a54021', s3: 'pl-78a54011' },
  'ap-south-1': { dynamodb: 'pl-66a7420f', s3: 'pl-78a54011' },
  'ap-southeast-1': { dynamodb: 'pl-67a5400e', s3: 'pl-6fa54006' },
  'ap-southeast-2': { dynamodb: 'pl-62a5400b', s3: 'pl-6ca54005' },
  'ca-central-1': { dynamodb: 'pl-4ea54027', s3: 'pl-7da54014' },
  'eu-central-1': { dynamodb: 'pl-66a5400f', s3: 'pl-6ea54007' },
  'eu-north-1': { dynamodb: 'pl-adae4bc4', s3: 'pl-c3aa4faa' },
  'eu-west-1': { dynamodb: 'pl-6fa54006', s3: 'pl-6da54004' },
  'eu-west-2': { dynamodb: 'pl-b3a742da', s3: 'pl-7ca54015' },
  'eu-west-3': { dynamodb: 'pl-abb451c2', s3: 'pl-23ad484a' },
  'us-east-1': { dynamodb: 'pl-02cd2c6b', s3: 'pl-63a5400a' },
  'us-east-2': { dynamodb: 'pl-4ca54025', s3: 'pl-7ba54012' },
  'us-west-1': { dynamodb: 'pl-6ea54007', s3: 'pl-6ba54002' },
  'us-west-2': { dynamodb: 'pl-00a54069', s3: 'pl-68a54001' },
};

/** Context of regions that are not here, region → service → identifier: `{ "il-central-1": { "dynamodb": "pl-…", "s3": "pl-…" } }`. */
export const PREFIX_LISTS_CONTEXT = 'cdk-zero-trust:prefixLists';

/**
 * The prefix list of a gateway endpoint, for a security-group rule: from the props when given, else from the context, else the known one of
 * the stack's region. One of another region is looked up by the CDK's CLI where the account is known, and fails where it is not. Without a
 * region CloudFormation chooses from a mapping, which a warning tells: in a region that is not in it, the deployment fails.
 */
export function gatewayPrefixList(scope: Construct, service: Service, given: GatewayPrefixLists = {}): string {
  const own = given[service];
  if (own) return own;

  const { region, account } = Stack.of(scope);
  const lists = listsFor(scope);
  if (Token.isUnresolved(region)) return mapping(scope, lists).findInMap(Aws.REGION, service);

  const known = lists[region]?.[service];
  if (known) return known;
  if (!Token.isUnresolved(account)) return lookUp(scope, region, service);
  throw new ZeroTrustError(scope, 'UnknownPrefixList',
    `the prefix list of ${service} in ${region} is not known to this library.`,
    `give the stack its account too, so that the CDK looks it up; or pass prefixLists: { ${service}: 'pl-…' } to the TrustZone, or the context ${PREFIX_LISTS_CONTEXT}; `
    + '`aws ec2 describe-managed-prefix-lists` prints it.');
}

type Service = 'dynamodb' | 's3';
type Lists = Record<string, GatewayPrefixLists>;

/** Throws `BadPrefixLists` for a context of another form. */
function listsFor(scope: Construct): Lists {
  const context: unknown = scope.node.tryGetContext(PREFIX_LISTS_CONTEXT);
  if (context === undefined) return PREFIX_LISTS;
  const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null && !Array.isArray(value);
  const isLists = (lists: unknown) => isObject(lists) && Object.entries(lists)
    .every(([service, id]) => ['dynamodb', 's3'].includes(service) && typeof id === 'string' && /^pl-[0-9a-f]{8,17}$/.test(id));
  if (!isObject(context) || !Object.values(context).every(isLists)) {
    throw new ZeroTrustError(scope, 'BadPrefixLists', `the context ${PREFIX_LISTS_CONTEXT} has another form than region → service → identifier.`,
      'write it as { "il-central-1": { "dynamodb": "pl-…", "s3": "pl-…" } }.');
  }
  return { ...PREFIX_LISTS, ...context as Lists };
}

/** By the CDK's CLI, which writes what it found to cdk.context.json. */
function lookUp(scope: Construct, region: string, service: Service): string {
  const id = `PrefixList-${service}`;
  const found = scope.node.tryFindChild(id) as ec2.IPrefixList | undefined;
  return (found ?? ec2.PrefixList.fromLookup(scope, id, { prefixListName: `com.amazonaws.${region}.${service}`, ownerId: 'AWS' })).prefixListId;
}

function mapping(scope: Construct, lists: Lists): CfnMapping {
  const existing = scope.node.tryFindChild('PrefixLists') as CfnMapping | undefined;
  if (existing) return existing;
  // both services, as CloudFormation takes no mapping with holes
  const whole = Object.fromEntries(Object.entries(lists).filter(([, { dynamodb, s3 }]) => dynamodb && s3));
  Annotations.of(scope).addWarningV2('cdk-zero-trust:PrefixListRegions',
    `The region of ${Stack.of(scope).node.path} is not known, and the way to DynamoDB and S3 is known for ${Object.keys(whole).sort().join(', ')} only: elsewhere the `
    + `deployment fails. Give the stack its account and region, or add the region to the context ${PREFIX_LISTS_CONTEXT}.`);
  return new CfnMapping(scope, 'PrefixLists', { mapping: whole as Record<string, Record<string, string>> });
}
