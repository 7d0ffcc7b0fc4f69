import { App, CfnResource, Stack } from 'aws-cdk-lib';
import { CfnFunction } from 'aws-cdk-lib/aws-lambda';
import { IConstruct } from 'constructs';
import { DeclaredEdges, Edge, Intent, TrustZone } from '../../src';
import { ACCOUNT, DeployedTemplates, REGION } from '../support/deployed-template';
import { allRequests, IamJudge, Request } from '../support/iam-judge';

const UNDECLARED_PER_FUNCTION = 2_400;
/** Services that hold an app's data: asked in full, and the others by an even sample. */
const DATA_SERVICES = /^(dynamodb|sqs|sns|secretsmanager|kms|s3|logs|lambda|events|states|verifiedpermissions):/;

/** The functions of an app, what they declare and what an IAM simulator of others lets them do. */
export class LeastPrivilege {
  public readonly edges: Edge[];
  public readonly deployed: DeployedTemplates;
  public readonly judge: IamJudge;
  public readonly functions: string[];

  constructor(private readonly app: App, private readonly services: string[]) {
    this.edges = DeclaredEdges.of(app);
    this.deployed = DeployedTemplates.ofStacks(Object.fromEntries(app.synth().stacks.map((stack) => [stack.stackName, stack.template])));
    this.judge = new IamJudge(this.deployed);
    this.functions = app.node.findAll().filter((node) => node instanceof CfnFunction).map((node) => node.node.scope!.node.path);
  }

  /** What the deployed templates call a construct: templates of an app without the CLI hold no paths. */
  public idOf(path: string): string {
    const construct = this.construct(path);
    const resource = CfnResource.isCfnResource(construct) ? construct : (construct.node.defaultChild ?? construct.node.findChild('Service')) as CfnResource;
    const stack = Stack.of(resource);
    return `${stack.stackName}.${stack.resolve(resource.logicalId)}`;
  }

  /** Tests that each declared edge of a function is allowed, and nothing else. */
  public isProved(): void {
    const declared = this.edges.filter((edge) => this.functions.includes(edge.caller));
    test.each(declared.map((edge) => [`${edge.caller} may ${edge.intent} ${edge.target}`, edge] as const))('%s', async (_name, edge) => {
      // an edge without actions, such as one that leaves the network, is not IAM's
      for (const action of edge.actions) {
        const byLambda = edge.intent === Intent.CONSUME;
        const request = { action, resource: this.arnFor(action, edge), context: this.contextFor(action, edge), throughEndpoint: !byLambda, byLambda };
        expect([action, await this.judge.allows(this.idOf(edge.caller), request)]).toEqual([action, true]);
      }
    });

    test.each(this.functions)('%s may do nothing that it does not declare', async (path) => {
      const expected = this.declaredBy(path);
      const all = (await allRequests(this.services, this.resources())).filter((r) => !expected.has(`${r.action} ${r.resource}`));
      const data = all.filter((r) => DATA_SERVICES.test(r.action));
      const requests = [...data, ...every(all.filter((r) => !data.includes(r)), UNDECLARED_PER_FUNCTION - data.length)];
      expect(requests.length).toBeGreaterThanOrEqual(2_000);

      // Without the endpoints: the policies of the identity and of the resource must refuse by themselves.
      const allowed: string[] = [];
      for (const request of requests) {
        if (await this.judge.allows(this.idOf(path), request)) allowed.push(`${request.action} ${request.resource}`);
      }
      expect(allowed).toEqual([]);
    });
  }

  /** What a function declares: its edges in the app, its own log, and what the zone's runtime policy gives to all. */
  private declaredBy(path: string): Set<string> {
    const declared = new Set<string>();
    const add = (actions: string[], arn: string) => actions.forEach((action) => declared.add(`${action} ${arn}`));
    for (const edge of this.edges.filter((e) => e.caller === path)) {
      for (const action of edge.actions) for (const arn of [this.arnOf(edge.target), this.arnFor(action, edge)]) add([action], arn);
    }
    for (const suffix of ['', ':log-stream:s']) {
      add(['logs:CreateLogStream', 'logs:PutLogEvents'], this.arnOf(`${path}Own/Logs`) + suffix);
    }
    add(['sts:GetCallerIdentity'], '*'); // AWS allows it to everyone and nobody can deny it
    add(['xray:PutTraceSegments', 'xray:PutTelemetryRecords'], '*');
    add(['sqs:SendMessage'], this.arnOf(TrustZone.of(this.construct(path)).deadLetterQueue.node.path));
    return declared;
  }

