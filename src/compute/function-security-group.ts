import { IResolveContext, Lazy } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import type { Construct } from 'constructs';

/** What the CDK writes into a group that lets nothing out. */
const NOTHING = { cidrIp: '255.255.255.255/32', ipProtocol: 'icmp', fromPort: 252, toPort: 86, description: 'Nothing' };

/**
 * The security group of one function, without egress until a grant or a declared destination adds some.
 *
 * Egress to another group is a resource of its own, made by the CDK, which then leaves the list of the group itself out: EC2 fills a list
 * that is left out with one rule that allows everything. So the list is always there.
 *
 * @internal
 */
export class FunctionSecurityGroup extends ec2.SecurityGroup {
  constructor(scope: Construct, id: string, props: { readonly vpc: ec2.IVpc; readonly description: string }) {
    super(scope, id, { ...props, allowAllOutbound: false });
    const resource = this.node.defaultChild as ec2.CfnSecurityGroup;
    const { securityGroupEgress: own } = resource;
    resource.securityGroupEgress = Lazy.uncachedAny({
      produce: (context: IResolveContext) => {
        const rules = context.resolve(own);
        return rules?.length > 0 ? rules : [NOTHING];
      },
    });
  }
}
