import { Command } from 'commander';
import type { DeployedStack } from './deployed-stack';
import { CLEAN, FINDINGS, UNUSABLE } from './exit-codes';
import type { Isolated } from './isolation';
import { plain } from '../report/plain-text';
import { awsErrorOf } from '../sign/aws-error';

interface IncidentsOptions {
  readonly stack: string;
  readonly zoneStack?: string;
  readonly table?: string;
  readonly changeSet?: string;
  readonly region?: string;
}

const HELP = `
Asks the account, with the credentials and the region of the environment, whether functions of a stack are isolated by an IncidentResponder of
cdk-zero-trust: a deployment could give back concurrency, event sources, role and egress. Reads the table of incidents that the responder made in
the stack, in that of --zone-stack, or that --table names, and the tag cdk-zero-trust:incident of each function. Without a table the tags alone
decide. Changes nothing.

With --change-set only functions count that the change set touches: themselves, their role, their event source mappings, their security group.

It needs the npm packages @aws-sdk/client-cloudformation, @aws-sdk/client-dynamodb and @aws-sdk/client-lambda, and the rights
cloudformation:DescribeStacks, ListStackResources and DescribeChangeSet, lambda:ListTags, dynamodb:BatchGetItem and kms:Decrypt.

Exit codes:
  ${CLEAN}  no function is isolated, or none that the change set touches
  ${FINDINGS}  at least one is: undo the isolation, or wait, before the deployment
  ${UNUSABLE}  the account, the stack or the change set could not be asked

Examples:
  cdk-zero-trust incidents --stack Orders
  cdk-zero-trust incidents --stack Refunds --zone-stack Orders
  cdk-zero-trust incidents --stack Orders --change-set cdk-deploy-change-set`;

export function incidentsCommand(): Command {
  return new Command('incidents')
    .description('tell which functions of a deployed stack are isolated, for pipelines')
    .requiredOption('--stack <name>', 'the stack that is about to be deployed')
    .option('--zone-stack <name>', 'the stack of the zone and its responder, where it is another one')
    .option('--table <name>', 'the table of incidents, instead of looking for it')
    .option('--change-set <name>', 'count functions only that this change set of the stack touches')
    .option('--region <region>', 'the region of the stack (as the AWS SDK finds it otherwise)')
    .addHelpText('after', HELP)
    .action(async (options: IncidentsOptions) => {
      process.exitCode = await tell(options).catch(unusable);
    });
}

async function tell(options: IncidentsOptions): Promise<number> {
  const { isolatedOf, touchedBy } = require('./isolation') as typeof import('./isolation');
  const { DeployedStack: Deployed } = require('./deployed-stack') as typeof import('./deployed-stack');
  const stack = new Deployed(options.stack, options.region);
  const functions = await stack.functions();
  const table = options.table ?? await tableOf(stack, options);
  const records = table === undefined ? [] : await stack.isolations(table, functions);
  const isolated = isolatedOf(await stack.marks(functions), records);
  const touched = options.changeSet === undefined ? isolated : touchedBy(await stack.changes(options.changeSet), isolated);
  process.stdout.write(lines(touched).join(''));
  const asked = table === undefined ? 'by their tags; no table of incidents was found' : `by the table ${table} and their tags`;
  const what = options.changeSet === undefined ? 'isolated' : 'isolated and touched by the change set';
  const code = touched.length === 0 ? CLEAN : FINDINGS;
  process.stderr.write(plain(`Exit ${code}: ${touched.length} of ${functions.length} functions of ${options.stack} ${touched.length === 1 ? 'is' : 'are'} ${what}, ${asked}.`));
  process.stderr.write('\n');
  return code;
}

async function tableOf(stack: DeployedStack, { zoneStack }: IncidentsOptions): Promise<string | undefined> {
  const found = await stack.incidentTables(zoneStack);
  if (found.length > 1) throw new Error(`There are ${found.length} tables of incidents, ${found.join(', ')}: name one with --table.`);
  if (found.length === 0 && zoneStack !== undefined) throw new Error(`${zoneStack} has no table of incidents.`);
  return found[0];
}

function lines(isolated: Isolated[]): string[] {
  const cells = isolated.map(({ name, incident, since = '', finding = '' }) => [name, incident, since, finding].map(plain));
  return cells.map((row) => `${row.map((cell, column) => cell.padEnd(Math.max(...cells.map((other) => other[column].length)))).join('  ').trimEnd()}\n`);
}

/** Errors of the account and of the network are told without a stack trace: none is a fault of the program that a pipeline could pass. */
function unusable(error: Error): number {
  process.stderr.write(`${plain(inWords(error))}\n`);
  return UNUSABLE;
}

function inWords(error: Error): string {
  try {
    return awsErrorOf(error, 'The incidents of the stack').message;
  } catch {
    return `${error.name === 'Error' ? '' : `${error.name}: `}${error.message}`;
  }
}
