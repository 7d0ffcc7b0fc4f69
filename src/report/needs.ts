import { escapeJson, plain } from './plain-text';
import type { FunctionNeeds, MissingGrant, UnusedGrant } from '../graph/needs/function-needs';

/** What functions need, for programs: a stable shape. */
export function needsAsJson(needs: FunctionNeeds[]): string {
  const described = needs.map(({ fn, calls, unused, missing, unread }) => ({
    stack: fn.stack.name,
    logicalId: fn.logicalId,
    function: fn.name,
    calls: calls.map(({ actions, oneOf, certain, name, file, line }) => ({ name, actions, oneOf, certainty: certaintyOf(certain), file, line })),
    unused: unused.map(({ action, resources, certain }) => ({ action, resources, certainty: certaintyOf(certain) })),
    missing: missing.map(({ action, call: { name, file, line }, certain }) => ({
      action, call: name, file, line, certainty: certaintyOf(certain),
    })),
    unread,
  }));
  return `${escapeJson(JSON.stringify(described, null, 2))}\n`;
}

/** What functions need, for people: those first that may more or less than they call. */
export function needsAsTable(needs: FunctionNeeds[]): string {
  const open = needs.filter(({ unused, missing, unread }) => unused.length + missing.length + unread.length > 0);
  const lines = open.flatMap(({ fn, unused, missing, unread }) => [
    plain(fn.name),
    ...missing.map(describeMissing),
    ...unused.map(describeUnused),
    ...unread.map((why) => `  not read: ${plain(why)}`),
    '',
  ]);
  return [...lines, `${summary(needs)}\n`].join('\n');
}

function describeMissing({ action, call, certain }: MissingGrant): string {
  return `  missing   ${plain(action)}  for ${plain(call.name)} in ${plain(call.file)}:${call.line}${certain ? '' : ' (possible)'}`;
}

function describeUnused({ action, resources, certain }: UnusedGrant): string {
  return `  unused    ${plain(action)}  on ${plain(resources.join(', '))}${certain ? '' : ' (possible: a call may be hidden)'}`;
}

function summary(needs: FunctionNeeds[]): string {
  type Marked = readonly { readonly certain: boolean }[];
  const count = (pick: (one: FunctionNeeds) => Marked) => needs.flatMap(pick).filter(({ certain }) => certain).length;
  const unread = needs.filter((one) => one.unread.length > 0).length;
  const [rights, calls] = [count(({ unused }) => unused), count(({ missing }) => missing)];
  return `Functions: ${needs.length}. Unused rights: ${rights}. Calls without a right: ${calls}. Code not read: ${unread}.`;
}

function certaintyOf(certain: boolean): string {
  return certain ? 'certain' : 'possible';
}
