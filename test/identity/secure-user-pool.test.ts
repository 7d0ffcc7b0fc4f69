import { App, Duration, RemovalPolicy, Stack, Token } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as acm from 'aws-cdk-lib/aws-certificatemanager';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { SecureFunction } from '../../src/compute/secure-function';
import { DeclaredEdges } from '../../src/core/declared-edges';
import { WebFirewall } from '../../src/edge/web-firewall';
import { AppClientFlow, AppClientOptions } from '../../src/identity/app-client';
import { SecureUserPool } from '../../src/identity/secure-user-pool';
import { SecureUserPoolProps } from '../../src/identity/secure-user-pool-props';
import { TrustZone } from '../../src/zone/trust-zone';
import { stackFindings } from '../support/packs';

const CALLBACK = 'https://app.example.com/signed-in';

function poolOf(props: SecureUserPoolProps = { domainPrefix: 'orders' }): { stack: Stack; pool: SecureUserPool } {
  const stack = new Stack(new App(), 'Stack');
  return { stack, pool: new SecureUserPool(stack, 'Users', props) };
}

function poolProperties(props?: SecureUserPoolProps): any {
  const { stack } = poolOf(props);
  return Object.values(Template.fromStack(stack).findResources('AWS::Cognito::UserPool'))[0].Properties;
}

/** The properties of the one client that a test adds to a pool with the scopes orders/read and orders/write. */
function clientProperties(add: (pool: SecureUserPool) => void): any {
  const { stack, pool } = poolOf();
  pool.addScopes('orders', { read: 'Read orders', write: 'Place orders' });
  add(pool);
  return Object.values(Template.fromStack(stack).findResources('AWS::Cognito::UserPoolClient'))[0].Properties;
}

function refused(add: (pool: SecureUserPool) => void, id: string, props?: SecureUserPoolProps): void {
  const { stack, pool } = poolOf(props);
  const before = stack.node.findAll().length;
  expect(() => add(pool)).toThrow(expect.objectContaining({ id }));
  expect(stack.node.findAll()).toHaveLength(before);
}

const optOuts = (construct: { node: any }) => construct.node.metadata
  .filter(({ type }: any) => type === 'cdk-zero-trust:opt-out').map(({ data }: any) => data);

test('a pool with clients for people and machines leaves nothing open in the five packs and acknowledges nothing', () => {
  const { open, acknowledged } = stackFindings((stack) => {
    const pool = new SecureUserPool(stack, 'Users', { domainPrefix: 'orders', firewall: new WebFirewall(stack, 'Firewall') });
    const scopes = pool.addScopes('orders', { read: 'Read orders' });
    pool.addAppClient('Web', { scopes, callbackUrls: [CALLBACK] });
    pool.addAppClient('Nightly', { scopes, flow: AppClientFlow.CLIENT_CREDENTIALS });
    pool.addAppClient('Phone', { flow: AppClientFlow.USER_AUTH });
  });
  expect(open).toEqual([]);
  expect(acknowledged).toEqual([]);
});

