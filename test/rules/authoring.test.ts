import { fail, isTrue, judgeTemplate, mutantsOf, pass, Rule, textOf } from 'cdk-zero-trust/rules';

const OWNED: Rule = {
  id: 'ACME-SQS-001',
  title: 'SQS queues are encrypted and have an owner tag',
  severity: 'high',
  types: ['AWS::SQS::Queue'],
  rationale: 'Nobody is called at night for a queue that nobody owns.',
  remediation: 'Set SqsManagedSseEnabled, and add a tag owner.',
  check(queue) {
    const encrypted = isTrue(queue.at('SqsManagedSseEnabled'), 'it is not encrypted');
    if (encrypted.verdict !== 'pass') return encrypted;
    const tag = queue.at('Tags').items().find((one) => textOf(one.at('Key').value) === 'owner');
    return tag && textOf(tag.at('Value').value) ? pass('owner') : fail('it has no owner', 'no tag owner');
  },
};
const GOOD = { Resources: { Queue: { Type: 'AWS::SQS::Queue', Properties: { SqsManagedSseEnabled: true, QueueName: 'orders', Tags: [{ Key: 'owner', Value: 'orders' }] } } } };

test('a rule of an organisation is judged as the audit judges', () => {
  expect(judgeTemplate(GOOD, OWNED)).toEqual([{ rule: 'ACME-SQS-001', logicalId: 'Queue', verdict: 'pass', value: 'owner', finding: undefined }]);
  expect(judgeTemplate({ Resources: { Queue: { Type: 'AWS::SQS::Queue' } } }, OWNED)).toEqual([expect.objectContaining({ verdict: 'fail', finding: 'it is not encrypted' })]);
});

test('each property of a good template is broken, and the mutant says which rule fires', () => {
  const mutants = mutantsOf(GOOD, OWNED);
  const fired = (fires: boolean) => mutants.filter((mutant) => (mutant.fires.length > 0) === fires).map(({ place, change }) => `${place} ${change}`);
  expect(fired(true)).toEqual(expect.arrayContaining([
    'Properties.SqsManagedSseEnabled deleted', 'Properties.SqsManagedSseEnabled is false', 'Properties.SqsManagedSseEnabled is not known before deployment',
    'Properties.Tags deleted', 'Properties.Tags is empty', 'Properties.Tags.0.Key is another text', 'Properties.Tags.0.Value deleted',
  ]));
  expect(fired(false)).toEqual(expect.arrayContaining(['Properties.QueueName deleted', 'Properties.QueueName is *']));
  expect(mutants.every(({ fires }) => fires.every((id) => id === 'ACME-SQS-001'))).toBe(true);
});

test('a template that the rule does not pass, or has nothing to look at in, proves nothing', () => {
  expect(() => mutantsOf({ Resources: { Queue: { Type: 'AWS::SQS::Queue' } } }, OWNED)).toThrow(/ACME-SQS-001 does not pass on the template: Queue: it is not encrypted/);
  expect(() => mutantsOf({ Resources: {} }, OWNED)).toThrow(/nothing to look at/);
});

test('the template is left as it was', () => {
  const before = JSON.stringify(GOOD);
  mutantsOf(GOOD, OWNED);
  expect(JSON.stringify(GOOD)).toBe(before);
});
