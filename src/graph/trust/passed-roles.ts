import type { Access, Actor, Decision } from './access';
import type { Grants } from './access-edges';
import { mayAnywhere } from './anywhere';
import type { Taken } from './control-paths';
import { nameOf } from './names';
import { Answer, match } from './texts';
import type { TemplateResource } from '../../model';
import { ESCALATION_PATHS } from '../../model/escalation-paths';

const PASS = 'iam:PassRole';
/** By a thing that is made or changed for it, with a role that is passed. */
const MADE = ESCALATION_PATHS.filter(({ actions }) => actions.includes(PASS))
  .map(({ id, actions }) => ({ id, others: actions.filter((action) => action !== PASS) }))
  .sort((a, b) => b.others.length - a.others.length);
/** As whom a service asks for the role, where it is not called like its actions. */
const PRINCIPALS: Record<string, string[]> = {
  apprunner: ['tasks.apprunner.amazonaws.com', 'build.apprunner.amazonaws.com'], datapipeline: ['datapipeline.amazonaws.com', 'ec2.amazonaws.com', 'elasticmapreduce.amazonaws.com'], ecs: ['ecs-tasks.amazonaws.com'],
};

/** Roles that an actor can hand to something that it makes, and so act as. The role has to trust the service. */
export function passedRoles(actor: Actor, grants: Grants, access: Access): { role: TemplateResource; taken: Taken }[] {
  const roles = [...grants.byTarget].filter(([target, statements]) => (
    target.type === 'AWS::IAM::Role' && target !== actor.identity.resource && target.exists() && statements.some((held) => held.isAbout(PASS)))).map(([target]) => target);
  if (roles.length === 0) return [];
  const makes = new Map<string, Decision>();
  const decide = (action: string) => {
    let known = makes.get(action);
    if (!known) makes.set(action, known = mayAnywhere(actor, action, access));
    return known;
  };
  const open = MADE.filter(({ others }) => others.every((action) => decide(action).answer !== 'no'));
  return roles.flatMap((role) => {
    for (const { id, others } of open) {
      const principals = PRINCIPALS[others[0].split(':')[0]] ?? [`${others[0].split(':')[0]}.amazonaws.com`];
      if (trusts(role, principals, access) === 'no') continue;
      const passed = pass(actor, role, principals, grants, access);
      if (passed.answer === 'no') continue;
      const decisions = [{ action: PASS, decision: passed }, ...others.map((action) => ({ action, decision: decide(action) }))];
      return [{ role, taken: { path: id, decisions, text: `${nameOf(role)} can be passed to what ${others.join(' and ')} make`, resource: role } }];
    }
    return byServices(role, actor, grants, access);
  });
}

/** Actions by which a service is given something to run, and takes a role for it. */
const MAKES = /^(create|put|register|run|start|submit|update)/;

/** By a service that the role trusts and that the actor may have something made by, though the catalogue has no path of it: whether it takes a role is open. */
function byServices(role: TemplateResource, actor: Actor, grants: Grants, access: Access): { role: TemplateResource; taken: Taken }[] {
  for (const principal of trustedServices(role, access)) {
    const service = principal.split('.')[0];
    const statement = actor.identity.policy.statements.find(({ statement: { allows, hasNotAction, actions } }) => (
      allows && !hasNotAction && actions.some((one) => isMaking(one, service))));
    const action = statement?.statement.actionsAsWritten.find((one) => isMaking(one, service));
    if (statement === undefined || action === undefined) continue;
    const decision = mayAnywhere(actor, action, access);
    const passed = pass(actor, role, [principal], grants, access);
    if (decision.answer === 'no' || passed.answer === 'no') continue;
    return [{
      role,
      taken: {
        path: PASS, decisions: [{ action: PASS, decision: passed }], text: `${nameOf(role)} can be passed to ${service} by ${action}, which ${statement.label} allows`, resource: role, open: `whether ${action} takes a role is not in the catalogue`,
      },
    }];
  }
  return [];
}

function isMaking(action: string, service: string): boolean {
  const [of, verb] = action.toLowerCase().split(':');
  return of === service && MAKES.test(verb ?? '');
}

function trustedServices(role: TemplateResource, access: Access): string[] {
  return (access.policyOf(role)?.statements ?? []).filter(({ statement }) => statement.allows).flatMap(({ statement }) => statement.principals)
    .filter(({ type }) => type === 'Service').map(({ value }) => access.policies.texts.of(value)).filter((text) => /^[a-z]/.test(text));
}

function pass(actor: Actor, role: TemplateResource, principals: string[], grants: Grants, access: Access): Decision {
  const { identity } = actor;
  const statements = identity.policy.statements.filter((held) => held.statement.denies || isPassedTo(held.statement.conditions, principals, access));
  const narrowed: Actor = { ...actor, identity: { ...identity, policy: { ...identity.policy, statements } } };
  return access.decide(narrowed, role, PASS, 'self', grants.patterns(role, PASS));
}

/** Statements for other services do not count. */
function isPassedTo(conditions: Actor['identity']['policy']['statements'][number]['statement']['conditions'], principals: string[], { policies }: Access): boolean {
  return conditions.filter(({ key }) => key === 'iam:passedtoservice').every(({ values }) => values.some((value) => principals.some((principal) => match(policies.texts.of(value), principal) !== 'no')));
}

/** Whether a role lets a service act as it. */
function trusts(role: TemplateResource, principals: string[], access: Access): Answer {
  const policy = access.policyOf(role);
  if (!policy || policy.unread) return 'maybe';
  const named = policy.statements.filter(({ statement }) => statement.allows).flatMap(({ statement }) => statement.principals)
    .filter(({ type }) => type === 'Service' || type === '*').map(({ value }) => access.policies.texts.of(value));
  return named.some((text) => principals.some((principal) => match(text, principal) !== 'no')) ? 'yes' : 'no';
}
