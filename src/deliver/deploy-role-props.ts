import type * as iam from 'aws-cdk-lib/aws-iam';
import type { OidcIssuer } from './oidc-issuer';
import type { Subject } from './subject';

/**
 * An account and a region that were prepared by `cdk bootstrap`.
 */
export interface DeployTarget {
  /** Its number, 12 digits. */
  readonly account: string;

  /** Its code, as `eu-west-1`. */
  readonly region: string;
}

/**
 * Properties of a `DeployRole`.
 */
export interface DeployRoleProps {
  /** Who signs the tokens. */
  readonly issuer: OidcIssuer;

  /** The one job that may assume the role. */
  readonly subject: Subject;

  /**
   * The OIDC provider of the issuer, where the account has it: an account takes one for each URL. Its list of audiences must have that of the issuer.
   *
   * @default - one is made, once for each issuer of the stack
   */
  readonly provider?: iam.IOIDCProviderRef;

  /**
   * Where the job deploys. The bootstrap of another account must trust this one (`cdk bootstrap --trust`).
   *
   * @default - account and region of the stack
   */
  readonly targets?: DeployTarget[];

  /**
   * Which bootstrap: its `--qualifier`.
   *
   * @default - that of the stack's synthesizer, `hnb659fds` unless the app says otherwise
   */
  readonly qualifier?: string;

  /**
   * Whether the job publishes container images.
   *
   * @default false
   */
  readonly publishImages?: boolean;

  /**
   * Whether the job may read the account for `cdk diff` and for lookups. The bootstrap's role for that may read nearly everything in it.
   *
   * @default false
   */
  readonly lookups?: boolean;

  /**
   * Name of the role, for workflows that are written before it is deployed.
   *
   * @default - CloudFormation makes one up
   */
  readonly roleName?: string;
}
