import { Stack } from 'aws-cdk-lib';
import { hostsDeclaredBy } from './guard-hosts';
import { GuardMode, RequestChecks } from './guard-mode';
import type { OpeningEntry } from './opening';
import type { SecureFunction } from '../compute/secure-function';
import { DataClass } from '../core/data-class';

/** National identifiers that the guard knows: lambda/runtime-guard/masking/national-ids.ts. */
export const COUNTRIES = ['BR', 'CA', 'CH', 'DE', 'FR', 'IN', 'NL', 'PL', 'US'];
const CREDENTIALS = ['aws-key', 'jwt', 'password', 'private-key', 'token'];

export interface GuardChoices {
  readonly mode: GuardMode;
  readonly mask: DataClass;
  readonly countries: string[];
  readonly requests: RequestChecks;
  readonly blockedRoutes: string[];
  readonly openings: OpeningEntry[];
}

/**
 * The policy of one function, in JSON: what lambda/runtime-guard/policy.ts reads. The mode comes first, where the exec wrapper looks for it.
 */
export function policyOf(fn: SecureFunction, choices: GuardChoices): string {
  const { mode, mask, countries, requests, blockedRoutes, openings } = choices;
  const stack = Stack.of(fn);
  const opened = (name: OpeningEntry['name']) => openings.filter((opening) => opening.name === name).map(({ value }) => value!);
  const declared = hostsDeclaredBy(fn);
  const hosts = [...declared.hosts, ...opened('host')];
  const open = {
    ...listed('addons', opened('addons')),
    ...listed('programs', opened('programs')),
    ...listed('folders', opened('folders')),
    ...listed('data', opened('data')),
    ...opened('code').length > 0 && { code: true },
    ...opened('workers').length > 0 && { workers: true },
  };
  return stack.toJsonString({
    v: 1,
    m: mode,
    // account endpoints of DynamoDB begin with it
    ...hosts.includes('dynamodb') && { a: stack.account },
    h: [...new Set(hosts)],
    ...listed('o', declared.outside),
    k: kindsFrom(mask),
    ...kindsFrom(mask).includes('national-id') && { c: countries },
    ...requests !== RequestChecks.OFF && { r: requests },
    ...listed('b', blockedRoutes),
    ...Object.keys(open).length > 0 && { x: open },
  });
}

function listed(name: string, values: string[]): object {
  return values.length > 0 ? { [name]: values } : {};
}

function kindsFrom(mask: DataClass): string[] {
  const email = mask === DataClass.RESTRICTED ? [] : ['email'];
  return [...CREDENTIALS, 'card', ...email, 'iban', 'national-id'];
}
