import { Fn, Lazy, Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct, IConstruct } from 'constructs';
import { EndpointService, hostsOf, interfaceServiceName, waysOf } from './endpoint-services';
import { gatewayPrefixList } from './gateway-prefix-lists';
import { InlinePrefixList } from './inline-prefix-list';
import { WaylessGrants } from './wayless-grants';
import { GatewayPrefixLists } from './zone-network';
import { referencesIn } from '../../core/references';

const HTTPS = ec2.Port.tcp(443);

/** @internal */
export interface ServiceEndpointsProps {
  readonly vpc: ec2.IVpc;
  readonly subnets: ec2.ISubnet[];
  readonly prefixLists?: GatewayPrefixLists;
  /** The constructs of the zone; read at synth. */
  readonly members: IConstruct[];
  /** Routes besides those of the subnets, from which a gateway is reached; read at synth. */
  readonly otherRouteTables: (gateway: string) => string[];
  /** Is told of each security group that begins to use a gateway. */
  readonly onGatewayUser: (securityGroup: ec2.ISecurityGroup) => void;
  /** The names outside that functions of a security group declared; read at synth. */
  readonly destinationsOf: (securityGroup: ec2.ISecurityGroup) => string[];
}

/**
 * The private ways to AWS services: an endpoint for each service in use and no other, each open to this account's
 * principals, the actions and the resources that were granted.
 *
 * @internal
 */
export class ServiceEndpoints extends Construct {
  /** The network that the endpoints are in. */
  public readonly vpc: ec2.IVpc;

  private readonly endpoints = new Map<string, Endpoint>();
  private readonly denials: iam.PolicyStatement[] = [];
  private readonly wayless: WaylessGrants;

  constructor(scope: Construct, id: string, private readonly props: ServiceEndpointsProps) {
    super(scope, id);
    this.vpc = props.vpc;
    this.wayless = new WaylessGrants(props.destinationsOf);
    this.node.addValidation({ validate: () => this.wayless.faults() });
  }

  /**
   * Opens the ways from the security group of a caller to the services of a statement. Synth fails for an action that no way leads to.
   */
  public reach(from: ec2.SecurityGroup, statement: iam.PolicyStatement, caller: string): void {
    // A key used through its service needs no way of its own: the service calls KMS.
    if (JSON.stringify(statement.conditions ?? {}).includes('kms:ViaService')) return;
    const byService = new Map<string, { service: EndpointService; actions: string[] }>();
    for (const action of statement.actions) {
      for (const way of waysOf(action)) {
        if (way.kind === 'none') this.wayless.add({ from, caller, action, host: way.host });
        if (way.kind !== 'endpoint') continue;
        const { actions } = byService.get(way.service.name) ?? { actions: [] };
        byService.set(way.service.name, { service: way.service, actions: [...actions, action] });
      }
    }
    if (!statement.resources.some((resource) => mayBeStream(this, resource))) readsTable(byService);
    for (const { service, actions } of byService.values()) this.open(service, from, statement, actions);
  }

  /** Says that a way leads to a service of which the zone knows none. */
  public declareWay(service: string): void {
    this.wayless.declare(service);
  }

  /**
   * Opens the way to where CloudFormation takes the answers of custom resources: a bucket of its own account, by a URL that it signs.
   */
  public answerCloudFormation(from: ec2.SecurityGroup): void {
    this.endpointOf({ name: 's3', gateway: 's3' }, from).answerCloudFormation();
  }

  /** Opens the way to one service, for the actions of it and the resources of a statement. */
  private open(service: EndpointService, from: ec2.SecurityGroup, statement: iam.PolicyStatement, actions: string[]): void {
    this.endpointOf(service, from).allow(actions, statement.resources);
  }

  private endpointOf(service: EndpointService, from: ec2.SecurityGroup): Endpoint {
    let endpoint = this.endpoints.get(service.name);
    if (!endpoint) {
      endpoint = service.gateway ? this.gateway(service.gateway) : this.interface(service.name);
      this.endpoints.set(service.name, endpoint);
    }
    endpoint.reachable(from, service.name);
    if (service.gateway) this.props.onGatewayUser(from);
    return endpoint;
  }

