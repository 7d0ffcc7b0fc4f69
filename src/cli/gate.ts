import { Command, InvalidArgumentError } from 'commander';
import { CLEAN, FINDINGS, UNUSABLE } from './exit-codes';
import { Check, CHECKS } from '../gate/check';
import type { Tool } from '../report/writer';

export interface GateOptions {
  /** What is deployed: templates, as `diff` takes them. */
  readonly against?: string;
  /** Files and folders. */
  readonly config?: string;
  readonly out: string;
  readonly verify?: string;
  readonly only?: Check[];
}

const HELP = `
Runs, over what is about to be deployed: audit, the end of waivers, diff against what is deployed, threat-model, open incidents of a responder; the scanners
that zero-trust-gate.json configures, for secrets in source and in assets, SAST and dependencies; and per asset of a function an SBOM (CycloneDX) with
its licences. Scanners run without a shell, without the credentials of the environment, and within a time limit. A scanner that is not configured, missing,
hangs, crashes or writes no valid SARIF is a failure and no pass; "without" of the file leaves a check out, with a reason that is in the evidence.

--out gets the reports, SARIF of scanners as it is, SBOMs, and gate.json: verdicts, hashes of templates and assets, and of each file. --verify compares such a
folder with its gate.json, and with an assembly where one is named.

With --only the other checks are left out, and the evidence names that as the reason: a second look at an assembly that passed all of them, as when its code was signed.

The last line, on standard error, says why it exits as it does.

Exit codes:
  ${CLEAN}  every check that is not left out passes
  ${FINDINGS}  one stops the deployment, or --verify found a change
  ${UNUSABLE}  one could not judge

Examples:
  cdk-zero-trust gate cdk.out --against deployed
  cdk-zero-trust gate cdk.out --config ci/gate.json --out evidence
  cdk-zero-trust gate cdk.out --verify evidence`;

export function gateCommand(tool: Tool): Command {
  return new Command('gate')
    .description('decide whether an assembly may be deployed, and keep the evidence')
    .argument('[path]', 'the cdk.out directory, or templates (cdk.out, unless --verify is given alone)')
    .option('--against <path>', 'what is deployed: a cdk.out directory, a template, or a folder of them')
    .option('--config <file>', 'settings and scanners (zero-trust-gate.json of the working directory, where there is one)')
    .option('--out <folder>', 'where evidence goes; that of an earlier run is replaced', 'zero-trust-evidence')
    .option('--verify <folder>', 'compare a folder of evidence with its manifest, and with the assembly')
    .option('--only <check>', `run this check and leave out the others; may be repeated (${CHECKS.join(', ')})`, onlyThese)
    .addHelpText('after', HELP)
    .action(async (path: string | undefined, options: GateOptions) => {
      if (options.verify !== undefined) {
        const { verifyEvidence } = require('./run-gate-verify') as typeof import('./run-gate-verify');
        process.exitCode = verifyEvidence(options.verify, path);
        return;
      }
      const { gate } = require('./run-gate') as typeof import('./run-gate'); // rules, writers and scanners: help needs none
      process.exitCode = await gate(path ?? 'cdk.out', options, tool);
    });
}

function onlyThese(name: string, before: Check[] = []): Check[] {
  const check = CHECKS.find((one) => one === name);
  if (check === undefined) throw new InvalidArgumentError(`It is none of ${CHECKS.join(', ')}.`);
  return [...before, check];
}
