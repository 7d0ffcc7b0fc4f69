import type { GraphEdge, NodeKind } from '../trust/trust-graph';

/** Spoofing, tampering, repudiation, information disclosure, denial of service, elevation of privilege. */
export type Stride = 'S' | 'T' | 'R' | 'I' | 'D' | 'E';

export const STRIDE_NAMES: Record<Stride, string> = {
  S: 'Spoofing', T: 'Tampering', R: 'Repudiation', I: 'Information disclosure', D: 'Denial of service', E: 'Elevation of privilege',
};

/**
 * Where rules must pass to mitigate a threat to an element.
 *
 * - `element`: on its own resource; not asked of types that none of the rules looks at.
 * - `around`: on what names it or is named by it: its policies, permissions, event sources, security groups.
 * - `api`: on the API of a route, and on its stages.
 * - `role`: on the roles that it acts as, and on their policies.
 * - `account`: somewhere in the templates, as a trail is.
 */
export type Where = 'element' | 'around' | 'api' | 'role' | 'account';

/** Something that takes a threat away where its rules pass. */
export interface Mitigation {
  readonly name: string;
  readonly at: Where;
  /** Each of them that looks at something there must pass on all of it. */
  readonly rules: readonly string[];
  /** Types of elements of which it is asked; of all where there is no list. */
  readonly types?: readonly string[];
  /** Whether there is nothing to take away where no rule finds anything to look at, as where no policy lets anybody in. */
  readonly optional?: boolean;
}

/** A threat to elements of some kinds, or to flows between them. */
export interface ThreatKind {
  readonly id: string;
  readonly stride: Stride;
  /** Of elements. */
  readonly on?: readonly NodeKind[];
  /** Of elements of these types only. */
  readonly types?: readonly string[];
  /** Of flows. */
  readonly flows?: Flow;
  readonly title: string;
  readonly source: string;
  readonly prerequisites: string;
  readonly action: string;
  readonly impact: string;
  /** Of what the threat takes away: confidentiality, integrity, availability … */
  readonly goal: string;
  /** Whether it changes or destroys. */
  readonly changes: boolean;
  /** Whether whoever does it gets all that the element may do. */
  readonly takesOver: boolean;
  readonly mitigations: readonly Mitigation[];
}

/** Which edges a threat is to, and which end its mitigations are looked for at. */
export interface Flow {
  readonly kinds: readonly GraphEdge['kind'][];
  readonly from?: readonly NodeKind[];
  readonly to?: readonly NodeKind[];
  readonly at: 'from' | 'to';
}

const STORES: NodeKind[] = ['store', 'database', 'queue'];

