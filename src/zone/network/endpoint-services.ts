import { Stack } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/** How a service is reached from an isolated subnet. */
export interface EndpointService {
  /** Name of the endpoint service, after `com.amazonaws.<region>.`. */
  readonly name: string;
  /** Gateway endpoints are free and need a prefix list in the security group; all others are interfaces. */
  readonly gateway?: 'dynamodb' | 's3';
}

/**
 * IAM service prefix, or an action that has an endpoint of its own → endpoint service.
 *
 * Source: AWS PrivateLink guide, "AWS services that integrate with AWS PrivateLink".
 */
export const ENDPOINT_SERVICES: Record<string, EndpointService> = {
  'bedrock': { name: 'bedrock-runtime' },
  'cloudwatch': { name: 'monitoring' },
  'cognito-idp': { name: 'cognito-idp' },
  'dynamodb': { name: 'dynamodb', gateway: 'dynamodb' },
  'ec2': { name: 'ec2' },
  'ecr': { name: 'ecr.api' },
  'events': { name: 'events' },
  'execute-api': { name: 'execute-api' },
  'firehose': { name: 'kinesis-firehose' },
  'kinesis': { name: 'kinesis-streams' },
  'kms': { name: 'kms' },
  'lambda': { name: 'lambda' },
  'logs': { name: 'logs' },
  'rds-data': { name: 'rds-data' },
  's3': { name: 's3', gateway: 's3' },
  'scheduler': { name: 'scheduler' },
  'secretsmanager': { name: 'secretsmanager' },
  'sns': { name: 'sns' },
  'sqs': { name: 'sqs' },
  'ssm': { name: 'ssm' },
  'states': { name: 'states' },
  'states:StartSyncExecution': { name: 'sync-states' },
  'sts': { name: 'sts' },
  'verifiedpermissions': { name: 'verifiedpermissions' },
};

/**
 * Endpoint service → hosts under `<region>.<suffix>` by which SDKs call it, where that is not its own name. `<account>` stands
 * for the account, `*` for names that only deployment knows: of buckets, of APIs.
 *
 * Source: AWS General Reference, "Service endpoints and quotas".
 */
const HOSTS: Record<string, string[]> = {
  'dynamodb': ['dynamodb', '<account>.ddb'],
  'ecr.api': ['api.ecr'],
  'execute-api': ['*.execute-api'],
  'kinesis-firehose': ['firehose'],
  'kinesis-streams': ['kinesis', '<account>.control-kinesis', '<account>.data-kinesis'],
  's3': ['s3', '*.s3'],
};

/** The names that SDKs ask of DNS to call a service in the region of a construct. */
export function hostsOf(scope: IConstruct, service: string): string[] {
  const { account, region, urlSuffix } = Stack.of(scope);
  return (HOSTS[service] ?? [service]).map((host) => `${host.replace('<account>', account)}.${region}.${urlSuffix}`);
}
