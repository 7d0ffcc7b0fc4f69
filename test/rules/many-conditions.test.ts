import { judge, oneStack } from './support/prove';
import { RULES } from '../../src/rules';

const ruleOf = (id: string) => RULES.find((rule) => rule.id === id)!;
/** A choice that a condition of its own makes, so that `n` of them are `2 ** n` worlds. */
const either = (i: number, then: unknown, otherwise: unknown) => ({ 'Fn::If': [`C${i}`, then, otherwise] });
const times = <T>(n: number, make: (i: number) => T) => Array.from({ length: n }, (_, i) => make(i));

describe('more combinations of conditions than are tried', () => {
  const group = (key: unknown) => judge(ruleOf('ZT-LOGS-002'), oneStack({ G: { Type: 'AWS::Logs::LogGroup', Properties: { KmsKeyId: key } } }), 'G');
  const text = (first: unknown) => ({ 'Fn::Join': ['', times(12, (i) => either(i, i === 0 ? first : '', ''))] });

  test('leave a log group without a customer managed key failed, where the combination that is tried first fails', () => {
    expect(group(text('alias/aws/logs'))).toMatchObject({ verdict: 'fail', value: expect.stringContaining('alias/aws/logs') });
  });

  test('leave it unknown, and no pass, where the combination that is tried first passes', () => {
    expect(group(text('alias/own'))).toMatchObject({ verdict: 'unknown', finding: expect.stringContaining('too many conditions') });
  });
});