/** Every threat that is looked for: a closed list, as data. */
export const THREATS: readonly ThreatKind[] = [
  {
    id: 'ZT-THREAT-001',
    stride: 'S',
    on: ['route'],
    title: 'A route is called without authentication',
    source: 'external threat actor',
    prerequisites: 'with access to the internet',
    action: 'call {element} without being authenticated',
    impact: 'requests that are carried out for unknown callers',
    goal: 'authenticity',
    changes: true,
    takesOver: true,
    mitigations: [
      { name: 'Authorization on the route', at: 'element', rules: ['ZT-APIGATEWAY-001', 'ZT-APIGATEWAY-021', 'ZT-LAMBDA-008', 'ZT-APPSYNC-001', 'ZT-VPCLATTICE-001', 'ZT-CLOUDFRONT-011'] },
      { name: 'Authorization scopes', at: 'element', rules: ['ZT-APIGATEWAY-023'] },
    ],
  },
  {
    id: 'ZT-THREAT-002',
    stride: 'T',
    on: ['route'],
    title: 'Input is crafted to attack what is behind a route',
    source: 'external threat actor',
    prerequisites: 'who can call the route',
    action: 'send crafted input through {element}',
    impact: 'data that is changed or code that runs against its intent',
    goal: 'integrity',
    changes: true,
    takesOver: true,
    mitigations: [
      { name: 'Request validation', at: 'element', rules: ['ZT-APIGATEWAY-005'] },
      { name: 'AWS WAF web ACL', at: 'api', rules: ['ZT-APIGATEWAY-004', 'ZT-APPSYNC-005', 'ZT-CLOUDFRONT-003'] },
    ],
  },
  {
    id: 'ZT-THREAT-003',
    stride: 'I',
    on: ['route'],
    types: ['AWS::ApiGateway::Method', 'AWS::CloudFront::Distribution', 'AWS::VpcLattice::Service'],
    title: 'Requests are read or changed on the network',
    source: 'threat actor in the middle',
    prerequisites: 'on the network between a client and the route',
    action: 'read or change what is sent to {element}',
    impact: 'disclosure of credentials and data',
    goal: 'confidentiality',
    changes: false,
    takesOver: false,
    mitigations: [
      { name: 'TLS 1.2 or later', at: 'api', rules: ['ZT-APIGATEWAY-007', 'ZT-APIGATEWAY-008', 'ZT-CLOUDFRONT-001', 'ZT-CLOUDFRONT-002', 'ZT-VPCLATTICE-003'] },
    ],
  },
  {
    id: 'ZT-THREAT-004',
    stride: 'D',
    on: ['route'],
    title: 'A route is flooded',
    source: 'external threat actor',
    prerequisites: 'with many clients',
    action: 'flood {element} with requests',
    impact: 'refused requests of others, and a bill',
    goal: 'availability',
    changes: false,
    takesOver: false,
    mitigations: [
      { name: 'Throttling', at: 'api', rules: ['ZT-APIGATEWAY-011'] },
      { name: 'AWS WAF web ACL', at: 'api', rules: ['ZT-APIGATEWAY-004', 'ZT-APPSYNC-005', 'ZT-CLOUDFRONT-003'] },
    ],
  },
  {
    id: 'ZT-THREAT-005',
    stride: 'R',
    on: ['route'],
    title: 'A caller denies a request',
    source: 'caller',
    prerequisites: 'who is authenticated',
    action: 'deny having called {element}',
    impact: 'an incident that cannot be reconstructed',
    goal: 'non-repudiation',
    changes: false,
    takesOver: false,
    mitigations: [
      { name: 'Access logs', at: 'api', rules: ['ZT-APIGATEWAY-003', 'ZT-APIGATEWAY-018', 'ZT-APPSYNC-002', 'ZT-CLOUDFRONT-006', 'ZT-VPCLATTICE-004'] },
    ],
  },
  {
    id: 'ZT-THREAT-010',
    stride: 'E',
    on: ['workload'],
    types: ['AWS::Lambda::Function', 'AWS::ECS::TaskDefinition', 'AWS::CodeBuild::Project'],
    title: 'The code of a workload is replaced, or runs with known vulnerabilities',
    source: 'threat actor',
    prerequisites: 'with a vulnerability of a dependency, or with access to a layer or image',
    action: 'run code of its own in {element}',
    impact: 'use of everything that the workload may do',
    goal: 'integrity',
    changes: true,
    takesOver: true,
    mitigations: [
      { name: 'Supported runtime', at: 'element', rules: ['ZT-LAMBDA-009'] },
      { name: 'Pinned and signed code', at: 'element', rules: ['ZT-LAMBDA-012', 'ZT-LAMBDA-013', 'ZT-LAMBDA-023', 'ZT-LAMBDA-036'] },
      { name: 'Runtime guard', at: 'element', rules: ['ZT-LAMBDA-038'] },
      { name: 'Unprivileged containers', at: 'element', rules: ['ZT-ECS-001', 'ZT-CODEBUILD-001'] },
    ],
  },
  {
    id: 'ZT-THREAT-011',
    stride: 'E',
    on: ['workload'],
    title: 'The role of a workload allows more than its task',
    source: 'threat actor',
    prerequisites: 'who runs code in the workload',
    action: 'use permissions of {element} that its task does not need',
    impact: 'access to other data, workloads and identities',
    goal: 'confidentiality',
    changes: true,
    takesOver: true,
    mitigations: [
      { name: 'Least privilege', at: 'role', rules: ['ZT-IAM-001', 'ZT-IAM-004', 'ZT-IAM-009', 'ZT-IAM-020', 'ZT-IAM-022'] },
      { name: 'Dedicated role', at: 'element', rules: ['ZT-IAM-002', 'ZT-STATES-004'] },
    ],
  },
  {
    id: 'ZT-THREAT-012',
    stride: 'I',
    on: ['workload'],
    types: ['AWS::Lambda::Function'],
    title: 'Code sends data out of the network',
    source: 'threat actor',
    prerequisites: 'who runs code in the workload',
    action: 'send data from {element} to a host of its own',
    impact: 'disclosure of what the workload reads',
    goal: 'confidentiality',
    changes: false,
    takesOver: true,
    mitigations: [
      { name: 'Network isolation', at: 'element', rules: ['ZT-LAMBDA-003'] },
      { name: 'Named destinations', at: 'around', rules: ['ZT-EC2-002', 'ZT-EC2-005'] },
    ],
  },
  {
    id: 'ZT-THREAT-013',
    stride: 'I',
    on: ['workload'],
    types: ['AWS::Lambda::Function', 'AWS::CodeBuild::Project'],
    title: 'Secrets are read from the configuration of a workload',
    source: 'internal threat actor',
    prerequisites: 'who can read configurations or templates',
    action: 'read credentials in the configuration of {element}',
    impact: 'use of these credentials anywhere',
    goal: 'confidentiality',
    changes: false,
    takesOver: false,
    mitigations: [
      { name: 'No secrets in variables', at: 'element', rules: ['ZT-LAMBDA-020', 'ZT-LAMBDA-034', 'ZT-CODEBUILD-002', 'ZT-CODEBUILD-004', 'ZT-SECRETS-010'] },
      { name: 'Encrypted variables', at: 'element', rules: ['ZT-LAMBDA-002'] },
    ],
  },
  {
    id: 'ZT-THREAT-014',
    stride: 'D',
    on: ['workload'],
    types: ['AWS::Lambda::Function'],
    title: 'A workload is exhausted',
    source: 'external threat actor',
    prerequisites: 'who can make events',
    action: 'exhaust the concurrency of {element}, or of the account through it',
    impact: 'work that is not done, and a bill',
    goal: 'availability',
    changes: false,
    takesOver: false,
    mitigations: [
      { name: 'Reserved concurrency', at: 'element', rules: ['ZT-LAMBDA-010'] },
      { name: 'Recursive loops end', at: 'element', rules: ['ZT-LAMBDA-007'] },
    ],
  },
  {
    id: 'ZT-THREAT-015',
    stride: 'R',
    on: ['workload'],
    title: 'What a workload did leaves no trace',
    source: 'threat actor',
    prerequisites: 'who runs code in the workload',
    action: 'act through {element} without a trace',
    impact: 'an incident that cannot be reconstructed',
    goal: 'non-repudiation',
    changes: false,
    takesOver: false,
    mitigations: [
      { name: 'Logs', at: 'element', rules: ['ZT-LAMBDA-006', 'ZT-STATES-001', 'ZT-CODEBUILD-003', 'ZT-PIPES-002'] },
    ],
  },
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
      { name: 'No public access', at: 'element', rules: ['ZT-S3-003', 'ZT-S3-010', 'ZT-RDS-003', 'ZT-DYNAMODB-005', 'ZT-SQS-001', 'ZT-SNS-001', 'ZT-EVENTS-003'] },
      { name: 'Named principals', at: 'around', rules: ['ZT-TRUST-001', 'ZT-TRUST-002', 'ZT-S3-005', 'ZT-SQS-003', 'ZT-SNS-003', 'ZT-EVENTS-002'], optional: true },
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
      { name: 'CloudTrail trail', at: 'account', rules: ['ZT-CLOUDTRAIL-001', 'ZT-CLOUDTRAIL-003', 'ZT-CLOUDTRAIL-004'] },
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
      { name: 'Dead-letter queues of consumers', at: 'around', rules: ['ZT-LAMBDA-004'], optional: true },
    ],
  },
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
  },
  {
    id: 'ZT-THREAT-050',
    stride: 'R',
    on: ['log-group'],
    title: 'Logs are deleted or expire too early',
    source: 'internal threat actor',
    prerequisites: 'who may delete logs or stacks',
    action: 'remove the logs in {element}',
    impact: 'an incident that cannot be reconstructed',
    goal: 'non-repudiation',
    changes: true,
    takesOver: false,
    mitigations: [
      { name: 'Retention', at: 'element', rules: ['ZT-LOGS-001', 'ZT-LOGS-004'] },
    ],
  },
  {
    id: 'ZT-THREAT-051',
    stride: 'I',
    on: ['log-group'],
    title: 'Data is read in logs',
    source: 'internal threat actor',
    prerequisites: 'who may read logs',
    action: 'read data in {element}',
    impact: 'disclosure to people who may not see the store',
    goal: 'confidentiality',
    changes: false,
    takesOver: false,
    mitigations: [
      { name: 'Encryption with a customer managed KMS key', at: 'element', rules: ['ZT-LOGS-002'] },
      { name: 'Masking', at: 'element', rules: ['ZT-LOGS-005'] },
    ],
  },
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
    ],
  },
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
      { name: 'Immutable tags and scans', at: 'element', rules: ['ZT-ECR-001', 'ZT-ECR-003'] },
      { name: 'Named accounts', at: 'around', rules: ['ZT-LAMBDA-017', 'ZT-TRUST-001'], optional: true },
    ],
  },
  {
    id: 'ZT-THREAT-090',
    stride: 'I',
    on: ['endpoint'],
    title: 'An endpoint leads to resources of others',
    source: 'threat actor',
    prerequisites: 'who runs code in the network, with credentials of its own',
    action: 'send data through {element} to another account',
    impact: 'disclosure of data without a way to the internet',
    goal: 'confidentiality',
    changes: false,
    takesOver: false,
    mitigations: [
      { name: 'Endpoint policy', at: 'element', rules: ['ZT-EC2-004', 'ZT-EC2-011'] },
    ],
  },
  {
    id: 'ZT-THREAT-100',
    stride: 'R',
    on: ['control'],
    title: 'A control is switched off or sees too little',
    source: 'internal threat actor',
    prerequisites: 'with administrative permissions',
    action: 'act where {element} does not look',
    impact: 'attacks that go unnoticed',
    goal: 'non-repudiation',
    changes: true,
    takesOver: false,
    mitigations: [
      { name: 'Complete configuration', at: 'element', rules: ['ZT-CLOUDTRAIL-001', 'ZT-CLOUDTRAIL-003', 'ZT-GUARDDUTY-001', 'ZT-CONFIG-001', 'ZT-CONFIG-004', 'ZT-SECURITYHUB-001'] },
    ],
  },
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
    ],
  },
  {
    id: 'ZT-THREAT-111',
    stride: 'S',
    flows: { kinds: ['delivery'], from: ['service', 'account'], to: ['workload', ...STORES], at: 'to' },
    title: 'A service is made to call for another account (confused deputy)',
    source: 'external threat actor',
    prerequisites: 'with an AWS account',
    action: 'make {from} call {to} for resources of its own',
    impact: 'events that the app takes for its own',
    goal: 'authenticity',
    changes: true,
    takesOver: true,
    mitigations: [
      { name: 'Named source accounts or ARNs', at: 'around', rules: ['ZT-LAMBDA-001', 'ZT-SQS-004', 'ZT-SNS-004', 'ZT-S3-006', 'ZT-KMS-004'] },
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
