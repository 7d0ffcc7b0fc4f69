import { Duration, Lazy, RemovalPolicy, SecretValue, Stack, Token, TokenComparison } from 'aws-cdk-lib';
import { Schedule } from 'aws-cdk-lib/aws-events';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { Generator, GENERATOR_TAG } from './generator';
import { checkReaderPattern, readerArn } from './reader-arn';
import { secretRotation } from './secret-rotation';
import { SecureFunction } from '../compute/secure-function';
import { checkProps } from '../core/checked-props';
import { complete } from '../core/complete-props';
import { pathOf } from '../core/construct-path';
import { DataClass } from '../core/data-class';
import { Intent } from '../core/edge';
import { ZeroTrustError } from '../core/errors';
import { exactGrant } from '../core/exact-grant';
import { refuseGradual } from '../core/invocation-point';
import { refuseStrangers } from '../core/strangers';
import { TrustZone } from '../zone/trust-zone';

/**
 * Properties of a `SecureSecret`. There is none for a value: a secret is generated, never written down.
 */
export interface SecureSecretProps {
  /**
   * What the secret is for.
   *
   * @default - the path of the construct
   */
  readonly description?: string;

  /**
   * Number of generated characters, 32 to 4096.
   *
   * @default 40 (262 bits)
   */
  readonly length?: number;

  /**
   * Characters that the generated value must not hold.
   *
   * @default - none; all printable ASCII characters but the space are used
   */
  readonly excludeCharacters?: string;

  /**
   * Generates letters and digits only.
   *
   * @default false
   */
  readonly excludePunctuation?: boolean;

  /**
   * Makes the secret a JSON object and names the field that is generated.
   *
   * @default - the secret is the generated text itself
   */
  readonly generateKey?: string;

  /**
   * The other fields of the JSON object: what is no secret, such as a user name; what looks like one throws. They stay as they are in each rotation.
   *
   * @default - no other fields
   */
  readonly template?: Record<string, string>;

  /**
   * How often the value changes: 4 hours to 30 days.
   *
   * @default Duration.days(30)
   */
  readonly rotateAfter?: Duration;

  /**
   * A function of your own that rotates the value, for a secret that someone else has to be told. It is granted what
   * rotation takes, and nothing else.
   *
   * @default - a function of the zone in the secret's stack, one for all secrets there, that generates a new value
   */
  readonly rotationFunction?: lambda.IFunction;

  /**
   * ARNs of roles and users, wildcards in the name allowed, whose reads the secret's policy does not deny: the way in for
   * an emergency, or for the role of CloudFormation when a template has to hold the value. It gives them no permission. Shows in the
   * template's metadata and in the evidence.
   *
   * @default - only those who were granted, and the rotation
   */
  readonly alsoReadableBy?: string[];

  /**
   * The class of the secret: decides its key.
   *
   * @default DataClass.RESTRICTED
   */
  readonly dataClass?: DataClass;

  /**
   * The zone whose key encrypts the secret.
   *
   * @default - the zone of the scope
   */
  readonly zone?: TrustZone;

  /**
   * What happens to the secret when the stack goes.
   *
   * @default - as the zone's profile says: RETAIN for all but `Profile.SANDBOX`
   */
  readonly removalPolicy?: RemovalPolicy;
}

/**
 * A secret that nobody ever types: generated, rotated every 30 days at least, and readable by those who were granted and
 * by no one else, administrators included.
 *
 * In the template: the secret under the zone's key, a policy that denies `GetSecretValue` to each principal that is no
 * reader (and with it `BatchGetSecretValue`, which needs `GetSecretValue` on each secret), a rotation schedule, and the
 * permission for Secrets Manager to call the rotation function for this secret alone. Managing and deleting the secret
 * stays possible for who may.
 *
 * After a rotation the value before stays readable as `AWSPREVIOUS`, so that what was signed with it can be checked.
 *
 * Throws `WeakSecret`, `BadSecretTemplate`, `SecretInTemplate`, `RotationInterval`, `TooManyReaders`, `LiteralNeeded`, and
 * for a rotation function `RotationFunctionInOtherStack` and `UnknownReader`.
 *
 * Fixed cost: 0.40 USD a month. Source: FSBP SecretsManager.1, SecretsManager.4; NIST 800-53 IA-5(1), SC-12; PCI DSS 8.6.3.
 *
 * @example
 * declare const sign: SecureFunction;
 *
 * const secret = new SecureSecret(this, 'SigningKey');
 * secret.grantRead(sign);
 * sign.addEnvironment('SECRET_ARN', secret.secretArn);
 */
