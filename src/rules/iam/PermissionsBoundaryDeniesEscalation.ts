import { describe, Statement, TemplateResource, textOf } from '../../model';
import { fail, pass, resourceOf, unknown } from '../../model/judge';
import type { Rule, RuleResult } from '../rule';
import { ESCALATING, isBounded } from './escalation';
import { ownStatements } from '../../model/identity-policies';

/** Policies of AWS that allow whoever has them to give away any right. */
const BOUNDLESS = /:policy\/(AdministratorAccess|IAMFullAccess)$/;

export const rule: Rule = {
  id: 'ZT-IAM-019',
  title: 'IAM permissions boundaries deny privilege escalation',
  severity: 'high',
  types: ['AWS::IAM::Role', 'AWS::IAM::User'],
  rationale: 'A permissions boundary limits a role that has too many permissions attached. A boundary that '
    + 'allows attaching policies, or its own removal, can be bypassed with a single call.',
  remediation: 'Allow the actions that are needed, and deny iam:Attach*, iam:Put*, iam:Delete*, iam:Create* and iam:Update* on all resources.',
  // source: AWS IAM user guide, "Permissions boundaries for IAM entities"
  check(identity) {
    const boundary = identity.at('PermissionsBoundary');
    if (boundary.isAbsent) return pass('no permissions boundary');
    if (BOUNDLESS.test(textOf(boundary.value) ?? '')) return fail('its permissions boundary allows everything', describe(boundary.value));
    const policy = resourceOf(boundary.value, 'AWS::IAM::ManagedPolicy');
    return policy ? bounds(policy) : pass('its permissions boundary is not in these templates');
  },
};

function bounds(policy: TemplateResource): RuleResult {
  const { statements, readable } = ownStatements(policy);
  const gaps = statements.filter(({ allows }) => allows).flatMap(({ actions }) => actions).filter((action) => action.includes('${'));
  if (!readable || gaps.length > 0) return unknown('its permissions boundary is not known before deployment', policy.name);
  const denials = statements.filter(deniesAlways);
  const open = ESCALATING.filter((action) => statements.some((statement) => mayAllow(statement, action))
    && !denials.some((denial) => denial.covers([action])));
  return open.length === 0 ? pass(policy.name) : fail('its permissions boundary allows privilege escalation', `${policy.name} allows ${open.join(', ')}`);
}

function mayAllow(statement: Statement, action: string): boolean {
  return statement.allows && !isBounded(statement) && (statement.hasNotAction || statement.covers([action]));
}

function deniesAlways(statement: Statement): boolean {
  return statement.denies && statement.onEverything && statement.conditions.length === 0;
}
