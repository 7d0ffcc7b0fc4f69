import { ArnFormat, Duration, Stack, Token } from 'aws-cdk-lib';
import type { PolicyStatementProps } from 'aws-cdk-lib/aws-iam';
import { callStep, RemediationDefinition, RESOURCE_ID, scriptStep } from './remediation-definition';
import {
  BUCKET_TAGS, DEACTIVATE_SCRIPT, KEY_TAGS, LOG_GROUP_TAGS, REVOKE_SCRIPT, SECURITY_GROUP_TAGS, USER_TAGS,
} from './remediation-scripts';
import { checkProps } from '../core/checked-props';
import { ZeroTrustError } from '../core/errors';

/** As many attempts as ZT-CONFIG-002 lets pass, and as AWS Config makes by default. */
const MOST_ATTEMPTS = 5;
const RETENTION_DAYS = 365;
const KEY_AGE_DAYS = 90;

/**
 * How often AWS Config tries a remediation.
 */
export interface RemediationOptions {
  /**
   * Attempts before a resource is left to people: 1 to 5.
   *
   * @default 2
   */
  readonly maxAttempts?: number;

  /**
   * Within how long the attempts are made: 1 minute at least.
   *
   * @default Duration.minutes(10)
   */
  readonly attemptsWithin?: Duration;

  /**
   * How many of the noncompliant resources are changed at the same time, in percent.
   *
   * @default 10
   */
  readonly concurrentPercent?: number;

  /**
   * After how many failures among them the rest is left alone, in percent.
   *
   * @default 10
   */
  readonly errorPercent?: number;
}

/**
 * A tag by which resources are named that have no name of their own.
 */
export interface RemediatedTag {
  /** Key of the tag. */
  readonly key: string;
  /** Value of the tag. */
  readonly value: string;
}

/**
 * A change that AWS Config makes by itself to a noncompliant resource: a Systems Manager Automation document with a role of its own, for one rule.
 *
 * It changes what it is given by name, or by a tag, and its role may change nothing else: what AWS Config finds beyond is left to people.
 *
 * The first step of each document stops where the resource has the tag `zero-trust:waiver` or `zero-trust:incident`, or an open incident.
 */
export class Remediation {
  /**
   * Turns on the four settings of S3 Block Public Access on buckets. Source: FSBP S3.8; ZT-S3-003.
   *
   * @param bucketNames names of the buckets; a `*` may be at the end, `orders-*`
   */
  public static blockPublicBuckets(bucketNames: string[], options?: RemediationOptions): Remediation {
    checkProps(true, 'RemediationOptions', 'Remediation.blockPublicBuckets', options);
    checkNames('Remediation.blockPublicBuckets', bucketNames);
    return new Remediation({
      name: 'BlockPublicBuckets',
      description: 'Turns on S3 Block Public Access',
      rule: { managed: { identifier: 'S3_BUCKET_LEVEL_PUBLIC_ACCESS_PROHIBITED' } },
      readTags: BUCKET_TAGS,
      steps: [callStep('Block', 's3', 'PutPublicAccessBlock', {
        Bucket: RESOURCE_ID,
        PublicAccessBlockConfiguration: { BlockPublicAcls: true, BlockPublicPolicy: true, IgnorePublicAcls: true, RestrictPublicBuckets: true },
      })],
      arn: (stack) => bucketArn(stack, RESOURCE_ID),
      statements: (stack) => [onBuckets(stack, bucketNames, 's3:GetBucketTagging', 's3:PutBucketPublicAccessBlock')],
    }, options);
  }

  /**
   * Turns on versioning of buckets. Source: FSBP S3.14; ZT-S3-007.
   *
   * @param bucketNames names of the buckets; a `*` may be at the end, `orders-*`
   */
  public static versionBuckets(bucketNames: string[], options?: RemediationOptions): Remediation {
    checkProps(true, 'RemediationOptions', 'Remediation.versionBuckets', options);
    checkNames('Remediation.versionBuckets', bucketNames);
    return new Remediation({
      name: 'VersionBuckets',
      description: 'Turns on S3 versioning',
      rule: { ours: { ruleId: 'ZT-S3-007', type: 'AWS::S3::Bucket' } },
      readTags: BUCKET_TAGS,
      steps: [callStep('Version', 's3', 'PutBucketVersioning', { Bucket: RESOURCE_ID, VersioningConfiguration: { Status: 'Enabled' } })],
      arn: (stack) => bucketArn(stack, RESOURCE_ID),
      statements: (stack) => [onBuckets(stack, bucketNames, 's3:GetBucketTagging', 's3:PutBucketVersioning')],
    }, options);
  }

