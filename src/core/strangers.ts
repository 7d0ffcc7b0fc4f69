import { Stack, Token } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Fact, RegionInfo } from 'aws-cdk-lib/region-info';
import type { IConstruct } from 'constructs';
import { ZeroTrustError } from './errors';

const TRUSTED: unique symbol = Symbol.for('cdk-zero-trust.trustedAccounts');

/** Accounts stand on the zone, and on each of its members. */
interface MayTrust extends IConstruct {
  [TRUSTED]?: string[];
}

const ACCOUNT = /^\d{12}$/;
/** An ARN with a literal account, in a text of JSON. */
const ARN = /arn:[^"\s]*?:(\d{12}):|:(?:iam|sts)::(\d{12}):|"(\d{12})"/g;
/** What a condition says who calls, and for whom a service calls. */
const CALLER = /^(aws:principal(account|arn)|kms:calleraccount)$/i;
const SOURCE = /^aws:source(account|arn|owner)$/i;
/** The user by which CloudFront wrote logs before bucket policies. Source: Amazon CloudFront developer guide, "Standard logs". */
const LOG_DELIVERY = 'c4c1ede66af53448b93c283ce9448c4ba468c9432aa01d700d3878632f77d2d0';

/** Accounts of layers of Powertools for AWS Lambda (docs.aws.amazon.com/powertools, "Lambda layers"); the CDK knows those of other layers of AWS. */
const POWERTOOLS = ['017000801446', '094274105915'];

/** Lets a construct and what is below it name accounts. */
export function trustAccounts(construct: IConstruct, accounts: string[]): void {
  Object.defineProperty(construct, TRUSTED, { value: accounts, configurable: true });
}

/** Throws `BadAccount` for what is not the number of an account. */
export function checkAccounts(scope: IConstruct | string, accounts: string[]): void {
  const bad = accounts.find((account) => !Token.isUnresolved(account) && !ACCOUNT.test(account));
  if (bad === undefined) return;
  throw new ZeroTrustError(scope, 'BadAccount', `'${bad}' is no account.`, 'name one account by its 12 digits.');
}

/** Throws `UntrustedAccount` for a statement of a resource policy that lets another account in which nobody trusts. */
export function refuseStrangers(on: IConstruct, statement: iam.PolicyStatement): void {
  if (statement.effect !== iam.Effect.ALLOW) return;
  const { Principal, Condition = {} }: { Principal?: unknown; Condition?: Record<string, Record<string, unknown>> } = (
    Stack.of(on).resolve(statement.toStatementJson()));
  const users = typeof Principal === 'object' ? [(Principal as { CanonicalUser?: unknown } | null)?.CanonicalUser ?? []].flat() : [];
  const user = users.find((one) => typeof one === 'string' && one !== LOG_DELIVERY);
  if (user !== undefined) refuse(on, `canonical user ${user}`, 'name the account and not its canonical user, and trust it: trustedAccounts of the TrustZone.');
  const conditions = Object.entries(Condition).filter(([operator]) => !operator.includes('Not'))
    .flatMap(([, keys]) => Object.entries(keys));
  const of = (keys: RegExp) => conditions.filter(([key]) => keys.test(key)).map(([, value]) => value);
  refuseAccountsIn(on, [Principal, of(CALLER)], isLoadBalancer);
  refuseStrangeSources(on, of(SOURCE));
}

/** The same for accounts and ARNs for which a service acts. Where no stack has an account, a source may be of the one that it is deployed to. */
export function refuseStrangeSources(on: IConstruct, sources: unknown[]): void {
  refuseAccountsIn(on, Stack.of(on).resolve(sources), () => stacksOf(on).every(({ account }) => Token.isUnresolved(account)));
}

/** Throws `UntrustedAccount` for a statement that lets a role assume one of an account which nobody trusts. */
export function refuseStrangeRoles(on: IConstruct, statement: iam.PolicyStatement): void {
  if (statement.effect !== iam.Effect.ALLOW || !statement.actions.some((action) => /^(\*|sts:(\*|AssumeRole\*?))$/i.test(action))) return;
  refuseAccountsIn(on, Stack.of(on).resolve(statement.resources));
}

/** Throws `UntrustedAccount` for a layer of an account which nobody trusts; those of AWS are no strangers. */
export function refuseStrangeLayers(on: IConstruct, arns: string[]): void {
  refuseAccountsIn(on, Stack.of(on).resolve(arns), isOfLayers);
}

/** Throws `UntrustedAccount` for a principal of an account which nobody trusts. */
export function refuseStranger(on: IConstruct, { principalAccount, policyFragment }: iam.IPrincipal): void {
  refuseAccountsIn(on, Stack.of(on).resolve([principalAccount, policyFragment?.principalJson]));
}

function refuseAccountsIn(on: IConstruct, json: unknown, isAccepted: (account: string) => boolean = () => false): void {
  const text = JSON.stringify(json) ?? '';
  for (const [, ofArn, ofRole, alone] of text.matchAll(ARN)) {
    const account = ofArn ?? ofRole ?? alone;
    if (!isTrusted(on, account) && !isAccepted(account)) refuse(on, `account ${account}`, 'remove it, or trust it by name: trustedAccounts of the TrustZone, and of ZeroTrust.enforce.');
  }
}

function isTrusted(on: IConstruct, account: string): boolean {
  const nearest = [...on.node.scopes].reverse().find((scope) => (scope as MayTrust)[TRUSTED] !== undefined);
  if ((nearest as MayTrust | undefined)?.[TRUSTED]?.includes(account)) return true;
  return Stack.of(on).account === account || stacksOf(on).some((other) => other.account === account);
}

function stacksOf(on: IConstruct): Stack[] {
  return on.node.root.node.findAll().filter(Stack.isStack);
}

/** Load balancers write access logs from accounts of AWS. */
function isLoadBalancer(account: string): boolean {
  return RegionInfo.regions.some(({ elbv2Account }) => elbv2Account === account);
}

function isOfLayers(account: string): boolean {
  if (POWERTOOLS.includes(account)) return true;
  return Fact.regions.some((region) => Fact.names.some((name) => Fact.find(region, name)?.includes(`:${account}:layer:`)));
}

function refuse(on: IConstruct, who: string, remediation: string): never {
  throw new ZeroTrustError(on, 'UntrustedAccount', `${who} is not of this app, and not trusted.`, remediation);
}
