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
    this.all.forEach(listener);
    this.listeners.push(listener);
  }
}
