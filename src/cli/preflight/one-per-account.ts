import { isObject, objectOrEmpty, own } from '../../model/json';

/** What was read of a resource in a template, as far as it is known before deployment. */
export type Declared = (property: string) => string | undefined;

/** A type of which an account, or an account and Region, has one: a second one fails to deploy, or takes the place of the first. */
export interface OnePerAccount {
  readonly types: readonly string[];
  /** How messages call it. */
  readonly what: string;
  /** The call of the AWS CLI that lists those that are there. */
  readonly ask: (declared: Declared) => string[];
  /** Those of an answer that the resource would meet, by their names. */
  readonly met: (answer: unknown, declared: Declared) => string[];
  /** Property that must be known to compare. */
  readonly compares?: string;
  /** What the service answers where there is none: no error then. */
  readonly none?: RegExp;
  /** What the app does instead. */
  readonly remediation: string;
}

export const ONE_PER_ACCOUNT: readonly OnePerAccount[] = [
  {
    types: ['AWS::Config::ConfigurationRecorder'],
    what: 'a configuration recorder of AWS Config',
    ask: () => ['configservice', 'describe-configuration-recorders'],
    // recorders of AWS services are beside that of the customer
    met: (answer) => listOf(answer, 'ConfigurationRecorders').filter((one) => own(one, 'servicePrincipal') === undefined).map(textAt('name')),
    remediation: 'pass RecorderSource.existing(owner), or RecorderSource.controlTower() in an account of AWS Control Tower',
  },
  {
    types: ['AWS::Config::DeliveryChannel'],
    what: 'a delivery channel of AWS Config',
    ask: () => ['configservice', 'describe-delivery-channels'],
    met: (answer) => listOf(answer, 'DeliveryChannels').map(textAt('name')),
    remediation: 'pass RecorderSource.existing(owner), or RecorderSource.controlTower() in an account of AWS Control Tower',
  },
  {
    types: ['AWS::SecurityHub::Hub'],
    what: 'Security Hub',
    ask: () => ['securityhub', 'describe-hub'],
    met: (answer) => [textAt('HubArn')(answer)],
    none: /\((InvalidAccessException|ResourceNotFoundException)\)[^\n]*not subscribed/,
    remediation: 'pass HubSource.existing(owner), or HubSource.organization(owner) where an organization enables it',
  },
  {
    types: ['AWS::GuardDuty::Detector'],
    what: 'a GuardDuty detector',
    ask: () => ['guardduty', 'list-detectors'],
    met: (answer) => textsOf(answer, 'DetectorIds'),
    remediation: 'pass DetectorSource.existing(detectorId), or DetectorSource.organization(owner) where an organization enables it',
  },
  {
    types: ['AWS::Macie::Session'],
    what: 'a Macie session',
    ask: () => ['macie2', 'get-macie-session'],
    met: (answer) => [textAt('status')(answer)],
    none: /\(AccessDeniedException\)[^\n]*Macie is not enabled/,
    remediation: 'pass MacieSource.existing(owner)',
  },
  {
    types: ['AWS::AccessAnalyzer::Analyzer'],
    what: 'an analyzer of the same type',
    ask: () => ['accessanalyzer', 'list-analyzers'],
    // an organization has up to five of a type; an account has one. Source: IAM user guide, "IAM Access Analyzer quotas"
    met: (answer, declared) => (declared('Type')!.startsWith('ORGANIZATION') ? []
      : listOf(answer, 'analyzers').filter((one) => own(one, 'type') === declared('Type')).map(textAt('arn'))),
    compares: 'Type',
    remediation: 'pass AnalyzerSource.existing(analyzerArn)',
  },
  {
    types: ['AWS::IAM::OIDCProvider', 'Custom::AWSCDKOpenIdConnectProvider'],
    what: 'an OIDC provider of the issuer',
    ask: () => ['iam', 'list-open-id-connect-providers'],
    met: (answer, declared) => listOf(answer, 'OpenIDConnectProviderList').map(textAt('Arn')).filter((arn) => arn.endsWith(`:oidc-provider/${hostAndPath(declared('Url')!)}`)),
    compares: 'Url',
    remediation: 'pass it as provider: iam.OpenIdConnectProvider.fromOpenIdConnectProviderArn, and see that its list of audiences has that of the issuer',
  },
  {
    types: ['AWS::IAM::ServiceLinkedRole'],
    what: 'the service-linked role',
    ask: (declared) => ['iam', 'list-roles', '--path-prefix', `/aws-service-role/${declared('AWSServiceName')!}/`],
    met: (answer) => listOf(answer, 'Roles').map(textAt('RoleName')),
    compares: 'AWSServiceName',
    remediation: 'leave serviceLinkedRole out',
  },
  {
    types: ['AWS::ApiGateway::Account'],
    what: 'a CloudWatch role of API Gateway',
    ask: () => ['apigateway', 'get-account'],
    met: (answer) => [own(answer, 'cloudwatchRoleArn')].filter((arn): arn is string => typeof arn === 'string'),
    remediation: 'leave ApiGatewayAccount out',
  },
];

/** Providers are named by the URL of their issuer, without its scheme. */
function hostAndPath(url: string): string {
  return url.replace(/^https:\/\//, '').replace(/\/$/, '');
}

function listOf(answer: unknown, key: string): unknown[] {
  const list = own(objectOrEmpty(answer), key);
  if (!Array.isArray(list)) throw new TypeError(`the answer has no list ${key}`);
  return list.filter(isObject);
}

function textsOf(answer: unknown, key: string): string[] {
  const list = own(objectOrEmpty(answer), key);
  if (!Array.isArray(list)) throw new TypeError(`the answer has no list ${key}`);
  return list.map(String);
}

function textAt(key: string): (one: unknown) => string {
  return (one) => String(own(objectOrEmpty(one), key) ?? 'one without a name');
}
