import { isCustomerKey, pass } from '../../model/judge';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-LAMBDA-060',
  title: 'Lambda deployment packages that name a KMS key name a customer managed one',
  severity: 'low',
  types: ['AWS::Lambda::Function'],
  rationale: 'Code is encrypted under a key of Lambda by default. The AWS managed key has no policy that would restrict who reads it.',
  remediation: 'Set Code.SourceKMSKeyArn to a customer managed key, or leave it out.',
  check(fn) {
    const key = fn.at('Code', 'SourceKMSKeyArn');
    return key.isAbsent ? pass('a key of Lambda') : isCustomerKey(key, 'its deployment package is not encrypted with a customer managed KMS key');
  },
};
