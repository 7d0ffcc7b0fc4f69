import { Command, Option } from 'commander';
import { CLEAN, FINDINGS, UNUSABLE } from './exit-codes';
import { frameworkOption } from './framework';
import type { JudgeOptions } from './judge-inputs';
import type { Tool } from '../report/writer';

export interface RegulatoryOptions extends JudgeOptions {
  readonly framework: string;
  readonly format: 'html' | 'markdown';
  readonly output?: string;
  readonly failOn: 'open' | 'never';
}

const HELP = `
One report for people who answer for a regulation: each of its articles or requirements with the verdict of the rules that serve it, the resources
that are open or accepted and who answers for them, the controls that people perform (ManualControl) with owner and next day, and what no library
can cover. It is evidence for an assessment, and no certificate.

Exit codes:
  ${CLEAN}  nothing is open, or --fail-on never
  ${FINDINGS}  a requirement has an open finding, a manual control is overdue, or a waiver does not count
  ${UNUSABLE}  the input, some of it, an option, a file or the output cannot be used

Examples:
  cdk-zero-trust regulatory-report cdk.out --framework gdpr --output gdpr.html
  cdk-zero-trust regulatory-report cdk.out --framework hipaa --format markdown --waivers waivers.yaml`;

export function regulatoryReportCommand(tool: Tool): Command {
  return new Command('regulatory-report')
    .description('report what templates show for each article of a regulation, and what they cannot show')
    .argument('<path...>', 'a cdk.out directory, templates in JSON or YAML, folders of them, or patterns')
    .option('--exclude <pattern...>', 'leave out files and folders of these names or patterns', [])
    .addOption(frameworkOption('the regulation or framework').makeOptionMandatory())
    .addOption(new Option('--format <format>', 'how to report').choices(['html', 'markdown']).default('html'))
    .option('--output <file>', 'write the report to a file instead of standard output')
    .addOption(new Option('--fail-on <what>', 'what fails').choices(['open', 'never']).default('open'))
    .option('--waivers <file>', 'a YAML file with accepted findings')
    .option('--template-waivers', 'count the waivers that stand in the templates too')
    .option('--parameters <file>', 'values of the parameters that deployment passes, as the AWS CLI takes them')
    .option('--trusted-account <number...>', 'accounts that policies may name beside those of the stacks', [])
    .addHelpText('after', HELP)
    .action((paths: string[], options: RegulatoryOptions) => {
      const { regulatoryReport } = require('./run-regulatory-report') as typeof import('./run-regulatory-report'); // rules and writers: help needs neither
      process.exitCode = regulatoryReport(paths, options, tool);
    });
}
