import { isIP } from 'net';
import { Duration, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type { BlockAddressOptions, PlayDefinition } from './play';
import { PlayMode } from './play-mode';
import { call, DONE, REQUEST } from './respond-definition';
import { ZeroTrustError } from '../core/errors';
import type { WebFirewall } from '../edge/web-firewall';

const MIN_TTL = Duration.minutes(5);
const MAX_TTL = Duration.days(30);

/** @internal */
export function blockAddress(firewall: WebFirewall, { mode, ttl = Duration.hours(1), neverBlock = [] }: BlockAddressOptions): PlayDefinition {
  if (ttl.toSeconds() < MIN_TTL.toSeconds() || ttl.toSeconds() > MAX_TTL.toSeconds()) {
    throw new ZeroTrustError(firewall, 'BadTtl', `an address would be blocked for ${ttl.toHumanString()}.`, 'use 5 minutes to 30 days.');
  }
  neverBlock.forEach((range) => checkRange(firewall, range));
  return {
    name: 'blockAddress',
    kinds: ['ADDRESS'],
    mode,
    defaultMode: PlayMode.ACT,
    ttl,
    bind: ({ makeFunction: make, partition }) => {
      const sets = firewall._respondingSets();
      const where = { scope: firewall.firewallScope, region: Stack.of(firewall).region };
      const fn = make('BlockAddress', 'blockAddress', {
        ADDRESS_SETS: Stack.of(firewall).toJsonString(sets.map(({ id, name, version }) => ({ id, name, version, ...where }))),
        NEVER_BLOCK: JSON.stringify(neverBlock),
      });
      fn.addToRolePolicy(new iam.PolicyStatement({ actions: ['wafv2:GetIPSet', 'wafv2:UpdateIPSet'], resources: sets.map(({ arn }) => arn) }));
      return {
        states: { first: 'BlockAddress', states: { BlockAddress: call(partition, fn.functionArn, REQUEST, DONE) } },
        functions: [fn],
      };
    },
  };
}

function checkRange(firewall: WebFirewall, range: string): void {
  const [address, bits, ...rest] = range.split('/');
  const version = isIP(address);
  const width = version === 4 ? 32 : 128;
  if (version !== 0 && rest.length === 0 && (bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= width))) return;
  throw new ZeroTrustError(firewall, 'BadAddress', `'${range}' in neverBlock is no address and no range.`, 'write 203.0.113.7 or 203.0.113.0/24.');
}
