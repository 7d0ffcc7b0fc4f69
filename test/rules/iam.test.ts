import { iamCases, managed } from './cases/iam';
import { judge, oneStack, prove, resource } from './support/prove';
import { RULES } from '../../src/rules';

prove('IAM', iamCases);

test('the finding on a wildcard tells how much it gives, and what of it manages permissions', () => {
  const rule = RULES.find(({ id }) => id === 'ZT-IAM-004')!;
  const value = (action: string) => judge(rule, oneStack({ Policy: managed({ Effect: 'Allow', Action: action, Resource: 'arn:aws:s3:::orders/*' }) }), 'Policy').value;
  expect(value('s3:PutObject*')).toMatch(/^s3:putobject\* \(\d+ actions, s3:PutObjectAcl, s3:PutObjectVersionAcl among them\)$/);
  expect(value('kms:ReEncrypt*')).toBe('kms:reencrypt* (2 actions)');
  expect(value('*')).toBe('*');
});

test.each(['AWS::IAM::Policy', 'AWS::IAM::RolePolicy', 'AWS::IAM::UserPolicy', 'AWS::IAM::GroupPolicy'])('%s is an inline policy', (type) => {
  const rule = RULES.find(({ id }) => id === 'ZT-IAM-003')!;
  expect(judge(rule, oneStack({ Policy: resource(type) }), 'Policy')).toEqual(expect.objectContaining({ verdict: 'fail' }));
});
