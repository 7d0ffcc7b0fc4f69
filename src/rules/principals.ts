import { describe, Principal, Statement, TemplateResource, TrustedAccounts } from '../model';
import type { RuleResult } from './rule';
import { isServiceUser } from '../model/aws-accounts';
import { every, fail, pass, unknown } from '../model/judge';
import { Narrowing, narrowingsOf, verdictOf, whoIs } from '../model/narrowing';
import { readStatementsOf } from '../model/policies-anywhere';

/** Judges the statements of the policy document at a property; what cannot be read is unknown. */
export function everyStatement(resource: TemplateResource, property: string, judge: (statement: Statement) => RuleResult): RuleResult {
  const document = resource.at(property);
  if (document.isAbsent) return pass('no policy');
  const statements = readStatementsOf(document);
  return statements ? every(...statements.map(judge)) : unknown('its policy is not known before deployment', describe(document.value));
}

/** An Allow is for named principals, or under a condition that names who calls, for whom, or from where. */
export function letsInNoStranger(statement: Statement): RuleResult {
  if (!statement.allows) return pass();
  if (statement.principals.some(({ type }) => type === 'NotPrincipal')) return fail('it grants access with NotPrincipal', 'NotPrincipal');
  if (statement.principals.some((principal) => whoIs(principal).kind === 'everyone')) return bounded(statement, narrowingsOf(statement), 'it grants access to any principal');
  const unclear = unclearOf(statement);
  return unclear.length === 0 ? pass() : unknown('a principal of its policy is not known before deployment', unclear.map(({ value }) => describe(value)).join(', '));
}

/** An Allow for a service says for which account, organisation or resource the service acts. */
export function servicesActForNamed(statement: Statement, furtherKeys?: RegExp): RuleResult {
  const services = servicesOf(statement).map(({ value }) => describe(value));
  if (!statement.allows || services.length === 0) return pass();
  return bounded(statement, sourcesOf(statement, furtherKeys), `it allows ${services.join(', ')} without a condition on the source account or ARN`);
}

/** An Allow is for principals, and for sources of services, of trusted accounts. A condition may hold principals to some that are trusted. */
export function trustsNamedAccounts(statement: Statement, trusted: TrustedAccounts): RuleResult {
  if (!statement.allows) return pass();
  const isStrange = (account: string) => !trusted.has(account);
  const narrowings = narrowingsOf(statement);
  const strangeIn = (all: Narrowing[]) => (all.some(({ accounts }) => !accounts.some(isStrange))
    ? []
    : all.flatMap(({ accounts }) => accounts.filter(isStrange)));
  const callers = narrowings.filter(({ verdict, sort }) => verdict === 'narrow' && sort === 'caller');
  const sources = narrowings.filter(({ verdict, sort }) => verdict === 'narrow' && sort === 'source');
  // endpoints and access points of an account are as much its own as its roles
  const places = callers.length > 0 ? [] : narrowings.filter(({ verdict, sort }) => verdict === 'narrow' && sort === 'place');
  const heldToTrusted = callers.some(({ accounts, organisations = [] }) => (
    !accounts.some(isStrange) && organisations.every((id) => trusted.hasOrganisation(id))
  ));
  const named = heldToTrusted ? [] : statement.principals.map(whoIs).flatMap((who) => (
    who.kind === 'account' && isStrange(who.account) ? [who.account] : who.kind === 'user' && !isServiceUser(who.user) ? [`canonical user ${who.user}`] : []));
  const bySource = trusted.areKnown && (servicesOf(statement).length > 0 || isForEveryone(statement)) ? strangeIn(sources) : [];
  const strangers = [...new Set([...named, ...(isForEveryone(statement) ? [...strangeIn(callers), ...strangeIn(places)] : []), ...bySource])];
  if (strangers.length > 0) return fail('its policy lets in an account that is not trusted', `${sidOf(statement)}: ${strangers.join(', ')}`);
  const given = heldToTrusted ? [] : statement.principals.filter((principal) => whoIs(principal).kind === 'some account');
  if (given.length > 0) return unknown('the account that its policy lets in is not known before deployment', given.map(({ value }) => describe(value)).join(', '));
  return trustsOrganisations(statement, narrowings, trusted);
}

/** Everyone of an organisation, or services that act for it. Which one is that of the account is in no template: where nothing tells, a report says which is taken for it. */
function trustsOrganisations(statement: Statement, narrowings: Narrowing[], trusted: TrustedAccounts): RuleResult {
  const bounds = narrowings.filter(({ verdict, sort }) => verdict === 'narrow' && sort !== undefined && (isForEveryone(statement) || (sort === 'source' && servicesOf(statement).length > 0)));
  const named = bounds.map(({ organisations = [], accounts }) => (accounts.length > 0 ? [] : organisations));
  // one bound that names no organisation, or only trusted ones, is enough
  const areTrusted = (ids: string[]) => trusted.organisationsAreKnown && ids.every((id) => trusted.hasOrganisation(id));
  if (named.length === 0 || named.some((ids) => ids.length === 0 || areTrusted(ids))) return pass();
  const ids = [...new Set(named.flat())].filter((id) => !trusted.organisationsAreKnown || !trusted.hasOrganisation(id)).join(', ');
  if (trusted.organisationsAreKnown) return fail('its policy lets in an organization that is not trusted', `${sidOf(statement)}: ${ids}`);
  return pass(`${sidOf(statement)}: ${ids} is taken for the organization of the account`);
}

/** Principals that a template does not show. One whose ARN has its account names somebody, wherever else its gaps are. */
export function unclearOf({ principals }: Statement): Principal[] {
  return principals.filter((principal) => whoIs(principal).kind === 'unknown');
}

/** An allowance for all but some is one for everyone. */
export function isForEveryone({ principals }: Statement): boolean {
  return principals.some((principal) => whoIs(principal).kind === 'everyone');
}

/** How findings call a statement. */
export function sidOf({ sid, actions }: Statement): string {
  return sid ?? actions.join(', ');
}

function sourcesOf(statement: Statement, furtherKeys?: RegExp): Narrowing[] {
  return narrowingsOf(statement, furtherKeys).filter(({ verdict, sort }) => sort === 'source' || (sort === undefined && verdict === 'unknown'));
}

function servicesOf({ principals }: Statement): Principal[] {
  return principals.filter(({ type }) => type === 'Service');
}

function bounded(statement: Statement, narrowings: Narrowing[], finding: string): RuleResult {
  const verdict = verdictOf(narrowings);
  const seen = sidOf(statement);
  if (verdict === 'narrow') return pass(seen);
  return verdict === 'unknown' ? unknown(`${finding}, unless its condition, which is not known before deployment, restricts it`, seen) : fail(finding, seen);
}
