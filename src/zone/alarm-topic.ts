import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as sns from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import type { DataKey } from './keys/data-key';
import { TOPIC_DELIVERIES } from './topic-deliveries';
import { declareEdge, targetOf } from '../core/declare-edge';
import { Intent } from '../core/edge';
import { withExactActions } from '../core/exact-actions';
import { exactGrant, grantKeyVia } from '../core/exact-grant';

/** What SNS asks of KMS in a publisher's name. Source: Amazon SNS developer guide, "Managing encryption keys and costs". */
export const PUBLISHERS_KEY_ACTIONS = ['kms:Decrypt', 'kms:GenerateDataKey'];

/**
 * An encrypted topic that alarms and rules of this account may publish to, and whom a grant names.
 *
 * @internal
 */
export class AlarmTopic extends sns.Topic {
  private readonly key: DataKey;

  constructor(scope: Construct, id: string, props: { readonly key: DataKey; readonly removalPolicy: RemovalPolicy }) {
    const { key, removalPolicy } = props;
    key.allowAlarms();
    key.allowEventsToTopics();
    super(scope, id, { masterKey: key, enforceSSL: true });
    this.key = key;
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

  /** Whoever subscribes, people by email as well, is declared by it. */
  public override addSubscription(topicSubscription: sns.ITopicSubscription): sns.Subscription {
    return super.addSubscription({
      bind: () => {
        const config = topicSubscription.bind(this);
        const delivery = TOPIC_DELIVERIES[config.protocol] ?? { intent: Intent.PUBLISH, actions: [] }; // people and URLs are no principals of IAM
        declareEdge(this, { caller: this.node.path, target: targetOf(config.endpoint), ...delivery });
        return config;
      },
    });
  }

  /** Lets a principal publish: `Publish`, and the key through SNS. Services are let in by the topic's policy. */
  public override grantPublish(grantee: iam.IGrantable): iam.Grant {
    if (grantee.grantPrincipal instanceof iam.ServicePrincipal) return super.grantPublish(grantee);
    return exactGrant({
      grantee, target: this, intent: Intent.PUBLISH, actions: ['sns:Publish'], resourceArns: [this.topicArn], key: this.key, keyActions: PUBLISHERS_KEY_ACTIONS, viaService: 'sns',
    });
  }

  /** Lets a principal use the key through SNS, for what SNS does with it and nothing else. The CDK's own `grants` come here. */
  public override grantOnKey(grantee: iam.IGrantable, ...actions: string[]): iam.GrantOnKeyResult {
    if (grantee.grantPrincipal instanceof iam.ServicePrincipal) return {}; // the key lets alarms and rules in
    const asked = withExactActions(new iam.PolicyStatement({ actions })).actions;
    const used = PUBLISHERS_KEY_ACTIONS.filter((action) => asked.includes(action));
    return used.length === 0 ? {} : { grant: grantKeyVia('sns', { grantee, target: this, key: this.key, actions: used }) };
  }
}
