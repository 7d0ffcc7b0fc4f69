import type { Expression } from '../model';
import { decide } from '../model/judge';
import type { RuleResult } from '../model/rule-result';

/** Whether what reads a stream stops to retry a record: after attempts, or by its age. Below zero, neither is a limit. */
export function retriesEnd(attempts: Expression, maxAge: Expression): RuleResult {
  return decide(attempts, 'it retries a failed record until the record expires', (value) => limits(value) || limits(knownOf(maxAge)));
}

function limits(limit: unknown): boolean {
  return limit !== undefined && Number(limit) >= 0;
}

function knownOf({ value }: Expression): unknown {
  return value.kind === 'known' ? value.value : undefined;
}
