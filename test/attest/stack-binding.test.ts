import { bindingsOf, BoundTemplate, isOfStack, requireStack } from '../../src/attest/stack-binding';
import type { Subject } from '../../src/attest/statement';

const subject = (annotations: Subject['annotations']): Subject => ({ name: 'any.yaml', digest: { sha256: '', cfnTemplateV1: '' }, annotations });
const stack = (name: string): BoundTemplate => ({ id: name, name, app: 'cdk.out', templatePath: `cdk.out/${name}.template.json` });
const file = (name: string): BoundTemplate => ({ id: name, name: name.replace(/\..*/, ''), app: name, templatePath: name });
const nested = (around: BoundTemplate, logicalId: string): BoundTemplate => (
  { ...around, id: `${around.id}/${logicalId}`, name: `${around.id}/${logicalId}`, nestedIn: { id: around.id, logicalId } });
const bindings = (templates: BoundTemplate[], choice = {}) => [...bindingsOf(templates, choice).values()];

describe('a template is bound', () => {
  const outer = nested(stack('Orders'), 'Outer');

  test('to the stack that its assembly names, and nested ones to the way from there', () => {
    expect(bindings([stack('Orders'), outer, nested(outer, 'Inner')])).toEqual([
      { stack: 'Orders' },
      { stack: 'Orders/Outer', nested: { root: 'Orders', logicalIds: ['Outer'] } },
      { stack: 'Orders/Outer/Inner', nested: { root: 'Orders', logicalIds: ['Outer', 'Inner'] } },
    ]);
  });

  test('of a file to the stack of the choice, or to any', () => {
    const both = [file('a.yaml'), nested(file('a.yaml'), 'Inner')];
    expect(bindings(both, { stack: 'orders' })).toEqual([{ stack: 'orders' }, { stack: 'a.yaml/Inner', nested: { root: 'orders', logicalIds: ['Inner'] } }]);
    expect(bindings(both, { anyStack: true })).toEqual([{ anyStack: true }, { anyStack: true }]);
  });

  test('to nothing where it stands in another one', () => {
    expect(bindings([stack('Orders'), { ...nested(stack('Orders'), 'Set'), isEmbedded: true }])).toEqual([{ stack: 'Orders' }, {}]);
    expect(bindings([file('a.yaml'), { ...nested(file('a.yaml'), 'Set'), isEmbedded: true }], { anyStack: true })).toEqual([{ anyStack: true }, {}]);
  });

  test('of a file by a choice alone', () => {
    expect(() => requireStack([file('a.yaml')], {})).toThrow(/\[a\.yaml\] NoStack: .*Remediation: pass --stack .* or --any-stack/);
    for (const choice of [{ stack: 'orders' }, { anyStack: true }]) expect(() => requireStack([file('a.yaml')], choice)).not.toThrow();
    expect(() => requireStack([stack('Orders'), outer], {})).not.toThrow();
  });

  test.each<[string, BoundTemplate[], object, RegExp]>([
    ['an assembly, by name', [stack('Orders')], { stack: 'Orders' }, /\[--stack\] NamesItsStack: Orders is of a cloud assembly/],
    ['an assembly, to any', [stack('Orders')], { anyStack: true }, /\[--any-stack\] NamesItsStack/],
    ['an assembly beside a file', [file('a.yaml'), stack('Orders')], { anyStack: true }, /NamesItsStack/],
    ['two files by one name', [file('a.yaml'), file('b.yaml')], { stack: 'orders' }, /SeveralTemplates: .* a\.yaml, b\.yaml/],
    ...['', '*', '1a', 'a_b', 'Orders/x', 'a'.repeat(129), 'orders\n'].map((name): [string, BoundTemplate[], object, RegExp] => (
      [`a file to the stack ${JSON.stringify(name)}`, [file('a.yaml')], { stack: name }, /\[--stack\] BadStack/])),
  ])('no choice binds %s', (_, templates, choice, why) => {
    expect(() => bindingsOf(templates, choice)).toThrow(why);
  });
});

describe('a stack of a name is deployed', () => {
  test('by the template of its name, or of any', () => {
    expect(['Orders', 'orders', 'Orders2', 'Orders-Inner-1ABC2DEF3GHI', ''].filter((name) => isOfStack(subject({ stack: 'Orders' }), name))).toEqual(['Orders']);
    expect(isOfStack(subject({ anyStack: true }), 'Bills')).toBe(true);
    expect(isOfStack(subject({}), 'Bills')).toBe(false);
    for (const anyStack of ['true', 1, {}, false]) expect(isOfStack(subject({ anyStack } as object), 'Bills')).toBe(false);
  });

  const inner = subject({ stack: 'Orders/Outer', nested: { root: 'Orders', logicalIds: ['Outer'] } });
  const innermost = subject({ nested: { root: 'Orders', logicalIds: ['Outer', 'Inner'] } });
  const long = subject({ nested: { root: 'integ-tests-u7brkajrdgec5ys8-performance-test', logicalIds: ['ComputeFleetQueuesNestedStackQueuesNestedStackResource1234ABCD'] } });
  const longer = subject({ nested: { root: 'Orders', logicalIds: ['A'.repeat(40), 'B'.repeat(60)] } });

  test.each<[string, Subject]>([
    ['Orders-Outer-1ABC2DEF3GHI', inner], ['Orders-Outer-1ABC2DEF3GHI4', inner], ['Orders-Outer-1ABC2DEF3GHI-Inner-4JKL5MNO6PQR', innermost],
    // as CloudFormation shortens both parts: aws/aws-parallelcluster#6145
    ['integ-tests-u7brkajrdgec5ys8-performance-te-ComputeFleetQueuesNestedStackQueuesNestedS-7R1JJ4IR4CM6', long],
    [`Orders-${'A'.repeat(36)}-${'B'.repeat(42)}-4JKL5MNO6PQR`, longer],
  ])('%s, as CloudFormation names what is nested', (name, one) => {
    expect(isOfStack(one, name)).toBe(true);
  });

  test.each<[string, Subject]>([
    ['Orders', inner], ['Orders-Evil', inner], ['Orders-Evil-1ABC2DEF3GHI', inner], ['Orders-Outer', inner], ['Orders-Out-1ABC2DEF3GHI', inner], ['Orders2-Outer-1ABC2DEF3GHI', inner],
    ['Orders-v2-Outer-1ABC2DEF3GHI', inner], ['x-Orders-Outer-1ABC2DEF3GHI', inner], ['Orders-Outer-1ABC2DEF3GHI-Inner-4JKL5MNO6PQR', inner], ['Orders-Inner-4JKL5MNO6PQR', innermost],
    ['Bills-Outer-1ABC2DEF3GHI-Inner-4JKL5MNO6PQR', innermost], ['Orders/Outer', inner], [`O-Outer-${'1'.repeat(100)}`, inner],
    ['integ-tests-u7brkajrdgec5ys8-performance-te-Evil-7R1JJ4IR4CM6', long], [`integ-tests-${'x'.repeat(40)}-ComputeFleetQueuesNestedStackQueuesNestedS-7R1JJ4IR4CM6`, long],
    [`Bills-${'A'.repeat(36)}-${'B'.repeat(42)}-4JKL5MNO6PQR`, longer],
  ])('%s by no other nested template', (name, one) => {
    expect(isOfStack(one, name)).toBe(false);
  });
});
