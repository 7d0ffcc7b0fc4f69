import { Duration, Names, RemovalPolicy, Token } from 'aws-cdk-lib';
import * as events from 'aws-cdk-lib/aws-events';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import type * as sqs from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { checkAccountId } from './account-id';
import { EventBusLogs } from './event-bus-logs';
import type { AccountEvents, EventRuleProps, SecureEventBusProps } from './secure-event-bus-props';
import { checkProps } from '../core/checked-props';
import { complete } from '../core/complete-props';
import { pathOf } from '../core/construct-path';
import { callerOf, declareEdge } from '../core/declare-edge';
import { Intent } from '../core/edge';
import { ZeroTrustError } from '../core/errors';
import { refuseStrangers } from '../core/strangers';
import { strictGrant } from '../core/strict-grant';
import { deploymentId } from '../core/vended-logs';
import type { DataKey } from '../zone/keys/data-key';
import { deadLettersFor } from '../zone/own-dead-letters';
import { TrustZone } from '../zone/trust-zone';

const PUT_EVENTS = ['events:PutEvents'];
/** What a rule does to a function. Queues and topics declare who sends to them, and so do roles. */
const INVOKE = ['lambda:InvokeFunction'];

/**
 * An event bus under the zone's key that only this account's grantees and accounts that it names put events on, with an archive
 * to replay from, logs of errors, and dead letters for what cannot be encrypted.
 *
 * `grantPutEventsTo(fn)` grants `PutEvents` on this bus alone and opens the endpoint of EventBridge; EventBridge itself uses the
 * key. `addRule` makes a rule of the CDK whose targets all have dead letters; a rule that is made without it keeps what it
 * cannot deliver only where its targets name a dead-letter queue.
 *
 * Discovery of schemas is off: EventBridge does not offer it under a key of one's own.
 *
 * In the template: the bus, its archive, a log group with a delivery source, destination and delivery, and a statement in the
 * policy of its dead-letter queue: the zone's, or one of its own when its data is RESTRICTED or its zone is in another stack.
 *
 * Throws `NoRetention`, `NoTargets`; on grants `GrantWithoutEffect`, `BadAccount`.
 *
 * Fixed cost: none; archive and logs cost by size. Source: NIST 800-53 AC-3, AC-4, AU-12, SC-12, SC-28.
 *
 * @example
 * declare const placeOrder: SecureFunction;
 * declare const billing: SecureQueue;
 *
 * const bus = new SecureEventBus(this, 'Bus');
 * bus.grantPutEventsTo(placeOrder);
 * bus.addRule('Placed', { eventPattern: { detailType: ['Placed'] }, targets: [new targets.SqsQueue(billing)] });
 */
export class SecureEventBus extends events.EventBus {
  /** The zone of the bus. */
  public readonly zone: TrustZone;
  /** Where events end that could not be encrypted or that a rule of `addRule` could not deliver. */
  public readonly deadLetterQueue: sqs.Queue;

  private readonly key: DataKey;
  private readonly removalPolicy: RemovalPolicy;

  constructor(scope: Construct, id: string, props: SecureEventBusProps = {}) {
    checkProps(new.target === SecureEventBus, 'SecureEventBusProps', pathOf(scope, id), props);
    const retention = props.archiveRetention ?? Duration.days(90);
    checkRetention(pathOf(scope, id), retention);
    const zone = props.zone ?? TrustZone.of(scope);
    const key = zone.key(props.dataClass);
    const level = props.logLevel ?? events.Level.ERROR;
    super(scope, id, complete({
      eventBusName: props.eventBusName,
      description: props.description,
      logConfig: { level, includeDetail: events.IncludeDetail.NONE },
    }));

    this.zone = zone;
    this.key = key;
    this.removalPolicy = props.removalPolicy ?? zone.profile.removalPolicy;
    const resource = this.node.defaultChild as events.CfnEventBus;
    const unique = Names.uniqueResourceName(this, { maxLength: 200, separator: '-' });
    if (props.eventBusName === undefined) resource.name = `${unique}-${deploymentId()}`;
    // Set here and not through the L2, whose statement in the key's policy does not let EventBridge describe the key.
    key.allowEventBus(props.eventBusName ?? `${unique}-*`);
    resource.kmsKeyIdentifier = key.keyArn;
    resource.applyRemovalPolicy(this.removalPolicy);

    this.deadLetterQueue = deadLettersFor(this, { ...props, zone });
    resource.deadLetterConfig = { arn: this.deadLetterQueue.queueArn };
    this.leaveDeadLetters(this.eventBusArn);
    if (props.archived ?? true) this.archive('Archive', { eventPattern: { source: events.Match.prefix('') }, retention });
    if (level !== events.Level.OFF) {
      new EventBusLogs(this, 'Logs', { eventBusArn: this.eventBusArn, level, zone, dataClass: props.dataClass, removalPolicy: this.removalPolicy });
    }
    zone._join(this);
  }

  /**
   * Lets a principal put events on this bus: `PutEvents`. It needs no key: EventBridge encrypts.
   *
   * Throws `GrantWithoutEffect` for a principal without policies, such as another account: see `allowAccount`.
   */
  public override grantPutEventsTo(grantee: iam.IGrantable, _sid?: string): iam.Grant {
    return strictGrant({ grantee, target: this, intent: Intent.PUBLISH, actions: PUT_EVENTS, resourceArns: [this.eventBusArn] });
  }

