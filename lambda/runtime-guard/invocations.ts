import type { AsyncLocalStorage as Storage } from 'async_hooks';
import { asyncHooks } from './builtins';
import { apply, getPrototypeOf, then } from './captured';
import { Invocation } from './untrusted';

const { AsyncLocalStorage } = asyncHooks;
const { disable, getStore, run } = AsyncLocalStorage.prototype;
const { getActiveResourcesInfo } = process;
/** Before 24, a store has V8 report every promise of the process, which is a tenth of the CPU of a handler that calls AWS. */
const IS_COSTLY = parseInt(process.versions.node, 10) < 24;

/** Which invocation the running code belongs to: by a store that follows asynchronous work, where more than one can be meant. */
export class Invocations {
  private readonly storage: Storage<Invocation> = new AsyncLocalStorage();
  private running = 0;
  private hasEnded = false;
  /** The one that runs without a store. */
  private alone?: Invocation;
  private last?: Invocation;

  constructor(private readonly activeResources = (): string[] => apply(getActiveResourcesInfo, process, [])) {}

  public get current(): Invocation | undefined {
    // a driver's pool may lose the context: with one invocation at a time there is no doubt whose work it is
    return apply(getStore, this.storage, []) as Invocation | undefined ?? this.alone ?? (this.running <= 1 ? this.last : undefined);
  }

  public begin<T>(event: unknown, handle: () => T): T {
    const current = new Invocation(event);
    const isAlone = IS_COSTLY && this.last === undefined && this.running === 0 && this.isIdle();
    if (isAlone) apply(disable, this.storage, []);
    this.alone = isAlone ? current : this.running > 0 ? this.alone : undefined;
    this.last = current;
    const result = isAlone ? handle() : apply(run, this.storage, [current, handle]) as T;
    if (typeof result !== 'object' || result === null || getPrototypeOf(result) !== Promise.prototype) return result;
    this.running++;
    const end = () => {
      this.running--;
      this.hasEnded = true;
      if (this.last === current) this.last = undefined;
      if (this.alone === current) this.alone = undefined;
    };
    void then(result as unknown as Promise<unknown>, end, end);
    return result;
  }

  /** Whether nothing of an earlier invocation goes on: what it did not wait for belongs to it, and needs its store. The first has one, as what it leaves is not known. */
  private isIdle(): boolean {
    if (!this.hasEnded) return false;
    const active = this.activeResources();
    for (let i = 0; i < active.length; i++) if (active[i] !== 'PipeWrap' && active[i] !== 'TTYWrap') return false; // the log
    return true;
  }
}