describe('signing in', () => {
  test('takes a second factor from everyone: an authenticator app or a passkey that verifies its user, never a text message', () => {
    expect(poolProperties()).toMatchObject({
      MfaConfiguration: 'ON',
      EnabledMfas: ['SOFTWARE_TOKEN_MFA'],
      Policies: { SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD', 'WEB_AUTHN'] } },
      WebAuthnUserVerification: 'required',
      WebAuthnFactorConfiguration: 'MULTI_FACTOR_WITH_USER_VERIFICATION',
    });
    expect(poolProperties().SmsConfiguration).toBeUndefined();
  });

  test('takes it every time: no device stands in for it', () => {
    expect(poolProperties().DeviceConfiguration).toBeUndefined();
  });

  test('takes passwords of 14 characters and all classes, and a first password for one day', () => {
    expect(poolProperties().Policies.PasswordPolicy).toEqual({
      MinimumLength: 14,
      RequireLowercase: true,
      RequireUppercase: true,
      RequireNumbers: true,
      RequireSymbols: true,
      PasswordHistorySize: 24,
      TemporaryPasswordValidityDays: 1,
    });
  });

  test('is watched by threat protection, which blocks high risks and stolen passwords for all clients', () => {
    expect(poolProperties()).toMatchObject({
      UserPoolTier: 'PLUS',
      UserPoolAddOns: { AdvancedSecurityMode: 'ENFORCED', AdvancedSecurityAdditionalFlows: { CustomAuthMode: 'ENFORCED' } },
    });
    const { stack, pool } = poolOf();
    Template.fromStack(stack).hasResourceProperties('AWS::Cognito::UserPoolRiskConfigurationAttachment', {
      UserPoolId: stack.resolve(pool.userPoolId),
      ClientId: 'ALL',
      AccountTakeoverRiskConfiguration: { Actions: { HighAction: { EventAction: 'BLOCK', Notify: false } } },
      CompromisedCredentialsRiskConfiguration: { Actions: { EventAction: 'BLOCK' }, EventFilter: Match.absent() },
    });
  });

  test('binds passkeys to the custom domain, or to the domain that is named', () => {
    const stack = new Stack(new App(), 'Stack');
    const certificate = acm.Certificate.fromCertificateArn(stack, 'Certificate', 'arn:aws:acm:us-east-1:111122223333:certificate/x');
    const customDomain = { domainName: 'auth.example.com', certificate };
    const relyingParty = (props: SecureUserPoolProps, id: string) => (new SecureUserPool(stack, id, props).node.defaultChild as cognito.CfnUserPool)
      .webAuthnRelyingPartyId;
    expect(relyingParty({ customDomain }, 'Custom')).toBe('auth.example.com');
    expect(relyingParty({ customDomain, passkeyRelyingPartyId: 'example.com' }, 'Named')).toBe('example.com');
    expect(relyingParty({ domainPrefix: 'orders' }, 'Prefix')).toBeUndefined();
  });
});

describe('accounts', () => {
  test('are opened by administrators, unless people may', () => {
    expect(poolProperties().AdminCreateUserConfig).toEqual({ AllowAdminCreateUserOnly: true });
    expect(poolProperties({ selfSignUpEnabled: true }).AdminCreateUserConfig).toEqual({ AllowAdminCreateUserOnly: false });
  });

  test('have a verified address, keep it until a new one is verified, and are recovered through it alone', () => {
    expect(poolProperties()).toMatchObject({
      UsernameAttributes: ['email'],
      UsernameConfiguration: { CaseSensitive: false },
      AutoVerifiedAttributes: ['email'],
      UserAttributeUpdateSettings: { AttributesRequireVerificationBeforeUpdate: ['email'] },
      AccountRecoverySetting: { RecoveryMechanisms: [{ Name: 'verified_email', Priority: 1 }] },
    });
  });

  test('outlive the stack, unless a prop says otherwise', () => {
    const template = (props?: SecureUserPoolProps) => Template.fromStack(poolOf(props).stack);
    const kept = template();
    kept.hasResource('AWS::Cognito::UserPool', { DeletionPolicy: 'Retain', Properties: { DeletionProtection: 'ACTIVE' } });
    kept.hasResource('AWS::Logs::LogGroup', { DeletionPolicy: 'Retain' });
    const sandbox = template({ removalPolicy: RemovalPolicy.DESTROY });
    sandbox.hasResource('AWS::Cognito::UserPool', { DeletionPolicy: 'Delete', Properties: { DeletionProtection: 'INACTIVE' } });
    sandbox.hasResource('AWS::Logs::LogGroup', { DeletionPolicy: 'Delete' });
  });

  test('lie under the key of the zone, which lets Cognito in for pools of this account only', () => {
    const { stack } = poolOf();
    const template = Template.fromStack(stack);
    const [keyId] = Object.keys(template.findResources('AWS::KMS::Key', { Properties: { Description: Match.stringLikeRegexp('restricted') } }));
    template.hasResourceProperties('AWS::Cognito::UserPool', {
      KeyConfiguration: { KeyType: 'CUSTOMER_MANAGED_KEY', KmsKeyArn: { 'Fn::GetAtt': [keyId, 'Arn'] } },
    });
    const userPools = Match.objectLike({ 'Fn::Join': ['', Match.arrayWith([':userpool/*'])] });
    template.hasResourceProperties('AWS::KMS::Key', {
      KeyPolicy: Match.objectLike({
        Statement: Match.arrayWith([Match.objectLike({
          Sid: 'UserPools',
          Principal: { Service: ['cognito-idp.amazonaws.com', 'identitystore.amazonaws.com'] },
          Condition: {
            StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } },
            ArnLike: { 'aws:SourceArn': userPools, 'kms:EncryptionContext:aws:cognito-idp:userpool-arn': userPools },
          },
        })]),
      }),
    });
  });

  test('are logged under a key that lets Cognito and its delivery in for log groups of this account only', () => {
    const [key] = Object.values(Template.fromStack(poolOf().stack).findResources('AWS::KMS::Key'));
    const statement = (sid: string) => key.Properties.KeyPolicy.Statement.find((one: any) => one.Sid === sid);
    const toLogs = { StringLike: { 'kms:EncryptionContext:SourceArn': { 'Fn::Join': ['', expect.arrayContaining([':logs:', { Ref: 'AWS::AccountId' }, ':*'])] } } };
    expect(statement('UserPoolLogs')).toMatchObject({
      Principal: { Service: 'cognito-idp.amazonaws.com' }, Action: ['kms:GenerateDataKey', 'kms:Encrypt'], Condition: toLogs,
    });
    expect(statement('UserPoolLogDelivery')).toMatchObject({
      Principal: { Service: 'delivery.logs.amazonaws.com' }, Action: ['kms:GenerateDataKey', 'kms:Decrypt'], Condition: toLogs,
    });
  });

  test('may lie under a key that AWS owns, which is recorded', () => {
    const { pool } = poolOf({ useAwsOwnedKey: true });
    expect((pool.node.defaultChild as cognito.CfnUserPool).keyConfiguration).toBeUndefined();
    expect(optOuts(pool)).toEqual(['useAwsOwnedKey: people\'s data is encrypted under a key that AWS owns']);
    expect(optOuts(poolOf().pool)).toEqual([]);
  });
});

