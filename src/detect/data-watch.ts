import { Annotations, CfnResource, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { CfnCustomDataIdentifier, CfnSession } from 'aws-cdk-lib/aws-macie';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct, IConstruct } from 'constructs';
import { DataWatchProps, MacieSource, SensitiveData } from './data-watch-props';
import { DiscoveryJobs } from './discovery-jobs';
import { maciePattern } from './finding-patterns';
import { ThreatSeverity } from './threat-severity';
import { AccountService, refuseSecond, refuseSecondAtSynth } from '../core/account-service';
import { checkProps } from '../core/checked-props';
import { pathOf } from '../core/construct-path';
import { DataClass } from '../core/data-class';
import { isAtLeast } from '../core/data-class-order';
import { ZeroTrustError } from '../core/errors';
import { DataKey } from '../zone/keys/data-key';
import { sendToTopic } from '../zone/topic-rule';
import { TrustZone } from '../zone/trust-zone';

const SESSION: AccountService = { types: [CfnSession.CFN_RESOURCE_TYPE_NAME], name: 'the Macie session', instead: 'MacieSource.existing(owner)' };
const DATA_CLASS_TAG = 'cdk-zero-trust:data-class';
/** Amazon Macie user guide, "Building custom data identifiers": a look around, and a reference back. */
const NOT_TAKEN = /\(\?(=|!|<=|<!)|\\[1-9]/;

/**
 * Amazon Macie for the buckets of a zone: enabled as soon as one holds restricted data, before or after this construct, with findings of
 * sensitive data and of open buckets sent to the zone's topic, and identifiers of your own data by class.
 *
 * A zone without such a bucket gets nothing, and pays nothing. With `discovery`, a job looks for sensitive data in exactly these buckets, once or by a schedule:
 * restricted ones by all managed data identifiers, others by the recommended ones, and all by your own. A job whose definition changes is made anew, and
 * the one before is cancelled; so is a job that is deleted. Buckets in another stack than this one are warned about and not in a job.
 *
 * In the template: `AWS::Macie::Session`, one `AWS::Macie::CustomDataIdentifier` for each kind of data, a rule with the zone's dead-letter queue, and
 * in the key's policy a statement that lets Macie decrypt through S3. With `discovery`, a `Custom::MacieDiscoveryJob` for each class of buckets, which
 * CloudFormation has no type for, and the function behind it. The session is retained as the zone's profile says, as other apps of the account lean on it.
 *
 * Throws `TwoInOneRegion` when the app makes a session for the account and region already, `BadSensitiveData`.
 *
 * Fixed cost: 0.10 USD a month for each bucket of the account; sensitive data discovery is paid for by GB. Source: Amazon Macie pricing, us-east-1.
 * Source: FSBP Macie.1; NIST 800-53 RA-5, SI-4; PCI DSS 12.5.2.
 *
 * @example
 * new DataWatch(this, 'DataWatch', {
 *   sensitiveData: [{ name: 'CaseNumber', dataClass: DataClass.RESTRICTED, regex: 'CASE-[0-9]{8}', keywords: ['case'] }],
 * });
 */
export class DataWatch extends Construct {
  /** The zone whose buckets are watched. */
  public readonly zone: TrustZone;

  private readonly props: DataWatchProps;
  private readonly keys = new Set<DataKey>();
  private jobs?: DiscoveryJobs;

  constructor(scope: Construct, id: string, props: DataWatchProps = {}) {
    const path = pathOf(scope, id);
    checkProps(new.target === DataWatch, 'DataWatchProps', path, props);
    checkSensitiveData(path, props.sensitiveData ?? []);
    if (isMade(props)) refuseSecond(path, scope, SESSION);
    super(scope, id);
    this.props = props;
    this.zone = props.zone ?? TrustZone.of(this);
    this.zone._onMember((member) => {
      const key = keyOf(member);
      if (!key || !isAtLeast(key.dataClass, props.fromClass ?? DataClass.RESTRICTED)) return;
      this.watchBucketsOf(key);
      this.discover(member as s3.Bucket, key.dataClass);
    });
  }

  /** The stack of a bucket depends on that of the zone: a job here that names it would close a cycle. */
  private discover(bucket: s3.Bucket, dataClass: DataClass): void {
    if (!this.jobs) return;
    if (Stack.of(bucket) === Stack.of(this)) return this.jobs.add(bucket, dataClass);
    Annotations.of(bucket).addWarningV2('cdk-zero-trust:BucketNotDiscovered', `The bucket is in another stack than ${this.node.path}, whose discovery jobs do not read it.`);
  }

  private watchBucketsOf(key: DataKey): void {
    if (this.keys.size === 0) this.watch();
    if (this.keys.has(key)) return;
    this.keys.add(key);
    letMacieRead(key);
  }

  private watch(): void {
    const session = isMade(this.props) ? this.makeSession() : undefined;
    if (this.props.session?._provided) this.node.addMetadata('cdk-zero-trust:existing-session', this.props.session._provided);
    const identifiers = (this.props.sensitiveData ?? []).map((data) => this.identify(data, session));
    const { zone, props: { discovery: schedule } } = this;
    if (schedule) this.jobs = new DiscoveryJobs(this, 'Discovery', { zone, schedule, identifiers, session });
    sendToTopic(this, 'Findings', {
      zone: this.zone, description: 'Findings of Macie', eventPattern: maciePattern(this.props.minSeverity ?? ThreatSeverity.MEDIUM),
    });
  }

  private makeSession(): CfnResource {
    const session = new CfnSession(this, 'Session', { status: 'ENABLED', findingPublishingFrequency: 'FIFTEEN_MINUTES' });
    session.applyRemovalPolicy(this.zone._removalPolicy);
    refuseSecondAtSynth(session, SESSION);
    return session;
  }

  private identify({ name, dataClass, regex, keywords }: SensitiveData, session?: CfnResource): CfnCustomDataIdentifier {
    const identifier = new CfnCustomDataIdentifier(this, `Data-${name}`, {
      name, regex, keywords, description: `Data of class ${dataClass}`, tags: [{ key: DATA_CLASS_TAG, value: dataClass }],
    });
    if (session) identifier.node.addDependency(session);
    return identifier;
  }
}

function isMade({ session = MacieSource.create() }: DataWatchProps): boolean {
  return session._provided === undefined;
}

function keyOf(member: IConstruct): DataKey | undefined {
  return member instanceof s3.Bucket && DataKey.isDataKey(member.encryptionKey) ? member.encryptionKey : undefined;
}

/**
 * Macie's service-linked role has no right on keys by itself. It is named by a condition, as it may not be there before the session: KMS refuses a
 * principal that does not exist. Source: Amazon Macie user guide, "Analyzing encrypted S3 objects".
 */
function letMacieRead(key: DataKey): void {
  const stack = Stack.of(key);
  key.addToResourcePolicy(new iam.PolicyStatement({
    sid: 'AllowMacie',
    principals: [new iam.AnyPrincipal()],
    actions: ['kms:Decrypt'],
    resources: ['*'],
    conditions: {
      StringEquals: { 'kms:CallerAccount': stack.account, 'kms:ViaService': `s3.${stack.region}.${stack.urlSuffix}` },
      ArnEquals: {
        'aws:PrincipalArn': stack.formatArn({
          service: 'iam', region: '', resource: 'role', resourceName: 'aws-service-role/macie.amazonaws.com/AWSServiceRoleForAmazonMacie',
        }),
      },
    },
  }));
}

function checkSensitiveData(path: string, all: SensitiveData[]): void {
  const refuse = (what: string, remediation: string) => { throw new ZeroTrustError(path, 'BadSensitiveData', what, remediation); };
  for (const [index, { name, dataClass, regex, keywords = [] }] of all.entries()) {
    if (!/^[\w .-]{1,128}$/.test(name)) refuse(`'${name}' is no name of an identifier.`, 'use letters, digits, spaces, _, . and -, 128 at most.');
    if (all.findIndex((other) => other.name === name) !== index) refuse(`'${name}' is named twice.`, 'keep one of the two.');
    if (!isAtLeast(dataClass, DataClass.CONFIDENTIAL)) refuse(`'${name}' is ${dataClass}, which is not sensitive.`, 'use CONFIDENTIAL or RESTRICTED.');
    if (!isTaken(regex)) {
      refuse(`Macie does not take the regex of '${name}'.`, 'use 1 to 512 characters that match no empty text, without lookaround and backreferences.');
    }
    if (keywords.length > 50 || keywords.some(({ length }) => length < 3 || length > 90)) {
      refuse(`Macie does not take the keywords of '${name}'.`, 'use up to 50, of 3 to 90 characters.');
    }
  }
}

function isTaken(regex: string): boolean {
  if (regex.length === 0 || regex.length > 512 || NOT_TAKEN.test(regex)) return false;
  try {
    return !new RegExp(`^(?:${regex.replace(/^\(\?i\)/, '')})$`).test('');
  } catch {
    return false;
  }
}
