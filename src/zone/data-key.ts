import { ArnFormat, CrossStackReferences, Duration, ReferenceStrength, RemovalPolicy, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import { DataClass } from './data-class';

/**
 * Properties of a `DataKey`.
 */
export interface DataKeyProps {
  /**
   * The class of data that this key protects.
   */
  readonly dataClass: DataClass;

  /**
   * What happens to the key when its stack goes.
   *
   * @default - the key stays (RETAIN); without it nothing that it encrypted can be read again
   */
  readonly removalPolicy?: RemovalPolicy;
}

/**
 * The customer-managed key of one data class in one zone: rotated every year, retained, deleted at the earliest 30 days
 * after someone asks for it.
 *
 * AWS services that use the key on their own behalf are let in one by one, each for this account and for the encryption
 * context of what it encrypts.
 *
 * Fixed cost: 1 USD a month. Source: FSBP KMS.4, NIST 800-53 SC-12(2).
 */
export class DataKey extends kms.Key {
  private readonly allowedServices = new Set<string>();

  constructor(scope: Construct, id: string, props: DataKeyProps) {
    super(scope, id, {
      description: `Encrypts ${props.dataClass.toLowerCase()} data of ${scope.node.path}`,
      enableKeyRotation: true,
      pendingWindow: Duration.days(30),
      removalPolicy: props.removalPolicy ?? RemovalPolicy.RETAIN,
    });
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
   * Lets rules of this account send events to queues and topics that this key encrypts.
   */
  public allowEvents(): void {
    const stack = Stack.of(this);
    this.allowService('Events', new iam.ServicePrincipal('events.amazonaws.com'), PUBLISH_ACTIONS, {
      StringEquals: { 'aws:SourceAccount': stack.account },
      ArnLike: { 'aws:SourceArn': stack.formatArn({ service: 'events', resource: 'rule', resourceName: '*' }) },
    });
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

    const toLogs = {
      StringLike: {
        'kms:EncryptionContext:SourceArn': stack.formatArn({
          service: 'logs', resource: '*', arnFormat: ArnFormat.NO_RESOURCE_NAME,
        }),
      },
    };
    this.allowService('UserPoolLogs', cognito, ['kms:GenerateDataKey', 'kms:Encrypt'], toLogs);
    this.allowService('UserPoolLogDelivery', new iam.ServicePrincipal('delivery.logs.amazonaws.com'),
      ['kms:GenerateDataKey', 'kms:Decrypt'], toLogs);
  }

  private allowService(sid: string, principal: iam.IPrincipal, actions: string[], conditions: Record<string, any>): void {
    if (this.allowedServices.has(sid)) return;
    this.allowedServices.add(sid);
    this.addToResourcePolicy(new iam.PolicyStatement({ sid, principals: [principal], actions, resources: ['*'], conditions }));
  }
}

const LOGS_ACTIONS = ['kms:Encrypt', 'kms:Decrypt', 'kms:ReEncryptFrom', 'kms:ReEncryptTo', 'kms:GenerateDataKey', 'kms:DescribeKey'];
const USER_POOL_ACTIONS = ['kms:Encrypt', 'kms:Decrypt', 'kms:ReEncryptFrom', 'kms:ReEncryptTo', 'kms:GenerateDataKeyWithoutPlaintext'];
const PUBLISH_ACTIONS = ['kms:Decrypt', 'kms:GenerateDataKey'];
