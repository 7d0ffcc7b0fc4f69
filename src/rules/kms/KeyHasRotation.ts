import { textOf } from '../../model';
import { isTrue, pass } from '../../model/judge';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-KMS-001',
  title: 'KMS keys that support automatic rotation have it enabled',
  severity: 'medium',
  types: ['AWS::KMS::Key'],
  rationale: 'Rotation limits the amount of data that is encrypted with the same key material.',
  remediation: 'Set EnableKeyRotation to true.',
  check(key) {
    const spec = textOf(key.at('KeySpec').value) ?? 'SYMMETRIC_DEFAULT';
    const origin = textOf(key.at('Origin').value) ?? 'AWS_KMS';
    // KMS rotates symmetric keys of its own making only
    if (spec !== 'SYMMETRIC_DEFAULT' || origin !== 'AWS_KMS') return pass(`${spec}, ${origin}: KMS does not rotate it automatically`);
    return isTrue(key.at('EnableKeyRotation'), 'automatic rotation is not enabled');
  },
};
