import { ArnFormat, CrossStackReferences, ReferenceStrength, RemovalPolicy, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import {
  ANOMALY_ACTIONS, EVENT_BUS_ACTIONS, LOGS_ACTIONS, looseServiceOf, POLICY_STORE_ACTIONS, PUBLISH_ACTIONS, USER_POOL_ACTIONS,
} from './key-statements';
import { checkProps } from '../../core/checked-props';
import { pathOf } from '../../core/construct-path';
import { DataClass } from '../../core/data-class';
import { IS_DATA_KEY } from '../../core/data-handling';
import { declareEdge } from '../../core/declare-edge';
import { declareFacts } from '../../core/declared-facts';
import { Intent } from '../../core/edge';
import { refuseStrangers } from '../../core/strangers';
import { Profile } from '../profile';

/**
 * Properties of a `DataKey`.
 */
export interface DataKeyProps {
  /**
   * The class of data that this key protects.
   */
  readonly dataClass: DataClass;

  /**
   * Decides for how long the key waits after somebody asked for its deletion. Its name stands in the tag `zero-trust:profile`, its
   * regions in `zero-trust:residency`, by which rules hold what is under the key to it.
   *
   * @default Profile.BASELINE
   */
  readonly profile?: Profile;

  /**
   * What happens to the key when its stack goes.
   *
   * @default - as the profile says: the key stays (RETAIN), because without it nothing that it encrypted can be read again
   */
  readonly removalPolicy?: RemovalPolicy;
}

/**
 * The customer-managed key of one data class in one zone: rotated every year, retained, deleted at the earliest 30 days
 * after someone asks for it, 7 days in a sandbox.
 *
 * AWS services that use the key on their own behalf are let in one by one, each for this account and for the encryption
 * context of what it encrypts.
 *
 * Its tag `zero-trust:data-class` tells the class in the template, from which rules know what flows where.
 *
 * Fixed cost: 1 USD a month. Source: FSBP KMS.4, NIST 800-53 SC-12(2).
 *
 * @example
 * const key: DataKey = TrustZone.of(this).key(DataClass.RESTRICTED);
 * new dynamodb.TableV2(this, 'Cards', {
 *   partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING },
 *   encryption: dynamodb.TableEncryptionV2.customerManagedKey(key),
 * });
 */
export class DataKey extends kms.Key {
  /**
   * Whether a key is one of this library's: by symbol and not by class, so that two copies of the library know each other's.
   */
  public static isDataKey(key: any): key is DataKey {
    return typeof key === 'object' && key !== null && IS_DATA_KEY in key;
  }

  /** The class of the data under the key. */
  public readonly dataClass: DataClass;

  private readonly allowedServices = new Set<string>();

  constructor(scope: Construct, id: string, props: DataKeyProps) {
    checkProps(new.target === DataKey, 'DataKeyProps', pathOf(scope, id), props);
    const profile = props.profile ?? Profile.BASELINE;
    super(scope, id, {
      description: `Encrypts ${props.dataClass.toLowerCase()} data of ${scope.node.path}`,
      enableKeyRotation: true,
      pendingWindow: profile.keyDeletionWindow,
      removalPolicy: props.removalPolicy ?? profile.removalPolicy,
    });
    this.dataClass = props.dataClass;
    Object.defineProperty(this, IS_DATA_KEY, { value: true });
    this._hasProfile(profile);
    // A key must not go while another stack encrypts under it, whatever the app chose for its references.
    CrossStackReferences.of(this).produce(ReferenceStrength.STRONG);
    // A grant outlives the policy that allowed its making, so only services may make them. Source: Control Tower CT.KMS.PR.3.
    this.addToResourcePolicy(new iam.PolicyStatement({
      sid: 'GrantsForServicesOnly',
      effect: iam.Effect.DENY,
      principals: [new iam.AnyPrincipal()],
      actions: ['kms:CreateGrant'],
      resources: ['*'],
      conditions: { BoolIfExists: { 'kms:GrantIsForAWSResource': 'false', 'aws:PrincipalIsAWSService': 'false' } },
    }));
  }

  /**
   * Lets CloudWatch Logs of this region encrypt log groups of this account.
   */
  public allowLogs(): void {
    const stack = Stack.of(this);
    // A pattern and not the group's ARN: the group names the key, so naming the group here would be a cycle.
    this.allowService('Logs', new iam.ServicePrincipal(`logs.${stack.region}.${stack.urlSuffix}`), LOGS_ACTIONS, {
      ArnLike: {
        'kms:EncryptionContext:aws:logs:arn': stack.formatArn({
          service: 'logs', resource: 'log-group', resourceName: '*', arnFormat: ArnFormat.COLON_RESOURCE_NAME,
        }),
      },
    });
  }

  /**
   * Lets CloudWatch Logs encrypt the models and anomalies of log anomaly detectors of this account. Source: Amazon CloudWatch Logs user guide,
   * "Encrypt an anomaly detector and its results with AWS KMS".
   */
  public allowLogAnomalies(): void {
    const stack = Stack.of(this);
    const logs = new iam.ServicePrincipal(`logs.${stack.region}.${stack.urlSuffix}`);
    // patterns: the detector names the key, so naming the detector here would be a cycle
    const detectors = stack.formatArn({ service: 'logs', resource: 'anomaly-detector', resourceName: '*', arnFormat: ArnFormat.COLON_RESOURCE_NAME });
    const from = (context: string) => ({
      StringEquals: { 'aws:SourceAccount': stack.account }, ArnLike: { 'aws:SourceArn': detectors, [`kms:EncryptionContext:${context}`]: detectors },
    });
    this.allowService('LogAnomalies', logs, ANOMALY_ACTIONS, from('aws:logs:arn'));
    this.allowService('LogAnomaliesAgain', logs, [...ANOMALY_ACTIONS, 'kms:ReEncryptFrom', 'kms:ReEncryptTo'], from('aws-crypto-ec:aws:logs:arn'));
    // describing a key encrypts nothing, so there is no encryption context
    this.allowService('LogAnomaliesDescribe', logs, ['kms:DescribeKey'], { StringEquals: { 'aws:SourceAccount': stack.account } });
  }

  /**
   * Lets AWS Budgets and AWS Cost Anomaly Detection publish to topics that this key encrypts. Like EventBridge, they are bound by the topic, whose
   * policy asks for the account.
   */
  public allowCostAlarms(): void {
    const topics = { ArnLike: { 'kms:EncryptionContext:aws:sns:topicArn': Stack.of(this).formatArn({ service: 'sns', resource: '*' }) } };
    this.allowService('Budgets', new iam.ServicePrincipal('budgets.amazonaws.com'), PUBLISH_ACTIONS, topics);
    this.allowService('CostAnomalies', new iam.ServicePrincipal('costalerts.amazonaws.com'), PUBLISH_ACTIONS, topics);
  }

  /**
   * Lets alarms of this account publish to topics that this key encrypts. Without it messages vanish silently.
   */
  public allowAlarms(): void {
    const stack = Stack.of(this);
    this.allowService('Alarms', new iam.ServicePrincipal('cloudwatch.amazonaws.com'), PUBLISH_ACTIONS, {
      StringEquals: { 'aws:SourceAccount': stack.account },
      ArnLike: {
        'aws:SourceArn': stack.formatArn({
          service: 'cloudwatch', resource: 'alarm', resourceName: '*', arnFormat: ArnFormat.COLON_RESOURCE_NAME,
        }),
        'kms:EncryptionContext:aws:sns:topicArn': stack.formatArn({ service: 'sns', resource: '*' }),
      },
    });
  }

  /**
   * Lets rules of this account send events to topics that this key encrypts. EventBridge does not say for whom it uses the key of a topic:
   * a condition on `aws:SourceAccount` or `aws:SourceArn` makes its messages vanish. The topic does. Source: Amazon SNS developer guide,
   * "Managing Amazon SNS encryption keys and costs".
   */
  public allowEventsToTopics(): void {
    this.allowService('EventsToTopics', new iam.ServicePrincipal('events.amazonaws.com'), PUBLISH_ACTIONS, {
      ArnLike: { 'kms:EncryptionContext:aws:sns:topicArn': Stack.of(this).formatArn({ service: 'sns', resource: '*' }) },
    });
  }

  /**
   * Lets rules of this account send events to queues that this key encrypts.
   */
  public allowEvents(): void {
    const stack = Stack.of(this);
    this.allowService('Events', new iam.ServicePrincipal('events.amazonaws.com'), PUBLISH_ACTIONS, {
      StringEquals: { 'aws:SourceAccount': stack.account },
      ArnLike: { 'aws:SourceArn': stack.formatArn({ service: 'events', resource: 'rule', resourceName: '*' }) },
    });
  }

  /**
   * Lets topics of this account deliver to queues that this key encrypts, or one topic of another account.
   *
   * @param topicArn the topic, when it is not of this account
   */
  public allowTopics(topicArn?: string): void {
    const sns = new iam.ServicePrincipal('sns.amazonaws.com');
    if (topicArn !== undefined) return this.allowService(undefined, sns, PUBLISH_ACTIONS, { ArnEquals: { 'aws:SourceArn': topicArn } }, topicArn);
    const stack = Stack.of(this);
    this.allowService('Topics', sns, PUBLISH_ACTIONS, {
      StringEquals: { 'aws:SourceAccount': stack.account },
      ArnLike: { 'aws:SourceArn': stack.formatArn({ service: 'sns', resource: '*' }) },
    });
  }

  /**
   * Lets buckets of this account send notifications to queues and topics that this key encrypts.
   */
  public allowBuckets(): void {
    const stack = Stack.of(this);
    this.allowService('Buckets', new iam.ServicePrincipal('s3.amazonaws.com'), PUBLISH_ACTIONS, {
      StringEquals: { 'aws:SourceAccount': stack.account },
      ArnLike: { 'aws:SourceArn': stack.formatArn({ service: 's3', region: '', account: '', resource: '*' }) },
    });
  }

  /**
   * Lets CloudFront decrypt objects of a bucket for distributions of this account. Which bucket it reads, the bucket's policy
   * says. Source: Amazon CloudFront developer guide, "Restrict access to an Amazon S3 origin".
   */
  public allowDistributions(): void {
    const stack = Stack.of(this);
    // A pattern: the distribution names the bucket, and the bucket this key, so naming the distribution here would be a cycle.
    this.allowService('Distributions', new iam.ServicePrincipal('cloudfront.amazonaws.com'), ['kms:Decrypt'], {
      StringEquals: { 'aws:SourceAccount': stack.account },
      ArnLike: { 'aws:SourceArn': stack.formatArn({ service: 'cloudfront', region: '', resource: 'distribution', resourceName: '*' }) },
    });
  }

  /**
   * Lets Lambda read the filters of event source mappings of this account that this key encrypts. Source: AWS Lambda developer
   * guide, "Control which events Lambda sends to your function", encryption of filter criteria.
   */
  public allowEventFilters(): void {
    const functions = Stack.of(this).formatArn({
      service: 'lambda', resource: 'function', resourceName: '*', arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    });
    this.allowService('EventFilters', new iam.ServicePrincipal('lambda.amazonaws.com'), ['kms:Decrypt'], {
      ArnLike: { 'kms:EncryptionContext:aws:lambda:FunctionArn': functions },
    });
  }

  /**
   * Lets EventBridge encrypt what passes over an event bus of this account, what its archives hold, its dead letters, and its
   * logs on their way to CloudWatch Logs. Source: Amazon EventBridge user guide, "Authorizing EventBridge to use a customer
   * managed key", "Encrypting event bus logs", "Encrypting archives".
   *
   * @param eventBusName name of the bus; a `*` at its end stands for what is not known before deployment
   */
  public allowEventBus(eventBusName: string): void {
    const stack = Stack.of(this);
    const eventBridge = new iam.ServicePrincipal('events.amazonaws.com');
    const bus = stack.formatArn({ service: 'events', resource: 'event-bus', resourceName: eventBusName });
    // The context names the account too. What source an archive has is not documented, so a source is not asked for.
    this.allowService(undefined, eventBridge, EVENT_BUS_ACTIONS, {
      ArnLike: { 'kms:EncryptionContext:aws:events:event-bus:arn': bus },
    }, eventBusName);
    // what the bus cannot encrypt goes to its dead letters
    this.allowService(undefined, eventBridge, PUBLISH_ACTIONS, {
      StringEquals: { 'aws:SourceAccount': stack.account }, ArnLike: { 'aws:SourceArn': bus },
    }, `${eventBusName} dead letters`);
    // describing a key encrypts nothing, so there is no encryption context
    this.allowService('EventBusesDescribe', eventBridge, ['kms:DescribeKey'], { StringEquals: { 'aws:SourceAccount': stack.account } });
    this.allowService('EventBusLogs', eventBridge, ['kms:GenerateDataKey'], this.logDeliveries());
    this.allowLogDelivery('EventBusLogDelivery');
  }

  /**
   * Lets another account use the key through one service of this region, to publish what the key encrypts there.
   *
   * @param account the account's id
   * @param service endpoint name of the service, for example `sns`
   */
  public allowPublishersOf(account: string, service: string): void {
    const stack = Stack.of(this);
    declareEdge(this, { caller: `AccountPrincipal(${account})`, target: this.node.path, intent: Intent.WRITE, actions: PUBLISH_ACTIONS });
    this.allowService(undefined, new iam.AccountPrincipal(account), PUBLISH_ACTIONS, {
      StringEquals: { 'kms:CallerAccount': account, 'kms:ViaService': `${service}.${stack.region}.${stack.urlSuffix}` },
    }, `${service}:${account}`);
  }

  /**
   * Adds a statement to the key's policy.
   *
   * What the CDK's subscriptions and notifications add for SNS and S3 becomes `allowTopics` and `allowBuckets`: theirs lets the
   * service in for any account, or names a topic, which is a cycle when the topic is under this key. Throws `UntrustedAccount` for a statement
   * that names an account which is neither of the app nor among the zone's `trustedAccounts`.
   */
  public override addToResourcePolicy(statement: iam.PolicyStatement, allowNoOp?: boolean): iam.AddToResourcePolicyResult {
    refuseStrangers(this, statement);
    const service = looseServiceOf(statement);
    if (service === undefined) return super.addToResourcePolicy(statement, allowNoOp);
    if (service === 's3.amazonaws.com') this.allowBuckets();
    else this.allowTopics();
    return { statementAdded: true, policyDependable: this };
  }

  /**
   * Lets CloudTrail of this account encrypt the files of its trails. Source: AWS CloudTrail user guide, "Configure AWS KMS
   * key policies for CloudTrail".
   */
  public allowTrail(): void {
    const stack = Stack.of(this);
    const cloudTrail = new iam.ServicePrincipal('cloudtrail.amazonaws.com');
    // a trail of any region: the files of a multi-region trail name its home region only
    const trails = stack.formatArn({ service: 'cloudtrail', region: '*', resource: 'trail', resourceName: '*' });
    const ofThisAccount = { StringEquals: { 'aws:SourceAccount': stack.account } };
    this.allowService('Trail', cloudTrail, ['kms:GenerateDataKey'], {
      ...ofThisAccount, ArnLike: { 'aws:SourceArn': trails, 'kms:EncryptionContext:aws:cloudtrail:arn': trails },
    });
    // describing a key encrypts nothing, so there is no encryption context
    this.allowService('TrailDescribe', cloudTrail, ['kms:DescribeKey'], { ...ofThisAccount, ArnLike: { 'aws:SourceArn': trails } });
  }

  /**
   * Lets AWS Config of this account encrypt what it delivers. Source: AWS Config developer guide, "Permissions for the KMS key for the Amazon S3 bucket".
   */
  public allowConfig(): void {
    this.allowService('Config', new iam.ServicePrincipal('config.amazonaws.com'), ['kms:Decrypt', 'kms:GenerateDataKey'], {
      StringEquals: { 'aws:SourceAccount': Stack.of(this).account },
    });
  }

  /**
   * Lets Cognito of this account encrypt user pools, and the activity that they log. Source: Amazon Cognito developer
   * guide, "Data protection in Amazon Cognito".
   */
  public allowUserPools(): void {
    const stack = Stack.of(this);
    const cognito = new iam.ServicePrincipal('cognito-idp.amazonaws.com');
    const directory = new iam.CompositePrincipal(cognito, new iam.ServicePrincipal('identitystore.amazonaws.com'));
    // patterns: the pool names the key, so naming the pool here would be a cycle
    const userPools = stack.formatArn({ service: 'cognito-idp', resource: 'userpool', resourceName: '*' });
    const ofThisAccount = { StringEquals: { 'aws:SourceAccount': stack.account } };
    this.allowService('UserPools', directory, USER_POOL_ACTIONS, {
      ...ofThisAccount, ArnLike: { 'aws:SourceArn': userPools, 'kms:EncryptionContext:aws:cognito-idp:userpool-arn': userPools },
    });
    this.allowService('UserPoolsDescribe', directory, ['kms:DescribeKey'], { ...ofThisAccount, ArnLike: { 'aws:SourceArn': userPools } });

    this.allowService('UserPoolLogs', cognito, ['kms:GenerateDataKey', 'kms:Encrypt'], this.logDeliveries());
    this.allowLogDelivery('UserPoolLogDelivery');
  }

  /**
   * Takes over from a profile what the key tells of it in the template, also from one that comes later.
   *
   * @internal
   */
  public _hasProfile({ framework, regions, keyDeletionWindow }: Profile): void {
    const key = this.node.defaultChild as kms.CfnKey;
    key.pendingWindowInDays = keyDeletionWindow.toDays();
    for (const name of [PROFILE_TAG, RESIDENCY_TAG]) key.tags.removeTag(name, 0);
    const tags: Record<string, string> = {
      [DATA_CLASS_TAG]: this.dataClass,
      ...framework !== Profile.BASELINE.framework && { [PROFILE_TAG]: framework },
      ...regions && { [RESIDENCY_TAG]: regions.join(' ') },
    };
    for (const [name, value] of Object.entries(tags)) key.tags.setTag(name, value);
    declareFacts(key, { tags });
  }

  /**
   * Lets Verified Permissions encrypt policy stores of this account. Source: Amazon Verified Permissions user guide,
   * "Encrypting Resources in Amazon Verified Permissions".
   */
  public allowPolicyStores(): void {
    const stack = Stack.of(this);
    const verifiedPermissions = new iam.ServicePrincipal('verifiedpermissions.amazonaws.com');
    // a pattern: the store names the key, so naming the store here would be a cycle
    const stores = stack.formatArn({ service: 'verifiedpermissions', region: '', resource: 'policy-store', resourceName: '*' });
    const ofThisAccount = { StringEquals: { 'aws:SourceAccount': stack.account } };
    this.allowService('PolicyStores', verifiedPermissions, POLICY_STORE_ACTIONS, {
      ...ofThisAccount, ArnLike: { 'aws:SourceArn': stores, 'kms:EncryptionContext:aws:verifiedpermissions:policy-store-arn': stores },
    });
    // describing a key encrypts nothing, so there is no encryption context
    this.allowService('PolicyStoresDescribe', verifiedPermissions, ['kms:DescribeKey'], { ...ofThisAccount, ArnLike: { 'aws:SourceArn': stores } });
  }

  /**
   * Lets log deliveries of this account decrypt what state machines log. Source: AWS Step Functions developer guide, "Data at rest
   * encryption in Step Functions".
   */
  public allowStateMachines(): void {
    this.allowLogDelivery('StateMachineLogDelivery');
  }

  /** Services encrypt logs on their way with the key of what they log about. */
  private allowLogDelivery(sid: string): void {
    this.allowService(sid, new iam.ServicePrincipal('delivery.logs.amazonaws.com'),
      ['kms:GenerateDataKey', 'kms:Decrypt'], this.logDeliveries());
  }

  private logDeliveries(): Record<string, any> {
    const deliveries = Stack.of(this).formatArn({ service: 'logs', resource: '*', arnFormat: ArnFormat.NO_RESOURCE_NAME });
    return { StringLike: { 'kms:EncryptionContext:SourceArn': deliveries } };
  }

  /** A statement once: known by its id, or by what it is for when there can be several. */
  private allowService(
    sid: string | undefined, principal: iam.IPrincipal, actions: string[], conditions: Record<string, any>, once: string = sid ?? '',
  ): void {
    if (this.allowedServices.has(once)) return;
    this.allowedServices.add(once);
    super.addToResourcePolicy(new iam.PolicyStatement({ sid, principals: [principal], actions, resources: ['*'], conditions }));
  }
}

// The template side knows them too: src/graph/data-class.ts, src/graph/key-profile.ts.
const DATA_CLASS_TAG = 'zero-trust:data-class';
const PROFILE_TAG = 'zero-trust:profile';
const RESIDENCY_TAG = 'zero-trust:residency';
