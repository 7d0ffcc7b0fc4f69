/**
 * IAM actions behind calls of the AWS SDKs. An operation has the action of its name, under the prefix of its service, but for these.
 *
 * Source: the Service Authorization Reference, and the pages of operations in the API references of the services, as of November 2026.
 */

/** Client of the SDK for JavaScript, without `client-`, or of boto3 → prefix of its actions, where it is another word. */
const PREFIXES: Record<string, string> = {
  'amp': 'aps',
  'apigatewaymanagementapi': 'execute-api',
  'apigatewayv2': 'apigateway',
  'api-gateway': 'apigateway',
  'app-mesh': 'appmesh',
  'application-auto-scaling': 'application-autoscaling',
  'auto-scaling': 'autoscaling',
  'bedrock-agent': 'bedrock',
  'bedrock-agent-runtime': 'bedrock',
  'bedrock-runtime': 'bedrock',
  'chime-sdk-identity': 'chime',
  'chime-sdk-meetings': 'chime',
  'chime-sdk-messaging': 'chime',
  'cloudwatch-events': 'events',
  'cloudwatch-logs': 'logs',
  'cognito-identity-provider': 'cognito-idp',
  'cognito-identity-service-provider': 'cognito-idp',
  'config-service': 'config',
  'cost-explorer': 'ce',
  'database-migration-service': 'dms',
  'docdb': 'rds',
  'dynamodb-streams': 'dynamodb',
  'dynamodbstreams': 'dynamodb',
  'efs': 'elasticfilesystem',
  'elastic-load-balancing': 'elasticloadbalancing',
  'elastic-load-balancing-v2': 'elasticloadbalancing',
  'elbv2': 'elasticloadbalancing',
  'elasticsearch-service': 'es',
  'emr': 'elasticmapreduce',
  'eventbridge': 'events',
  'forecastquery': 'forecast',
  'iot-data-plane': 'iot',
  'iot-data': 'iot',
  'iot-jobs-data': 'iotjobsdata',
  'iot-jobs-data-plane': 'iotjobsdata',
  'ivs-realtime': 'ivs',
  'keyspaces': 'cassandra',
  'kinesis-analytics-v2': 'kinesisanalytics',
  'lex-runtime': 'lex',
  'lex-runtime-service': 'lex',
  'lex-runtime-v2': 'lex',
  'lib-dynamodb': 'dynamodb',
  'location': 'geo',
  'marketplace-metering': 'aws-marketplace',
  'mwaa': 'airflow',
  'neptune': 'rds',
  'opensearch': 'es',
  'opensearchserverless': 'aoss',
  'personalize-events': 'personalize',
  'personalize-runtime': 'personalize',
  'pinpoint': 'mobiletargeting',
  'pinpoint-sms-voice-v2': 'sms-voice',
  'resource-groups-tagging-api': 'tag',
  'resourcegroupstaggingapi': 'tag',
  'route-53': 'route53',
  's3-control': 's3',
  's3control': 's3',
  'sagemaker-runtime': 'sagemaker',
  'secrets-manager': 'secretsmanager',
  'servicecatalog-appregistry': 'servicecatalog',
  'sesv2': 'ses',
  'sfn': 'states',
  'sso-admin': 'sso',
  'stepfunctions': 'states',
  'timestream-query': 'timestream',
  'timestream-write': 'timestream',
  'transcribe-streaming': 'transcribe',
};

/** Target of a request of the JSON protocol → the client. */
export const TARGETS: Record<string, string> = {
  AmazonSQS: 'sqs',
  AmazonSSM: 'ssm',
  AWSCognitoIdentityProviderService: 'cognito-identity-provider',
  AWSEvents: 'eventbridge',
  AWSStepFunctions: 'sfn',
  DynamoDB_20120810: 'dynamodb',
  DynamoDBStreams_20120810: 'dynamodb-streams',
  Firehose_20150804: 'firehose',
  Kinesis_20131202: 'kinesis',
  Logs_20140328: 'cloudwatch-logs',
  secretsmanager: 'secrets-manager',
  TrentService: 'kms',
  VerifiedPermissions: 'verifiedpermissions',
};

const NONE: string[] = [];

