import * as fc from 'fast-check';
import { OWN, OWN_NETWORK, OWN_ORGANISATION, REGION, STRANGER, STRANGE_ORGANISATION } from './worlds';

/** A type that has a policy: where it is, and what a stranger would ask for. */
export interface PolicyType {
  readonly type: string;
  /** The resource with its policy. */
  readonly properties: (policy: unknown) => Record<string, unknown>;
  /** Whether the policy is one statement, without a document around it. */
  readonly isStatement?: boolean;
  readonly action: string;
  readonly resource: string;
  /** Services that call it for their customers, and say for whom. */
  readonly services: string[];
  /** Rules that tell of strangers. */
  readonly rules: string[];
}

export interface Document {
  readonly Version: '2012-10-17';
  readonly Statement: Record<string, any>[];
}

type Condition = Record<string, Record<string, string | string[]>>;

/** What of a statement may be other in its twin. */
export interface Choice {
  readonly principal: Record<string, unknown>;
  readonly conditions: Condition[];
}

export interface PolicyCase {
  readonly type: PolicyType;
  readonly action: Record<string, string | string[]>;
  readonly other: Record<string, any>[];
  readonly choice: Choice;
  /** The same with another principal or other conditions. */
  readonly twin: Choice;
  /** The first of the forms in which it is written. */
  readonly form: number;
}

const arnOf = (service: string, name: string) => `arn:aws:${service}:${REGION}:${OWN}:${name}`;
const ROLE = `arn:aws:iam::${OWN}:role/app`;

export const POLICY_TYPES: PolicyType[] = [
  of('AWS::SQS::QueuePolicy', (PolicyDocument) => ({ Queues: ['https://sqs.eu-west-1.amazonaws.com/111122223333/app'], PolicyDocument }), 'sqs:SendMessage', arnOf('sqs', 'app'),
    ['ZT-SQS-003', 'ZT-SQS-004'], ['sns.amazonaws.com', 's3.amazonaws.com']),
  of('AWS::SNS::TopicPolicy', (PolicyDocument) => ({ Topics: [arnOf('sns', 'app')], PolicyDocument }), 'sns:Publish', arnOf('sns', 'app'),
    ['ZT-SNS-003', 'ZT-SNS-004'], ['s3.amazonaws.com', 'events.amazonaws.com']),
  of('AWS::S3::BucketPolicy', (PolicyDocument) => ({ Bucket: 'app-bucket', PolicyDocument }), 's3:GetObject', 'arn:aws:s3:::app-bucket/key',
    ['ZT-S3-005', 'ZT-S3-006', 'ZT-S3-016'], ['cloudfront.amazonaws.com', 'logging.s3.amazonaws.com']),
  of('AWS::KMS::Key', (KeyPolicy) => ({ KeyPolicy }), 'kms:Decrypt', arnOf('kms', 'key/app'), ['ZT-KMS-003', 'ZT-KMS-004'], ['sns.amazonaws.com']),
  of('AWS::SecretsManager::ResourcePolicy', (ResourcePolicy) => ({ SecretId: arnOf('secretsmanager', 'secret:app-AbCdEf'), ResourcePolicy }),
    'secretsmanager:GetSecretValue', arnOf('secretsmanager', 'secret:app-AbCdEf'), ['ZT-SECRETS-004', 'ZT-SECRETS-005'], ['sns.amazonaws.com']),
  { ...of('AWS::Events::EventBusPolicy', (Statement) => ({ StatementId: 'app', Statement }), 'events:PutEvents', arnOf('events', 'event-bus/app'), ['ZT-EVENTS-002']), isStatement: true },
  of('AWS::DynamoDB::Table', (PolicyDocument) => ({ ResourcePolicy: { PolicyDocument } }), 'dynamodb:GetItem', arnOf('dynamodb', 'table/app'), ['ZT-DYNAMODB-005']),
  of('AWS::Backup::BackupVault', (AccessPolicy) => ({ BackupVaultName: 'app', AccessPolicy }), 'backup:CopyIntoBackupVault', arnOf('backup', 'backup-vault:app'), ['ZT-BACKUP-004']),
  of('AWS::VpcLattice::AuthPolicy', (Policy) => ({ ResourceIdentifier: arnOf('vpc-lattice', 'service/svc-0123'), Policy }), 'vpc-lattice-svcs:Invoke', `${arnOf('vpc-lattice', 'service/svc-0123')}/orders`,
    ['ZT-VPCLATTICE-002']),
  of('AWS::IAM::Role', (AssumeRolePolicyDocument) => ({ AssumeRolePolicyDocument }), 'sts:AssumeRole', ROLE, ['ZT-IAM-005']),
  of('AWS::ECR::Repository', (RepositoryPolicyText) => ({ RepositoryPolicyText }), 'ecr:BatchGetImage', arnOf('ecr', 'repository/app'), ['ZT-TRUST-001']),
  of('AWS::EFS::FileSystem', (FileSystemPolicy) => ({ FileSystemPolicy }), 'elasticfilesystem:ClientWrite', arnOf('elasticfilesystem', 'file-system/fs-0123'), ['ZT-TRUST-001']),
  of('AWS::Kinesis::ResourcePolicy', (ResourcePolicy) => ({ ResourceArn: arnOf('kinesis', 'stream/app'), ResourcePolicy }), 'kinesis:PutRecord', arnOf('kinesis', 'stream/app'), ['ZT-TRUST-001']),
  of('AWS::OpenSearchService::Domain', (AccessPolicies) => ({ AccessPolicies }), 'es:ESHttpGet', arnOf('es', 'domain/app'), ['ZT-TRUST-001']),
  of('AWS::CodeArtifact::Domain', (PermissionsPolicyDocument) => ({ DomainName: 'app', PermissionsPolicyDocument }), 'codeartifact:GetAuthorizationToken', arnOf('codeartifact', 'domain/app'),
    ['ZT-TRUST-001']),
];

