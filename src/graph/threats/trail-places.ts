import type { JudgedHere, Place } from './places';
import type { TemplateResource } from '../../model';
import { Beside, least } from '../../model/beside';
import { isLogBucket } from '../log-buckets';
import { isRecordable, recordsDataOf, STORES_WITH_DATA_EVENTS, trailsAt } from '../trails';

const IS_RECORDED = 'ZT-CLOUDTRAIL-003';
const DATA_IS_RECORDED = 'ZT-CLOUDTRAIL-004';
const VERDICTS: Record<Beside, JudgedHere['verdict']> = { yes: 'pass', maybe: 'unknown', no: 'fail' };

/** The trails that record a resource in any world of conditions, and whether one does in all of them, its data included. Nothing where CloudTrail cannot. */
export function trailPlace(resource: TemplateResource): Place {
  if (!isRecordable(resource)) return { resources: [] };
  const hasData = STORES_WITH_DATA_EVENTS.includes(resource.type);
  const worlds = resource.stack.model.worlds.explore(() => {
    if (!resource.exists()) return undefined;
    const { there, maybe } = trailsAt(resource);
    return { there, isThere: there.length > 0 ? 'yes' as const : maybe.length > 0 ? 'maybe' as const : 'no' as const, data: hasData && !isLogBucket(resource) ? recordsDataOf(resource) : 'yes' as const };
  });
  if (!worlds) return { resources: [], isPartial: true };
  const seen = worlds.flatMap((world) => world ?? []);
  const resources = [...new Set(seen.flatMap(({ there }) => there))];
  const isThere = least(...seen.map((world) => world.isThere));
  if (resources.length === 0 && isThere === 'no') return { resources };
  const judged = (rule: string, answer: Beside): JudgedHere => ({ rule, verdict: VERDICTS[answer], where: resource.name });
  return {
    resources,
    judged: [
      ...(isThere === 'yes' ? [] : [judged(IS_RECORDED, isThere)]),
      ...(hasData ? [judged(DATA_IS_RECORDED, least(...seen.map(({ data }) => data)))] : []),
    ],
  };
}
