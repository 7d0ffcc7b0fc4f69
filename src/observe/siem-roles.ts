import { ArnFormat, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import type * as logs from 'aws-cdk-lib/aws-logs';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { CustomerManagedRole } from '../zone/customer-managed-role';
import { acknowledgeWildcards, OBJECTS_HAVE_NO_ARN } from '../zone/object-wildcards';
import type { TrustZone } from '../zone/trust-zone';

/**
 * What a delivery stream may do: invoke one function, write below some prefixes of one bucket with its key, and log its errors.
 *
 * Source: Data Firehose developer guide, "Grant Firehose access to an Amazon S3 destination"; nothing is read, so `s3:GetObject` is left out.
 */
export class DeliveryRole extends CustomerManagedRole {
  private readonly ways: iam.Grant[] = [];

  constructor(scope: Construct, id: string, zone: TrustZone) {
    super(scope, id, {
      assumedBy: new iam.ServicePrincipal('firehose.amazonaws.com', { conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(scope).account } } }),
      permissionsBoundary: zone.permissionsBoundary,
    });
  }

  public mayTransform(fn: lambda.IFunction): void {
    this.may(['lambda:InvokeFunction', 'lambda:GetFunctionConfiguration'], [fn.functionArn]);
  }

  public mayLog(logGroup: logs.ILogGroup): void {
    this.may(['logs:PutLogEvents'], [logGroup.logGroupArn]);
  }

  public mayWrite(bucket: s3.IBucket, prefixes: string[], key: kms.IKey): void {
    const { region, urlSuffix } = Stack.of(this);
    this.may(['s3:GetBucketLocation', 's3:ListBucket', 's3:ListBucketMultipartUploads'], [bucket.bucketArn]);
    const objects = prefixes.map((prefix) => bucket.arnForObjects(`${prefix}*`));
    const statement = this.may(['s3:AbortMultipartUpload', 's3:PutObject'], objects);
    acknowledgeWildcards(this, statement, objects, OBJECTS_HAVE_NO_ARN);
    this.may(['kms:Decrypt', 'kms:GenerateDataKey'], [key.keyArn], { StringEquals: { 'kms:ViaService': `s3.${region}.${urlSuffix}` } });
  }

  /** Makes what uses the role wait for what it may: Firehose tries as soon as it is made. */
  public applyBefore(resource: Construct): void {
    this.ways.forEach((grant) => grant.applyBefore(resource));
  }

  public waitFor(grant: iam.Grant): void {
    this.ways.push(grant);
  }

  private may(actions: string[], resourceArns: string[], conditions?: Record<string, Record<string, unknown>>): iam.PolicyStatement {
    const grant = iam.Grant.addToPrincipal({ grantee: this, actions, resourceArns, conditions });
    this.ways.push(grant);
    return grant.principalStatements[0];
  }
}

/** By which a service puts records into one stream, on behalf of resources of this account. */
export function senderRole(scope: Construct, id: string, zone: TrustZone, service: 'events' | 'logs', streamArn: string): { role: iam.Role; grant: iam.Grant } {
  const stack = Stack.of(scope);
  const sourceArn = service === 'logs'
    ? stack.formatArn({ service, resource: 'log-group', resourceName: '*', arnFormat: ArnFormat.COLON_RESOURCE_NAME })
    : stack.formatArn({ service, resource: 'rule', resourceName: '*' });
  const role = new CustomerManagedRole(scope, id, {
    assumedBy: new iam.ServicePrincipal(`${service}.amazonaws.com`, {
      conditions: { StringEquals: { 'aws:SourceAccount': stack.account }, ArnLike: { 'aws:SourceArn': sourceArn } },
    }),
    permissionsBoundary: zone.permissionsBoundary,
  });
  const grant = iam.Grant.addToPrincipal({ grantee: role, actions: ['firehose:PutRecord', 'firehose:PutRecordBatch'], resourceArns: [streamArn] });
  return { role, grant };
}
