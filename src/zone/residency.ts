import { Stack, Token } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { ZeroTrustError } from '../core/errors';

/**
 * Regions in member states of the European Union, which London and Zurich are not. Source: AWS General Reference, "AWS regions";
 * eusc-de-east-1 is the European Sovereign Cloud.
 */
export const EUROPEAN_UNION = ['eu-central-1', 'eu-north-1', 'eu-south-1', 'eu-south-2', 'eu-west-1', 'eu-west-3', 'eusc-de-east-1'];

/** What a profile decides about regions. */
interface Residency {
  readonly name: string;
  readonly regions?: string[];
}

/**
 * Throws `OutsideResidency` for a construct in a region in which data of the profile may not be, `UnknownRegion` when nobody can tell.
 *
 * @param where the construct, or the path that it will have
 */
export function checkResidency(profile: Residency, region: string, where: IConstruct | string): void {
  if (!profile.regions || profile.regions.includes(region)) return;
  const allowed = profile.regions.join(', ');
  if (Token.isUnresolved(region)) {
    throw new ZeroTrustError(where, 'UnknownRegion', `profile ${profile.name} keeps data in ${allowed}, and the region of the stack is not known.`,
      'say env: { region } for the stack.');
  }
  throw new ZeroTrustError(where, 'OutsideResidency', `profile ${profile.name} keeps data in ${allowed}, and not in ${region}.`,
    'put the stack there, or use a profile with this region: profile.customize({ regions: [...] }).');
}

/** The same for the stack of a construct. */
export function checkResidencyOf(profile: Residency, scope: IConstruct, where: IConstruct | string = scope): void {
  if (profile.regions) checkResidency(profile, Stack.of(scope).region, where);
}
