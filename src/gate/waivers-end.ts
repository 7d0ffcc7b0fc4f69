import type { CheckResult } from './check';
import type { WaiverRecord } from '../waivers/waiver-record';

const DAY = 24 * 60 * 60 * 1000;

/** Whether every waiver lasts: one that ended lets nothing through any more, and one that ends soon must be renewed or its finding removed first. */
export function waiversEnd(waivers: readonly Partial<WaiverRecord>[], today: string, minDaysLeft: number): Omit<CheckResult, 'check' | 'files'> {
  const ending = waivers.map((waiver) => ({ waiver, left: Math.round((Date.parse(waiver.expires ?? '') - Date.parse(today)) / DAY) })).filter(({ left }) => !(left >= minDaysLeft));
  const shown = ending.slice(0, 5).map(({ waiver: { rule, owner, expires }, left }) => (
    `${rule ?? 'a waiver'} of ${owner ?? 'no owner'} ${left < 0 ? 'ended' : 'ends'} on ${expires ?? 'no day'}`));
  return ending.length > 0
    ? { verdict: 'stop', why: `${shown.join(', ')}${ending.length > shown.length ? ' …' : ''}` }
    : { verdict: 'pass', why: `${waivers.length} ${waivers.length === 1 ? 'waiver' : 'waivers'}, none ends within ${minDaysLeft} days` };
}
