import { escapeJson, plain } from './plain-text';
import type { DeployPolicy, Environment } from '../graph/deploy-policy/deploy-policy';
import { PERMISSIONS_SOURCE } from '../graph/deploy-policy/handler-permissions';
import type { TemplateResource } from '../model';

/** How many managed policies a role takes, before its quota is raised. */
const POLICIES_OF_A_ROLE = 10;
const name = (index: number, all: number) => (all === 1 ? 'CdkDeploy' : `CdkDeploy${index + 1}`);

/** The policy for programs: a stable shape. */
export function deployPolicyAsJson(policy: DeployPolicy): string {
  const { policies, unknown, broad, boundaries, unbounded, notPassed, unclear } = policy;
  return `${escapeJson(JSON.stringify({
    source: PERMISSIONS_SOURCE,
    policies: policies.map((document, i) => ({ name: name(i, policies.length), document })),
    boundaries,
    unbounded: unbounded.map(placeOf),
    unknown: unknown.map((resource) => ({ ...placeOf(resource), type: resource.type })),
    notPassed: notPassed.map(placeOf),
    unclear: unclear.map(placeOf),
    broad,
    bootstrap: policy.environments.map((environment) => bootstrapOf(environment, policies.length)),
  }, null, 2))}\n`;
}

/** The policy for people: documents to save, the command that uses them, and what to know of them. */
export function deployPolicyAsText(policy: DeployPolicy): string {
  const { policies, unknown, broad, boundaries, unbounded, notPassed, unclear } = policy;
  return [
    ...policies.flatMap((document, i) => [`# ${name(i, policies.length)}.json`, escapeJson(JSON.stringify(document, null, 2)), '']),
    '# Create the policies, and bootstrap with them:',
    ...policies.map((_, i) => createOf(name(i, policies.length))),
    ...policy.environments.map((environment) => bootstrapOf(environment, policies.length)),
    '',
    ...policies.length > POLICIES_OF_A_ROLE ? [`Policies: ${policies.length}. A role takes ${POLICIES_OF_A_ROLE} until its quota is raised.`] : [],
    ...boundaries.map((arn) => `Permissions boundary: IAM writes need ${plain(arn)}.`),
    ...unbounded.length > 0 ? [`Without a permissions boundary: ${listed(unbounded)}. What deploys them can give them any permission.`] : [],
    ...unknown.length > 0 ? [`Not covered, no schema of their handlers: ${listed(unknown, ({ type }) => ` (${type})`)}. Add what they need.`] : [],
    ...notPassed.length > 0 ? [`Not passed, the service is not known: ${listed(notPassed)}.`] : [],
    ...unclear.length > 0 ? [`Not covered for each combination of conditions, which are too many: ${listed(unclear)}.`] : [],
    ...broad.length > 0 ? [`All actions of a service, as a schema asks: ${plain(broad.join(', '))}.`] : [],
    `Source: ${PERMISSIONS_SOURCE}.`,
    '',
  ].join('\n');
}

function createOf(policy: string): string {
  return `aws iam create-policy --policy-name ${policy} --policy-document file://${policy}.json`;
}

function bootstrapOf({ account = 'ACCOUNT', region = 'REGION', partition }: Environment, count: number): string {
  const arns = [...Array(count).keys()].map((i) => `arn:${partition}:iam::${account}:policy/${name(i, count)}`);
  return `cdk bootstrap aws://${account}/${region} --cloudformation-execution-policies "${arns.join(',')}"`;
}

function placeOf({ stack, logicalId }: TemplateResource): { stack: string; logicalId: string } {
  return { stack: stack.name, logicalId };
}

function listed(resources: readonly TemplateResource[], more: (resource: TemplateResource) => string = () => ''): string {
  return resources.map((resource) => plain(`${resource.stack.name}/${resource.logicalId}${more(resource)}`)).join(', ');
}
