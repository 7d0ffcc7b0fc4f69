import type * as cloudformation from '@aws-sdk/client-cloudformation';
import type * as dynamodb from '@aws-sdk/client-dynamodb';
import type * as lambda from '@aws-sdk/client-lambda';
import { awsSdk } from './aws-sdk';
import type { Change, IsolationRecord } from './isolation';
import { clientOptions } from '../sign/aws-error';

/** What the AWS SDK packages are called that are loaded when an account is asked, and by nothing else of the package. */
const PACKAGES = ['@aws-sdk/client-cloudformation', '@aws-sdk/client-dynamodb', '@aws-sdk/client-lambda'];
const MARK = 'cdk-zero-trust:incident';
/** Source: Amazon DynamoDB API reference, BatchGetItem. */
const MOST_KEYS = 100;
/** Calls of Lambda at once. */
const AT_ONCE = 10;
const PLAY = 'isolateFunction';

interface Resource {
  readonly logicalId: string;
  readonly physicalId: string;
  readonly type: string;
}

/** A stack as it is deployed, asked through the AWS SDK with the credentials and the region of the environment. Only reads. */
export class DeployedStack {
  private readonly sdk: Sdk = awsSdk(PACKAGES);
  private readonly cloudFormation: cloudformation.CloudFormationClient;
  private readonly dynamoDb: dynamodb.DynamoDBClient;
  private readonly lambda: lambda.LambdaClient;

  constructor(private readonly name: string, region?: string) {
    const config = clientOptions(region);
    this.cloudFormation = new this.sdk.CloudFormationClient(config);
    this.dynamoDb = new this.sdk.DynamoDBClient(config);
    this.lambda = new this.sdk.LambdaClient(config);
  }

  /** Names of its functions, those of nested stacks included. */
  public async functions(): Promise<string[]> {
    return (await this.resources(this.name)).filter(({ type }) => type === 'AWS::Lambda::Function').map(({ physicalId }) => physicalId);
  }

  /** The table of incidents that a responder made in a stack: the CDK ends logical ids with the construct's id and a hash. */
  public async incidentTables(stack = this.name): Promise<string[]> {
    return (await this.resources(stack))
      .filter(({ type, logicalId }) => /^AWS::DynamoDB::(Global)?Table$/.test(type) && /Incidents[0-9A-F]{8}$/.test(logicalId))
      .map(({ physicalId }) => physicalId);
  }

  /** The incident that the tag of each function names, for those that have it. */
  public async marks(functions: string[]): Promise<Record<string, string>> {
    const marks: Record<string, string> = {};
    const arn = await this.functionArn();
    for (let at = 0; at < functions.length; at += AT_ONCE) {
      await Promise.all(functions.slice(at, at + AT_ONCE).map(async (name) => {
        const tags = await this.tagsOf(arn(name));
        if (tags[MARK] !== undefined) marks[name] = tags[MARK];
      }));
    }
    return marks;
  }

  /** What the table of incidents has about isolations of functions. */
  public async isolations(table: string, functions: string[]): Promise<IsolationRecord[]> {
    const targets = await this.items(table, functions.map((name) => `target#FUNCTION#${name}`));
    const held = new Map(functions.flatMap((name) => {
      const incident = targets.get(`target#FUNCTION#${name}`)?.incident?.S;
      return incident === undefined ? [] : [[name, incident] as const];
    }));
    const of = [...held.values()];
    const items = await this.items(table, of.flatMap((incident) => [
      `incident#${incident}`, `step#${incident}#plan#member`, ...['eventSources', 'network'].map((step) => `step#${incident}#${PLAY}#${step}`),
    ]));
    return [...held].map(([name, incident]) => {
      const { plays, finding } = items.get(`incident#${incident}`) ?? {};
      const play = plays?.M?.[PLAY]?.M;
      const before = (step: string) => JSON.parse(items.get(`step#${incident}#${step}`)?.before?.S ?? 'null');
      return {
        name,
        incident,
        state: play?.state?.S,
        since: play?.at?.S,
        finding: finding?.M?.type?.S,
        resources: [
          ...before('plan#member')?.role === undefined ? [] : [before('plan#member').role as string],
          ...before(`${PLAY}#eventSources`) as string[] | null ?? [],
          ...Object.keys(before(`${PLAY}#network`) ?? {}),
        ],
      };
    });
  }

  /** What a change set of the stack would do. */
  public async changes(changeSet: string): Promise<Change[]> {
    const changes: Change[] = [];
    let NextToken: string | undefined;
    do {
      const page: cloudformation.DescribeChangeSetCommandOutput = await this.cloudFormation.send(
        new this.sdk.DescribeChangeSetCommand({ StackName: this.name, ChangeSetName: changeSet, NextToken }));
      for (const { ResourceChange: change } of page.Changes ?? []) {
        if (change) changes.push({ action: change.Action, type: change.ResourceType ?? '', physicalId: change.PhysicalResourceId });
      }
      NextToken = page.NextToken;
    } while (NextToken);
    return changes;
  }

  private async functionArn(): Promise<(name: string) => string> {
    const { Stacks } = await this.cloudFormation.send(new this.sdk.DescribeStacksCommand({ StackName: this.name }));
    const [, partition, , region, account] = Stacks![0].StackId!.split(':');
    return (name) => `arn:${partition}:lambda:${region}:${account}:function:${name}`;
  }

  private async tagsOf(Resource: string): Promise<Record<string, string>> {
    try {
      return (await this.lambda.send(new this.sdk.ListTagsCommand({ Resource }))).Tags ?? {};
    } catch (error) {
      // deleted by hand: the deployment makes a new one, which is isolated by nothing
      if ((error as Error).name !== 'ResourceNotFoundException') throw error;
      return {};
    }
  }

  private async resources(stack: string): Promise<Resource[]> {
    const found: Resource[] = [];
    for await (const { StackResourceSummaries } of this.sdk.paginateListStackResources({ client: this.cloudFormation }, { StackName: stack })) {
      for (const { LogicalResourceId, PhysicalResourceId, ResourceType } of StackResourceSummaries ?? []) {
        if (PhysicalResourceId) found.push({ logicalId: LogicalResourceId!, physicalId: PhysicalResourceId, type: ResourceType! });
      }
    }
    const nested = found.filter(({ type }) => type === 'AWS::CloudFormation::Stack');
    for (const { physicalId } of nested) found.push(...await this.resources(physicalId));
    return found;
  }

  /** Items by their keys, consistent and complete. */
  private async items(table: string, ids: string[]): Promise<Map<string, Record<string, dynamodb.AttributeValue>>> {
    const items = new Map<string, Record<string, dynamodb.AttributeValue>>();
    for (let left = ids; left.length > 0;) {
      const { Responses, UnprocessedKeys } = await this.dynamoDb.send(new this.sdk.BatchGetItemCommand({
        RequestItems: { [table]: { Keys: left.slice(0, MOST_KEYS).map((id) => ({ id: { S: id } })), ConsistentRead: true } },
      }));
      for (const item of Responses?.[table] ?? []) items.set(item.id.S!, item);
      left = [...UnprocessedKeys?.[table]?.Keys?.map(({ id }) => id.S!) ?? [], ...left.slice(MOST_KEYS)];
    }
    return items;
  }
}

type Sdk = typeof cloudformation & typeof dynamodb & typeof lambda;
