import {
  all, any, Check, each, eachIfAny, isAbsent, isAtMost, isCustomerKey, isFalseOrAbsent, isFilled, isOneOf, isOneOfOrAbsent, isOther, isText,
  isTrue, matches, matchesOrAbsent, someItem,
} from '../check';

/** As in the rule: names under which credentials go. */
const CREDENTIAL = '(?i)(^|_)(AWS_ACCESS_KEY_ID|AWS_SECRET_ACCESS_KEY|AWS_SESSION_TOKEN|PASSWORD|PASSWD|SECRET|TOKEN|API_?KEY|PRIVATE_?KEY|CREDENTIALS?)$';
/** As in the rule: runtimes that AWS patches no more. */
const DEPRECATED_RUNTIME = `^(${[
  'nodejs', 'nodejs\\d\\.\\d+(-edge)?', 'nodejs(1[02468]|20)\\.x', 'python2\\.7', 'python3\\.([6-9]|10)', 'ruby2\\.\\d', 'ruby3\\.2',
  'java8', 'go1\\.x', 'dotnetcore[\\d.]+', 'dotnet(5\\.0|6|7)', 'provided',
].join('|')})$`;

/** Containers of a job, or of each range of its nodes. */
const OF_BATCH = [
  eachIfAny('EcsProperties.TaskProperties', eachIfAny('Containers', isFalseOrAbsent('Privileged'))),
  ...['Containers', 'InitContainers'].map((name) => eachIfAny(`EksProperties.PodProperties.${name}`, isFalseOrAbsent('SecurityContext.Privileged'))),
];