test('what people do is logged under the zone key, in a group that never collides with a retained one', () => {
  const { stack } = poolOf();
  const template = Template.fromStack(stack);
  template.hasResourceProperties('AWS::Logs::LogGroup', {
    KmsKeyId: Match.anyValue(),
    LogGroupName: { 'Fn::Join': ['', [Match.stringLikeRegexp('^/aws/vendedlogs/cognito/Stack-Users-'), { 'Fn::Select': [0, Match.anyValue()] }]] },
  });
  const [{ Properties }] = Object.values(template.findResources('AWS::Cognito::LogDeliveryConfiguration'));
  expect(Properties.LogConfigurations.map((one: any) => [one.EventSource, one.LogLevel])).toEqual([['userAuthEvents', 'INFO'], ['userNotification', 'ERROR']]);
  const arn = Properties.LogConfigurations[0].CloudWatchLogsConfiguration.LogGroupArn['Fn::Join'][1];
  expect(arn[arn.length - 1]).toEqual({ Ref: expect.stringMatching(/^UsersActivity/) });
  template.resourceCountIs('AWS::Logs::ResourcePolicy', 0);
});

test('a pool joins its zone', () => {
  const stack = new Stack(new App(), 'Stack');
  const zone = new TrustZone(stack, 'Zone');
  const pool = new SecureUserPool(stack, 'Users');
  expect(pool.zone).toBe(zone);
  expect(zone._members).toEqual([pool]);
});

test('a firewall stands in front of the pool when one is given', () => {
  const associations = (withFirewall: boolean) => {
    const stack = new Stack(new App(), 'Stack');
    new SecureUserPool(stack, 'Users', { firewall: withFirewall ? new WebFirewall(stack, 'Firewall') : undefined });
    return Object.keys(Template.fromStack(stack).findResources('AWS::WAFv2::WebACLAssociation'));
  };
  expect(associations(true)).toHaveLength(1);
  expect(associations(false)).toHaveLength(0);
});

