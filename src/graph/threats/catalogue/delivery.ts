import type { ThreatKind } from './threat-kind';

/** Threats to pipelines, and to code where it is kept. */
export const DELIVERY_THREATS: readonly ThreatKind[] = [
  {
    id: 'ZT-THREAT-070',
    stride: 'T',
    on: ['pipeline'],
    title: 'What a pipeline deploys is changed',
    source: 'internal threat actor',
    prerequisites: 'who can write the source, an artifact or an action',
    action: 'deploy code of its own by {element}',
    impact: 'control of everything that the pipeline deploys',
    goal: 'integrity',
    changes: true,
    takesOver: true,
    mitigations: [
      { name: 'Protected artifacts and sources', at: 'element', rules: ['ZT-CODEPIPELINE-001', 'ZT-CODEPIPELINE-003'] },
      { name: 'Approval', at: 'element', rules: ['ZT-CODEPIPELINE-004'] },
      { name: 'Tested artifact', at: 'element', rules: ['ZT-CODEPIPELINE-006'] },
      { name: 'One reviewed branch', at: 'element', rules: ['ZT-CODEPIPELINE-008'] },
      { name: 'Roles of actions', at: 'element', rules: ['ZT-CODEPIPELINE-005'] },
    ],
  },
  {
    id: 'ZT-THREAT-080',
    stride: 'T',
    on: ['code'],
    title: 'Code is replaced where it is kept',
    source: 'internal threat actor',
    prerequisites: 'who may push code or images',
    action: 'replace code in {element}',
    impact: 'code of others in every workload that takes it',
    goal: 'integrity',
    changes: true,
    takesOver: true,
    mitigations: [
      { name: 'Immutable tags and scans', at: 'element', rules: ['ZT-ECR-001', 'ZT-ECR-003'], types: ['AWS::ECR::Repository'] },
      // a version never changes: another one runs only where a function names it
      { name: 'Pinned versions', at: 'users', rules: ['ZT-LAMBDA-012'], types: ['AWS::Lambda::LayerVersion'] },
      { name: 'Named accounts', at: 'policies', rules: ['ZT-LAMBDA-017', 'ZT-TRUST-001'], optional: true },
    ],
  },
];
