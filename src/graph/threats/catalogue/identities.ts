import type { ThreatKind } from './threat-kind';

/** Threats to roles, users and people. */
export const IDENTITY_THREATS: readonly ThreatKind[] = [
  {
    id: 'ZT-THREAT-060',
    stride: 'S',
    on: ['principal', 'person'],
    title: 'An identity is assumed by another party',
    source: 'external threat actor',
    prerequisites: 'with stolen credentials or an identity that a trust policy lets in',
    action: 'act as {element}',
    impact: 'use of everything that the identity may do',
    goal: 'authenticity',
    changes: true,
    takesOver: true,
    mitigations: [
      { name: 'Named principals', at: 'element', rules: ['ZT-IAM-005', 'ZT-IAM-007', 'ZT-IAM-060', 'ZT-IAM-061', 'ZT-IAM-013', 'ZT-IAM-010'] },
      { name: 'MFA and protection of accounts', at: 'element', rules: ['ZT-COGNITO-001', 'ZT-COGNITO-002'] },
    ],
    detections: [
      { names: ['role-trust-changed', 'identity-provider-added'], types: ['AWS::IAM::Role'] },
      { names: ['access-key-created'], types: ['AWS::IAM::User'] },
      { names: ['user-pool-mfa-disabled'], types: ['AWS::Cognito::UserPool'] },
    ],
  },
  {
    id: 'ZT-THREAT-061',
    stride: 'E',
    on: ['principal', 'person'],
    types: ['AWS::IAM::Role', 'AWS::IAM::User', 'AWS::SSO::PermissionSet'],
    title: 'An identity allows administration',
    source: 'internal threat actor',
    prerequisites: 'who acts as the identity',
    action: 'administer the account as {element}',
    impact: 'control of the account',
    goal: 'integrity',
    changes: true,
    takesOver: true,
    mitigations: [
      { name: 'Least privilege', at: 'role', rules: ['ZT-IAM-009', 'ZT-IAM-020', 'ZT-IAM-022'] },
      { name: 'No way to the account', at: 'edges', rules: ['ZT-GRAPH-002'], optional: true },
    ],
    detections: [
      { names: ['administrator-policy-attached', 'permissions-boundary-removed', 'root-user-acts'] },
    ],
  },
];