  /**
   * Revokes rules of security groups that let any address in, except on TCP ports 80 and 443. Source: FSBP EC2.18, EC2.19; ZT-EC2-006.
   *
   * @param tag what the security groups are tagged with
   */
  public static revokeOpenIngress(tag: RemediatedTag, options?: RemediationOptions): Remediation {
    checkProps(true, 'RemediationOptions', 'Remediation.revokeOpenIngress', options);
    checkTag('Remediation.revokeOpenIngress', tag);
    return new Remediation({
      name: 'RevokeOpenIngress',
      description: 'Revokes ingress from any address',
      tag,
      rule: { managed: { identifier: 'VPC_SG_OPEN_ONLY_TO_AUTHORIZED_PORTS', parameters: { authorizedTcpPorts: '80,443' } } },
      readTags: SECURITY_GROUP_TAGS,
      steps: [scriptStep('Revoke', 'revoke', REVOKE_SCRIPT, { ResourceId: RESOURCE_ID })],
      arn: (stack) => securityGroupArn(stack, RESOURCE_ID),
      statements: (stack) => [
        { actions: ['ec2:DescribeSecurityGroupRules', 'ec2:DescribeSecurityGroups'], resources: ['*'] },
        { actions: ['ec2:RevokeSecurityGroupIngress'], resources: [securityGroupArn(stack, '*')], conditions: withTag(tag) },
      ],
    }, options);
  }

  /**
   * Sets the retention of log groups to 365 days where it is shorter, or nothing ends it. Source: FSBP CloudWatch.16; ZT-LOGS-001.
   *
   * @param logGroupNames names of the log groups; a `*` may be at the end, `/aws/lambda/orders-*`
   */
  public static retainLogs(logGroupNames: string[], options?: RemediationOptions): Remediation {
    checkProps(true, 'RemediationOptions', 'Remediation.retainLogs', options);
    checkNames('Remediation.retainLogs', logGroupNames);
    return new Remediation({
      name: 'RetainLogs',
      description: `Sets the retention of log groups to ${RETENTION_DAYS} days`,
      rule: { managed: { identifier: 'CW_LOGGROUP_RETENTION_PERIOD_CHECK', parameters: { MinRetentionTime: String(RETENTION_DAYS) } } },
      readTags: LOG_GROUP_TAGS,
      steps: [callStep('Retain', 'logs', 'PutRetentionPolicy', { logGroupName: RESOURCE_ID, retentionInDays: RETENTION_DAYS })],
      arn: (stack) => logGroupArn(stack, RESOURCE_ID),
      statements: (stack) => [{
        actions: ['logs:ListTagsForResource', 'logs:PutRetentionPolicy'], resources: logGroupNames.map((name) => logGroupArn(stack, name)),
      }],
    }, options);
  }

  /**
   * Turns on automatic rotation of KMS keys. Source: FSBP KMS.4; ZT-KMS-001.
   *
   * @param tag what the keys are tagged with
   */
  public static rotateKeys(tag: RemediatedTag, options?: RemediationOptions): Remediation {
    checkProps(true, 'RemediationOptions', 'Remediation.rotateKeys', options);
    checkTag('Remediation.rotateKeys', tag);
    return new Remediation({
      name: 'RotateKeys',
      description: 'Turns on rotation of KMS keys',
      tag,
      rule: { ours: { ruleId: 'ZT-KMS-001', type: 'AWS::KMS::Key' } },
      readTags: KEY_TAGS,
      steps: [callStep('Rotate', 'kms', 'EnableKeyRotation', { KeyId: RESOURCE_ID })],
      arn: (stack) => keyArn(stack, RESOURCE_ID),
      statements: (stack) => [{
        actions: ['kms:EnableKeyRotation', 'kms:ListResourceTags'], resources: [keyArn(stack, '*')], conditions: withTag(tag),
      }],
    }, options);
  }

