import { RemovalPolicy } from 'aws-cdk-lib';
import type { ZoneNetwork } from './network/zone-network';
import type { Profile } from './profile';
import type { TrustZoneProps } from './trust-zone-props';

/** What a zone gave up, in the words that stand in the metadata of the template and in the evidence. */
export function optOutsOf({ logMasking }: TrustZoneProps, network: ZoneNetwork | undefined, profile: Profile): string[] {
  const reasons: [string, string | undefined][] = [['network', network?._choice.reason], ['logMasking', logMasking?._reason]];
  return [
    ...reasons.flatMap(([prop, reason]) => (reason === undefined ? [] : [`${prop}: ${reason}`])),
    ...profile.isDevelopment ? [`profile ${profile.name}: a sandbox, not for production: one key for all classes of data, no web ACL`] : [],
    ...profile.removalPolicy === RemovalPolicy.DESTROY ? [`profile ${profile.name}: everything goes with its stack`] : [],
  ];
}
