import type { EvidenceItem } from './evidence';
import { objectOrEmpty, own } from '../model/json';
import type { ReadTemplate } from '../model/read-templates';
import { WaiverPattern } from '../waivers/waiver-pattern';

/** Which resources of some templates the path of a waiver means. */
export class WaivedPlaces {
  /** The construct paths of the stacks, also of those that nobody tells. */
  private readonly stacks: string[];

  constructor(private readonly templates: ReadTemplate[]) {
    this.stacks = templates.map(stackPath).filter((path) => path !== undefined);
  }

  /**
   * By construct path, by the path of the construct whose main resource it is, or by stack and logical id; by logical id alone
   * where the template has no construct paths. A pattern goes by construct paths only.
   */
  public means(path: string, { template, logicalId, constructPath }: EvidenceItem): boolean {
    const pattern = WaiverPattern.of(path);
    if (pattern) return constructPath !== undefined && pattern.matches(constructPath);
    if ([`${template.id}/${logicalId}`, `${template.name}/${logicalId}`].includes(path)) return true;
    if (constructPath === undefined) return path === logicalId;
    return path === constructPath || (path !== template.id && [`${path}/Resource`, `${path}/Default`].includes(constructPath));
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
