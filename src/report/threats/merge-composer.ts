import { ComposerFile, ComposerThreat, hashOf, Metadata, OWN_TAG } from './composer-file';

type Item = ComposerFile['threats'][number] | ComposerFile['mitigations'][number];

/** Metadata by which the next run knows what it wrote. */
const WRITTEN = 'custom:zt-written';
const STRUCTURE = 'custom:zt-structure';
const GONE_TAG = 'cdk-zero-trust: gone';

/**
 * A new model with everything that people wrote into an older one: entries of their own, and each field of ours that they changed. What is not
 * there any more goes, unless somebody wrote into it. A threat of an element that was renamed keeps its id, where one of the same structure went.
 */
export function mergeComposer(existing: ComposerFile, made: ComposerFile): ComposerFile {
  const renamed = renamedIds(existing, made);
  const threats = merged(existing.threats, made.threats.map((threat) => ({ ...threat, id: renamed.get(threat.id) ?? threat.id })));
  const mitigations = merged(existing.mitigations, made.mitigations.map((one) => ({ ...one, id: renamed.get(one.id) ?? one.id })));
  const idOf = (id: string) => renamed.get(id) ?? id;
  const links = made.mitigationLinks.map(({ mitigationId, linkedId }) => ({ mitigationId: idOf(mitigationId), linkedId: idOf(linkedId) }));
  const ids = new Set([...threats, ...mitigations].map(({ id }) => id));
  const known = new Set(links.map(({ mitigationId, linkedId }) => `${mitigationId} ${linkedId}`));
  const kept = existing.mitigationLinks.filter(({ mitigationId, linkedId }) => ids.has(mitigationId) && ids.has(linkedId) && !known.has(`${mitigationId} ${linkedId}`));
  return {
    ...existing,
    applicationInfo: existing.applicationInfo ?? made.applicationInfo,
    threats,
    mitigations,
    mitigationLinks: [...links, ...kept],
    assumptions: existing.assumptions ?? [],
    assumptionLinks: (existing.assumptionLinks ?? []).filter(({ linkedId }) => ids.has(linkedId)),
  };
}

function merged<T extends Item>(existing: readonly T[], made: readonly T[]): T[] {
  const before = new Map(existing.map((item) => [item.id, item]));
  const now = new Set(made.map(({ id }) => id));
  let last = existing.reduce((most, { numericId }) => Math.max(most, numericId), 0);
  const renewed = made.map((item) => {
    const was = before.get(item.id);
    return was ? withEdits(was, item) : { ...item, numericId: ++last, displayOrder: last };
  });
  const kept = existing.filter((item) => !now.has(item.id)).flatMap((item) => {
    if (!item.tags?.includes(OWN_TAG)) return [item];
    return editedFields(item).length > 0 || ownMetadata(item).length > 0 ? [{ ...item, tags: [...new Set([...item.tags, GONE_TAG])] }] : [];
  });
  return [...kept, ...renewed].sort((a, b) => a.numericId - b.numericId);
}

/** What is made now, with the fields that people changed, and what they added. */
function withEdits<T extends Item>(was: T, now: T): T {
  const edited = Object.fromEntries(editedFields(was).filter((field) => field !== 'Priority').map((field) => [field, (was as any)[field]]));
  const priority = editedFields(was).includes('Priority') ? was.metadata.filter(({ key }) => key === 'Priority') : [];
  return {
    ...now,
    numericId: was.numericId,
    displayOrder: was.displayOrder,
    ...edited,
    tags: [...new Set([...now.tags ?? [], ...was.tags ?? []])].filter((tag) => tag !== GONE_TAG),
    metadata: [...now.metadata.filter(({ key }) => priority.length === 0 || key !== 'Priority'), ...priority, ...ownMetadata(was)],
  };
}

/** Fields that are not as they were written. */
function editedFields(item: Item): string[] {
  const written = [item.metadata.find(({ key }) => key === WRITTEN)?.value ?? []].flat().map((entry) => entry.split(' '));
  return written.filter(([field, hash]) => hashOf(field === 'Priority' ? item.metadata.find(({ key }) => key === 'Priority')?.value : (item as any)[field]) !== hash).map(([field]) => field);
}

/** Comments, and keys of others. */
function ownMetadata({ metadata }: Item): Metadata[] {
  return metadata.filter(({ key }) => !['STRIDE', 'Priority'].includes(key) && !key.startsWith('custom:zt-'));
}

/** The older ids of threats and mitigations whose element has another name now, by those that they would get. */
function renamedIds(existing: ComposerFile, made: ComposerFile): Map<string, string> {
  const ids = new Map<string, string>();
  const looks = (threats: readonly ComposerThreat[], others: readonly ComposerThreat[]) => {
    const known = new Set(others.map(({ id }) => id));
    const found = new Map<string, ComposerThreat[]>();
    for (const threat of threats.filter(({ id, tags }) => !known.has(id) && tags?.includes(OWN_TAG))) {
      const look = String(threat.metadata.find(({ key }) => key === STRUCTURE)?.value ?? '');
      found.set(look, [...found.get(look) ?? [], threat]);
    }
    return found;
  };
  const gone = looks(existing.threats, made.threats);
  for (const [look, [threat, ...twins]] of looks(made.threats, existing.threats)) {
    const [was, ...others] = gone.get(look) ?? [];
    if (!was || twins.length + others.length > 0) continue; // nothing tells which one it is
    ids.set(threat.id, was.id);
    const mitigationsOf = ({ mitigationLinks }: ComposerFile, id: string) => (
      mitigationLinks.filter(({ linkedId }) => linkedId === id).map(({ mitigationId }) => mitigationId));
    const [before, after] = [mitigationsOf(existing, was.id), mitigationsOf(made, threat.id)];
    const rulesOf = (file: ComposerFile, id: string) => JSON.stringify(file.mitigations.find((one) => one.id === id)?.metadata.find(({ key }) => key === 'custom:zt-rules')?.value);
    for (const id of after) {
      const same = before.find((other) => rulesOf(existing, other) === rulesOf(made, id));
      if (same !== undefined) ids.set(id, same);
    }
  }
  return ids;
}
