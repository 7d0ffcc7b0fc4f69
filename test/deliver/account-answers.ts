import * as accessanalyzer from '@aws-sdk/client-accessanalyzer';
import * as cloudformation from '@aws-sdk/client-cloudformation';
import * as config from '@aws-sdk/client-config-service';
import * as iam from '@aws-sdk/client-iam';
import * as macie2 from '@aws-sdk/client-macie2';
import * as sts from '@aws-sdk/client-sts';
import { checkShape, operationOf } from '../support/fake-aws/shapes';

export const ACCOUNT = '111122223333';
const arn = (service: string, resource: string, region = 'eu-west-1') => `arn:aws:${service}:${region}:${ACCOUNT}:${resource}`;

/** An answer of the AWS CLI: what it prints, or an error as botocore words it. */
export type Answer = object | string;
export const failure = (code: string, operation: string, message: string): string => `An error occurred (${code}) when calling the ${operation} operation: ${message}`;

/** The call of the AWS CLI → the model of its service, where this project has its SDK, and the operation. */
const MODELS: Record<string, [Record<string, any> | undefined, string]> = {
  'sts get-caller-identity': [sts, 'GetCallerIdentity'],
  'sts assume-role': [sts, 'AssumeRole'],
  'cloudformation list-stack-resources': [cloudformation, 'ListStackResources'],
  'configservice describe-configuration-recorders': [config, 'DescribeConfigurationRecorders'],
  'configservice describe-delivery-channels': [config, 'DescribeDeliveryChannels'],
  'securityhub describe-hub': [undefined, 'DescribeHub'],
  'guardduty list-detectors': [undefined, 'ListDetectors'],
  'macie2 get-macie-session': [macie2, 'GetMacieSession'],
  'accessanalyzer list-analyzers': [accessanalyzer, 'ListAnalyzers'],
  'iam list-open-id-connect-providers': [iam, 'ListOpenIDConnectProviders'],
  'iam list-roles': [iam, 'ListRoles'],
  'apigateway get-account': [undefined, 'GetAccount'],
  'codeconnections get-connection': [undefined, 'GetConnection'],
};

/** An account that has nothing, as the services answer; errors in the words that they are known by. */
export const EMPTY: Record<string, Answer> = {
  'sts get-caller-identity': { UserId: 'x', Account: ACCOUNT, Arn: arn('sts', 'assumed-role/x/y', '') },
  'sts assume-role': { Credentials: { AccessKeyId: 'ASIAFAKE', SecretAccessKey: 's', SessionToken: 't', Expiration: '2026-11-30T12:00:00Z' } },
  'cloudformation list-stack-resources': failure('ValidationError', 'ListStackResources', 'Stack with id Account does not exist'),
  'configservice describe-configuration-recorders': { ConfigurationRecorders: [] },
  'configservice describe-delivery-channels': { DeliveryChannels: [] },
  'securityhub describe-hub': failure('InvalidAccessException', 'DescribeHub', `Account ${ACCOUNT} is not subscribed to AWS Security Hub`),
  'guardduty list-detectors': { DetectorIds: [] },
  'macie2 get-macie-session': failure('AccessDeniedException', 'GetMacieSession', 'Macie is not enabled'),
  'accessanalyzer list-analyzers': { analyzers: [] },
  'iam list-open-id-connect-providers': { OpenIDConnectProviderList: [] },
  'iam list-roles': { Roles: [] },
  'apigateway get-account': { throttleSettings: { burstLimit: 5000, rateLimit: 10000 } },
  'codeconnections get-connection': { Connection: { ConnectionStatus: 'AVAILABLE' } },
};

const analyzer = (type: string) => ({ arn: arn('access-analyzer', `analyzer/${type}`), name: type, type, createdAt: '2026-01-01T00:00:00Z', status: 'ACTIVE' });

/** What an account may have already: the construct path of what meets it, the answer, and what the error has to name. */
export const EXISTING: [string, string, Answer, RegExp][] = [
  ['Account/Compliance/Recorder', 'configservice describe-configuration-recorders', { ConfigurationRecorders: [{ name: 'org-recorder', roleARN: arn('iam', 'role/x', '') }] },
    /a configuration recorder of AWS Config: org-recorder\. Remediation: pass RecorderSource\.existing/],
  ['Account/Compliance/Channel', 'configservice describe-delivery-channels', { DeliveryChannels: [{ name: 'default', s3BucketName: 'org' }] }, /a delivery channel of AWS Config: default.*RecorderSource/],
  ['Account/Compliance/ServiceLinkedRole', 'iam list-roles', {
    Roles: [{ Path: '/aws-service-role/config.amazonaws.com/', RoleName: 'AWSServiceRoleForConfig', RoleId: 'AROAFAKE', Arn: arn('iam', 'role/x', ''), CreateDate: '2026-01-01T00:00:00Z' }],
  }, /AWSServiceRoleForConfig\. Remediation: leave serviceLinkedRole out/],
  ['Account/Threats/Hub', 'securityhub describe-hub', { HubArn: arn('securityhub', 'hub/default') }, /Security Hub: arn:.*HubSource\.existing/],
  ['Account/Threats/Detector', 'guardduty list-detectors', { DetectorIds: ['0123456789abcdef0123456789abcdef'] }, /0123456789abcdef.*DetectorSource\.existing\(detectorId\)/],
  ['Account/Data/Session', 'macie2 get-macie-session', { status: 'PAUSED' }, /a Macie session: PAUSED.*MacieSource\.existing/],
  ['Account/Review/External', 'accessanalyzer list-analyzers', { analyzers: [analyzer('ACCOUNT')] }, /analyzer of the same type: arn:.*AnalyzerSource\.existing/],
  ['Account/Review/Unused', 'accessanalyzer list-analyzers', { analyzers: [analyzer('ACCOUNT_UNUSED_ACCESS')] }, /analyzer of the same type: arn:.*AnalyzerSource\.existing/],
  ['Account/OidcProvider-token.actions.githubusercontent.com', 'iam list-open-id-connect-providers', {
    OpenIDConnectProviderList: [{ Arn: arn('iam', 'oidc-provider/gitlab.com', '') }, { Arn: arn('iam', 'oidc-provider/token.actions.githubusercontent.com', '') }],
  }, /an OIDC provider of the issuer: arn:\S+githubusercontent\.com\. Remediation: pass it as provider/],
  ['Account/ApiGateway/Resource', 'apigateway get-account', { cloudwatchRoleArn: arn('iam', 'role/landing-zone', '') }, /role\/landing-zone\. Remediation: leave ApiGatewayAccount out/],
];

/** Throws where an answer is not of the form that the model of its service has. */
export function checkAnswer(call: string, answer: Answer): void {
  const [model, operation] = MODELS[call];
  if (typeof answer === 'string') {
    if (!answer.includes(`calling the ${operation} operation: `)) throw new Error(`${call}: another operation`);
  } else if (model !== undefined) {
    checkShape(operationOf(model, operation)[5](), dated(answer));
  }
}

/** The CLI prints times as texts, and the model takes dates. */
function dated(value: any): any {
  if (Array.isArray(value)) return value.map(dated);
  if (typeof value === 'string' && /^\d{4}-\d\d-\d\dT/.test(value)) return new Date(value);
  return typeof value === 'object' ? Object.fromEntries(Object.entries(value).map(([key, one]) => [key, dated(one)])) : value;
}
