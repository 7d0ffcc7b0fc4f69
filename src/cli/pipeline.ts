import { Command } from 'commander';
import { CLEAN, FINDINGS, UNUSABLE } from './exit-codes';

export const CI_SYSTEMS = ['github', 'gitlab', 'jenkins'] as const;
export type CiSystem = (typeof CI_SYSTEMS)[number];

export interface PipelineInitOptions extends Partial<Record<CiSystem, boolean>> {
  readonly dryRun?: boolean;
}

const INIT_HELP = `
Writes a pipeline for an app of the CDK: one job without credentials synthesises and runs the gate, and keeps assembly and evidence; a second one, after it and for
the main branch only, verifies both, compares them with what is deployed, and deploys that very assembly by a role of DeployRole (OIDC, no access key). Actions are
pinned by their commits. The settings of the gate (zero-trust-gate.json) and of its scanner for secrets come with it. No file is ever overwritten.

Exit codes:
  ${CLEAN}  all of it is there
  ${FINDINGS}  a file that differs is there already, and was left as it is
  ${UNUSABLE}  there is no CDK app, or a file cannot be written

Examples:
  cdk-zero-trust pipeline init --github --dry-run
  cdk-zero-trust pipeline init app --gitlab`;

/** Which stacks are read, and by whom. */
export interface DeployedOptions {
  readonly out: string;
  readonly ownCredentials?: boolean;
  /** `ACCOUNT/NAME=ARN`. */
  readonly role?: string[];
  /** `ACCOUNT/NAME`. */
  readonly stack?: string[];
  /** `ACCOUNT/NAME=REASON`. */
  readonly without?: string[];
  readonly newStages?: boolean;
}

const DEPLOYED_HELP = `
Reads the templates of the stacks of an assembly as they are deployed, by the AWS CLI and the role of cdk bootstrap that deploys, for diff and gate. Stacks that are
not deployed yet have none: all of them count as new.

What --stack, --without and --new-stages leave out is taken as it was synthesised, so that nothing of it counts as new. The evidence of the gate names each such
stack, with the reason.

Exit codes:
  ${CLEAN}  all that are deployed were read
  ${UNUSABLE}  one could not be read: nothing is known of what is deployed

Examples:
  cdk-zero-trust pipeline deployed cdk.out --out deployed
  cdk-zero-trust pipeline deployed cdk.out --out deployed --own-credentials --new-stages --stack 111122223333/Production-Orders`;

const repeated = (value: string, before: string[] = []) => [...before, value];

export function pipelineCommand(): Command {
  const init = new Command('init')
    .description('write a pipeline that judges, waits for approval, and deploys by OIDC')
    .argument('[dir]', 'the folder with cdk.json', '.')
    .option('--github', 'a workflow of GitHub Actions')
    .option('--gitlab', 'a pipeline of GitLab CI')
    .option('--jenkins', 'a Jenkinsfile')
    .option('--dry-run', 'print what would be written, and change nothing')
    .addHelpText('after', INIT_HELP)
    .action((dir: string, options: PipelineInitOptions, command: Command) => {
      const systems = CI_SYSTEMS.filter((system) => options[system]);
      if (systems.length === 0) command.error('error: name --github, --gitlab or --jenkins');
      const { initPipeline } = require('./pipeline/run-init') as typeof import('./pipeline/run-init');
      process.exitCode = initPipeline(dir, systems, options.dryRun === true);
    });
  const deployed = new Command('deployed')
    .description('read the templates that are deployed, for diff and gate')
    .argument('<path>', 'the directory that cdk synth wrote')
    .requiredOption('--out <folder>', 'where the templates go: a new or empty folder')
    .option('--own-credentials', 'read with the credentials of the environment, and not by the roles of cdk bootstrap')
    .option('--role <account/name=arn>', 'the role that reads a stack; may be repeated', repeated)
    .option('--stack <account/name>', 'a stack that is read; may be repeated (all stacks)', repeated)
    .option('--without <account/name=reason>', 'a stack that is not read, and why; may be repeated', repeated)
    .option('--new-stages', 'take a stage of which no stack is deployed as it was synthesised: there is nothing to compare it with')
    .addHelpText('after', DEPLOYED_HELP)
    .action((path: string, options: DeployedOptions) => {
      const { readDeployed } = require('./pipeline/run-deployed') as typeof import('./pipeline/run-deployed');
      process.exitCode = readDeployed(path, options);
    });
  return new Command('pipeline').description('write pipelines, and read what is deployed').addCommand(init).addCommand(deployed);
}
