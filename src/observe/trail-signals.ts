import { Lazy, Names, Stack } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';

/** A kind of call in the trail that an alarm counts. */
interface Signal {
  readonly id: string;
  readonly description: string;
  /** Filter pattern of CloudWatch Logs, without the braces. */
  readonly pattern: string;
  /** Calls in five minutes; 1 when left out. */
  readonly threshold?: number;
}

/** What a filter pattern may hold is 1,024 characters: so many names of up to 128 fit beside the conditions. */
const SECRETS_PER_FILTER = 4;
/** CloudFormation calls in the name of whoever deploys; the pipeline watches deployments. */
const NOT_DEPLOYED = '($.sourceIPAddress != "cloudformation.amazonaws.com")';
const DENIED = '(($.errorCode = "*UnauthorizedOperation") || ($.errorCode = "AccessDenied*"))';

/** Sources: CIS AWS Foundations 4; FSBP and CIS CloudWatch.1 to CloudWatch.8. */
function signals(deniedCallThreshold: number): Signal[] {
  return [
    {
      id: 'DeniedCalls',
      description: 'Calls in this account were denied: someone tries what was not granted.',
      // S3 asks for buckets that may not be there, and log delivery tries again by itself
      pattern: `${DENIED} && ($.sourceIPAddress != "delivery.logs.amazonaws.com") && ($.eventName != "HeadBucket")`,
      threshold: deniedCallThreshold,
    },
    {
      id: 'RootUse',
      description: 'The root user did something.',
      pattern: '($.userIdentity.type = "Root") && ($.userIdentity.invokedBy NOT EXISTS) && ($.eventType != "AwsServiceEvent")',
    },
    {
      id: 'SignInWithoutMfa',
      description: 'A user signed in to the console without a second factor.',
      pattern: '($.eventName = "ConsoleLogin") && ($.userIdentity.type = "IAMUser") && ($.additionalEventData.MFAUsed != "Yes")'
        + ' && ($.responseElements.ConsoleLogin = "Success")',
    },
    {
      id: 'PolicyChanges',
      description: 'An identity or bucket policy was changed by hand.',
      pattern: `${NOT_DEPLOYED} && ${anyOf('$.eventName', [
        'AttachGroupPolicy', 'AttachRolePolicy', 'AttachUserPolicy', 'CreatePolicy', 'CreatePolicyVersion', 'DeleteBucketPolicy',
        'DeletePolicy', 'DeletePolicyVersion', 'DetachGroupPolicy', 'DetachRolePolicy', 'DetachUserPolicy', 'PutBucketPolicy',
        'PutGroupPolicy', 'PutRolePolicy', 'PutUserPolicy', 'UpdateAssumeRolePolicy',
      ])}`,
    },
    {
      id: 'KeysAtRisk',
      description: 'A key was disabled, its deletion was scheduled or its policy was changed by hand.',
      pattern: `($.eventSource = "kms.amazonaws.com") && ${NOT_DEPLOYED} && ${anyOf('$.eventName', [
        'DisableKey', 'DisableKeyRotation', 'PutKeyPolicy', 'ScheduleKeyDeletion',
      ])}`,
    },
    {
      id: 'TrailChanges',
      description: 'A trail or the lock of an archive was changed: what happens next may leave no trace.',
      pattern: anyOf('$.eventName', [
        'CreateTrail', 'DeleteTrail', 'PutBucketObjectLockConfiguration', 'PutEventSelectors', 'PutInsightSelectors',
        'PutObjectLockConfiguration', 'StopLogging', 'UpdateTrail',
      ]),
    },
  ];
}

export interface TrailSignalsProps {
  readonly trailLogGroup: logs.ILogGroup;
  readonly topicArn: string;
  readonly deniedCallThreshold: number;
  /** Whether who reads secrets stands in a network of ours. */
  readonly network: boolean;
}

/**
 * Alarms on what a trail has recorded: a metric filter and an alarm for each signal.
 */
export class TrailSignals {
  private readonly metricNamespace: string;
  private secrets?: secretsmanager.Secret[];
  private secretFilters = 0;

  constructor(private readonly scope: Construct, private readonly props: TrailSignalsProps) {
    // of its own, so that two zones that watch one trail do not count twice
    this.metricNamespace = `ZeroTrust/${Names.uniqueResourceName(scope, { maxLength: 200, separator: '-' })}`;
    for (const signal of signals(props.deniedCallThreshold)) {
      this.filter(signal.id, signal.id, `{ ${signal.pattern} }`);
      this.alarm(signal.id, signal.description, signal.threshold ?? 1);
    }
  }

  /**
   * Watches reads of a secret by others: denied ones, and those that did not come out of a network. Where the zone has no
   * network, reads by whoever is not a role.
   *
   * All filters count into one metric, so that there is one alarm.
   */
  public watchSecret(secret: secretsmanager.Secret): void {
    if (!this.secrets) this.alarm('SecretReadsByOthers', 'A secret was read, or tried to be, by someone who is no reader of it.', 1);
    if (!this.secrets || this.secrets.length >= SECRETS_PER_FILTER) {
      this.secrets = [];
      this.secretFilters += 1;
      this.filterSecrets(this.secrets);
    }
    this.secrets.push(secret);
  }

  private filterSecrets(secrets: secretsmanager.Secret[]): void {
    const id = this.secretFilters === 1 ? 'SecretReadsByOthers' : `SecretReadsByOthers${this.secretFilters}`;
    const outside = this.props.network ? '($.vpcEndpointId NOT EXISTS)' : '($.userIdentity.type != "AssumedRole")';
    this.filter(id, 'SecretReadsByOthers', Lazy.string({
      produce: () => `{ ($.eventName = "GetSecretValue") && (${outside} || ($.errorCode = "AccessDenied*")) && ${
        // by name or by ARN, as the caller likes
        anyOf('$.requestParameters.secretId', secrets.map((secret) => `*${nameOf(secret)}*`))} }`,
    }));
  }

  private filter(id: string, metricName: string, filterPattern: string): void {
    new logs.CfnMetricFilter(this.scope, `${id}Filter`, {
      logGroupName: this.props.trailLogGroup.logGroupName,
      filterPattern,
      metricTransformations: [{ metricNamespace: this.metricNamespace, metricName, metricValue: '1' }],
    });
  }

  private alarm(id: string, description: string, threshold: number): void {
    new cloudwatch.CfnAlarm(this.scope, id, {
      alarmDescription: description,
      namespace: this.metricNamespace,
      metricName: id,
      statistic: 'Sum',
      period: 300,
      evaluationPeriods: 1,
      threshold,
      comparisonOperator: 'GreaterThanOrEqualToThreshold',
      // the metric is there only when a filter matched
      treatMissingData: 'notBreaching',
      alarmActions: [this.props.topicArn],
    });
  }
}

function anyOf(field: string, values: string[]): string {
  return `(${values.map((value) => `(${field} = "${value}")`).join(' || ')})`;
}

/**
 * What the name of a secret holds in any case, known at synth: CloudFormation makes up a name from the logical id. So the
 * filter references nothing and can lie in another stack.
 */
function nameOf(secret: secretsmanager.Secret): string {
  const stack = Stack.of(secret);
  const resource = secret.node.defaultChild as secretsmanager.CfnSecret;
  // an L2 gives its resource a token in any case
  const name = stack.resolve(resource.name);
  return typeof name === 'string' ? name : stack.resolve(stack.getLogicalId(resource));
}
