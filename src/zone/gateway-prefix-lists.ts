import { Aws, CfnMapping, Stack, Token } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { ZeroTrustError } from './errors';
import type { GatewayPrefixLists } from './zone-network';

/** region → service → identifier. */
export const PREFIX_LISTS: Record<string, Required<GatewayPrefixLists>> = {
  'us-east-1': { dynamodb: 'pl-02cd2c6b', s3: 'pl-63a5400a' },
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
