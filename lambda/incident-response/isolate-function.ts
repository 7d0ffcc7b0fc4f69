import { CloudWatchLogsClient, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import {
  AuthorizeSecurityGroupEgressCommand, DescribeSecurityGroupsCommand, EC2Client, IpPermission, RevokeSecurityGroupEgressCommand,
} from '@aws-sdk/client-ec2';
import {
  DeleteFunctionConcurrencyCommand, GetFunctionConcurrencyCommand, GetFunctionCommand, GetPolicyCommand, LambdaClient,
  paginateListEventSourceMappings, PutFunctionConcurrencyCommand, TagResourceCommand, UntagResourceCommand, UpdateEventSourceMappingCommand,
} from '@aws-sdk/client-lambda';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { Incident } from './incidents';
import { PlayRequest, run, Step } from './play';

const PLAY = 'isolateFunction';
/** On the function while it is isolated, for pipelines and people. */
const TAG = 'cdk-zero-trust:incident';
const LOG_WINDOW_MS = 15 * 60_000;

const lambda = new LambdaClient({});
const ec2 = new EC2Client({});

/** What a request is about: between the two, the state machine denies everything to the role of the function. */
export type IsolationPhase = 'RUNS' | 'NETWORK';

/** Isolates a function of the zone, and gives back exactly what was there. */
export async function isolateFunction(request: PlayRequest & { readonly phase: IsolationPhase }): Promise<void> {
  await run(PLAY, (incident) => stepsFor(incident, request.phase), request);
}

/**
 * Evidence first, since what follows changes it; then no new events and no new runs, and the network last: connections that are open outlive a
 * change of rules, and end with the runs.
 */
async function stepsFor({ incident, target }: Incident, phase: IsolationPhase): Promise<Step[]> {
  const { Configuration } = await lambda.send(new GetFunctionCommand({ FunctionName: target.id }));
  const { FunctionArn, VpcConfig, LoggingConfig } = Configuration!;
  if (phase === 'NETWORK') return (VpcConfig?.SecurityGroupIds ?? []).map(closeEgress);
  return [
    evidence(incident, target.id, LoggingConfig?.LogGroup), mark(incident, FunctionArn!), stopEventSources(target.id), stopRuns(target.id),
  ];
}

function evidence(incident: string, name: string, logGroupName?: string): Step<null> {
  return {
    name: 'evidence',
    read: async () => null,
    act: async () => {
      const { Configuration, Tags, Concurrency } = await lambda.send(new GetFunctionCommand({ FunctionName: name }));
      const { Policy } = await orNothing(lambda.send(new GetPolicyCommand({ FunctionName: name })));
      const logs = new CloudWatchLogsClient({});
      const { events } = logGroupName === undefined ? {} : await orNothing(logs.send(new FilterLogEventsCommand({
        logGroupName, startTime: Date.now() - LOG_WINDOW_MS, limit: 1_000,
      })));
      // an environment holds names and not secrets in this library, but what others put there is not evidence to be spread
      const { Environment, ...configuration } = Configuration ?? {};
      await new S3Client({}).send(new PutObjectCommand({
        Bucket: process.env.EVIDENCE_BUCKET,
        Key: `incidents/${incident}/${name}.json`,
        Body: JSON.stringify({
          takenAt: new Date().toISOString(),
          configuration: { ...configuration, EnvironmentNames: Object.keys(Environment?.Variables ?? {}) },
          tags: Tags,
          concurrency: Concurrency,
          policy: Policy && JSON.parse(Policy),
          logs: events?.map(({ timestamp, logStreamName, message }) => ({ timestamp, logStreamName, message })),
        }),
        ContentType: 'application/json',
      }));
    },
    // evidence stays
    undo: async () => {},
  };
}

function mark(incident: string, Resource: string): Step<null> {
  return {
    name: 'mark',
    read: async () => null,
    act: async () => { await lambda.send(new TagResourceCommand({ Resource, Tags: { [TAG]: incident } })); },
    undo: async () => { await lambda.send(new UntagResourceCommand({ Resource, TagKeys: [TAG] })); },
  };
}

/** The mappings that are enabled: those that somebody had switched off stay so. */
function stopEventSources(FunctionName: string): Step<string[]> {
  const set = (ids: string[], Enabled: boolean) => Promise.all(
    ids.map((UUID) => lambda.send(new UpdateEventSourceMappingCommand({ UUID, Enabled }))));
  return {
    name: 'eventSources',
    read: async () => {
      const ids: string[] = [];
      for await (const { EventSourceMappings } of paginateListEventSourceMappings({ client: lambda }, { FunctionName })) {
        for (const { UUID, State } of EventSourceMappings ?? []) if (!/^Disabl|^Delet/.test(State ?? '')) ids.push(UUID!);
      }
      return ids;
    },
    act: async (ids) => { await set(ids, false); },
    undo: async (ids) => { await set(ids, true); },
  };
}

function stopRuns(FunctionName: string): Step<number | null> {
  const reserve = (most: number) => lambda.send(new PutFunctionConcurrencyCommand({ FunctionName, ReservedConcurrentExecutions: most }));
  return {
    name: 'concurrency',
    read: async () => (await lambda.send(new GetFunctionConcurrencyCommand({ FunctionName }))).ReservedConcurrentExecutions ?? null,
    act: async () => { await reserve(0); },
    undo: async (before) => { await (before === null ? lambda.send(new DeleteFunctionConcurrencyCommand({ FunctionName })) : reserve(before)); },
  };
}

function closeEgress(GroupId: string): Step<IpPermission[]> {
  return {
    name: `egress ${GroupId}`,
    read: async () => (await ec2.send(new DescribeSecurityGroupsCommand({ GroupIds: [GroupId] }))).SecurityGroups?.[0].IpPermissionsEgress ?? [],
    act: async (IpPermissions) => {
      if (IpPermissions.length === 0) return;
      await ec2.send(new RevokeSecurityGroupEgressCommand({ GroupId, IpPermissions })).catch(unless('InvalidPermission.NotFound'));
    },
    undo: async (IpPermissions) => {
      if (IpPermissions.length === 0) return;
      await ec2.send(new AuthorizeSecurityGroupEgressCommand({ GroupId, IpPermissions })).catch(unless('InvalidPermission.Duplicate'));
    },
  };
}

/** What need not be there: a function without a policy, a log group that has not been written to. */
async function orNothing<T extends object>(asked: Promise<T>): Promise<Partial<T>> {
  try {
    return await asked;
  } catch (error) {
    unless('ResourceNotFoundException')(error as Error);
    return {};
  }
}

function unless(name: string): (error: Error) => undefined {
  return (error) => {
    if (error.name !== name) throw error;
    return undefined;
  };
}
