import { Command, CommanderError } from 'commander';
import { attestCommand } from './attest';
import { auditCommand } from './audit';
import { blastRadiusCommand } from './blast-radius';
import { canCommand } from './can';
import { completionCommand } from './completion';
import { deployPolicyCommand } from './deploy-policy';
import { diffCommand } from './diff';
import { UNUSABLE } from './exit-codes';
import { explainCommand } from './explain';
import { gateCommand } from './gate';
import { graphCommand } from './graph';
import { guardCommand } from './guard';
import { incidentsCommand } from './incidents';
import { initCommand } from './init';
import { needsCommand } from './needs';
import { pathsCommand } from './paths';
import { pipelineCommand } from './pipeline';
import { preflightCommand } from './preflight';
import { regulatoryReportCommand } from './regulatory-report';
import { reviewPoliciesCommand } from './review-policies';
import { rulesCommand } from './rules';
import { signCommand } from './sign';
import { threatModelCommand } from './threat-model';
import { verifyCommand } from './verify';
import { whoCanCommand } from './who-can';
import { ownPackage } from '../model/own-package';
import { TemplateError } from '../model/template-error';
import { plain, visible } from '../report/plain-text';
import { WaiverError } from '../waivers/waiver-error';

/** Reads the arguments, runs a command, and sets the exit code of the process. */
export function run(argv: string[]): void {
  // a reader like `head` may close early, which is no error
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
  const { name, version } = ownPackage();
  const program = new Command(name)
    .description('Audits CloudFormation templates, of the CDK or of any other origin, by zero-trust rules. Needs no account and no network, but for what asks AWS: '
      + '`incidents`, `pipeline deployed`, `preflight`, `review-policies`, `sign` and keys of AWS KMS.')
    .version(version)
    .exitOverride()
    .configureOutput({ writeErr: (text) => process.stderr.write(visible(text)) }) // it repeats arguments
    .showHelpAfterError('(--help tells how to use it)');
  const tool = { name, version };
  const commands = [
    auditCommand(tool), diffCommand(tool), threatModelCommand(tool), gateCommand(tool), regulatoryReportCommand(tool), reviewPoliciesCommand(tool),
    rulesCommand(), explainCommand(),
    graphCommand(tool), whoCanCommand(), canCommand(), blastRadiusCommand(), pathsCommand(), needsCommand(), deployPolicyCommand(),
    signCommand(tool), attestCommand(tool), verifyCommand(),
    preflightCommand(), incidentsCommand(), guardCommand(), initCommand(), pipelineCommand(), completionCommand(),
  ];
  for (const command of commands) {
    program.addCommand(command.copyInheritedSettings(program));
    command.commands.forEach((one) => one.copyInheritedSettings(program));
  }

  program.parseAsync(argv).catch((error) => { process.exitCode = exitCodeOf(error); });
}

/** Tells what is wrong with the input; anything else is a fault of ours, and is shown with its stack. */
function exitCodeOf(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : UNUSABLE; // commander has told already
  if (!(error instanceof TemplateError || error instanceof WaiverError)) throw error;
  process.stderr.write(`${plain(error.message)}\n`);
  return UNUSABLE;
}