  /**
   * Adds a statement to the policy of each endpoint, those that are here and those to come.
   */
  public deny(statement: iam.PolicyStatement): void {
    this.denials.push(statement);
  }

  /** The names by which the services are called that have an endpoint, at synth. */
  public hosts(): string[] {
    return [...this.endpoints.keys()].sort().flatMap((service) => hostsOf(this, service));
  }

  /** The gateways that a security group uses, in order. */
  public gatewaysOf(securityGroup: ec2.ISecurityGroup): string[] {
    return ['dynamodb', 's3'].filter((gateway) => this.endpoints.get(gateway)?.isUsedBy(securityGroup));
  }

  private routeTables(gateway: string): string[] {
    return [...new Set([...this.props.subnets.map((subnet) => subnet.routeTable.routeTableId), ...this.props.otherRouteTables(gateway)])];
  }

  private gateway(service: 'dynamodb' | 's3'): Endpoint {
    const policy = new EndpointPolicy(this, this.props.members, this.denials);
    new ec2.CfnVPCEndpoint(this, service, {
      vpcEndpointType: 'Gateway',
      vpcId: this.props.vpc.vpcId,
      serviceName: new ec2.GatewayVpcEndpointAwsService(service).name,
      routeTableIds: Lazy.list({ produce: () => this.routeTables(service) }),
      policyDocument: policy.render(),
    });
    return new Endpoint(policy, new InlinePrefixList(gatewayPrefixList(this, service, this.props.prefixLists)));
  }

  private interface(service: string): Endpoint {
    const policy = new EndpointPolicy(this, this.props.members, this.denials);
    const group = new ec2.CfnSecurityGroup(this, `${service}-sg`, {
      groupDescription: `Endpoint of ${service}: HTTPS from this VPC`,
      vpcId: this.props.vpc.vpcId,
      securityGroupIngress: [{
        cidrIp: this.props.vpc.vpcCidrBlock, ipProtocol: 'tcp', fromPort: 443, toPort: 443, description: 'HTTPS from this VPC',
      }],
      // without an entry, EC2 adds one that allows everything
      securityGroupEgress: [{ cidrIp: '255.255.255.255/32', ipProtocol: 'icmp', fromPort: 252, toPort: 86, description: 'Nothing' }],
    });
    new ec2.CfnVPCEndpoint(this, service, {
      vpcEndpointType: 'Interface',
      vpcId: this.props.vpc.vpcId,
      serviceName: interfaceServiceName(service),
      subnetIds: this.props.subnets.map((subnet) => subnet.subnetId),
      securityGroupIds: [group.attrGroupId],
      privateDnsEnabled: true,
      policyDocument: policy.render(),
    });
    return new Endpoint(policy, ec2.Peer.securityGroupId(group.attrGroupId));
  }
}

/** The CDK's grants to read a table hold two actions of streams, for the table: they lead where it does. */
function readsTable(byService: Map<string, { service: EndpointService; actions: string[] }>): void {
  const stream = byService.get('dynamodb-streams');
  if (!stream) return;
  const table = byService.get('dynamodb');
  byService.delete('dynamodb-streams');
  byService.set('dynamodb', { service: { name: 'dynamodb', gateway: 'dynamodb' }, actions: [...table?.actions ?? [], ...stream.actions] });
}

function mayBeStream(scope: IConstruct, resource: string): boolean {
  const text = JSON.stringify(Stack.of(scope).resolve(resource));
  // an index that the table does not have
  if (text === undefined) return false;
  if (/\/stream\/|StreamArn"/.test(text)) return true;
  return !/\/index\/|"Arn"\]|table\/[^*]*"/.test(text);
}

class Endpoint {
  private readonly clients = new Set<IConstruct>();

