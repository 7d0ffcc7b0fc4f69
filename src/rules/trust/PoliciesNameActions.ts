import { everyReadPolicy, failAt, HOLDERS_OF_POLICIES } from './policies';
import { Statement, TemplateResource, textOf } from '../../model';
import { pass, unknown } from '../../model/judge';
import { narrowingsOf, verdictOf, whoIs } from '../../model/narrowing';
import type { Rule } from '../rule';

/** Policies of identities have rules of their own. */
const IDENTITIES = /^AWS::IAM::/;
const TRUST = 'AssumeRolePolicyDocument';
/** All actions of all services or of one. */
const ALL_ACTIONS = /^([a-z0-9*?-]+:)?[*?]*\*[*?]*$/;
const UNKNOWN_ACTIONS = /^([a-z0-9*?-]+:)?\$\{\?\}$/;
/** Actions by which an identity gives itself more. */
const ESCALATION = ['iam:AttachRolePolicy', 'iam:AttachUserPolicy', 'iam:CreatePolicyVersion', 'iam:PutRolePolicy', 'iam:PutUserPolicy', 'iam:UpdateAssumeRolePolicy'];

export const rule: Rule = {
  id: 'ZT-TRUST-003',
  title: 'Resource policies and role trust policies name actions, without NotAction or all actions of a service',
  severity: 'high',
  types: [HOLDERS_OF_POLICIES],
  rationale: 'All actions of a service include the one that changes the policy itself; an Allow with NotAction grants every action that is not listed, new ones included.',
  remediation: 'List the actions that the principal needs.',
  check: (resource) => everyReadPolicy(resource, (statement, { place }) => {
    if (!statement.allows || (IDENTITIES.test(resource.type) && place !== TRUST) || isOwnersKeyStatement(statement, place)
      || leavesToOthers(resource, statement)) return pass();
    if (statement.hasNotAction) return failAt(place, 'its policy allows all actions but some', statement.sid ?? 'NotAction');
    const wide = statement.actions.filter((action) => ALL_ACTIONS.test(action));
    if (wide.length > 0) return failAt(place, 'its policy allows all actions of a service', wide.join(', '));
    if (statement.actions.some((action) => UNKNOWN_ACTIONS.test(action))) return unknown('the actions that its policy allows are not known before deployment', `${place}: ${statement.actions.join(', ')}`);
    const own = statement.principals.length === 0 && statement.onEverything ? ESCALATION.filter((action) => statement.covers([action])) : [];
    return own.length === 0 ? pass() : failAt(place, 'its policy allows to widen its own permissions', own.join(', '));
  }),
};

/**
 * A bucket that lets access points of the account decide (S3 user guide, "Delegating access control to access points"), and data access policies,
 * whose permissions are of collections and indexes only: ZT-OPENSEARCH-003.
 */
function leavesToOthers({ type }: TemplateResource, { conditions }: Statement): boolean {
  const delegates = conditions.filter(({ key }) => /^s3:dataaccesspoint(account|arn)$/.test(key));
  return type === 'AWS::OpenSearchServerless::AccessPolicy' || (type === 'AWS::S3::BucketPolicy' && delegates.length > 0 && verdictOf(narrowingsOf({ conditions: delegates })) === 'narrow');
}

/** `kms:*` for the account is how a key lets IAM decide. */
function isOwnersKeyStatement({ principals, actions, hasNotAction }: Statement, place: string): boolean {
  return place === 'KeyPolicy' && !hasNotAction && actions.every((action) => action === 'kms:*') && principals.length > 0
    && principals.every((principal) => principal.type === 'AWS' && whoIs(principal).kind !== 'everyone' && /:root$|^\d{12}$|^\$\{AWS::AccountId\}$/.test(textOf(principal.value) ?? ''));
}
