import { Command, InvalidArgumentError, Option } from 'commander';
import { CLEAN, FINDINGS, UNUSABLE } from './exit-codes';
import { FAILING_BY_DEFAULT, Risk, RISKS } from '../graph/diff/change';
import type { Tool } from '../report/writer';

export const DIFF_FORMATS = ['text', 'markdown', 'sarif', 'json'] as const;
export type DiffFormat = (typeof DIFF_FORMATS)[number];

export interface DiffOptions {
  readonly format: DiffFormat;
  readonly output?: string;
  readonly failOn: readonly Risk[];
  /** Files. */
  readonly approvals?: string;
  readonly oldWaivers?: string;
  readonly waivers?: string;
  readonly parameters?: string;
  /** Of both versions, the one to compare. */
  readonly stack?: string;
  readonly trustedAccount: string[];
}

const NEVER = 'never';

const HELP = `
Compares two versions of an app in who may do what to whom, in routes, data classes, controls, waivers and fixed costs, and never in how the
templates are written: other names, logical ids, stacks, layout or order are no difference. Each is what audit takes (the directory that cdk
synth wrote, or templates), what a commit has there (git:<ref>:<path>; without a path, that of the other one), or the answer of aws
cloudformation get-template.

What can fail (--fail-on, with commas; ${NEVER} for nothing):
${RISKS.map((risk) => `  ${risk}${FAILING_BY_DEFAULT.includes(risk) ? '' : ' (not unless named)'}`).join('\n')}

An approvals file (YAML or JSON) names changes that an owner answers for: a list approvals of change, from, to, actions, owner, reason and
until (YYYY-MM-DD, one year ahead at most). One that is out of time does not count; one that no change matches is reported, and fails nothing.

Exit codes:
  ${CLEAN}  nothing that fails is different
  ${FINDINGS}  something is
  ${UNUSABLE}  a version, an option, a file of approvals or waivers, or the output cannot be used

Examples:
  cdk-zero-trust diff main.out cdk.out
  cdk-zero-trust diff git:origin/main cdk.out
  cdk-zero-trust diff deployed.json cdk.out --stack Orders
  cdk-zero-trust diff main.out cdk.out --format markdown --output comment.md --approvals approvals.yaml
  cdk-zero-trust diff old.yaml new.yaml --fail-on new-public-route,widened,removed-deny`;

export function diffCommand(tool: Tool): Command {
  return new Command('diff')
    .description('compare two versions of an app in who may do what, in controls and in costs')
    .argument('<old>', 'the version to compare with: a cdk.out directory, a template, a folder of them, git:<ref>:<path>, or a deployed template')
    .argument('<new>', 'the version that is judged')
    .addOption(new Option('--format <format>', 'how to report').choices([...DIFF_FORMATS]).default('text'))
    .option('--output <file>', 'write the report to a file instead of standard output')
    .addOption(new Option('--fail-on <changes>', 'which changes fail, with commas').argParser(readRisks).default(FAILING_BY_DEFAULT, 'all that takes safety away but new-finding and higher-cost'))
    .option('--approvals <file>', 'changes that an owner answers for')
    .option('--old-waivers <file>', 'the file of waivers of the old version, as audit takes it')
    .option('--waivers <file>', 'the file of waivers of the new version')
    .option('--stack <name>', 'compare this stack alone, by its name or construct path')
    .option('--parameters <file>', 'values of the parameters that deployment passes to both, as the AWS CLI takes them')
    .option('--trusted-account <number...>', 'accounts that policies may name beside those of the stacks', [])
    .addHelpText('after', HELP)
    .action((old: string, current: string, options: DiffOptions) => {
      const { diff } = require('./run-diff') as typeof import('./run-diff'); // rules and writers: help needs neither
      process.exitCode = diff(old, current, options, tool);
    });
}

/** The list is closed: a word that is misspelt must not let everything through. */
function readRisks(text: string): Risk[] {
  const words = text.split(',').map((word) => word.trim()).filter((word) => word !== '');
  if (words.length === 1 && words[0] === NEVER) return [];
  const wrong = words.find((word) => !(RISKS as readonly string[]).includes(word));
  if (wrong !== undefined || words.length === 0) throw new InvalidArgumentError(`${wrong === undefined ? 'It names nothing' : `There is no ${wrong}`}: take ${RISKS.join(', ')}, or ${NEVER}.`);
  return words as Risk[];
}