function of(type: string, properties: PolicyType['properties'], action: string, resource: string, rules: string[], services: string[] = []): PolicyType {
  return { type, properties, action, resource, services, rules: [...rules, 'ZT-TRUST-002'] };
}

const PRINCIPALS: Record<string, unknown>[] = [
  { Principal: '*' }, { Principal: { AWS: '*' } }, { Principal: { AWS: ['*'] } }, { Principal: { AWS: [`arn:aws:iam::${OWN}:root`, '*'] } },
  { Principal: { AWS: `arn:aws:iam::${OWN}:root` } }, { Principal: { AWS: OWN } }, { Principal: { AWS: ROLE } }, { Principal: { AWS: [ROLE, OWN] } },
  { NotPrincipal: { AWS: ROLE } },
  { Principal: { AWS: `arn:aws:iam::${STRANGER}:root` } }, { Principal: { AWS: STRANGER } }, { Principal: { AWS: [ROLE, `arn:aws:iam::${STRANGER}:role/app`] } },
];

/** Condition keys with values that name us, and values that strangers have too. */
const OWN_ARNS = [`arn:aws:sns:${REGION}:${OWN}:app`, `arn:aws:sns:*:${OWN}:*`, 'arn:aws:s3:::app-bucket'];
const WIDE_ARNS = ['arn:aws:sns:*:*:*', 'arn:aws:s3:::*', 'arn:aws:s3:::app-*', 'arn:*', '*', `arn:aws:sns:${REGION}:1111*:app`, `arn:aws:sns:${REGION}:${STRANGER}:app`];
const ACCOUNTS = [[OWN], ['*', '????????????', '1111*', STRANGER, '${aws:PrincipalAccount}']];
const ORGANISATIONS = [[OWN_ORGANISATION], ['*', 'o-*', STRANGE_ORGANISATION, '${aws:PrincipalOrgID}']];
const KEYS: Record<string, string[][]> = {
  'aws:PrincipalAccount': ACCOUNTS,
  'aws:PrincipalOrgID': ORGANISATIONS,
  'aws:PrincipalArn': [[ROLE, `arn:aws:iam::${OWN}:role/*`, `arn:aws:iam::${OWN}:root`], ['arn:aws:iam::*:role/app', '*', 'arn:aws:iam::1111*:role/app', 'arn:*:role/app']],
  'aws:SourceAccount': ACCOUNTS.map((values) => values.filter((value) => !value.startsWith('$'))),
  'aws:SourceArn': [OWN_ARNS, WIDE_ARNS],
  'aws:SourceOrgID': ORGANISATIONS.map((values) => values.filter((value) => !value.startsWith('$'))),
  'aws:SourceVpc': [['vpc-0123456789abcdef0'], ['*', 'vpc-*']],
  'aws:SourceVpce': [['vpce-0123456789abcdef0'], ['*', 'vpce-*']],
  'aws:VpceAccount': ACCOUNTS.map((values) => values.filter((value) => !value.startsWith('$'))),
  'aws:VpceOrgID': ORGANISATIONS.map((values) => values.filter((value) => !value.startsWith('$'))),
  'aws:userid': [['AROAABCDEFGHIJKLMNOPQ:*', OWN], ['*', 'AROA*', '*:app']],
  'aws:UserAgent': [['app/1.0'], ['*']],
  'aws:Referer': [['https://app.example.com/'], ['https://app.example.com/*']],
  'aws:PrincipalTag/team': [['orders'], ['*']],
  'aws:PrincipalType': [['User'], ['*']],
  'aws:RequestedRegion': [[REGION], ['eu-*']],
};
/** A key that only callers with an account have, and one that only keys have. */
const KEYS_OF_KMS: Record<string, string[][]> = { 'kms:CallerAccount': ACCOUNTS };
const KEYS_OF_ROLES: Record<string, string[][]> = { 'sts:ExternalId': [['app'], ['*']] };