export class SecureSecret extends secretsmanager.Secret {
  /** The key of the secret's data class in its zone. */
  public readonly encryptionKey?: kms.IKey;
  /** The zone of the secret. */
  public readonly zone: TrustZone;

  private readonly key: kms.IKey;
  private readonly readers = new Set<string>();
  private readonly exceptions: string[];

  constructor(scope: Construct, id: string, props: SecureSecretProps = {}) {
    const path = pathOf(scope, id);
    checkProps(new.target === SecureSecret, 'SecureSecretProps', path, props);
    const generator = new Generator(path, props);
    const rotateAfter = checkInterval(path, props.rotateAfter ?? Duration.days(30));
    props.alsoReadableBy?.forEach((pattern) => checkReaderPattern(path, pattern));
    if (props.rotationFunction) checkRotationFunction(path, Stack.of(scope), props.rotationFunction);
    const zone = props.zone ?? TrustZone.of(scope);

    // The key is set below and not by the L2, which would let the whole account use it, by wildcard actions.
    super(scope, id, complete({
      description: props.description ?? path,
      generateSecretString: generator.render((value) => Stack.of(scope).toJsonString(value)),
      removalPolicy: props.removalPolicy ?? zone.profile.removalPolicy,
    }));

    this.zone = zone;
    this.key = this.zone.key(props.dataClass ?? DataClass.RESTRICTED);
    this.encryptionKey = this.key;
    this.exceptions = props.alsoReadableBy ?? [];
    const resource = this.node.defaultChild as secretsmanager.CfnSecret;
    resource.kmsKeyId = this.key.keyArn;
    if (!props.rotationFunction) resource.tags.setTag(GENERATOR_TAG, generator.toTag());
    if (this.exceptions.length > 0) {
      this.node.addMetadata('cdk-zero-trust:opt-out', `alsoReadableBy: ${this.exceptions.join(', ')}`);
    }

    this.zone._join(this);
    this.denyOthers(props.removalPolicy ?? zone.profile.removalPolicy);
    this.rotate(props.rotationFunction ?? secretRotation(this, this.zone), rotateAfter);
  }

  /**
   * Lets a principal read the value, and makes it a reader in the secret's policy: `GetSecretValue`, `DescribeSecret`, and
   * the key through Secrets Manager. A principal that holds no policies itself is allowed by those of secret and key.
   *
   * Throws `UnknownReader` for who cannot be told from others by an ARN, and `ReaderInOtherStack` for a role of another
   * stack that is no `SecureFunction`'s.
   *
   * @param grantee who reads
   * @param versionStages the stages that may be read, for example `AWSCURRENT` and `AWSPREVIOUS`; all when left out
   */
  public override grantRead(grantee: iam.IGrantable, versionStages?: string[]): iam.Grant {
    this.readers.add(readerArn(this, grantee));
    const read = this.grantExactly(grantee, Intent.READ, ['secretsmanager:GetSecretValue'], ['kms:Decrypt'], versionStages && {
      'ForAnyValue:StringEquals': { 'secretsmanager:VersionStage': versionStages },
    });
    // apart, because a description has no stage that the condition could meet
    return read.combine(this.grantExactly(grantee, Intent.READ, ['secretsmanager:DescribeSecret'], []));
  }

