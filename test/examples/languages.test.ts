import { differences, goldenTemplate } from '../../scripts/languages/templates';

describe('templates of two languages', () => {
  test('are the same', () => {
    expect(differences({ a: [1, { b: 'x' }], c: null }, { c: null, a: [1, { b: 'x' }] })).toEqual([]);
  });

  test.each<[string, unknown, unknown, string]>([
    ['another value', { a: { b: 1 } }, { a: { b: 2 } }, '/a/b: 1 in TypeScript, 2 here'],
    ['a number as text', { a: 1 }, { a: '1' }, '/a: 1 in TypeScript, "1" here'],
    ['something missing', { a: { b: 1 } }, { a: {} }, '/a/b: 1 in TypeScript, undefined here'],
    ['something more', {}, { a: null }, '/a: undefined in TypeScript, null here'],
    ['something more in a list', { a: [1] }, { a: [1, 2] }, '/a/1: undefined in TypeScript, 2 here'],
    ['an object instead of a list', { a: [1] }, { a: { 0: 1 } }, '/a: [1] in TypeScript, {"0":1} here'],
    ['nothing instead of an object', { a: {} }, { a: null }, '/a: {} in TypeScript, null here'],
  ])('differ by %s', (_, expected, actual, difference) => {
    expect(differences(expected, actual)).toEqual([difference]);
  });

  test('each difference is named', () => {
    expect(differences({ a: 1, b: [1, 2] }, { a: 2, b: [2, 1] })).toHaveLength(3);
  });
});

test('what the other languages are compared with is the shortest example of the README', () => {
  jest.spyOn(console, 'log').mockImplementation();
  const { Resources } = goldenTemplate() as { Resources: Record<string, { Type: string; Properties?: any }> };
  const types = Object.values(Resources).map(({ Type }) => Type);
  expect(types).toEqual(expect.arrayContaining([
    'AWS::DynamoDB::GlobalTable', 'AWS::Lambda::Function', 'AWS::ApiGateway::RestApi', 'AWS::ApiGateway::Account', 'AWS::CloudTrail::Trail', 'AWS::CloudWatch::Alarm',
  ]));
});
