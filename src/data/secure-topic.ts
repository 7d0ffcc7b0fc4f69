import { Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import * as sns from 'aws-cdk-lib/aws-sns';
import type * as sqs from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { checkAccountId } from './account-id';
import type { SecureTopicProps } from './secure-topic-props';
import { checkDeadLetters, checkProtocol, DELIVERIES, isToPeople } from './topic-delivery';
import { checkProps } from '../core/checked-props';
import { complete } from '../core/complete-props';
import { pathOf } from '../core/construct-path';
import { tellDataHandled } from '../core/data-handling';
import { callerOf, declareEdge, targetOf } from '../core/declare-edge';
import { Intent } from '../core/edge';
import { ZeroTrustError } from '../core/errors';
import { withExactActions } from '../core/exact-actions';
import { grantKeyVia } from '../core/exact-grant';
import { refuseStrangers } from '../core/strangers';
import { strictGrant } from '../core/strict-grant';
import { PUBLISHERS_KEY_ACTIONS } from '../zone/alarm-topic';
import type { DataKey } from '../zone/keys/data-key';
import { deadLettersFor } from '../zone/own-dead-letters';
import { TrustZone } from '../zone/trust-zone';

const PUBLISH = ['sns:Publish'];
const SUBSCRIBE = ['sns:Subscribe'];
/** Conditions that say for whose resource a service acts. */
const SOURCE_KEYS = /^aws:source(account|orgid|orgpaths)$/i;

/**
 * A topic under the zone's key that denies publishing without TLS, lets in whom it names, and keeps what it cannot deliver.
 *
 * Services and other accounts are let in one by one: `allowAlarms()`, `allowEventRules()`, `allowBucket(bucket)`,
 * `allowAccount(id)`, each in the topic's policy and the key's. Targets of rules and notifications of buckets in the CDK
 * come here too, and get a source account where they have none. Messages are signed with SHA-256.
 *
 * `addSubscription` takes the subscriptions of the CDK. Each gets a dead-letter queue: the zone's, or one of the topic's own
 * when the topic is FIFO, its data is RESTRICTED or its zone is in another stack. A queue's key lets topics of this account use it.
 *
 * In the template: the topic and its policy; the dead-letter queue and its policy once something subscribes.
 *
 * Throws on subscriptions: `PlaintextDelivery`, `DeliveryToPeople`, `UnsafeDeadLetters`, `DeadLetterQueueKind`; on grants:
 * `GrantWithoutEffect`, `UnknownPublisher`, `BadAccount`.
 *
 * Fixed cost: none. Source: FSBP SNS.1, SNS.4; NIST 800-53 AC-3, AC-4, SC-8, SC-13, SC-28.
 *
 * @example
 * declare const placeOrder: SecureFunction;
 * declare const billing: SecureQueue;
 *
 * const topic = new SecureTopic(this, 'Placed');
 * topic.grantPublish(placeOrder);
 * topic.addSubscription(new subscriptions.SqsSubscription(billing));
 */
export class SecureTopic extends sns.Topic {
  /** The zone of the topic. */
  public readonly zone: TrustZone;

  private readonly key: DataKey;
  private deadLetters?: sqs.Queue;

  constructor(scope: Construct, id: string, private readonly props: SecureTopicProps = {}) {
    checkProps(new.target === SecureTopic, 'SecureTopicProps', pathOf(scope, id), props);
    const zone = props.zone ?? TrustZone.of(scope);
    const key = zone.key(props.dataClass);
    super(scope, id, complete({
      displayName: props.displayName,
      topicName: props.topicName,
      fifo: props.fifo,
      contentBasedDeduplication: props.contentBasedDeduplication,
      fifoThroughputScope: props.fifoThroughputScope,
      masterKey: key,
      enforceSSL: true,
      signatureVersion: '2',
    }));
    this.zone = zone;
    this.key = key;
    if (props.removalPolicy) this.applyRemovalPolicy(props.removalPolicy);
    if (props.allowDeliveryToPeople) {
      this.node.addMetadata('cdk-zero-trust:opt-out', 'allowDeliveryToPeople: what is delivered to people leaves the protection of the key');
    }
    zone._join(this);
  }

  /**
   * Where messages end that a subscription could not take: the zone's dead-letter queue, or one of the topic's own when the
   * topic is FIFO, its data is RESTRICTED or its zone is in another stack, made at the first call.
   */
  public get deadLetterQueue(): sqs.Queue {
    this.deadLetters ??= deadLettersFor(this, { ...this.props, zone: this.zone, fifo: this.fifo });
    return this.deadLetters;
  }

  /**
   * Delivers to a queue, a function or an HTTPS endpoint. What cannot be delivered goes to the subscription's own dead-letter
   * queue, or to the topic's.
   *
   * Throws `PlaintextDelivery`, `DeliveryToPeople`, `UnsafeDeadLetters`, `DeadLetterQueueKind`.
   */
  public override addSubscription(topicSubscription: sns.ITopicSubscription): sns.Subscription {
    return super.addSubscription({ bind: () => this.deliver(topicSubscription.bind(this)) });
  }

  /**
   * Lets a principal publish: `Publish`, and the key through SNS. CloudWatch, EventBridge and S3 are let in by the topic's
   * policy, for this account.
   *
   * Throws `GrantWithoutEffect` for a principal without policies, `UnknownPublisher` for another service.
   */
  public override grantPublish(grantee: iam.IGrantable): iam.Grant {
    const { grantPrincipal } = grantee;
    if (!(grantPrincipal instanceof iam.ServicePrincipal)) return this.grantExactly(grantee, Intent.PUBLISH, PUBLISH);
    switch (grantPrincipal.service) {
      case 'cloudwatch.amazonaws.com': return this.allowAlarms();
      case 'events.amazonaws.com': return this.allowEventRules();
      case 's3.amazonaws.com': return this.admit(grantPrincipal, {});
      default:
        throw new ZeroTrustError(this, 'UnknownPublisher', `${grantPrincipal.service} is not known to this library as a publisher to an encrypted topic.`,
          'let it publish by a role, or call addToResourcePolicy on the topic and on its key, with exact actions and aws:SourceAccount.');
    }
  }

  /**
   * Lets a principal subscribe: `Subscribe`, to any endpoint.
   *
   * Throws `GrantWithoutEffect` for a principal without policies.
   */
  public override grantSubscribe(grantee: iam.IGrantable): iam.Grant {
    return this.grantExactly(grantee, Intent.CONSUME, SUBSCRIBE);
  }

  /**
   * Lets a principal use the key through SNS, for what SNS does with it and nothing else: `Decrypt` and `GenerateDataKey`.
   * The CDK's own `grants` come here.
   */
  public override grantOnKey(grantee: iam.IGrantable, ...actions: string[]): iam.GrantOnKeyResult {
    // what lets a service in opens the key to it
    if (grantee.grantPrincipal instanceof iam.ServicePrincipal) return {};
    const asked = withExactActions(new iam.PolicyStatement({ actions })).actions;
    const used = PUBLISHERS_KEY_ACTIONS.filter((action) => asked.includes(action));
    if (used.length === 0) return {};
    return { grant: grantKeyVia('sns', { grantee, target: this, key: this.key, actions: used }) };
  }

  /**
   * Lets alarms of this account and region publish.
   */
  public allowAlarms(): iam.Grant {
    const alarms = Stack.of(this).formatArn({ service: 'cloudwatch', resource: 'alarm:*' });
    return this.admit(new iam.ServicePrincipal('cloudwatch.amazonaws.com'), { ArnLike: { 'aws:SourceArn': alarms } });
  }

  /**
   * Lets rules of EventBridge in this account publish. Rules as targets of the CDK call this by themselves.
   */
  public allowEventRules(): iam.Grant {
    return this.admit(new iam.ServicePrincipal('events.amazonaws.com'), {});
  }

  /**
   * Lets a bucket of this account send its notifications.
   *
   * @param bucket the bucket, and no other
   */
  public allowBucket(bucket: s3.IBucket): iam.Grant {
    return this.admit(new iam.ServicePrincipal('s3.amazonaws.com'), { ArnLike: { 'aws:SourceArn': bucket.bucketArn } });
  }

  /**
   * Lets principals of another account publish, whom that account gives `sns:Publish` and the key through SNS.
   *
   * Throws `BadAccount` for what is not the id of one account, `UntrustedAccount` for one that is not among the zone's `trustedAccounts`.
   *
   * @param accountId 12 digits
   */
  public allowAccount(accountId: string): iam.Grant {
    checkAccountId(this, accountId);
    this.key.allowPublishersOf(accountId, 'sns');
    return this.admit(new iam.AccountPrincipal(accountId));
  }

  /**
   * Adds a statement to the topic's policy. CloudWatch, EventBridge and S3 get the key too when they are let in, and a service
   * acts for this account only unless the statement says for whom it acts. Throws `UntrustedAccount` for one that names
   * an account which is neither of the app nor among the zone's `trustedAccounts`.
   */
  public override addToResourcePolicy(statement: iam.PolicyStatement): iam.AddToResourcePolicyResult {
    if (statement.effect !== iam.Effect.ALLOW) return super.addToResourcePolicy(statement);
    refuseStrangers(this, statement);
    const services = statement.principals.filter((principal) => principal instanceof iam.ServicePrincipal);
    services.forEach(({ service }) => this.openKeyTo(service));
    return super.addToResourcePolicy(services.length > 0 ? this.forThisAccount(statement) : statement);
  }

  private grantExactly(grantee: iam.IGrantable, intent: Intent, actions: string[]): iam.Grant {
    return strictGrant({
      grantee,
      target: this,
      intent,
      actions,
      resourceArns: [this.topicArn],
      key: this.key,
      keyActions: intent === Intent.PUBLISH ? PUBLISHERS_KEY_ACTIONS : [],
      viaService: 'sns',
    });
  }

  private admit(principal: iam.PrincipalBase, conditions?: iam.Conditions): iam.Grant {
    declareEdge(this, { caller: callerOf(principal), target: this.node.path, intent: Intent.PUBLISH, actions: PUBLISH });
    return iam.Grant.addStatementToResourcePolicy({
      grantee: principal,
      actions: PUBLISH,
      resourceArns: [this.topicArn],
      resource: this,
      statement: new iam.PolicyStatement({ principals: [principal], actions: PUBLISH, resources: [this.topicArn], conditions }),
    });
  }

  /** Without the key, messages of a service vanish silently. */
  private openKeyTo(service: string): void {
    if (service === 'cloudwatch.amazonaws.com') this.key.allowAlarms();
    if (service === 'events.amazonaws.com') this.key.allowEventsToTopics();
    if (service === 's3.amazonaws.com') this.key.allowBuckets();
  }

  /** The name of a bucket says nothing about its account, so that a source ARN alone is not enough. */
  private forThisAccount(statement: iam.PolicyStatement): iam.PolicyStatement {
    const keys = Object.values<object>(statement.conditions).flatMap((condition) => Object.keys(condition));
    if (keys.some((key) => SOURCE_KEYS.test(key))) return statement;
    const narrowed = statement.copy();
    narrowed.addCondition('StringEquals', { 'aws:SourceAccount': Stack.of(this).account });
    return narrowed;
  }

  private deliver(config: sns.TopicSubscriptionConfig): sns.TopicSubscriptionConfig {
    const { protocol, endpoint } = config;
    checkProtocol(this, protocol, this.props.allowDeliveryToPeople ?? false);
    if (config.deadLetterQueue) checkDeadLetters(this, config.deadLetterQueue);
    const delivery = DELIVERIES[protocol];
    if (delivery) declareEdge(this, { caller: this.node.path, target: targetOf(endpoint), ...delivery });
    const subscriber = config.subscriberScope as Partial<iam.IGrantable> | undefined;
    if (delivery && subscriber?.grantPrincipal) tellDataHandled(subscriber as iam.IGrantable, this.key);
    return { ...config, deadLetterQueue: config.deadLetterQueue ?? (isToPeople(protocol) ? undefined : this.deadLetterQueue) };
  }
}