const OPERATORS = [
  'StringEquals', 'StringLike', 'StringEqualsIgnoreCase', 'StringEqualsIfExists', 'StringLikeIfExists', 'StringNotEquals', 'StringNotLike', 'StringNotEqualsIfExists',
  'ForAnyValue:StringEquals', 'ForAnyValue:StringLike', 'ForAllValues:StringEquals', 'ForAllValues:StringLike',
];
const OPERATORS_OF_ARNS = [...OPERATORS, 'ArnEquals', 'ArnLike', 'ArnLikeIfExists', 'ArnNotEquals', 'ArnNotLike', 'ForAllValues:ArnLike'];

const FIXED: Condition[] = [
  { IpAddress: { 'aws:SourceIp': OWN_NETWORK } }, { IpAddress: { 'aws:SourceIp': [OWN_NETWORK, '203.0.113.7'] } }, { IpAddress: { 'aws:SourceIp': '0.0.0.0/0' } },
  { IpAddress: { 'aws:SourceIp': ['0.0.0.0/1', '128.0.0.0/1'] } }, { IpAddress: { 'aws:SourceIp': [OWN_NETWORK, '8.0.0.0/7'] } }, { NotIpAddress: { 'aws:SourceIp': OWN_NETWORK } },
  { IpAddressIfExists: { 'aws:SourceIp': OWN_NETWORK } },
  { Bool: { 'aws:SecureTransport': 'true' } }, { Bool: { 'aws:PrincipalIsAWSService': 'false' } },
  { Null: { 'aws:PrincipalOrgID': 'false' } }, { Null: { 'aws:SourceVpc': 'true' } }, { Null: { 'aws:SourceAccount': 'false' } },
  { DateLessThan: { 'aws:CurrentTime': '2030-01-01T00:00:00Z' } },
  { 'ForAnyValue:StringLike': { 'aws:PrincipalOrgPaths': `${OWN_ORGANISATION}/*` } }, { 'ForAnyValue:StringLike': { 'aws:PrincipalOrgPaths': 'o-*' } },
  { 'ForAllValues:StringLike': { 'aws:PrincipalOrgPaths': `${OWN_ORGANISATION}/*` } },
  { 'Null': { 'aws:PrincipalOrgPaths': 'false' }, 'ForAllValues:StringLike': { 'aws:PrincipalOrgPaths': `${OWN_ORGANISATION}/*` } },
];

