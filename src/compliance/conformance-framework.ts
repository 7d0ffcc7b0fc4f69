/**
 * What conformance packs are made for: the rules that serve the controls of a framework.
 */
export class ConformanceFramework {
  /** Every rule of this library that AWS Config can evaluate. */
  public static readonly ALL_RULES = new ConformanceFramework('all-rules');
  /** AWS Foundational Security Best Practices. */
  public static readonly FSBP = new ConformanceFramework('fsbp');
  /** NIST SP 800-53 Rev. 5. */
  public static readonly NIST_800_53 = new ConformanceFramework('nist-800-53');
  /** PCI DSS 4. */
  public static readonly PCI_DSS = new ConformanceFramework('pci-dss');
  /** HIPAA Security Rule. */
  public static readonly HIPAA = new ConformanceFramework('hipaa');
  /** CIS AWS Foundations Benchmark. */
  public static readonly CIS_AWS = new ConformanceFramework('cis');
  /** GDPR. */
  public static readonly GDPR = new ConformanceFramework('gdpr');

  /**
   * Another framework that this library maps.
   *
   * @param id as `cdk-zero-trust audit --framework` takes it
   */
  public static of(id: string): ConformanceFramework {
    return new ConformanceFramework(id);
  }

  private constructor(
    /** What the command line calls the framework. */
    public readonly id: string,
  ) {}
}
