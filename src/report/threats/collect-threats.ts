import { Acceptance, modelThreats, RuleVerdict, ThreatModel, Verdicts } from '../../graph/threats/threat-model';
import type { TemplateModel, TemplateResource } from '../../model';
import type { PlacedWaiver, WaiverRecord } from '../../waivers/waiver-record';
import { outOfTime } from '../../waivers/waiver-terms';
import type { Evidence } from '../evidence';

/** Waivers of threats themselves, beside those of rules. */
const THREAT = /^ZeroTrust::(ZT-THREAT-\d{3})$/;

export interface CollectedThreats extends ThreatModel {
  /** Acceptances that count for nothing, as sentences without a full stop. */
  readonly problems: readonly string[];
}

/** Waivers of threats, and all others. */
export function splitWaivers(waivers: readonly PlacedWaiver[]): { threats: PlacedWaiver[]; rules: PlacedWaiver[] } {
  return { threats: waivers.filter(({ rule }) => THREAT.test(rule)), rules: waivers.filter(({ rule }) => !THREAT.test(rule)) };
}

/** The threat model of what was judged. A threat is accepted by the waivers of the rules that would mitigate it, or by a waiver of its own. */
export function collectThreats(model: TemplateModel, evidence: Evidence, accepted: readonly PlacedWaiver[], today: string): CollectedThreats {
  const used = new Set<PlacedWaiver>();
  const good = accepted.filter(({ expires }) => outOfTime(expires, today) === undefined);
  const threats = modelThreats(model, verdictsOf(evidence, (threat, element) => {
    const waiver = good.find(({ rule, path }) => THREAT.exec(rule)?.[1] === threat && path === element);
    if (!waiver) return undefined;
    used.add(waiver);
    return acceptanceOf(waiver);
  }));
  const problems = accepted.filter((waiver) => !used.has(waiver)).map(({ rule, path, owner, expires }) => (
    `The waiver of ${rule} on ${path} (${owner}) does not count: ${outOfTime(expires, today) ?? 'there is no such threat that is open'}`));
  return { ...threats, problems };
}

function acceptanceOf({ owner, reason, ticket, expires }: WaiverRecord): Acceptance {
  return { owner, reason, ticket, until: expires };
}

function verdictsOf({ items }: Evidence, accepted: Verdicts['accepted']): Verdicts {
  const byResource = new Map<string, RuleVerdict[]>();
  for (const { rule, template, logicalId, verdict, waiver, acceptance } of items) {
    const key = `${template.id}/${logicalId}`;
    const found = byResource.get(key) ?? [];
    const by = waiver && acceptanceOf(waiver);
    // what the CDK makes so, or a baseline or setting lets through, is not mitigated by that
    const seen = waiver?.accepts ?? acceptance?.accepts ?? verdict;
    found.push({ rule: rule.id, verdict: seen === 'pass' || seen === 'unknown' ? seen : 'fail', acceptance: by });
    byResource.set(key, found);
  }
  return { of: ({ stack, logicalId }: TemplateResource) => byResource.get(`${stack.id}/${logicalId}`) ?? [], accepted };
}
