import { Annotations, Duration, Lazy, Stack, Token } from 'aws-cdk-lib';
import { CfnAnalyzer } from 'aws-cdk-lib/aws-accessanalyzer';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct, IConstruct } from 'constructs';
import { AccessReviewProps, AnalyzerKind, AnalyzerScope, AnalyzerSource, ArchivedFindings } from './access-review-props';
import { AccountService, refuseSecondAtSynth } from '../core/account-service';
import { checkProps } from '../core/checked-props';
import { pathOf } from '../core/construct-path';
import { ZeroTrustError } from '../core/errors';
import { checkText } from '../core/written-text';
import { sendToTopic } from '../zone/topic-rule';
import { TrustZone } from '../zone/trust-zone';

const MAX_AGE_DAYS = 90;

/**
 * The standing review of permissions: analyzers of access from outside, of access that nobody uses for 90 days, and of access
 * from inside to the buckets and tables of the zone, whose findings reach the zone's topic.
 *
 * Analyzers are one of a kind for each account and region: put one review into the stack of the account, and let others name
 * its analyzers by `AnalyzerSource.existing`.
 *
 * In the template: up to three `AWS::AccessAnalyzer::Analyzer`, a rule with a dead-letter queue, the topic of the zone.
 *
 * Throws `TwoInOneRegion` at synth when the app makes an analyzer of the same type for the account and region, `UnusedAccessAge`, `BadAnalyzer`, `NoReason`, `ArchivesEverything`, `BadArchiveRule`, `ArchivesNothing`.
 *
 * Fixed cost: 0.20 USD a month for each role and user, 9 USD for each bucket and table. Source: AWS IAM Access Analyzer pricing,
 * November 2026. Source: FSBP IAM.28; NIST 800-53 AC-2(3), AC-6(7), CA-7.
 *
 * @example
 * new AccessReview(this, 'Review', {
 *   archived: [{
 *     name: 'PartnerReads',
 *     reason: 'Contract 4711',
 *     analyzer: AnalyzerKind.EXTERNAL,
 *     property: 'principal.AWS',
 *     values: ['555566667777'],
 *   }],
 * });
 */
export class AccessReview extends Construct {
  /** The zone that is reviewed. */
  public readonly zone: TrustZone;

  private readonly props: AccessReviewProps;
  private readonly stores: string[];
  private internal?: CfnAnalyzer;

  constructor(scope: Construct, id: string, props: AccessReviewProps = {}) {
    const path = pathOf(scope, id);
    checkProps(new.target === AccessReview, 'AccessReviewProps', path, props);
    const unusedAccessAge = checkAge(path, props.unusedAccessAge ?? Duration.days(MAX_AGE_DAYS));
    Object.values(sourcesOf(props)).forEach((source) => checkExisting(path, source));
    props.archived?.forEach((archived) => checkArchived(path, archived, props));
    super(scope, id);
    this.props = props;
    this.zone = props.zone ?? TrustZone.of(this);
    this.stores = [...props.internalAccessTo ?? []];

    this.analyzer(AnalyzerKind.EXTERNAL, props.externalAccess);
    this.analyzer(AnalyzerKind.UNUSED, props.unusedAccess, { unusedAccessConfiguration: { unusedAccessAge } });
    if (this.stores.length > 0) this.reviewInside();
    this.zone._onMember((member) => this.reviewStore(member));
    this.tell();
    this.record();
  }

  private record(): void {
    const { props } = this;
    for (const [kind, source] of Object.entries(sourcesOf(props))) {
      if (source?._analyzerArn !== undefined) this.node.addMetadata('cdk-zero-trust:existing-analyzer', `${kind}: ${source._analyzerArn}`);
    }
    for (const { name, reason } of props.archived ?? []) this.node.addMetadata('cdk-zero-trust:opt-out', `archived ${name}: ${reason}`);
  }

  private analyzer(
    kind: AnalyzerKind, source: AnalyzerSource = AnalyzerSource.create(), analyzerConfiguration?: CfnAnalyzer.AnalyzerConfigurationProperty,
  ): CfnAnalyzer | undefined {
    if (source._analyzerArn !== undefined) return undefined;
    const archived = (this.props.archived ?? []).filter(({ analyzer }) => analyzer === kind);
    const type = typeOf(kind, this.props.analyzerScope ?? AnalyzerScope.ACCOUNT);
    const analyzer = new CfnAnalyzer(this, pascal(kind), {
      type,
      analyzerConfiguration,
      archiveRules: archived.length === 0 ? undefined : archived.map(({ name, property, values }) => ({
        ruleName: name, filter: [{ property, eq: values }],
      })),
    });
    if (this.props.analyzerScope !== AnalyzerScope.ORGANIZATION) refuseSecondAtSynth(analyzer, analyzerOf(type));
    return analyzer;
  }

