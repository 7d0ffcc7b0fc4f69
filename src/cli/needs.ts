import { Command, Option } from 'commander';
import { CLEAN, FINDINGS, UNUSABLE } from './exit-codes';

const HELP = `
Reads the code of each function, in the assembly, and holds the calls of AWS that it makes against what its role may: rights that nothing uses,
and calls that nothing allows. JavaScript is read with the SDK in it or not (versions 2 and 3, aws4fetch, Powertools), Python with boto3.
Certain: all code was read, and no call is made in a way that hides which one it is. Possible: anything else.

Exit codes:
  ${CLEAN}  every function may what it calls, and no more
  ${FINDINGS}  one certainly may more, or less
  ${UNUSABLE}  nothing could be read

Examples:
  cdk-zero-trust needs cdk.out
  cdk-zero-trust needs cdk.out --format json`;

export function needsCommand(): Command {
  return new Command('needs')
    .description('hold what the code of functions calls against what their roles may')
    .argument('<path...>', 'cloud assemblies: what cdk synth wrote')
    .addOption(new Option('--exclude <pattern...>', 'leave out files and folders').default([]))
    .addOption(new Option('--format <format>', 'how to report').choices(['table', 'json']).default('table'))
    .addHelpText('after', HELP)
    .action((paths: string[], { format, exclude }: { format: string; exclude: string[] }) => {
      const { listNeeds } = require('./run-needs') as typeof import('./run-needs'); // parsers of code with it
      process.exitCode = listNeeds(paths, exclude, format);
    });
}
