import { ControlStatement, controlPolicy, OrganizationPolicy, OrganizationPolicyType } from './organization-policy';
import { deputiesOfOutsiders, outsiders, toOutside } from './perimeter-statements';

/** @internal */
export interface PerimeterPoliciesProps {
  readonly organizationId: string;
  readonly trustedAccounts: string[];
  readonly resourcesOfAws: string[];
  readonly breakGlassRoles: string[];
  readonly partition: string;
}

/** Services whose resources a resource control policy guards, of those that this library uses. */
const GUARDED = ['kms:*', 's3:*', 'secretsmanager:*', 'sqs:*'];

/** Calls that carry data to whom a resource belongs. */
const CARRYING = [
  'dynamodb:BatchWriteItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem', 'ecr:PutImage', 'events:PutEvents', 'firehose:PutRecord',
  'firehose:PutRecordBatch', 'kinesis:PutRecord', 'kinesis:PutRecords', 'kms:Encrypt', 'lambda:InvokeFunction', 'logs:PutLogEvents',
  's3:PutObject', 's3:ReplicateObject', 'secretsmanager:PutSecretValue', 'sns:Publish', 'sqs:SendMessage', 'states:StartExecution',
];

/** The policies of an organisation that hold the perimeter where no template reaches. */
export function perimeterPolicies(props: PerimeterPoliciesProps): OrganizationPolicy[] {
  return [resourceControl(props), resourcePerimeterControl(props), guardrails(props), ec2Attributes(), s3Attributes()];
}

function resourceControl({ organizationId, trustedAccounts }: PerimeterPoliciesProps): OrganizationPolicy {
  const deny = (sid: string, actions: string[], condition: ControlStatement['Condition']): ControlStatement => ({
    Sid: sid, Effect: 'Deny', Principal: '*', Action: actions, Resource: '*', Condition: condition,
  });
  const assumed = [...GUARDED, 'sts:AssumeRole'];
  return controlPolicy(OrganizationPolicyType.RESOURCE_CONTROL, 'zero-trust-identity-perimeter',
    'Keeps strangers, and services that act for strangers, out of keys, buckets, secrets, queues and roles', [
      deny('OnlyOurIdentities', assumed, outsiders(organizationId, trustedAccounts)),
      deny('ServicesActForUs', assumed, deputiesOfOutsiders(organizationId, trustedAccounts)),
      deny('OnlyTls', GUARDED, { BoolIfExists: { 'aws:SecureTransport': 'false' } }),
    ]);
}

function resourcePerimeterControl({ organizationId, trustedAccounts, resourcesOfAws }: PerimeterPoliciesProps): OrganizationPolicy {
  return controlPolicy(OrganizationPolicyType.SERVICE_CONTROL, 'zero-trust-resource-perimeter',
    'Keeps data from being written to resources of strangers', [{
      Sid: 'OnlyOurResources',
      Effect: 'Deny',
      Action: CARRYING,
      ...resourcesOfAws.length > 0 ? { NotResource: resourcesOfAws } : { Resource: '*' },
      Condition: toOutside(organizationId, trustedAccounts),
    }]);
}

