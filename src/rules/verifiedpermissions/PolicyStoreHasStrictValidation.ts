import { every, isNotEmpty, isOneOf } from '../../model/judge';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-VERIFIEDPERMISSIONS-001',
  title: 'Verified Permissions policy stores have a schema, STRICT validation and deletion protection',
  severity: 'medium',
  types: ['AWS::VerifiedPermissions::PolicyStore'],
  rationale: 'A policy with a misspelled attribute never matches: its forbid has no effect. Without the policy store, no request can be authorized.',
  remediation: 'Set ValidationSettings.Mode to STRICT with a Schema, and DeletionProtection.Mode to ENABLED.',
  check: (store) => every(
    isOneOf(store.at('ValidationSettings', 'Mode'), ['STRICT'], 'its validation mode is not STRICT'),
    isNotEmpty(store.at('Schema'), 'it has no schema'),
    isOneOf(store.at('DeletionProtection', 'Mode'), ['ENABLED'], 'deletion protection is not enabled'),
  ),
};
