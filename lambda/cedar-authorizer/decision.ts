import type { CedarJson } from './context';

/** A question to Cedar, whoever answers it. */
export interface Question {
  /** The namespace of the types. */
  readonly namespace: string;
  /** `GET /orders/{id}`. */
  readonly action: string;
  readonly api: string;
  readonly context: Record<string, CedarJson>;
}

/** Whether policies permit it, and none of them failed: a forbid that fails forbids nothing. */
export interface Decision {
  readonly permitted: boolean;
  readonly failed: boolean;
}
