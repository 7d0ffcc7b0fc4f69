/** What is kept of a waiver that lets a finding through. @internal */
export interface WaiverRecord {
  readonly rule: string;
  readonly owner: string;
  readonly reason: string;
  readonly ticket: string;
  readonly expires: string;
}

/** Where it is kept, among the metadata of the construct. @internal */
export const WAIVER = 'cdk-zero-trust:waiver';
