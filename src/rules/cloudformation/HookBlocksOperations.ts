import { every, isOneOf } from '../../model/judge';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-CLOUDFORMATION-001',
  title: 'CloudFormation hooks are enabled and fail operations that do not comply',
  severity: 'high',
  types: ['AWS::CloudFormation::LambdaHook', 'AWS::CloudFormation::GuardHook'],
  rationale: 'In WARN mode a hook reports a template that does not comply, and CloudFormation deploys it.',
  remediation: 'Set FailureMode to FAIL and HookStatus to ENABLED.',
  check: (hook) => every(
    isOneOf(hook.at('FailureMode'), ['FAIL'], 'it warns only'),
    isOneOf(hook.at('HookStatus'), ['ENABLED'], 'it is disabled'),
  ),
};
