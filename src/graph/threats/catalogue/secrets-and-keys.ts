import type { ThreatKind } from './threat-kind';

/** Threats to secrets and keys. */
export const SECRET_AND_KEY_THREATS: readonly ThreatKind[] = [
  {
    id: 'ZT-THREAT-030',
    stride: 'I',
    on: ['secret'],
    title: 'A secret is read by others than its users',
    source: 'internal threat actor',
    prerequisites: 'with an identity in the account',
    action: 'read {element}',
    impact: 'use of the credentials anywhere',
    goal: 'confidentiality',
    changes: false,
    takesOver: true,
    mitigations: [
      { name: 'Encryption with a customer managed KMS key', at: 'element', rules: ['ZT-SECRETS-001', 'ZT-SECRETS-006', 'ZT-SECRETS-008'] },
      { name: 'Reads by named principals', at: 'element', rules: ['ZT-SECRETS-003'] },
    ],
    detections: [
      { names: ['secret-read-outside-of-functions', 'secrets-read-in-bursts', 'secret-policy-changed'] },
    ],
  },
  {
    id: 'ZT-THREAT-031',
    stride: 'S',
    on: ['secret'],
    title: 'A stolen secret stays good',
    source: 'external threat actor',
    prerequisites: 'with a secret that leaked once',
    action: 'go on using {element}',
    impact: 'access for as long as it goes unnoticed',
    goal: 'authenticity',
    changes: true,
    takesOver: true,
    mitigations: [
      { name: 'Rotation', at: 'element', rules: ['ZT-SECRETS-002'] },
    ],
    detections: [
      { names: ['secret-read-outside-of-functions', 'secrets-read-in-bursts'] },
    ],
  },
  {
    id: 'ZT-THREAT-040',
    stride: 'E',
    on: ['key'],
    title: 'A key policy gives others the key',
    source: 'internal threat actor',
    prerequisites: 'with an identity that the key policy lets in',
    action: 'decrypt with {element}, or grant it on',
    impact: 'disclosure of everything under the key',
    goal: 'confidentiality',
    changes: false,
    takesOver: true,
    mitigations: [
      { name: 'Named principals and contexts', at: 'element', rules: ['ZT-KMS-003', 'ZT-KMS-004', 'ZT-KMS-006', 'ZT-TRUST-002'] },
    ],
    detections: [
      { names: ['kms-key-policy-changed'] },
    ],
  },
  {
    id: 'ZT-THREAT-041',
    stride: 'D',
    on: ['key'],
    title: 'A key is deleted or disabled',
    source: 'internal threat actor',
    prerequisites: 'who may administer keys or stacks',
    action: 'delete or disable {element}',
    impact: 'loss of everything under the key',
    goal: 'availability',
    changes: true,
    takesOver: false,
    mitigations: [
      { name: 'Retention and waiting period', at: 'element', rules: ['ZT-KMS-002', 'ZT-KMS-005'] },
    ],
    detections: [
      { names: ['kms-key-disabled-or-deleted'] },
    ],
  },
];
