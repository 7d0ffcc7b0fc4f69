import { Fn, Stack, Tags } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { CustomerManagedRole } from './customer-managed-role';
import { ZeroTrustError } from './errors';
import { acknowledgeStructural, inPacks, StructuralCause } from './structural-acknowledgement';
import { IsolatedNetworkOptions } from './zone-network';

/** Addresses of a subnet: 2^10 less what AWS keeps, far more than Lambda's shared interfaces need. */
const SUBNET_HOST_BITS = 10;

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

  constructor(scope: Construct, id: string, options: IsolatedNetworkOptions, flowLogs: logs.ILogGroup) {
    super(scope, id);
    const cidr = options.cidr ?? '10.0.0.0/20';
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
    const subnets = Array.from({ length: zones }, (_, i) => {
      const subnet = new ec2.CfnSubnet(this, `Isolated${i + 1}`, {
        vpcId: vpc.ref,
        availabilityZone: availabilityZone(i),
        cidrBlock: Fn.select(i, blocks),
        mapPublicIpOnLaunch: false,
      });
      Tags.of(subnet).add('Name', subnet.node.path);
      new ec2.CfnSubnetRouteTableAssociation(this, `Isolated${i + 1}Routes`, { subnetId: subnet.ref, routeTableId: routes.ref });
      return subnet;
    });
    this.logFlows(vpc, flowLogs);

    this.vpc = ec2.Vpc.fromVpcAttributes(this, 'Vpc', {
      vpcId: vpc.ref,
      vpcCidrBlock: cidr,
      availabilityZones: subnets.map((_, i) => availabilityZone(i)),
      isolatedSubnetIds: subnets.map((subnet) => subnet.ref),
      isolatedSubnetRouteTableIds: subnets.map(() => routes.ref),
    });
  }

  private logFlows(vpc: ec2.CfnVPC, flowLogs: logs.ILogGroup): void {
    const role = new CustomerManagedRole(this, 'FlowLogRole', {
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
