/** What the template has to show of a detection that this library ships; held equal to the files of `detections/` by a test. */
export interface ShippedDetection {
  /** Of its file. */
  readonly name: string;
  readonly id: string;
  readonly title: string;
  /** The log that it reads where it is not CloudTrail's. */
  readonly service?: 'apigateway' | 'waf';
  /** It counts events over a time, and so runs by a schedule. */
  readonly counts?: true;
  /** It is about calls that only read as well, of which EventBridge delivers those of management by a state of its own. */
  readonly readsToo?: true;
  /** What the calls are that it judges: the `detail` of event patterns. */
  readonly calls?: readonly Detail[];
}

/** Literals and prefixes by key, as EventBridge takes them. */
export type Detail = Readonly<Record<string, unknown>>;

const DENIED: Detail[] = [{
  userIdentity: { inScopeOf: { issuerType: ['AWS::Lambda::Function'] } },
  errorCode: ['AccessDenied', 'AccessDeniedException', 'Client.UnauthorizedOperation', 'UnauthorizedOperation'],
}];

/** Calls of a service by name; `*` at the end is a prefix. */
function callsOf(service: string, ...names: string[]): Detail[] {
  return [{
    eventSource: [`${service}.amazonaws.com`],
    eventName: names.map((name) => (name.endsWith('*') ? { prefix: name.slice(0, -1) } : name)),
  }];
}

