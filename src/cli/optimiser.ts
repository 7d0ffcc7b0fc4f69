import { setFlagsFromString } from 'v8';

/** From so much CPU on, in microseconds, what is optimised is used often enough: about 20,000 resources. */
const PAYS_FROM = 3_000_000;
/** To ask the system takes as long as many a rule. */
const EVERY = 8;

/**
 * Leaves the optimising compiler of V8 out until an audit takes long: it takes a third of the CPU of most, which end before its code is used.
 *
 * @returns what is to be called now and then
 */
export function optimiseLate(): () => void {
  setFlagsFromString('--no-opt');
  let isLate = false;
  let calls = 0;
  return () => {
    if (isLate || ++calls % EVERY !== 0) return;
    const { user, system } = process.cpuUsage();
    if (user + system < PAYS_FROM) return;
    isLate = true;
    setFlagsFromString('--opt');
  };
}

/** So many characters of templates fill most of a gigabyte with what is made of them. */
const MUCH = 32 * 1024 * 1024;

/** Lets the heap grow by a half at a time and not to several times of what is used, where there is much to read: it takes more CPU. */
export function growSlowly(templates: readonly { readonly length: number }[]): void {
  if (templates.reduce((sum, { length }) => sum + length, 0) > MUCH) setFlagsFromString('--heap-growing-percent=50');
}
