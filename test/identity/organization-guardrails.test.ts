import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { ZeroTrustChecks } from '../../src';
import { DataPerimeter } from '../../src/identity/data-perimeter';
import { OrganizationGuardrails, OrganizationGuardrailsProps } from '../../src/identity/organization-guardrails';
import { findingsOf, stackFindings } from '../support/packs';

const policies = DataPerimeter.policiesFor({ organizationId: 'o-abcdefghij', breakGlassRoles: ['BreakGlass'] });
const targetIds = ['ou-abcd-12345678'];

function guardrails(stack: Stack, props: Partial<OrganizationGuardrailsProps> = {}): OrganizationGuardrails {
  return new OrganizationGuardrails(stack, 'Guardrails', { policies, targetIds, ...props });
}

function templateOf(props?: Partial<OrganizationGuardrailsProps>): Template {
  const stack = new Stack(new App(), 'Management');
  guardrails(stack, props);
  return Template.fromStack(stack);
}

test('each policy is deployed with the text of its file, and attached', () => {
  const deployed = Object.values(templateOf().findResources('AWS::Organizations::Policy')).map(({ Properties }) => Properties);
  expect(deployed).toEqual(policies.map(({ name, policyType, description, content }) => ({
    Name: name, Type: policyType, Description: description, Content: content, TargetIds: targetIds,
  })));
});

test('policies are made one after the other', () => {
  const resources = templateOf().findResources('AWS::Organizations::Policy');
  const ids = Object.keys(resources);
  expect(Object.values(resources).map(({ DependsOn }) => DependsOn)).toEqual([undefined, ...ids.slice(0, -1).map((id) => [id])]);
});

test('nothing but the policies is made, and nothing is open in the five packs and ours', () => {
  expect(Object.keys(templateOf().toJSON().Resources)).toHaveLength(5);
  expect(stackFindings(guardrails)).toMatchObject({ open: [], acknowledged: [] });
  expect(findingsOf((app) => { guardrails(new Stack(app, 'Management')); }, [new ZeroTrustChecks()]).open).toEqual([]);
});

test.each([
  ['NoTargets', { targetIds: [] }],
  ['BadTarget', { targetIds: ['everyone'] }],
  ['NoPolicies', { policies: [] }],
  ['SamePolicyTwice', { policies: [policies[0], policies[0]] }],
])('refuses by %s what would not deploy, and makes nothing', (id, props) => {
  const stack = new Stack(new App(), 'Management');
  expect(() => guardrails(stack, props)).toThrow(expect.objectContaining({ id }));
  expect(stack.node.tryFindChild('Guardrails')).toBeUndefined();
});
