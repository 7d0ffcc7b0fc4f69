import type { AppDiff } from './collect-diff';
import { failing, groupsOf } from './describe-diff';
import type { Risk } from '../../graph/diff/change';
import { Chunks, jsonDocument } from '../chunks';
import type { Tool } from '../writer';

/** Changes its first number when something is removed or changes its meaning, the second when something is added. */
export const DIFF_SCHEMA_VERSION = '1.0';

/** Every difference, those that take risk away included. The same templates give the same bytes. */
export function writeDiffJson(diff: AppDiff, failOn: readonly Risk[], tool: Tool): Chunks {
  const open = new Set(failing(diff, failOn));
  return jsonDocument({
    schemaVersion: DIFF_SCHEMA_VERSION,
    tool: { name: tool.name, version: tool.version },
    failOn,
    monthlyUsd: { old: round(diff.monthlyUsd.old), new: round(diff.monthlyUsd.current) },
    approvalProblems: diff.approvalProblems,
    changes: groupsOf(diff).flatMap(({ changes }) => changes.map((change) => {
      const { kind, from, to, actions, certainty, text, because, resource, version, approval } = change;
      return {
        change: kind,
        from,
        to,
        actions,
        certainty,
        text,
        because,
        fails: open.has(change),
        approval: approval && { owner: approval.owner, reason: approval.reason, until: approval.until, source: approval.source },
        place: resource && { version, stack: resource.stack.name, logicalId: resource.logicalId, type: resource.type },
      };
    })),
  });
}

function round(amount: number): number {
  return Math.round(amount * 100) / 100;
}
