import * as ec2 from 'aws-cdk-lib/aws-ec2';
import type { EgressControl } from './egress-control';
import { checkProps } from '../../core/checked-props';
import { checkText } from '../../core/written-text';

/**
 * Options of the network that a zone makes.
 */
export interface IsolatedNetworkOptions {
  /**
   * Address range of the VPC.
   *
   * @default '10.0.0.0/20'
   */
  readonly cidr?: string;

  /**
   * In how many Availability Zones there is a subnet: at least 2.
   *
   * @default 2
   */
  readonly availabilityZones?: number;

  /**
   * What stands between functions and the destinations that they declare by `allowEgress`. Nothing of it exists before the
   * first one.
   *
   * @default EgressControl.networkFirewall()
   */
  readonly egressControl?: EgressControl;

  /**
   * Whether names are filtered before any destination is declared: without it, a function that no route leads out of can still
   * ask the resolver for any name, and tell by it what it knows. Costs by the query.
   *
   * @default false - from the first destination on
   */
  readonly dnsFirewall?: boolean;
}

/**
 * Identifiers of the prefix lists that AWS manages for its gateway endpoints, by region. They never change, but no
 * CloudFormation property gives them, and a lookup would need an account at synth.
 */
export interface GatewayPrefixLists {
  /** `com.amazonaws.<region>.dynamodb`. */
  readonly dynamodb?: string;
  /** `com.amazonaws.<region>.s3`. */
  readonly s3?: string;
}

/**
 * Where the functions of a zone stand.
 */
export class ZoneNetwork {
  /**
   * A network of the zone's own, made when the first member needs it: isolated subnets, no NAT, no internet gateway,
   * a flow log.
   */
  public static isolated(options: IsolatedNetworkOptions = {}): ZoneNetwork {
    checkProps(true, 'IsolatedNetworkOptions', 'ZoneNetwork', options);
    return new ZoneNetwork({ isolated: options });
  }

  /**
   * A VPC that exists already. Endpoints are added to it for the services in use.
   *
   * @param vpc the VPC
   * @param subnets where functions and endpoints stand; all isolated subnets when left out
   */
  public static existing(vpc: ec2.IVpc, subnets?: ec2.SubnetSelection): ZoneNetwork {
    return new ZoneNetwork({ vpc, subnets });
  }

  /**
   * No network: functions run in the network of the Lambda service and reach the whole internet.
   *
   * Throws `NoReason` for a reason that is blank, or not one line of characters that are seen.
   *
   * @param reason why that is acceptable; it stands in the template's metadata and in the evidence
   */
  public static none(reason: string): ZoneNetwork {
    checkText('ZoneNetwork', 'NoReason', { name: 'reason', text: reason, blank: 'no reason is given for functions without a network.', remediation: 'say why none is needed.' });
    return new ZoneNetwork({ reason });
  }

  /** @internal */
  public readonly _choice: ZoneNetworkChoice;

  private constructor(choice: ZoneNetworkChoice) {
    this._choice = choice;
  }
}

/** @internal */
export interface ZoneNetworkChoice {
  readonly isolated?: IsolatedNetworkOptions;
  readonly vpc?: ec2.IVpc;
  readonly subnets?: ec2.SubnetSelection;
  readonly reason?: string;
}