  constructor(private readonly policy: EndpointPolicy, private readonly peer: ec2.IPeer) {}

  public isUsedBy(securityGroup: IConstruct): boolean {
    return this.clients.has(securityGroup);
  }

  public reachable(from: ec2.SecurityGroup, service: string): void {
    if (this.clients.has(from)) return;
    this.clients.add(from);
    from.addEgressRule(this.peer, HTTPS, `HTTPS to ${service}`);
  }

  public allow(actions: string[], resources: string[]): void {
    this.policy.allow(actions, resources);
  }

  public answerCloudFormation(): void {
    this.policy.answersCloudFormation = true;
  }
}

/** What may be done through one endpoint; rendered once, at synth, when every grant is known. */
class EndpointPolicy {
  public answersCloudFormation = false;

  private readonly actions = new Set<string>();
  private readonly resources = new Set<string>();
  /** Actions on `*`, which is what takes no resource: lists and descriptions. */
  private readonly onAll = new Set<string>();

  constructor(
    private readonly scope: Construct, private readonly members: IConstruct[], private readonly denials: iam.PolicyStatement[],
  ) {}

  public allow(actions: string[], resources: string[]): void {
    if (resources.length === 1 && resources[0] === '*') return actions.forEach((action) => this.onAll.add(action));
    actions.forEach((action) => this.actions.add(action));
    resources.forEach((resource) => this.resources.add(resource));
  }

  public render(): any {
    return Lazy.any({ produce: () => new iam.PolicyDocument({ statements: this.statements() }) });
  }

  private statements(): iam.PolicyStatement[] {
    const { account } = Stack.of(this.scope);
    const dependants = this.dependantStacks();
    const named = [...this.resources].filter((resource) => !referencedStacks(this.scope, resource).some((stack) => dependants.has(stack)));
    const statements: iam.PolicyStatement[] = [];
    if (named.length > 0) {
      statements.push(this.statement('Granted', this.actions, named, { 'aws:PrincipalAccount': account }));
    }
    const inAccount = { 'aws:PrincipalAccount': account, 'aws:ResourceAccount': account };
    if (named.length < this.resources.size) statements.push(this.statement('GrantedElsewhere', this.actions, ['*'], inAccount));
    if (this.onAll.size > 0) statements.push(this.statement('GrantedOnAll', this.onAll, ['*'], inAccount));
    if (this.answersCloudFormation) statements.push(customResourceAnswers(this.scope));
    return [...statements, ...this.denials];
  }

  private statement(sid: string, actions: Set<string>, resources: string[], conditions: Record<string, string>): iam.PolicyStatement {
    return new iam.PolicyStatement({
      sid,
      principals: [new iam.StarPrincipal()],
      actions: [...actions].sort(),
      resources,
      conditions: { StringEquals: conditions },
    });
  }

  /** Stacks that stand on the zone's own: naming a resource of theirs here would be a cycle, so the account bounds them. */
  private dependantStacks(): Set<Stack> {
    const stacks = new Set(this.members.map((member) => Stack.of(member)));
    stacks.delete(Stack.of(this.scope));
    return stacks;
  }
}

/**
 * The bucket has the name of its region without hyphens, and the caller is CloudFormation, which signed the URL: no condition on the account of
 * either would hold. Source: AWS CloudFormation user guide, "Setting up VPC endpoints for AWS CloudFormation".
 */
function customResourceAnswers(scope: IConstruct): iam.PolicyStatement {
  const { partition, region } = Stack.of(scope);
  return new iam.PolicyStatement({
    sid: 'CustomResourceAnswers',
    principals: [new iam.StarPrincipal()],
    actions: ['s3:PutObject'],
    resources: [`arn:${partition}:s3:::cloudformation-custom-resource-response-${Fn.join('', Fn.split('-', region))}/*`],
  });
}

function referencedStacks(scope: IConstruct, resource: string): Stack[] {
  return referencesIn(scope, resource).map((reference) => Stack.of(reference.target));
}
