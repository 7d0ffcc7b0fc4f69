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
export function printMedian(what: string, ratios: number[]): void {
  const sorted = [...ratios].sort((a, b) => a - b);
  const [median, least, most] = [sorted[Math.floor(sorted.length / 2)], sorted[0], sorted[sorted.length - 1]];
  console.log(`ratio ${what}: median ${median.toFixed(2)} (${least.toFixed(2)} to ${most.toFixed(2)})`);
}
