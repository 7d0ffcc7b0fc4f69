import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as sns from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import type { DataKey } from './keys/data-key';

/**
 * An encrypted topic that only alarms and rules of this account may publish to.
 *
 * @internal
 */
export class AlarmTopic extends sns.Topic {
  constructor(scope: Construct, id: string, props: { readonly key: DataKey; readonly removalPolicy: RemovalPolicy }) {
    const { key, removalPolicy } = props;
    key.allowAlarms();
    key.allowEventsToTopics();
    super(scope, id, { masterKey: key, enforceSSL: true });
    this.applyRemovalPolicy(removalPolicy);
    for (const [sid, service] of [['AllowCloudwatch', 'cloudwatch'], ['AllowEvents', 'events']]) {
      this.addToResourcePolicy(new iam.PolicyStatement({
        sid,
        principals: [new iam.ServicePrincipal(`${service}.amazonaws.com`)],
        actions: ['sns:Publish'],
        resources: [this.topicArn],
        conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
      }));
    }
  }
}
