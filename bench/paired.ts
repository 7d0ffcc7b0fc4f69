import { execFileSync } from 'child_process';
import { mkdtempSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';

/** Runs something with an assembly folder that is gone afterwards. */
export function withOutdir<T>(run: (outdir: string) => T): T {
  const outdir = mkdtempSync(join(tmpdir(), 'zt-bench-'));
  try {
    return run(outdir);
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}

/** What a bench prints as JSON when a process of its own measures one variant. */
export function measureAlone(bench: string, variant: string): any {
  const out = execFileSync(process.execPath, [...process.execArgv, bench, '--one', variant], {
    env: { ...process.env, CDK_VALIDATION: 'false' }, encoding: 'utf-8',
  });
  return JSON.parse(out);
}

/** The median of the ratios of the pairs, with their range: single times mean little on a shared machine. */
export function printMedian(what: string, ratios: number[], digits = 2): void {
  const [least, most] = [Math.min(...ratios), Math.max(...ratios)];
  console.log(`ratio ${what}: median ${median(ratios).toFixed(digits)} (${least.toFixed(digits)} to ${most.toFixed(digits)})`);
}

export function median(figures: number[]): number {
  return [...figures].sort((a, b) => a - b)[Math.floor(figures.length / 2)];
}

/** CPU of this process in milliseconds, from a moment on. */
export function cpuClock(): () => number {
  const before = process.cpuUsage();
  return () => {
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1000;
  };
}