/** `<prefix>:<operation>` → the actions that it needs, where they are others than that one. */
const OPERATIONS: Record<string, string[]> = {
  'bedrock:Converse': ['bedrock:InvokeModel'],
  'bedrock:ConverseStream': ['bedrock:InvokeModelWithResponseStream'],
  'dynamodb:TransactGetItems': ['dynamodb:GetItem'],
  'execute-api:DeleteConnection': ['execute-api:ManageConnections'],
  'execute-api:GetConnection': ['execute-api:ManageConnections'],
  'execute-api:PostToConnection': ['execute-api:ManageConnections'],
  'kms:ReEncrypt': ['kms:ReEncryptFrom', 'kms:ReEncryptTo'],
  'lambda:Invoke': ['lambda:InvokeFunction'],
  'lambda:InvokeAsync': ['lambda:InvokeFunction'],
  'lambda:InvokeWithResponseStream': ['lambda:InvokeFunction'],
  's3:CompleteMultipartUpload': ['s3:PutObject'],
  's3:CopyObject': ['s3:GetObject', 's3:PutObject'],
  's3:CreateMultipartUpload': ['s3:PutObject'],
  's3:DeleteObjects': ['s3:DeleteObject'],
  's3:GetBucketEncryption': ['s3:GetEncryptionConfiguration'],
  's3:GetBucketLifecycleConfiguration': ['s3:GetLifecycleConfiguration'],
  's3:GetPublicAccessBlock': ['s3:GetBucketPublicAccessBlock'],
  's3:HeadBucket': ['s3:ListBucket'],
  's3:HeadObject': ['s3:GetObject'],
  's3:ListBuckets': ['s3:ListAllMyBuckets'],
  's3:ListMultipartUploads': ['s3:ListBucketMultipartUploads'],
  's3:ListObjectVersions': ['s3:ListBucketVersions'],
  's3:ListObjects': ['s3:ListBucket'],
  's3:ListObjectsV2': ['s3:ListBucket'],
  's3:ListParts': ['s3:ListMultipartUploadParts'],
  's3:PutBucketEncryption': ['s3:PutEncryptionConfiguration'],
  's3:PutBucketLifecycleConfiguration': ['s3:PutLifecycleConfiguration'],
  's3:PutPublicAccessBlock': ['s3:PutBucketPublicAccessBlock'],
  's3:SelectObjectContent': ['s3:GetObject'],
  's3:UploadPart': ['s3:PutObject'],
  's3:WriteGetObjectResponse': ['s3-object-lambda:WriteGetObjectResponse'],
  's3:UploadPartCopy': ['s3:GetObject', 's3:PutObject'],
  'sns:PublishBatch': ['sns:Publish'],
  'sqs:ChangeMessageVisibilityBatch': ['sqs:ChangeMessageVisibility'],
  'sqs:DeleteMessageBatch': ['sqs:DeleteMessage'],
  'sqs:SendMessageBatch': ['sqs:SendMessage'],
  // whoever is signed in may ask these
  'sts:GetCallerIdentity': NONE,
  'sts:GetSessionToken': NONE,
};

/** Operations that need one or the other, by what stands in the call: which ones a call has is not always seen. */
const ALTERNATIVES: Record<string, string[]> = {
  'dynamodb:BatchExecuteStatement': ['dynamodb:PartiQLDelete', 'dynamodb:PartiQLInsert', 'dynamodb:PartiQLSelect', 'dynamodb:PartiQLUpdate'],
  'dynamodb:ExecuteStatement': ['dynamodb:PartiQLDelete', 'dynamodb:PartiQLInsert', 'dynamodb:PartiQLSelect', 'dynamodb:PartiQLUpdate'],
  'dynamodb:ExecuteTransaction': ['dynamodb:PartiQLDelete', 'dynamodb:PartiQLInsert', 'dynamodb:PartiQLSelect', 'dynamodb:PartiQLUpdate'],
  'dynamodb:TransactWriteItems': ['dynamodb:ConditionCheckItem', 'dynamodb:DeleteItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem'],
  'ses:SendEmail': ['ses:SendEmail', 'ses:SendRawEmail', 'ses:SendTemplatedEmail'],
};

const PASS = 'iam:PassRole';
const READS_OBJECTS = ['s3:GetObject', 's3:GetObjectVersion'];
/** What Athena does in the caller's name: it reads tables of the catalog, and their data, and writes results. */
const QUERIES = [
  'athena:GetDataCatalog', 'glue:GetDatabase', 'glue:GetDatabases', 'glue:GetPartition', 'glue:GetPartitions', 'glue:BatchGetPartition', 'glue:GetTable', 'glue:GetTables', 'lakeformation:GetDataAccess',
  's3:AbortMultipartUpload', 's3:GetBucketLocation', 's3:GetObject', 's3:ListBucket', 's3:ListBucketMultipartUploads', 's3:ListMultipartUploadParts', 's3:PutObject',
];

