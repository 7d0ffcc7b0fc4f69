import { TemplateModel } from '../../../src/model';
import { ESCALATION_PATHS } from '../../../src/model/escalation-paths';
import { evaluate, RULES } from '../../../src/rules';
import { oneStack, resource } from '../support/prove';
import { role } from '../support/resources';

const WATCHING = RULES.filter(({ id }) => ['ZT-IAM-008', 'ZT-IAM-009', 'ZT-IAM-020'].includes(id));

/** The findings on a function's role that may do the actions, each on its own resource. */
function findings(statements: object[]): string[] {
  const Admin = resource('AWS::IAM::Role', { ManagedPolicyArns: ['arn:aws:iam::aws:policy/AdministratorAccess'] });
  const resources = { Role: role(), Task: role(), Admin, Policy: resource('AWS::IAM::ManagedPolicy', { Roles: [{ Ref: 'Role' }], PolicyDocument: { Statement: statements } }) };
  return evaluate(new TemplateModel(oneStack(resources)), WATCHING).filter(({ result }) => result.verdict === 'fail').map(({ rule }) => rule.id);
}

const on = (resources: (action: string) => string, actions: string[]) => actions.map((action) => ({ Effect: 'Allow', Action: action, Resource: resources(action) }));

test('every path of the catalogue is here, once', () => {
  expect(ESCALATION_PATHS).toHaveLength(65);
  expect(new Set(ESCALATION_PATHS.map(({ id }) => id)).size).toBe(65);
});

// all of them are decided: by the wildcard on the thing or the role, and by what a role of the templates may do
describe.each(ESCALATION_PATHS)('$id', ({ actions }) => {
  test('is found on any resource', () => {
    expect(findings(on(() => '*', actions))).not.toEqual([]);
  });

  test('is found when wildcards allow the actions', () => {
    expect(findings(on(() => '*', actions.map((action) => `${action.slice(0, -1)}*`)))).not.toEqual([]);
  });

  test('is none when another statement denies it all, or its roles, users and policies are named', () => {
    expect(findings([...on(() => 'arn:aws:iam::111122223333:role/x', actions), { Effect: 'Deny', Action: actions, Resource: '*' }])).toEqual([]);
    const reading = actions.map((action) => action.replace(/:.*/, ':Describe*'));
    expect(findings(on(() => '*', reading))).toEqual([]);
  });
});

/** Paths by a new thing that hold one by an existing thing, which needs no role to be passed. */
const WITHOUT_PASSED_ROLE = ['bedrock-001', 'codebuild-001', 'codebuild-004', 'lambda-002'];

describe.each(ESCALATION_PATHS.filter(({ actions }) => actions.includes('iam:PassRole')))('$id, with a named role', ({ id, actions }) => {
  const passing = (Resource: unknown) => [{ Effect: 'Allow', Action: 'iam:PassRole', Resource }, ...on(() => '*', actions.filter((action) => action !== 'iam:PassRole'))];

  test('is found when the role administers', () => {
    expect(findings(passing({ 'Fn::GetAtt': ['Admin', 'Arn'] }))).toEqual(['ZT-IAM-020']);
  });

  test('is none when the role is ordinary, unless a part of it is another path', () => {
    expect(findings(passing({ 'Fn::GetAtt': ['Task', 'Arn'] }))).toEqual(WITHOUT_PASSED_ROLE.includes(id) ? ['ZT-IAM-020'] : []);
  });
});
