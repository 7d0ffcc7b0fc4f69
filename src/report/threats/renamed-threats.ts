import type { ComposerFile, ComposerMitigation, ComposerThreat } from './composer-file';
import { OWN_TAG } from './composer-file';
import { append } from '../../model/append';

/** Metadata by which a threat is found again. */
export const STRUCTURE = 'custom:zt-structure';
export const WHERE = 'custom:zt-where';
export const RULES = 'custom:zt-rules';

/**
 * The older ids of threats and mitigations whose element has another name now, by those that they would get. A threat is the same one where the only one of
 * its kind is still of that name, or else where the structure of the element is the same: of several, the one whose construct path ends the same way.
 */
export function renamedIds(existing: ComposerFile, made: ComposerFile): Map<string, string> {
  const ids = new Map<string, string>();
  const [before, after] = [newOnes(existing, made), newOnes(made, existing)];
  for (const likeness of [sameName, sameEnd(3), sameEnd(2), sameEnd(1), sameStructure]) {
    const [olds, news] = [before, after].map((threats) => grouped([...threats], likeness));
    for (const [look, [threat, ...twins]] of news) {
      const [was, ...others] = olds.get(look) ?? [];
      if (!was || twins.length + others.length > 0) continue; // nothing tells which one it is
      before.delete(was);
      after.delete(threat);
      ids.set(threat.id, was.id);
      const left = mitigationsOf(existing, was);
      for (const one of mitigationsOf(made, threat)) {
        const same = left.find((other) => valueOf(other, RULES) === valueOf(one, RULES));
        if (same) ids.set(one.id, same.id);
      }
    }
  }
  return ids;
}

/** Our threats of a file that the other one has not. */
function newOnes({ threats }: ComposerFile, other: ComposerFile): Set<ComposerThreat> {
  const known = new Set(other.threats.map(({ id }) => id));
  return new Set(threats.filter(({ id, tags }) => !known.has(id) && tags?.includes(OWN_TAG)));
}

type Likeness = (threat: ComposerThreat) => string | undefined;

const kindOf = ({ tags = [] }: ComposerThreat) => tags.find((tag) => tag.startsWith('ZT-THREAT-'));
const sameName: Likeness = (threat) => `${kindOf(threat)} ${valueOf(threat, WHERE)}`;
const sameStructure: Likeness = (threat) => valueOf(threat, STRUCTURE);

/** Structure, and so many of the last parts of each path. */
function sameEnd(parts: number): Likeness {
  return (threat) => {
    const ends = (valueOf(threat, WHERE) ?? '').split(' → ').map((path) => path.split('/').slice(1));
    return ends.some((end) => end.length < parts) ? undefined : `${sameStructure(threat)} ${ends.map((end) => end.slice(-parts).join('/')).join(' → ')}`;
  };
}

function grouped(threats: readonly ComposerThreat[], likeness: Likeness): Map<string, ComposerThreat[]> {
  const groups = new Map<string, ComposerThreat[]>();
  for (const threat of threats) {
    const look = likeness(threat);
    if (look !== undefined) append(groups, look, threat);
  }
  return groups;
}

function mitigationsOf({ mitigations, mitigationLinks }: ComposerFile, { id }: ComposerThreat): ComposerMitigation[] {
  const linked = new Set(mitigationLinks.filter(({ linkedId }) => linkedId === id).map(({ mitigationId }) => mitigationId));
  return mitigations.filter((one) => linked.has(one.id));
}

function valueOf({ metadata }: ComposerThreat | ComposerMitigation, name: string): string | undefined {
  const value = metadata.find(({ key }) => key === name)?.value;
  return value === undefined ? undefined : [value].flat().join('\n');
}
