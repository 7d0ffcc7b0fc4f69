import { Duration, Lazy, Token } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as signer from 'aws-cdk-lib/aws-signer';
import { Construct, IConstruct } from 'constructs';
import { checkSignable, LayerOwner, layersOf } from './code-checks';
import { checkProps } from '../core/checked-props';
import { complete } from '../core/complete-props';
import { pathOf } from '../core/construct-path';
import { Intent } from '../core/edge';
import { ZeroTrustError } from '../core/errors';
import { strictGrant } from '../core/strict-grant';
import { TrustZone } from '../zone/trust-zone';

/** Lambda: a configuration takes 20 profiles. */
const MAX_PUBLISHERS = 20;
/** AWS Signer: 135 months, in days as CloudFormation counts them. */
const MAX_VALIDITY = Duration.days(135 * 31);
const PROFILE_VERSION = /^arn:[\w-]+:signer:[\w-]+:\d{12}:\/signing-profiles\/\w+\/\w+$/;
/** The template side knows it too: src/rules/lambda/LayersAreFromAllowedAccounts.ts. */
const LAYER_ACCOUNTS = 'zero-trust:layer-accounts';

const IS_SIGNED_CODE = Symbol.for('cdk-zero-trust.SignedCode');

/**
 * Properties of `SignedCode`.
 */
export interface SignedCodeProps {
  /**
   * What the configuration is for.
   *
   * @default - none
   */
  readonly description?: string;

  /**
   * How long a signature is good: at least a day, at most 135 months. Lambda asks at deployment only; a function that runs is not stopped.
   *
   * @default - 135 months
   */
  readonly signatureValidity?: Duration;
}

/**
 * A configuration that lets Lambda deploy code only when a profile of yours signed it: one that is made here, and those that
 * `allowPublisher` adds. Layers of its functions are asked for a signature too, and are of this account or of one that `allowLayersFrom`
 * names.
 *
 * Pass it to a function as `codeSigningConfig`, or to all functions of a zone by `requireIn(zone)`. Somebody has to sign: code of
 * `Code.fromAsset` is signed by nobody before a pipeline does, and `cdk deploy` alone is refused by Lambda.
 *
 * In the template: the configuration and a signing profile.
 *
 * Throws `BadValidity`, `BadPublisher`, `TooManyPublishers`, `BadAccount`; on functions `SignedImage`, `SignedInlineCode`; when the app is
 * synthesised `LayerNotAllowed`.
 *
 * Fixed cost: none. Source: FSBP Lambda, NIST 800-53 CM-14, SI-7(15), SR-4; SLSA build level 2.
 *
 * @example
 * declare const artifacts: s3.IBucket;
 *
 * const signed = new SignedCode(this, 'Trusted');
 * new SecureFunction(this, 'PlaceOrder', {
 *   code: lambda.Code.fromBucket(artifacts, 'place-order.zip', 'v1'),
 *   codeSigningConfig: signed,
 * });
 */
export class SignedCode extends lambda.CodeSigningConfig {
  /**
   * Whether a configuration is one of this library's: by symbol and not by class, so that two copies of the library know each other's.
   *
   * @internal
   */
  public static _is(config?: lambda.ICodeSigningConfig): config is SignedCode {
    return config !== undefined && IS_SIGNED_CODE in config;
  }

  /** The profile that signs. */
  public readonly signingProfile: signer.SigningProfile;

  private readonly publishers: string[];
  private readonly layerAccounts: string[] = [];

  constructor(scope: Construct, id: string, props: SignedCodeProps = {}) {
    checkProps(new.target === SignedCode, 'SignedCodeProps', pathOf(scope, id), props);
    checkValidity(pathOf(scope, id), props.signatureValidity);
    // The L2 wants its profile before it exists itself, so the profile stands beside it.
    const signingProfile = new signer.SigningProfile(scope, `${id}Profile`, {
      platform: signer.Platform.AWS_LAMBDA_SHA384_ECDSA, signatureValidity: props.signatureValidity,
    });
    super(scope, id, complete({
      signingProfiles: [signingProfile],
      untrustedArtifactOnDeployment: lambda.UntrustedArtifactOnDeployment.ENFORCE,
      description: props.description,
    }));
    Object.defineProperty(this, IS_SIGNED_CODE, { value: true });
    this.signingProfile = signingProfile;
    this.publishers = [signingProfile.signingProfileVersionArn];
    const resource = this.node.defaultChild as lambda.CfnCodeSigningConfig;
    resource.allowedPublishers = { signingProfileVersionArns: Lazy.list({ produce: () => this.publishers }) };
    resource.addMetadata(LAYER_ACCOUNTS, Lazy.any({ produce: () => this.layerAccounts }));
  }

