/**
 * A standard that Security Hub checks the account against. Its checks read AWS Config: without a recorder most find nothing.
 *
 * Source: AWS Security Hub CSPM user guide, "Standards reference".
 */
export class SecurityStandard {
  /** AWS Foundational Security Best Practices. */
  public static readonly FSBP = new SecurityStandard('aws-foundational-security-best-practices/v/1.0.0');
  /** NIST SP 800-53 Revision 5. */
  public static readonly NIST_800_53 = new SecurityStandard('nist-800-53/v/5.0.0');
  /** PCI DSS v4.0.1. */
  public static readonly PCI_DSS = new SecurityStandard('pci-dss/v/4.0.1');

  /**
   * Another standard, by what follows `standards/` in its ARN: `cis-aws-foundations-benchmark/v/3.0.0`. `aws securityhub describe-standards`
   * prints them.
   *
   * @param name name and version
   */
  public static of(name: string): SecurityStandard {
    return new SecurityStandard(name);
  }

  /** What follows `standards/` in its ARN. */
  public readonly name: string;

  private constructor(name: string) {
    this.name = name;
  }
}
