import type { Access, Actor, Decision } from './access';
import type { Grants } from './access-edges';
import { pathsOn, Taken } from './control-paths';
import type { Draft } from './drafts';
import type { GraphNodes } from './graph-nodes';
import { nameOf } from './names';
import { passedRoles } from './passed-roles';
import { Place, TARGET_TYPES } from './target-types';
import { actionsOn } from './targets';
import { OWN_ACCOUNT } from './texts';
import type { GraphNode, Reason } from './trust-graph';
import type { TemplateResource } from '../../model';
import { resourceOf } from '../../model/judge';

/** Buckets from which the CDK deploys. */
const ASSETS = /^arn:aws:s3:::cdk-[^/]*-(container-)?assets-/;
const WRITE = 's3:PutObject';

/** Who could become what, or change what it does, by the rights of one actor. */
export function controlEdges(
  actor: Actor, from: GraphNode, grants: Grants, access: Access, nodes: GraphNodes, nodesOf: (role: TemplateResource) => GraphNode[],
): Draft[] {
  const drafts: Draft[] = [];
  const isService = actor.workload !== undefined && from.kind !== 'workload' && from.kind !== 'pipeline';
  const add = (to: GraphNode, taken: Taken) => {
    const { path, decisions, text } = taken;
    // what acts as a role already gains nothing by assuming it: a pipeline assumes the roles of its actions
    if (to === from && decisions.every(({ action }) => action.startsWith('sts:'))) return;
    const answers = decisions.map(({ decision }) => decision.answer);
    const because: Reason[] = [{ kind: 'escalation', resource: taken.resource, text }, ...decisions.flatMap(({ decision }) => decision.because)];
    const isOpen = answers.includes('maybe') || taken.open !== undefined;
    if (taken.open !== undefined) because[0] = { ...because[0], open: taken.open };
    drafts.push({ from, to, kind: 'control', intent: 'control', certainty: isOpen ? 'possible' : 'certain', actions: [...new Set(decisions.map(({ action }) => action))].sort(), because: distinct(because), path, ...isService ? { implied: true } : {} });
  };
  const self = nodes.account(OWN_ACCOUNT);
  for (const [target, statements] of grants.byTarget) {
    if (!target.exists()) continue;
    const allowed = new Map<string, Decision>();
    const decide = (action: string, place: Place) => {
      const decision = access.decide(actor, target, action, place, grants.patterns(target, action));
      if (decision.answer !== 'no') allowed.set(action, decision);
    };
    const asked = new Map<string, Place>();
    const named = [...new Set(statements)].flatMap((held) => actionsOn(target.type, held));
    for (const { name, place } of named) if (isAdmin(target, name)) asked.set(name, place);
    for (const [action, place] of asked) if (action !== 'iam:PassRole') decide(action, place);
    for (const taken of pathsOn(target, allowed, { actor, grants, access })) {
      if (taken.self) add(self, taken);
      else for (const to of taken.role ? nodesOf(taken.role) : [nodes.of(target)]) add(to, taken);
    }
    if (target.type === 'AWS::S3::Bucket') for (const taken of codeIn(target, actor, grants, access)) add(nodes.of(taken.resource!), taken);
  }
  for (const { role, taken } of passedRoles(actor, grants, access)) for (const to of nodesOf(role)) add(to, taken);
  for (const [pattern, statements] of grants.elsewhere) {
    if (!ASSETS.test(pattern) || !statements.some((held) => held.isAbout(WRITE))) continue;
    const decision: Decision = { answer: 'maybe', because: [{ kind: 'identity-policy', resource: statements[0].holder, text: `${statements[0].label} allows ${WRITE}`, open: 'the policy of the bucket is not in the templates' }] };
    add(self, { path: 'code-bucket', decisions: [{ action: WRITE, decision }], text: 'what is in the bucket of assets is deployed' });
  }
  return drafts;
}

function isAdmin(target: TemplateResource, action: string): boolean {
  const known = TARGET_TYPES.get(target.type)?.actions.find(({ name }) => name === action);
  if (known) return known.intent === 'admin' || (target.type === 'AWS::CodeBuild::Project' && /StartBuild/.test(action)) || (target.type === 'AWS::Glue::Job' && known.intent === 'invoke');
  return target.type.startsWith('AWS::IAM::') && /^iam:(Create|Put|Attach|Detach|Update|Add|Set|Delete)/.test(action);
}

/** Functions and layers whose code is read from a bucket. */
function codeIn(bucket: TemplateResource, actor: Actor, grants: Grants, access: Access): Taken[] {
  const patterns = grants.patterns(bucket, WRITE);
  if (patterns.length === 0) return [];
  const deployed = bucket.referrers('AWS::Lambda::Function', 'AWS::Lambda::LayerVersion').filter((one) => (
    resourceOf(one.at(one.type === 'AWS::Lambda::Function' ? 'Code' : 'Content', 'S3Bucket').value) === bucket));
  if (deployed.length === 0) return [];
  const decision = access.decide(actor, bucket, WRITE, 'inside', patterns);
  if (decision.answer === 'no') return [];
  return deployed.map((resource) => ({ path: 'code-bucket', decisions: [{ action: WRITE, decision }], text: `the code of ${nameOf(resource)} is in ${nameOf(bucket)}`, resource, open: 'it runs when it is deployed again' }));
}

function distinct(reasons: Reason[]): Reason[] {
  const seen = new Set<string>();
  return reasons.filter(({ text, open }) => {
    const key = `${text} ${open ?? ''}`;
    const isNew = !seen.has(key);
    seen.add(key);
    return isNew;
  });
}

