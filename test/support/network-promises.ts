import { App, CfnResource, Stack } from 'aws-cdk-lib';
import { NetworkReach, reach } from './network-reach';
import { DeclaredEdges, Edge, Intent } from '../../src';

/** IAM service prefix → endpoint service, where they are called differently. */
const SERVICES: Record<string, string> = {
  'bedrock': 'bedrock-runtime',
  'cloudwatch': 'monitoring',
  'ecr': 'ecr.api',
  'firehose': 'kinesis-firehose',
  'kinesis': 'kinesis-streams',
  'states:StartSyncExecution': 'sync-states',
};
/** A right that the service checks to which a role is handed: no call to IAM. */
const HANDED_ON = 'iam:PassRole';
/** What Lambda itself calls for a function that it feeds, from outside of the network. */
const BY_LAMBDA = /^(sqs:(Receive|Delete|ChangeMessageVisibility|GetQueue)|(dynamodb|kinesis):(GetRecords|GetShardIterator|Describe.*Stream|ListStreams|ListShards))/;
/** Services of the app's own, which have no endpoint but a service network. */
const LATTICE = 'vpc-lattice-svcs';
/** Signs in over a connection to the database: no call to a service. */
const CONNECT = 'rds-db:connect';
const UNDECLARED = 'undeclared.example.com';

export interface NetworkBreaches {
  /** Declared edges that need the network and have no way, or one from some subnets only. */
  readonly missing: string[];
  /** Ways that no edge declares. */
  readonly undeclared: string[];
  /** How many pairs of a function and a destination were looked at. */
  readonly pairs: number;
}

/**
 * Holds the network of an app to its declared edges: each that needs the network has a way, and every other pair of a function
 * and an endpoint, a name or another function has none. Functions outside of every network are not looked at.
 */
export function networkBreaches(app: App): NetworkBreaches {
  const model = reach(Object.fromEntries(app.synth().stacksRecursively.map((stack) => [stack.id, stack.template])));
  const breaches = { missing: [] as string[], undeclared: [] as string[], pairs: 0 };
  const functions = constructsOf(app, 'AWS::Lambda::Function').filter(({ id }) => model.isInNetwork(id));
  const all = DeclaredEdges.of(app);
  for (const { id, path } of functions) {
    const own = all.filter((edge) => edge.caller === path);
    // what a role does that a function assumes goes the function's way
    const roles = own.filter((edge) => edge.actions.includes('sts:AssumeRole')).map((edge) => edge.target);
    const edges = [...own, ...all.filter((edge) => roles.includes(edge.caller))];
    const judge = (to: string, got: string, declared: boolean, needed: boolean) => {
      breaches.pairs++;
      if (needed && got !== 'yes') breaches.missing.push(`${path} -> ${to}: ${got}`);
      if (!declared && got !== 'no') breaches.undeclared.push(`${path} -> ${to}: ${got}`);
    };
    judgeServices(model, id, edges, judge);
    const names = edges.filter((edge) => edge.intent === Intent.EGRESS).map((edge) => edge.target);
    for (const name of new Set([...model.names, ...names, UNDECLARED])) {
      judge(name, model.toName(id, name), names.includes(name), names.includes(name));
    }
    judgeDatabases(app, model, id, edges, judge);
    for (const other of functions) if (other.id !== id) judge(other.path, model.toFunction(id, other.id), false, false);
  }
  return breaches;
}

type Judge = (to: string, got: string, declared: boolean, needed: boolean) => void;

function judgeServices(model: NetworkReach, fn: string, edges: Edge[], judge: Judge): void {
  const actions = edges.flatMap((edge) => edge.actions).filter((action) => action !== CONNECT);
  const declared = actions.map(serviceOf);
  const needed = actions.filter((action) => !BY_LAMBDA.test(action) && action !== HANDED_ON).map(serviceOf);
  // a key that is not used through another service is no edge of its own
  const may = (service: string) => declared.includes(service) || service === 'kms';
  for (const service of new Set([...model.services, ...needed, LATTICE])) {
    judge(service, service === LATTICE ? model.toLattice(fn) : model.toService(fn, service), may(service), needed.includes(service));
  }
}

/** On the port of the database for who may connect, on every other one for nobody. */
function judgeDatabases(app: App, model: NetworkReach, fn: string, edges: Edge[], judge: Judge): void {
  const declared = edges.filter(({ actions }) => actions.includes(CONNECT)).map(({ target }) => target);
  for (const { id, path } of constructsOf(app, 'AWS::RDS::DBCluster')) {
    judge(path, model.toDatabase(fn, id), declared.includes(path), declared.includes(path));
    for (const port of [443, 5432]) judge(`${path}:${port}`, model.toDatabase(fn, id, port), false, false);
  }
}

function serviceOf(action: string): string {
  const prefix = action.split(':')[0];
  return SERVICES[action] ?? SERVICES[prefix] ?? prefix;
}

function constructsOf(app: App, type: string): { id: string; path: string }[] {
  return app.node.findAll().filter((node): node is CfnResource => CfnResource.isCfnResource(node) && node.cfnResourceType === type).map((node) => {
    const stack = Stack.of(node);
    return { id: `${stack.artifactId}.${stack.resolve(node.logicalId)}`, path: node.node.scope!.node.path };
  });
}
