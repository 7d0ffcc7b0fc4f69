import { gzipSync } from 'zlib';
import { ACCESS_LOG_FIELDS } from '../../../src/api/access-log-format';
import { DataClass } from '../../../src/core/data-class';
import { LogKind } from '../../../src/zone/logs/log-kind';
import { subscriptionName } from '../../../src/zone/logs/subscription-name';

/** Logs as AWS writes them, after the examples of its user guides; addresses, accounts and ids are those that documentation uses. */
export const ACCOUNT = '123456789012';
export const NOW = Date.parse('2026-11-29T10:00:00Z');

/** VPC user guide, "Flow log record examples". */
export const FLOW = {
  accepted: '2 123456789010 eni-1235b8ca123456789 172.31.16.139 172.31.16.21 20641 22 6 20 4249 1796032800 1796032860 ACCEPT OK',
  rejected: '2 123456789010 eni-1235b8ca123456789 172.31.9.69 172.31.9.12 49761 3389 6 20 4249 1796032800 1796032860 REJECT OK',
  ipv6: '2 123456789010 eni-1235b8ca123456789 2001:db8:1234:a100:8d6e:3477:df66:f105 2001:db8:1234:a102:3304:8879:34cf:4071 34892 22 6 54 8855 1796032800 1796032860 ACCEPT OK',
  noData: '2 123456789010 eni-1235b8ca123456789 - - - - - - - 1796032800 1796032860 - NODATA',
  skipped: '2 123456789010 eni-11111111aaaaaaaaa - - - - - - - 1796032800 1796032860 - SKIPDATA',
};
export const CUSTOM_FORMAT = '${version} ${vpc-id} ${subnet-id} ${instance-id} ${interface-id} ${account-id} ${type} ${srcaddr} ${dstaddr} ${srcport} ${dstport} ${pkt-srcaddr} '
  + '${pkt-dstaddr} ${protocol} ${bytes} ${packets} ${start} ${end} ${action} ${tcp-flags} ${log-status} ${flow-direction} ${traffic-path} ${region}';
export const CUSTOM_FLOW = '5 vpc-abcdefab012345678 subnet-aaaaaaaa012345678 - eni-1235b8ca123456789 123456789010 IPv4 10.40.2.236 203.0.113.10 39812 443 10.40.2.31 203.0.113.10 6 '
  + '1004 12 1796032800 1796032860 ACCEPT 19 OK egress 8 eu-west-1';

/** Route 53 developer guide, "VPC Resolver query log example". */
export const DNS = {
  srcaddr: '4.5.64.102',
  vpc_id: 'vpc-7example',
  answers: [{ Rdata: '203.0.113.9', Type: 'PTR', Class: 'IN' }],
  firewall_rule_group_id: 'rslvr-frg-01234567890abcdef',
  firewall_rule_action: 'BLOCK',
  query_name: '15.3.4.32.in-addr.arpa.',
  firewall_domain_list_id: 'rslvr-fdl-01234567890abcdef',
  query_class: 'IN',
  srcids: { instance: 'i-0d15cd0d3example' },
  rcode: 'NOERROR',
  query_type: 'PTR',
  transport: 'UDP',
  version: '1.100000',
  account_id: '111122223333',
  srcport: '56067',
  query_timestamp: '2026-11-29T09:59:58Z',
  region: 'us-east-1',
};

/** AWS WAF developer guide, "Log examples for protection pack (web ACL) traffic". */
export const WAF = {
  timestamp: NOW - 2_000,
  formatVersion: 1,
  webaclId: 'arn:aws:wafv2:us-east-1:123456789012:regional/webacl/STMTest/1EXAMPLE-2ARN-3ARN-4ARN-123456EXAMPLE',
  terminatingRuleId: 'STMTest_SQLi_XSS',
  terminatingRuleType: 'REGULAR',
  action: 'BLOCK',
  terminatingRuleMatchDetails: [{ conditionType: 'SQL_INJECTION', sensitivityLevel: 'HIGH', location: 'HEADER', matchedData: ['10', 'AND', '1'] }],
  httpSourceName: 'APIGW',
  httpSourceId: '123456789012:abcdefghij:prod',
  ruleGroupList: [],
  rateBasedRuleList: [],
  nonTerminatingMatchingRules: [],
  httpRequest: {
    clientIp: '203.0.113.1',
    country: 'AU',
    headers: [{ name: 'Host', value: 'localhost:1989' }, { name: 'User-Agent', value: 'curl/7.61.1' }, { name: 'Cookie', value: 'session=0123456789' }],
    uri: '/orders/1',
    args: 'x=10 AND 1=1',
    httpVersion: 'HTTP/1.1',
    httpMethod: 'GET',
    requestId: 'rid',
  },
  labels: [{ name: 'awswaf:managed:aws:sql-database:SQLi_QueryArguments' }],
  responseCodeSent: null,
};

