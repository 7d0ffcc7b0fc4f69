import { Stack, Token } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct, IConstruct } from 'constructs';
import { callerOf } from '../core/declare-edge';
import { ZeroTrustError } from '../core/errors';

/** An ARN that `aws:PrincipalArn` can have: never that of a session, a service or a whole account. */
const ROLE_OR_USER = /^arn:[\w-]+:iam::([\w-]+):(role|user)\/(.+)$/;
const TOKEN = /\$\{Token\[[^\]]*\]\}/g;

/**
 * The ARN by which a policy of a secret tells a reader from everyone else.
 *
 * Throws `UnknownReader` for a principal without one (a service, a group, an organisation) and for a whole account, and
 * `ReaderInOtherStack` for a role of another stack that only a reference could name.
 *
 * @internal
 */
export function readerArn(secret: IConstruct, grantee: iam.IGrantable): string {
  const stack = Stack.of(secret);
  const principal = grantee.grantPrincipal;
  if (isNamedAcrossStacks(principal)) return principal._arnFor(stack);

  const arn = soleArn(principal);
  if (arn === undefined || (!isReference(arn) && !isExact(arn))) {
    throw new ZeroTrustError(secret, 'UnknownReader', `${callerOf(grantee)} is no role or user that a policy can tell from others.`,
      'grant to a function, a role or a user; for a service, to the role that it assumes.');
  }
  if (isReference(arn) && Construct.isConstruct(principal) && Stack.of(principal) !== stack) {
    throw new ZeroTrustError(secret, 'ReaderInOtherStack',
      `${callerOf(grantee)} is in another stack; to name it by reference would make the two stacks depend on each other.`,
      'use a SecureFunction, or give the role a name and grant to iam.Role.fromRoleName(<the stack of the secret>, ...).');
  }
  return arn;
}

/**
 * Throws `TooManyReaders` for a pattern that is not confined to one account, or matches each role or user of it.
 *
 * @internal
 */
export function checkReaderPattern(path: string, pattern: string): void {
  if (isReference(pattern)) return;
  const [, account, , name] = ROLE_OR_USER.exec(literal(pattern)) ?? [];
  if (account && /[^*?/]/.test(name)) return;
  throw new ZeroTrustError(path, 'TooManyReaders', `'${pattern}' does not name roles or users of one account.`,
    'use the ARN of a role, arn:<partition>:iam::<account>:role/<name>; the name may hold wildcards.');
}

interface NamedAcrossStacks {
  _arnFor(stack: Stack): string;
}

/** By its method and not by class, so that two copies of the library know each other's roles. */
function isNamedAcrossStacks(principal: object): principal is NamedAcrossStacks {
  return '_arnFor' in principal;
}

/** The one ARN that a principal is, on no condition. Who is in a group or an account never shows the ARN of that. */
function soleArn(principal: iam.IPrincipal): string | undefined {
  if (principal instanceof iam.UnknownPrincipal || 'groupArn' in principal || 'accountId' in principal) return undefined;
  const { principalJson, conditions } = principal.policyFragment;
  const arns = principalJson.AWS ?? [];
  const single = Object.keys(principalJson).length === 1 && arns.length === 1 && Object.keys(conditions).length === 0;
  return single ? arns[0] : undefined;
}

function isExact(arn: string): boolean {
  return ROLE_OR_USER.test(literal(arn)) && !/[*?]/.test(arn);
}

/** A token as a whole: another resource's attribute, never a pattern. */
function isReference(arn: string): boolean {
  return Token.isUnresolved(arn) && arn.replace(TOKEN, '') === '';
}

function literal(arn: string): string {
  return arn.replace(TOKEN, 'token');
}
