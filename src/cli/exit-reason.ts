import { AuditOptions, NEVER } from './audit-options';
import { CLEAN, FINDINGS } from './exit-codes';
import { Evidence, EvidenceItem, isCoverage, judgedNothing, isOpen, SEVERITIES } from '../report/evidence';

/** Why an audit exits as it does, as a sentence without its end. */
export function exitReason(code: number, evidence: Evidence, { failOn, allowNotJudged }: AuditOptions, unread: number): string {
  const open = evidence.items.filter((item) => isOpen(item) && !(allowNotJudged && isCoverage(item)));
  const found = tally(open);
  if (code === CLEAN) {
    if (failOn === NEVER) return `--fail-on never; ${found || 'nothing'} open`;
    const rest = found ? `; below it ${found}` : '';
    return `nothing is open at or over ${failOn}${rest}`;
  }
  if (code !== FINDINGS) return judgedNothing(evidence) ? 'nothing was judged' : `${unread} of the inputs could not be read; of the rest ${found || 'nothing'} open`;
  const levels = failOn === NEVER ? [] : SEVERITIES.slice(0, SEVERITIES.indexOf(failOn) + 1);
  const failing = tally(open.filter(({ rule }) => levels.includes(rule.severity)));
  const waivers = evidence.waiverProblems.length;
  return [
    ...(failing ? [`${failing} open (--fail-on ${failOn})`] : []),
    ...(waivers > 0 ? [`${waivers} ${waivers === 1 ? 'waiver does' : 'waivers do'} not count`] : []),
    ...(evidence.stacks.some(({ budget }) => budget?.isOver) ? ['a stack has more resources than CloudFormation takes'] : []),
  ].join('; ');
}

function tally(items: EvidenceItem[]): string {
  return SEVERITIES.map((severity) => ({ severity, many: items.filter(({ rule }) => rule.severity === severity).length }))
    .filter(({ many }) => many > 0).map(({ severity, many }) => `${many} ${severity}`).join(', ');
}
