import { Command, Option } from 'commander';
import { AuditOptions, CONFIG_FILE, FORMATS, NEVER, TABLE } from './audit-options';
import { CLEAN, FINDINGS, UNUSABLE } from './exit-codes';
import { frameworkOption } from './framework';
import type { Tool } from '../report/writer';
import { SEVERITIES } from '../rules/rule';

const HELP = `
Reads the directory that cdk synth wrote (cdk.out), and templates in JSON or YAML, of any origin: files, folders of them, and patterns
such as 'stacks/**/*.yaml'. What a rule cannot know before deployment is reported as unknown, and counts as a finding of the rule's
severity; so does what could not be read (ZT-COVERAGE-…: macros, modules, nested stacks by URL). A parameter is read by each of its
AllowedValues; its default may fail a rule and proves nothing, as deployment may pass something else; --parameters says what it passes.
Waivers of --waivers let findings through, and with --template-waivers those that ZeroTrust.enforce wrote into the templates, which every
author of a template can write too. A waiver that is expired, too broad or unused does not count, and fails.
The report also tells how many resources each stack has, and what they cost each month before any use.

The last line, on standard error, says why it exits as it does.

Exit codes:
  ${CLEAN}  nothing is open at or over the level of --fail-on
  ${FINDINGS}  something is, a waiver does not count, or a stack has more resources than CloudFormation takes
  ${UNUSABLE}  the input, or some of it, cannot be read (the rest is reported), nothing was judged, or an option, the file of waivers or the
     output cannot be used

Examples:
  cdk-zero-trust audit cdk.out
  cdk-zero-trust audit stacks --exclude 'drafts/**' --parameters prod.json
  cdk-zero-trust audit template.yaml --fail-on medium --waivers waivers.yaml
  cdk-zero-trust audit cdk.out --write-baseline baseline.yaml --until 2027-03-31
  cdk-zero-trust audit cdk.out --baseline baseline.yaml --require audit-trail threat-detection
  cdk-zero-trust audit cdk.out --trusted-account 111122223333 --trusted-account 444455556666
  cdk-zero-trust audit cdk.out --framework pci-dss --format csv --output pci-dss.csv
  cdk-zero-trust audit cdk.out --format sarif --output zero-trust.sarif`;

export function auditCommand(tool: Tool): Command {
  return new Command('audit')
    .description('judge cloud assemblies and templates')
    .argument('<path...>', 'a cdk.out directory, templates in JSON or YAML, folders of them, or patterns')
    .option('--exclude <pattern...>', 'leave out files and folders of these names or patterns', [])
    .option('--parameters <file>', 'values of the parameters that deployment passes, as the AWS CLI takes them')
    .option('--allow-not-judged', 'let what could not be read or judged (ZT-COVERAGE) pass; it is reported all the same')
    .addOption(new Option('--format <format>', 'how to report').choices([TABLE, ...FORMATS]).default(TABLE))
    .option('--summary', 'of the table, only the ten rules that matter most, grouped over all templates')
    .option('--output <file>', 'write the report to a file instead of standard output')
    .addOption(new Option('--fail-on <severity>', 'the mildest severity that fails').choices([...SEVERITIES, NEVER]).default('high'))
    .addOption(frameworkOption('judge by the rules that serve a framework, and name its controls only'))
    .option('--waivers <file>', 'a YAML file with accepted findings, as ZeroTrust.enforce takes it')
    .option('--template-waivers', 'count the waivers that stand in the templates too: for templates that you synthesised yourself')
    .option('--no-waivers', 'show every finding: no waiver counts, of whatever origin')
    .option('--require <capability...>', 'what must be there, as audit-trail; a wrong name lists them', [])
    .option('--trusted-account <number...>', 'accounts that policies may name beside those of the stacks; each other one is a finding', [])
    .option('--trusted-organization <id...>', 'organizations that policies may name; without it, each one is taken for that of the account', [])
    .option('--rules <module...>', 'rules of your own: modules of Node.js that export a list rules', [])
    .addOption(new Option('--unused-grants <severity>', 'read the code of functions, and report permissions that it does not use').choices(SEVERITIES))
    .option('--config <file>', `settings of rules, required capabilities, trusted accounts and organizations (${CONFIG_FILE} of the working directory, where there is one)`)
    .option('--no-config', 'leave the settings of the working directory out')
    .option('--baseline <file>', 'let through what was there when the rules were adopted; only new or worse findings fail')
    .option('--write-baseline <file>', 'write what is open to a baseline, or take out of one what is gone; and audit with it')
    .option('--until <day>', 'the last day of a new baseline, as YYYY-MM-DD, one year ahead at most')
    .addHelpText('after', HELP)
    .action((paths: string[], options: AuditOptions) => {
      const { audit } = require('./run-audit') as typeof import('./run-audit'); // rules and writers: help needs neither
      process.exitCode = audit(paths, options, tool);
    });
}
