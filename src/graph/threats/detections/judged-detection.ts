import type { ShippedDetection } from './shipped';

/** Of its calls, all are delivered, some are, or whether they are is not known; or what should deliver them does not run; or nothing does. */
export type DetectionStatus = 'present' | 'partial' | 'unknown' | 'broken' | 'absent';

/** Whether the templates have what a detection is made of, for one element. */
export interface JudgedDetection {
  readonly detection: ShippedDetection;
  readonly status: DetectionStatus;
  /** What delivers the calls, or would. */
  readonly by: readonly string[];
  /** Why it is broken or not known: a sentence without a full stop. */
  readonly why?: string;
}