  /**
   * Lets a principal put a new value, and not read it: `PutSecretValue`, and the key through Secrets Manager. Never
   * `UpdateSecret`, which could move the secret to another key.
   */
  public override grantWrite(grantee: iam.IGrantable): iam.Grant {
    return this.grantExactly(grantee, Intent.WRITE, ['secretsmanager:PutSecretValue'], ['kms:GenerateDataKey', 'kms:Decrypt']);
  }

  /**
   * Throws `AlreadyRotates`: a secret has one schedule, and this one has it from `rotateAfter` and `rotationFunction`.
   */
  public override addRotationSchedule(_id: string, _options: secretsmanager.RotationScheduleOptions): secretsmanager.RotationSchedule {
    throw new ZeroTrustError(this, 'AlreadyRotates', 'the secret rotates already, and a second schedule would overwrite the first.',
      'use the props rotateAfter and rotationFunction.');
  }

  /**
   * Throws `NoTargetAttachment`: CloudFormation would read the value in the deployer's name to attach a database to it, and
   * grants of the attachment would pass by the list of readers.
   */
  public override attach(_target: secretsmanager.ISecretAttachmentTarget): secretsmanager.ISecret {
    throw new ZeroTrustError(this, 'NoTargetAttachment', 'a generated secret has no database behind it.',
      'let the service manage its own credentials (manageMasterUserPassword), or tell it in a rotationFunction.');
  }

  /**
   * Copies the secret to another region, under a key there. Throws `ReplicaWithoutKey` when none is given: the copy would be
   * under a key of AWS.
   */
  public override addReplicaRegion(region: string, encryptionKey?: kms.IKeyRef): void {
    if (!encryptionKey) {
      throw new ZeroTrustError(this, 'ReplicaWithoutKey', `the copy in ${region} would not be under a key of yours.`,
        'pass the key of a zone in that region.');
    }
    super.addReplicaRegion(region, encryptionKey);
  }

  /**
   * The value as a template can hold it, for a property that takes nothing else. CloudFormation reads it in the deployer's
   * name, so this throws `ValueInTemplate` unless `alsoReadableBy` lets someone in beside the readers.
   */
  public override secretValueFromJson(key: string): SecretValue {
    if (this.exceptions.length === 0) {
      throw new ZeroTrustError(this, 'ValueInTemplate', 'CloudFormation is no reader of this secret, and what it reads can be seen in the resource.',
        'pass secretArn and call grantRead; if a property takes the value only, name the deploying role in alsoReadableBy.');
    }
    return super.secretValueFromJson(key);
  }

  private grantExactly(
    grantee: iam.IGrantable, intent: Intent, actions: string[], keyActions: string[], conditions?: Record<string, Record<string, unknown>>,
  ): iam.Grant {
    const grant = exactGrant({
      grantee, target: this, intent, actions, conditions, resourceArns: [this.secretArn], key: this.key, keyActions, viaService: 'secretsmanager',
    });
    const { principalAccount } = grantee.grantPrincipal;
    const abroad = principalAccount !== undefined && Token.compareStrings(this.env.account, principalAccount) === TokenComparison.DIFFERENT;
    return grant.success && !abroad ? grant : this.grantByResource(grantee, actions, keyActions, conditions);
  }

  /**
   * Adds a statement to the secret's policy. Throws `UntrustedAccount` for one that names an account which is neither of the app nor among
   * the zone's `trustedAccounts`.
   */
  public override addToResourcePolicy(statement: iam.PolicyStatement): iam.AddToResourcePolicyResult {
    refuseStrangers(this, statement);
    return super.addToResourcePolicy(statement);
  }

  /** For principals that hold no policies here, and those of other accounts: secret and key have to let them in. */
  private grantByResource(
    grantee: iam.IGrantable, actions: string[], keyActions: string[], conditions?: Record<string, Record<string, unknown>>,
  ): iam.Grant {
    readerArn(this, grantee);
    const principals = [grantee.grantPrincipal];
    if (keyActions.length > 0) {
      const { region, urlSuffix } = Stack.of(this);
      this.key.addToResourcePolicy(new iam.PolicyStatement({
        principals,
        actions: keyActions,
        resources: ['*'],
        conditions: { StringEquals: { 'kms:ViaService': `secretsmanager.${region}.${urlSuffix}` } },
      }));
    }
    const statement = new iam.PolicyStatement({ principals, actions, resources: ['*'], conditions });
    return iam.Grant.addStatementToResourcePolicy({ grantee, actions, resourceArns: [this.secretArn], resource: this, statement });
  }