  private reviewStore(member: IConstruct): void {
    const arn = storeArn(member);
    if (arn === undefined || this.props.internalAccess?._analyzerArn !== undefined) return;
    // A store elsewhere stands on the zone's stack, so naming it there would be a cycle.
    if (Stack.of(member) !== Stack.of(this) && Stack.of(this.zone) === Stack.of(this)) {
      Annotations.of(member).addWarningV2('cdk-zero-trust:InternalAccessNotReviewed',
        `${this.node.path} cannot name what is in another stack than the zone: put the review into a stack of its own, and pass it the zone.`);
      return;
    }
    this.stores.push(arn);
    this.reviewInside();
  }

  private reviewInside(): void {
    this.internal ??= this.analyzer(AnalyzerKind.INTERNAL, this.props.internalAccess, {
      internalAccessConfiguration: {
        internalAccessAnalysisRule: { inclusions: [{ resourceArns: Lazy.list({ produce: () => this.stores }) }] },
      },
    });
  }

  /** Findings of every analyzer of the account and region, whoever made it. */
  private tell(): void {
    sendToTopic(this, 'Findings', {
      zone: this.zone, description: 'Findings of IAM Access Analyzer', eventPattern: { source: ['aws.access-analyzer'] },
    });
  }
}

/** An account has one of a type; an organization has up to five. Source: IAM user guide, "IAM Access Analyzer quotas". */
function analyzerOf(type: string): AccountService {
  return {
    types: [CfnAnalyzer.CFN_RESOURCE_TYPE_NAME],
    name: `the analyzer of type ${type}`,
    instead: 'AnalyzerSource.existing(analyzerArn)',
    isSame: (other) => other instanceof CfnAnalyzer && other.type === type,
  };
}

function storeArn(construct: IConstruct): string | undefined {
  if (construct instanceof s3.Bucket) return construct.bucketArn;
  return construct instanceof dynamodb.TableV2 || construct instanceof dynamodb.Table ? construct.tableArn : undefined;
}

function sourcesOf(props: AccessReviewProps): Record<AnalyzerKind, AnalyzerSource | undefined> {
  return { EXTERNAL: props.externalAccess, UNUSED: props.unusedAccess, INTERNAL: props.internalAccess };
}

function typeOf(kind: AnalyzerKind, scope: AnalyzerScope): string {
  return kind === AnalyzerKind.EXTERNAL ? scope : `${scope}_${kind}_ACCESS`;
}

function pascal(kind: AnalyzerKind): string {
  return kind[0] + kind.slice(1).toLowerCase();
}

function checkAge(path: string, age: Duration): number {
  const days = age.isUnresolved() ? NaN : age.toDays({ integral: false });
  if (Number.isInteger(days) && days >= 1 && days <= MAX_AGE_DAYS) return days;
  throw new ZeroTrustError(path, 'UnusedAccessAge', 'unusedAccessAge is no literal number of days from 1 to 90.', 'use 90 days, or less.');
}

function checkExisting(path: string, source?: AnalyzerSource): void {
  const arn = source?._analyzerArn;
  if (arn === undefined || Token.isUnresolved(arn) || /^arn:[^:]+:access-analyzer:[^:]+:\d{12}:analyzer\/.+$/.test(arn)) return;
  throw new ZeroTrustError(path, 'BadAnalyzer', `'${arn}' is no analyzer, so that nothing would be reviewed.`,
    'pass its ARN: aws accessanalyzer list-analyzers prints it.');
}

function checkArchived(path: string, { name, reason, analyzer, property, values }: ArchivedFindings, props: AccessReviewProps): void {
  if (!/^[A-Za-z][\w.-]{0,254}$/.test(name)) {
    throw new ZeroTrustError(path, 'BadArchiveRule', `'${name}' is no name of an archive rule.`, 'begin with a letter, and use letters, digits, _, . and -.');
  }
  checkText(path, 'NoReason', { name: `reason of '${name}'`, text: reason, blank: `the archive rule '${name}' has no reason.`, remediation: 'say it in reason.' });
  if (property === '' || values.length === 0 || values.some((value) => /^[*?]*$/.test(value))) {
    throw new ZeroTrustError(path, 'ArchivesEverything', `'${name}' would archive more than anyone meant.`, 'name the property and its exact values.');
  }
  if (sourcesOf(props)[analyzer]?._analyzerArn === undefined) return;
  throw new ZeroTrustError(path, 'ArchivesNothing', `'${name}' is for an analyzer that is there already, which this app cannot change.`,
    'add the archive rule where the analyzer is made.');
}
