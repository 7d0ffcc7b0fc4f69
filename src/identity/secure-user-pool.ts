import { Duration, RemovalPolicy, Stack, Token } from 'aws-cdk-lib';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { AppClientFlow, AppClientOptions } from './app-client';
import { checkClient, checkScopeNames } from './client-checks';
import { SecureUserPoolProps } from './secure-user-pool-props';
import { TokenRevocations } from './token-revocations';
import { admitTrigger, blockRisks, checkTrigger, logActivity } from './user-pool-safeguards';
import { checkProps } from '../core/checked-props';
import { complete } from '../core/complete-props';
import { pathOf } from '../core/construct-path';
import { ConstructRegistry } from '../core/construct-registry';
import { DataClass } from '../core/data-class';
import { Intent } from '../core/edge';
import { ZeroTrustError } from '../core/errors';
import { invokedOf } from '../core/invocation-point';
import { ofProtected } from '../core/removal';
import { refuseWildcards, strictGrant } from '../core/strict-grant';
import { DataKey } from '../zone/keys/data-key';
import { TrustZone } from '../zone/trust-zone';

const DOMAIN_PREFIX = /^(?!.*(aws|amazon|cognito))[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;
/** What a caller with AWS credentials needs of the key, and has through Cognito only. */
const KEY_ACTIONS = [
  'kms:Encrypt', 'kms:Decrypt', 'kms:ReEncryptFrom', 'kms:ReEncryptTo', 'kms:GenerateDataKeyWithoutPlaintext', 'kms:DescribeKey',
];
/** What ends the sessions of a person at once: refresh tokens are revoked, and nobody signs in again. */
const SIGN_OUT = ['cognito-idp:AdminDisableUser', 'cognito-idp:AdminGetUser', 'cognito-idp:AdminUserGlobalSignOut'];
/** Neither groups nor passwords: who may set those may become anyone. */
const MANAGE_USERS = [
  'cognito-idp:AdminCreateUser', 'cognito-idp:AdminDisableUser', 'cognito-idp:AdminEnableUser', 'cognito-idp:AdminGetUser',
  'cognito-idp:AdminResetUserPassword', 'cognito-idp:ListUsers',
];

/**
 * A user pool in which everyone has a second factor.
 *
 * In the template: the pool on the Plus plan under the zone's key; MFA required, by passkey with user verification or by
 * authenticator app, never by SMS; passwords of 14 characters and of all classes, none of the last 24 again; threat
 * protection enforced, which blocks sign-ins of high risk and passwords known to be stolen; deletion protection; the
 * activity of people in a log group under the zone's key; with a sign-in domain, the domain.
 *
 * Each client has access and ID tokens for 15 minutes, refresh tokens for a day that are good for one use, and revocation.
 * Clients of the CDK's own `addClient` are held to the same. PKCE is up to the app: Cognito checks it when the app sends it.
 *
 * Throws on a domain that Cognito does not take, and on clients that would be insecure.
 *
 * Fixed cost: none; the Plus plan costs per active person.
 * Source: FSBP Cognito.1, Cognito.3, Cognito.4, Cognito.5, Cognito.6; NIST 800-53 IA-2(1), IA-2(2), IA-5(1), AC-12; NIST 800-63B.
 *
 * @example
 * const users = new SecureUserPool(this, 'Users', { uniqueDomainPrefix: 'orders' });
 * const scopes = users.addScopes('orders', { read: 'Read orders', write: 'Place orders' });
 * users.addAppClient('Web', { scopes, callbackUrls: ['https://app.example.com/signed-in'] });
 */
export class SecureUserPool extends cognito.UserPool {
  /** The zone of the pool. */
  public readonly zone: TrustZone;
  /** Where the activity of people is logged, with the risk that Cognito saw in it. */
  public readonly logGroup: logs.ILogGroup;

  private readonly key?: DataKey;
  private readonly scopes = new Set<string>();
  private readonly lists = new ConstructRegistry();
  private readonly resourceServers: cognito.UserPoolResourceServer[] = [];
  private claims?: lambda.IFunction;
  private signInDomain?: cognito.UserPoolDomain;

  constructor(scope: Construct, id: string, props: SecureUserPoolProps = {}) {
    checkProps(new.target === SecureUserPool, 'SecureUserPoolProps', pathOf(scope, id), props);
    checkDomain(pathOf(scope, id), props);
    const zone = props.zone ?? TrustZone.of(scope);
    const removalPolicy = ofProtected(props.removalPolicy ?? zone.profile.removalPolicy);
    super(scope, id, complete({
      featurePlan: cognito.FeaturePlan.PLUS,
      standardThreatProtectionMode: cognito.StandardThreatProtectionMode.FULL_FUNCTION,
      customThreatProtectionMode: cognito.CustomThreatProtectionMode.FULL_FUNCTION,
      mfa: cognito.Mfa.REQUIRED,
      mfaSecondFactor: { otp: true, sms: false },
      // Devices are not remembered: a remembered one would stand in for the second factor.
      signInPolicy: { allowedFirstAuthFactors: { password: true, passkey: true } },
      passkeyUserVerification: cognito.PasskeyUserVerification.REQUIRED,
      passkeyRelyingPartyId: props.passkeyRelyingPartyId ?? props.customDomain?.domainName,
      passwordPolicy: {
        minLength: 14,
        requireLowercase: true,
        requireUppercase: true,
        requireDigits: true,
        requireSymbols: true,
        passwordHistorySize: 24,
        tempPasswordValidity: Duration.days(1),
      },
      signInAliases: { email: true },
      signInCaseSensitive: false,
      standardAttributes: { email: { required: true, mutable: true } },
      customAttributes: props.customAttributes,
      autoVerify: { email: true },
      keepOriginal: { email: true },
      accountRecovery: cognito.AccountRecovery.EMAIL_ONLY,
      selfSignUpEnabled: props.selfSignUpEnabled ?? false,
      email: props.email,
      deletionProtection: removalPolicy !== RemovalPolicy.DESTROY,
      removalPolicy,
    }));

    this.zone = zone;
    const resource = this.node.defaultChild as cognito.CfnUserPool;
    // The L2 does not know it, and without it Cognito refuses passkeys where MFA is required.
    resource.webAuthnFactorConfiguration = 'MULTI_FACTOR_WITH_USER_VERIFICATION';
    if (props.useAwsOwnedKey) {
      this.node.addMetadata('cdk-zero-trust:opt-out', 'useAwsOwnedKey: people\'s data is encrypted under a key that AWS owns');
    } else {
      this.key = this.zone.key(props.dataClass ?? DataClass.RESTRICTED);
      this.key.allowUserPools();
      resource.keyConfiguration = { keyType: 'CUSTOMER_MANAGED_KEY', kmsKeyArn: this.key.keyArn };
    }

    blockRisks(this);
    this.logGroup = logActivity(this, this.zone, props.dataClass ?? DataClass.RESTRICTED, removalPolicy);
    const domainPrefix = props.domainPrefix ?? ofAccount(this, props.uniqueDomainPrefix);
    if (domainPrefix) this.addDomain('Domain', { cognitoDomain: { domainPrefix } });
    if (props.customDomain) this.addDomain('Domain', { customDomain: props.customDomain });
    props.firewall?.protectUserPool(this);
    this.zone._join(this);
  }

  /** The domain of the sign-in pages; none when the pool has none. */
  public get domain(): cognito.UserPoolDomain | undefined {
    return this.signInDomain;
  }

  /**
   * Whose access tokens are refused though they have not expired: a table, made at the first use. `Play.cutOffUser` writes it; from then on each
   * `CedarAuthorizer` of the pool reads it, and so does a `JwtAuthorizer` that it is given to.
   */
  public get revocations(): TokenRevocations {
    if (this.lists.all.length === 0) this.lists.add(new TokenRevocations(this, 'Revocations', { zone: this.zone }));
    return this.lists.all[0] as TokenRevocations;
  }

  /**
   * Hears of the list of revocations once there is one.
   *
   * @internal
   */
  public _onRevocations(listener: (list: TokenRevocations) => void): void {
    this.lists.onEach((list) => listener(list as TokenRevocations));
  }

  /**
   * Declares what clients may ask for at one API, and returns the full names: `addScopes('orders', { read: 'Read orders' })`
   * declares and returns `orders/read`. Throws `InvalidScope` for names that Cognito does not take.
   *
   * @param resourceServer the API, as the first part of the full name
   * @param scopes name → what people read before they consent
   */
  public addScopes(resourceServer: string, scopes: Record<string, string>): string[] {
    checkScopeNames(this.node.path, [resourceServer, ...Object.keys(scopes)]);
    this.addResourceServer(`Scopes-${resourceServer}`, {
      identifier: resourceServer,
      scopes: Object.entries(scopes).map(([scopeName, scopeDescription]) => new cognito.ResourceServerScope({ scopeName, scopeDescription })),
    });
    return Object.keys(scopes).map((name) => this.scope(resourceServer, name));
  }

  /**
   * The full name of a declared scope, for routes and clients. Throws `UnknownScope` for one that is not declared.
   */
  public scope(resourceServer: string, name: string): string {
    const scope = `${resourceServer}/${name}`;
    if (this.scopes.has(scope)) return scope;
    throw new ZeroTrustError(this, 'UnknownScope', `the scope '${scope}' is not declared.`, `declare it: addScopes('${resourceServer}', { '${name}': '…' }).`);
  }

  /**
   * Adds an app that signs people or machines in.
   *
   * Throws `NoSignInDomain` when its flow needs one, `NoCallbackUrl`, `InsecureUrl`, `UnknownScope`,
   * `TokenValidityOutOfRange`, `InvalidMachineClient`.
   */
  public addAppClient(id: string, options: AppClientOptions = {}): cognito.UserPoolClient {
    checkProps(true, 'AppClientOptions', this.node.path, options);
    const flow = options.flow ?? AppClientFlow.AUTHORIZATION_CODE;
    const client = this.makeClient(id, {
      generateSecret: options.generateSecret,
      accessTokenValidity: options.accessTokenValidity,
      idTokenValidity: options.accessTokenValidity,
      refreshTokenValidity: options.refreshTokenValidity,
      oAuth: flow === AppClientFlow.USER_AUTH ? undefined : {
        flows: {
          authorizationCodeGrant: flow === AppClientFlow.AUTHORIZATION_CODE,
          clientCredentials: flow === AppClientFlow.CLIENT_CREDENTIALS,
        },
        callbackUrls: options.callbackUrls,
        logoutUrls: options.logoutUrls,
        scopes: options.scopes?.map((scope) => cognito.OAuthScope.custom(scope)),
      },
    }, options.allowLocalhost ?? false);
    if (options.allowLocalhost) client.node.addMetadata('cdk-zero-trust:opt-out', 'allowLocalhost: codes may be sent to the developer\'s machine');
    return client;
  }

  /**
   * Adds a client by the CDK's options, held to the same rules as `addAppClient`: what is left out is safe, and what would
   * be insecure throws `ImplicitGrant`, `InsecureAuthFlow`, `SafeguardOff` or what `addAppClient` throws.
   */
  public override addClient(id: string, options: cognito.UserPoolClientOptions = {}): cognito.UserPoolClient {
    return this.makeClient(id, options, false);
  }

  /**
   * Adds a sign-in domain, with managed login; one of your own answers to TLS 1.2 and newer. Throws `ClassicLogin` when the classic pages are asked for: they know no
   * passkeys.
   */
  public override addDomain(id: string, options: cognito.UserPoolDomainOptions): cognito.UserPoolDomain {
    if (options.managedLoginVersion === cognito.ManagedLoginVersion.CLASSIC_HOSTED_UI) {
      throw new ZeroTrustError(this, 'ClassicLogin', 'the classic sign-in pages know no passkeys.', 'leave managedLoginVersion out.');
    }
    this.signInDomain = super.addDomain(id, { ...options, managedLoginVersion: cognito.ManagedLoginVersion.NEWER_MANAGED_LOGIN });
    if (options.customDomain) {
      // the L2 does not know it
      const resource = this.signInDomain.node.defaultChild as cognito.CfnUserPoolDomain;
      resource.addPropertyOverride('CustomDomainConfig.SecurityPolicy', 'TLS_V1_2_2021');
    }
    return this.signInDomain;
  }

  /**
   * Adds a resource server, whose scopes clients of this pool may then ask for.
   */
  public override addResourceServer(id: string, options: cognito.UserPoolResourceServerOptions): cognito.UserPoolResourceServer {
    const server = super.addResourceServer(id, options);
    for (const { scopeName } of options.scopes ?? []) this.scopes.add(`${options.identifier}/${scopeName}`);
    this.resourceServers.push(server);
    return server;
  }

  /**
   * Calls a function at a point of signing up or in. The pool is let in by its ARN and account.
   */
  public override addTrigger(operation: cognito.UserPoolOperation, fn: lambda.IFunction, lambdaVersion?: cognito.LambdaVersion): void {
    super.addTrigger(operation, invokedOf(fn, 'a trigger'), lambdaVersion);
    admitTrigger(this, fn);
  }

  /**
   * Calls a function before each token is made, to add claims to access tokens: the tenant of a person for `tenantClaim` of a route, for
   * example. It answers with `claimsAndScopeOverrideDetails.accessTokenGeneration.claimsToAddOrOverride` (event version 2). Where it fails, no
   * token is given. Take claims from what people cannot write: groups, or custom attributes that are not mutable.
   *
   * Throws `TriggerTooSlow` for a function that may run longer than the 5 s that Cognito waits, `SecondTrigger` for a second function.
   *
   * Source: Amazon Cognito developer guide, "Pre token generation Lambda trigger".
   *
   * @param fn adds the claims
   */
  public addClaims(fn: lambda.Function): void {
    checkTrigger(this.node.path, fn, this.claims);
    this.claims = fn;
    this.addTrigger(cognito.UserPoolOperation.PRE_TOKEN_GENERATION_CONFIG, fn, cognito.LambdaVersion.V2_0);
  }

  /**
   * Lets a principal end all sessions of a person and shut the account: `AdminUserGlobalSignOut`, `AdminDisableUser`,
   * `AdminGetUser`. Access tokens that were given out stay good until they end, 15 minutes at most, unless `revocations` lists them.
   */
  public grantSignOut(grantee: iam.IGrantable): iam.Grant {
    return this.grant(grantee, ...SIGN_OUT);
  }

  /**
   * Lets a principal open, shut and find accounts: `AdminCreateUser`, `AdminDisableUser`, `AdminEnableUser`, `AdminGetUser`,
   * `AdminResetUserPassword`, `ListUsers`. It cannot set passwords, and puts nobody into a group.
   */
  public grantManageUsers(grantee: iam.IGrantable): iam.Grant {
    return this.grant(grantee, ...MANAGE_USERS);
  }

  /**
   * Grants exact actions on the pool, and its key through Cognito only.
   *
   * Throws `WildcardAction` for an action that is not spelled out, `GrantWithoutEffect` for a grantee without policies.
   */
  public override grant(grantee: iam.IGrantable, ...actions: string[]): iam.Grant {
    refuseWildcards(this, actions);
    return strictGrant({
      grantee,
      target: this,
      intent: Intent.USE,
      actions,
      resourceArns: [this.userPoolArn],
      key: this.key,
      keyActions: KEY_ACTIONS,
      viaService: 'cognito-idp',
    });
  }

  private makeClient(id: string, options: cognito.UserPoolClientOptions, localhost: boolean): cognito.UserPoolClient {
    const path = pathOf(this, id);
    const { oAuth } = options;
    checkClient(path, options, this.scopes, localhost);
    if (oAuth && !this.signInDomain) {
      throw new ZeroTrustError(path, 'NoSignInDomain', 'this flow runs over the sign-in domain, and the pool has none.',
        'give the pool uniqueDomainPrefix or customDomain, or use AppClientFlow.USER_AUTH.');
    }
    const machine = oAuth?.flows?.clientCredentials ?? false;
    const client = super.addClient(id, {
      ...options,
      generateSecret: machine ? true : options.generateSecret,
      disableOAuth: !oAuth,
      oAuth: oAuth && {
        ...oAuth,
        flows: { authorizationCodeGrant: !machine, clientCredentials: machine },
        scopes: machine ? oAuth.scopes : [cognito.OAuthScope.OPENID, ...(oAuth.scopes ?? [])],
      },
      // Never left out: Cognito would then allow the custom flow. A machine has no flow, which is to say refreshing alone.
      authFlows: machine ? { user: false } : { user: true, userSrp: options.authFlows?.userSrp ?? !oAuth },
      preventUserExistenceErrors: true,
      enableTokenRevocation: true,
      accessTokenValidity: options.accessTokenValidity ?? Duration.minutes(15),
      idTokenValidity: options.idTokenValidity ?? Duration.minutes(15),
      refreshTokenValidity: options.refreshTokenValidity ?? Duration.hours(24),
      // long enough for an answer that got lost, too short for a thief
      refreshTokenRotationGracePeriod: machine ? undefined : options.refreshTokenRotationGracePeriod ?? Duration.seconds(10),
    });
    if (oAuth) client.node.addDependency(...this.resourceServers);
    if (oAuth && !machine) {
      // managed login shows nothing for a client without a style
      new cognito.CfnManagedLoginBranding(client, 'Branding', {
        userPoolId: this.userPoolId, clientId: client.userPoolClientId, useCognitoProvidedValues: true,
      });
    }
    return client;
  }
}

/** Prefixes are unique over all accounts of a region: one that ends in the account is free in each. */
function ofAccount(pool: cognito.UserPool, prefix?: string): string | undefined {
  return prefix && `${prefix}-${Stack.of(pool).account}`;
}

function checkDomain(path: string, { domainPrefix, uniqueDomainPrefix, customDomain }: SecureUserPoolProps): void {
  const given = Object.entries({ domainPrefix, uniqueDomainPrefix, customDomain }).filter(([, value]) => value !== undefined).map(([name]) => name);
  if (given.length > 1) {
    throw new ZeroTrustError(path, 'AmbiguousDomain', `both ${given[0]} and ${given[1]} are given.`, 'give one.');
  }
  if (uniqueDomainPrefix !== undefined && (Token.isUnresolved(uniqueDomainPrefix) || !DOMAIN_PREFIX.test(`${uniqueDomainPrefix}-000000000000`))) {
    throw new ZeroTrustError(path, 'InvalidDomainPrefix', `Cognito takes no domain prefix '${uniqueDomainPrefix}' followed by an account.`,
      'use up to 50 literal lower-case letters, digits and hyphens, and none of the words aws, amazon, cognito.');
  }
  if (domainPrefix === undefined || Token.isUnresolved(domainPrefix) || DOMAIN_PREFIX.test(domainPrefix)) return;
  throw new ZeroTrustError(path, 'InvalidDomainPrefix', `Cognito takes no domain prefix '${domainPrefix}'.`,
    'use lower-case letters, digits and hyphens, and none of the words aws, amazon, cognito.');
}
