import { HeldStatement } from './policy';
import type { Texts } from './texts';
import { statementsOf, TemplateStack } from '../../model';
import { TemplateExpression } from '../../model/expression';

const allow = (...actions: string[]) => ({ Statement: [{ Effect: 'Allow', Action: actions, Resource: '*' }] });
const full = (...services: string[]) => allow(...services.map((service) => `${service}:*`));

/**
 * What policies of AWS allow, of those that workloads are given most often, by the AWS Managed Policy Reference Guide: as far as it is about
 * what a graph shows. Others are named as they are, and what they allow is open.
 */
const DOCUMENTS: Record<string, object> = {
  AdministratorAccess: allow('*'),
  PowerUserAccess: { Statement: [{ Effect: 'Allow', NotAction: ['iam:*', 'organizations:*', 'account:*'], Resource: '*' }] },
  IAMFullAccess: full('iam'),
  ReadOnlyAccess: allow('dynamodb:BatchGet*', 'dynamodb:GetItem', 'dynamodb:Query', 'dynamodb:Scan', 's3:Get*', 's3:List*', 'sqs:Receive*', 'logs:Get*', 'logs:FilterLogEvents', 'logs:StartQuery',
    'kinesis:Get*', 'ssm:Get*', 'lambda:Get*', 'ecr:BatchGet*', 'ecr:GetDownloadUrlForLayer'),
  AmazonDynamoDBFullAccess: full('dynamodb'),
  AmazonDynamoDBReadOnlyAccess: allow('dynamodb:BatchGetItem', 'dynamodb:DescribeTable', 'dynamodb:GetItem', 'dynamodb:PartiQLSelect', 'dynamodb:Query', 'dynamodb:Scan'),
  AmazonS3FullAccess: full('s3'),
  AmazonS3ReadOnlyAccess: allow('s3:Get*', 's3:List*'),
  AmazonSQSFullAccess: full('sqs'),
  AmazonSNSFullAccess: full('sns'),
  AmazonKinesisFullAccess: full('kinesis'),
  AmazonEventBridgeFullAccess: full('events'),
  AWSStepFunctionsFullAccess: full('states'),
  AWSLambda_FullAccess: full('lambda'),
  AWSKeyManagementServicePowerUser: allow('kms:DescribeKey'),
  SecretsManagerReadWrite: full('secretsmanager'),
  AmazonSSMReadOnlyAccess: allow('ssm:Get*'),
  AmazonSSMFullAccess: full('ssm'),
  CloudWatchLogsFullAccess: full('logs'),
  AWSLambdaBasicExecutionRole: allow('logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'),
  AWSLambdaVPCAccessExecutionRole: allow('logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'),
  AWSLambdaSQSQueueExecutionRole: allow('sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes', 'logs:CreateLogStream', 'logs:PutLogEvents'),
  AWSLambdaDynamoDBExecutionRole: allow('dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator', 'logs:CreateLogStream', 'logs:PutLogEvents'),
  AWSLambdaKinesisExecutionRole: allow('kinesis:DescribeStream', 'kinesis:DescribeStreamSummary', 'kinesis:GetRecords', 'kinesis:GetShardIterator', 'kinesis:ListShards', 'kinesis:SubscribeToShard',
    'logs:CreateLogStream', 'logs:PutLogEvents'),
  AWSXRayDaemonWriteAccess: { Statement: [] },
  AmazonAPIGatewayPushToCloudWatchLogs: allow('logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:DescribeLogStreams', 'logs:PutLogEvents', 'logs:GetLogEvents', 'logs:FilterLogEvents'),
  CloudWatchLambdaInsightsExecutionRolePolicy: allow('logs:CreateLogStream', 'logs:PutLogEvents'),
};

/** The statements of a policy of AWS by its ARN; `undefined` for one that is not known here. */
export function managedStatements(arn: string, stack: TemplateStack, texts: Texts): HeldStatement[] | undefined {
  const name = /^arn:aws:iam::aws:policy\/(?:.*\/)?([\w-]+)$/.exec(arn)?.[1];
  if (name === undefined || !Object.hasOwn(DOCUMENTS, name)) return undefined;
  const statements = statementsOf(new TemplateExpression(stack, DOCUMENTS[name])) ?? [];
  return statements.map((statement) => new HeldStatement(statement, undefined, texts, name));
}
