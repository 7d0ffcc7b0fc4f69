import { Token } from 'aws-cdk-lib';
import { ZeroTrustError } from '../core/errors';

/** Throws `BadOrganization` for what is no id of an organisation: with a wrong one, the perimeter would be around nobody. */
export function checkOrganization(path: string, organizationId: string): void {
  if (/^o-[a-z0-9]{10,32}$/.test(organizationId)) return;
  throw new ZeroTrustError(path, 'BadOrganization', `'${shown(organizationId)}' is no id of an organisation.`,
    'write the literal id, o- and 10 to 32 lower-case letters or digits: aws organizations describe-organization tells it.');
}

/** Throws `BadAccount` for what is not the literal id of one account: a wildcard would let everyone in. */
export function checkAccounts(path: string, accountIds: string[]): void {
  const wrong = accountIds.find((accountId) => !/^\d{12}$/.test(accountId));
  if (wrong === undefined) return;
  throw new ZeroTrustError(path, 'BadAccount', `'${shown(wrong)}' is no account.`, 'name one account by its 12 digits.');
}

/** Throws `BadRoleName` for a pattern that more than the meant roles could match. */
export function checkRoleNames(path: string, names: string[]): void {
  const wrong = names.find((name) => !/^[\w+=,.@/-]{3,500}\*?$/.test(name) || name.startsWith('/'));
  if (wrong === undefined) return;
  throw new ZeroTrustError(path, 'BadRoleName', `'${shown(wrong)}' is no name of a role.`,
    'write the path and name as after role/ in its ARN; a * may stand at the end, after three characters or more.');
}

/** Throws `BadResource` for what is no literal ARN of something with a name. */
export function checkArns(path: string, arns: string[]): void {
  const wrong = arns.find((arn) => !/^arn:aws[\w-]*:[a-z0-9-]+:[^:]*:[^:]*:[^*?]{3}.*$/.test(arn));
  if (wrong === undefined) return;
  throw new ZeroTrustError(path, 'BadResource', `'${shown(wrong)}' names no resource.`, 'write a literal ARN whose name begins with three characters or more.');
}

/** Throws `BadTarget` for what a policy cannot be attached to. */
export function checkTargets(path: string, targetIds: string[]): void {
  if (targetIds.length === 0) {
    throw new ZeroTrustError(path, 'NoTargets', 'a policy without targets has no effect.', 'name the root, organisational units or accounts.');
  }
  const wrong = targetIds.find((id) => !Token.isUnresolved(id) && !/^(r-[a-z0-9]{4,32}|ou-[a-z0-9]{4,32}-[a-z0-9]{8,32}|\d{12})$/.test(id));
  if (wrong === undefined) return;
  throw new ZeroTrustError(path, 'BadTarget', `'${wrong}' is no root, organisational unit or account.`, 'write its id: r-…, ou-…-… or 12 digits.');
}

function shown(text: string): string {
  return Token.isUnresolved(text) ? 'a token' : text;
}
