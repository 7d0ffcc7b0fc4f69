import { isCustomerKey } from '../../model/judge';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-PIPES-001',
  title: 'EventBridge Pipes are encrypted with a customer managed KMS key',
  severity: 'medium',
  types: ['AWS::Pipes::Pipe'],
  rationale: 'EventBridge stores filter patterns, input templates and events in flight. With a customer managed key, reading them requires access to the key.',
  remediation: 'Set KmsKeyIdentifier to the key of the zone.',
  check: (pipe) => isCustomerKey(pipe.at('KmsKeyIdentifier'), 'it is not encrypted with a customer managed KMS key'),
};
