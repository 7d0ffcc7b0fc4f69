import { isCustomerKey } from '../judge';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-EVENTS-003',
  title: 'Buses, archives and connections are under a customer-managed key',
  severity: 'high',
  types: ['AWS::Events::Archive', 'AWS::Events::Connection', 'AWS::Events::EventBus'],
  rationale: 'Events hold what happened in the app, and an archive holds them for years. Under a key of one\'s own, who reads them needs the key too.',
  remediation: 'Set KmsKeyIdentifier.',
  controls: ['NIST 800-53 SC-28', 'NIST 800-53 SC-12', 'PCI DSS 3.5.1', 'HIPAA 164.312(a)(2)(iv)'],
  check: (resource) => isCustomerKey(resource.at('KmsKeyIdentifier'), 'it is not under a customer-managed key'),
};
