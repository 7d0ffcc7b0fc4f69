import { existsSync } from 'fs';
import { UNUSABLE } from './exit-codes';
import type { GateOptions } from './gate';
import { codeOf, GateRun } from './gate-run';
import { told } from './outcome';
import { CHECKS, CheckResult, worst } from '../gate/check';
import { discardEvidence, openEvidence, writeEvidence, writeManifest } from '../gate/evidence-folder';
import { GATE_CONFIG, readGateConfig } from '../gate/gate-config';
import { GateError } from '../gate/gate-error';
import { clock } from '../model/clock';
import { TemplateError } from '../model/template-error';
import { plain } from '../report/plain-text';
import type { Tool } from '../report/writer';

/** Runs all checks, writes the evidence, and answers with the exit code. */
export async function gate(path: string, { against, config, out, only }: GateOptions, tool: Tool): Promise<number> {
  let isOpen = false;
  try {
    const settings = readGateConfig(config ?? (existsSync(GATE_CONFIG) ? GATE_CONFIG : undefined));
    openEvidence(out, path);
    isOpen = true;
    writeEvidence(out, 'settings.json', settings); // who approves sees what was left out, and on what terms
    const run = new GateRun(path, against, out, only === undefined ? settings : { ...settings, only }, tool);
    const checks: CheckResult[] = [];
    for (const check of CHECKS) {
      const result = await run.judge(check);
      checks.push(result);
      process.stdout.write(`${result.verdict.padEnd(9)} ${check.padEnd(15)} ${plain(result.why)}\n`);
    }
    const verdict = worst(checks);
    const why = reason(checks);
    const { assembly, templates, deployed: before, notCompared } = run;
    const judged = { tool, date: clock.today(), verdict, why, checks, assets: run.hashedAssets(), assembly, templates, against: before, notCompared };
    writeManifest(out, judged);
    return told({ code: codeOf(verdict), why: `${why}; evidence in ${out}` });
  } catch (error) {
    if (!(error instanceof GateError || error instanceof TemplateError)) throw error;
    if (isOpen) discardEvidence(out); // without a manifest no later gate would take it for its own
    process.stderr.write(`${plain(error.message)}\n`);
    return told({ code: UNUSABLE, why: 'the gate could not begin' });
  }
}

function reason(checks: CheckResult[]): string {
  const of = (verdict: CheckResult['verdict']) => checks.filter((one) => one.verdict === verdict).map(({ check }) => check);
  const list = (names: string[], what: string) => (names.length > 0 ? [`${what}: ${names.join(', ')}`] : []);
  const parts = [...list(of('unusable'), 'could not judge'), ...list(of('stop'), 'stopped by')];
  return [...parts.length > 0 ? parts : [`${of('pass').length} checks pass`], ...list(of('left-out'), 'left out')].join('; ');
}
