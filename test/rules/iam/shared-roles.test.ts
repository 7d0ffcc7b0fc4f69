import { TemplateModel } from '../../../src/model';
import { evaluate, RULES } from '../../../src/rules';

const rule = RULES.find(({ id }) => id === 'ZT-IAM-002')!;

/** What the rule finds on functions that share one role. */
function findings(count: number): string[] {
  const functions = Object.fromEntries(Array.from({ length: count }, (_, i) => [`Fn${i}`, { Type: 'AWS::Lambda::Function', Properties: { Role: { 'Fn::GetAtt': ['Role', 'Arn'] } } }]));
  const template = {
    Resources: {
      Role: { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: { Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'lambda.amazonaws.com' } }] } } },
      ...functions,
    },
  };
  return evaluate(new TemplateModel([{ id: 'Stack', name: 'Stack', template }]), [rule]).map(({ result }) => (result.verdict === 'pass' ? '' : result.finding));
}

test('a finding names up to 20 other users of a role, itself not', () => {
  const [first] = findings(21);
  expect(first.match(/Fn\d+/g)).toHaveLength(20);
  expect(first).not.toMatch(/\bFn0\b| more/);
});

test('and counts those beyond, so that findings do not grow with the square of their number', () => {
  const all = findings(200);
  expect(all).toHaveLength(200);
  for (const finding of all) {
    expect(finding.match(/Fn\d+/g)).toHaveLength(20);
    expect(finding).toMatch(/ and 179 more$/);
  }
});

test('a function alone has none', () => {
  expect(findings(1)).toEqual(['']);
});
