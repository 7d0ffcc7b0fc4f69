import type { AppDiff } from './collect-diff';
import { approvalLine, failing, groupsOf, summaryOf, TITLES } from './describe-diff';
import type { Risk } from '../../graph/diff/change';
import { plain } from '../plain-text';

/** For a terminal: what is riskier first, each with why. `!` marks what fails. */
export function writeDiffText(diff: AppDiff, failOn: readonly Risk[]): string {
  const open = new Set(failing(diff, failOn));
  const lines = groupsOf(diff).flatMap(({ kind, changes }) => ['', `${TITLES[kind]} (${kind})`, ...changes.flatMap((change) => [
    `  ${open.has(change) ? '!' : ' '} ${change.text}${change.certainty === 'possible' ? ' [possible]' : ''}`,
    ...(change.because ?? []).map((why) => `      because ${why}`),
    ...(change.approval ? [`      ${approvalLine(change)}`] : []),
  ])]);
  return `${[`${summaryOf(diff, failOn)}.`, ...lines].map(plain).join('\n')}\n`;
}
