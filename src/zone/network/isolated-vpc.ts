import { Fn, RemovalPolicy, Stack, Tags, Token } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { ZeroTrustError } from '../../core/errors';
import { keepProtected } from '../../core/removal';
import { acknowledgeStructural, inPacks, StructuralCause } from '../../core/structural-acknowledgement';
import { CustomerManagedRole } from '../customer-managed-role';
import type { ZoneCore } from '../zone-core';
import { IsolatedNetworkOptions } from './zone-network';

/** Addresses of a subnet: 2^10 less what AWS keeps, far more than Lambda's shared interfaces need. */
const SUBNET_HOST_BITS = 10;
/** Addresses of a subnet on the way out: 2^6 less what AWS keeps. */
const SPARE_HOST_BITS = 6;
/** What `Fn::Cidr` counts up to. */
const MAX_BLOCKS = 256;

/**
 * A VPC without a way out: subnets in two or more Availability Zones, one route table with no route, a flow log.
 *
 * Made of L1s: the L2 asks for a context lookup once the environment is known, and its route table per subnet costs
 * resources that the 500 of a stack do not have.
 *
 * @internal
 */
export class IsolatedVpc extends Construct {
  public readonly vpc: ec2.IVpc;
  public readonly vpcId: string;
  /** The zones, in the order of the subnets. */
  public readonly availabilityZones: string[];
  private readonly cidr: string;

  constructor(scope: ZoneCore, id: string, options: IsolatedNetworkOptions, flowLogs: logs.ILogGroup) {
    super(scope, id);
    const cidr = options.cidr ?? '10.0.0.0/20';
    this.cidr = cidr;
    const zones = options.availabilityZones ?? 2;
    if (!Number.isInteger(zones) || zones < 2) {
      throw new ZeroTrustError(this, 'TooFewAvailabilityZones', `${zones} Availability Zones are not enough.`, 'use 2 or more.');
    }

    const vpc = new ec2.CfnVPC(this, 'Resource', { cidrBlock: cidr, enableDnsHostnames: true, enableDnsSupport: true });
    Tags.of(vpc).add('Name', this.node.path);
    acknowledgeStructural(vpc, {
      cause: StructuralCause.DEFAULT_SECURITY_GROUP,
      findings: inPacks(['HIPAA.Security', 'NIST.800.53.R5', 'PCI.DSS.321'], 'VPCDefaultSecurityGroupClosed'),
      provedBy: 'ZT-EC2-001',
      reason: 'CloudFormation cannot empty the default security group; nothing in this app uses it.',
    });

    const routes = new ec2.CfnRouteTable(this, 'Routes', { vpcId: vpc.ref });
    const blocks = Fn.cidr(cidr, zones, `${SUBNET_HOST_BITS}`);
    this.vpcId = vpc.ref;
    this.availabilityZones = Array.from({ length: zones }, (_, i) => availabilityZone(i));
    const subnets = this.availabilityZones.map((_, i) => {
      const subnet = this.subnet(this, `Isolated${i + 1}`, i, Fn.select(i, blocks));
      new ec2.CfnSubnetRouteTableAssociation(this, `Isolated${i + 1}Routes`, { subnetId: subnet.ref, routeTableId: routes.ref });
      return subnet;
    });
    this.logFlows(vpc, flowLogs, scope.permissionsBoundary);

    this.vpc = ec2.Vpc.fromVpcAttributes(this, 'Vpc', {
      vpcId: vpc.ref,
      vpcCidrBlock: cidr,
      availabilityZones: this.availabilityZones,
      isolatedSubnetIds: subnets.map((subnet) => subnet.ref),
      isolatedSubnetRouteTableIds: subnets.map(() => routes.ref),
    });
  }

  /** The address range of the network, when it is known at synth. */
  public get ownRange(): string[] {
    return Token.isUnresolved(this.cidr) ? [] : [this.cidr];
  }

  /** Keeps the network, in which a firewall stands that cannot be deleted. */
  public stay(removalPolicy: RemovalPolicy): void {
    keepProtected(removalPolicy, this.node.findChild('Resource') as ec2.CfnVPC);
  }

  /**
   * A small subnet behind those of functions without a way out. Its addresses go by its number, so that a subnet that goes
   * moves no other.
   */
  public spareSubnet(scope: Construct, id: string, number: number, zone: number): ec2.CfnSubnet {
    const block = this.availabilityZones.length * 2 ** (SUBNET_HOST_BITS - SPARE_HOST_BITS) + number;
    const blocks = this.ownRange.map((cidr) => 2 ** (32 - Number(cidr.split('/')[1]) - SPARE_HOST_BITS));
    if (block >= Math.min(MAX_BLOCKS, ...blocks)) {
      throw new ZeroTrustError(this, 'NetworkTooSmall', `${this.cidr} has no addresses left for a subnet on the way out.`,
        'give the zone a larger network, ZoneNetwork.isolated({ cidr: \'10.0.0.0/18\' }), or let functions declare the same destinations.');
    }
    return this.subnet(scope, id, zone, Fn.select(block, Fn.cidr(this.cidr, block + 1, `${SPARE_HOST_BITS}`)));
  }

  private subnet(scope: Construct, id: string, zone: number, cidrBlock: string): ec2.CfnSubnet {
    const subnet = new ec2.CfnSubnet(scope, id, {
      vpcId: this.vpcId, availabilityZone: this.availabilityZones[zone], cidrBlock, mapPublicIpOnLaunch: false,
    });
    Tags.of(subnet).add('Name', subnet.node.path);
    return subnet;
  }

  private logFlows(vpc: ec2.CfnVPC, flowLogs: logs.ILogGroup, permissionsBoundary?: iam.IManagedPolicy): void {
    const role = new CustomerManagedRole(this, 'FlowLogRole', {
      permissionsBoundary,
      assumedBy: new iam.ServicePrincipal('vpc-flow-logs.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
      }),
    });
    const grant = iam.Grant.addToPrincipal({
      grantee: role,
      actions: ['logs:CreateLogStream', 'logs:PutLogEvents', 'logs:DescribeLogStreams'],
      resourceArns: [flowLogs.logGroupArn],
    });
    const flowLog = new ec2.CfnFlowLog(this, 'FlowLog', {
      resourceType: 'VPC',
      resourceId: vpc.ref,
      trafficType: 'ALL',
      maxAggregationInterval: 60,
      deliverLogsPermissionArn: role.roleArn,
      logGroupName: flowLogs.logGroupName,
    });
    grant.applyBefore(flowLog);
  }
}

/** The region's zones by CloudFormation itself: no lookup, whatever the environment. */
function availabilityZone(index: number): string {
  return Fn.select(index, Fn.getAzs());
}
