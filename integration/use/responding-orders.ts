import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, paginateScan } from '@aws-sdk/lib-dynamodb';
import { App, CfnElement, Stack } from 'aws-cdk-lib';
import { allPages } from './all-pages';
import { Deployment, Rewriter } from '../deploy/deployment';

/** orders-api with a responder in its zone, deployed. */
export class RespondingOrders {
  private readonly deployment = new Deployment();
  private readonly items = DynamoDBDocumentClient.from(new DynamoDBClient({}));
  private stack!: Stack;
  private ids: Record<string, string> = {};

  public async deploy(app: App, { beside = [], rewriter = {} }: { readonly beside?: string[]; readonly rewriter?: Rewriter } = {}): Promise<void> {
    this.stack = app.node.findChild('Orders') as Stack;
    for (const name of ['Orders', ...beside]) {
      const { status, failures } = await this.deployment.deploy(app, name, rewriter);
      expect({ name, status, failures }).toEqual({ name, status: 'CREATE_COMPLETE', failures: [] });
    }
    this.ids = await this.deployment.idsOf('Orders');
  }

  /** Physical ids of a stack that was deployed beside, by logical id. */
  public idsOf(stack: string): Promise<Record<string, string>> {
    return this.deployment.idsOf(stack);
  }

  public takeDown(): Promise<void> {
    return this.deployment.takeDown();
  }

  /** Physical ids by logical id. */
  public get all(): Record<string, string> {
    return this.ids;
  }

  /** The physical id of a construct by its path below the stack. */
  public idOf(path: string): string {
    return this.ids[this.logicalIdOf(path)];
  }

  public logicalIdOf(path: string): string {
    const construct = path.split('/').reduce((at, id) => at.node.findChild(id), this.stack as Stack['node']['root']);
    return this.stack.getLogicalId(construct.node.defaultChild as CfnElement);
  }

  /** What the table of incidents holds: the incidents themselves, the steps of plays and what is counted. */
  public async records(): Promise<any[]> {
    const scan = { TableName: this.idOf('TrustZone/Responder/Incidents'), ConsistentRead: true };
    return allPages(paginateScan({ client: this.items }, scan), ({ Items }) => Items);
  }

  public async incidents(): Promise<any[]> {
    return (await this.records()).filter(({ id }) => id.startsWith('incident#'));
  }
}
