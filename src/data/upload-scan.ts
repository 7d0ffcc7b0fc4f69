import { ArnFormat, Stack, Token } from 'aws-cdk-lib';
import { CfnMalwareProtectionPlan } from 'aws-cdk-lib/aws-guardduty';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { declareEdge } from '../core/declare-edge';
import { Intent } from '../core/edge';
import { ZeroTrustError } from '../core/errors';
import { CustomerManagedRole } from '../zone/customer-managed-role';
import { acknowledgeObjects } from '../zone/object-wildcards';
import { sendToTopic } from '../zone/topic-rule';
import type { TrustZone } from '../zone/trust-zone';

const SERVICE = 'malware-protection-plan.guardduty.amazonaws.com';
const STATUS = 'GuardDutyMalwareScanStatus';
const CLEAN = 'NO_THREATS_FOUND';
/** GuardDuty writes it once, to see whether it may. */
const VALIDATION_OBJECT = 'malware-protection-resource-validation-object';
const MANAGED_RULES = 'DO-NOT-DELETE-AmazonGuardDutyMalwareProtectionS3*';
const MANAGED_BY_GUARDDUTY = 'GuardDuty names the rule that it manages when it makes it; the statement names the beginning of all such rules.';
const MAX_PREFIXES = 5;

const SCAN = [
  's3:GetObject', 's3:GetObjectTagging', 's3:GetObjectVersion', 's3:GetObjectVersionTagging', 's3:PutObjectTagging', 's3:PutObjectVersionTagging',
];

interface UploadScanProps {
  readonly bucket: s3.Bucket;
  readonly zone: TrustZone;
  /** How keys begin; empty for all. */
  readonly prefixes: string[];
  /** Lets a role use the bucket's key through S3. */
  readonly grantOnKey: (role: iam.IRole) => iam.Grant | undefined;
}

/**
 * A malware protection plan for a bucket, its role, and denials that hold until it has tagged an object clean.
 *
 * Sources: GuardDuty user guide, "Create or update IAM role policy", "Using tag-based access control (TBAC) with Malware Protection for S3",
 * "Monitoring S3 object scans with Amazon EventBridge".
 *
 * @internal
 */
export class UploadScan extends Construct {
  constructor(scope: Construct, id: string, { bucket, zone, prefixes, grantOnKey }: UploadScanProps) {
    super(scope, id);
    const objects = (prefixes.length > 0 ? prefixes : ['']).map((prefix) => bucket.arnForObjects(`${prefix}*`));
    const role = new CustomerManagedRole(this, 'Role', {
      assumedBy: new iam.ServicePrincipal(SERVICE), permissionsBoundary: zone.permissionsBoundary,
    });
    const grants = [...grantScan(role, bucket, objects), grantOnKey(role)];
    denyUntilClean(bucket, objects, role);

    const plan = new CfnMalwareProtectionPlan(this, 'Plan', {
      role: role.roleArn,
      protectedResource: { s3Bucket: { bucketName: bucket.bucketName, objectPrefixes: prefixes.length > 0 ? prefixes : undefined } },
      actions: { tagging: { status: 'ENABLED' } },
    });
    // GuardDuty tries its rights out when it is told of the role
    grants.forEach((grant) => grant?.applyBefore(plan));
    if (bucket.policy) plan.node.addDependency(bucket.policy);
    declareEdge(this, { caller: role.node.path, target: bucket.node.path, intent: Intent.READ, actions: SCAN });

    sendToTopic(this, 'Results', {
      zone,
      description: `Objects that GuardDuty did not find clean, in ${bucket.node.path}`,
      eventPattern: {
        source: ['aws.guardduty'],
        detailType: ['GuardDuty Malware Protection Object Scan Result'],
        detail: {
          s3ObjectDetails: { bucketName: [bucket.bucketName] },
          scanResultDetails: { scanResultStatus: [{ 'anything-but': [CLEAN] }] },
        },
      },
    });
  }
}

function grantScan(role: CustomerManagedRole, bucket: s3.Bucket, objects: string[]): iam.Grant[] {
  const allow = (actions: string[], resourceArns: string[], conditions?: Record<string, Record<string, unknown>>) =>
    iam.Grant.addToPrincipal({ grantee: role, actions, resourceArns, conditions });
  const rules = Stack.of(bucket).formatArn({
    service: 'events', resource: 'rule', resourceName: MANAGED_RULES, arnFormat: ArnFormat.SLASH_RESOURCE_NAME,
  });
  const manage = allow(['events:DeleteRule', 'events:PutRule', 'events:PutTargets', 'events:RemoveTargets'], [rules], {
    StringEquals: { 'events:ManagedBy': SERVICE },
  });
  const watch = allow(['events:DescribeRule', 'events:ListTargetsByRule'], [rules]);
  const scan = allow(SCAN, objects);
  acknowledgeObjects(role, manage, [rules], MANAGED_BY_GUARDDUTY);
  acknowledgeObjects(role, watch, [rules], MANAGED_BY_GUARDDUTY);
  acknowledgeObjects(role, scan, objects);
  return [
    manage, watch, scan,
    allow(['s3:GetBucketNotification', 's3:ListBucket', 's3:PutBucketNotification'], [bucket.bucketArn]),
    allow(['s3:PutObject'], [bucket.arnForObjects(VALIDATION_OBJECT)]),
  ];
}

/** Whoever could write the tag could pass off an upload as clean: with the object, or later on. */
function denyUntilClean(bucket: s3.Bucket, objects: string[], role: iam.IRole): void {
  const deny = (sid: string, actions: string[], conditions: Record<string, Record<string, unknown>>) => {
    bucket.addToResourcePolicy(new iam.PolicyStatement({
      sid,
      effect: iam.Effect.DENY,
      principals: [new iam.AnyPrincipal()],
      actions,
      resources: objects,
      conditions: { ArnNotEquals: { 'aws:PrincipalArn': role.roleArn }, ...conditions },
    }));
  };
  deny('NoReadUntilClean', ['s3:GetObject', 's3:GetObjectVersion'], { StringNotEquals: { [`s3:ExistingObjectTag/${STATUS}`]: CLEAN } });
  deny('NoTagsButOfGuardDuty', ['s3:PutObjectTagging', 's3:PutObjectVersionTagging'], {});
  deny('NoUploadAsClean', ['s3:PutObject'], { Null: { [`s3:RequestObjectTag/${STATUS}`]: 'false' } });
}

/** Throws `BadPrefix`. */
export function checkPrefixes(path: string, prefixes: string[]): void {
  const bad = prefixes.find((prefix) => !Token.isUnresolved(prefix) && (prefix === '' || /[*?]/.test(prefix) || prefix.startsWith('/')));
  if (bad !== undefined) {
    throw new ZeroTrustError(path, 'BadPrefix', `no object has a key that begins with '${bad}'.`,
      'name how keys begin, uploads/, or leave prefixes out for all.');
  }
  if (prefixes.length > MAX_PREFIXES) {
    throw new ZeroTrustError(path, 'BadPrefix', `GuardDuty takes ${MAX_PREFIXES} prefixes for a bucket, and these are ${prefixes.length}.`,
      'scan all uploads, or fewer prefixes.');
  }
}
