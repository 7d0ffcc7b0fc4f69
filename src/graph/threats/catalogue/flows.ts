import { STORES, ThreatKind } from './threat-kind';

/** Threats to flows between elements. */
export const FLOW_THREATS: readonly ThreatKind[] = [
  {
    id: 'ZT-THREAT-110',
    stride: 'E',
    flows: { kinds: ['control'], at: 'from' },
    title: 'One identity takes over another one',
    source: 'threat actor',
    prerequisites: 'who runs code in {from}',
    action: 'take over {to}',
    impact: 'use of everything that it may do',
    goal: 'integrity',
    changes: true,
    takesOver: true,
    mitigations: [
      { name: 'No privilege escalation', at: 'role', rules: ['ZT-IAM-008', 'ZT-IAM-009', 'ZT-IAM-020'] },
      { name: 'Declared edge', at: 'edges', rules: ['ZT-GRAPH-002'] },
    ],
    detections: [
      { names: ['administrator-policy-attached', 'role-trust-changed', 'lambda-code-changed', 'lambda-event-source-added'] },
    ],
  },
  {
    id: 'ZT-THREAT-111',
    stride: 'S',
    flows: { kinds: ['access', 'delivery'], from: ['service'], to: ['workload', ...STORES], at: 'to' },
    title: 'A service is made to call for another account (confused deputy)',
    source: 'external threat actor',
    prerequisites: 'with an AWS account',
    action: 'make {from} call {to} for resources of its own',
    impact: 'events that the app takes for its own',
    goal: 'authenticity',
    changes: true,
    takesOver: true,
    mitigations: [
      { name: 'Named source accounts or ARNs', at: 'policies', rules: ['ZT-LAMBDA-001', 'ZT-SQS-004', 'ZT-SNS-004', 'ZT-S3-006'] },
    ],
    detections: [
      { names: ['lambda-opened-to-everyone'], types: ['AWS::Lambda::Function'] },
    ],
  },
  {
    id: 'ZT-THREAT-112',
    stride: 'I',
    flows: { kinds: ['access'], from: ['workload'], to: ['store', 'database'], at: 'from' },
    title: 'Data flows into a lower class',
    source: 'internal threat actor',
    prerequisites: 'who may read the lower class',
    action: 'read there what {from} takes out of {to}',
    impact: 'disclosure to people who may not see the store',
    goal: 'confidentiality',
    changes: false,
    takesOver: false,
    mitigations: [
      { name: 'Declared declassification', at: 'element', rules: ['ZT-DATAFLOW-002'] },
      { name: 'Masked logs', at: 'element', rules: ['ZT-DATAFLOW-001'] },
    ],
  },
];
