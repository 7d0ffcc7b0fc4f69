import {
  all, any, Check, each, eachIfAny, eachValueIfAny, isAbsent, isAtLeast, isAtMost, isAtMostOrAbsent, isEmptyOrAbsent, isFalseOrAbsent, isMissing,
  isOneOf, isOneOfOrAbsent, isOther, isText, isTrue, isTrueOrAbsent, matches, matchesOrAbsent,
} from '../check';

const GRAPHQL_WAYS = ['AMAZON_COGNITO_USER_POOLS', 'AWS_IAM', 'AWS_LAMBDA', 'OPENID_CONNECT'];
const JSON_OBJECT = '^\\s*\\{[\\s\\S]*\\}\\s*$';
const HTTPS_ONLY = ['https-only', 'redirect-to-https'];
const CERTIFICATE = 'DistributionConfig.ViewerCertificate';
/** A URL of any scheme but http: apps have schemes of their own. */
const isSecureUrl = (path: string): Check => all(matches(path, '^[\\w.+-]+:'), isOther(path, '(?i)^http:'));

/** At most 15 minutes in the unit that is named; hours are the default, and an hour is the default. */
function isShort(validity: string, unit: string): Check {
  return any(
    all(isOneOf(unit, 'minutes'), isAtMostOrAbsent(validity, 15)),
    all(isOneOf(unit, 'seconds'), isAtMostOrAbsent(validity, 900)),
    all(isOneOfOrAbsent(unit, 'hours', 'days'), isAtMost(validity, 0)),
  );
}

