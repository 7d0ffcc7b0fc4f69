import { isCustomerKey } from '../../model/judge';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-EVENTS-003',
  title: 'EventBridge buses, archives and connections are encrypted with a customer managed KMS key',
  severity: 'medium',
  types: ['AWS::Events::Archive', 'AWS::Events::Connection', 'AWS::Events::EventBus'],
  rationale: 'Events contain data of the app, and an archive can keep them for years. With a customer managed key, reading them requires access to the key.',
  remediation: 'Set KmsKeyIdentifier.',
  check: (resource) => isCustomerKey(resource.at('KmsKeyIdentifier'), 'it is not encrypted with a customer managed KMS key'),
};
