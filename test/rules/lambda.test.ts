import { lambdaCases } from './cases/lambda';
import { judge, oneStack, prove, resource } from './support/prove';
import { RULES } from '../../src/rules';

prove('LAMBDA', lambdaCases);

describe('what the rule on secrets in an environment tells', () => {
  const rule = RULES.find(({ id }) => id === 'ZT-LAMBDA-020')!;
  test('is the name of the variable, and never its value', () => {
    const secret = 'hunter2-hunter2';
    const result = judge(rule, oneStack({ Fn: resource('AWS::Lambda::Function', { Environment: { Variables: { DB_PASSWORD: secret } } }) }), 'Fn');
    expect(result).toEqual(expect.objectContaining({ verdict: 'fail', value: 'DB_PASSWORD' }));
    expect(JSON.stringify(result)).not.toContain('hunter2');
  });
});
