import { RemovalPolicy } from 'aws-cdk-lib';
import type { Profile } from './profile';
import type { TrustZoneProps } from './trust-zone-props';

/** What a zone gave up, in the words that stand in the metadata of the template and in the evidence. */
export function optOutsOf({ network, logMasking }: TrustZoneProps, profile: Profile): string[] {
  const reasons: [string, string | undefined][] = [['network', network?._choice.reason], ['logMasking', logMasking?._reason]];
  return [
    ...reasons.flatMap(([prop, reason]) => (reason === undefined ? [] : [`${prop}: ${reason}`])),
    ...profile.removalPolicy === RemovalPolicy.DESTROY ? [`profile ${profile.name}: everything goes with its stack`] : [],
  ];
}
