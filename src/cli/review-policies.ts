import { Command, Option } from 'commander';
import { CLEAN, FINDINGS, UNUSABLE } from './exit-codes';
import { FAILING, FINDING_TYPES, FindingType } from '../gate/policy-review';
import type { Tool } from '../report/writer';

export interface ReviewPoliciesOptions {
  /** An assembly or templates. */
  readonly against?: string;
  readonly format: 'text' | 'sarif';
  readonly output?: string;
  readonly failOn: FindingType[];
  readonly region?: string;
  readonly parameters?: string;
  readonly exclude: string[];
}

const HELP = `
Asks IAM Access Analyzer, with the credentials and the region of the environment, about every policy of the templates: ValidatePolicy for each, and with
--against CheckNoNewAccess for each that changed. What deployment fills in is replaced by stand-ins, the same on both sides. Changes nothing.

It needs the npm package @aws-sdk/client-accessanalyzer, and the rights access-analyzer:ValidatePolicy and access-analyzer:CheckNoNewAccess. ValidatePolicy is
free; CheckNoNewAccess costs 0.0020 USD a policy (AWS IAM Access Analyzer pricing, November 2026).

As a step of the gate: a scanner with the command npx, the arguments --no, --, cdk-zero-trust, review-policies, cdk.out, --format, sarif, and the variables of the
credentials in environment.

Exit codes:
  ${CLEAN}  nothing of the types of --fail-on
  ${FINDINGS}  something is
  ${UNUSABLE}  the input or an option cannot be used, or not every policy was answered about

Examples:
  cdk-zero-trust review-policies cdk.out
  cdk-zero-trust review-policies cdk.out --against main.out --format sarif --output policies.sarif`;

export function reviewPoliciesCommand(tool: Tool): Command {
  return new Command('review-policies')
    .description('let IAM Access Analyzer validate the policies of templates, and find new access')
    .argument('<path...>', 'a cdk.out directory, templates in JSON or YAML, folders of them, or patterns')
    .option('--exclude <pattern...>', 'leave out files and folders of these names or patterns', [])
    .option('--against <path>', 'what is deployed, or the assembly of the main branch')
    .addOption(new Option('--format <format>', 'how to report').choices(['text', 'sarif']).default('text'))
    .option('--output <file>', 'write the report to a file instead of standard output')
    .addOption(new Option('--fail-on <type...>', 'what fails').choices([...FINDING_TYPES]).default(FAILING))
    .option('--region <region>', 'the region of Access Analyzer (as the AWS SDK finds it otherwise)')
    .option('--parameters <file>', 'values of the parameters that deployment passes, as the AWS CLI takes them')
    .addHelpText('after', HELP)
    .action(async (paths: string[], options: ReviewPoliciesOptions) => {
      const { reviewPoliciesOf } = require('./run-review-policies') as typeof import('./run-review-policies'); // rules and the SDK: help needs neither
      process.exitCode = await reviewPoliciesOf(paths, options, tool);
    });
}
