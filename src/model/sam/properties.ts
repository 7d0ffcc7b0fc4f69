/** The properties that SAM defines of its resources. Others are reported: what SAM would make of them is not known. */
export const PROPERTIES: Readonly<Record<string, readonly string[]>> = {
  'AWS::Serverless::Function': [
    'FunctionName', 'Handler', 'Runtime', 'CodeUri', 'ImageUri', 'PackageType', 'InlineCode', 'DeadLetterQueue', 'Description',
    'MemorySize', 'Timeout', 'VpcConfig', 'Role', 'AssumeRolePolicyDocument', 'Policies', 'RolePath', 'PermissionsBoundary',
    'Environment', 'Events', 'Tags', 'PropagateTags', 'Tracing', 'KmsKeyArn', 'DeploymentPreference', 'ReservedConcurrentExecutions',
    'Layers', 'EventInvokeConfig', 'EphemeralStorage', 'AutoPublishAlias', 'AutoPublishCodeSha256', 'AutoPublishAliasAllProperties',
    'VersionDescription', 'ProvisionedConcurrencyConfig', 'FileSystemConfigs', 'ImageConfig', 'CodeSigningConfigArn', 'Architectures',
    'SnapStart', 'FunctionUrlConfig', 'RuntimeManagementConfig', 'LoggingConfig', 'RecursiveLoop', 'SourceKMSKeyArn',
    'CapacityProviderConfig', 'FunctionScalingConfig', 'VersionDeletionPolicy', 'PublishToLatestPublished', 'TenancyConfig',
    'DurableConfig',
  ],
  'AWS::Serverless::Api': [
    'Name', 'StageName', 'Tags', 'PropagateTags', 'DefinitionBody', 'DefinitionUri', 'MergeDefinitions', 'CacheClusterEnabled',
    'CacheClusterSize', 'Variables', 'EndpointConfiguration', 'MethodSettings', 'BinaryMediaTypes', 'MinimumCompressionSize', 'Cors',
    'Auth', 'GatewayResponses', 'AccessLogSetting', 'CanarySetting', 'TracingEnabled', 'OpenApiVersion', 'Models', 'Domain',
    'FailOnWarnings', 'Description', 'Mode', 'DisableExecuteApiEndpoint', 'ApiKeySourceType', 'AlwaysDeploy', 'Policy',
    'SecurityPolicy', 'EndpointAccessMode',
  ],
  'AWS::Serverless::HttpApi': [
    'Name', 'StageName', 'Tags', 'PropagateTags', 'DefinitionBody', 'DefinitionUri', 'StageVariables', 'CorsConfiguration',
    'AccessLogSettings', 'DefaultRouteSettings', 'Auth', 'RouteSettings', 'Domain', 'FailOnWarnings', 'Description',
    'DisableExecuteApiEndpoint',
  ],
  'AWS::Serverless::StateMachine': [
    'Definition', 'DefinitionUri', 'Logging', 'Role', 'RolePath', 'DefinitionSubstitutions', 'Events', 'Name', 'Type', 'Tags',
    'PropagateTags', 'Policies', 'Tracing', 'PermissionsBoundary', 'AutoPublishAlias', 'DeploymentPreference', 'UseAliasAsEventTarget',
  ],
  'AWS::Serverless::SimpleTable': [
    'PointInTimeRecoverySpecification', 'PrimaryKey', 'ProvisionedThroughput', 'TableName', 'Tags', 'SSESpecification',
  ],
  'AWS::Serverless::LayerVersion': [
    'LayerName', 'Description', 'PublishLambdaVersion', 'ContentUri', 'CompatibleArchitectures', 'CompatibleRuntimes', 'LicenseInfo',
    'RetentionPolicy',
  ],
  'AWS::Serverless::Application': [
    'Location', 'TemplateUrl', 'Parameters', 'NotificationARNs', 'Tags', 'TimeoutInMinutes',
  ],
  'AWS::Serverless::Connector': [
    'Source', 'Destination', 'Permissions',
  ],
  'AWS::Serverless::GraphQLApi': [
    'Name', 'Tags', 'XrayEnabled', 'Auth', 'SchemaInline', 'SchemaUri', 'Logging', 'DataSources', 'Functions', 'Resolvers', 'ApiKeys',
    'DomainName', 'Cache', 'Visibility', 'OwnerContact', 'IntrospectionConfig', 'QueryDepthLimit', 'ResolverCountLimit',
  ],
  'AWS::Serverless::WebSocketApi': [
    'ApiKeySelectionExpression', 'AccessLogSettings', 'Auth', 'DefaultRouteSettings', 'Description', 'DisableExecuteApiEndpoint',
    'Domain', 'DisableSchemaValidation', 'FailOnWarnings', 'IpAddressType', 'Name', 'PropagateTags', 'Routes', 'RouteSettings',
    'RouteSelectionExpression', 'StageName', 'StageVariables', 'Tags',
  ],
  'AWS::Serverless::CapacityProvider': [
    'CapacityProviderName', 'VpcConfig', 'OperatorRole', 'Tags', 'PropagateTags', 'InstanceRequirements', 'ScalingConfig', 'KmsKeyArn',
    'LoggingConfig', 'ManagedResourceTags',
  ],
};
