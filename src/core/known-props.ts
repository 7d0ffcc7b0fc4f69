// Made by `npx tsx scripts/known-props.ts` from the structs in src.

/** Struct → its props; behind a colon the struct of a prop, of its items or of its values. */
export const KNOWN_PROPS: Record<string, string> = {
  AccessReviewProps: 'analyzerScope archived:ArchivedFindings externalAccess internalAccess internalAccessTo unusedAccess unusedAccessAge zone',
  AccountEvents: 'detailTypes sources',
  AdminGuardProps: 'accountRules humanRoles maxAge',
  ApiCallers: 'accounts organization',
  ApiCors: 'allowCredentials allowHeaders allowOrigins exposeHeaders maxAge',
  ApiGatewayAccountProps: 'removalPolicy',
  ApiMutualTls: 'bucket key version',
  ApiThrottle: 'burstLimit rateLimit',
  AppClientOptions: 'accessTokenValidity allowLocalhost callbackUrls flow generateSecret logoutUrls refreshTokenValidity scopes',
  ApprovalOptions: 'onTimeout timeout topic',
  ArchivedFindings: 'analyzer name property reason values',
  AuditTrailProps: 'accessLogBucket bucket bucketPoliciesInPlace lockMode lockRetention logInvocations removalPolicy zone',
  BlockAddressOptions: 'mode neverBlock ttl',
  BucketEventSourceOptions: 'batchSize enabled events filters maxBatchingWindow maxConcurrency maxSize prefix schema suffix',
  BucketNotificationOptions: 'events prefix suffix',
  CedarAuthorizerProps:
    'behindCloudFront cedarNamespace clientCertificate clients dataClass decision keys policies postureClaims removalPolicy '
    + 'reservedConcurrentExecutions resultsCacheTtl revocations userPool zone',
  CedarPolicyStoreProps: 'cedarNamespace clients dataClass description policies removalPolicy schema useAwsOwnedKey userPool zone',
  ComplianceBaselineProps: 'evidence frameworks recorder remediate reports responder zone',
  CostAlarmOptions: 'alertPercents anomalyImpactUsd anomalyMonitorArn costTags monthlyBudgetUsd stopAtPercent stopRoles stopWithoutApproval',
  CutOffUserOptions: 'mode neverCutOff',
  DataKeyProps: 'dataClass profile:Profile removalPolicy',
  DataPerimeterProps: 'breakGlassRoles networks organizationId resourcesOfAws trustedAccounts zone',
  DataWatchProps: 'discovery fromClass minSeverity sensitiveData:SensitiveData session zone',
  DeployRoleProps: 'issuer lookups provider publishImages qualifier roleName subject:Subject targets:DeployTarget',
  DeployTarget: 'account region',
  DetectionsProps: 'deployRoles files without',
  EdgeApiOptions: 'alsoReachableDirectly clientCertificate',
  EdgeDistributionProps:
    'allowCountries blockCountries contentSecurityPolicy defaultRootObject description domain:EdgeDomain firewall '
    + 'firewallProps:WebFirewallProps floodThreshold hstsPreload keepCloudFrontDomain logRemovalPolicy origin shieldProtection tlsPolicy '
    + 'trustedKeyGroups viewerMutualTls:EdgeMutualTls zone',
  EdgeDomain: 'certificate domainNames hostedZone',
  EdgeMutualTls: 'bucket key version',
  EnforceProps:
    'accountConcurrency allowScopeAcknowledgements baseline config failOn ownRules packs profile:Profile quiet reports required rules '
    + 'trustedAccounts trustedOrganizations unusedGrants waiverFile waivers',
  EntryOptions: 'bundleAwsSdk externalModules loaders lockFile minify sitePackages sourceMapFolder',
  EventBusEventSourceOptions: 'description eventPattern maxSize schema',
  EventRuleProps: 'description eventPattern targets',
  EventSourceOptions: 'maxSize schema',
  FunctionImageOptions: 'command entrypoint workingDirectory',
  GatewayPrefixLists: 'dynamodb s3',
  GitHubIds: 'ownerId repositoryId subjectOfNames',
  GradualDeploymentOptions: 'alarms aliasName deploymentConfig errorThreshold postHook preHook',
  HttpRouteOptions: 'authorizer scopes throttle:ApiThrottle',
  HumanRoleOptions: 'assumedBy description managedPolicies',
  IncidentResponderProps: 'alarms approval:ApprovalOptions detection drillInterval evidenceRetention maxActions minSeverity mode plays removalPolicy',
  IsolatedNetworkOptions: 'availabilityZones cidr dnsFirewall egressControl',
  JudgedTemplatesProps: 'alias key lockRetention maxAge publicKey withoutAttestation zone',
  JwtAuthorizerProps:
    'audiences certificateBound clockTolerance dataClass issuer jwksUri keys logRemovalPolicy maxTokenAge requiredClaims '
    + 'reservedConcurrentExecutions revocations tokenType zone',
  LiveDetectionOptions: 'files without',
  LogMaskingOptions: 'fromClass identifiers',
  ManualControlProps: 'controls every lastDone owner record remindBefore title zone',
  OrganizationGuardrailsProps: 'policies targetIds',
  OrganizationPerimeterProps: 'breakGlassRoles organizationId resourcesOfAws trustedAccounts',
  PermissionsBoundaryProps: 'alsoAllow alsoDeny description exemptActions',
  PipelineStageOptions: 'approval bake bakeTime conditions readRole terminationProtection withoutComparison',
  PlayOptions: 'mode',
  Profile: 'name version versionArn',
  ProfileOptions: 'backupRetention keyDeletionWindow logRetention maskLogsFrom name oldVersions regions removalPolicy trailLock',
  QueueEventSourceOptions: 'batchSize enabled filters maxBatchingWindow maxConcurrency maxSize messageFormat schema',
  RecorderOptions: 'globalResourceTypes serviceLinkedRole',
  RemediatedTag: 'key value',
  RemediationOptions: 'attemptsWithin concurrentPercent errorPercent maxAttempts',
  RequestAuthorizerOptions: 'identitySources resultsCacheTtl',
  RouteOptions: 'authorizer body operationName requiredHeaders requiredQuery scopes tenantClaim throttle:ApiThrottle',
  RuntimeGuardProps: 'blockedRoutes countries mask mode openings requests responder signedLayer',
  ScanUploadsOptions: 'prefixes',
  ScheduleEventSourceOptions: 'description enabled end flexibleTimeWindow input maxEventAge retryAttempts start',
  ScheduledDetectionsProps: 'every files latest trailLogGroup without',
  SecondFactorPolicyProps: 'humanRoles maxAge',
  SecureApiDomain: 'certificate domainName hostedZone mutualTls:ApiMutualTls',
  SecureApiProps:
    'authorizer callers:ApiCallers cors:ApiCors dataClass description domain:SecureApiDomain firewall keepExecuteApiEndpoint '
    + 'logRemovalPolicy stageName throttle:ApiThrottle tlsPolicy zone',
  SecureBucketProps:
    'accessLogBucket accessLogPolicyInPlace bucketName cors dataClass eventBridgeEnabled expiration lockMode lockRetention '
    + 'noncurrentVersionExpiration removalPolicy replicateTo transitions withoutReplica zone',
  SecureDatabaseProps: 'backupRetention dataApi dataClass databaseName engineVersion maxCapacity minCapacity port readers removalPolicy zone',
  SecureEventBusProps: 'archiveRetention archived dataClass description eventBusName logLevel removalPolicy zone',
  SecureFunctionProps:
    'applicationLogLevelV2 architecture code codeSigningConfig currentVersionOptions dataClass description durableConfig encryptCode '
    + 'entry entryOptions:EntryOptions environment ephemeralStorageSize events filesystem functionName handler initialPolicy '
    + 'insightsVersion layers logRemovalPolicy maxEventAge memorySize onFailure onSuccess paramsAndSecrets plaintextEnvironment '
    + 'profiling profilingGroup reservedConcurrentExecutions retryAttempts runtime runtimeManagementMode snapStart systemLogLevelV2 '
    + 'tenancyConfig timeout zone',
  SecureFunctionUrlProps: 'cors function invokeMode',
  SecureHttpApiProps:
    'authorizer cors:ApiCors dataClass description domain:SecureApiDomain keepExecuteApiEndpoint logRemovalPolicy throttle:ApiThrottle '
    + 'withoutWebAcl zone',
  SecureLogGroupProps: 'dataClass logGroupName masking removalPolicy retention zone',
  SecurePipelineProps:
    'approvalTopic artifactRetention attestationMaxAge cloudAssembly computeType driftInterval install removalPolicy scans selfUpdate '
    + 'signing source stages synth zone',
  SecureQueueProps:
    'assumeTlsOnDeadLetterQueue contentBasedDeduplication dataClass dataKeyReuse deadLetterQueue deduplicationScope deliveryDelay fifo '
    + 'fifoThroughputLimit maxReceiveCount queueName receiveMessageWaitTime removalPolicy retentionPeriod visibilityTimeout zone',
  SecureRepositoryProps: 'dataClass maxImageCount removalPolicy repositoryName untaggedImageAge zone',
  SecureSecretProps:
    'alsoReadableBy dataClass description excludeCharacters excludePunctuation generateKey length removalPolicy rotateAfter '
    + 'rotationFunction template zone',
  SecureStateMachineProps:
    'comment dataClass definitionBody definitionSubstitutions logExecutionData queryLanguage removalPolicy stateMachineName '
    + 'stateMachineType timeout zone',
  SecureTableProps:
    'allowDeletion billing dataClass dynamoStream globalSecondaryIndexes localSecondaryIndexes partitionKey removalPolicy sortKey '
    + 'tableName timeToLiveAttribute zone',
  SecureTopicProps: 'allowDeliveryToPeople contentBasedDeduplication dataClass displayName fifo fifoThroughputScope removalPolicy topicName zone',
  SecureUserPoolProps:
    'customAttributes customDomain dataClass domainPrefix email firewall passkeyRelyingPartyId removalPolicy selfSignUpEnabled '
    + 'uniqueDomainPrefix useAwsOwnedKey zone',
  SecurityAlarmsProps:
    'anomalyBandWidth anomalyMetrics apiClientErrorThreshold apiServerErrorThreshold blockedRequestThreshold costs:CostAlarmOptions '
    + 'deniedCallThreshold durationThreshold executionFailureThreshold functionErrorThreshold functionThrottleThreshold '
    + 'functionsPerAnomalyAlarm logAnomalies logAnomalyVisibilityDays trail trailLogGroup zone',
  SecurityDashboardProps: 'dashboardName defaultInterval trailLogGroup zone',
  SensitiveData: 'dataClass keywords name regex',
  ServiceLinkProps: 'dataClass removalPolicy target',
  SiemExportProps: 'destination detections:LiveDetectionOptions findings lockRetention removalPolicy',
  SignedCodeProps: 'description signatureValidity',
  StreamEventSourceOptions:
    'batchSize enabled filters maxBatchingWindow maxRecordAge maxSize onFailure parallelizationFactor retryAttempts schema '
    + 'startingPosition',
  Subject: 'bounds grants label name resource',
  TenantBoundaryProps: 'handler separator tagKey',
  ThreatDetectionProps: 'detector hub inspector minSeverity standards withoutHub zone',
  TokenRevocationsProps: 'dataClass maxTokenAge removalPolicy zone',
  TopicEventSourceOptions: 'filterPolicy filterPolicyWithMessageBody maxSize schema',
  TrustZoneProps:
    'alarmTopic keys logMasking logRetention network permissionsBoundary prefixLists:GatewayPrefixLists profile:Profile removalPolicy '
    + 'reservedConcurrentExecutions trustedAccounts',
  VaultSecretProps: 'address authMount caCertificateFile iamServerId layerVersionArn path peer role stsRegion vaultNamespace',
  WaiverProps: 'expires finding owner path reason rule ticket',
  WebFirewallProps:
    'allowAddresses allowCountries blockAddresses blockCountries callerRateLimit countOnly firewallScope logRemovalPolicy maxBodySize '
    + 'rateLimit rateLimitKeyHeader zone',
  ZeroTrustChecksProps: 'config failOn ownRules required rules trustedAccounts trustedOrganizations unusedGrants',
};
