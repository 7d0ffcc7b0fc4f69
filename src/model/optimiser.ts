import { setFlagsFromString } from 'v8';

/** From so much CPU of judging on, in microseconds, what is optimised is used often enough: about 20,000 resources. */
const PAYS_FROM = 3_000_000;
/** To ask the system takes as long as many a rule. */
const EVERY = 8;
/** Of judging that this process has done before. */
let before = 0;

/**
 * Leaves the optimising compiler of V8 out while templates are judged, until that takes long: it takes a third to a half of the CPU of most, which
 * end before its code is used. Programs that judge again and again, as suites of tests, get it after the same time.
 */
export class LateOptimiser {
  private readonly start = cpu();
  private isOut = before < PAYS_FROM && !isChosen();
  private calls = 0;

  constructor() {
    if (this.isOut) setFlagsFromString('--no-opt');
  }

  /** To be called now and then. */
  public step(): void {
    if (this.isOut && ++this.calls % EVERY === 0 && before + cpu() - this.start >= PAYS_FROM) this.putBack();
  }

  /** What else the process does is none of its business. */
  public end(): void {
    before += cpu() - this.start;
    if (this.isOut) this.putBack();
  }

  private putBack(): void {
    this.isOut = false;
    setFlagsFromString('--opt');
  }
}

function cpu(): number {
  const { user, system } = process.cpuUsage();
  return user + system;
}

/** Whether whoever started the process has chosen how its code is compiled. */
function isChosen(): boolean {
  return [...process.execArgv, process.env.NODE_OPTIONS ?? ''].some((option) => /--(no-?)?(opt|turbofan|jitless|always-opt)\b/.test(option));
}