function guardrails({ breakGlassRoles, partition }: PerimeterPoliciesProps): OrganizationPolicy {
  const unlessBreakGlass = breakGlassRoles.length > 0
    ? { ArnNotLike: { 'aws:PrincipalArn': breakGlassRoles.map((name) => `arn:*:iam::*:role/${name}`) } } : undefined;
  const deny = (sid: string, actions: string[], more: Partial<ControlStatement> = {}): ControlStatement => {
    const condition = { ...more.Condition, ...unlessBreakGlass };
    return {
      Sid: sid, Effect: 'Deny', Action: actions, Resource: '*', ...more, ...Object.keys(condition).length > 0 && { Condition: condition },
    };
  };
  const statements = [
    deny('StayInTheOrganization', ['account:CloseAccount', 'organizations:LeaveOrganization']),
    deny('KeepTheRecord', [
      'access-analyzer:DeleteAnalyzer', 'cloudtrail:DeleteTrail', 'cloudtrail:StopLogging', 'config:DeleteConfigurationRecorder',
      'config:DeleteDeliveryChannel', 'config:StopConfigurationRecorder', 'guardduty:DeleteDetector', 'guardduty:DisassociateFromAdministratorAccount',
      'macie2:DisableMacie', 'securityhub:DisableSecurityHub', 'securityhub:DisassociateFromAdministratorAccount',
    ]),
    deny('KeepKeys', ['kms:DeleteImportedKeyMaterial', 'kms:DisableKey', 'kms:ScheduleKeyDeletion']),
    deny('KeepBlocks', ['ec2:DisableEbsEncryptionByDefault', 's3:PutAccountPublicAccessBlock']),
    deny('NoStandingCredentials', ['iam:CreateAccessKey', 'iam:CreateLoginProfile', 'iam:CreateUser']),
    deny('NoOpenFunctionUrls', ['lambda:CreateFunctionUrlConfig', 'lambda:UpdateFunctionUrlConfig'], {
      Condition: { StringEquals: { 'lambda:FunctionUrlAuthType': 'NONE' } },
    }),
    // tasks that the management account starts for a locked bucket or queue are sessions of root too
    {
      Sid: 'RootStaysAway',
      Effect: 'Deny' as const,
      Action: ['*'],
      Resource: '*',
      Condition: { ArnLike: { 'aws:PrincipalArn': 'arn:*:iam::*:root' }, BoolIfExists: { 'aws:AssumedRoot': 'false' } },
    },
  ];
  if (breakGlassRoles.length > 0) {
    statements.push(deny('OnlyBreakGlassChangesBreakGlass', [
      'iam:AttachRolePolicy', 'iam:CreateRole', 'iam:DeleteRole', 'iam:DeleteRolePermissionsBoundary', 'iam:DeleteRolePolicy', 'iam:DetachRolePolicy',
      'iam:PutRolePermissionsBoundary', 'iam:PutRolePolicy', 'iam:UpdateAssumeRolePolicy', 'iam:UpdateRole',
    ], { Resource: breakGlassRoles.map((name) => `arn:${partition}:iam::*:role/${name}`) }));
  }
  return controlPolicy(OrganizationPolicyType.SERVICE_CONTROL, 'zero-trust-guardrails',
    'Keeps accounts in the organisation, and what records, encrypts and blocks in them', statements);
}

/**
 * Source: AWS Organizations user guide, "Declarative policy syntax and examples". What comes in from the internet is blocked;
 * what goes out by NAT is left to the network of each zone.
 */
function ec2Attributes(): OrganizationPolicy {
  const set = (value: string) => ({ '@@assign': value });
  return OrganizationPolicy._of(OrganizationPolicyType.EC2_DECLARATIVE, 'zero-trust-ec2',
    'Blocks public images and snapshots, the serial console, the first version of the metadata service and the way in from the internet', {
      ec2_attributes: {
        image_block_public_access: { state: set('block_new_sharing') },
        instance_metadata_defaults: { http_tokens: set('required') },
        serial_console_access: { status: set('disabled') },
        snapshot_block_public_access: { state: set('block_all_sharing') },
        vpc_block_public_access: { internet_gateway_block: { mode: set('block_ingress'), exclusions_allowed: set('enabled') } },
      },
    });
}

/** Source: AWS Organizations user guide, "Amazon S3 policy syntax and examples". */
function s3Attributes(): OrganizationPolicy {
  return OrganizationPolicy._of(OrganizationPolicyType.S3, 'zero-trust-s3', 'Blocks public access to all buckets', {
    s3_attributes: { public_access_block_configuration: { '@@assign': 'all' } },
  });
}
