import type { EvidenceItem } from './evidence';
import { append } from '../model/append';
import { objectOrEmpty, own } from '../model/json';
import type { ReadTemplate } from '../model/read-templates';
import { WaiverPattern } from '../waivers/waiver-pattern';

/** The stacks of some templates, which the path of a waiver must not mean as a whole. */
export class WaivedPlaces {
  /** The construct paths of the stacks, also of those that nobody tells. */
  private readonly stacks: string[];

  constructor(private readonly templates: ReadTemplate[]) {
    this.stacks = templates.map(stackPath).filter((path) => path !== undefined);
  }

  /** Says so when a path names a whole stack or more; `undefined` when it does not. */
  public tooBroad(path: string): string | undefined {
    const pattern = WaiverPattern.of(path);
    if (pattern) return this.holdsStack(pattern.inside) ? 'it is too broad: a * may stand inside one construct of one stack' : undefined;
    const isStack = this.templates.some(({ id, name }) => id === path || name === path) || this.holdsStack(path);
    return isStack ? `it is too broad: ${path} is no resource` : undefined;
  }

  private holdsStack(path: string): boolean {
    return path === '' || this.stacks.some((stack) => stack === path || stack.startsWith(`${path}/`));
  }
}

/** What was judged, by the paths of waivers that mean it: there may be a hundred thousand of each. */
export class NamedItems {
  private readonly byPath = new Map<string, EvidenceItem[]>();

  constructor(private readonly items: readonly EvidenceItem[]) {
    for (const item of items) for (const path of pathsOf(item)) append(this.byPath, path, item);
  }

  /** What a path means, in the order of what was judged. A pattern goes by construct paths only. */
  public meantBy(path: string): EvidenceItem[] {
    const pattern = WaiverPattern.of(path);
    if (!pattern) return this.byPath.get(path) ?? [];
    return this.items.filter(({ constructPath }) => constructPath !== undefined && pattern.matches(constructPath));
  }
}

/**
 * By stack and logical id, by construct path, and by the path of the construct whose main resource it is; by logical id alone where the template
 * has no construct paths.
 */
function pathsOf({ template, logicalId, constructPath }: EvidenceItem): ReadonlySet<string> {
  const paths = new Set([`${template.id}/${logicalId}`, `${template.name}/${logicalId}`, constructPath ?? logicalId]);
  const construct = constructPath === undefined ? undefined : /^(.*)\/(?:Resource|Default)$/s.exec(constructPath)?.[1];
  if (construct !== undefined && construct !== template.id) paths.add(construct);
  return paths;
}

/**
 * The construct path of a stack. In an assembly it is the id; of a template alone nothing tells it, so it is what the paths of all
 * its constructs have in common, which is the stack or something in it. `undefined` when there are no construct paths.
 */
function stackPath({ id, template, constructPaths }: ReadTemplate): string | undefined {
  const paths = Object.entries(objectOrEmpty(own(template, 'Resources'))).flatMap(([logicalId, resource]) => {
    const path = constructPaths?.get(logicalId) ?? own(own(resource, 'Metadata'), 'aws:cdk:path');
    return typeof path === 'string' ? [path] : [];
  });
  if (paths.length === 0 || paths.every((path) => path.startsWith(`${id}/`))) return paths.length === 0 ? undefined : id;
  const around = paths.map((path) => path.replace(/\/(Resource|Default)$/, '').split('/').slice(0, -1));
  return around.reduce((common, ids) => common.slice(0, firstDifference(common, ids))).join('/');
}

function firstDifference(a: string[], b: string[]): number {
  const at = a.findIndex((id, i) => id !== b[i]);
  return at < 0 ? a.length : at;
}
