import { mkdtempSync, readFileSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { App, AppProps } from 'aws-cdk-lib';
import { PackReport, readReport } from '../../../src/policy/validation-report';

export interface Synthesised {
  readonly failed: boolean;
  readonly reports: PackReport[];
  /** `severity rule path` of what nobody acknowledged. */
  readonly open: string[];
  /** What is said about each of them. */
  readonly messages: string[];
  /** `rule path` of what is let through. */
  readonly acknowledged: string[];
  /** The template of the stack `Stack`. */
  readonly template: any;
}

/** Synthesises, and reads report and template whether or not it fails. */
export function synthesise(build: (app: App) => void, props: AppProps = {}): Synthesised {
  const outdir = mkdtempSync(join(tmpdir(), 'zt-enforce-'));
  const shown = jest.spyOn(console, 'error').mockImplementation();
  try {
    const app = new App({ ...props, outdir });
    build(app);
    let failed = false;
    try {
      app.synth();
    } catch (error) {
      if (!String(error).includes('report can be found')) throw error;
      failed = true;
    }
    const reports = readReport(app);
    const open = reports.flatMap((report) => report.open);
    return {
      failed,
      reports,
      open: open.map(({ severity, rule, path }) => `${severity} ${rule} ${path}`).sort(),
      messages: open.map(({ description }) => description),
      acknowledged: reports.flatMap(({ acknowledged }) => acknowledged.map(({ rule, path }) => `${rule} ${path}`)).sort(),
      template: templateIn(outdir),
    };
  } finally {
    shown.mockRestore();
    rmSync(outdir, { recursive: true, force: true });
  }
}

function templateIn(outdir: string): any {
  try {
    return JSON.parse(readFileSync(join(outdir, 'Stack.template.json'), 'utf-8'));
  } catch {
    return undefined;
  }
}