/** APIs, distributions and user pools. */
export const API_RULES: Record<string, Record<string, Check[]>> = {
  'ZT-APIGATEWAY-018': {
    'AWS::ApiGatewayV2::Stage': [
      isText('AccessLogSettings.DestinationArn'), isText('AccessLogSettings.Format'), isFalseOrAbsent('DefaultRouteSettings.DataTraceEnabled'),
      eachValueIfAny('RouteSettings', isFalseOrAbsent('DataTraceEnabled')),
    ],
  },
  'ZT-APIGATEWAY-022': {
    'AWS::ApiGateway::Stage': [matchesOrAbsent('AccessLogSetting.Format', JSON_OBJECT)],
    'AWS::ApiGatewayV2::Stage': [matchesOrAbsent('AccessLogSettings.Format', JSON_OBJECT)],
  },
  'ZT-APPSYNC-001': {
    'AWS::AppSync::GraphQLApi': [
      isOneOf('AuthenticationType', ...GRAPHQL_WAYS),
      any(isMissing('AdditionalAuthenticationProviders'), each('AdditionalAuthenticationProviders', isOneOf('AuthenticationType', ...GRAPHQL_WAYS))),
    ],
  },
  'ZT-APPSYNC-002': {
    'AWS::AppSync::GraphQLApi': [
      isText('LogConfig.CloudWatchLogsRoleArn'), isOneOf('LogConfig.FieldLogLevel', 'ALL', 'DEBUG', 'ERROR', 'INFO'), isTrue('LogConfig.ExcludeVerboseContent'),
    ],
  },
  'ZT-APPSYNC-003': {
    'AWS::AppSync::GraphQLApi': [isAtLeast('QueryDepthLimit', 1), isAtLeast('ResolverCountLimit', 1), isOneOf('IntrospectionConfig', 'DISABLED')],
  },
  'ZT-CLOUDFRONT-001': {
    'AWS::CloudFront::Distribution': [
      isOneOf('DistributionConfig.DefaultCacheBehavior.ViewerProtocolPolicy', ...HTTPS_ONLY),
      eachIfAny('DistributionConfig.CacheBehaviors', isOneOf('ViewerProtocolPolicy', ...HTTPS_ONLY)),
    ],
  },
  'ZT-CLOUDFRONT-002': {
    'AWS::CloudFront::Distribution': [
      any(isText(`${CERTIFICATE}.AcmCertificateArn`), isText(`${CERTIFICATE}.IamCertificateId`)),
      isFalseOrAbsent(`${CERTIFICATE}.CloudFrontDefaultCertificate`),
      isOneOf(`${CERTIFICATE}.MinimumProtocolVersion`, 'TLSv1.2_2018', 'TLSv1.2_2019', 'TLSv1.2_2021', 'TLSv1.2_2025', 'TLSv1.3_2025'),
      isOneOf(`${CERTIFICATE}.SslSupportMethod`, 'sni-only'),
    ],
  },
  'ZT-CLOUDFRONT-004': {
    'AWS::CloudFront::Distribution': [eachIfAny('DistributionConfig.Origins', any(isAbsent('CustomOriginConfig'), all(
      isOneOf('CustomOriginConfig.OriginProtocolPolicy', 'https-only'), each('CustomOriginConfig.OriginSSLProtocols', isOneOf('', 'TLSv1.2')),
    )))],
  },
  'ZT-CLOUDFRONT-013': {
    'AWS::CloudFront::Distribution': [
      isEmptyOrAbsent('DistributionConfig.DefaultCacheBehavior.TrustedSigners'), eachIfAny('DistributionConfig.CacheBehaviors', isEmptyOrAbsent('TrustedSigners')),
    ],
  },
  'ZT-CLOUDFRONT-014': {
    'AWS::CloudFront::Distribution': [any(isAbsent('DistributionConfig.ViewerMtlsConfig'), all(
      isOneOf('DistributionConfig.ViewerMtlsConfig.Mode', 'required'), isText('DistributionConfig.ViewerMtlsConfig.TrustStoreConfig.TrustStoreId'),
      isFalseOrAbsent('DistributionConfig.ViewerMtlsConfig.TrustStoreConfig.IgnoreCertificateExpiry'),
    ))],
  },
  'ZT-CLOUDFRONT-015': {
    'AWS::CloudFront::Distribution': [eachIfAny('DistributionConfig.Origins', any(
      isAbsent('S3OriginConfig'), isText('OriginAccessControlId'), isOneOfOrAbsent('S3OriginConfig.OriginAccessIdentity', ''),
    ))],
  },
  'ZT-COGNITO-001': { 'AWS::Cognito::UserPool': [isOneOf('MfaConfiguration', 'ON')] },
  'ZT-COGNITO-002': {
    'AWS::Cognito::UserPool': [
      isAtLeast('Policies.PasswordPolicy.MinimumLength', 14), isOneOf('UserPoolAddOns.AdvancedSecurityMode', 'ENFORCED'), isOneOf('UserPoolTier', 'PLUS'),
      isOneOf('DeletionProtection', 'ACTIVE'),
    ],
  },
  'ZT-COGNITO-003': { 'AWS::Cognito::UserPoolClient': [isOneOf('PreventUserExistenceErrors', 'ENABLED')] },
  'ZT-COGNITO-004': {
    'AWS::Cognito::UserPoolClient': [isShort('AccessTokenValidity', 'TokenValidityUnits.AccessToken'), isShort('IdTokenValidity', 'TokenValidityUnits.IdToken')],
  },
  'ZT-COGNITO-005': {
    'AWS::Cognito::UserPoolClient': [any(
      all(each('AllowedOAuthFlows', isOneOf('', 'client_credentials')), eachIfAny('ExplicitAuthFlows', isOneOf('', 'ALLOW_REFRESH_TOKEN_AUTH'))),
      all(isTrueOrAbsent('EnableTokenRevocation'), isOneOf('RefreshTokenRotation.Feature', 'ENABLED'), isAtMostOrAbsent('RefreshTokenRotation.RetryGracePeriodSeconds', 60)),
    )],
  },
  'ZT-COGNITO-006': { 'AWS::Cognito::UserPoolClient': [eachIfAny('AllowedOAuthFlows', isOneOf('', 'client_credentials', 'code'))] },
  'ZT-COGNITO-007': {
    'AWS::Cognito::UserPoolClient': [
      eachIfAny('CallbackURLs', isSecureUrl('')), eachIfAny('LogoutURLs', isSecureUrl('')), any(isAbsent('DefaultRedirectURI'), isSecureUrl('DefaultRedirectURI')),
    ],
  },
  'ZT-COGNITO-008': {
    'AWS::Cognito::UserPoolClient': [eachIfAny('ExplicitAuthFlows', isOneOf(
      '', 'ALLOW_CUSTOM_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH', 'ALLOW_USER_AUTH', 'ALLOW_USER_SRP_AUTH', 'CUSTOM_AUTH_FLOW_ONLY',
    ))],
  },
  'ZT-COGNITO-009': {
    'AWS::Cognito::IdentityPool': [
      isFalseOrAbsent('AllowUnauthenticatedIdentities'), isFalseOrAbsent('AllowClassicFlow'), eachIfAny('CognitoIdentityProviders', isTrue('ServerSideTokenCheck')),
    ],
  },
  'ZT-COGNITO-016': {
    'AWS::Cognito::UserPoolDomain': [any(isAbsent('CustomDomainConfig'), isOneOf('CustomDomainConfig.SecurityPolicy', 'TLS_V1_2_2021', 'TLS_V1_3_2025'))],
  },
  'ZT-LAMBDA-008': { 'AWS::Lambda::Url': [isOneOf('AuthType', 'AWS_IAM')] },
  'ZT-LAMBDA-011': { 'AWS::Lambda::Url': [eachIfAny('Cors.AllowOrigins', isOther('', '\\*'))] },
  'ZT-SNS-005': {
    'AWS::SNS::Subscription': [any(isOther('Protocol', '^http$'), isAbsent('Protocol'))],
    'AWS::SNS::Topic': [eachIfAny('Subscription', any(isOther('Protocol', '^http$'), isAbsent('Protocol')))],
  },
  'ZT-VPCLATTICE-003': { 'AWS::VpcLattice::Listener': [isOneOf('Protocol', 'HTTPS', 'TLS_PASSTHROUGH')] },
};
