import { Lazy, Stack } from 'aws-cdk-lib';
import { Construct, IConstruct } from 'constructs';
import { DataPerimeterProps, OrganizationPerimeterProps } from './data-perimeter-props';
import { GuardedStore, guardOf } from './guarded-store';
import { checkAccounts, checkArns, checkOrganization, checkRoleNames } from './organization-checks';
import { OrganizationPolicy } from './organization-policy';
import { perimeterPolicies } from './perimeter-policies';
import { identityPerimeter, networkPerimeter, Perimeter, resourcePerimeter } from './perimeter-statements';
import { partitionOf, writePolicies } from './policy-files';
import { checkProps } from '../core/checked-props';
import { pathOf } from '../core/construct-path';
import { ZeroTrustError } from '../core/errors';
import { ServiceEndpoints } from '../zone/network/service-endpoints';
import { TrustZone } from '../zone/trust-zone';

const SURROUNDED = new WeakSet<TrustZone>();

/**
 * A data perimeter around everything in a zone, also what comes later: only identities of the organisation, only resources of
 * the organisation, and for functions only from the networks in which they stand.
 *
 * In the template: statements in the policies of buckets, queues, topics, tables, secrets, event buses and keys, which deny
 * to identities outside of the organisation and to AWS services that act for others; when the zone has a network, one more on
 * what stores data, which denies to credentials of a function outside of that network; in the policy of each endpoint a
 * statement that denies resources of others. No resources, except one for each statement about an event bus.
 *
 * The account of each resource always counts as inside, so that nobody is locked out of it by an id that is wrong or by
 * leaving the organisation.
 *
 * In the cloud assembly, below `organization-policies`: a resource control policy, two service control policies and two
 * declarative policies, a file each, for the management account.
 *
 * Throws `BadOrganization`, `BadAccount`, `BadResource`, `BadRoleName`, `PolicyTooLong`, `SecondPerimeter`.
 *
 * Fixed cost: none. Source: IAM user guide, "Establish permissions guardrails using data perimeters"; NIST 800-53 AC-3, AC-4,
 * SC-7; NIST SP 800-207 tenet 2.
 *
 * @example
 * new DataPerimeter(this, 'Perimeter', {
 *   organizationId: 'o-abcdefghij',
 *   breakGlassRoles: ['emergency/BreakGlass'],
 * });
 */
export class DataPerimeter extends Construct {
  /**
   * The policies of an organisation alone, for an app of the management account that has no zone.
   *
   * @param partition the partition of the organisation: `aws`, `aws-us-gov` or `aws-cn`
   */
  public static policiesFor(props: OrganizationPerimeterProps, partition: string = 'aws'): OrganizationPolicy[] {
    checkProps(true, 'OrganizationPerimeterProps', 'DataPerimeter', props);
    check('DataPerimeter', props);
    return policiesOf(props, partition);
  }

  /** The zone that the perimeter is around. */
  public readonly zone: TrustZone;
  /** The policies for the management account, the same as in the files. */
  public readonly policies: OrganizationPolicy[];

  private readonly stores: GuardedStore[] = [];
  private readonly vpcIds: string[];

  constructor(scope: Construct, id: string, private readonly props: DataPerimeterProps) {
    checkProps(new.target === DataPerimeter, 'DataPerimeterProps', pathOf(scope, id), props);
    check(pathOf(scope, id), props);
    const zone = props.zone ?? TrustZone.of(scope);
    if (SURROUNDED.has(zone)) {
      throw new ZeroTrustError(pathOf(scope, id), 'SecondPerimeter', `there is a perimeter around ${zone.node.path} already.`,
        'name all trusted accounts and networks in one.');
    }
    super(scope, id);
    SURROUNDED.add(zone);
    this.zone = zone;
    this.policies = policiesOf(props, partitionOf(this));
    writePolicies(this, this.policies);

    this.vpcIds = (props.networks ?? []).map((vpc) => vpc.vpcId);
    zone._onPart((part) => (part instanceof ServiceEndpoints ? this.surroundNetwork(part) : this.surround(part)));
    zone._onMember((member) => this.surround(member));
  }

  private surround(construct: IConstruct): void {
    const guarded = guardOf(construct);
    if (!guarded) return;
    for (const statement of identityPerimeter(this.perimeterOf(construct), guarded)) guarded.addStatement(statement);
    if (!guarded.holdsData) return;
    this.stores.push(guarded);
    if (this.vpcIds.length > 0) this.surroundByNetworks(guarded);
  }

  /** Only now is there a network of the zone that functions stand in. */
  private surroundNetwork(endpoints: ServiceEndpoints): void {
    endpoints.deny(resourcePerimeter(this.perimeterOf(endpoints), this.props.resourcesOfAws ?? []));
    this.vpcIds.push(endpoints.vpc.vpcId);
    if (this.vpcIds.length === 1) this.stores.forEach((store) => this.surroundByNetworks(store));
  }

  private surroundByNetworks(store: GuardedStore): void {
    store.addStatement(networkPerimeter(Lazy.list({ produce: () => this.vpcIds }), store));
  }

  private perimeterOf(construct: IConstruct): Perimeter {
    return {
      organizationId: this.props.organizationId,
      accounts: [Stack.of(construct).account, ...this.props.trustedAccounts ?? []],
    };
  }
}

function policiesOf(props: OrganizationPerimeterProps, partition: string): OrganizationPolicy[] {
  return perimeterPolicies({
    organizationId: props.organizationId,
    trustedAccounts: props.trustedAccounts ?? [],
    resourcesOfAws: props.resourcesOfAws ?? [],
    breakGlassRoles: props.breakGlassRoles ?? [],
    partition,
  });
}

function check(path: string, props: OrganizationPerimeterProps): void {
  checkOrganization(path, props.organizationId);
  checkAccounts(path, props.trustedAccounts ?? []);
  checkArns(path, props.resourcesOfAws ?? []);
  checkRoleNames(path, props.breakGlassRoles ?? []);
}