/** What API Gateway writes with our format. */
export const API_ACCESS: Record<string, string> = {
  ...Object.fromEntries(Object.keys(ACCESS_LOG_FIELDS).map((field) => [field, '-'])),
  requestId: 'c6af9ac6-7b61-11e6-9a41-93e8deadbeef',
  extendedRequestId: 'JKJaXmPLvHcESHA=',
  traceId: 'Root=1-5759e988-bd862e3fe1be46a994272793',
  time: '29/Nov/2026:09:59:58 +0000',
  timeEpoch: String(NOW - 2_000),
  accountId: ACCOUNT,
  apiId: 'abcdefghij',
  stage: 'prod',
  domainName: 'orders.example.com',
  protocol: 'HTTP/1.1',
  tlsVersion: 'TLSv1.3',
  httpMethod: 'POST',
  resourcePath: '/orders/{id}',
  path: '/orders/1',
  status: '403',
  responseLength: '23',
  responseLatency: '7',
  sourceIp: '203.0.113.7',
  tokenSubject: '7a1b2c3d-0000-4000-8000-123456789abc',
  authorizeStatus: '403',
  errorType: 'ACCESS_DENIED',
};

/** CloudTrail user guide, "CloudTrail log file examples". */
export const CALL = {
  eventVersion: '1.08',
  userIdentity: {
    type: 'AssumedRole',
    principalId: 'AROAIDPPEZS35WEXAMPLE:session',
    arn: 'arn:aws:sts::123456789012:assumed-role/RoleToBeAssumed/session',
    accountId: ACCOUNT,
    accessKeyId: 'ASIAIOSFODNN7EXAMPLE',
    sessionContext: {
      sessionIssuer: { type: 'Role', principalId: 'AROAIDPPEZS35WEXAMPLE', arn: 'arn:aws:iam::123456789012:role/RoleToBeAssumed', accountId: ACCOUNT, userName: 'RoleToBeAssumed' },
      attributes: { creationDate: '2026-11-29T09:50:00Z', mfaAuthenticated: 'false' },
    },
  },
  eventTime: '2026-11-29T09:59:58Z',
  eventSource: 'cloudtrail.amazonaws.com',
  eventName: 'StopLogging',
  awsRegion: 'us-east-1',
  sourceIPAddress: '203.0.113.64',
  userAgent: 'aws-cli/2.13.5',
  requestParameters: { name: 'myTrail' },
  responseElements: null,
  requestID: '9d478fc1-4f10-490f-a26b-EXAMPLE0e932',
  eventID: 'eae87c48-d421-4626-94f5-EXAMPLEac994',
  readOnly: false,
  eventType: 'AwsApiCall',
  managementEvent: true,
  recipientAccountId: ACCOUNT,
  eventCategory: 'Management',
  tlsDetails: { tlsVersion: 'TLSv1.3', cipherSuite: 'TLS_AES_128_GCM_SHA256', clientProvidedHostHeader: 'cloudtrail.us-east-1.amazonaws.com' },
};
export const LOGIN = {
  eventVersion: '1.08',
  userIdentity: { type: 'IAMUser', principalId: 'AIDACKCEVSQ6C2EXAMPLE', accountId: ACCOUNT, accessKeyId: '', userName: 'anaya' },
  eventTime: '2026-11-29T09:59:57Z',
  eventSource: 'signin.amazonaws.com',
  eventName: 'ConsoleLogin',
  awsRegion: 'us-east-1',
  sourceIPAddress: '192.0.2.0',
  userAgent: 'Mozilla/5.0',
  errorMessage: 'Failed authentication',
  requestParameters: null,
  responseElements: { ConsoleLogin: 'Failure' },
  additionalEventData: { LoginTo: 'https://console.aws.amazon.com/', MobileVersion: 'No', MFAUsed: 'Yes' },
  eventID: '66c97220-2b7d-43b6-a7a0-EXAMPLEbae9c',
  readOnly: false,
  eventType: 'AwsConsoleSignIn',
  recipientAccountId: ACCOUNT,
};
export const ASSUME = {
  ...CALL,
  userIdentity: { type: 'AWSService', invokedBy: 'lambda.amazonaws.com' },
  eventSource: 'sts.amazonaws.com',
  eventName: 'AssumeRole',
  sourceIPAddress: 'lambda.amazonaws.com',
  readOnly: true,
  requestParameters: { roleArn: 'arn:aws:iam::123456789012:role/Ship', roleSessionName: 'ship' },
  responseElements: { credentials: { accessKeyId: 'ASIAIOSFODNN7EXAMPLE', sessionToken: 'AQoEXAMPLEH4aoAH0gNCAPy', expiration: 'Nov 29, 2026, 10:59:57 AM' } },
};

/** Lambda developer guide, "Log formats": JSON. */
export const FUNCTION_LOG = JSON.stringify({ timestamp: '2026-11-29T09:59:58.123Z', level: 'INFO', requestId: '79b4f56e-95b1-4643-9700-2807f4e68189', message: 'Order placed' });

const event = <T>(source: string, type: string, detail: T) => ({
  'version': '0', 'id': 'cd2d702e-ab31-411b-9344-793ce56b1bc7', 'detail-type': type, source, 'account': ACCOUNT, 'time': '2026-11-29T09:59:59Z', 'region': 'us-east-1', 'resources': [], detail,
});

