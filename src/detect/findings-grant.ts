import { Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as lambda from 'aws-cdk-lib/aws-lambda';

const ONLY = { 'events:source': 'zero-trust', 'events:detail-type': 'Finding' };

/** Findings and nothing else: what holds these credentials cannot speak for another source. */
export function allowFindings(fn: lambda.Function): void {
  const bus = Stack.of(fn).formatArn({ service: 'events', resource: 'event-bus', resourceName: 'default' });
  fn.addToRolePolicy(new iam.PolicyStatement({
    actions: ['events:PutEvents'],
    resources: [bus],
    // of each entry of a batch
    conditions: { 'ForAllValues:StringEquals': ONLY, 'Null': { 'events:source': 'false', 'events:detail-type': 'false' } },
  }));
}
