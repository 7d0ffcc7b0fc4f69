import { faultOf, isReadable, WRITE_AGAIN } from './readable';
import { WaiverError } from './waiver-error';
import type { PlacedWaiver } from './waiver-record';

/** The fields of a waiver as somebody wrote them: jsii and YAML hand over anything. @internal */
export interface WaiverFields {
  readonly rule?: string;
  readonly path?: string;
  readonly finding?: string;
  readonly owner?: string;
  readonly reason?: string;
  readonly ticket?: string;
  readonly expires?: string;
}

const OWN_PACK = 'ZeroTrust';

const NEEDED = ['rule', 'path', 'owner', 'reason', 'ticket', 'expires'] as const;
const FOR_READERS: string[] = ['owner', 'reason', 'ticket'];

/**
 * The waiver that some fields make. Throws a `WaiverError` for what is none, whatever its rule or resource.
 *
 * @internal
 */
export function readWaiver(fields: WaiverFields): PlacedWaiver {
  const where = typeof fields.path === 'string' && fields.path.trim() !== '' ? fields.path.trim() : 'waiver';
  const said = (field: (typeof NEEDED)[number]) => {
    const value = fields[field];
    const isForReaders = FOR_READERS.includes(field);
    if (typeof value !== 'string' || value.trim() === '' || isForReaders && !isReadable(value)) {
      throw new WaiverError(where, 'WaiverIncomplete', `the waiver has no ${field}.`, 'say rule, path, owner, reason, ticket and expires.');
    }
    const text = value.trim();
    const fault = isForReaders ? faultOf(text) : undefined;
    if (fault !== undefined) throw new WaiverError(where, 'WaiverIncomplete', `${field} ${fault}.`, WRITE_AGAIN);
    return text;
  };
  const [rule, path, owner, reason, ticket, expires] = NEEDED.map(said);
  if (!isDay(fields.expires!)) throw new WaiverError(where, 'BadWaiverDate', `${expires} is no day.`, 'write expires as YYYY-MM-DD.');
  return { rule: ruleOf(rule, fields.finding, where), path, owner, reason, ticket, expires };
}

/** Whether a rule, as a waiver has it, is one of this library. @internal */
export function isOwnRule(rule: string): boolean {
  return rule.startsWith(`${OWN_PACK}::`);
}

/** Whether what a waiver is of is a threat of the threat model, which audits and packs do not look for. @internal */
export function isThreat(rule: string): boolean {
  return rule.startsWith(`${OWN_PACK}::ZT-THREAT-`);
}

/** Why a waiver does not count on a day, whatever it waives; `undefined` when it does. @internal */
export function outOfTime(expires: string, today: string): string | undefined {
  if (today > expires) return `it expired on ${expires}`;
  return expires > inOneYear(today) ? `it runs until ${expires}, longer than one year` : undefined;
}

/** `Pack::Rule`, `Pack::Rule[finding]` or a rule of this library alone. Colons elsewhere, the CDK cannot read. */
const RULE = /^(?:(?<pack>[^:[\]]+)::)?(?<rule>[^:[\]]+)(?<finding>\[.+\])?$/s;

function ruleOf(rule: string, finding: string | undefined, where: string): string {
  const parts = RULE.exec(rule)?.groups;
  if (!parts || (!parts.pack && !parts.rule.startsWith('ZT-'))) {
    throw new WaiverError(where, 'BadWaiverRule', `${rule} is not the id of a finding.`, 'copy it from the message: Pack::Rule or Pack::Rule[finding].');
  }
  if (parts.finding && finding) {
    throw new WaiverError(where, 'BadWaiverRule', 'the finding is said twice.', 'give it in brackets or as finding.');
  }
  const pack = (parts.pack ?? OWN_PACK).replace(/ /g, '-');
  return `${pack}::${parts.rule}${finding ? `[${finding}]` : parts.finding ?? ''}`;
}

/** Whether a text is a day of the calendar, as `YYYY-MM-DD`. @internal */
export function isDay(text: string): boolean {
  const time = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : NaN;
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

function inOneYear(day: string): string {
  return `${Number(day.slice(0, 4)) + 1}${day.slice(4)}`;
}
