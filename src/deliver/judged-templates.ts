import { createPublicKey } from 'crypto';
import { CfnLambdaHook, Duration, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { JudgedTemplatesProps } from './judged-templates-props';
import { SecureFunction } from '../compute/secure-function';
import { checkProps } from '../core/checked-props';
import { pathOf } from '../core/construct-path';
import { DataClass } from '../core/data-class';
import { Intent } from '../core/edge';
import { ZeroTrustError } from '../core/errors';
import { exactGrant } from '../core/exact-grant';
import { acknowledgeStructural, inPacks, StructuralCause } from '../core/structural-acknowledgement';
import { checkText } from '../core/written-text';
import { SecureBucket } from '../data/secure-bucket';
import { codeWithData } from '../detect/code-with-data';
import { CustomerManagedRole } from '../zone/customer-managed-role';
import { ZoneNetwork } from '../zone/network/zone-network';
import { TrustZone } from '../zone/trust-zone';

/** Beside the code, so that its hash and its signature cover the key. */
const KEY_FILE = 'public-key.pem';
/** Source: AWS::CloudFormation::LambdaHook, Alias. */
const ALIAS = /^(?!aws)[A-Za-z0-9]{2,64}::[A-Za-z0-9]{2,64}::[A-Za-z0-9]{2,64}$/i;
/** Source: AWS::CloudFormation::LambdaHook, StackFilters. */
const MAX_STACKS = 50;
const STACK_NAME = /^[A-Za-z][A-Za-z0-9-]{0,127}$/;
const PREFIX = 'attestations/*';
const OUTSIDE = 'CloudFormation gives a template by a presigned URL of a bucket of its own, whose name is documented nowhere, so that no endpoint policy can name it.';

/**
 * Lets CloudFormation create and update stacks of this account and region only by templates that `cdk-zero-trust attest` signed: a Lambda Hook
 * that fails the operation otherwise. Stacks, nested ones included, and change sets are judged, whoever deploys them and by whatever tool.
 *
 * The function looks for the attestation by the digest of the template, checks its signature by the key, its age, its waivers, account and
 * region, and refuses on any error. Parameters are not part of a template, and what Cloud Control API does to single resources is no operation
 * of a stack.
 *
 * In the template: the hook, its role, the function outside of the zone's network, and a bucket for attestations whose versions are locked.
 *
 * Throws `KeyChoice`, `BadKey`, `BadAge`, `BadLock`, `BadAlias`, `BadStackName`, `TooManyStacks`, `NoReason`.
 *
 * Fixed cost: none beyond the zone's keys. CloudFormation charges for each run of a hook, USD 0.0009 after 1,000 a month. Source: NIST 800-53 CM-3, CM-14, SI-7; SLSA
 * verification of attestations.
 *
 * @example
 * declare const key: kms.Key;
 * declare const pipeline: iam.Role;
 *
 * const judged = new JudgedTemplates(this, 'Judged', { key, withoutAttestation: { CDKToolkit: 'deployed by cdk bootstrap' } });
 * judged.grantAttest(pipeline);
 */
export class JudgedTemplates extends Construct {
  /** Where attestations are stored. */
  public readonly bucket: SecureBucket;

  /** The function that judges. */
  public readonly handler: SecureFunction;

  /** The hook. */
  public readonly hook: CfnLambdaHook;

  constructor(scope: Construct, id: string, props: JudgedTemplatesProps = {}) {
    checkProps(new.target === JudgedTemplates, 'JudgedTemplatesProps', pathOf(scope, id), props);
    const checked = checkedOf(pathOf(scope, id), props);
    super(scope, id);
    const zone = props.zone ?? TrustZone.of(this);
    this.bucket = new SecureBucket(this, 'Attestations', {
      zone,
      lockRetention: props.lockRetention ?? Duration.days(365),
      withoutReplica: 'attestations are made again by attesting again; without one, nothing is deployed',
    });
    this.handler = this.judge(zone, props, checked);
    this.bucket.grantReadObjects(this.handler, PREFIX);
    if (props.key) exactGrant({ grantee: this.handler, target: props.key, intent: Intent.USE, actions: ['kms:GetPublicKey'], resourceArns: [props.key.keyArn] });
    this.hook = this.hookOf(zone, props, checked.alias);
  }

  /**
   * Lets a pipeline store attestations: what `cdk-zero-trust attest --bucket` does.
   *
   * Throws `GrantWithoutEffect` for a principal without policies.
   */
  public grantAttest(grantee: iam.IGrantable): iam.Grant {
    return this.bucket.grantPut(grantee, PREFIX);
  }

  private judge(zone: TrustZone, { key }: JudgedTemplatesProps, { maxAge, publicKey }: Checked): SecureFunction {
    const outside = !zone.hasNetwork ? zone : new TrustZone(this, 'Outside', {
      network: ZoneNetwork.none(OUTSIDE),
      keys: { [DataClass.CONFIDENTIAL]: zone.key() },
      profile: zone.profile,
      permissionsBoundary: zone.permissionsBoundary,
    })._follow(zone);
    const fn = new SecureFunction(this, 'Function', {
      zone: outside,
      code: lambda.Code.fromAsset(codeWithData(this, 'judged-templates', KEY_FILE, publicKey ?? '')),
      description: 'Refuses templates without an attestation',
      // CloudFormation waits for 30 seconds
      timeout: Duration.seconds(25),
      memorySize: 512,
      environment: {
        BUCKET: this.bucket.bucketName,
        BUCKET_OWNER: Stack.of(this).account,
        MAX_AGE_SECONDS: String(maxAge.toSeconds()),
        ...key ? { KEY_ID: key.keyArn } : {},
      },
    });
    if (outside !== zone) zone._join(fn);
    acknowledgeStructural(fn.node.defaultChild!, {
      cause: StructuralCause.HOOK_PAYLOAD,
      findings: inPacks(['HIPAA.Security', 'NIST.800.53.R5', 'PCI.DSS.321'], 'LambdaInsideVPC'),
      provedBy: 'ZT-LAMBDA-003',
      reason: OUTSIDE,
    });
    return fn;
  }

  private hookOf(zone: TrustZone, { withoutAttestation = {} }: JudgedTemplatesProps, alias: string): CfnLambdaHook {
    const stack = Stack.of(this);
    const role = new CustomerManagedRole(this, 'Role', {
      assumedBy: new iam.ServicePrincipal('hooks.cloudformation.amazonaws.com', {
        conditions: {
          StringEquals: { 'aws:SourceAccount': stack.account },
          ArnLike: { 'aws:SourceArn': stack.formatArn({ service: 'cloudformation', resource: 'type', resourceName: 'hook/*' }) },
        },
      }),
      permissionsBoundary: zone.permissionsBoundary,
    });
    const invoke = exactGrant({
      grantee: role, target: this.handler, intent: Intent.INVOKE, actions: ['lambda:InvokeFunction'], resourceArns: [this.handler.functionArn],
    });
    const exempt = Object.keys(withoutAttestation);
    const hook = new CfnLambdaHook(this, 'Hook', {
      alias,
      executionRole: role.roleArn,
      failureMode: 'FAIL',
      hookStatus: 'ENABLED',
      lambdaFunction: this.handler.functionArn,
      targetOperations: ['STACK', 'CHANGE_SET'],
      stackFilters: exempt.length === 0 ? undefined : { filteringCriteria: 'ALL', stackNames: { exclude: exempt } },
    });
    // the L1 knows the other form only, which has a list of targets
    hook.addPropertyOverride('TargetFilters', { Actions: ['CREATE', 'UPDATE'], InvocationPoints: ['PRE_PROVISION'] });
    invoke.applyBefore(hook);
    for (const [name, reason] of Object.entries(withoutAttestation)) this.node.addMetadata('cdk-zero-trust:opt-out', `withoutAttestation: ${name}: ${reason}`);
    return hook;
  }
}

interface Checked {
  readonly maxAge: Duration;
  readonly alias: string;
  /** In PEM. */
  readonly publicKey?: string;
}

function checkedOf(path: string, props: JudgedTemplatesProps): Checked {
  const { publicKey, key, maxAge = Duration.hours(24), lockRetention, alias = 'CdkZeroTrust::Deployments::JudgedTemplates', withoutAttestation = {} } = props;
  const refuse = (id: string, what: string, remediation: string): never => { throw new ZeroTrustError(path, id, what, remediation); };
  if ((publicKey === undefined) === (key === undefined)) refuse('KeyChoice', 'attestations are checked by one key.', 'pass publicKey or key.');
  if (maxAge.isUnresolved() || maxAge.toSeconds() < 3600 || maxAge.toDays({ integral: false }) > 30) {
    refuse('BadAge', 'an attestation is good for an hour at least and 30 days at most.', 'pass maxAge as Duration.hours(24).');
  }
  if (lockRetention !== undefined && (lockRetention.isUnresolved() || lockRetention.toDays({ integral: false }) < 1)) {
    refuse('BadLock', 'attestations are locked for a day at least.', 'pass lockRetention as Duration.days(365).');
  }
  if (!ALIAS.test(alias)) refuse('BadAlias', `'${alias}' is no name of a hook.`, "name it in three parts that do not begin with AWS, as 'Company::Deployments::JudgedTemplates'.");
  const stacks = Object.entries(withoutAttestation);
  if (stacks.length > MAX_STACKS) refuse('TooManyStacks', `a hook leaves out ${MAX_STACKS} stacks at most.`, 'attest the others.');
  for (const [name, reason] of stacks) {
    if (!STACK_NAME.test(name)) refuse('BadStackName', `'${name}' is no name of one stack.`, 'name each stack by its whole name.');
    checkText(path, 'NoReason', {
      name: `reason of '${name}'`, text: reason, blank: `'${name}' is left out for no reason.`, remediation: 'say why it is deployed without an attestation.',
    });
  }
  return { maxAge, alias, ...publicKey === undefined ? {} : { publicKey: checkedKey(path, publicKey) } };
}

function checkedKey(path: string, pem: string): string {
  try {
    const key = createPublicKey(pem);
    const { namedCurve, modulusLength = 0 } = key.asymmetricKeyDetails ?? {};
    const isTaken = !/PRIVATE KEY/.test(pem) && (key.asymmetricKeyType === 'ec' ? namedCurve === 'prime256v1' : key.asymmetricKeyType === 'rsa' && modulusLength >= 2048);
    if (isTaken) return key.export({ type: 'spki', format: 'pem' }) as string;
  } catch { /* told below */ }
  throw new ZeroTrustError(path, 'BadKey', 'publicKey is no public key in PEM that is taken.', 'pass a public key of ECDSA P-256, or of RSA with 2,048 bits or more.');
}
