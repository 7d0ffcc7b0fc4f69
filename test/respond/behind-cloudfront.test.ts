import { FirewallScope } from '../../src';
import { firewallRules } from '../../src/edge/firewall-rules';

/** How the rule of a responder finds the address, by where the firewall is. */
function addressesOf(behindCloudFront: 'none' | 'some' | 'all'): unknown[] {
  const rules: any[] = firewallRules({
    respondingAddressSets: ['arn:v4', 'arn:v6'],
    allowAddressSets: [],
    blockAddressSets: [],
    behindCloudFront,
    countOnly: {},
    rateLimit: 1_000,
    callerRateLimit: 1_000,
    rateLimitKeyHeader: 'authorization',
    firewallScope: FirewallScope.REGIONAL,
    maxBodySize: { toBytes: () => 8_192 },
  } as any);
  expect(rules[0]).toMatchObject({ name: 'RespondingAddresses', priority: 0 });
  return rules[0].statement.orStatement.statements.map(({ ipSetReferenceStatement: { arn, ipSetForwardedIpConfig } }: any) => [arn, ipSetForwardedIpConfig?.position ?? 'connection']);
}

const direct = [['arn:v4', 'connection'], ['arn:v6', 'connection']];
const forwarded = [['arn:v4', 'ANY'], ['arn:v6', 'ANY']];

test.each([
  ['none', direct],
  ['all', forwarded],
  ['some', [...direct, ...forwarded]],
] as const)('where requests come through CloudFront (%s), a responder blocks the address of the viewer', (behind, expected) => {
  expect(addressesOf(behind)).toEqual(expected);
});
