/** What is kept of a waiver that lets a finding through. @internal */
export interface WaiverRecord {
  /** With the name of its pack: `ZeroTrust::ZT-SQS-001`. */
  readonly rule: string;
  readonly owner: string;
  readonly reason: string;
  readonly ticket: string;
  /** The last day on which it counts, as `YYYY-MM-DD`, in UTC. */
  readonly expires: string;
}

/** A waiver before anybody knows what it means: a resource, or a pattern inside one construct. @internal */
export interface PlacedWaiver extends WaiverRecord {
  readonly path: string;
}

/** Where it is kept, among the metadata of the construct. @internal */
export const WAIVER = 'cdk-zero-trust:waiver';

/** The metadata of a resource in its template: `{"cdk-zero-trust": {"waivers": […]}}`. @internal */
export const TEMPLATE_METADATA = 'cdk-zero-trust';
