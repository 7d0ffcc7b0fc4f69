import { whereOf } from './describe-threats';
import { ThreatIds } from './threat-ids';
import { THREATS } from '../../graph/threats/catalogue';
import type { Acceptance, Threat } from '../../graph/threats/threat-model';
import type { TrustGraph } from '../../graph/trust/trust-graph';
import type { PlacedWaiver, WaiverRecord } from '../../waivers/waiver-record';
import { isThreat, outOfTime } from '../../waivers/waiver-terms';

/** The rule of a waiver of a threat: its kind, and its id where the name is that of several. */
const THREAT = /^ZeroTrust::([^[]+)(?:\[(.+)\])?$/s;

/** Waivers of threats, and all others. */
export function splitWaivers(waivers: readonly PlacedWaiver[]): { threats: PlacedWaiver[]; rules: PlacedWaiver[] } {
  return { threats: waivers.filter(({ rule }) => isThreat(rule)), rules: waivers.filter(({ rule }) => !isThreat(rule)) };
}

/** What a waiver records, as a threat keeps it. */
export function acceptanceOf({ owner, reason, ticket, expires }: WaiverRecord): Acceptance {
  return { owner, reason, ticket, until: expires };
}

/**
 * Marks the threats that waivers accept. Each is of one threat: a kind on one element, or on one flow. One that names none, several, or one that is mitigated
 * counts for nothing, and is told in `problems`: sentences without a full stop.
 */
export class Acceptances {
  public readonly problems: string[] = [];

  constructor(private readonly waivers: readonly PlacedWaiver[], private readonly today: string) {}

  public readonly accept = (threats: readonly Threat[], graph: TrustGraph): readonly Threat[] => {
    const accepted = new Map<Threat, Acceptance>();
    const ids = new ThreatIds(graph);
    for (const waiver of this.waivers) {
      const found = this.named(waiver, threats, ids);
      const wrong = outOfTime(waiver.expires, this.today) ?? (typeof found === 'string' ? found : accepted.has(found) ? 'another one accepts the same threat' : undefined);
      if (wrong === undefined) accepted.set(found as Threat, acceptanceOf(waiver));
      else this.problems.push(`The waiver of ${waiver.rule} on ${waiver.path} (${waiver.owner}) does not count: ${wrong}`);
    }
    return threats.map((threat) => {
      const acceptance = accepted.get(threat);
      return acceptance ? { ...threat, status: 'accepted', acceptance } : threat;
    });
  };

  /** The threat of a waiver, or why there is none. */
  private named({ rule, path }: PlacedWaiver, threats: readonly Threat[], ids: ThreatIds): Threat | string {
    const [, id, finding] = THREAT.exec(rule)!;
    if (!THREATS.some((kind) => kind.id === id)) return 'there is no such threat';
    const same = threats.filter(({ kind }) => kind.id === id);
    const there = same.filter((threat) => whereOf(threat) === path);
    const found = finding === undefined ? there : there.filter((threat) => ids.of(threat) === finding);
    if (found.length > 1) return `it names ${found.length} threats: give one of them as finding, of ${found.map((threat) => ids.of(threat)).join(', ')}`;
    if (found.length === 0) {
      const flows = same.filter(({ flow, element }) => flow && whereOf({ element }) === path).map(whereOf);
      return flows.length > 0 ? `it is a threat to flows, each of which needs its own: ${flows.slice(0, 3).join(', ')}${flows.length > 3 ? ', …' : ''}` : 'it is unused: there is no such threat there';
    }
    return found[0].status === 'mitigated' ? 'it is unused: the threat is mitigated there' : found[0];
  }
}
