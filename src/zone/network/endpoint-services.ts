import { Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import type { IConstruct } from 'constructs';
import { OPERATIONS_BY_ENDPOINT } from './endpoint-operations';
import { HOSTS_OF_ENDPOINT, INTERFACE_ENDPOINTS } from './interface-endpoints';

/** How a service is reached from an isolated subnet. */
export interface EndpointService {
  /** Name of the endpoint service, after `com.amazonaws.<region>.`. */
  readonly name: string;
  /** Gateway endpoints are free and need a prefix list in the security group; all others are interfaces. */
  readonly gateway?: 'dynamodb' | 's3';
}

/** Where an action leads from an isolated subnet. */
export type Way =
  | { readonly kind: 'endpoint'; readonly service: EndpointService }
  /** To an address in the VPC: what the action allows is a connection, whose egress is declared for itself. */
  | { readonly kind: 'inside' }
  /** Nowhere: the action is a condition of other calls. */
  | { readonly kind: 'no call' }
  /** To a host that no endpoint serves. */
  | { readonly kind: 'none'; readonly host: string };

const GATEWAYS = ['dynamodb', 's3'] as const;

/**
 * Permissions that no operation is called, and the endpoints that ask for them.
 *
 * Source: Service Authorization Reference; guides of the services, "interface VPC endpoints".
 */
export const PERMISSIONS: Record<string, Record<string, string>> = {
  'appsync': { 'appsync-api': 'EventConnect EventPublish EventSubscribe GraphQL' },
  'aps': { 'aps-workspaces': 'GetLabels GetMetricMetadata GetSeries QueryMetrics RemoteWrite' },
  'bedrock-agentcore': { 'bedrock-agentcore.gateway': 'InvokeGateway' },
  'codeartifact': { 'codeartifact.repositories': 'ReadFromRepository' },
  'codecommit': { 'git-codecommit': 'GitPull GitPush' },
  'emr-serverless': { 'emr-serverless-services.livy': 'AccessLivyEndpoints' },
  'neptune-graph': {
    'neptune-graph-data': 'CancelQuery DeleteDataViaQuery GetGraphSummary GetQueryStatus ListQueries ReadDataViaQuery WriteDataViaQuery',
  },
  'rekognition': { 'streaming-rekognition': 'StartFaceLivenessSession' },
  'transcribe': {
    transcribestreaming: 'StartCallAnalyticsStreamTranscription StartCallAnalyticsStreamTranscriptionWebSocket StartMedicalStreamTranscription '
      + 'StartMedicalStreamTranscriptionWebSocket StartStreamTranscription StartStreamTranscriptionWebSocket',
  },
};

/** Connections to what stands in the VPC: databases, caches, file systems, brokers, domains, endpoints that a service or cluster owns. */
export const INSIDE: Record<string, string> = {
  'aoss': 'APIAccessAll',
  'dax': 'BatchGetItem BatchWriteItem ConditionCheckItem DeleteItem GetItem PutItem Query Scan UpdateItem',
  'dsql': 'DbConnect DbConnectAdmin',
  'elasticache': 'Connect',
  'elasticfilesystem': 'ClientMount ClientRootAccess ClientWrite',
  'es': 'ESCrossClusterGet ESHttpDelete ESHttpGet ESHttpHead ESHttpPatch ESHttpPost ESHttpPut',
  'kafka-cluster': '*',
  'memorydb': 'Connect',
  'neptune-db': '*',
  'rds-db': '*',
  'vpc-lattice-svcs': '*',
};

/** What a service asks of its caller and nobody calls. */
export const NO_CALL: Record<string, string> = {
  'aws-marketplace': 'Subscribe Unsubscribe ViewSubscriptions',
  'bedrock': 'CallWithBearerToken',
  'iam': 'CreateServiceLinkedRole PassRole',
};

const PREFIX_OF_ENDPOINT = new Map(Object.entries(INTERFACE_ENDPOINTS)
  .flatMap(([prefix, names]) => names.split(' ').map((name) => [name, prefix] as const)));

/** Where an action leads; more than one way when it has a wildcard or several endpoints serve it. */
export function waysOf(action: string): Way[] {
  const [prefix, ...rest] = action.split(':');
  if (rest.length === 0) return [];
  const service = prefix.toLowerCase();
  const asked = pattern(rest.join(':'));
  if (isFor(INSIDE[service], asked)) return [{ kind: 'inside' }];
  if (isFor(NO_CALL[service], asked)) return [{ kind: 'no call' }];
  const { '*': main = service, ...others } = OPERATIONS_BY_ENDPOINT[service] ?? {};
  const names = [others, PERMISSIONS[service] ?? {}]
    .flatMap((byEndpoint) => Object.keys(byEndpoint).filter((name) => lists(byEndpoint[name], asked)));
  return (names.length === 0 || asked.wide ? [...new Set([main, ...names])] : names).map(wayTo);
}

function wayTo(name: string): Way {
  const gateway = GATEWAYS.find((one) => one === name);
  if (gateway) return { kind: 'endpoint', service: { name, gateway } };
  return PREFIX_OF_ENDPOINT.has(name) ? { kind: 'endpoint', service: { name } } : { kind: 'none', host: name.replace('!', '') };
}

interface Pattern {
  readonly expression: RegExp;
  /** `*` or a verb and `*`: the main endpoint, whose operations are not listed, serves some of them. */
  readonly wide: boolean;
}

function pattern(operation: string): Pattern {
  const text = operation.replace(/[^\w*?]/g, '\\$&').replace(/\*/g, '.*').replace(/\?/g, '.');
  return { expression: new RegExp(`^${text}$`, 'i'), wide: /^[A-Z]?[a-z]*\*$/.test(operation) };
}

function lists(operations: string, { expression }: Pattern): boolean {
  return operations.split(' ').some((operation) => expression.test(operation));
}

/** Whether a list holds all that a pattern stands for: `es:*` is the service's API too, and `es:ESHttp*` is not. */
function isFor(operations: string | undefined, asked: Pattern): boolean {
  return operations === '*' || (operations !== undefined && !asked.wide && lists(operations, asked));
}

/** Whether a destination that was declared is a host of a service: `route53.amazonaws.com`, `es.eu-west-1.amazonaws.com`. */
export function isHostOf(domain: string, host: string): boolean {
  return domain.startsWith(`${host}.`) && /\.(amazonaws\.com(\.cn)?|amazonaws\.eu|api\.aws|aws)$/.test(domain);
}

/**
 * Hosts under `<region>.<suffix>` by which SDKs call a service, where botocore does not tell. `<account>` stands for the account, `*`
 * for names that only deployment knows: of buckets, of APIs.
 *
 * Source: AWS General Reference, "Service endpoints and quotas".
 */
const HOSTS: Record<string, string[]> = {
  'appsync-api': ['*.appsync-api', '*.appsync-realtime-api'],
  'bedrock-agentcore.gateway': ['*.gateway.bedrock-agentcore'],
  'codeartifact.repositories': ['*.d.codeartifact'],
  'dynamodb': ['dynamodb', '<account>.ddb'],
  'ecr.dkr': ['*.dkr.ecr'],
  'execute-api': ['*.execute-api'],
  'kinesis-streams': ['kinesis', '<account>.control-kinesis', '<account>.data-kinesis'],
  's3': ['s3', '*.s3'],
};

/** The names that SDKs ask of DNS to call a service in the region of a construct. */
export function hostsOf(scope: IConstruct, service: string): string[] {
  const { account, region, urlSuffix } = Stack.of(scope);
  const prefix = PREFIX_OF_ENDPOINT.get(service);
  // services of the whole partition have one host
  if (prefix === 'com.amazonaws') return [`${service}.${urlSuffix}`];
  const suffix = prefix?.startsWith('aws.api.') ? 'api.aws' : urlSuffix;
  const hosts = HOSTS[service] ?? HOSTS_OF_ENDPOINT[service]?.split(' ') ?? [service];
  return hosts.map((host) => `${host.replace('<account>', account)}.${region}.${suffix}`);
}

/** The endpoint service as EC2 calls it, in the region and partition of the construct that uses it. */
export function interfaceServiceName(service: string): string {
  const prefix = PREFIX_OF_ENDPOINT.get(service) ?? 'com.amazonaws.<region>';
  if (prefix === 'com.amazonaws.<region>') return new ec2.InterfaceVpcEndpointAwsService(service).name;
  const regional = prefix.endsWith('.<region>');
  return new ec2.InterfaceVpcEndpointAwsService(service, prefix.replace('.<region>', ''), undefined, { global: !regional }).name;
}