/** The detections that this library ships. */
export const SHIPPED: readonly ShippedDetection[] = [
  {
    name: 'access-key-created',
    id: '42d0ddd4-eb5e-4254-a892-1d2b217dcd3d',
    title: 'A long-term access key was created',
    calls: callsOf('iam', 'CreateAccessKey'),
  },
  {
    name: 'administrator-policy-attached',
    id: 'c0ad47d5-b706-4c4e-a1d9-7686f59acfb6',
    title: 'An administrator policy was attached',
    calls: callsOf('iam', 'AttachRolePolicy', 'AttachUserPolicy', 'AttachGroupPolicy'),
  },
  {
    name: 'callers-refused-in-bursts',
    id: 'c0023800-90c0-468f-ac74-a500ca95cd10',
    title: 'One address is refused by the API again and again',
    service: 'apigateway',
    counts: true,
  },
  {
    name: 'cloudtrail-logging-stopped',
    id: '89254ff6-fb25-42b6-ac8f-6d514845ba67',
    title: 'CloudTrail logging was stopped or narrowed',
    calls: callsOf('cloudtrail', 'StopLogging', 'DeleteTrail', 'PutEventSelectors'),
  },
  {
    name: 'config-recorder-stopped',
    id: 'f05218eb-9e05-42fe-a3d3-8a184d74cdec',
    title: 'The AWS Config recorder was stopped or deleted',
    calls: callsOf('config', 'StopConfigurationRecorder', 'DeleteConfigurationRecorder', 'DeleteDeliveryChannel'),
  },
  {
    name: 'event-rule-disabled',
    id: 'c6c7d520-3d03-4cec-ac3f-8d4f2b19110a',
    title: 'An EventBridge rule was disabled or emptied outside of the deployment role',
    calls: callsOf('events', 'DisableRule', 'DeleteRule', 'RemoveTargets'),
  },
  {
    name: 'flow-logs-deleted',
    id: '5e4e8b7d-8ff5-49d2-a997-2db63473e42e',
    title: 'VPC flow logs were deleted',
    calls: callsOf('ec2', 'DeleteFlowLogs'),
  },
  {
    name: 'function-asks-who-it-is',
    id: 'e62c45d5-eedb-4d17-a6ec-d490035c482a',
    title: 'A function asked for its own identity',
    readsToo: true,
    calls: callsOf('sts', 'GetCallerIdentity'),
  },
  {
    name: 'function-calls-undeclared-service',
    id: '22235963-c472-4d5b-a5d4-8dcc5eb36a3f',
    title: 'A function was denied a call that no edge declares',
    readsToo: true,
    calls: DENIED,
  },
  {
    name: 'function-denied-in-bursts',
    id: '72f842ad-e699-4080-ae7b-074942fcd43d',
    title: 'A function tries many services that it may not call',
    counts: true,
    readsToo: true,
    calls: DENIED,
  },
  {
    name: 'guardduty-disabled',
    id: '42497268-76cc-4094-a1f8-14b3fcfb638d',
    title: 'A GuardDuty detector was deleted or suspended',
    calls: callsOf('guardduty', 'DeleteDetector', 'DisassociateFromAdministratorAccount', 'UpdateDetector'),
  },
  {
    name: 'identity-provider-added',
    id: 'f12a4769-ba6c-4b7d-a0b3-8f48c14c1761',
    title: 'An identity provider was added outside of the deployment role',
    calls: callsOf('iam', 'CreateOpenIDConnectProvider', 'AddClientIDToOpenIDConnectProvider', 'CreateSAMLProvider', 'UpdateSAMLProvider'),
  },
  {
    name: 'kms-key-disabled-or-deleted',
    id: 'fa2a5fca-9011-40ef-a2c0-41df2ce8b71e',
    title: 'A KMS key was disabled or its deletion was scheduled',
    calls: callsOf('kms', 'ScheduleKeyDeletion', 'DisableKey', 'DeleteImportedKeyMaterial'),
  },
  {
    name: 'kms-key-policy-changed',
    id: '00887976-a297-4c78-a109-c3aecbf75d29',
    title: 'A KMS key policy was changed outside of the deployment role',
    calls: callsOf('kms', 'PutKeyPolicy'),
  },
  {
    name: 'lambda-code-changed',
    id: '1ff7ffb6-ba08-42bf-a124-b22433baa073',
    title: 'Function code was changed outside of the deployment role',
    calls: callsOf('lambda', 'UpdateFunctionCode*'),
  },
  {
    name: 'lambda-code-signing-weakened',
    id: '6ae6fb0e-aabd-4651-a5bf-51e79a104683',
    title: 'Code signing of functions was removed or only warns',
    calls: callsOf('lambda', 'DeleteFunctionCodeSigningConfig*', 'DeleteCodeSigningConfig*', 'UpdateCodeSigningConfig*'),
  },
  {
    name: 'lambda-concurrency-changed',
    id: 'd4dd3d0f-8084-4d9e-aeaa-c36d4cced472',
    title: 'Reserved concurrency was changed outside of the deployment role',
    calls: callsOf('lambda', 'PutFunctionConcurrency*', 'DeleteFunctionConcurrency*'),
  },
  {
    name: 'lambda-configuration-changed',
    id: '495d3644-4b2d-4981-a181-1889a44823a7',
    title: 'Function configuration was changed outside of the deployment role',
    calls: callsOf('lambda', 'UpdateFunctionConfiguration*'),
  },
  {
    name: 'lambda-event-source-added',
    id: '951aa1fe-be0d-45bc-ab86-4efa82311164',
    title: 'An event source was mapped outside of the deployment role',
    calls: callsOf('lambda', 'CreateEventSourceMapping*', 'UpdateEventSourceMapping*'),
  },
  {
    name: 'lambda-opened-to-everyone',
    id: 'd947dff3-a1f8-4e47-a313-98d71ede3435',
    title: 'A function policy lets everyone invoke',
    calls: callsOf('lambda', 'AddPermission*'),
  },
  {
    name: 'lambda-url-without-authentication',
    id: 'a061c316-e8f8-47b5-a3df-b82e4076954e',
    title: 'A function URL was opened without authentication',
    calls: callsOf('lambda', 'CreateFunctionUrlConfig*', 'UpdateFunctionUrlConfig*'),
  },
  {
    name: 'log-group-deleted',
    id: '8b0e954d-dcb1-4281-a950-33eda1a43f5c',
    title: 'CloudWatch logs were deleted',
    calls: callsOf('logs', 'DeleteLogGroup', 'DeleteLogStream'),
  },
  {
    name: 'permissions-boundary-removed',
    id: 'c50fd41e-9634-4203-a57f-59e4f1a44f76',
    title: 'A permissions boundary was removed',
    calls: callsOf('iam', 'DeleteRolePermissionsBoundary', 'DeleteUserPermissionsBoundary'),
  },
  {
    name: 'role-trust-changed',
    id: 'da604cf6-f1d9-4288-a214-47e4960aa193',
    title: 'A role trust policy was changed outside of the deployment role',
    calls: callsOf('iam', 'UpdateAssumeRolePolicy'),
  },
  {
    name: 'root-user-acts',
    id: 'd434d69a-1d29-4a48-ae16-0b5bbbe3d9d8',
    title: 'The root user made a change',
    calls: [{ userIdentity: { type: ['Root'] }, readOnly: [false] }],
  },
  {
    name: 's3-public-access-block-removed',
    id: '7f64102f-efd1-43bb-a979-074b641e0643',
    title: 'S3 Block Public Access was removed or loosened',
    calls: callsOf('s3', 'DeleteBucketPublicAccessBlock', 'DeleteAccountPublicAccessBlock', 'PutBucketPublicAccessBlock', 'PutAccountPublicAccessBlock'),
  },
  {
    name: 'secret-deleted-without-recovery',
    id: '507a7812-9d81-4b8d-a8d3-253eb729a1ad',
    title: 'A secret was deleted without a recovery window',
    calls: callsOf('secretsmanager', 'DeleteSecret'),
  },
  {
    name: 'secret-policy-changed',
    id: 'db8ec97f-c278-4949-a9b5-b9552dc39f3b',
    title: 'A secret policy was changed outside of the deployment role',
    calls: callsOf('secretsmanager', 'PutResourcePolicy', 'DeleteResourcePolicy'),
  },
  {
    name: 'secret-read-outside-of-functions',
    id: '99f3fd05-eda0-425e-aa2d-2f4142f21e55',
    title: 'A secret was read by no function',
    readsToo: true,
    calls: callsOf('secretsmanager', 'GetSecretValue', 'BatchGetSecretValue'),
  },
  {
    name: 'secrets-read-in-bursts',
    id: 'fd6d8ada-5afa-4ad9-a039-92caaf7bbf9a',
    title: 'One identity reads many secrets within minutes',
    counts: true,
    readsToo: true,
    calls: callsOf('secretsmanager', 'GetSecretValue'),
  },
  {
    name: 'securityhub-disabled',
    id: 'ef337356-a55a-4026-a569-ea590c4338ef',
    title: 'Security Hub or its standards were disabled',
    calls: callsOf('securityhub', 'DisableSecurityHub', 'BatchDisableStandards'),
  },
  {
    name: 'table-recovery-disabled',
    id: 'e81ebb3f-0d86-4b15-a900-7edc5e73d8cd',
    title: 'Point-in-time recovery of a table was switched off',
    calls: callsOf('dynamodb', 'UpdateContinuousBackups'),
  },
  {
    name: 'token-from-many-addresses',
    id: '305353d7-3eab-4461-a1a5-13e96940dc33',
    title: 'Tokens of one subject come from many addresses at once',
    service: 'apigateway',
    counts: true,
  },
  {
    name: 'user-pool-mfa-disabled',
    id: '2d3c2163-fa85-4e20-a3fa-2279c84fa815',
    title: 'MFA of a Cognito user pool was switched off',
    calls: callsOf('cognito-idp', 'SetUserPoolMfaConfig'),
  },
  {
    name: 'waf-attack-only-counted',
    id: '02d305bf-f0d5-4400-a57b-132c7e652838',
    title: 'A request that a WAF rule counted as an attack was allowed',
    service: 'waf',
  },
  {
    name: 'waf-bypass-attempts',
    id: 'dcc89d1e-dda9-4bc0-ab83-5c5f7abfa104',
    title: 'One address tries several attacks against the WAF',
    service: 'waf',
    counts: true,
  },
  {
    name: 'waf-changed',
    id: '14dbbb42-0cda-48c6-a0d0-841882a9501b',
    title: 'AWS WAF rules were changed outside of the deployment role',
    calls: callsOf('wafv2', 'UpdateWebACL', 'UpdateRuleGroup', 'UpdateIPSet', 'UpdateRegexPatternSet'),
  },
  { name: 'waf-inspection-failed', id: '8a1f4d0e-6a0c-4c53-9d0a-3f4a0c6d2b71', title: 'AWS WAF failed to inspect a request', service: 'apigateway' },
  {
    name: 'waf-removed',
    id: '6320c8a9-8b10-4738-af84-66b2ea59d616',
    title: 'An AWS WAF web ACL or its logging was removed',
    calls: callsOf('wafv2', 'DisassociateWebACL', 'DeleteWebACL', 'DeleteLoggingConfiguration'),
  },
];
