import { every, isNotEmpty, isOneOf } from '../../model/judge';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-VERIFIEDPERMISSIONS-001',
  title: 'A policy store takes only policies that fit its schema, and is protected from deletion',
  severity: 'high',
  types: ['AWS::VerifiedPermissions::PolicyStore'],
  rationale: 'A policy with a misspelt attribute never matches: a forbid that does not forbid. Without the store nothing is decided at all.',
  remediation: 'Set ValidationSettings.Mode STRICT with a Schema, and DeletionProtection.Mode ENABLED.',
  check: (store) => every(
    isOneOf(store.at('ValidationSettings', 'Mode'), ['STRICT'], 'its policies are not validated'),
    isNotEmpty(store.at('Schema'), 'it has no schema'),
    isOneOf(store.at('DeletionProtection', 'Mode'), ['ENABLED'], 'it can be deleted by one call'),
  ),
};
