import { Command, Option } from 'commander';
import { CLEAN, FINDINGS, UNUSABLE } from './exit-codes';

const HELP = `
Writes the policies that CloudFormation needs to create, read, update and delete what the templates have, by the resource provider schemas, and no
other: names, account and region where the templates have them, roles passed to the services that they trust, IAM writes under the boundary of the roles.

Exit codes:
  ${CLEAN}  every resource is covered
  ${FINDINGS}  some are not: their types have no schema, their roles trust no known service, or they depend on too many conditions
  ${UNUSABLE}  something could not be read: no policy is written

Examples:
  cdk-zero-trust deploy-policy cdk.out
  cdk-zero-trust deploy-policy cdk.out --format json`;

export function deployPolicyCommand(): Command {
  return new Command('deploy-policy')
    .description('write the least CloudFormation execution policy for templates')
    .argument('<path...>', 'cloud assemblies, folders or templates')
    .addOption(new Option('--exclude <pattern...>', 'leave out files and folders').default([]))
    .addOption(new Option('--format <format>', 'how to report').choices(['text', 'json']).default('text'))
    .addHelpText('after', HELP)
    .action((paths: string[], { format, exclude }: { format: string; exclude: string[] }) => {
      const { writeDeployPolicy } = require('./run-deploy-policy') as typeof import('./run-deploy-policy'); // the data of all types with it
      process.exitCode = writeDeployPolicy(paths, exclude, format);
    });
}
