// Made by `npx tsx scripts/known-props.ts` from the structs in src.

/** Struct → its props. */
export const KNOWN_PROPS: Record<string, string> = {
  AccessReviewProps: 'analyzerScope archived externalAccess internalAccess internalAccessTo unusedAccess unusedAccessAge zone',
  AdminGuardProps: 'accountRules humanRoles maxAge',
  ApiGatewayAccountProps: 'removalPolicy',
  ApprovalOptions: 'onTimeout timeout topic',
  AuditTrailProps: 'accessLogBucket bucket bucketPoliciesInPlace lockMode lockRetention logInvocations removalPolicy zone',
  CedarAuthorizerProps:
    'behindCloudFront cedarNamespace clientCertificate clients dataClass decision keys policies postureClaims removalPolicy '
    + 'reservedConcurrentExecutions resultsCacheTtl revocations userPool zone',
  CedarPolicyStoreProps: 'cedarNamespace clients dataClass description policies removalPolicy schema useAwsOwnedKey userPool zone',
  DataKeyProps: 'dataClass profile removalPolicy',
  DataPerimeterProps: 'breakGlassRoles networks organizationId resourcesOfAws trustedAccounts zone',
  DataWatchProps: 'fromClass minSeverity sensitiveData session zone',
  DetectionsProps: 'deployRoles files without',
  EdgeDistributionProps:
    'allowCountries blockCountries contentSecurityPolicy defaultRootObject description domain firewall firewallProps floodThreshold '
    + 'hstsPreload keepCloudFrontDomain logRemovalPolicy origin shieldProtection tlsPolicy trustedKeyGroups viewerMutualTls zone',
  IncidentResponderProps: 'alarms approval drillInterval evidenceRetention maxActions minSeverity mode plays removalPolicy',
  JwtAuthorizerProps:
    'audiences certificateBound clockTolerance dataClass issuer jwksUri keys logRemovalPolicy maxTokenAge requiredClaims '
    + 'reservedConcurrentExecutions revocations tokenType zone',
  OrganizationGuardrailsProps: 'policies targetIds',
  PermissionsBoundaryProps: 'alsoAllow alsoDeny description exemptActions',
  ScanUploadsOptions: 'prefixes',
  SecureApiProps:
    'authorizer callers cors dataClass description domain firewall keepExecuteApiEndpoint logRemovalPolicy stageName throttle '
    + 'tlsPolicy zone',
  SecureBucketProps:
    'accessLogBucket accessLogPolicyInPlace bucketName cors dataClass eventBridgeEnabled expiration lockMode lockRetention '
    + 'noncurrentVersionExpiration removalPolicy replicateTo transitions withoutReplica zone',
  SecureDatabaseProps: 'backupRetention dataApi dataClass databaseName engineVersion maxCapacity minCapacity port readers removalPolicy zone',
  SecureEventBusProps: 'archiveRetention archived dataClass description eventBusName logLevel removalPolicy zone',
  SecureFunctionProps:
    'applicationLogLevelV2 architecture code codeSigningConfig currentVersionOptions dataClass description durableConfig entry '
    + 'entryOptions environment ephemeralStorageSize events filesystem functionName handler initialPolicy insightsVersion layers '
    + 'logRemovalPolicy maxEventAge memorySize onFailure onSuccess paramsAndSecrets plaintextEnvironment profiling profilingGroup '
    + 'reservedConcurrentExecutions retryAttempts runtime runtimeManagementMode snapStart systemLogLevelV2 tenancyConfig timeout zone',
  SecureFunctionUrlProps: 'cors function invokeMode',
  SecureHttpApiProps: 'authorizer cors dataClass description domain keepExecuteApiEndpoint logRemovalPolicy throttle withoutWebAcl zone',
  SecureLogGroupProps: 'dataClass logGroupName masking removalPolicy retention zone',
  SecureQueueProps:
    'assumeTlsOnDeadLetterQueue contentBasedDeduplication dataClass dataKeyReuse deadLetterQueue deduplicationScope deliveryDelay fifo '
    + 'fifoThroughputLimit maxReceiveCount queueName receiveMessageWaitTime removalPolicy retentionPeriod visibilityTimeout zone',
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
    'anomalyBandWidth apiClientErrorThreshold apiServerErrorThreshold blockedRequestThreshold deniedCallThreshold durationThreshold '
    + 'executionFailureThreshold functionErrorThreshold functionThrottleThreshold trail trailLogGroup zone',
  ServiceLinkProps: 'dataClass removalPolicy target',
  SignedCodeProps: 'description signatureValidity',
  TenantBoundaryProps: 'handler separator tagKey',
  ThreatDetectionProps: 'detector hub minSeverity standards withoutHub zone',
  TokenRevocationsProps: 'dataClass maxTokenAge removalPolicy zone',
  TrustZoneProps:
    'alarmTopic keys logMasking logRetention network permissionsBoundary prefixLists profile removalPolicy '
    + 'reservedConcurrentExecutions trustedAccounts',
  WebFirewallProps:
    'allowAddresses allowCountries blockAddresses blockCountries callerRateLimit countOnly firewallScope logRemovalPolicy maxBodySize '
    + 'rateLimit rateLimitKeyHeader zone',
};
