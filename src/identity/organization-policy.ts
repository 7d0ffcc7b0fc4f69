import { ZeroTrustError } from '../core/errors';

/**
 * The kinds of policies of AWS Organizations that this library writes.
 */
export enum OrganizationPolicyType {
  /** Bounds what principals of member accounts may do. */
  SERVICE_CONTROL = 'SERVICE_CONTROL_POLICY',
  /** Bounds what may be done to resources of member accounts, by anyone. */
  RESOURCE_CONTROL = 'RESOURCE_CONTROL_POLICY',
  /** Sets attributes of EC2 and VPC, which accounts cannot change. */
  EC2_DECLARATIVE = 'DECLARATIVE_POLICY_EC2',
  /** Sets the block of public access to S3, which accounts cannot change. */
  S3 = 'S3_POLICY',
}

/** Characters, white space included. Source: AWS Organizations user guide, "Quotas and service limits". */
const CAPACITY: Record<OrganizationPolicyType, number> = {
  [OrganizationPolicyType.SERVICE_CONTROL]: 5_120,
  [OrganizationPolicyType.RESOURCE_CONTROL]: 5_120,
  [OrganizationPolicyType.EC2_DECLARATIVE]: 10_000,
  [OrganizationPolicyType.S3]: 10_000,
};

/**
 * A policy of AWS Organizations, as a value: written to the cloud assembly by what makes it, deployed by
 * `OrganizationGuardrails`. It holds literals only, so that it can be reviewed and attached without CloudFormation.
 */
export class OrganizationPolicy {
  /**
   * Throws `PolicyTooLong` for what AWS Organizations would refuse.
   *
   * @internal
   */
  public static _of(type: OrganizationPolicyType, name: string, description: string, content: any): OrganizationPolicy {
    const policy = new OrganizationPolicy(type, name, description, content);
    const length = policy.toText().length;
    if (length <= CAPACITY[type]) return policy;
    throw new ZeroTrustError(name, 'PolicyTooLong', `the policy has ${length} characters, and AWS Organizations takes ${CAPACITY[type]}.`,
      'name fewer accounts, roles or resources, for example by a pattern.');
  }

  private constructor(
    /** What kind of policy it is. */
    public readonly policyType: OrganizationPolicyType,
    /** Its name in the organisation. */
    public readonly name: string,
    /** What it does. */
    public readonly description: string,
    /** The document. */
    public readonly content: any,
  ) {}

  /** The document as AWS Organizations takes it: JSON without white space, which counts. */
  public toText(): string {
    return JSON.stringify(this.content);
  }
}

/** @internal */
export interface ControlStatement {
  readonly Sid: string;
  readonly Effect: 'Deny';
  readonly Principal?: '*';
  readonly Action?: string[];
  readonly NotAction?: string[];
  readonly Resource?: string | string[];
  readonly NotResource?: string[];
  readonly Condition?: Record<string, Record<string, string | string[]>>;
}

/** @internal */
export function controlPolicy(type: OrganizationPolicyType, name: string, description: string, statements: ControlStatement[]): OrganizationPolicy {
  return OrganizationPolicy._of(type, name, description, { Version: '2012-10-17', Statement: statements });
}
