import { kmsCases, retained, weakReference } from './cases/kms';
import { att, judge, prove, resource } from './support/prove';
import type { TemplateInput } from '../../src/model';
import { RULES } from '../../src/rules';

prove('KMS', kmsCases);

describe('a weak reference to a key', () => {
  const rule = RULES.find(({ id }) => id === 'ZT-KMS-007')!;
  const keys = (exported: object): TemplateInput => ({
    id: 'Keys', name: 'Keys', template: { Resources: { Key: retained }, Outputs: { KeyArn: { Value: att('Key'), ...exported } } },
  });
  const reader = (reference: unknown): TemplateInput => ({
    id: 'Reader', name: 'Reader', template: { Resources: { Queue: resource('AWS::SQS::Queue', { KmsMasterKeyId: reference }) } },
  });

  test('is found although the stack of the key is there too', () => {
    expect(judge(rule, [keys({}), reader(weakReference)], 'Queue')).toEqual({
      verdict: 'fail', finding: 'it has a weak cross-stack reference to its key', value: '${Key.Arn}',
    });
  });

  test('is none when it is an import', () => {
    expect(judge(rule, [keys({ Export: { Name: 'Keys:Arn' } }), reader({ 'Fn::ImportValue': 'Keys:Arn' })], 'Queue').verdict).toBe('pass');
  });
});
