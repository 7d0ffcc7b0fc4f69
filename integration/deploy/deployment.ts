import { readFileSync } from 'fs';
import { join } from 'path';
import {
  CloudFormationClient, CreateStackCommand, DeleteStackCommand, paginateDescribeStackEvents, paginateDescribeStacks, paginateListStackResources,
  Stack,
  UpdateStackCommand,
} from '@aws-sdk/client-cloudformation';
import { App } from 'aws-cdk-lib';
import { AssetRewriter, Assets } from './assets';
import { Deployable, deployable, Template } from './template';
import { allPages } from '../use/all-pages';

export const ACCOUNT = '000000000000';
export const REGION = 'eu-west-1';
/** Where CloudFront's web ACLs, logs and alarms are. */
export const GLOBAL_REGION = 'us-east-1';
const TIMEOUT_MS = 60_000;

/** Changes what is deployed, for what the emulator has in another form. */
export interface Rewriter {
  readonly template?: (deployable: Deployable, source: Template) => void;
  readonly assets?: AssetRewriter;
}

/** How a deployment ended. */
export interface Outcome {
  readonly status: string;
  /** What failed and why, a line each. */
  readonly failures: string[];
}

/** An app on its way into the emulator, by CloudFormation and nothing else. */
export class Deployment {
  /** Deletes every stack of the account, whoever made it, and returns their names. */
  public static async deleteAll(): Promise<string[]> {
    return [...await Deployment.deleteAllIn(REGION), ...await Deployment.deleteAllIn(GLOBAL_REGION)];
  }

  private static async deleteAllIn(region: string): Promise<string[]> {
    const deployment = new Deployment(region);
    const stacks = await allPages(paginateDescribeStacks({ client: deployment.cloudFormation }, {}), ({ Stacks }) => Stacks);
    const names = stacks.filter(({ StackStatus }) => StackStatus !== 'DELETE_COMPLETE').map(({ StackName }) => StackName!);
    for (const name of names.reverse()) await deployment.delete(name);
    return names;
  }

  private readonly cloudFormation: CloudFormationClient;
  private readonly assets: Assets;
  private readonly deployed: string[] = [];

  constructor(region: string = REGION) {
    this.cloudFormation = new CloudFormationClient({ region });
    this.assets = new Assets(ACCOUNT, region);
  }

  /** Creates a stack, or updates it where it is. Its assets and template go first. */
  public async deploy(app: App, stackName: string, rewriter: Rewriter = {}): Promise<Outcome> {
    const outdir = app.synth().directory;
    const template = this.rewritten(outdir, stackName, rewriter);
    await this.assets.publish(outdir, stackName, rewriter.assets); // after the template, from which a rewriter knows what to add to which asset
    return this.deployTemplate(stackName, template);
  }

  /** The same from an assembly whose assets are where its templates name them. */
  public async deployPublished(outdir: string, stackName: string, rewriter: Omit<Rewriter, 'assets'> = {}): Promise<Outcome> {
    return this.deployTemplate(stackName, this.rewritten(outdir, stackName, rewriter));
  }

  private rewritten(outdir: string, stackName: string, rewriter: Rewriter): Template {
    const source = JSON.parse(readFileSync(join(outdir, `${stackName}.template.json`), 'utf-8')) as Template;
    const stack = deployable(source);
    rewriter.template?.(stack, source);
    return stack.template;
  }

  private async deployTemplate(stackName: string, template: Template): Promise<Outcome> {
    const TemplateURL = await this.assets.putTemplate(process.env.AWS_ENDPOINT_URL!, stackName, template);
    const input = { StackName: stackName, TemplateURL, Capabilities: ['CAPABILITY_NAMED_IAM' as const] };
    const existed = await this.find(stackName);
    if (!this.deployed.includes(stackName)) this.deployed.push(stackName);
    await this.cloudFormation.send(existed ? new UpdateStackCommand(input) : new CreateStackCommand(input));
    const { StackStatus: status = 'DELETED', StackId } = await this.settled(stackName) ?? {};
    return { status, failures: /ROLLBACK|FAILED/.test(status) ? await this.failuresOf(StackId!) : [] };
  }

  /** Deletes a stack, if there is one, and waits until it is gone. */
  public async delete(stackName: string): Promise<void> {
    if (!await this.find(stackName)) return;
    await this.cloudFormation.send(new DeleteStackCommand({ StackName: stackName }));
    const left = await this.settled(stackName);
    if (left) throw new Error(`${stackName} is not deleted: ${left.StackStatus}`);
  }

  /** Deletes all that was deployed, in the opposite order. */
  public async takeDown(): Promise<void> {
    for (const stackName of this.deployed.splice(0).reverse()) await this.delete(stackName);
  }

  /** Physical ids by logical id. */
  public async idsOf(stackName: string): Promise<Record<string, string>> {
    const ids: Record<string, string> = {};
    for await (const { StackResourceSummaries } of paginateListStackResources({ client: this.cloudFormation }, { StackName: stackName })) {
      for (const { LogicalResourceId, PhysicalResourceId } of StackResourceSummaries ?? []) ids[LogicalResourceId!] = PhysicalResourceId ?? '';
    }
    return ids;
  }

  /** What a stack gives out, by name. */
  public async outputsOf(stackName: string): Promise<Record<string, string>> {
    const { Outputs = [] } = await this.find(stackName) ?? {};
    return Object.fromEntries(Outputs.map(({ OutputKey, OutputValue }) => [OutputKey!, OutputValue!]));
  }

  private async settled(stackName: string): Promise<Stack | undefined> {
    for (const until = Date.now() + TIMEOUT_MS; Date.now() < until;) {
      const stack = await this.find(stackName);
      if (!stack?.StackStatus?.endsWith('_IN_PROGRESS')) return stack;
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
    throw new Error(`${stackName} does not settle within ${TIMEOUT_MS / 1000} s`);
  }

  private async find(stackName: string): Promise<Stack | undefined> {
    try {
      const stacks = await allPages(paginateDescribeStacks({ client: this.cloudFormation }, { StackName: stackName }), ({ Stacks }) => Stacks);
      return stacks.find(({ StackStatus }) => StackStatus !== 'DELETE_COMPLETE');
    } catch (error) {
      if (/does not exist/.test((error as Error).message)) return undefined;
      throw error;
    }
  }

  private async failuresOf(stackId: string): Promise<string[]> {
    const failures: string[] = [];
    for await (const { StackEvents } of paginateDescribeStackEvents({ client: this.cloudFormation }, { StackName: stackId })) {
      for (const { ResourceStatus, LogicalResourceId, ResourceType, ResourceStatusReason } of StackEvents ?? []) {
        if (ResourceStatus?.endsWith('_FAILED')) failures.push(`${LogicalResourceId} (${ResourceType}): ${ResourceStatusReason}`);
      }
    }
    return failures;
  }
}