  /** What of the target an action is about: objects of a bucket lie below it, and so do requests to a service. */
  private arnFor(action: string, edge: Edge): string {
    const arn = this.arnOf(edge.target);
    // a database is one construct, with users and the secret of its administrator
    if (arn.includes(':rds:') && !action.startsWith('rds-data:')) return this.statementWith(action, edge).Resource;
    if (!/^s3:.*(Object|MultipartUpload)|^vpc-lattice-svcs:/.test(action)) return arn;
    const [below] = [this.statementOf(edge).Resource].flat().filter((resource) => resource.startsWith(`${arn}/`));
    return below.replace('*', 'key');
  }

  /** What such a request tells of itself: the verb of a signed call, the tenant in whose name a role is assumed. */
  private contextFor(action: string, edge: Edge): Request['context'] {
    if (action.startsWith('sts:')) return { 'aws:RequestTag/tenant': 'acme', 'aws:TagKeys': ['tenant'] };
    if (!action.startsWith('vpc-lattice-svcs:')) return undefined;
    const [verb] = [this.statementOf(edge).Condition.StringEquals['vpc-lattice-svcs:RequestMethod']].flat();
    return { 'vpc-lattice-svcs:RequestMethod': verb };
  }

  private statementWith(action: string, { caller }: Edge): any {
    return this.judge.statementsOf(this.idOf(caller)).find((statement) => [statement.Action].flat().includes(action));
  }

  /** The statement of a function's policy about what lies below a target. */
  private statementOf({ caller, target }: Edge): any {
    const below = `${this.arnOf(target)}/`;
    return this.judge.statementsOf(this.idOf(caller)).find((statement) => [statement.Resource].flat().some((resource) => resource.startsWith(below)));
  }

  private arnOf(path: string): string {
    return this.deployed.arnOf(this.idOf(path));
  }

  private construct(path: string): IConstruct {
    return path.split('/').reduce<IConstruct>((node, id) => node.node.findChild(id), this.app);
  }

  /** The app's resources, parts of them, and resources of others. */
  private resources(): string[] {
    const own = Object.values(this.deployed.arns());
    return [...own.flatMap((arn) => {
      if (arn.includes(':dynamodb:')) return [arn, `${arn}/index/any`, `${arn}/stream/2026`];
      if (arn.includes(':s3:')) return [arn, `${arn}/key`];
      if (arn.includes(':vpc-lattice:')) return [arn, `${arn}/claims`];
      if (arn.includes(':rds:')) return [arn, ...['administrator', 'notes_reader', 'notes_writer', 'notes_janitor'].map((user) => dbUser(arn, user))];
      if (arn.includes(':logs:')) return [arn, `${arn}:log-stream:s`];
      return [arn];
    }),
    `arn:aws:dynamodb:${REGION}:${ACCOUNT}:table/other`,
    `arn:aws:secretsmanager:${REGION}:${ACCOUNT}:secret:other-AbCdEf`,
    `arn:aws:sqs:${REGION}:${ACCOUNT}:other`,
    `arn:aws:kms:${REGION}:${ACCOUNT}:key/00000000-0000-4000-8000-000000000000`,
    'arn:aws:s3:::other', 'arn:aws:s3:::other/key'];
  }
}

/** A user of a database, as IAM names it. */
function dbUser(clusterArn: string, user: string): string {
  return `${clusterArn.replace(':rds:', ':rds-db:').replace(':cluster:', ':dbuser:')}-DBClusterResourceId/${user}`;
}

/** An even sample of at most so many. */
function every<T>(items: T[], most: number): T[] {
  if (most <= 0) return [];
  const step = Math.max(1, items.length / most);
  return Array.from({ length: Math.floor(items.length / step) }, (_, i) => items[Math.floor(i * step)]);
}
