import { checkText } from '../../core/written-text';

/**
 * What stands between a zone and the destinations outside that its functions declare.
 */
export class EgressControl {
  /**
   * AWS Network Firewall, and a DNS firewall before it. Each function reaches the names that it declared, by TLS, and
   * nothing else.
   *
   * Does not stop: a connection to another address that tells an allowed name in its TLS handshake, and what a function sends
   * to an allowed name. Fixed cost: 0.395 USD an hour and Availability Zone, which pays the NAT gateway too.
   */
  public static networkFirewall(): EgressControl {
    return new EgressControl();
  }

  /**
   * A DNS firewall and nothing else between a NAT gateway and the internet: names that no function declared are not found.
   *
   * Does not stop: a connection on port 443 to an address that was not asked of DNS, by any function with a destination, nor
   * one function from calling what another declared. Findings of ZT-EC2-002, ZT-EC2-005 and ZT-EC2-008 stay open and need a
   * waiver. Fixed cost: 0.045 USD an hour and Availability Zone for the NAT gateway.
   *
   * Throws `NoReason` for a reason that is blank, or not one line of characters that are seen.
   *
   * @param reason why that is acceptable; it stands in the template's metadata and in the evidence, with what is not stopped
   */
  public static dnsFirewallOnly(reason: string): EgressControl {
    checkText('EgressControl', 'NoReason', { name: 'reason', text: reason, blank: 'no reason is given for a DNS firewall alone.', remediation: 'say why it is enough.' });
    return new EgressControl(reason);
  }

  /** Why there is no network firewall; none when there is one. @internal */
  public readonly _reason?: string;

  private constructor(reason?: string) {
    this._reason = reason;
  }
}
