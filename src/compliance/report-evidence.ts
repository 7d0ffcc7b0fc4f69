import type { SecureBucket } from '../data/secure-bucket';
import type { SecurePipeline } from '../deliver/secure-pipeline';

/**
 * Where compliance reports find the evidence of synthesis. The newest object counts, for 90 days.
 */
export class ReportEvidence {
  /**
   * The evidence of the gate of a pipeline, from the last release that was judged.
   */
  public static pipeline(pipeline: SecurePipeline): ReportEvidence {
    return new ReportEvidence(pipeline.artifactBucket, `${pipeline.pipelineName}/Evidence/`);
  }

  /**
   * Objects of a bucket: what `cdk-zero-trust audit --format json` writes, or the folder of `cdk-zero-trust gate --out` as a zip.
   *
   * @param prefix how the keys begin, for example `evidence/`
   */
  public static bucket(bucket: SecureBucket, prefix: string): ReportEvidence {
    return new ReportEvidence(bucket, prefix);
  }

  private constructor(
    /** @internal */
    public readonly _bucket: SecureBucket,
    /** @internal */
    public readonly _prefix: string,
  ) {}
}
