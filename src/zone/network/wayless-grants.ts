import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import { isHostOf } from './endpoint-services';

interface WaylessGrant {
  readonly from: ec2.ISecurityGroup;
  /** Path of the function that was granted. */
  readonly caller: string;
  readonly action: string;
  /** Where the action is served, without region and suffix. */
  readonly host: string;
}

/**
 * What functions were granted and cannot call from where they stand: the call would hang until the function's timeout. Judged at synth,
 * when every destination is declared.
 *
 * @internal
 */
export class WaylessGrants {
  private readonly grants: WaylessGrant[] = [];
  private readonly declared = new Set<string>();

  constructor(private readonly destinationsOf: (securityGroup: ec2.ISecurityGroup) => string[]) {}

  public add(grant: WaylessGrant): void {
    this.grants.push(grant);
  }

  public declare(service: string): void {
    this.declared.add(service);
  }

  /** A sentence for each function and host. */
  public faults(): string[] {
    const hanging = this.grants.filter(({ from, action, host }) => !this.declared.has(serviceOf(action))
      && !this.destinationsOf(from).some((domain) => isHostOf(domain, host)));
    const byCall = new Map<string, WaylessGrant[]>();
    for (const grant of hanging) byCall.set(`${grant.caller} ${grant.host}`, [...byCall.get(`${grant.caller} ${grant.host}`) ?? [], grant]);
    return [...byCall.values()].map(fault);
  }
}

function fault(grants: WaylessGrant[]): string {
  const [{ caller, action, host }] = grants;
  const actions = [...new Set(grants.map((grant) => grant.action))].sort().join(', ');
  return `[${caller}] NoWay: ${actions} granted, and no way to it: ${host} has no VPC endpoint. Remediation: declare the host as destination, `
    + `fn.allowEgress(Egress.https('${host}.<region>.amazonaws.com')) or without region for a global service; or say what leads there, `
    + `zone.declareWay('${serviceOf(action)}', '<what>'); or put the function in a zone with ZoneNetwork.none(reason).`;
}

function serviceOf(action: string): string {
  return action.split(':')[0].toLowerCase();
}
