import { isCustomerKey } from '../../model/judge';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-EVENTS-003',
  title: 'Buses, archives and connections are under a customer-managed key',
  severity: 'high',
  types: ['AWS::Events::Archive', 'AWS::Events::Connection', 'AWS::Events::EventBus'],
  rationale: 'Events hold what happened in the app, and an archive holds them for years. Under a key of one\'s own, who reads them needs the key too.',
  remediation: 'Set KmsKeyIdentifier.',
  check: (resource) => isCustomerKey(resource.at('KmsKeyIdentifier'), 'it is not under a customer-managed key'),
};
