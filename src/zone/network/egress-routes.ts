import { Tags } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { Construct } from 'constructs';
import type { NetworkFirewall } from './egress-firewall';
import type { IsolatedVpc } from './isolated-vpc';
import { acknowledgeStructural, inPacks, StructuralCause } from '../../core/structural-acknowledgement';

const EVERYWHERE = '0.0.0.0/0';

/** The way out of one Availability Zone. */
interface Way {
  readonly nat: ec2.CfnNatGateway;
  /** Routes of the public subnet, where the NAT gateway stands alone. */
  readonly publicRoutes: ec2.CfnRouteTable;
}

/**
 * The ways from the subnets of functions to the internet, one in each Availability Zone: function → firewall → NAT gateway →
 * internet gateway, and the same way back. Each part has a subnet of its own.
 *
 * @internal
 */
export class EgressRoutes extends Construct {
  private readonly ways: Way[];
  private firewall?: NetworkFirewall;

  constructor(scope: Construct, id: string, private readonly network: IsolatedVpc, behindFirewall: boolean) {
    super(scope, id);
    const gateway = new ec2.CfnInternetGateway(this, 'InternetGateway');
    Tags.of(gateway).add('Name', this.node.path);
    const attachment = new ec2.CfnVPCGatewayAttachment(this, 'Attachment', { vpcId: network.vpcId, internetGatewayId: gateway.ref });
    this.ways = network.availabilityZones.map((_, zone) => this.way(zone, gateway, attachment, behindFirewall));
  }

  /** Puts a firewall between functions and NAT gateways, in subnets of its own. */
  public through(firewall: NetworkFirewall): void {
    this.firewall = firewall;
    this.ways.forEach((way, zone) => {
      const routes = this.routeTable(this, `Firewall${zone + 1}Routes`);
      const subnet = this.network.spareSubnet(this, `Firewall${zone + 1}`, this.ways.length + zone, zone);
      associate(subnet, routes);
      this.route(`Firewall${zone + 1}Out`, { routeTableId: routes.ref, destinationCidrBlock: EVERYWHERE, natGatewayId: way.nat.ref });
      firewall.standIn(subnet, zone);
    });
  }

  /** Leads a subnet of functions out by the way of its Availability Zone, and answers back the same way. Gives its routes. */
  public lead(subnet: ec2.CfnSubnet, zone: number): ec2.CfnRouteTable {
    const { nat, publicRoutes } = this.ways[zone];
    const routes = this.routeTable(subnet, 'RouteTable');
    associate(subnet, routes);
    const endpoint = this.firewall?.endpoint(zone);
    new ec2.CfnRoute(subnet, 'Out', {
      routeTableId: routes.ref, destinationCidrBlock: EVERYWHERE, ...endpoint ? { vpcEndpointId: endpoint } : { natGatewayId: nat.ref },
    });
    if (endpoint) {
      new ec2.CfnRoute(subnet, 'Answers', {
        routeTableId: publicRoutes.ref, destinationCidrBlock: subnet.attrCidrBlock, vpcEndpointId: endpoint,
      });
    }
    return routes;
  }

  private way(zone: number, gateway: ec2.CfnInternetGateway, attachment: ec2.CfnVPCGatewayAttachment, behindFirewall: boolean): Way {
    const name = `Public${zone + 1}`;
    const publicRoutes = this.routeTable(this, `${name}Routes`);
    const subnet = this.network.spareSubnet(this, name, zone, zone);
    associate(subnet, publicRoutes);
    const route = this.route(`${name}Out`, { routeTableId: publicRoutes.ref, destinationCidrBlock: EVERYWHERE, gatewayId: gateway.ref });
    const address = new ec2.CfnEIP(this, `Address${zone + 1}`, { domain: 'vpc' });
    const nat = new ec2.CfnNatGateway(this, `Nat${zone + 1}`, { subnetId: subnet.ref, allocationId: address.attrAllocationId });
    [route, address, nat].forEach((one) => one.node.addDependency(attachment));
    [address, nat].forEach((one) => Tags.of(one).add('Name', one.node.path));
    if (behindFirewall) {
      acknowledgeStructural(route, {
        cause: StructuralCause.WAY_OUT,
        findings: inPacks(['HIPAA.Security', 'NIST.800.53.R5', 'PCI.DSS.321'], 'VPCNoUnrestrictedRouteToIGW'),
        provedBy: 'ZT-EC2-008',
        reason: 'What leaves for a declared destination needs a route to the internet gateway; nothing but NAT gateways uses it, behind a firewall.',
      });
    }
    return { nat, publicRoutes };
  }

  private routeTable(scope: Construct, id: string): ec2.CfnRouteTable {
    const table = new ec2.CfnRouteTable(scope, id, { vpcId: this.network.vpcId });
    Tags.of(table).add('Name', table.node.path);
    return table;
  }

  private route(id: string, props: ec2.CfnRouteProps): ec2.CfnRoute {
    return new ec2.CfnRoute(this, id, props);
  }
}

function associate(subnet: ec2.CfnSubnet, routes: ec2.CfnRouteTable): void {
  new ec2.CfnSubnetRouteTableAssociation(subnet, 'Routes', { subnetId: subnet.ref, routeTableId: routes.ref });
}
