import { EvidenceItem, Found, JudgedResource } from './evidence-item';
import { append } from '../model/append';

/** The verdicts of an audit, as far as they are looked at like those of an array. */
export interface Items extends Iterable<EvidenceItem> {
  readonly length: number;
  filter<T extends EvidenceItem>(keep: (item: EvidenceItem) => item is T): T[];
  filter(keep: (item: EvidenceItem) => boolean): EvidenceItem[];
  map<T>(make: (item: EvidenceItem) => T): T[];
  some(holds: (item: EvidenceItem) => boolean): boolean;
  every(holds: (item: EvidenceItem) => boolean): boolean;
  find(holds: (item: EvidenceItem) => boolean): EvidenceItem | undefined;
}

const FEW = 64;

/** The same for items of any kind. */
export function groupBy<K>(items: Items, keyOf: (item: EvidenceItem) => K | undefined): Map<K, Items> {
  if (items instanceof PackedItems) return items.groupBy(keyOf);
  const groups = new Map<K, EvidenceItem[]>();
  for (const item of items) {
    const key = keyOf(item);
    if (key !== undefined) append(groups, key, item);
  }
  return groups;
}

/**
 * Verdicts by the numbers of their resources and of what was found, eight bytes each: there are millions of a large app. An item is made as it is
 * looked at, so that no two looks give the same one.
 */
export class PackedItems implements Items {
  /** Of each item two numbers. */
  private numbers = new Uint32Array(2 * FEW);
  private count = 0;

  constructor(private readonly resources: JudgedResource[] = [], private readonly found: Found[] = []) {}

  public get length(): number {
    return this.count;
  }

  /** The number by which verdicts name it. */
  public addResource(resource: JudgedResource): number {
    return this.resources.push(resource) - 1;
  }

  /** The number by which verdicts name it. */
  public addFound(found: Found): number {
    return this.found.push(found) - 1;
  }

  public add(resource: number, found: number): void {
    if (2 * this.count === this.numbers.length) {
      const more = new Uint32Array(2 * this.numbers.length);
      more.set(this.numbers);
      this.numbers = more;
    }
    this.numbers[2 * this.count] = resource;
    this.numbers[2 * this.count + 1] = found;
    this.count++;
  }

  /** The items by something that few of them differ in, in their order; those without a key are left out. */
  public groupBy<K>(keyOf: (item: EvidenceItem) => K | undefined): Map<K, Items> {
    const groups = new Map<K, PackedItems>();
    for (let i = 0; i < this.count; i++) {
      const key = keyOf(this.at(i));
      if (key === undefined) continue;
      let group = groups.get(key);
      if (!group) groups.set(key, group = new PackedItems(this.resources, this.found));
      group.add(this.numbers[2 * i], this.numbers[2 * i + 1]);
    }
    return groups;
  }

  public* [Symbol.iterator](): Iterator<EvidenceItem> {
    for (let i = 0; i < this.count; i++) yield this.at(i);
  }

  public filter<T extends EvidenceItem>(keep: (item: EvidenceItem) => item is T): T[];
  public filter(keep: (item: EvidenceItem) => boolean): EvidenceItem[];
  public filter(keep: (item: EvidenceItem) => boolean): EvidenceItem[] {
    const kept: EvidenceItem[] = [];
    for (let i = 0; i < this.count; i++) {
      const item = this.at(i);
      if (keep(item)) kept.push(item);
    }
    return kept;
  }

  public map<T>(make: (item: EvidenceItem) => T): T[] {
    return Array.from(this, make);
  }

  public find(holds: (item: EvidenceItem) => boolean): EvidenceItem | undefined {
    for (let i = 0; i < this.count; i++) {
      const item = this.at(i);
      if (holds(item)) return item;
    }
    return undefined;
  }

  public some(holds: (item: EvidenceItem) => boolean): boolean {
    return this.find(holds) !== undefined;
  }

  public every(holds: (item: EvidenceItem) => boolean): boolean {
    return !this.some((item) => !holds(item));
  }

  private at(i: number): EvidenceItem {
    return new EvidenceItem(this.resources[this.numbers[2 * i]], this.found[this.numbers[2 * i + 1]]);
  }
}