  /** The policy stays as long as the secret does: a secret left behind is not left open. */
  private denyOthers(removalPolicy: RemovalPolicy): void {
    const { policyDependable } = this.addToResourcePolicy(new iam.PolicyStatement({
      sid: 'OnlyReaders',
      effect: iam.Effect.DENY,
      principals: [new iam.AnyPrincipal()],
      actions: ['secretsmanager:GetSecretValue'],
      resources: ['*'],
      conditions: { ArnNotLike: { 'aws:PrincipalArn': Lazy.list({ produce: () => [...this.readers, ...this.exceptions] }) } },
    }));
    const policy = (policyDependable as secretsmanager.ResourcePolicy).node.defaultChild as secretsmanager.CfnResourcePolicy;
    policy.blockPublicPolicy = true;
    policy.applyRemovalPolicy(removalPolicy);
  }

  private rotate(by: lambda.IFunction, every: Duration): void {
    this.readers.add(readerArn(this, by));
    const grant = this.grantExactly(by, Intent.READ_WRITE, ROTATION_ACTIONS, ['kms:Decrypt', 'kms:GenerateDataKey']);
    const stack = Stack.of(this);
    const permission = new lambda.CfnPermission(this, 'RotationPermission', {
      action: 'lambda:InvokeFunction',
      functionName: by.functionArn,
      principal: 'secretsmanager.amazonaws.com',
      sourceArn: this.secretArn,
      sourceAccount: stack.account,
    });
    // Not the L2's schedule: it grants GetRandomPassword on every resource and lets any secret of any account call the function.
    const schedule = new secretsmanager.CfnRotationSchedule(this, 'RotationSchedule', {
      secretId: this.secretArn,
      rotationLambdaArn: by.functionArn,
      rotationRules: { scheduleExpression: Schedule.rate(every).expressionString },
    });
    // the first rotation begins at once
    schedule.node.addDependency(permission);
    grant.applyBefore(schedule);
    const endpoint = by instanceof SecureFunction ? by.zone._endpointOf('secretsmanager') : undefined;
    if (endpoint) schedule.node.addDependency(endpoint);
  }
}

/** Source: Secrets Manager user guide, "Lambda rotation function execution role permissions". */
const ROTATION_ACTIONS = [
  'secretsmanager:DescribeSecret',
  'secretsmanager:GetSecretValue',
  'secretsmanager:PutSecretValue',
  'secretsmanager:UpdateSecretVersionStage',
];

function checkInterval(path: string, rotateAfter: Duration): Duration {
  if (rotateAfter.isUnresolved()) {
    throw new ZeroTrustError(path, 'LiteralNeeded', 'rotateAfter is a token, and its bounds cannot be checked.', 'pass a literal.');
  }
  const hours = rotateAfter.toHours({ integral: false });
  if (Number.isInteger(hours) && hours >= 4 && hours <= 30 * 24) return rotateAfter;
  throw new ZeroTrustError(path, 'RotationInterval', `${rotateAfter.toHumanString()} is no interval of whole hours from 4 hours to 30 days.`,
    'use 30 days, or less.');
}

function checkRotationFunction(path: string, stack: Stack, by: lambda.IFunction): void {
  refuseGradual(by, 'a rotation');
  if (Stack.of(by) !== stack) {
    throw new ZeroTrustError(path, 'RotationFunctionInOtherStack', `${by.node.path} is in another stack, and function and secret name each other.`,
      'put the function into the stack of the secret.');
  }
  if (!by.role) {
    throw new ZeroTrustError(path, 'UnknownReader', `the role of ${by.node.path} is not known, so it cannot be let in.`,
      'import the function with its role, Function.fromFunctionAttributes(..., { role }).');
  }
}
