import { lambdaCases } from './cases/lambda';
import { judge, oneStack, prove, ref, resource } from './support/prove';
import { RULES } from '../../src/rules';

prove('LAMBDA', lambdaCases);

describe('what the rule on secrets in an environment tells', () => {
  const rule = RULES.find(({ id }) => id === 'ZT-LAMBDA-020')!;
  const verdict = (parameter: object, variable: unknown) => judge(rule, [{
    id: 'Stack', name: 'Stack', template: { Parameters: { Key: parameter }, Resources: { Fn: resource('AWS::Lambda::Function', { Environment: { Variables: { KEY: variable } } }) } },
  }], 'Fn');

  test('is the name of the variable, and never its value', () => {
    const secret = 'hunter2-hunter2';
    const result = judge(rule, oneStack({ Fn: resource('AWS::Lambda::Function', { Environment: { Variables: { DB_PASSWORD: secret } } }) }), 'Fn');
    expect(result).toEqual(expect.objectContaining({ verdict: 'fail', value: 'DB_PASSWORD' }));
    expect(JSON.stringify(result)).not.toContain('hunter2');
  });

  test('is that a NoEcho parameter ends there', () => {
    expect(verdict({ Type: 'String', NoEcho: true }, ref('Key')).verdict).toBe('fail');
    expect(verdict({ Type: 'String', NoEcho: 'true' }, ref('Key')).verdict).toBe('fail');
    expect(verdict({ Type: 'String' }, ref('Key')).verdict).toBe('pass');
  });
});
