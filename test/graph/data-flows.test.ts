import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { AttributeType } from 'aws-cdk-lib/aws-dynamodb';
import { CfnFunction, Code } from 'aws-cdk-lib/aws-lambda';
import { CfnLogGroup } from 'aws-cdk-lib/aws-logs';
import { DataClass, DataKey, SecureBucket, SecureFunction, SecureTable } from '../../src';
import { isAtLeast } from '../../src/core/data-class-order';
import { DATA_CLASSES } from '../../src/graph/data-class';
import { TemplateModel } from '../../src/model';
import { evaluate, RuleResult, RULES } from '../../src/rules';

const failsWith = (id: string) => expect.objectContaining({ name: 'ZeroTrustError', id });

/** A card table that a function reads, and a bucket that it writes to. */
function refunds(to: DataClass = DataClass.INTERNAL) {
  const stack = new Stack(new App(), 'Shop');
  const cards = new SecureTable(stack, 'Cards', { partitionKey: { name: 'id', type: AttributeType.STRING }, dataClass: DataClass.RESTRICTED });
  const reports = new SecureBucket(stack, 'Reports', { dataClass: to });
  const fn = new SecureFunction(stack, 'Refund', { code: Code.fromInline('exports.handler = async () => {}') });
  cards.grantReadData(fn);
  reports.grantPut(fn);
  return { stack, cards, reports, fn };
}

/** What a rule finds on the only function, by the final template. */
function verdict(id: string, stack: Stack): RuleResult {
  const model = new TemplateModel([{ id: 'Shop', name: 'Shop', template: Template.fromStack(stack).toJSON() }]);
  const found = evaluate(model, RULES.filter((rule) => rule.id === id)).filter(({ resource }) => resource.type === 'AWS::Lambda::Function');
  expect(found).toHaveLength(1);
  return found[0].result;
}

describe('the logs of a function that reads RESTRICTED data', () => {
  test('are masked by the grant itself, and the evidence shows the path', () => {
    expect(verdict('ZT-DATAFLOW-001', refunds().stack)).toEqual(expect.objectContaining({
      verdict: 'pass', value: expect.stringMatching(/Cards\w* \(RESTRICTED\) → .*Refund\w* → .*Logs\w* \(masked\)$/),
    }));
  });

  test('are found when an override takes the masks away, with the path', () => {
    const { stack, fn } = refunds();
    (fn.logGroup.node.defaultChild as CfnLogGroup).addPropertyDeletionOverride('DataProtectionPolicy');
    expect(verdict('ZT-DATAFLOW-001', stack)).toEqual({
      verdict: 'fail', finding: 'its logs are not masked', value: expect.stringMatching(/Cards\w* \(RESTRICTED\) → .*Refund\w* → .*Logs\w* \(unmasked\)$/),
    });
  });
});

describe('a downgrade', () => {
  test('that nobody declared is found, with the path', () => {
    expect(verdict('ZT-DATAFLOW-002', refunds().stack)).toEqual({
      verdict: 'fail',
      finding: 'it can write to a lower data class than it reads, and no declassification is declared',
      value: expect.stringMatching(/Cards\w* \(RESTRICTED\) → .*Refund\w* → .*Reports\w* \(INTERNAL\)$/),
    });
  });

  test('that is declared passes, and the evidence shows why', () => {
    const { stack, fn } = refunds();
    fn.declassify(DataClass.RESTRICTED, DataClass.INTERNAL, 'counts refunds by day');
    expect(verdict('ZT-DATAFLOW-002', stack)).toEqual(expect.objectContaining({
      verdict: 'pass', value: expect.stringMatching(/ → .*Reports\w* \(INTERNAL\), declared: counts refunds by day$/),
    }));
    Template.fromStack(stack).hasResource('AWS::Lambda::Function', {
      Metadata: { 'zero-trust:declassification': [{ From: 'RESTRICTED', To: 'INTERNAL', Reason: 'counts refunds by day' }] },
    });
  });

  test('to the same class is none', () => {
    expect(verdict('ZT-DATAFLOW-002', refunds(DataClass.RESTRICTED).stack).verdict).toBe('pass');
  });

  test('by the dead letters of the zone is none: they hold events that came in', () => {
    const { stack, cards } = refunds(DataClass.RESTRICTED);
    expect(JSON.stringify(Template.fromStack(stack).toJSON())).toContain('sqs:SendMessage');
    expect(cards.zone.key()).not.toBe(cards.encryptionKey);
    expect(verdict('ZT-DATAFLOW-002', stack).verdict).toBe('pass');
  });

  test.each<[string, [DataClass, DataClass][]]>([
    ['fail', [[DataClass.CONFIDENTIAL, DataClass.PUBLIC]]],
    ['fail', [[DataClass.CONFIDENTIAL, DataClass.PUBLIC], [DataClass.RESTRICTED, DataClass.CONFIDENTIAL]]],
    ['pass', [[DataClass.CONFIDENTIAL, DataClass.PUBLIC], [DataClass.RESTRICTED, DataClass.INTERNAL]]],
    ['pass', [[DataClass.RESTRICTED, DataClass.PUBLIC]]],
  ])('may be declared more than once, each for its classes: %s with %j', (expected, declared) => {
    const { stack, fn } = refunds();
    for (const [from, to] of declared) fn.declassify(from, to, 'counts');
    expect(verdict('ZT-DATAFLOW-002', stack).verdict).toBe(expected);
  });

  test.each<[string, unknown]>([
    ['a reason', [{ From: 'RESTRICTED', To: 'INTERNAL', Reason: ' ' }]],
    ['any reason', [{ From: 'RESTRICTED', To: 'INTERNAL' }]],
    ['a class that exists', [{ From: 'SECRET', To: 'INTERNAL', Reason: 'counts' }]],
    ['a lower class', [{ From: 'INTERNAL', To: 'RESTRICTED', Reason: 'counts' }]],
    ['a value that is known before deployment', [{ From: 'RESTRICTED', To: 'INTERNAL', Reason: { Ref: 'Reason' } }]],
    ['the form of a declaration', 'yes'],
  ])('without %s counts for nothing', (_, declared) => {
    const { stack, fn } = refunds();
    (fn.node.defaultChild as CfnFunction).addMetadata('zero-trust:declassification', declared);
    expect(verdict('ZT-DATAFLOW-002', stack).verdict).toBe('fail');
  });

  test.each<[string, DataClass, DataClass, string]>([
    ['NoDowngrade', DataClass.INTERNAL, DataClass.INTERNAL, 'counts'],
    ['NoDowngrade', DataClass.INTERNAL, DataClass.RESTRICTED, 'counts'],
    ['NoReason', DataClass.RESTRICTED, DataClass.INTERNAL, ' '],
  ])('that means nothing throws %s', (id, from, to, reason) => {
    const { fn } = refunds();
    expect(() => fn.declassify(from, to, reason)).toThrow(failsWith(id));
  });
});

test('both halves call the classes the same, in the same order', () => {
  expect([...DATA_CLASSES].sort()).toEqual(Object.keys(DataClass).sort());
  for (const [i, one] of DATA_CLASSES.entries()) {
    for (const [j, other] of DATA_CLASSES.entries()) expect(isAtLeast(one as DataClass, other as DataClass)).toBe(i >= j);
  }
});

test('a key of this library is known by its class, and one of others is not', () => {
  const { cards, stack } = refunds();
  expect(DataKey.isDataKey(cards.encryptionKey)).toBe(true);
  expect(DataKey.isDataKey(stack)).toBe(false);
});