/** Statements beside the one that is judged. */
const OTHERS: Record<string, any>[][] = [
  [], [], [], [], [], [], [], [], [], [],
  [{ Effect: 'Deny', Principal: '*', Action: '*', Resource: '*', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }],
  [{ Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${OWN}:root` }, Action: '*', Resource: '*' }],
  ...[
    { StringNotEquals: { 'aws:PrincipalOrgID': OWN_ORGANISATION } }, { StringNotEquals: { 'aws:PrincipalAccount': [OWN, STRANGER] } },
    { NotIpAddress: { 'aws:SourceIp': '203.0.113.0/24' } }, { StringNotEqualsIfExists: { 'aws:PrincipalOrgID': OWN_ORGANISATION } }, { StringEquals: { 'aws:PrincipalAccount': STRANGER } },
    { StringNotEquals: { 'aws:PrincipalOrgID': OWN_ORGANISATION, 'aws:SourceVpc': 'vpc-0123456789abcdef0' } },
  ].map((Condition) => [{ Effect: 'Deny', Principal: '*', Action: '*', Resource: '*', Condition }]),
  [{ Effect: 'Deny', Principal: '*', Action: 'iam:PassRole', Resource: '*', Condition: { StringNotEquals: { 'aws:PrincipalOrgID': OWN_ORGANISATION } } }],
];

/** Pairs of policies of a type that differ in who they are for, or in their conditions. */
export function policyCases(): fc.Arbitrary<PolicyCase> {
  return fc.constantFrom(...POLICY_TYPES).chain((type) => {
    const principal = fc.constantFrom(...PRINCIPALS, ...type.services.map((Service) => ({ Principal: { Service } })));
    const conditions = fc.array(conditionOf(type), { maxLength: 2 });
    return fc.record({
      type: fc.constant(type),
      action: fc.constantFrom<Record<string, string | string[]>>(
        { Action: type.action }, { Action: [type.action, type.action.replace(/:.*/, ':Describe*')] }, { Action: type.action.replace(/:.*/, ':*') }, { Action: '*' },
        { Action: type.action.replace(/\w$/, '?') }, { NotAction: type.action.replace(/:.*/, ':DeleteEverything') }),
      other: fc.constantFrom(...OTHERS),
      both: fc.oneof(
        fc.record({ principal, conditions, twin: principal }).map(({ twin, ...choice }) => ({ choice, twin: { ...choice, principal: twin } })),
        fc.record({ principal, conditions, twin: conditions }).map(({ twin, ...choice }) => ({ choice, twin: { ...choice, conditions: twin } })),
      ),
      form: fc.nat(),
    }).map(({ both, ...one }) => ({ ...one, ...both }));
  });
}

function conditionOf(type: PolicyType): fc.Arbitrary<Condition> {
  const keys = Object.entries({ ...KEYS, ...type.type === 'AWS::KMS::Key' ? KEYS_OF_KMS : {}, ...type.type === 'AWS::IAM::Role' ? KEYS_OF_ROLES : {} });
  const made = fc.constantFrom(...keys).chain(([key, known]) => {
    const oneOf = fc.constantFrom(...known.flat());
    const operators = fc.constantFrom(...key.endsWith('Arn') ? OPERATORS_OF_ARNS : OPERATORS);
    const values = fc.oneof(oneOf, fc.uniqueArray(oneOf, { minLength: 2, maxLength: 2 }), fc.constantFrom(...known[0]));
    return fc.tuple(operators, values).map(([operator, some]) => ({ [operator]: { [key]: some } }));
  });
  return fc.oneof({ weight: 4, arbitrary: made }, { weight: 1, arbitrary: fc.constantFrom(...FIXED) });
}

/** The policy, as IAM gets it. */
export function documentOf({ type, action, other }: PolicyCase, { principal, conditions }: Choice): Document {
  const condition: Condition = {};
  for (const one of conditions) for (const [operator, keys] of Object.entries(one)) condition[operator] = { ...condition[operator], ...keys };
  const statement = {
    Effect: 'Allow', ...principal, ...action, ...type.type === 'AWS::IAM::Role' ? {} : { Resource: '*' }, ...Object.keys(condition).length > 0 ? { Condition: condition } : {},
  };
  return { Version: '2012-10-17', Statement: type.isStatement ? [statement] : [...type.type === 'AWS::IAM::Role' ? [] : other, statement] };
}
