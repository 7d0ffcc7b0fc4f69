import { TemplateModel } from '../../src/model';
import { fail, pass, unknown } from '../../src/model/judge';
import type { ReadTemplate } from '../../src/model/read-templates';
import { ItemMaker } from '../../src/report/item-maker';
import { Rule, RuleResult, RULES } from '../../src/rules';

const queue = { Type: 'AWS::SQS::Queue' };
const template = { id: 'A', name: 'A', templatePath: 'a.json', template: { Resources: { One: queue, Two: queue } } } as unknown as ReadTemplate;
const [one, two] = new TemplateModel([template]).resources;
const [rule, other] = RULES;

function made(...verdicts: [Rule, typeof one, RuleResult][]) {
  const maker = new ItemMaker([template]);
  for (const [by, resource, result] of verdicts) maker.take({ rule: by, resource, result });
  return [...maker.items];
}

test('what a rule finds again and again is there once, and so is each resource', () => {
  const [first, second, third] = made([rule, one, fail('it is open', 'x')], [rule, two, fail('it is open', 'x')], [rule, two, fail('it is open', 'y')]);
  expect(second.found).toBe(first.found);
  expect(third.found).not.toBe(first.found);
  expect(third.resource).toBe(second.resource);
  expect(second).toMatchObject({ rule, template, logicalId: 'Two', type: 'AWS::SQS::Queue', verdict: 'fail', finding: 'it is open', value: 'x' });
});

test.each([
  ['another verdict', unknown('f', 'v'), fail('f', 'v')],
  ['no value, and a value that says so', fail('f'), fail('f', 'undefined')],
  ['the same text, divided otherwise', fail('ab', 'v'), fail('b', 'va')],
  ['a pass without a value, and one whose value is empty', pass(), pass('')],
])('%s is something else', (_what, left, right) => {
  const [a, b] = made([rule, one, left], [rule, one, right]);
  expect([a.verdict, a.value, a.finding]).toEqual([left.verdict, left.value, 'finding' in left ? left.finding : undefined]);
  expect([b.verdict, b.value, b.finding]).toEqual([right.verdict, right.value, 'finding' in right ? right.finding : undefined]);
});

test('another rule finds something of its own', () => {
  expect(made([rule, one, pass()], [other, one, pass()], [rule, one, pass()]).map((item) => item.rule)).toEqual([rule, other, rule]);
});

test('a change of an item leaves those that share what was found as they are', () => {
  const [first, second] = made([rule, one, fail('it is open')], [rule, two, fail('it is open')]);
  const waived = first.with({ verdict: 'off' }, { constructPath: 'App/One' });
  expect(waived).toMatchObject({ verdict: 'off', finding: 'it is open', logicalId: 'One', constructPath: 'App/One' });
  expect([first, second].map(({ verdict, constructPath }) => [verdict, constructPath])).toEqual([['fail', undefined], ['fail', undefined]]);
});
