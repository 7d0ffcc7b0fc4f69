import { Stack } from 'aws-cdk-lib';
import { Construct, DependencyGroup } from 'constructs';

const SETTINGS = Symbol.for('cdk-zero-trust.api-gateway-account');

export interface AccountSettings {
  /** The constructs that set the account's role: at most one. */
  readonly made: Construct[];
  /** What stages of the stack wait for; it may come after them. */
  readonly group: DependencyGroup;
}

/** What a stack says about the account-level settings of API Gateway. */
export function accountSettingsOf(stack: Stack): AccountSettings {
  const known = stack as Stack & { [SETTINGS]?: AccountSettings };
  if (!known[SETTINGS]) Object.defineProperty(stack, SETTINGS, { value: { made: [], group: new DependencyGroup() } });
  return known[SETTINGS]!;
}
