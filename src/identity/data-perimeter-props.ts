import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { TrustZone } from '../zone/trust-zone';

/**
 * What the policies of an organisation say about its perimeter.
 */
export interface OrganizationPerimeterProps {
  /**
   * The id of the organisation, as a literal: `o-` and 10 to 32 letters or digits.
   */
  readonly organizationId: string;

  /**
   * Accounts outside of the organisation whose identities and resources count as inside, by their 12 digits.
   *
   * @default - none
   */
  readonly trustedAccounts?: string[];

  /**
   * ARNs of resources that AWS owns and that workloads write to or reach through endpoints, for example the buckets of
   * package repositories. Wildcards may stand after three characters of the name.
   *
   * @default - none
   */
  readonly resourcesOfAws?: string[];

  /**
   * Names of roles, with their path, that the guardrails of the organisation do not meet, for an emergency. A `*` may stand at
   * the end. Nobody else may make or change a role of such a name.
   *
   * @default - none; the management account, which no control policy meets, can always detach one
   */
  readonly breakGlassRoles?: string[];
}

/**
 * Properties of a `DataPerimeter`.
 */
export interface DataPerimeterProps extends OrganizationPerimeterProps {
  /**
   * Networks beside the zone's own in which functions stand that use what is in the zone, such as those of other zones.
   *
   * @default - only the zone's own network
   */
  readonly networks?: ec2.IVpc[];

  /**
   * The zone that the perimeter is around.
   *
   * @default - the zone of the scope
   */
  readonly zone?: TrustZone;
}