describe('a client for people', () => {
  const web = (options: AppClientOptions = {}) => clientProperties((pool) => pool.addAppClient('Web', { callbackUrls: [CALLBACK], ...options }));

  test('trades a code for tokens, keeps no secret, and asks for nothing but what is named', () => {
    expect(web({ scopes: ['orders/read', 'email'], logoutUrls: ['https://app.example.com/'] })).toMatchObject({
      AllowedOAuthFlows: ['code'],
      AllowedOAuthFlowsUserPoolClient: true,
      AllowedOAuthScopes: ['openid', 'orders/read', 'email'],
      CallbackURLs: [CALLBACK],
      LogoutURLs: ['https://app.example.com/'],
    });
    expect(web().GenerateSecret).toBeUndefined();
    expect(web({ generateSecret: true }).GenerateSecret).toBe(true);
    expect(web().AllowedOAuthScopes).toEqual(['openid']);
  });

  test('has tokens for 15 minutes and a session of a day, or less', () => {
    expect(web()).toMatchObject({
      AccessTokenValidity: 15, IdTokenValidity: 15, RefreshTokenValidity: 1440, TokenValidityUnits: { AccessToken: 'minutes', IdToken: 'minutes', RefreshToken: 'minutes' },
    });
    expect(web({ accessTokenValidity: Duration.minutes(5), refreshTokenValidity: Duration.hours(1) }))
      .toMatchObject({ AccessTokenValidity: 5, IdTokenValidity: 5, RefreshTokenValidity: 60 });
  });

  test('uses a refresh token once, and can have its tokens revoked', () => {
    expect(web()).toMatchObject({ RefreshTokenRotation: { Feature: 'ENABLED', RetryGracePeriodSeconds: 10 }, EnableTokenRevocation: true });
    expect(web().ExplicitAuthFlows).toEqual(['ALLOW_USER_AUTH']);
  });

  test('does not tell who has an account', () => {
    expect(web().PreventUserExistenceErrors).toBe('ENABLED');
  });

  test('has pages to show, in the newer managed login', () => {
    const { stack, pool } = poolOf();
    const client = pool.addAppClient('Web', { callbackUrls: [CALLBACK] });
    const template = Template.fromStack(stack);
    template.hasResourceProperties('AWS::Cognito::UserPoolDomain', { Domain: 'orders', ManagedLoginVersion: 2 });
    template.hasResourceProperties('AWS::Cognito::ManagedLoginBranding', {
      ClientId: stack.resolve(client.userPoolClientId), UseCognitoProvidedValues: true,
    });
    expect(pool.domain!.signInUrl(client, { redirectUri: CALLBACK })).toContain('response_type=code');
  });

  test('exists after the scopes that it asks for', () => {
    const { stack, pool } = poolOf();
    pool.addAppClient('Web', { scopes: pool.addScopes('orders', { read: 'Read orders' }), callbackUrls: [CALLBACK] });
    Template.fromStack(stack).hasResource('AWS::Cognito::UserPoolClient', { DependsOn: [Match.stringLikeRegexp('^UsersScopesorders')] });
  });

  test('may be sent to a host that is known at deployment, as long as the scheme is https', () => {
    const host = Token.asString({ Ref: 'Host' });
    expect(web({ callbackUrls: [`https://${host}/in`] }).CallbackURLs).toEqual([{ 'Fn::Join': ['', ['https://', { Ref: 'Host' }, '/in']] }]);
  });

  test('may be sent to the developer\'s machine when that is asked for and recorded', () => {
    const { pool } = poolOf();
    const local = { callbackUrls: ['http://localhost:3000/in'] };
    expect(optOuts(pool.addAppClient('Dev', { ...local, allowLocalhost: true }))).toHaveLength(1);
    expect(optOuts(pool.addAppClient('Web', { callbackUrls: [CALLBACK] }))).toEqual([]);
    refused((one) => one.addAppClient('Web', local), 'InsecureUrl');
  });

  test('may have sign-in pages of its own, by passkey or SRP, without a domain', () => {
    const { stack, pool } = poolOf({});
    pool.addAppClient('Phone', { flow: AppClientFlow.USER_AUTH });
    const template = Template.fromStack(stack);
    template.hasResourceProperties('AWS::Cognito::UserPoolClient', {
      ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH', 'ALLOW_USER_AUTH'],
      AllowedOAuthFlowsUserPoolClient: false,
      AllowedOAuthFlows: Match.absent(),
      RefreshTokenRotation: { Feature: 'ENABLED' },
    });
    template.resourceCountIs('AWS::Cognito::ManagedLoginBranding', 0);
    expect(pool.domain).toBeUndefined();
  });
});

test('a client for a machine signs in by its secret, for named scopes only, and cannot sign people in', () => {
  expect(clientProperties((pool) => pool.addAppClient('Nightly', { flow: AppClientFlow.CLIENT_CREDENTIALS, scopes: ['orders/read'] }))).toMatchObject({
    AllowedOAuthFlows: ['client_credentials'],
    AllowedOAuthScopes: ['orders/read'],
    GenerateSecret: true,
    ExplicitAuthFlows: ['ALLOW_REFRESH_TOKEN_AUTH'],
    AccessTokenValidity: 15,
  });
});

