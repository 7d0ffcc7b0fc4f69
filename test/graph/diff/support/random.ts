/** Numbers that look random and are the same for the same seed (Park and Miller). */
export class Random {
  private state: number;

  constructor(seed: number) {
    this.state = seed * 7919 + 1;
    for (let i = 0; i < 10; i++) this.next();
  }

  /** From 0 up to, and without, 1. */
  public next(): number {
    this.state = (this.state * 48271) % 2147483647;
    return this.state / 2147483647;
  }

  public below(many: number): number {
    return Math.floor(this.next() * many);
  }

  public chance(share: number): boolean {
    return this.next() < share;
  }

  public pick<T>(items: readonly T[]): T {
    return items[this.below(items.length)];
  }

  public shuffled<T>(items: readonly T[]): T[] {
    const left = [...items];
    return items.map(() => left.splice(this.below(left.length), 1)[0]);
  }

  public word(): string {
    return Array.from({ length: 10 }, () => String.fromCharCode(65 + this.below(26) + (this.chance(0.5) ? 32 : 0))).join('');
  }
}
