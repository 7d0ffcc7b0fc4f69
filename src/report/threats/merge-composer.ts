import { ComposerFile, ExistingFile, hashOf, Metadata, notComposer, OWN_TAG } from './composer-file';
import { renamedIds } from './renamed-threats';

type Item = ComposerFile['threats'][number] | ComposerFile['mitigations'][number];

/** Metadata by which the next run knows what it wrote. */
const WRITTEN = 'custom:zt-written';
const GONE_TAG = 'cdk-zero-trust: gone';
/** Metadata that people change as they change fields. */
const EDITABLE = ['Priority', 'STRIDE'];

/**
 * A new model with everything that people wrote into an older one: entries of their own, the order, links, and each field of ours that they changed or
 * added. What is not there any more goes, unless people wrote into it or linked it. What they took out comes back while the templates have it: a threat is
 * accepted by a waiver. A threat of an element that was renamed keeps its id.
 *
 * Throws a `WaiverError` for the file of another app, in which all that is ours would go.
 */
export function mergeComposer({ path, file: existing }: ExistingFile, made: ComposerFile): ComposerFile {
  const renamed = renamedIds(existing, made);
  const idOf = (id: string) => renamed.get(id) ?? id;
  const now = made.threats.map((threat) => ({ ...threat, id: idOf(threat.id) }));
  refuseOtherApp(path, existing, new Set(now.map(({ id }) => id)));

  const linked = linkedByHand(existing);
  const threats = merged(existing.threats, now, linked);
  const mitigations = merged(existing.mitigations, made.mitigations.map((one) => ({ ...one, id: idOf(one.id) })), linked);
  const ids = new Set([...threats, ...mitigations].map(({ id }) => id));
  const kept = existing.mitigationLinks.filter(({ mitigationId, linkedId }) => (
    ids.has(mitigationId) && (ids.has(linkedId) || isAssumption(existing, linkedId))));
  const known = new Set(kept.map(({ mitigationId, linkedId }) => `${mitigationId} ${linkedId}`));
  const links = made.mitigationLinks.map((link) => ({ mitigationId: idOf(link.mitigationId), linkedId: idOf(link.linkedId) }));
  return {
    ...existing,
    applicationInfo: existing.applicationInfo ?? made.applicationInfo,
    threats,
    mitigations,
    mitigationLinks: [...kept, ...links.filter(({ mitigationId, linkedId }) => !known.has(`${mitigationId} ${linkedId}`))],
    assumptions: existing.assumptions ?? [],
    assumptionLinks: (existing.assumptionLinks ?? []).filter(({ linkedId }) => ids.has(linkedId)),
  };
}

function refuseOtherApp(path: string, { threats }: ComposerFile, now: ReadonlySet<string>): void {
  const ours = threats.filter(({ tags }) => tags?.includes(OWN_TAG));
  if (ours.length > 0 && !ours.some(({ id }) => now.has(id))) {
    throw notComposer(path, `none of its ${ours.length} threats with the tag ${OWN_TAG} is one to these templates: it is the file of another app.`, 'name the file of this app, or leave --merge out.');
  }
}

/** Links of which an end is of people, and so the other one is held by them. */
function linkedByHand({ threats, mitigations, mitigationLinks, assumptionLinks = [] }: ComposerFile): Set<string> {
  const ours = new Set([...threats, ...mitigations].filter(({ tags }) => tags?.includes(OWN_TAG)).map(({ id }) => id));
  const byHand = mitigationLinks.filter(({ mitigationId, linkedId }) => !ours.has(mitigationId) || !ours.has(linkedId));
  return new Set([...byHand.flatMap(({ mitigationId, linkedId }) => [mitigationId, linkedId]), ...assumptionLinks.map(({ linkedId }) => linkedId)]);
}

function isAssumption({ assumptions }: ComposerFile, id: string): boolean {
  return Array.isArray(assumptions) && assumptions.some((one) => one?.id === id);
}

/** In the order of the file, what is new last. */
function merged<T extends Item>(existing: readonly T[], made: readonly T[], linked: ReadonlySet<string>): T[] {
  const now = new Map(made.map((item) => [item.id, item]));
  const [last, lastPlace] = (['numericId', 'displayOrder'] as const).map((field) => existing.reduce((most, item) => Math.max(most, item[field] ?? 0), 0));
  const kept = existing.flatMap((item) => {
    const same = now.get(item.id);
    if (same) return [withEdits(item, same)];
    if (!item.tags?.includes(OWN_TAG)) return [item];
    const isHeld = editedFields(item).length > 0 || ownMetadata(item).length > 0 || linked.has(item.id);
    return isHeld ? [{ ...item, tags: [...new Set([...item.tags, GONE_TAG])] }] : [];
  });
  const known = new Set(existing.map(({ id }) => id));
  const added = made.filter(({ id }) => !known.has(id))
    .map((item, i) => ({ ...item, numericId: last + 1 + i, displayOrder: Math.max(last, lastPlace) + 1 + i }));
  return [...kept, ...added];
}

/** What is made now, with the fields that people changed, and what they added. */
function withEdits<T extends Item>(was: T, now: T): T {
  const edited = editedFields(was);
  const added = Object.keys(was).filter((field) => !(field in now));
  const metadata = (field: string) => was.metadata.filter(({ key }) => key === field);
  return {
    ...now,
    ...Object.fromEntries([...added, ...edited.filter((field) => !EDITABLE.includes(field))].map((field) => [field, (was as any)[field]])),
    numericId: was.numericId,
    displayOrder: was.displayOrder,
    tags: [...new Set([...now.tags ?? [], ...was.tags ?? []])].filter((tag) => tag !== GONE_TAG),
    metadata: [
      ...now.metadata.filter(({ key }) => !EDITABLE.includes(key) || !edited.includes(key)),
      ...EDITABLE.filter((key) => edited.includes(key)).flatMap(metadata),
      ...ownMetadata(was),
    ],
  };
}

/** Fields that are not as they were written. */
function editedFields(item: Item): string[] {
  const written = [item.metadata.find(({ key }) => key === WRITTEN)?.value ?? []].flat().map((entry) => String(entry).split(' '));
  const valueOf = (field: string) => (EDITABLE.includes(field) ? item.metadata.find(({ key }) => key === field)?.value : (item as any)[field]);
  return written.filter(([field, hash]) => hashOf(valueOf(field)) !== hash).map(([field]) => field);
}

/** Comments, and keys of others. */
function ownMetadata({ metadata }: Item): Metadata[] {
  return metadata.filter(({ key }) => !EDITABLE.includes(key) && !String(key).startsWith('custom:zt-'));
}