describe('scopes', () => {
  test('are declared once and named in full', () => {
    const { stack, pool } = poolOf();
    expect(pool.addScopes('orders', { read: 'Read orders', write: 'Place orders' })).toEqual(['orders/read', 'orders/write']);
    expect(pool.scope('orders', 'write')).toBe('orders/write');
    Template.fromStack(stack).hasResourceProperties('AWS::Cognito::UserPoolResourceServer', {
      Identifier: 'orders',
      Scopes: [{ ScopeName: 'read', ScopeDescription: 'Read orders' }, { ScopeName: 'write', ScopeDescription: 'Place orders' }],
    });
  });

  test('of a resource server that the CDK\'s own method adds are known too', () => {
    const { pool } = poolOf();
    pool.addResourceServer('Billing', { identifier: 'billing', scopes: [new cognito.ResourceServerScope({ scopeName: 'pay', scopeDescription: 'Pay' })] });
    expect(pool.scope('billing', 'pay')).toBe('billing/pay');
  });

  test('that nobody declared are refused', () => {
    expect(() => poolOf().pool.scope('orders', 'raed')).toThrow(expect.objectContaining({ id: 'UnknownScope' }));
    refused((pool) => pool.addAppClient('Web', { scopes: ['orders/read'], callbackUrls: [CALLBACK] }), 'UnknownScope');
  });

  test.each([['orders/v1', 'read'], ['orders', 'read all'], ['', 'read'], ['orders', '']])('called %p and %p are refused', (server, name) => {
    refused((pool) => pool.addScopes(server, { [name]: 'Read' }), 'InvalidScope');
  });

  test('with a name that is not known before deployment are refused', () => {
    refused((pool) => pool.addScopes(Token.asString({ Ref: 'Server' }), { read: 'Read' }), 'InvalidScope');
  });
});

describe('the addClient of the CDK is no hole', () => {
  test('what is left out is safe', () => {
    expect(clientProperties((pool) => pool.addClient('Plain'))).toMatchObject({
      AllowedOAuthFlowsUserPoolClient: false,
      ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH', 'ALLOW_USER_AUTH'],
      PreventUserExistenceErrors: 'ENABLED',
      EnableTokenRevocation: true,
      AccessTokenValidity: 15,
      IdTokenValidity: 15,
      RefreshTokenValidity: 1440,
      RefreshTokenRotation: { Feature: 'ENABLED' },
    });
    expect(clientProperties((pool) => pool.addClient('Web', { oAuth: { callbackUrls: [CALLBACK] } }))).toMatchObject({
      AllowedOAuthFlows: ['code'], AllowedOAuthScopes: ['openid'], ExplicitAuthFlows: ['ALLOW_USER_AUTH'],
    });
  });

  test('what the CDK offers beyond is passed on', () => {
    expect(clientProperties((pool) => pool.addClient('Web', { userPoolClientName: 'web', refreshTokenRotationGracePeriod: Duration.seconds(0) })))
      .toMatchObject({ ClientName: 'web', RefreshTokenRotation: { Feature: 'ENABLED', RetryGracePeriodSeconds: 0 } });
  });

  const insecure: [string, cognito.UserPoolClientOptions, string][] = [
    ['the implicit grant', { oAuth: { flows: { implicitCodeGrant: true }, callbackUrls: [CALLBACK] } }, 'ImplicitGrant'],
    ['the plain password', { authFlows: { userPassword: true } }, 'InsecureAuthFlow'],
    ['the plain password of an administrator', { authFlows: { adminUserPassword: true } }, 'InsecureAuthFlow'],
    ['the custom flow', { authFlows: { custom: true } }, 'InsecureAuthFlow'],
    ['tokens that cannot be revoked', { enableTokenRevocation: false }, 'SafeguardOff'],
    ['errors that tell who has an account', { preventUserExistenceErrors: false }, 'SafeguardOff'],
    ['an access token for an hour', { accessTokenValidity: Duration.hours(1) }, 'TokenValidityOutOfRange'],
    ['an ID token for 16 minutes', { idTokenValidity: Duration.minutes(16) }, 'TokenValidityOutOfRange'],
    ['a session of 25 hours', { refreshTokenValidity: Duration.hours(25) }, 'TokenValidityOutOfRange'],
    ['a session of a minute', { refreshTokenValidity: Duration.minutes(1) }, 'TokenValidityOutOfRange'],
    ['a token validity that is not known', { accessTokenValidity: Duration.minutes(Token.asNumber({ Ref: 'Minutes' })) }, 'TokenValidityOutOfRange'],
    ['a code without a URL', { oAuth: { flows: { authorizationCodeGrant: true } } }, 'NoCallbackUrl'],
    ['a machine that is a person too', {
      oAuth: { flows: { authorizationCodeGrant: true, clientCredentials: true }, callbackUrls: [CALLBACK], scopes: [cognito.OAuthScope.OPENID] },
    }, 'InvalidMachineClient'],
    ['a machine without a secret', {
      generateSecret: false, oAuth: { flows: { clientCredentials: true }, scopes: [cognito.OAuthScope.OPENID] },
    }, 'InvalidMachineClient'],
    ['a machine without scopes', { oAuth: { flows: { clientCredentials: true } } }, 'InvalidMachineClient'],
  ];
  test.each(insecure)('%s is refused', (_, options, id) => {
    refused((pool) => pool.addClient('Client', options), id);
  });

  test.each([
    'http://app.example.com/in', 'https://*.example.com/in', 'https://app.example.com/in#x', 'https://me@app.example.com/', 'myapp://in', 'app.example.com',
    'http://localhost/in', '',
  ])('the URL %p is refused, for codes and after signing out', (url) => {
    refused((pool) => pool.addClient('Client', { oAuth: { callbackUrls: [CALLBACK, url] } }), 'InsecureUrl');
    refused((pool) => pool.addAppClient('Client', { callbackUrls: [CALLBACK], logoutUrls: [url] }), 'InsecureUrl');
  });

  test('a URL without a known scheme is refused', () => {
    const token = Token.asString({ Ref: 'Url' });
    refused((pool) => pool.addClient('Client', { oAuth: { callbackUrls: [token] } }), 'InsecureUrl');
    refused((pool) => pool.addClient('Client', { oAuth: { callbackUrls: [`${token}/in`] } }), 'InsecureUrl');
    refused((pool) => pool.addClient('Client', { oAuth: { callbackUrls: [`http://${token}/in`] } }), 'InsecureUrl');
  });
});

