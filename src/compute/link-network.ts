import { Lazy, Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lattice from 'aws-cdk-lib/aws-vpclattice';
import { Construct } from 'constructs';
import { letCall, refuseAnonymous } from './link-policy';
import type { CustomerManagedRole } from '../zone/customer-managed-role';
import type { TrustZone } from '../zone/trust-zone';

const ID = 'Links';

/**
 * The way from the network of a zone to the services that its members call: one for all, as a VPC has one service network.
 *
 * It lets through calls that declared callers of this network sign. To which service and path they may call, the service says.
 */
export class LinkNetwork extends Construct {
  /** The service network of a zone, made at the first call. */
  public static of(zone: TrustZone): LinkNetwork {
    return zone.node.tryFindChild(ID) as LinkNetwork | undefined ?? new LinkNetwork(zone, ID);
  }

  private readonly callers = new Set<CustomerManagedRole>();
  private readonly services = new Set<Construct>();
  private readonly network: lattice.CfnServiceNetwork;

  private constructor(zone: TrustZone, id: string) {
    super(zone, id);
    const { vpc } = zone;
    this.network = new lattice.CfnServiceNetwork(this, 'Network', { authType: 'AWS_IAM' });
    const group = new ec2.CfnSecurityGroup(this, 'SecurityGroup', {
      groupDescription: 'Service links: HTTPS from this VPC',
      vpcId: vpc.vpcId,
      securityGroupIngress: [{ cidrIp: vpc.vpcCidrBlock, ipProtocol: 'tcp', fromPort: 443, toPort: 443, description: 'HTTPS from this VPC' }],
      // without an entry, EC2 adds one that allows everything
      securityGroupEgress: [{ cidrIp: '255.255.255.255/32', ipProtocol: 'icmp', fromPort: 252, toPort: 86, description: 'Nothing' }],
    });
    new lattice.CfnServiceNetworkVpcAssociation(this, 'Vpc', {
      serviceNetworkIdentifier: this.network.attrId, vpcIdentifier: vpc.vpcId, securityGroupIds: [group.attrGroupId],
    });
    new lattice.CfnAuthPolicy(this, 'Policy', {
      resourceIdentifier: this.network.attrArn,
      policy: Lazy.any({ produce: () => new iam.PolicyDocument({ statements: [...this.allowed(vpc), refuseAnonymous()] }) }),
    });
    zone.allowNames(`*.vpc-lattice-svcs.${Stack.of(zone).region}.on.aws`);
  }

  /**
   * Lets a member of the zone call over this network, and brings a service into it, once. The association lies in the caller's stack,
   * which knows both this network and the service.
   */
  public connect(caller: CustomerManagedRole, link: Construct, serviceId: string): void {
    this.callers.add(caller);
    if (this.services.has(link)) return;
    this.services.add(link);
    const id = ['Link', link.node.id, addressOf(this), addressOf(link)].join('-');
    new lattice.CfnServiceNetworkServiceAssociation(Stack.of(caller), id, {
      serviceIdentifier: serviceId, serviceNetworkIdentifier: this.network.attrId,
    });
  }

  private allowed(vpc: ec2.IVpc): iam.PolicyStatement[] {
    return letCall(Stack.of(this), [...this.callers], { resources: ['*'], conditions: { 'vpc-lattice-svcs:SourceVpc': vpc.vpcId } });
  }
}

function addressOf(construct: Construct): string {
  return construct.node.addr.slice(-6);
}
