import {
  AuthorizeSecurityGroupEgressCommand, DescribeSecurityGroupsCommand, EC2Client, IpPermission, RevokeSecurityGroupEgressCommand,
} from '@aws-sdk/client-ec2';
import {
  DeleteFunctionConcurrencyCommand, GetFunctionConcurrencyCommand, GetFunctionCommand, GetPolicyCommand, LambdaClient,
  ListAliasesCommand, ListAliasesCommandOutput,
  paginateListEventSourceMappings, PutFunctionConcurrencyCommand, TagResourceCommand, UntagResourceCommand, UpdateEventSourceMappingCommand,
} from '@aws-sdk/client-lambda';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { Incident, link } from './incidents';
import { PlayRequest, run, Step } from './play';
import { recentLogs } from './recent-logs';

const PLAY = 'isolateFunction';
/** On the function while it is isolated, for pipelines and people. */
const TAG = 'cdk-zero-trust:incident';

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
 * change of rules, and end with the runs. The steps are the same for a function that is gone: what it left behind is closed and given back.
 */
function stepsFor({ incident, target: { id } }: Incident, phase: IsolationPhase): Step[] {
  return phase === 'NETWORK' ? [closeNetwork(incident, id)] : [evidence(incident, id), mark(incident, id), stopEventSources(id), stopRuns(id)];
}

const describe = (FunctionName: string) => orNothing(lambda.send(new GetFunctionCommand({ FunctionName })));

function evidence(incident: string, name: string): Step<null> {
  return {
    name: 'evidence',
    read: async () => null,
    act: async () => {
      const { Configuration, Tags, Concurrency } = await describe(name);
      const logGroupName = Configuration?.LoggingConfig?.LogGroup;
      const { Policy } = await orNothing(lambda.send(new GetPolicyCommand({ FunctionName: name })));
      const { events, complete } = logGroupName === undefined ? {} : await orNothing(recentLogs(logGroupName));
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
          logs: events,
          logsComplete: complete,
        }),
        ContentType: 'application/json',
      }));
    },
    // evidence stays, that of the time before the isolation
    undo: async () => {},
    renew: async () => {},
  };
}

function mark(incident: string, name: string): Step<{ arn: string; tag?: string } | null> {
  const set = (Resource: string, tag?: string) => orNothing<object>(tag === undefined
    ? lambda.send(new UntagResourceCommand({ Resource, TagKeys: [TAG] }))
    : lambda.send(new TagResourceCommand({ Resource, Tags: { [TAG]: tag } })));
  return {
    name: 'mark',
    read: async () => {
      const { Configuration, Tags } = await describe(name);
      return Configuration ? { arn: Configuration.FunctionArn!, tag: Tags?.[TAG] } : null;
    },
    act: async (before) => { if (before) await set(before.arn, incident); },
    undo: async (before) => { if (before) await set(before.arn, before.tag); },
  };
}

/** The mappings that are enabled: those that somebody had switched off stay so. */
function stopEventSources(FunctionName: string): Step<string[]> {
  // one that is being created or changed refuses, and the state machine asks again; one that was deleted has nothing to stop
  const set = (ids: string[], Enabled: boolean) => Promise.all(ids.map((UUID) =>
    orNothing(lambda.send(new UpdateEventSourceMappingCommand({ UUID, Enabled })))));
  const enabled = async () => {
    const ids = new Set<string>();
    // whether the name alone finds mappings of its aliases is not documented
    for (const name of [FunctionName, ...(await aliasesOf(FunctionName)).map((alias) => `${FunctionName}:${alias}`)]) {
      for await (const { EventSourceMappings } of paginateListEventSourceMappings({ client: lambda }, { FunctionName: name })) {
        for (const { UUID, State } of EventSourceMappings ?? []) if (!/^Disabl|^Delet/.test(State ?? '')) ids.add(UUID!);
      }
    }
    return [...ids];
  };
  return {
    name: 'eventSources',
    read: enabled,
    act: async (ids) => { await set(ids, false); },
    undo: async (ids) => { await set(ids, true); },
    renew: async () => { await set(await enabled(), false); },
  };
}