describe('domains', () => {
  test('are needed for the authorization code and for machines', () => {
    refused((pool) => pool.addAppClient('Web', { callbackUrls: [CALLBACK] }), 'NoSignInDomain', {});
    refused((pool) => pool.addAppClient('Nightly', { flow: AppClientFlow.CLIENT_CREDENTIALS, scopes: ['openid'] }), 'NoSignInDomain', {});
  });

  test('that the CDK\'s own method adds have managed login, and count', () => {
    const { stack, pool } = poolOf({});
    pool.addDomain('Later', { cognitoDomain: { domainPrefix: 'orders' } });
    pool.addAppClient('Web', { callbackUrls: [CALLBACK] });
    Template.fromStack(stack).hasResourceProperties('AWS::Cognito::UserPoolDomain', { ManagedLoginVersion: 2 });
  });

  test('with the classic pages are refused', () => {
    refused((pool) => pool.addDomain('Later', {
      cognitoDomain: { domainPrefix: 'orders' }, managedLoginVersion: cognito.ManagedLoginVersion.CLASSIC_HOSTED_UI,
    }), 'ClassicLogin', {});
  });

  test.each(['Orders', '-orders', 'orders-', 'my-cognito', 'aws-orders', '', 'x'.repeat(64)])('with the prefix %p are refused before anything is made', (domainPrefix) => {
    const stack = new Stack(new App(), 'Stack');
    expect(() => new SecureUserPool(stack, 'Users', { domainPrefix })).toThrow(expect.objectContaining({ id: 'InvalidDomainPrefix', path: 'Stack/Users' }));
    expect(stack.node.children).toEqual([]);
  });

  test('of your own answer to TLS 1.2 and newer', () => {
    const stack = new Stack(new App(), 'Stack');
    const certificate = acm.Certificate.fromCertificateArn(stack, 'Certificate', 'arn:aws:acm:us-east-1:111122223333:certificate/x');
    new SecureUserPool(stack, 'Users', { customDomain: { domainName: 'auth.example.com', certificate } });
    new SecureUserPool(stack, 'Others', { domainPrefix: 'orders' });
    const domains = Object.values(Template.fromStack(stack).findResources('AWS::Cognito::UserPoolDomain'));
    expect(domains.map(({ Properties }) => Properties.CustomDomainConfig)).toEqual([
      { CertificateArn: certificate.certificateArn, SecurityPolicy: 'TLS_V1_2_2021' }, undefined,
    ]);
  });

  test('of two kinds are refused', () => {
    const stack = new Stack(new App(), 'Stack');
    const certificate = acm.Certificate.fromCertificateArn(stack, 'Certificate', 'arn:aws:acm:us-east-1:111122223333:certificate/x');
    expect(() => new SecureUserPool(stack, 'Users', { domainPrefix: 'orders', customDomain: { domainName: 'auth.example.com', certificate } }))
      .toThrow(expect.objectContaining({ id: 'AmbiguousDomain' }));
  });

  test('may have a prefix that is known at deployment', () => {
    expect(poolOf({ domainPrefix: `orders-${Token.asString({ Ref: 'AWS::AccountId' })}` }).pool.domain).toBeDefined();
  });
});

