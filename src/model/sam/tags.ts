import { isObject, objectOrEmpty } from '../json';

/** The list of tags that SAM makes of its map, behind its own tag. */
export function tagList(tags: unknown, createdBy?: string): object[] {
  const all = Object.entries(objectOrEmpty(tags)).map(([Key, Value]) => ({ Key, Value: Value ?? '' }));
  return createdBy === undefined ? all : [{ Key: createdBy, Value: 'SAM' }, ...all];
}

/** Tags for what is made beside the main resource: only where they are propagated. */
export function propagated(tags: unknown, propagate: unknown): { Tags: object[] } | object {
  return propagate === true && isObject(tags) && Object.keys(tags).length > 0 ? { Tags: tagList(tags) } : {};
}
