import { fail, pass, every } from '../../model/judge';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-VERIFIEDPERMISSIONS-004',
  title: 'A policy that is taken out of a template is taken out of its store',
  severity: 'medium',
  types: ['AWS::VerifiedPermissions::IdentitySource', 'AWS::VerifiedPermissions::Policy'],
  rationale: 'A permit that is retained stays in force when nobody reads it any more, and an identity source goes on taking tokens of clients that were removed.',
  remediation: 'Leave DeletionPolicy and UpdateReplacePolicy out; the store itself is what to retain.',
  check: (resource) => every(...[resource.deletionPolicy, resource.updateReplacePolicy].map((policy) => (policy === undefined || policy === 'Delete'
    ? pass('goes with its resource') : fail('it stays in force when it is taken out of the template', String(policy))))),
};
