import { Lazy, Names, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { CfnCustomDataIdentifier } from 'aws-cdk-lib/aws-macie';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import { Construct, IDependable } from 'constructs';
import { AccountServiceFunction } from './account-service-function';
import { DiscoverySchedule } from './discovery-schedule';
import { DataClass } from '../core/data-class';
import { acknowledgeWildcards } from '../zone/object-wildcards';
import type { TrustZone } from '../zone/trust-zone';

interface DiscoveryJobsProps {
  readonly zone: TrustZone;
  readonly schedule: DiscoverySchedule;
  /** The organization's own kinds of data. */
  readonly identifiers: CfnCustomDataIdentifier[];
  /** What enables Macie. */
  readonly session?: IDependable;
}

/**
 * Sensitive data discovery jobs, one for each class of buckets. Restricted data is looked for by every identifier that Macie manages, other data by those that
 * Macie recommends; the organization's own by each of its identifiers.
 */
export class DiscoveryJobs extends Construct {
  private readonly provider: AccountServiceFunction;
  private readonly buckets = new Map<DataClass, Bucket[]>();

  constructor(scope: Construct, id: string, private readonly props: DiscoveryJobsProps) {
    super(scope, id);
    // a job has no ARN before it is made
    const jobs = Stack.of(this).formatArn({ service: 'macie2', resource: 'classification-job', resourceName: '*' });
    const statement = new iam.PolicyStatement({
      actions: ['macie2:CreateClassificationJob', 'macie2:DescribeClassificationJob', 'macie2:UpdateClassificationJob'], resources: [jobs],
    });
    this.provider = new AccountServiceFunction(this, 'Provider', {
      zone: props.zone, handler: 'discoveryJob', description: 'Creates and cancels discovery jobs of Amazon Macie', statement,
    });
    acknowledgeWildcards(this.provider.role, statement, [jobs], 'A discovery job has no ARN before it is made; the statement names this account and region.');
  }

  public add(bucket: Bucket, dataClass: DataClass): void {
    const ofClass = this.buckets.get(dataClass);
    if (ofClass) return void ofClass.push(bucket);
    const buckets = [bucket];
    this.buckets.set(dataClass, buckets);
    const { schedule, identifiers, session } = this.props;
    const stack = Stack.of(this);
    const job = this.provider.manage(this, dataClass, 'Custom::MacieDiscoveryJob', {
      Definition: stack.toJsonString({
        name: Names.uniqueResourceName(this, { maxLength: 100 }) + `-${dataClass}`,
        description: `Data in buckets of class ${dataClass}`,
        jobType: schedule._frequency ? 'SCHEDULED' : 'ONE_TIME',
        ...schedule._frequency && { scheduleFrequency: schedule._frequency, initialRun: true },
        managedDataIdentifierSelector: dataClass === DataClass.RESTRICTED ? 'ALL' : 'RECOMMENDED',
        ...identifiers.length > 0 && { customDataIdentifierIds: identifiers.map(({ attrId }) => attrId) },
        s3JobDefinition: {
          bucketDefinitions: [{ accountId: stack.account, buckets: Lazy.list({ produce: () => buckets.map(({ bucketName }) => bucketName) }) }],
        },
      }),
    });
    if (session) job.node.addDependency(session);
  }
}
