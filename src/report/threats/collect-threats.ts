import { acceptanceOf, Acceptances } from './acceptances';
import { modelThreats, RuleVerdict, ThreatModel, Verdicts } from '../../graph/threats/threat-model';
import type { TemplateModel, TemplateResource } from '../../model';
import type { PlacedWaiver } from '../../waivers/waiver-record';
import type { Evidence } from '../evidence';

export interface CollectedThreats extends ThreatModel {
  /** Acceptances that count for nothing, as sentences without a full stop. */
  readonly problems: readonly string[];
}

/** The threat model of what was judged. A threat is accepted by the waivers of the rules that would mitigate it, or by a waiver of its own. */
export function collectThreats(model: TemplateModel, evidence: Evidence, accepted: readonly PlacedWaiver[], today: string): CollectedThreats {
  const acceptances = new Acceptances(accepted, today);
  const threats = modelThreats(model, verdictsOf(evidence), undefined, acceptances.accept);
  return { ...threats, problems: acceptances.problems };
}

function verdictsOf({ items }: Evidence): Verdicts {
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
  return { of: ({ stack, logicalId }: TemplateResource) => byResource.get(`${stack.id}/${logicalId}`) ?? [] };
}