  /**
   * Makes access keys of users inactive that are older than 90 days. They stay, so that they can be made active again. Source: FSBP IAM.3; ZT-IAM-010.
   *
   * @param userNames names of the users; a `*` may be at the end, `deploy-*`
   */
  public static deactivateOldAccessKeys(userNames: string[], options?: RemediationOptions): Remediation {
    checkProps(true, 'RemediationOptions', 'Remediation.deactivateOldAccessKeys', options);
    checkNames('Remediation.deactivateOldAccessKeys', userNames);
    return new Remediation({
      name: 'DeactivateOldAccessKeys',
      description: `Makes access keys inactive that are older than ${KEY_AGE_DAYS} days`,
      rule: { managed: { identifier: 'ACCESS_KEYS_ROTATED', parameters: { maxAccessKeyAge: String(KEY_AGE_DAYS) } } },
      readTags: USER_TAGS,
      steps: [scriptStep('Deactivate', 'deactivate', DEACTIVATE_SCRIPT, { ResourceId: RESOURCE_ID, MaxAgeDays: String(KEY_AGE_DAYS) })],
      arn: (stack) => userArn(stack, RESOURCE_ID),
      statements: (stack) => [
        { actions: ['config:ListDiscoveredResources'], resources: ['*'] },
        {
          actions: ['iam:ListAccessKeys', 'iam:ListUserTags', 'iam:UpdateAccessKey'],
          resources: userNames.map((name) => userArn(stack, name)),
        },
      ],
    }, options);
  }

  private constructor(
    /** @internal */
    public readonly _definition: RemediationDefinition,
    /** @internal */
    public readonly _options: RemediationOptions = {},
  ) {}

  /** What AWS Config is told of attempts. Throws `BadAttempts`. @internal */
  public _limits(path: string): { maxAttempts: number; seconds: number; concurrentPercent: number; errorPercent: number } {
    const { maxAttempts = 2, attemptsWithin = Duration.minutes(10), concurrentPercent = 10, errorPercent = 10 } = this._options;
    const isPercent = (value: number) => Number.isInteger(value) && value >= 1 && value <= 100;
    if (Token.isUnresolved(maxAttempts) || !Number.isInteger(maxAttempts) || maxAttempts < 1 || maxAttempts > MOST_ATTEMPTS
      || attemptsWithin.isUnresolved() || attemptsWithin.toSeconds() < 60 || !isPercent(concurrentPercent) || !isPercent(errorPercent)) {
      throw new ZeroTrustError(path, 'BadAttempts', `the attempts of ${this._definition.name} are out of bounds.`,
        `pass 1 to ${MOST_ATTEMPTS} attempts within a minute or more, and percentages from 1 to 100, as literals.`);
    }
    return { maxAttempts, seconds: attemptsWithin.toSeconds(), concurrentPercent, errorPercent };
  }
}

function onBuckets(stack: Stack, names: string[], ...actions: string[]): PolicyStatementProps {
  return {
    actions,
    resources: names.map((name) => bucketArn(stack, name)),
    conditions: { StringEquals: { 'aws:ResourceAccount': stack.account } },
  };
}

const bucketArn = (stack: Stack, name: string) => stack.formatArn({ service: 's3', region: '', account: '', resource: name });
const securityGroupArn = (stack: Stack, id: string) => stack.formatArn({ service: 'ec2', resource: 'security-group', resourceName: id });
const keyArn = (stack: Stack, id: string) => stack.formatArn({ service: 'kms', resource: 'key', resourceName: id });
const userArn = (stack: Stack, name: string) => stack.formatArn({ service: 'iam', region: '', resource: 'user', resourceName: name });
const logGroupArn = (stack: Stack, name: string) => stack.formatArn({
  service: 'logs', resource: 'log-group', resourceName: name, arnFormat: ArnFormat.COLON_RESOURCE_NAME,
});

function withTag({ key, value }: RemediatedTag): object {
  return { StringEquals: { [`aws:ResourceTag/${key}`]: value } };
}

function checkTag(method: string, tag: RemediatedTag): void {
  checkProps(true, 'RemediatedTag', method, tag);
  if ([tag.key, tag.value].every((text) => /^[^*?${]+$/.test(text)) && !tag.key.startsWith('aws:')) return;
  throw new ZeroTrustError(method, 'BadTag', 'the tag names no resources.', 'pass a key and a value without wildcards.');
}

/** A beginning of three characters at least. */
function checkNames(method: string, names: string[]): void {
  const wide = names.length === 0 ? 'no name' : names.find((name) => !/^[^*?${]{3,}\*?$/.test(name));
  if (wide === undefined) return;
  throw new ZeroTrustError(method, 'TooWide', `'${wide}' names no resources.`, 'pass names, or their beginning of three characters or more with a * at the end.');
}