/**
 * Actions that a call needs only by what stands in it, that the service takes in the name of the caller, or that are granted together with its own:
 * action → others.
 *
 * Source: the pages on permissions of the services, as of November 2026.
 */
const COMPANIONS: Record<string, string[]> = {
  'athena:GetQueryResults': ['athena:GetQueryResultsStream', 's3:GetObject'],
  'athena:StartQueryExecution': QUERIES,
  'batch:SubmitJob': ['batch:TagResource'],
  'bedrock:InvokeAgent': ['bedrock:GetAgentAlias'],
  'bedrock:InvokeModel': ['aws-marketplace:Subscribe', 'aws-marketplace:ViewSubscriptions', 'bedrock:ApplyGuardrail', 'bedrock:GetInferenceProfile'],
  'bedrock:InvokeModelWithResponseStream': ['aws-marketplace:Subscribe', 'aws-marketplace:ViewSubscriptions', 'bedrock:ApplyGuardrail', 'bedrock:GetInferenceProfile'],
  'bedrock:RetrieveAndGenerate': ['bedrock:GetInferenceProfile', 'bedrock:InvokeModel', 'bedrock:Retrieve'],
  'ecs:RunTask': [PASS, 'ecs:TagResource'],
  // without it the answer leaves tags out
  'lambda:GetFunction': ['lambda:ListTags'],
  'polly:StartSpeechSynthesisTask': ['s3:PutObject', 'sns:Publish'],
  'rds-data:BatchExecuteStatement': ['secretsmanager:GetSecretValue'],
  'rds-data:BeginTransaction': ['secretsmanager:GetSecretValue'],
  'rds-data:CommitTransaction': ['secretsmanager:GetSecretValue'],
  'rds-data:ExecuteStatement': ['secretsmanager:GetSecretValue'],
  'rds-data:RollbackTransaction': ['secretsmanager:GetSecretValue'],
  'redshift-data:BatchExecuteStatement': ['redshift-serverless:GetCredentials', 'redshift:GetClusterCredentials', 'redshift:GetClusterCredentialsWithIAM', 'secretsmanager:GetSecretValue'],
  'redshift-data:ExecuteStatement': ['redshift-serverless:GetCredentials', 'redshift:GetClusterCredentials', 'redshift:GetClusterCredentialsWithIAM', 'secretsmanager:GetSecretValue'],
  's3:PutObject': ['s3:AbortMultipartUpload', 's3:PutObjectTagging'],
  'scheduler:CreateSchedule': [PASS],
  'scheduler:UpdateSchedule': [PASS],
  'sts:AssumeRole': ['sts:SetSourceIdentity', 'sts:TagSession'],
  'transcribe:StartTranscriptionJob': [PASS, ...READS_OBJECTS, 's3:ListBucket', 's3:PutObject'],
};
/** Services that read an object of S3 in the caller's name, where a call names one. */
const OF_OBJECTS = /^(rekognition|textract):/;
/** Calls that may hand a role over: what they make acts as it. */
const PASSES = /^(apprunner|batch|bedrock|codebuild|comprehend|ecs|events|glue|iot|lambda|pipes|sagemaker|ssm|states|transfer|translate):(Create|Put|Register|Run|Start|Update)/;

/** Those that may be used by who uses an action. */
export function companionsOf(action: string): readonly string[] {
  return [...COMPANIONS[action] ?? NONE, ...OF_OBJECTS.test(action) ? READS_OBJECTS : NONE, ...PASSES.test(action) ? [PASS] : NONE];
}

/** Commands of `lib-dynamodb`, and methods of its document → operations. */
const DOCUMENT_OPERATIONS: Record<string, string> = {
  BatchExecuteStatement: 'BatchExecuteStatement',
  BatchGet: 'BatchGetItem',
  BatchWrite: 'BatchWriteItem',
  Delete: 'DeleteItem',
  ExecuteStatement: 'ExecuteStatement',
  ExecuteTransaction: 'ExecuteTransaction',
  Get: 'GetItem',
  Put: 'PutItem',
  Query: 'Query',
  Scan: 'Scan',
  TransactGet: 'TransactGetItems',
  TransactWrite: 'TransactWriteItems',
  Update: 'UpdateItem',
};