async function aliasesOf(FunctionName: string): Promise<string[]> {
  const names: string[] = [];
  let Marker: string | undefined;
  do {
    const page: Partial<ListAliasesCommandOutput> = await orNothing(lambda.send(new ListAliasesCommand({ FunctionName, Marker })));
    names.push(...page.Aliases?.map(({ Name }) => Name!) ?? []);
    Marker = page.NextMarker;
  } while (Marker);
  return names;
}

function stopRuns(FunctionName: string): Step<number | null> {
  const reserve = (most: number) => orNothing(lambda.send(new PutFunctionConcurrencyCommand({ FunctionName, ReservedConcurrentExecutions: most })));
  const free = () => orNothing(lambda.send(new DeleteFunctionConcurrencyCommand({ FunctionName })));
  return {
    name: 'concurrency',
    read: async () => (await orNothing(lambda.send(new GetFunctionConcurrencyCommand({ FunctionName })))).ReservedConcurrentExecutions ?? null,
    act: async () => { await reserve(0); },
    undo: async (before) => { await (before === null ? free() : reserve(before)); },
  };
}

/** The rules of all its security groups. Which groups they are is kept as well: a function that is gone does not name them anymore. */
function closeNetwork(incident: string, name: string): Step<Record<string, IpPermission[]>> {
  const groups = async () => (await describe(name)).Configuration?.VpcConfig?.SecurityGroupIds ?? [];
  const close = async (ids: string[]) => {
    for (const GroupId of ids) {
      const IpPermissions = await egressOf(GroupId) ?? [];
      if (IpPermissions.length > 0) await ec2.send(new RevokeSecurityGroupEgressCommand({ GroupId, IpPermissions }));
    }
  };
  return {
    name: 'network',
    read: async () => Object.fromEntries(await Promise.all((await groups()).map(async (id) => [id, await egressOf(id) ?? []]))),
    act: async (before) => {
      for (const id of Object.keys(before)) await link({ group: id }, incident);
      await close(Object.keys(before));
    },
    renew: async (before) => close([...new Set([...Object.keys(before), ...await groups()])]),
    undo: async (before) => {
      for (const [GroupId, egress] of Object.entries(before)) {
        const current = await egressOf(GroupId);
        // the service refuses all rules of a call when one is there: what somebody gave back already is left out
        const there = new Set(current?.flatMap(singleRules).map(keyOf));
        const IpPermissions = egress.flatMap(singleRules).filter((rule) => !there.has(keyOf(rule)));
        if (current && IpPermissions.length > 0) await ec2.send(new AuthorizeSecurityGroupEgressCommand({ GroupId, IpPermissions }));
      }
    },
  };
}

/** The egress rules of a security group; undefined for one that is gone. */
async function egressOf(id: string): Promise<IpPermission[] | undefined> {
  const answer = await ec2.send(new DescribeSecurityGroupsCommand({ GroupIds: [id] })).catch(unless('InvalidGroup.NotFound'));
  return answer?.SecurityGroups?.[0].IpPermissionsEgress;
}

const PEERS = ['IpRanges', 'Ipv6Ranges', 'PrefixListIds', 'UserIdGroupPairs'] as const;

function singleRules(permission: IpPermission): IpPermission[] {
  const { IpProtocol, FromPort, ToPort } = permission;
  return PEERS.flatMap((peers) => permission[peers]?.map((peer) => ({ IpProtocol, FromPort, ToPort, [peers]: [peer] })) ?? []);
}

/** What makes a rule the same as another: all but its description. */
function keyOf(rule: IpPermission): string {
  return JSON.stringify(rule, (name, value) => (name === 'Description' ? undefined : value));
}

/** What need not be there: a policy, a log group that has not been written to, a function that was deleted meanwhile. */
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
