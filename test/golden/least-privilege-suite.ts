import { App, CfnResource, Stack } from 'aws-cdk-lib';
import { CfnFunction } from 'aws-cdk-lib/aws-lambda';
import { CfnStateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { IConstruct } from 'constructs';
import { DeclaredEdges, Edge, Intent, TrustZone } from '../../src';
import { ACCOUNT, DeployedTemplates, REGION } from '../support/deployed-template';
import { allRequests, IamJudge, Request } from '../support/iam-judge';

/** Of some actions the reference of IAM knows no resource, and AWS checks one. Source: aws/aws-cdk#8486, and the errors that AWS gives. */
const CHECKED_ON_MORE_THAN_THE_REFERENCE_KNOWS = /^states:SendTask/;
/** What a state machine that logs needs, which takes no resource. Source: Step Functions developer guide, "Logging in CloudWatch Logs". */
const LOG_DELIVERY = [
  'CreateLogDelivery', 'GetLogDelivery', 'UpdateLogDelivery', 'DeleteLogDelivery', 'ListLogDeliveries', 'PutResourcePolicy', 'DescribeResourcePolicies',
  'DescribeLogGroups',
].map((action) => `logs:${action}`);
/** How GuardDuty tags an object in which it found nothing. Source: GuardDuty user guide, "Using tag-based access control". */
const CLEAN = { 's3:ExistingObjectTag/GuardDutyMalwareScanStatus': 'NO_THREATS_FOUND' };
/** What the finding of a detection is on the bus. */
const FINDING = { 'events:source': ['zero-trust'], 'events:detail-type': ['Finding'] };

/** The functions and state machines of an app, what they declare and what an IAM simulator of others lets them do. */
export class LeastPrivilege {
  public readonly edges: Edge[];
  public readonly deployed: DeployedTemplates;
  public readonly judge: IamJudge;
  public readonly functions: string[];
  public readonly machines: string[];

  private everyRequest?: Promise<Request[]>;

  constructor(private readonly app: App, private readonly services: string[]) {
    this.edges = DeclaredEdges.of(app);
    this.deployed = DeployedTemplates.ofAssembly(app.synth());
    this.judge = new IamJudge(this.deployed);
    const pathsOf = (resources: IConstruct[]) => resources.map((node) => node.node.scope!.node.path);
    this.functions = pathsOf(app.node.findAll().filter((node) => node instanceof CfnFunction));
    this.machines = pathsOf(app.node.findAll().filter((node) => node instanceof CfnStateMachine));
  }

  /** What the deployed templates call a construct: templates of an app without the CLI hold no paths. */
  public idOf(path: string): string {
    const construct = this.construct(path);
    const resource = CfnResource.isCfnResource(construct) ? construct : (construct.node.defaultChild ?? construct.node.findChild('Service')) as CfnResource;
    const stack = Stack.of(resource);
    return `${stack.stackName}.${stack.resolve(resource.logicalId)}`;
  }

  /** Tests that each declared edge of a function or state machine is allowed, and nothing else. */
  public isProved(): void {
    const callers = [...this.functions, ...this.machines];
    const declared = this.edges.filter((edge) => callers.includes(edge.caller));
    test.each(declared.map((edge) => [`${edge.caller} may ${edge.intent} ${edge.target}`, edge] as const))('%s', async (_name, edge) => {
      // an edge without actions, such as one that leaves the network, is not IAM's
      for (const action of edge.actions) {
        if (CHECKED_ON_MORE_THAN_THE_REFERENCE_KNOWS.test(action)) {
          expect([action, this.statementWith(action, edge).Resource]).toEqual([action, this.arnFor(action, edge)]);
          continue;
        }
        const byLambda = edge.intent === Intent.CONSUME;
        const throughEndpoint = !byLambda && this.functions.includes(edge.caller) && action !== 'iam:PassRole'; // checked by the service to which the role is handed
        const request = { action, resource: this.arnFor(action, edge), context: this.contextFor(action, edge), throughEndpoint, byLambda };
        expect([action, await this.judge.allows(this.idOf(edge.caller), request)]).toEqual([action, true]);
      }
    });

    test.each(callers)('%s may do nothing that it does not declare', async (path) => {
      const expected = this.declaredBy(path);
      const requests = (await this.requests()).filter((r) => !expected.has(`${r.action} ${r.resource}`));
      expect(requests.length).toBeGreaterThanOrEqual(2_000);

      // Without the endpoints: the policies of the identity and of the resource must refuse by themselves.
      const allowed = await this.judge.allowedOf(this.idOf(path), requests);
      expect(allowed.map(({ action, resource }) => `${action} ${resource}`)).toEqual([]);
    });

    test('every service that a policy names is asked about, and every resource has an ARN', () => {
      const statements = callers.flatMap((path) => this.judge.statementsOf(this.idOf(path)));
      const services = statements.flatMap(({ Action }) => [Action].flat()).map((action) => action.split(':')[0]);
      expect(services.filter((service) => !this.services.includes(service))).toEqual([]);
      expect(statements.flatMap(({ Resource }) => [Resource].flat()).filter((resource) => !/^(\*|arn:aws:[a-z0-9-]+:)/.test(resource))).toEqual([]);
    });
  }

  /** Every action of the services on everything there is, and on what wildcards of policies stand for. */
  public requests(): Promise<Request[]> {
    return this.everyRequest ??= allRequests(this.services, this.resources());
  }

  /** What a caller declares: its edges in the app, its own log, and what the zone's runtime policy gives to all. */
  private declaredBy(path: string): Set<string> {
    const declared = new Set<string>();
    const add = (actions: string[], arn: string) => actions.forEach((action) => declared.add(`${action} ${arn}`));
    for (const edge of this.edges.filter((e) => e.caller === path)) {
      for (const action of edge.actions) for (const arn of [this.arnOf(edge.target), this.arnFor(action, edge)]) add([action], arn);
    }
    add(['sts:GetCallerIdentity'], '*'); // AWS allows it to everyone and nobody can deny it
    add(['xray:PutTraceSegments', 'xray:PutTelemetryRecords'], '*');
    if (this.machines.includes(path)) {
      add(LOG_DELIVERY, '*');
      add(['xray:GetSamplingRules', 'xray:GetSamplingTargets'], '*');
      return declared;
    }
    for (const suffix of ['', ':log-stream:', ':log-stream:s']) {
      add(['logs:CreateLogStream', 'logs:PutLogEvents'], this.arnOf(`${path}Own/Logs`) + suffix);
    }
    add(['sqs:SendMessage'], this.arnOf(TrustZone.of(this.construct(path)).deadLetterQueue.node.path));
    return declared;
  }

  /** What of the target an action is about: objects of a bucket lie below it, and so do requests to a service, schedules of a group and what a log group holds. */
  private arnFor(action: string, edge: Edge): string {
    const arn = this.arnOf(edge.target);
    // a database is one construct, with users and the secret of its administrator
    if (arn.includes(':rds:') && !action.startsWith('rds-data:')) return this.statementWith(action, edge).Resource;
    if (arn.includes(':schedule-group/') && !action.endsWith('ScheduleGroup')) return `${arn.replace(':schedule-group/', ':schedule/')}/key`;
    // CloudWatch Logs user guide, "ARNs of log groups": all but the calls about tags end so
    if (arn.includes(':logs:')) return `${arn}:log-stream:`;
    if (!/^s3:.*(Object|MultipartUpload)|^vpc-lattice-svcs:/.test(action)) return arn;
    const [below] = [this.statementOf(edge).Resource].flat().filter((resource) => resource.startsWith(`${arn}/`));
    return below.replace('*', 'key');
  }

  /** What such a request tells of itself: the verb of a signed call, the tenant in whose name a role is assumed, to whom a role is handed. */
  private contextFor(action: string, edge: Edge): Request['context'] {
    if (action.startsWith('sts:')) return { 'aws:RequestTag/tenant': 'acme', 'aws:TagKeys': ['tenant'] };
    if (action === 'iam:PassRole') return { 'iam:PassedToService': this.serviceOf(edge.target) };
    if (action.endsWith('RolePolicy')) return { 'iam:PolicyARN': this.arnOf(edge.caller.replace(/[^/]+$/, 'Quarantine')) };
    if (action === 'lambda:UpdateEventSourceMapping') return { 'lambda:FunctionArn': this.isolatedBy(edge.caller)[0] };
    if (action === 'events:PutEvents' && edge.target.endsWith(':event-bus/default')) return FINDING;
    if (action === 's3:GetObject') return CLEAN;
    if (!action.startsWith('vpc-lattice-svcs:')) return undefined;
    const [verb] = [this.statementOf(edge).Condition.StringEquals['vpc-lattice-svcs:RequestMethod']].flat();
    return { 'vpc-lattice-svcs:RequestMethod': verb };
  }

  /** The service that a role trusts. */
  private serviceOf(role: string): string {
    return this.deployed.resources('AWS::IAM::Role')[this.idOf(role)].AssumeRolePolicyDocument.Statement[0].Principal.Service;
  }

  /** ARNs of the functions whose concurrency a function may take away. */
  public isolatedBy(caller: string): string[] {
    return this.edges.filter((edge) => edge.caller === caller && edge.actions.includes('lambda:PutFunctionConcurrency')).map(({ target }) => this.arnOf(target));
  }

  private statementWith(action: string, { caller }: Edge): any {
    return this.judge.statementsOf(this.idOf(caller)).find((statement) => [statement.Action].flat().includes(action));
  }

  /** The statement of a function's policy about what lies below a target. */
  private statementOf({ caller, target }: Edge): any {
    const below = `${this.arnOf(target)}/`;
    return this.judge.statementsOf(this.idOf(caller)).find((statement) => [statement.Resource].flat().some((resource) => resource.startsWith(below)));
  }

  public arnOf(path: string): string {
    if (path === '*') return path;
    if (!path.startsWith('arn:')) return this.deployed.arnOf(this.idOf(path));
    // a name that is known before the resource is: to what a resource of that name is called
    const pattern = new RegExp(`^${path.replace(/[.+?^$(){}|[\]\\]/g, '\\$&').replaceAll('*', '.*')}$`);
    return Object.values(this.deployed.arns()).find((arn) => pattern.test(arn)) ?? path.replace(/^arn:\*:([^:]*:[^:]*):\*:/, `arn:aws:$1:${ACCOUNT}:`);
  }

  private construct(path: string): IConstruct {
    return path.split('/').reduce<IConstruct>((node, id) => node.node.findChild(id), this.app);
  }

  /** The app's resources, parts of them, and resources of others. */
  private resources(): string[] {
    const own = Object.values(this.deployed.arns());
    const named = Object.values(this.deployed.resources('AWS::IAM::ManagedPolicy')).flatMap(({ PolicyDocument }) => PolicyDocument.Statement.flatMap(({ Resource = [] }) => Resource));
    const meant = named.filter((resource: string) => resource !== '*' && !own.includes(resource)).map((resource: string) => resource.replaceAll('*', 'key').replaceAll('?', '0'));
    return [...new Set([...own.flatMap((arn) => {
      if (arn.includes(':dynamodb:')) return [arn, `${arn}/index/any`, `${arn}/stream/2026`];
      if (arn.includes(':s3:')) return [arn, `${arn}/key`];
      if (arn.includes(':vpc-lattice:')) return [arn, `${arn}/claims`];
      if (arn.includes(':rds:')) return [arn, ...['administrator', 'notes_reader', 'notes_writer', 'notes_janitor'].map((user) => dbUser(arn, user))];
      if (arn.includes(':logs:')) return [arn, `${arn}:log-stream:`, `${arn}:log-stream:s`];
      return [arn];
    }),
    `arn:aws:dynamodb:${REGION}:${ACCOUNT}:table/other`,
    `arn:aws:secretsmanager:${REGION}:${ACCOUNT}:secret:other-AbCdEf`,
    `arn:aws:sqs:${REGION}:${ACCOUNT}:other`,
    `arn:aws:kms:${REGION}:${ACCOUNT}:key/00000000-0000-4000-8000-000000000000`,
    'arn:aws:s3:::other', 'arn:aws:s3:::other/key', ...meant])];
  }
}

/** A user of a database, as IAM names it. */
function dbUser(clusterArn: string, user: string): string {
  return `${clusterArn.replace(':rds:', ':rds-db:').replace(':cluster:', ':dbuser:')}-DBClusterResourceId/${user}`;
}
