import { Duration } from 'aws-cdk-lib';
import { TrustZone } from '../zone/trust-zone';

/**
 * What analyzers take for inside.
 */
export enum AnalyzerScope {
  /** The account. */
  ACCOUNT = 'ACCOUNT',
  /** The organisation: only in the management account or that of the delegated administrator. */
  ORGANIZATION = 'ORGANIZATION',
}

/**
 * The kinds of access that IAM Access Analyzer looks for.
 */
export enum AnalyzerKind {
  /** What somebody outside of account or organisation may reach. */
  EXTERNAL = 'EXTERNAL',
  /** Roles, users, keys and permissions that nobody uses. */
  UNUSED = 'UNUSED',
  /** Who inside may reach the named buckets and tables. */
  INTERNAL = 'INTERNAL',
}

/**
 * Whether an analyzer is made or is there already: AWS has one of a kind for each account and region, or little more.
 */
export class AnalyzerSource {
  /** Made by the review. */
  public static create(): AnalyzerSource {
    return new AnalyzerSource();
  }

  /**
   * There already, made by a landing zone or by another app. Its findings are told of too, when they are of this account and
   * region.
   *
   * @param analyzerArn the analyzer's ARN; it stands in the template's metadata and in the evidence
   */
  public static existing(analyzerArn: string): AnalyzerSource {
    return new AnalyzerSource(analyzerArn);
  }

  /** @internal */
  public readonly _analyzerArn?: string;

  private constructor(analyzerArn?: string) {
    this._analyzerArn = analyzerArn;
  }
}

/**
 * Findings that are meant to be, and are archived as soon as they come.
 */
export interface ArchivedFindings {
  /**
   * Name of the archive rule, with letters, digits, `_`, `.` and `-`.
   */
  readonly name: string;

  /**
   * Why they are meant to be. It stands in the template's metadata and in the evidence.
   */
  readonly reason: string;

  /**
   * Whose findings they are.
   */
  readonly analyzer: AnalyzerKind;

  /**
   * What is compared: a filter key of Access Analyzer, such as `resource`, `principal.AWS` or `resourceType`.
   */
  readonly property: string;

  /**
   * The exact values that are meant.
   */
  readonly values: string[];
}

/**
 * Properties of an `AccessReview`.
 */
export interface AccessReviewProps {
  /**
   * What the analyzers take for inside.
   *
   * @default AnalyzerScope.ACCOUNT
   */
  readonly analyzerScope?: AnalyzerScope;

  /**
   * Where the analyzer of access from outside comes from. It is free of charge.
   *
   * @default AnalyzerSource.create()
   */
  readonly externalAccess?: AnalyzerSource;

  /**
   * Where the analyzer of unused access comes from. It costs 0.20 USD a month for each role and user of account or
   * organisation.
   *
   * @default AnalyzerSource.create()
   */
  readonly unusedAccess?: AnalyzerSource;

  /**
   * Where the analyzer of access from inside comes from. It costs 9 USD a month for each bucket and table that it looks at.
   *
   * @default AnalyzerSource.create(), once the zone has a bucket or a table
   */
  readonly internalAccess?: AnalyzerSource;

  /**
   * After how many days access counts as unused: 1 to 90.
   *
   * @default Duration.days(90)
   */
  readonly unusedAccessAge?: Duration;

  /**
   * ARNs of further buckets, tables and snapshots that access from inside is reviewed for.
   *
   * @default - the buckets and tables of the zone alone
   */
  readonly internalAccessTo?: string[];

  /**
   * Findings that are meant to be.
   *
   * @default - none: each finding is told of
   */
  readonly archived?: ArchivedFindings[];

  /**
   * The zone whose topic tells of findings, and whose stores are reviewed.
   *
   * @default - the zone of the scope
   */
  readonly zone?: TrustZone;
}
