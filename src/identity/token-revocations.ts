import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { checkProps } from '../core/checked-props';
import { pathOf } from '../core/construct-path';
import { DataClass } from '../core/data-class';
import { ZeroTrustError } from '../core/errors';
import { SecureTable } from '../data/secure-table';
import { TrustZone } from '../zone/trust-zone';

/** Source: Amazon Cognito service quotas, validity of access tokens. */
const MAX_TOKEN_AGE = Duration.hours(24);

/**
 * Properties of `TokenRevocations`.
 */
export interface TokenRevocationsProps {
  /**
   * How long a token can be good after it was issued, at most: entries go an hour later. Five minutes to 30 days.
   *
   * @default Duration.hours(24)
   */
  readonly maxTokenAge?: Duration;

  /**
   * The class of the list: decides its key. Authorizers read it, so that theirs must not be lower.
   *
   * @default DataClass.CONFIDENTIAL
   */
  readonly dataClass?: DataClass;

  /**
   * The zone whose key encrypts the list.
   *
   * @default - the zone of the scope
   */
  readonly zone?: TrustZone;

  /**
   * What happens to the list when the stack goes.
   *
   * @default - as the zone's profile says: RETAIN for all but `Profile.SANDBOX`
   */
  readonly removalPolicy?: RemovalPolicy;
}

/**
 * Whose tokens are refused, and before what time they must have been issued: a signed token is good until it expires, whatever its issuer
 * thinks of the user by then.
 *
 * A `SecureUserPool` has one in `revocations`, which `Play.cutOffUser` writes and a `CedarAuthorizer` of the pool reads; a `JwtAuthorizer` reads
 * the one that it is given. Authorizers keep what they read for 20 seconds, and deny when they cannot read it.
 *
 * An item has `subject` (`sub#` or `username#`, followed by the claim of the token), `revokedBy` (what it is taken back by: an incident),
 * `before` and `expires` in seconds since 1970. A token whose `iat` or `auth_time` is less than `before` is refused.
 *
 * In the template: one `SecureTable`. Throws `BadTokenAge`.
 *
 * Fixed cost: none; a read for each user, authorizer instance and 20 seconds. Source: NIST 800-53 AC-2(13), AC-12, IA-5; NIST 800-207 tenet 6.
 *
 * @example
 * const revocations = new TokenRevocations(this, 'Revocations');
 * new JwtAuthorizer(this, 'Partners', {
 *   issuer: 'https://id.example.com',
 *   audiences: ['https://orders.example.com'],
 *   keys: TokenKeys.fromFile('jwks.json'),
 *   revocations,
 * });
 * declare const signOutHook: SecureFunction;
 * revocations.grantRevoke(signOutHook);
 */
export class TokenRevocations extends Construct {
  /** The list. */
  public readonly table: SecureTable;
  /** How long a token can be good after it was issued. */
  public readonly maxTokenAge: Duration;

  constructor(scope: Construct, id: string, props: TokenRevocationsProps = {}) {
    const path = pathOf(scope, id);
    checkProps(new.target === TokenRevocations, 'TokenRevocationsProps', path, props);
    const { maxTokenAge = MAX_TOKEN_AGE } = props;
    if (maxTokenAge.isUnresolved() || maxTokenAge.toMinutes({ integral: false }) < 5 || maxTokenAge.toDays({ integral: false }) > 30) {
      throw new ZeroTrustError(path, 'BadTokenAge', 'no token is good for so long, or the time is not known at synth.', 'use 5 minutes to 30 days.');
    }
    super(scope, id);
    this.maxTokenAge = maxTokenAge;
    this.table = new SecureTable(this, 'Table', {
      zone: props.zone,
      dataClass: props.dataClass,
      partitionKey: { name: 'subject', type: dynamodb.AttributeType.STRING },
      sortKey: { name: 'revokedBy', type: dynamodb.AttributeType.STRING },
      timeToLiveAttribute: 'expires',
      removalPolicy: props.removalPolicy,
    });
  }

  /**
   * Lets an authorizer of your own ask about a user: `dynamodb:Query`, and nothing that lists the table.
   */
  public grantRead(grantee: iam.IGrantable): iam.Grant {
    return this.table.grant(grantee, 'dynamodb:Query');
  }

  /**
   * Lets a principal revoke tokens and take that back: `dynamodb:PutItem`, `dynamodb:DeleteItem`.
   */
  public grantRevoke(grantee: iam.IGrantable): iam.Grant {
    return this.table.grant(grantee, 'dynamodb:PutItem', 'dynamodb:DeleteItem');
  }
}
