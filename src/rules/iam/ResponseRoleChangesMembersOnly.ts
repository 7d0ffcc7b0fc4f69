import { FUNCTION, MACHINE, responders, roleOf } from '../../graph/response';
import { describe, Statement, TemplateResource, textOf, Value } from '../../model';
import { statementsForRole } from '../../model/identity-policies';
import { every, fail, pass, resourceOf, unknown } from '../../model/judge';
import type { Rule, RuleResult } from '../rule';
import { reachOf } from './names';

/** Actions that contain something, and those that give it back. */
const CHANGES = /^(\*|((lambda|iam|ec2|cognito-idp|s3|kms|wafv2|network-firewall|organizations|states|dynamodb):(\*|(add|admin|associate|attach|authorize|create|deactivate|delete|detach|disable|disassociate|modify|put|remove|replace|revoke|schedule|set|stop|tag|terminate|untag|update)[\w*?]*)))$/;
/** Writes of data, which is no containment: evidence and incidents. The interfaces of its own in a VPC have no name before they are made. */
const ORDINARY = /^(s3:(putobject|deleteobject)|dynamodb:(putitem|updateitem|deleteitem)|ec2:(create|delete)networkinterface)/;
/** Names the function of an event source mapping, whose ARN nobody knows. */
const NAMES_FUNCTION = 'lambda:functionarn';
/** The end of an ARN that is of one resource, or of the versions and aliases of a function. */
const NAMED = /(\}(:\*)?|[^*?])$/;
/** A member in another stack carries it: src/respond/members.ts. */
const TAG = /^cdk-zero-trust:responder:/;

export const rule: Rule = {
  id: 'ZT-IAM-025',
  title: 'IAM roles that respond to findings change named resources only, and not the response itself',
  severity: 'medium',
  types: ['AWS::IAM::Role'],
  rationale: 'Whoever can cause a finding starts the response. With a role that changes any function, role or group it is a weapon against the whole account, and with one that changes '
    + 'itself it can be turned off.',
  remediation: 'Name each function, role, group and pool in the policy, and leave out those of the response: IncidentResponder names the functions of its zone.',
  check(role, model) {
    const actors = responders(model);
    if (!actors.some((actor) => roleOf(actor) === role)) return pass('no response');
    const { statements, readable } = statementsForRole(role);
    const changing = statements.filter((statement) => statement.allows
      && (statement.hasNotAction || statement.actions.some((action) => CHANGES.test(action) && !ORDINARY.test(action))));
    return every(
      readable ? pass('named resources') : unknown('its statements are not known before deployment'),
      ...changing.flatMap((statement) => targetsOf(statement).map((value) => isMember(value, actors))),
    );
  },
};

/** What a statement changes: its resources, or the functions to which a condition narrows them. */
function targetsOf(statement: Statement): Value[] {
  const narrowed = statement.conditions.filter(({ operator, key, values }) => key === NAMES_FUNCTION && /^(String|Arn)(Equals|Like)$/.test(operator) && values.length > 0);
  return narrowed.length > 0 ? narrowed.flatMap(({ values }) => values) : statement.resources;
}

function isMember(value: Value, actors: TemplateResource[]): RuleResult {
  const resource = resourceOf(value);
  if (!resource) {
    if (reachOf(value) !== 'named') return fail('it may change resources that it does not name', describe(value));
    return value.kind === 'unknown' ? unknown('what it may change is not known before deployment', describe(value)) : pass(describe(value));
  }
  const own = actors.flatMap((actor) => [actor, roleOf(actor)]);
  if (own.includes(resource)) return fail('it may change the response itself', resource.name);
  if (!NAMED.test(textOf(value) ?? '')) return fail('it may change resources that it does not name', describe(value));
  return isListed(resource, actors) ? pass(resource.name) : fail('it may change what is not in the list of its state machine', resource.name);
}

/** An `IncidentResponder` hands the functions that it may act on to its state machine, with their roles; what another response lists is its own affair. */
function isListed(resource: TemplateResource, actors: TemplateResource[]): boolean {
  if (![FUNCTION, 'AWS::IAM::Role'].includes(resource.type)) return true;
  const lists = actors.filter(({ type, properties }) => type === MACHINE && /"members":\s*\[/.test(textOf(properties.at('DefinitionString').value) ?? ''));
  if (lists.length === 0) return true;
  const functions = resource.type === FUNCTION ? [resource] : resource.referrers(FUNCTION).filter((fn) => roleOf(fn) === resource);
  return lists.some((machine) => machine.refersTo(resource, 'Ref'))
    || functions.some((fn) => fn.at('Tags').items().some((tag) => TAG.test(textOf(tag.at('Key').value) ?? '')));
}
