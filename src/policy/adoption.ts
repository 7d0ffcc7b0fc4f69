import type { Capability } from './capability';
import type { RuleSetting } from './rule-setting';
import { orZeroTrustError } from './waiver-errors';
import { loadOwnRules } from '../report/own-rules';
import type { Setting } from '../report/setting';
import { readRequired, readSettings } from '../report/settings';
import { readTrusted, TrustedAccount } from '../report/trusted';
import type { Required, Rule } from '../rules';
import type { Config } from '../waivers/config-file';

/** What an organisation makes of the rules of this library. @internal */
export interface Adoption {
  readonly required: Required[];
  readonly settings: Setting[];
  readonly ownRules: Rule[];
  readonly trusted: TrustedAccount[];
}

/** The same, as it is handed over: by code, and by a file of which code knows the path. @internal */
export interface AdoptionProps {
  readonly required?: Capability[];
  readonly rules?: RuleSetting[];
  readonly ownRules?: string[];
  readonly config?: string;
  readonly trustedAccounts?: string[];
}

const SOURCE = 'ZeroTrust.enforce';

/** Reads and checks all of it, in the words that constructs use. @internal */
export function readAdoption({ required = [], rules = [], ownRules: modules = [], config: path, trustedAccounts = [] }: AdoptionProps): Adoption {
  return orZeroTrustError(() => {
    const config = path === undefined ? undefined : readConfig(path);
    const ownRules = loadOwnRules(modules);
    return {
      ownRules,
      settings: readSettings([...rules.map((rule) => rule._record(SOURCE)), ...config?.rules ?? []], ownRules),
      required: readRequired([...required.map((capability) => capability._record(SOURCE)), ...config?.required ?? []]),
      trusted: readTrusted([...trustedAccounts.map((account) => ({ account, source: SOURCE })), ...config?.trustedAccounts ?? []]),
    };
  });
}

function readConfig(path: string): Config {
  const { readConfigFile } = require('../waivers/config-file') as typeof import('../waivers/config-file'); // a parser of YAML with it
  return readConfigFile(path);
}
