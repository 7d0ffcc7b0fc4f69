import { every, isFalseOrAbsent } from '../../model/judge';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-COGNITO-009',
  title: 'Amazon Cognito identity pools disable guest access and classic flow',
  severity: 'high',
  types: ['AWS::Cognito::IdentityPool'],
  rationale: 'With guest access, any caller gets AWS credentials. In the classic flow the caller chooses the role and bypasses the scope-down policy.',
  remediation: 'Set AllowUnauthenticatedIdentities to false, and omit AllowClassicFlow.',
  check: (pool) => every(
    isFalseOrAbsent(pool.at('AllowUnauthenticatedIdentities'), 'it allows guest access'),
    isFalseOrAbsent(pool.at('AllowClassicFlow'), 'it allows the classic flow'),
  ),
};