/** GuardDuty user guide, "GuardDuty finding format". */
export const GUARDDUTY = event('aws.guardduty', 'GuardDuty Finding', {
  schemaVersion: '2.0',
  accountId: ACCOUNT,
  region: 'us-east-1',
  partition: 'aws',
  id: '16afba5c5c43e07c9e3e5e2e544e95df',
  arn: 'arn:aws:guardduty:us-east-1:123456789012:detector/123456789012/finding/16afba5c5c43e07c9e3e5e2e544e95df',
  type: 'Backdoor:Lambda/C&CActivity.B',
  resource: { resourceType: 'Lambda', lambdaDetails: { functionArn: 'arn:aws:lambda:us-east-1:123456789012:function:ship', functionName: 'ship', role: 'arn:aws:iam::123456789012:role/ship' } },
  service: {
    serviceName: 'guardduty',
    detectorId: '3caf4e0aaa46ce4ccbcef949a8785353',
    action: { actionType: 'NETWORK_CONNECTION', networkConnectionAction: { connectionDirection: 'OUTBOUND', remoteIpDetails: { ipAddressV4: '198.51.100.1' }, protocol: 'TCP', blocked: false } },
    eventFirstSeen: '2026-11-29T09:30:00.000Z',
    eventLastSeen: '2026-11-29T09:59:00.000Z',
    archived: false,
    count: 3,
  },
  severity: 8,
  createdAt: '2026-11-29T09:31:00.000Z',
  updatedAt: '2026-11-29T09:59:30.000Z',
  title: 'A command and control server was queried.',
  description: 'Lambda function ship communicated with a command and control server.',
});

/** Security Hub CSPM user guide, "ASFF syntax". */
export const SECURITY_HUB = event('aws.securityhub', 'Security Hub Findings - Imported', {
  findings: [{
    SchemaVersion: '2018-10-08',
    Id: 'arn:aws:securityhub:us-east-1:123456789012:subscription/aws-foundational-security-best-practices/v/1.0.0/S3.1/finding/a1b2c3d4-5678-90ab-cdef-EXAMPLE11111',
    ProductArn: 'arn:aws:securityhub:us-east-1::product/aws/securityhub',
    ProductName: 'Security Hub',
    CompanyName: 'AWS',
    Region: 'us-east-1',
    GeneratorId: 'aws-foundational-security-best-practices/v/1.0.0/S3.1',
    AwsAccountId: ACCOUNT,
    Types: ['Software and Configuration Checks/Industry and Regulatory Standards/AWS-Foundational-Security-Best-Practices'],
    FirstObservedAt: '2026-11-28T09:00:00.000Z',
    LastObservedAt: '2026-11-29T09:59:00.000Z',
    CreatedAt: '2026-11-28T09:00:00.000Z',
    UpdatedAt: '2026-11-29T09:59:00.000Z',
    Severity: { Product: 40, Label: 'MEDIUM', Normalized: 40, Original: 'MEDIUM' },
    Title: 'S3.1 S3 Block Public Access setting should be enabled',
    Description: 'This AWS control checks whether block public access is enabled.',
    Resources: [{ Type: 'AwsAccount', Id: 'AWS::::Account:123456789012', Partition: 'aws', Region: 'us-east-1' }],
    Compliance: { Status: 'FAILED' },
    WorkflowState: 'NEW',
    Workflow: { Status: 'NEW' },
    RecordState: 'ACTIVE',
  }],
});
export const OWN_FINDING = event('zero-trust', 'Finding', {
  id: 'f00/eae87c48', type: 'Detection/lambda-code-changed/1', severity: 8, title: 'Code changed', time: '2026-11-29T09:59:58Z', targets: [{ kind: 'FUNCTION', id: 'ship' }],
});

/** What CloudWatch Logs puts into the stream, before Firehose encodes it. */
export function subscription(kind: LogKind, messages: string[], more: { dataClass?: DataClass; filters?: string[]; logGroup?: string } = {}): string {
  return gzipSync(JSON.stringify({
    messageType: 'DATA_MESSAGE',
    owner: ACCOUNT,
    logGroup: more.logGroup ?? 'Orders-Logs',
    logStream: 'stream',
    subscriptionFilters: more.filters ?? [subscriptionName(kind, more.dataClass ?? DataClass.CONFIDENTIAL)],
    logEvents: messages.map((message, at) => ({ id: `3195310660696698337880902507980421114328961542429EXAMPLE${at}`, timestamp: NOW - 1_000, message })),
  })).toString('base64');
}

export const CONTROL = gzipSync(JSON.stringify({
  messageType: 'CONTROL_MESSAGE', owner: 'CloudwatchLogs', logGroup: '', logStream: '', subscriptionFilters: [], logEvents: [{ id: '', timestamp: NOW, message: 'CWL CONTROL MESSAGE: Checking health of destination Firehose.' }],
})).toString('base64');

export const plain = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64');
