import { textOf } from '../../model';
import { isTrue, pass } from '../../model/judge';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-KMS-001',
  title: 'A key rotates',
  severity: 'high',
  types: ['AWS::KMS::Key'],
  rationale: 'Rotation bounds how much data one key material ever encrypts.',
  remediation: 'Set EnableKeyRotation.',
  check(key) {
    const spec = textOf(key.at('KeySpec').value) ?? 'SYMMETRIC_DEFAULT';
    const origin = textOf(key.at('Origin').value) ?? 'AWS_KMS';
    // KMS rotates symmetric keys of its own making only
    if (spec !== 'SYMMETRIC_DEFAULT' || origin !== 'AWS_KMS') return pass(`${spec}, ${origin}: KMS does not rotate it`);
    return isTrue(key.at('EnableKeyRotation'), 'it does not rotate');
  },
};
