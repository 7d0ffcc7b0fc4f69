import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { checkDomain } from './egress-domain';

const IS_EGRESS = Symbol.for('cdk-zero-trust.Egress');

/**
 * A destination outside of the network that a function may call: `fn.allowEgress(Egress.https('api.stripe.com'))`.
 *
 * @example
 * declare const charge: SecureFunction;
 *
 * charge.allowEgress(Egress.https('api.stripe.com'));
 */
export class Egress implements ec2.IConnectable {
  /**
   * HTTPS, port 443, to one name.
   *
   * Throws `WildcardDomain`, `AddressInsteadOfDomain`, `UrlInsteadOfDomain`, `OtherPort` or `InvalidDomain` for what is not
   * exactly one name in lower case, `UnresolvedDomain` for one that is not known at synth.
   *
   * @param domain the name as the function calls it, such as `api.stripe.com`
   */
  public static https(domain: string): Egress {
    checkDomain(domain);
    return new Egress(domain);
  }

  /** By symbol and not by class, so that two copies of the library know each other's destinations. @internal */
  public static _is(target: object): target is Egress {
    return IS_EGRESS in target;
  }

  /** Opens nothing by itself: a security group knows no names. */
  public readonly connections: ec2.Connections = new ec2.Connections({ defaultPort: ec2.Port.tcp(443) });

  private constructor(
    /** The name that is called. */
    public readonly domain: string,
  ) {
    Object.defineProperty(this, IS_EGRESS, { value: true });
  }
}
