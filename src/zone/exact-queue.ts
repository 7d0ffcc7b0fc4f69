import { Stack, Token } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { complete } from '../core/complete-props';
import type { DataKey } from './keys/data-key';
import { callerOf, declareEdge } from '../core/declare-edge';
import { Intent } from '../core/edge';
import { ZeroTrustError } from '../core/errors';
import { withExactActions } from '../core/exact-actions';
import { grantKeyVia } from '../core/exact-grant';
import { refuseStrangers } from '../core/strangers';
import { refuseWildcards, strictGrant } from '../core/strict-grant';

const SEND = ['sqs:SendMessage'];
/** What Lambda's poller needs, and a consumer that deletes what it has handled. */
const CONSUME = ['sqs:ChangeMessageVisibility', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes', 'sqs:ReceiveMessage'];
const PURGE = ['sqs:PurgeQueue'];

/** What SQS asks of KMS in a caller's name. Source: Amazon SQS developer guide, "Configuring AWS KMS permissions". */
const KEY_ACTIONS: Record<string, string[]> = {
  'sqs:SendMessage': ['kms:Decrypt', 'kms:GenerateDataKey'],
  'sqs:ReceiveMessage': ['kms:Decrypt'],
};
const ALL_KEY_ACTIONS = KEY_ACTIONS['sqs:SendMessage'];

/** Services that send in their own name. */
const SENDERS = ['events.amazonaws.com', 's3.amazonaws.com', 'sns.amazonaws.com'];

/** @internal */
export interface ExactQueueProps extends sqs.QueueProps {
  readonly key: DataKey;
}

/**
 * A queue under a data key that refuses calls without TLS, and whose grants name exact actions.
 *
 * @internal
 */
export class ExactQueue extends sqs.Queue {
  private readonly key: DataKey;

  constructor(scope: Construct, id: string, { key, ...props }: ExactQueueProps) {
    super(scope, id, complete({ ...props, encryption: sqs.QueueEncryption.KMS, encryptionMasterKey: key, enforceSSL: true }));
    this.key = key;
  }

  /**
   * Lets a principal send: `SendMessage`, and the key through SQS. EventBridge and S3 are let in by the queue's policy, for
   * this account.
   *
   * Throws `GrantWithoutEffect` for a principal without policies, `UnknownSender` for another service.
   */
  public override grantSendMessages(grantee: iam.IGrantable): iam.Grant {
    if (grantee.grantPrincipal instanceof iam.ServicePrincipal) return this.admit(grantee, grantee.grantPrincipal);
    return this.grantExactly(grantee, Intent.PUBLISH, SEND);
  }

  /**
   * Lets a principal take messages: `ReceiveMessage`, `DeleteMessage`, `ChangeMessageVisibility`, `GetQueueAttributes`, and
   * the key through SQS.
   *
   * Throws `GrantWithoutEffect` for a principal without policies.
   */
  public override grantConsumeMessages(grantee: iam.IGrantable): iam.Grant {
    return this.grantExactly(grantee, Intent.CONSUME, CONSUME);
  }

  /**
   * Lets a principal delete all messages at once: `PurgeQueue`.
   *
   * Throws `GrantWithoutEffect` for a principal without policies.
   */
  public override grantPurge(grantee: iam.IGrantable): iam.Grant {
    return this.grantExactly(grantee, Intent.USE, PURGE);
  }

  /**
   * Lets a principal do exactly the given actions; sending and receiving bring the key through SQS.
   *
   * Throws `WildcardAction`, `NoActions`, and `GrantWithoutEffect` for a principal without policies.
   */
  public override grant(grantee: iam.IGrantable, ...actions: string[]): iam.Grant {
    refuseWildcards(this, actions);
    return this.grantExactly(grantee, Intent.USE, actions);
  }

  /**
   * Lets a principal use the key through SQS, for what SQS does with it and nothing else: `Decrypt` and `GenerateDataKey`.
   * The CDK's own `grants` come here.
   */
  public override grantOnKey(grantee: iam.IGrantable, ...actions: string[]): iam.GrantOnKeyResult {
    if (grantee.grantPrincipal instanceof iam.ServicePrincipal) {
      this.openKeyTo(grantee.grantPrincipal);
      return {};
    }
    const asked = withExactActions(new iam.PolicyStatement({ actions })).actions;
    const used = ALL_KEY_ACTIONS.filter((action) => asked.includes(action));
    if (used.length === 0) return {};
    return { grant: grantKeyVia('sqs', { grantee, target: this, key: this.key, actions: used }) };
  }

  /**
   * Adds a statement to the queue's policy. A service that it lets in gets the key too: without it, dead letters of rules and
   * subscriptions vanish silently. Throws `UntrustedAccount` for a statement that names an account which is neither of the app nor among the zone's
   * `trustedAccounts`.
   */
  public override addToResourcePolicy(statement: iam.PolicyStatement): iam.AddToResourcePolicyResult {
    refuseStrangers(this, statement);
    if (statement.effect === iam.Effect.ALLOW) {
      for (const principal of statement.principals) {
        if (principal instanceof iam.ServicePrincipal && SENDERS.includes(principal.service)) this.openKeyTo(principal, statement);
      }
    }
    return super.addToResourcePolicy(statement);
  }

  private grantExactly(grantee: iam.IGrantable, intent: Intent, actions: string[]): iam.Grant {
    const keyActions = [...new Set(actions.flatMap((action) => KEY_ACTIONS[action] ?? []))];
    return strictGrant({
      grantee, target: this, intent, actions, resourceArns: [this.queueArn], key: this.key, keyActions, viaService: 'sqs',
    });
  }

  private admit(grantee: iam.IGrantable, sender: iam.ServicePrincipal): iam.Grant {
    this.openKeyTo(sender);
    declareEdge(this, { caller: callerOf(grantee), target: this.node.path, intent: Intent.PUBLISH, actions: SEND });
    return iam.Grant.addStatementToResourcePolicy({
      grantee,
      actions: SEND,
      resourceArns: [this.queueArn],
      resource: this,
      statement: new iam.PolicyStatement({
        principals: [sender],
        actions: SEND,
        resources: [this.queueArn],
        conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
      }),
    });
  }

  /** Without the key, messages of a service vanish silently. */
  private openKeyTo(sender: iam.ServicePrincipal, statement?: iam.PolicyStatement): void {
    switch (sender.service) {
      case 'events.amazonaws.com': return this.key.allowEvents();
      case 's3.amazonaws.com': return this.key.allowBuckets();
      case 'sns.amazonaws.com': return this.key.allowTopics(topicElsewhere(this, statement));
      default:
        throw new ZeroTrustError(this, 'UnknownSender', `${sender.service} is not known to this library as a sender to an encrypted queue.`,
          'let it send by a role, or call addToResourcePolicy on the queue and on its key, with exact actions and aws:SourceAccount.');
    }
  }
}

/** The one topic that a statement lets in, when its ARN says that it is of another account. */
function topicElsewhere(queue: sqs.Queue, statement?: iam.PolicyStatement): string | undefined {
  const topicArn = statement?.conditions.ArnEquals?.['aws:SourceArn'];
  if (typeof topicArn !== 'string' || Token.isUnresolved(topicArn)) return undefined;
  return topicArn.split(':')[4] === Stack.of(queue).account ? undefined : topicArn;
}