/** What an operation needs: all of `actions`; and, where it is a matter of what the call holds, one or more of `oneOf`. */
export interface Needed {
  readonly actions: readonly string[];
  readonly oneOf: readonly string[];
}

/** Prefixes that have a dash in them: the others are names of clients without theirs. */
const DASHED = `
  access-analyzer account-access acm-pca aco-automation action-recommendations agent-registry agentaccess-mcp airflow-serverless
  app-integrations application-autoscaling application-signals application-signals-mcp application-transformation appmesh-preview
  arc-region-switch arc-zonal-shift autoscaling-plans aws-external-anthropic aws-marketplace aws-marketplace-management aws-portal
  backup-gateway backup-search backup-storage bcm-dashboards bcm-data-exports bcm-pricing-calculator bcm-recommended-actions bedrock-agentcore
  bedrock-mantle bedrock-websearch cleanrooms-ml cloudfront-keyvaluestore cloudtrail-data codedeploy-commands-secure codeguru-profiler
  codeguru-reviewer codeguru-security codestar-connections codestar-notifications cognito-identity cognito-idp cognito-sync compute-optimizer
  connect-campaigns cost-optimization-hub customer-verification devops-guru docdb-elastic ds-data ec2-instance-connect ecr-public ecs-mcp
  eks-auth eks-mcp elemental-activations elemental-appliances-software elemental-inference elemental-support-cases elemental-support-content
  emr-containers emr-serverless execute-api finops-agent finspace-api geo-maps geo-places geo-routes health-agent identity-sync
  identitystore-auth inspector-scan inspector2-telemetry iot-device-tester iq-permission kafka-cluster kendra-ranking license-manager
  license-manager-linux-subscriptions license-manager-user-subscriptions managedblockchain-query mediapackage-vod medical-imaging
  migrationhub-orchestrator migrationhub-strategy neptune-db neptune-graph network-firewall network-security-director network-security-manager
  networkmanager-chat notifications-contacts nova-act opsworks-cm partnercentral-account-management payment-cryptography pca-connector-ad
  pca-connector-scep private-networks purchase-orders rds-data rds-db redshift-data redshift-serverless refactor-spaces resource-explorer
  resource-explorer-2 resource-groups route53-recovery-cluster route53-recovery-control-config route53-recovery-readiness s3-object-lambda
  s3-outposts sagemaker-data-science-assistant sagemaker-geospatial sagemaker-mlflow sagemaker-unified-studio-mcp security-ir sms-voice
  snow-device-management social-messaging ssm-contacts ssm-guiconnect ssm-incidents ssm-quicksetup ssm-sap sso-directory sso-oauth
  support-console timestream-influxdb transform-custom user-subscriptions vendor-insights verified-access vpc-lattice vpc-lattice-svcs
  waf-regional workspaces-instances workspaces-web
`.trim().split(/\s+/);

const NAMES: [string, string][] = [...DASHED.map((prefix): [string, string] => [prefix, prefix]), ...Object.entries(PREFIXES)];
const BY_PLAIN_NAME = new Map(NAMES.map(([client, prefix]) => [plain(client), prefix]));

/** The prefix of the actions of a client, which the SDKs write with and without dashes and capitals. */
export function prefixOf(client: string): string {
  return BY_PLAIN_NAME.get(plain(client)) ?? plain(client);
}

function plain(client: string): string {
  return client.replace(/-/g, '').toLowerCase();
}

/** API Gateway knows the verb of its own REST API alone. */
const VERBS: [string, string][] = [
  ['Create', 'POST'], ['Delete', 'DELETE'], ['Flush', 'DELETE'], ['Generate', 'POST'], ['Get', 'GET'], ['Import', 'POST'], ['Put', 'PUT'], ['Reimport', 'PUT'], ['Tag', 'PUT'], ['Test', 'POST'],
  ['Untag', 'DELETE'], ['Update', 'PATCH'],
];

/** What an operation of a client needs. `lib-dynamodb` is a client too. */
export function neededFor(client: string, operation: string): Needed {
  const verb = prefixOf(client) === 'apigateway' ? VERBS.find(([start]) => operation.startsWith(start))?.[1] : undefined;
  if (verb) return { actions: [`apigateway:${verb}`], oneOf: NONE };
  const name = `${prefixOf(client)}:${client === 'lib-dynamodb' ? DOCUMENT_OPERATIONS[operation] ?? operation : operation}`;
  return { actions: ALTERNATIVES[name] ? NONE : OPERATIONS[name] ?? [name], oneOf: ALTERNATIVES[name] ?? NONE };
}
