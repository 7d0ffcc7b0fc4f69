import { isCustomerKey } from '../../model/judge';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-PIPES-001',
  title: 'A pipe is under a customer-managed key',
  severity: 'medium',
  types: ['AWS::Pipes::Pipe'],
  rationale: 'Filters, templates and events on their way rest in EventBridge. Under a key of one\'s own, who reads them needs the key too.',
  remediation: 'Set KmsKeyIdentifier to the key of the zone.',
  check: (pipe) => isCustomerKey(pipe.at('KmsKeyIdentifier'), 'it is not under a customer-managed key'),
};