  /**
   * Adds a statement to the bus's policy. Throws `UntrustedAccount` for one that names an account which is neither of the app nor among
   * the zone's `trustedAccounts`.
   */
  public override addToResourcePolicy(statement: iam.PolicyStatement): iam.AddToResourcePolicyResult {
    refuseStrangers(this, statement);
    return super.addToResourcePolicy(statement);
  }

  /**
   * Lets principals of another account put events on this bus, whom that account gives `events:PutEvents`, and rules of its
   * buses.
   *
   * Throws `BadAccount` for what is not the id of one account, `UntrustedAccount` for one that is not among the zone's `trustedAccounts`.
   *
   * @param accountId 12 digits
   * @param only what its events may name
   */
  public allowAccount(accountId: string, only: AccountEvents = {}): iam.Grant {
    checkProps(true, 'AccountEvents', this.node.path, only);
    checkAccountId(this, accountId);
    const principal = new iam.AccountPrincipal(accountId);
    declareEdge(this, { caller: callerOf(principal), target: this.node.path, intent: Intent.PUBLISH, actions: PUT_EVENTS });
    return iam.Grant.addStatementToResourcePolicy({
      grantee: principal,
      actions: PUT_EVENTS,
      resourceArns: [this.eventBusArn],
      resource: this,
      statement: new iam.PolicyStatement({
        sid: `Account${accountId}`,
        principals: [principal],
        actions: PUT_EVENTS,
        resources: [this.eventBusArn],
        conditions: onlyNamed({ 'events:source': only.sources, 'events:detail-type': only.detailTypes }),
      }),
    });
  }

  /**
   * Adds a rule. Each target without a dead-letter queue gets that of the bus, open to this rule.
   *
   * Throws `NoTargets` for a rule that sends its events nowhere.
   */
  public addRule(id: string, props: EventRuleProps): events.Rule {
    checkProps(true, 'EventRuleProps', this.node.path, props);
    if (props.targets.length === 0) {
      throw new ZeroTrustError(this, 'NoTargets', `rule '${id}' sends its events nowhere.`, 'name one to five targets.');
    }
    const rule = new events.Rule(this, id, { eventBus: this, eventPattern: props.eventPattern, description: props.description });
    for (const target of props.targets) rule.addTarget({ bind: (of, targetId) => this.keepUndelivered(rule, target.bind(of, targetId)) });
    return rule;
  }

  /**
   * Keeps the events of a pattern, under the key of the bus.
   *
   * Throws `NoRetention` without a retention, which would keep them for ever.
   */
  public override archive(id: string, props: events.BaseArchiveProps): events.Archive {
    checkRetention(pathOf(this, id), props.retention);
    const archive = new events.Archive(this, id, complete({ ...props, kmsKey: undefined, sourceEventBus: this }));
    const resource = archive.node.defaultChild as events.CfnArchive;
    // Set here and not through the L2, whose statements in the key's policy name the bus, which is a cycle.
    resource.kmsKeyIdentifier = this.key.keyArn;
    resource.applyRemovalPolicy(this.removalPolicy);
    return archive;
  }

  private keepUndelivered(rule: events.Rule, config: events.RuleTargetConfig): events.RuleTargetConfig {
    const { targetResource } = config;
    if (targetResource instanceof lambda.FunctionBase) {
      declareEdge(rule, { caller: rule.node.path, target: targetResource.node.path, intent: Intent.INVOKE, actions: INVOKE });
    }
    if (config.deadLetterConfig) return config;
    this.leaveDeadLetters(rule.ruleArn);
    return { ...config, deadLetterConfig: { arn: this.deadLetterQueue.queueArn } };
  }

  private leaveDeadLetters(sourceArn: string): void {
    this.deadLetterQueue.addToResourcePolicy(new iam.PolicyStatement({
      principals: [new iam.ServicePrincipal('events.amazonaws.com')],
      actions: ['sqs:SendMessage'],
      resources: [this.deadLetterQueue.queueArn],
      conditions: { ArnEquals: { 'aws:SourceArn': sourceArn } },
    }));
  }
}

/** Of a key with many values, all must be named and there must be one: without any, the first condition would hold too. */
function onlyNamed(values: Record<string, string[] | undefined>): iam.Conditions {
  const named = Object.entries(values).filter(([, allowed]) => allowed !== undefined);
  if (named.length === 0) return {};
  return {
    'ForAllValues:StringEquals': Object.fromEntries(named),
    'Null': Object.fromEntries(named.map(([key]) => [key, 'false'])),
  };
}

/** EventBridge takes no days or 0 for ever. */
function checkRetention(path: string, retention?: Duration): void {
  if (retention && (Token.isUnresolved(retention) || retention.isUnresolved() || retention.toDays({ integral: false }) >= 1)) return;
  throw new ZeroTrustError(path, 'NoRetention', 'an archive without a retention of at least a day keeps its events for ever.',
    'set archiveRetention, or the retention of the archive, to a whole number of days; to keep none, set archived to false.');
}
