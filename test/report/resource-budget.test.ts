import { TemplateModel } from '../../src/model';
import { describeBudget, resourceBudget } from '../../src/report/resource-budget';

/** A stack with so many queues, of which each construct has some. */
function stackOf(count: number, pathOf?: (i: number) => string, type = 'AWS::SQS::Queue') {
  const resources = Object.fromEntries(Array.from({ length: count }, (_, i) => [
    `R${i}`, { Type: i % 4 === 3 ? 'AWS::KMS::Key' : type, Metadata: pathOf && { 'aws:cdk:path': pathOf(i) } },
  ]));
  return new TemplateModel([{ id: 'Stack', name: 'Stack', template: { Resources: resources } }]).stacks[0];
}

describe('the resource budget of a stack', () => {
  test.each([[0], [399]])('is nothing to tell at %p resources', (count) => {
    expect(resourceBudget(stackOf(count))).toBeUndefined();
  });

  test.each([[400, false], [500, false], [501, true]])('is told at %p resources', (resources, isOver) => {
    expect(resourceBudget(stackOf(resources))).toMatchObject({ resources, isOver });
  });

  test('names the types that are there most often, and the constructs that have most of them', () => {
    const budget = resourceBudget(stackOf(400, (i) => `Stage/Stack/${i % 2 === 0 ? 'Api' : 'Jobs'}/Queue${i}/Resource`))!;
    expect(budget.contributors).toEqual([
      { type: 'AWS::SQS::Queue', count: 300, constructs: [{ name: 'Api', count: 200 }, { name: 'Jobs', count: 100 }] },
      { type: 'AWS::KMS::Key', count: 100, constructs: [{ name: 'Jobs', count: 100 }] },
    ]);
    expect(describeBudget(budget)).toBe('The stack has 400 resources, 80 % of the 500 that CloudFormation takes. Most are AWS::SQS::Queue 300 (Api 200, Jobs 100); AWS::KMS::Key 100 (Jobs 100)');
  });

  test('names no constructs where the template tells none', () => {
    expect(describeBudget(resourceBudget(stackOf(600))!))
      .toBe('The stack has 600 resources, more than the 500 that CloudFormation takes. Most are AWS::SQS::Queue 450; AWS::KMS::Key 150');
  });

  test('names a few constructs of many', () => {
    expect(describeBudget(resourceBudget(stackOf(400, (i) => `Stack/Part${i % 8}/Resource`))!)).toContain('AWS::SQS::Queue 300 (Part0 50, Part1 50, Part2 50, …)');
  });

  test('is each nested stack\'s own', () => {
    const nested = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, i) => [`R${i}`, { Type: 'AWS::SQS::Queue' }]));
    const model = new TemplateModel([
      { id: 'Parent', name: 'Parent', template: { Resources: { ...nested(300), Child: { Type: 'AWS::CloudFormation::Stack' } } } },
      { id: 'Child', name: 'Child', template: { Resources: nested(300) }, nestedIn: { id: 'Parent', logicalId: 'Child' } },
    ]);
    expect(model.stacks.map(resourceBudget)).toEqual([undefined, undefined]);
  });
});