  /**
   * Takes code that another profile signed too: of a vendor, or of the account where the pipeline is.
   *
   * Throws `BadPublisher` for what is not a version of a profile, `TooManyPublishers` for more than 20.
   *
   * @param signingProfileVersionArn ARN with the version at its end
   */
  public allowPublisher(signingProfileVersionArn: string): void {
    if (!Token.isUnresolved(signingProfileVersionArn) && !PROFILE_VERSION.test(signingProfileVersionArn)) {
      throw new ZeroTrustError(this, 'BadPublisher', `'${signingProfileVersionArn}' is no version of a signing profile.`,
        'use the ARN of the version, arn:<partition>:signer:<region>:<account>:/signing-profiles/<name>/<version>.');
    }
    if (this.publishers.length === MAX_PUBLISHERS) {
      throw new ZeroTrustError(this, 'TooManyPublishers', `Lambda takes ${MAX_PUBLISHERS} signing profiles.`, 'make another SignedCode for other functions.');
    }
    this.publishers.push(signingProfileVersionArn);
  }

  /**
   * Takes layers of another account. AWS publishes its own from accounts that differ by partition, and some by region.
   *
   * Throws `BadAccount` for what is not the id of one account.
   *
   * @param accountId 12 digits
   * @param partition `aws`, `aws-us-gov` or `aws-cn`; any when left out
   */
  public allowLayersFrom(accountId: string, partition?: string): void {
    if (!/^\d{12}$/.test(accountId)) {
      throw new ZeroTrustError(this, 'BadAccount', `'${accountId}' is no account.`, 'name one account by its 12 digits.');
    }
    this.layerAccounts.push(partition === undefined ? accountId : `${partition}:${accountId}`);
  }

  /**
   * Asks for a signature of every function of a zone, those that are here and those to come, but for those that have a configuration.
   *
   * That takes in functions that constructs of this library make, such as rotations: a pipeline has to sign them as well. Throws
   * `SignedImage` and `SignedInlineCode` for functions whose code nobody can sign.
   */
  public requireIn(zone: TrustZone): void {
    zone._onMember((member) => this.require(member));
  }

  /**
   * Lets a principal sign with the profile made here: `StartSigningJob` and `GetSigningProfile`.
   *
   * Throws `GrantWithoutEffect` for a principal without policies.
   */
  public grantSign(grantee: iam.IGrantable): iam.Grant {
    return strictGrant({
      grantee,
      target: this,
      intent: Intent.USE,
      actions: ['signer:GetSigningProfile', 'signer:StartSigningJob'],
      resourceArns: [this.signingProfile.signingProfileArn],
    });
  }

  /**
   * Holds a function to the layers that are allowed.
   *
   * @internal
   */
  public _signs(fn: lambda.Function): void {
    // at synth, when all layers and all accounts are known
    fn.node.addValidation({
      validate: () => {
        layersOf(fn).forEach((layer) => this.checkLayer(fn, layer));
        return [];
      },
    });
  }

  private require(member: IConstruct): void {
    if (!(member instanceof lambda.Function)) return;
    const resource = member.node.defaultChild as lambda.CfnFunction;
    if (resource.codeSigningConfigArn !== undefined) return;
    checkSignable(member.node.path, resource);
    resource.codeSigningConfigArn = this.codeSigningConfigArn;
    this._signs(member);
  }

  private checkLayer(fn: lambda.Function, { arn, partition, account }: LayerOwner): void {
    if (account === undefined || account === fn.stack.account || this.layerAccounts.includes(account)) return;
    const allowed = this.layerAccounts.filter((entry) => entry.endsWith(`:${account}`));
    if (allowed.some((entry) => partition === undefined || entry === `${partition}:${account}`)) return;
    throw new ZeroTrustError(fn, 'LayerNotAllowed', `layer ${arn} is from an account that is not allowed${allowed.length > 0 ? ' in this partition' : ''}.`,
      `call allowLayersFrom('${account}') on ${this.node.path}, or leave the layer out.`);
  }
}

function checkValidity(path: string, validity?: Duration): void {
  if (validity === undefined || validity.isUnresolved()) return;
  const days = validity.toDays({ integral: false });
  if (days >= 1 && days <= MAX_VALIDITY.toDays()) return;
  throw new ZeroTrustError(path, 'BadValidity', `a signature cannot be good for ${days} days.`, 'use at least a day and at most 135 months.');
}
