import type { Capability } from './capability';
import type { FindingSeverity } from './finding-severity';
import type { RuleSetting } from './rule-setting';
import { orZeroTrustError } from './waiver-errors';
import { loadOwnRules } from '../report/own-rules';
import type { Setting } from '../report/setting';
import { readRequired, readSettings } from '../report/settings';
import { readTrusted, readTrustedOrganizations, TrustedAccount, TrustedOrganization } from '../report/trusted';
import { unusedGrantsRules } from '../report/unused-grants';
import type { Required, Rule } from '../rules';
import type { Config } from '../waivers/config-file';

/** What an organisation makes of the rules of this library. @internal */
export interface Adoption {
  readonly required: Required[];
  readonly settings: Setting[];
  readonly ownRules: Rule[];
  readonly trusted: TrustedAccount[];
  readonly trustedOrganizations: TrustedOrganization[];
}

/** The same, as it is handed over: by code, and by a file of which code knows the path. @internal */
export interface AdoptionProps {
  readonly required?: Capability[];
  readonly rules?: RuleSetting[];
  readonly ownRules?: string[];
  readonly unusedGrants?: FindingSeverity;
  readonly config?: string;
  readonly trustedAccounts?: string[];
  readonly trustedOrganizations?: string[];
}

const SOURCE = 'ZeroTrust.enforce';

/** Reads and checks all of it, in the words that constructs use. @internal */
export function readAdoption(props: AdoptionProps): Adoption {
  const { required = [], rules = [], ownRules: modules = [], unusedGrants, config: path, trustedAccounts = [], trustedOrganizations = [] } = props;
  return orZeroTrustError(() => {
    const config = path === undefined ? undefined : readConfig(path);
    const ownRules = [...loadOwnRules(modules), ...unusedGrantsRules(unusedGrants)];
    return {
      ownRules,
      settings: readSettings([...rules.map((rule) => rule._record(SOURCE)), ...config?.rules ?? []], ownRules),
      required: readRequired([...required.map((capability) => capability._record(SOURCE)), ...config?.required ?? []]),
      trusted: readTrusted([...trustedAccounts.map((account) => ({ account, source: SOURCE })), ...config?.trustedAccounts ?? []]),
      trustedOrganizations: readTrustedOrganizations([
        ...trustedOrganizations.map((organization) => ({ organization, source: SOURCE })), ...config?.trustedOrganizations ?? [],
      ]),
    };
  });
}

function readConfig(path: string): Config {
  const { readConfigFile } = require('../waivers/config-file') as typeof import('../waivers/config-file'); // a parser of YAML with it
  return readConfigFile(path);
}
