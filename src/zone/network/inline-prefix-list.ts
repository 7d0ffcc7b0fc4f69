import * as ec2 from 'aws-cdk-lib/aws-ec2';

/**
 * A prefix list as a peer. The CDK renders a rule for one as a resource of its own; inside the group it costs nothing of the
 * 500.
 *
 * @internal
 */
export class InlinePrefixList implements ec2.IPeer {
  public readonly canInlineRule = true;
  public readonly connections: ec2.Connections = new ec2.Connections({ peer: this });
  public readonly uniqueId: string;

  constructor(private readonly prefixListId: string) {
    this.uniqueId = prefixListId;
  }

  public toIngressRuleConfig(): any {
    return { sourcePrefixListId: this.prefixListId };
  }

  public toEgressRuleConfig(): any {
    return { destinationPrefixListId: this.prefixListId };
  }
}
