import type { ApprovedChange } from './approvals';
import type { AppDiff } from './collect-diff';
import { approvalLine, ChangeGroup, failing, groupsOf, summaryOf, TITLES } from './describe-diff';
import { inMarkdown } from './markdown-text';
import { isRisk, Risk } from '../../graph/diff/change';

/** GitHub refuses longer comments. */
const MOST = 60_000;
/** By which an action finds its comment again. */
const MARK = '<!-- cdk-zero-trust diff -->';

/** A comment for a pull request. What fails is open to read, the rest is folded. */
export function writeDiffMarkdown(diff: AppDiff, failOn: readonly Risk[]): string {
  const open = new Set(failing(diff, failOn));
  const groups = groupsOf(diff);
  const [risks, others] = [groups.filter(({ kind }) => isRisk(kind)), groups.filter(({ kind }) => !isRisk(kind))];
  const head = [MARK, '## Zero-trust diff', '', `${inMarkdown(summaryOf(diff, failOn))}.`];
  const problems = diff.approvalProblems.length === 0 ? [] : ['', '### Approvals', '', ...diff.approvalProblems.map((problem) => `- ${inMarkdown(problem)}.`)];
  const body = risks.flatMap((group) => section(group, open));
  const rest = others.length === 0 ? [] : [
    '', '<details><summary>What takes risk away, or changes none</summary>', ...others.flatMap((group) => section(group, open)), '', '</details>',
  ];
  return shortened([...head, ...body, ...problems, ...rest]);
}

function section({ kind, changes }: ChangeGroup, open: ReadonlySet<ApprovedChange>): string[] {
  return ['', `### ${TITLES[kind]} (\`${kind}\`)`, '', ...changes.flatMap((change) => [
    `- ${open.has(change) ? '**' : ''}${inMarkdown(change.text)}${open.has(change) ? '**' : ''}${change.certainty === 'possible' ? ' (possible)' : ''}`,
    ...(change.because ?? []).map((why) => `  - ${inMarkdown(why)}`),
    ...(change.approval ? [`  - ${inMarkdown(approvalLine(change)!)}`] : []),
  ])];
}

/** The beginning has what matters most. */
function shortened(lines: string[]): string {
  let length = 0;
  const kept = lines.findIndex((line) => (length += line.length + 1) > MOST);
  return `${(kept < 0 ? lines : [...lines.slice(0, kept), '', `${lines.length - kept} more lines are left out: run the command to see them.`]).join('\n')}\n`;
}
