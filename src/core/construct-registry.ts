import type { IConstruct } from 'constructs';

/**
 * Constructs in the order of their making, told to whoever asks: those that are here and those to come.
 *
 * @internal
 */
export class ConstructRegistry {
  public readonly all: IConstruct[] = [];
  private readonly listeners: ((one: IConstruct) => void)[] = [];

  public add(one: IConstruct): void {
    this.all.push(one);
    this.listeners.forEach((listener) => listener(one));
  }

  public onEach(listener: (one: IConstruct) => void): void {
    // first, so that what a listener makes is told too; forEach stops at what was there when it began
    this.listeners.push(listener);
    this.all.forEach((one) => listener(one));
  }
}
