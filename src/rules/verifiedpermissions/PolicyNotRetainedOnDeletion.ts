import { fail, pass, every } from '../../model/judge';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-VERIFIEDPERMISSIONS-004',
  title: 'Verified Permissions policies and identity sources are not retained on deletion or replacement',
  severity: 'medium',
  types: ['AWS::VerifiedPermissions::IdentitySource', 'AWS::VerifiedPermissions::Policy'],
  rationale: 'A retained permit stays in effect after it is removed from the template, and a retained identity source still accepts tokens of removed clients.',
  remediation: 'Omit DeletionPolicy and UpdateReplacePolicy; retain the policy store instead.',
  check: (resource) => every(...[resource.deletionPolicy, resource.updateReplacePolicy].map((policy) => (policy === undefined || policy === 'Delete'
    ? pass('not retained') : fail('it stays in effect after it is removed from the template', String(policy))))),
};
