import { Command, Option } from 'commander';
import { CLEAN, FINDINGS, UNUSABLE } from './exit-codes';
import type { JudgeOptions } from './judge-inputs';
import type { RiskLevel } from '../graph/threats/risk';
import type { Tool } from '../report/writer';

export const THREAT_FORMATS = ['text', 'markdown', 'html', 'json', 'threat-composer'] as const;

export interface ThreatModelOptions extends JudgeOptions {
  readonly format: (typeof THREAT_FORMATS)[number];
  readonly output?: string;
  readonly failOn: RiskLevel | 'never';
  /** A file. */
  readonly merge?: string;
}

const HELP = `
Looks at every element and flow of the trust graph by a closed catalogue of STRIDE threats. A threat is mitigated only where the rules that
mitigate it pass on that element; it is accepted where waivers of these rules say so, or a waiver of the threat itself (rule: ZT-THREAT-…,
path: the element or flow as the report calls it; each flow needs its own) with owner, reason, ticket and last day; else it is open. Risk is a
cell of a 5×5 of likelihood (steps from outside, authentication on the way, what is not known) and impact (data class, what changes or
destroys, blast radius), and each cell is reported with what put the threat there.

--format threat-composer writes the file that Threat Composer opens. --merge takes such a file, and keeps what people wrote into it: threats,
mitigations, assumptions and links of their own, order, and each field that they changed. Ids stay the same as long as construct paths do, and with --merge
where an element got another name.

Exit codes:
  ${CLEAN}  no threat is open at or over the level of --fail-on
  ${FINDINGS}  one is, or an acceptance does not count
  ${UNUSABLE}  the input, some of it, an option, a file or the output cannot be used

Examples:
  cdk-zero-trust threat-model cdk.out
  cdk-zero-trust threat-model cdk.out --format markdown --output threat-model.md
  cdk-zero-trust threat-model cdk.out --format threat-composer --merge app.tc.json --output app.tc.json --fail-on never`;

export function threatModelCommand(tool: Tool): Command {
  return new Command('threat-model')
    .description('list STRIDE threats of every element and flow, and what mitigates each')
    .argument('<path...>', 'a cdk.out directory, templates in JSON or YAML, folders of them, or patterns')
    .option('--exclude <pattern...>', 'leave out files and folders of these names or patterns', [])
    .addOption(new Option('--format <format>', 'how to report').choices([...THREAT_FORMATS]).default('text'))
    .option('--output <file>', 'write the report to a file instead of standard output')
    .addOption(new Option('--fail-on <level>', 'the mildest risk that fails when it is open').choices(['critical', 'high', 'medium', 'low', 'never']).default('high'))
    .option('--merge <file>', 'a file of Threat Composer whose hand-made parts are kept; only with --format threat-composer')
    .option('--waivers <file>', 'a YAML file with accepted findings and threats')
    .option('--template-waivers', 'count the waivers that stand in the templates too')
    .option('--parameters <file>', 'values of the parameters that deployment passes, as the AWS CLI takes them')
    .option('--trusted-account <number...>', 'accounts that policies may name beside those of the stacks', [])
    .addHelpText('after', HELP)
    .action((paths: string[], options: ThreatModelOptions, command: Command) => {
      if (options.merge !== undefined && options.format !== 'threat-composer') command.error('error: --merge is for --format threat-composer');
      const { threatModel } = require('./run-threat-model') as typeof import('./run-threat-model'); // rules and writers: help needs neither
      process.exitCode = threatModel(paths, options, tool);
    });
}
