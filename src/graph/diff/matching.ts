import { matchStacks } from './match-stacks';
import { Neighbour, neighboursOf } from './references';
import { skeletonOf } from './skeleton';
import { TemplateModel, TemplateResource } from '../../model';

/** How often the look of a resource takes in that of its neighbours. */
const ROUNDS = 4;

type Looks = Map<TemplateResource, string>;

/** Which resource of a new version is which one of an old version. */
export class Matching {
  private readonly pairs = new Map<TemplateResource, TemplateResource>();
  private readonly labels = new Map<TemplateResource, string>();
  private readonly neighbours: Map<TemplateResource, Neighbour[]>;
  private next = 0;

  /**
   * Pairs resources by what stays when templates are renamed, laid out anew or moved: construct path, physical name, logical id, and at last by
   * how they look. Of those that look the same, each gets the next one, and what is around it goes with it.
   */
  constructor(private readonly old: TemplateModel, private readonly current: TemplateModel) {
    this.neighbours = new Map([...neighboursOf(old), ...neighboursOf(current)]);
    this.byKey(({ path, type }) => (path ? `${type} ${path}` : undefined));
    this.byKey(physicalName);
    const stacks = new Map([...matchStacks(old, current)].map(([one, other]) => [other, one]));
    this.byKey(({ stack, type, logicalId }) => `${type} ${(stacks.get(stack) ?? stack).id} ${logicalId}`);
    this.byKey(({ path, type }) => (path?.includes('/') ? `${type} ${path.slice(path.indexOf('/'))}` : undefined));
    this.byKey(({ logicalId, type }) => `${type} ${logicalId}`);
    // what is far off may have changed: its own text then counts for more than its surroundings
    for (let rounds = ROUNDS; rounds >= 0; rounds--) this.byLook((resource) => `${resource.type} ${skeletonOf(resource)}`, rounds);
    this.byLook(({ type }) => type, ROUNDS);
    this.byLook((resource) => (this.isKnown(resource) ? resource.type : undefined), 1);
    this.byKey(({ type }) => type);
  }

  /** What it is in the other version; `undefined` for what is new or gone. */
  public other(resource: TemplateResource): TemplateResource | undefined {
    return this.pairs.get(resource);
  }

  /** A name that both versions have for the same thing, and for nothing else. */
  public label(resource: TemplateResource): string {
    let label = this.labels.get(resource);
    if (!label) {
      label = `#${this.next++}`;
      this.labels.set(resource, label);
    }
    return label;
  }

  private unmatched(model: TemplateModel): TemplateResource[] {
    return model.resources.filter((resource) => !this.pairs.has(resource));
  }

  private pair(one: TemplateResource, other: TemplateResource): void {
    this.pairs.set(one, other);
    this.pairs.set(other, one);
    this.labels.set(other, this.label(one));
  }

  /** Pairs those that have a key alone in both versions. */
  private byKey(keyOf: (resource: TemplateResource) => string | undefined): void {
    const [olds, news] = [this.old, this.current].map((model) => groupBy(this.unmatched(model), keyOf));
    for (const [key, [one, ...twins]] of olds) {
      const [other, ...others] = news.get(key) ?? [];
      if (other && twins.length + others.length === 0) this.pair(one, other);
    }
  }

  /** Pairs those that look the same, with all that is around them. */
  private byLook(first: (resource: TemplateResource) => string | undefined, rounds: number): void {
    const sides = [this.unmatched(this.old), this.unmatched(this.current)];
    if (sides.some((side) => side.length === 0)) return;
    const looks = this.looksOf(sides.flat(), first, rounds);
    const [olds, news] = sides.map((side) => groupBy(side, (resource) => looks.get(resource)));
    // what few look like says more: it settles what is around it
    for (const [look, group] of [...olds].sort(([, a], [, b]) => a.length - b.length)) {
      for (const one of group) {
        const other = this.pairs.has(one) ? undefined : news.get(look)?.find((candidate) => !this.pairs.has(candidate));
        if (other) this.pairWithAll(one, other, looks);
      }
    }
  }

  /** By a list of what is left to do: chains of references may be longer than the call stack. */
  private pairWithAll(first: TemplateResource, second: TemplateResource, looks: Looks): void {
    const left: [TemplateResource, TemplateResource][] = [[first, second]];
    for (let next = left.pop(); next; next = left.pop()) {
      const [one, other] = next;
      if (this.pairs.has(one) || this.pairs.has(other)) continue;
      this.pair(one, other);
      const keyOf = ({ resource, relation }: Neighbour) => (
        this.pairs.has(resource) || !looks.has(resource) ? undefined : `${relation} ${looks.get(resource)}`);
      const around = groupBy(this.neighbours.get(other)!, keyOf);
      for (const [key, group] of groupBy(this.neighbours.get(one)!, keyOf)) {
        const there = around.get(key) ?? [];
        if (there.length === group.length) group.forEach(({ resource }, i) => left.push([resource, there[i].resource]));
      }
    }
  }

  /** Resources with the same text look the same as far as one sees from them; what has a pair already looks like nothing else. */
  private looksOf(resources: TemplateResource[], first: (resource: TemplateResource) => string | undefined, rounds: number): Looks {
    const numbers = new Map<string, string>();
    const short = (text: string) => {
      let number = numbers.get(text);
      if (!number) numbers.set(text, number = String(numbers.size));
      return number;
    };
    let looks = new Map<TemplateResource, string>();
    for (const resource of resources) {
      const look = first(resource);
      if (look !== undefined) looks.set(resource, short(look));
    }
    for (let round = 0; round < rounds; round++) {
      const seen = looks;
      looks = new Map([...seen].map(([resource, look]) => {
        const around = this.neighbours.get(resource)!.map(({ resource: neighbour, relation }) => (
          `${relation} ${this.pairs.has(neighbour) ? this.label(neighbour) : seen.get(neighbour) ?? '?'}`));
        return [resource, short(`${look} ${[...new Set(around)].sort().join()}`)];
      }));
    }
    return looks;
  }

  /** Whether something that has a pair is beside it. */
  private isKnown(resource: TemplateResource): boolean {
    return this.neighbours.get(resource)!.some((neighbour) => this.pairs.has(neighbour.resource));
  }
}

/** What CloudFormation calls it by the template's own word; `undefined` where it makes the name. */
function physicalName(resource: TemplateResource): string | undefined {
  const { type } = resource;
  const own = `${type.slice(type.lastIndexOf(':') + 1)}Name`;
  for (const property of [own, 'Name', 'AliasName']) {
    const { value } = resource.at(property);
    if (value.kind === 'known' && typeof value.value === 'string') return `${type} ${value.value}`;
  }
  return undefined;
}

function groupBy<T>(items: Iterable<T>, keyOf: (item: T) => string | undefined): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    if (key === undefined) continue;
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}
