import { Command } from 'commander';
import { CLEAN, FINDINGS, UNUSABLE } from './exit-codes';

export interface PreflightOptions {
  readonly ownCredentials?: boolean;
}

const HELP = `
Asks an account, before the first deployment, for what it has one of: the configuration recorder and the delivery channel of AWS Config, Security Hub, the GuardDuty
detector, the Macie session, analyzers of IAM Access Analyzer, OIDC providers, service-linked roles, the CloudWatch role of API Gateway. What a stack of the assembly would
make and the account has already, made by hand or by another stack, is a finding: the deployment would fail half-way, or take it over. What the stack itself has deployed is none.

Asks by the AWS CLI and the role of cdk bootstrap for lookups, and only reads. Nothing is asked of stacks without such resources.

Exit codes:
  ${CLEAN}  the account has none of what the stacks make
  ${FINDINGS}  it has one
  ${UNUSABLE}  one could not be asked for: nothing is known of it

Examples:
  cdk-zero-trust preflight cdk.out
  cdk-zero-trust preflight cdk.out --own-credentials`;

export function preflightCommand(): Command {
  return new Command('preflight')
    .description('find what an account has one of and has already, before a deployment fails on it')
    .argument('[path]', 'the directory that cdk synth wrote', 'cdk.out')
    .option('--own-credentials', 'ask with the credentials of the environment, and not by the roles of cdk bootstrap')
    .addHelpText('after', HELP)
    .action((path: string, options: PreflightOptions) => {
      const { preflight } = require('./run-preflight') as typeof import('./run-preflight'); // the model with it
      process.exitCode = preflight(path, options);
    });
}
