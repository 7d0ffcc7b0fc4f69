import { STORES, ThreatKind } from './threat-kind';

/** Threats to stores, databases and queues. */
export const STORE_THREATS: readonly ThreatKind[] = [
  {
    id: 'ZT-THREAT-020',
    stride: 'I',
    on: STORES,
    title: 'Stored data is read without the right to its key',
    source: 'internal threat actor',
    prerequisites: 'with access to storage, a copy or a backup',
    action: 'read the data of {element}',
    impact: 'disclosure of what is stored',
    goal: 'confidentiality',
    changes: false,
    takesOver: false,
    mitigations: [
      {
        name: 'Encryption with a customer managed KMS key',
        at: 'element',
        rules: [
          'ZT-DYNAMODB-001', 'ZT-S3-003', 'ZT-S3-008', 'ZT-SQS-001', 'ZT-SNS-001', 'ZT-EVENTS-003', 'ZT-KINESIS-001', 'ZT-FIREHOSE-001', 'ZT-RDS-001', 'ZT-DAX-001',
        ],
      },
    ],
    detections: [
      { names: ['kms-key-policy-changed'] },
    ],
  },
  {
    id: 'ZT-THREAT-021',
    stride: 'I',
    on: STORES,
    title: 'A policy lets strangers in',
    source: 'external threat actor',
    prerequisites: 'with an AWS account',
    action: 'reach {element} by its own policy',
    impact: 'disclosure or change of what is stored',
    goal: 'confidentiality',
    changes: true,
    takesOver: false,
    mitigations: [
      { name: 'No public access', at: 'element', rules: ['ZT-S3-003', 'ZT-S3-010', 'ZT-RDS-003'], types: ['AWS::S3::Bucket', 'AWS::RDS::DBCluster', 'AWS::RDS::DBInstance'] },
      { name: 'Named principals', at: 'policies', rules: ['ZT-TRUST-001', 'ZT-TRUST-002', 'ZT-DYNAMODB-005', 'ZT-S3-005', 'ZT-SQS-003', 'ZT-SNS-003', 'ZT-EVENTS-002'], optional: true },
    ],
    detections: [
      { names: ['s3-public-access-block-removed'], types: ['AWS::S3::Bucket'] },
    ],
  },
  {
    id: 'ZT-THREAT-022',
    stride: 'T',
    on: ['store', 'database'],
    title: 'Data is changed or destroyed and cannot be restored',
    source: 'threat actor',
    prerequisites: 'who may write, or delete the store',
    action: 'change or destroy the data of {element}',
    impact: 'loss of data',
    goal: 'integrity',
    changes: true,
    takesOver: false,
    mitigations: [
      { name: 'Recovery', at: 'element', rules: ['ZT-DYNAMODB-002', 'ZT-S3-007', 'ZT-RDS-005'] },
      { name: 'Deletion protection', at: 'element', rules: ['ZT-DYNAMODB-003', 'ZT-S3-012', 'ZT-RDS-006'] },
    ],
    detections: [
      { names: ['table-recovery-disabled'], types: ['AWS::DynamoDB::GlobalTable', 'AWS::DynamoDB::Table'] },
    ],
  },
  {
    id: 'ZT-THREAT-023',
    stride: 'R',
    on: ['store', 'database', 'secret'],
    title: 'Reads and writes leave no trace',
    source: 'internal threat actor',
    prerequisites: 'who may read or write',
    action: 'use {element} and deny it',
    impact: 'an incident that cannot be reconstructed',
    goal: 'non-repudiation',
    changes: false,
    takesOver: false,
    mitigations: [
      { name: 'CloudTrail trail', at: 'trails', rules: ['ZT-CLOUDTRAIL-001', 'ZT-CLOUDTRAIL-003'] },
      { name: 'Data events', at: 'trails', rules: ['ZT-CLOUDTRAIL-004'], types: ['AWS::DynamoDB::GlobalTable', 'AWS::DynamoDB::Table', 'AWS::S3::Bucket'] },
    ],
    detections: [
      { names: ['cloudtrail-logging-stopped'] },
    ],
  },
  {
    id: 'ZT-THREAT-024',
    stride: 'D',
    on: ['queue'],
    types: ['AWS::SQS::Queue'],
    title: 'Messages that fail are lost',
    source: 'threat actor',
    prerequisites: 'who can send messages',
    action: 'send messages through {element} that cannot be handled',
    impact: 'work that is lost, or that blocks other work',
    goal: 'availability',
    changes: true,
    takesOver: false,
    mitigations: [
      { name: 'Dead-letter queue', at: 'element', rules: ['ZT-SQS-002'] },
      { name: 'Dead-letter queues of consumers', at: 'consumers', rules: ['ZT-LAMBDA-004'], optional: true },
    ],
  },
];