/** Functions, state machines, builds and deliveries of code. */
export const COMPUTE_RULES: Record<string, Record<string, Check[]>> = {
  'ZT-CODEBUILD-001': { 'AWS::CodeBuild::Project': [isFalseOrAbsent('Environment.PrivilegedMode')] },
  'ZT-CODEBUILD-002': {
    'AWS::CodeBuild::Project': [
      eachIfAny('Environment.EnvironmentVariables', any(isOther('Name', CREDENTIAL), all(isText('Name'), isOneOf('Type', 'SECRETS_MANAGER', 'PARAMETER_STORE')))),
    ],
  },
  'ZT-CODEBUILD-003': {
    'AWS::CodeBuild::Project': [
      any(isOneOfOrAbsent('LogsConfig.CloudWatchLogs.Status', 'ENABLED'), isOneOf('LogsConfig.S3Logs.Status', 'ENABLED')), isFalseOrAbsent('LogsConfig.S3Logs.EncryptionDisabled'),
    ],
  },
  'ZT-CODEBUILD-005': {
    'AWS::CodeBuild::Project': [
      isCustomerKey('EncryptionKey'), isFalseOrAbsent('Artifacts.EncryptionDisabled'), eachIfAny('SecondaryArtifacts', isFalseOrAbsent('EncryptionDisabled')),
    ],
  },
  'ZT-CODEDEPLOY-001': {
    'AWS::CodeDeploy::DeploymentGroup': [
      isTrue('AutoRollbackConfiguration.Enabled'),
      someItem('AutoRollbackConfiguration.Events', isOneOf('', 'DEPLOYMENT_FAILURE')), someItem('AutoRollbackConfiguration.Events', isOneOf('', 'DEPLOYMENT_STOP_ON_ALARM')),
      isTrue('AlarmConfiguration.Enabled'), isFilled('AlarmConfiguration.Alarms'), isFalseOrAbsent('AlarmConfiguration.IgnorePollAlarmFailure'),
    ],
  },
  'ZT-CODEPIPELINE-002': {
    'AWS::CodePipeline::Pipeline': [isOneOf('PipelineType', 'V2'), isOneOfOrAbsent('ExecutionMode', 'SUPERSEDED', 'QUEUED')],
  },
  'ZT-ECR-001': { 'AWS::ECR::Repository': [isOneOf('ImageTagMutability', 'IMMUTABLE')] },
  'ZT-ECR-002': { 'AWS::ECR::Repository': [isOneOf('EncryptionConfiguration.EncryptionType', 'KMS', 'KMS_DSSE'), isCustomerKey('EncryptionConfiguration.KmsKey')] },
  'ZT-ECR-004': { 'AWS::ECR::Repository': [isText('LifecyclePolicy.LifecyclePolicyText')] },
  'ZT-ECS-001': {
    'AWS::Batch::JobDefinition': [
      isFalseOrAbsent('ContainerProperties.Privileged'), ...OF_BATCH,
      eachIfAny('NodeProperties.NodeRangeProperties', isFalseOrAbsent('Container.Privileged'), ...OF_BATCH),
    ],
    'AWS::ECS::TaskDefinition': [eachIfAny('ContainerDefinitions', isFalseOrAbsent('Privileged'))],
  },
  'ZT-ECS-002': { 'AWS::ECS::Service': [isOneOfOrAbsent('NetworkConfiguration.AwsvpcConfiguration.AssignPublicIp', 'DISABLED')] },
  'ZT-LAMBDA-007': { 'AWS::Lambda::Function': [isOneOfOrAbsent('RecursiveLoop', 'Terminate')] },
  'ZT-LAMBDA-009': { 'AWS::Lambda::Function': [any(isOneOf('PackageType', 'Image'), isAbsent('Runtime'), isOther('Runtime', DEPRECATED_RUNTIME))] },
  'ZT-LAMBDA-012': { 'AWS::Lambda::Function': [eachIfAny('Layers', matches('', '^arn:[^:]+:lambda:[^:*]+:\\d{12}:layer:[\\w-]+:\\d+$'))] },
  'ZT-LAMBDA-013': { 'AWS::Lambda::Function': [matchesOrAbsent('Code.ImageUri', '@sha256:[0-9a-f]{64}$|:[0-9a-f]{64}$')] },
  'ZT-LAMBDA-016': {
    'AWS::Lambda::CodeSigningConfig': [isOneOf('CodeSigningPolicies.UntrustedArtifactOnDeployment', 'Enforce'), isFilled('AllowedPublishers.SigningProfileVersionArns')],
  },
  'ZT-LAMBDA-017': { 'AWS::Lambda::LayerVersionPermission': [any(matches('Principal', '^[^*]+$'), isText('OrganizationId'))] },
  'ZT-LAMBDA-019': { 'AWS::Lambda::Function': [isOneOf('TracingConfig.Mode', 'Active')] },
  'ZT-PIPES-001': { 'AWS::Pipes::Pipe': [isCustomerKey('KmsKeyIdentifier')] },
  'ZT-SCHEDULER-001': { 'AWS::Scheduler::Schedule': [isCustomerKey('KmsKeyArn')] },
  'ZT-SCHEDULER-002': { 'AWS::Scheduler::Schedule': [isText('Target.DeadLetterConfig.Arn')] },
  'ZT-SCHEDULER-003': {
    'AWS::Events::Rule': [any(isOneOfOrAbsent('State', 'ENABLED', 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS'), isAbsent('ScheduleExpression'))],
    'AWS::Scheduler::Schedule': [isOneOfOrAbsent('State', 'ENABLED')],
  },
  'ZT-SIGNER-001': {
    'AWS::Signer::SigningProfile': [
      isOneOf('PlatformId', 'AWSLambda-SHA384-ECDSA', 'Notation-OCI-SHA384-ECDSA'),
      any(
        isAbsent('SignatureValidityPeriod'),
        all(isOneOf('SignatureValidityPeriod.Type', 'DAYS'), isAtMost('SignatureValidityPeriod.Value', 4185)),
        all(isOneOf('SignatureValidityPeriod.Type', 'MONTHS'), isAtMost('SignatureValidityPeriod.Value', 135)),
        all(isOneOf('SignatureValidityPeriod.Type', 'YEARS'), isAtMost('SignatureValidityPeriod.Value', 11)),
      ),
    ],
  },
  'ZT-STATES-001': {
    'AWS::StepFunctions::StateMachine': [
      isOneOf('LoggingConfiguration.Level', 'ALL'), isFilled('LoggingConfiguration.Destinations'), isFalseOrAbsent('LoggingConfiguration.IncludeExecutionData'),
    ],
  },
  'ZT-STATES-002': { 'AWS::StepFunctions::StateMachine': [isTrue('TracingConfiguration.Enabled')] },
  'ZT-STATES-003': {
    'AWS::StepFunctions::Activity': [isOneOf('EncryptionConfiguration.Type', 'CUSTOMER_MANAGED_KMS_KEY'), isCustomerKey('EncryptionConfiguration.KmsKeyId')],
    'AWS::StepFunctions::StateMachine': [isOneOf('EncryptionConfiguration.Type', 'CUSTOMER_MANAGED_KMS_KEY'), isCustomerKey('EncryptionConfiguration.KmsKeyId')],
  },
  'ZT-EVENTS-001': { 'AWS::Events::Rule': [eachIfAny('Targets', isText('DeadLetterConfig.Arn'))] },
  'ZT-EVENTS-003': {
    'AWS::Events::Archive': [isCustomerKey('KmsKeyIdentifier')],
    'AWS::Events::Connection': [isCustomerKey('KmsKeyIdentifier')],
    'AWS::Events::EventBus': [isCustomerKey('KmsKeyIdentifier')],
  },
  'ZT-BACKUP-003': { 'AWS::Backup::BackupPlan': [each('BackupPlan.BackupPlanRule', { op: 'atLeast', path: 'Lifecycle.DeleteAfterDays', bound: 35, orAbsent: true })] },
  'ZT-SAGEMAKER-003': {
    ...Object.fromEntries(['DataQuality', 'ModelBias', 'ModelExplainability', 'ModelQuality'].map((kind) => [
      `AWS::SageMaker::${kind}JobDefinition`, [isTrue('NetworkConfig.EnableNetworkIsolation'), isTrue('NetworkConfig.EnableInterContainerTrafficEncryption')],
    ])),
    'AWS::SageMaker::Domain': [isOneOf('AppNetworkAccessType', 'VpcOnly')],
    'AWS::SageMaker::Model': [isTrue('EnableNetworkIsolation')],
  },
};
