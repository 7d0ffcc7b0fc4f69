import { Aws, CfnMapping, Stack, Token } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import type { GatewayPrefixLists } from './zone-network';
import { ZeroTrustError } from '../../core/errors';

/**
 * region → service → identifier of the prefix list that AWS manages there.
 *
 * Read on 2026-11-22 from printed answers of `aws ec2 describe-prefix-lists`, route tables, plans of Terraform and region
 * tables of public projects. A region is here only when two that do not depend on each other agree on both services: a
 * wrong identifier closes the way or opens another. Identifiers are per region, so the same one may return elsewhere for
 * another service. Regions for which no two were found, GovCloud and China among them, fail and say what to pass.
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

/**
 * The prefix list of a gateway endpoint, for a security-group rule: from the props when given, else for the stack's
 * region, else by a mapping that CloudFormation looks up. A region that is not known fails.
 */
export function gatewayPrefixList(scope: Construct, service: 'dynamodb' | 's3', given: GatewayPrefixLists = {}): string {
  const own = given[service];
  if (own) return own;

  const region = Stack.of(scope).region;
  if (Token.isUnresolved(region)) return mapping(scope).findInMap(Aws.REGION, service);

  const known = PREFIX_LISTS[region]?.[service];
  if (!known) {
    throw new ZeroTrustError(scope, 'UnknownPrefixList',
      `the prefix list of ${service} in ${region} is not known to this library.`,
      `pass prefixLists: { ${service}: 'pl-…' } to the TrustZone; \`aws ec2 describe-managed-prefix-lists\` prints it.`);
  }
  return known;
}

function mapping(scope: Construct): CfnMapping {
  const existing = scope.node.tryFindChild('PrefixLists') as CfnMapping | undefined;
  return existing ?? new CfnMapping(scope, 'PrefixLists', { mapping: PREFIX_LISTS as Record<string, Record<string, string>> });
}
