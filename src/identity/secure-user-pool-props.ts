import { RemovalPolicy } from 'aws-cdk-lib';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import { DataClass } from '../core/data-class';
import { WebFirewall } from '../edge/web-firewall';
import { TrustZone } from '../zone/trust-zone';

/**
 * Properties of a `SecureUserPool`.
 */
export interface SecureUserPoolProps {
  /**
   * Prefix of the sign-in domain that AWS gives, followed by `-` and the id of the account, so that it is free whoever has taken the name:
   * up to 50 lower-case letters, digits and hyphens. Excludes `domainPrefix` and `customDomain`.
   *
   * @default - no sign-in pages, so only clients with `AppClientFlow.USER_AUTH`
   */
  readonly uniqueDomainPrefix?: string;

  /**
   * The whole prefix of the sign-in domain that AWS gives: lower-case letters, digits and hyphens, taken by no other account in the region, or
   * the deployment fails. Excludes `uniqueDomainPrefix` and `customDomain`.
   *
   * @default - no sign-in pages, so only clients with `AppClientFlow.USER_AUTH`
   */
  readonly domainPrefix?: string;

  /**
   * A sign-in domain of your own, with its certificate in us-east-1. Passkeys are bound to it. Excludes the prefixes.
   *
   * @default - none
   */
  readonly customDomain?: cognito.CustomDomainOptions;

  /**
   * The domain that passkeys are bound to, when it is not the sign-in domain.
   *
   * @default - the custom domain, else what Cognito chooses
   */
  readonly passkeyRelyingPartyId?: string;

  /**
   * Whether people may open accounts themselves.
   *
   * @default false
   */
  readonly selfSignUpEnabled?: boolean;

  /**
   * How the pool sends mail. For production: Amazon SES.
   *
   * @default - Cognito's own sender, 50 mails a day
   */
  readonly email?: cognito.UserPoolEmail;

  /**
   * Custom attributes of people.
   *
   * @default - none
   */
  readonly customAttributes?: Record<string, cognito.ICustomAttribute>;

  /**
   * A firewall in front of the sign-in pages and the API of the pool.
   *
   * @default - none
   */
  readonly firewall?: WebFirewall;

  /**
   * Leaves the encryption of people's data to a key that AWS owns, for regions and existing pools in which Cognito takes no
   * other. It shows in the template's metadata and in the evidence.
   *
   * @default false
   */
  readonly useAwsOwnedKey?: boolean;

  /**
   * The class of people's data: decides the key of the pool and of its log.
   *
   * @default DataClass.RESTRICTED
   */
  readonly dataClass?: DataClass;

  /**
   * The zone of the pool.
   *
   * @default - the zone of the scope
   */
  readonly zone?: TrustZone;

  /**
   * What happens to the pool and its log when the stack goes. `DESTROY`, for sandboxes, also takes the protection against
   * deletion away.
   *
   * @default - as the zone's profile says: RETAIN for all but `Profile.SANDBOX`
   */
  readonly removalPolicy?: RemovalPolicy;
}