describe('grants', () => {
  const grantTo = (pool: SecureUserPool, ...actions: string[]) => pool.grant(
    new iam.Role(pool.stack, 'Role', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') }), ...actions);

  test('name the pool and its key through Cognito, and declare the edge', () => {
    const { stack, pool } = poolOf();
    grantTo(pool, 'cognito-idp:AdminGetUser');
    Template.fromStack(stack).hasResourceProperties('AWS::IAM::Policy', {
      PolicyDocument: Match.objectLike({
        Statement: [
          { Effect: 'Allow', Action: 'cognito-idp:AdminGetUser', Resource: stack.resolve(pool.userPoolArn) },
          {
            Effect: 'Allow',
            Action: ['kms:Encrypt', 'kms:Decrypt', 'kms:ReEncryptFrom', 'kms:ReEncryptTo', 'kms:GenerateDataKeyWithoutPlaintext', 'kms:DescribeKey'],
            Resource: Match.anyValue(),
            Condition: { StringEquals: { 'kms:ViaService': { 'Fn::Join': ['', ['cognito-idp.', { Ref: 'AWS::Region' }, '.', { Ref: 'AWS::URLSuffix' }]] } } },
          },
        ],
      }),
    });
    expect(DeclaredEdges.of(stack.node.root)).toEqual([expect.objectContaining({
      caller: 'Stack/Role', target: 'Stack/Users', intent: 'use', actions: ['cognito-idp:AdminGetUser'],
    })]);
  });

  test('name no key where AWS owns it', () => {
    const { stack, pool } = poolOf({ useAwsOwnedKey: true });
    grantTo(pool, 'cognito-idp:AdminGetUser');
    const [{ Properties }] = Object.values(Template.fromStack(stack).findResources('AWS::IAM::Policy'));
    expect(Properties.PolicyDocument.Statement).toHaveLength(1);
  });

  test('end the sessions of a person, or manage accounts without passwords and groups', () => {
    const actionsOf = (grant: (pool: SecureUserPool, role: iam.Role) => unknown) => {
      const { stack, pool } = poolOf();
      grant(pool, new iam.Role(stack, 'Role', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') }));
      return DeclaredEdges.of(stack.node.root).flatMap(({ actions }) => actions);
    };
    expect(actionsOf((pool, role) => pool.grantSignOut(role))).toEqual([
      'cognito-idp:AdminDisableUser', 'cognito-idp:AdminGetUser', 'cognito-idp:AdminUserGlobalSignOut',
    ]);
    const managing = actionsOf((pool, role) => pool.grantManageUsers(role));
    expect(managing).toContain('cognito-idp:AdminCreateUser');
    expect(managing.filter((action) => /Group|SetUser|\*/.test(action))).toEqual([]);
  });

  test('with a wildcard are refused', () => {
    const { pool } = poolOf();
    expect(() => grantTo(pool, 'cognito-idp:Admin*')).toThrow(expect.objectContaining({ id: 'WildcardAction' }));
  });
});

describe('triggers', () => {
  const handler = { code: lambda.Code.fromInline('exports.handler = async () => {};'), handler: 'index.handler', runtime: lambda.Runtime.NODEJS_22_X };
  const functions: [string, (stack: Stack) => lambda.Function][] = [
    ['a secure function', (stack) => new SecureFunction(stack, 'Fn', { code: handler.code })],
    ['a function of the CDK', (stack) => new lambda.Function(stack, 'Fn', handler)],
  ];

  test.each(functions)('call %s, which lets in this pool of this account alone', (_, make) => {
    const { stack, pool } = poolOf();
    pool.addTrigger(cognito.UserPoolOperation.PRE_TOKEN_GENERATION, make(stack));
    const template = Template.fromStack(stack);
    template.resourceCountIs('AWS::Lambda::Permission', 1);
    template.hasResourceProperties('AWS::Lambda::Permission', {
      Action: 'lambda:InvokeFunction',
      Principal: 'cognito-idp.amazonaws.com',
      SourceArn: stack.resolve(pool.userPoolArn),
      SourceAccount: { Ref: 'AWS::AccountId' },
    });
    expect(DeclaredEdges.of(stack.node.root)).toContainEqual({
      caller: 'Stack/Users', target: 'Stack/Fn', intent: 'invoke', actions: ['lambda:InvokeFunction'],
    });
  });

  test('that add claims are called before access tokens are made, with the event that has them', () => {
    const { stack, pool } = poolOf();
    pool.addClaims(new SecureFunction(stack, 'Fn', { code: handler.code, timeout: Duration.seconds(5) }));
    const template = Template.fromStack(stack);
    template.hasResourceProperties('AWS::Cognito::UserPool', {
      LambdaConfig: { PreTokenGenerationConfig: { LambdaArn: { 'Fn::GetAtt': [Match.stringLikeRegexp('^Fn'), 'Arn'] }, LambdaVersion: 'V2_0' } },
    });
    template.hasResourceProperties('AWS::Lambda::Permission', { Principal: 'cognito-idp.amazonaws.com', SourceArn: stack.resolve(pool.userPoolArn) });
  });

  test('that add claims are refused when Cognito would not wait for them, and when there is one already', () => {
    const { stack, pool } = poolOf();
    const fn = (id: string, seconds: number) => new SecureFunction(stack, id, { code: handler.code, timeout: Duration.seconds(seconds) });
    expect(() => pool.addClaims(fn('Slow', 6))).toThrow(expect.objectContaining({ id: 'TriggerTooSlow' }));
    pool.addClaims(fn('Fn', 5));
    expect(() => pool.addClaims(fn('Second', 5))).toThrow(expect.objectContaining({ id: 'SecondTrigger' }));
  });

  test('leave nothing open in the five packs', () => {
    expect(stackFindings((stack) => {
      const pool = new SecureUserPool(stack, 'Users', { domainPrefix: 'orders', firewall: new WebFirewall(stack, 'Firewall') });
      pool.addTrigger(cognito.UserPoolOperation.PRE_TOKEN_GENERATION, new SecureFunction(stack, 'Fn', { code: handler.code }));
      pool.addGroup('Admins', { groupName: 'admins' });
    }).open).toEqual([]);
  });
});

describe('a sign-in domain that derives from the account', () => {
  const domainOf = (props: object, env?: object) => {
    const stack = new Stack(new App(), 'Stack', { env });
    new SecureUserPool(stack, 'Users', props);
    return Object.values<any>(Template.fromStack(stack).findResources('AWS::Cognito::UserPoolDomain'))[0].Properties.Domain;
  };

  test('ends in its id, known or not', () => {
    expect(domainOf({ uniqueDomainPrefix: 'orders' }, { account: '111122223333', region: 'eu-west-1' })).toBe('orders-111122223333');
    expect(domainOf({ uniqueDomainPrefix: 'orders' })).toEqual({ 'Fn::Join': ['', ['orders-', { Ref: 'AWS::AccountId' }]] });
    expect(domainOf({ uniqueDomainPrefix: 'a'.repeat(50) }, { account: '111122223333', region: 'eu-west-1' })).toHaveLength(63);
  });

  test.each([
    ['InvalidDomainPrefix', { uniqueDomainPrefix: 'a'.repeat(51) }],
    ['InvalidDomainPrefix', { uniqueDomainPrefix: 'my-cognito' }],
    ['InvalidDomainPrefix', { uniqueDomainPrefix: '' }],
    ['InvalidDomainPrefix', { uniqueDomainPrefix: 'Orders' }],
    ['AmbiguousDomain', { uniqueDomainPrefix: 'orders', domainPrefix: 'orders' }],
  ])('is refused with %s: %j', (id, props) => {
    expect(() => domainOf(props)).toThrow(expect.objectContaining({ id }));
  });
});
