// Made by `npx tsx scripts/endpoint-services.ts` from the service models of botocore 1.43.106 (Apache-2.0).

/**
 * IAM prefix → endpoint service → the operations that it serves; `*` names the endpoint of all other operations. Behind a `!` stands
 * the host of operations that no interface endpoint serves. Left out: services with one endpoint of their own name.
 */
export const OPERATIONS_BY_ENDPOINT: Record<string, Record<string, string>> = {
  'account-access': { '*': '!account-access' },
  'aco-automation': { '*': '!aco-automation' },
  'agent-registry': {
    '*': '!agent-registry-control',
    '!agent-registry': 'BatchGetDiscoverableRegistryRecord ListDiscoverableRegistryRecords SearchDiscoverableRegistryRecords',
  },
  'aidevops': {
    '*': '!dp.aidevops',
    '!cp.aidevops':
      'AssociateService CreateAgentSpace CreatePrivateConnection DeleteAgentSpace DeletePrivateConnection DeregisterService '
      + 'DescribePrivateConnection DisableOperatorApp DisassociateService EnableOperatorApp GetAgentSpace GetAssociation GetOperatorApp '
      + 'GetService ListAgentSpaces ListAssociations ListPrivateConnections ListServices ListTagsForResource ListWebhooks RegisterService '
      + 'TagResource UntagResource UpdateAgentSpace UpdateAssociation UpdateOperatorAppIdpConfig UpdatePrivateConnectionCertificate '
      + 'ValidateAwsAssociations',
  },
  'aiops': { '*': '!aiops' },
  'airflow': {
    '*': 'airflow.api',
    'airflow.env': 'CreateCliToken CreateWebLoginToken InvokeRestApi',
    'airflow.ops': 'PublishMetrics',
  },
  'airflow-serverless': { '*': '!airflow-serverless' },
  'amplify': { '*': '!amplify' },
  'amplifybackend': { '*': '!amplifybackend' },
  'amplifyuibuilder': { '*': '!amplifyuibuilder' },
  'aoss': { '*': '!aoss' },
  'appconfig': {
    '*': 'appconfig',
    'appconfigdata': 'GetLatestConfiguration StartConfigurationSession',
  },
  'appfabric': { '*': '!appfabric' },
  'appflow': { '*': '!appflow' },
  'application-cost-profiler': { '*': '!application-cost-profiler' },
  'appstream': { '*': 'appstream.api' },
  'appsync': { '*': '!appsync' },
  'arc-region-switch': { '*': '!arc-region-switch' },
  'arc-zonal-shift': { '*': '!arc-zonal-shift' },
  'artifact': { '*': '!artifact' },
  'aws-marketplace': {
    '*': '!agreement-marketplace',
    '!catalog.marketplace':
      'BatchDescribeEntities CancelChangeSet DeleteResourcePolicy DescribeAssessment DescribeChangeSet DescribeEntity GetResourcePolicy '
      + 'ListAssessments ListChangeSets ListEntities ListTagsForResource PutResourcePolicy StartChangeSet TagResource UntagResource',
    '!deployment-marketplace': 'ListTagsForResource PutDeploymentParameter TagResource UntagResource',
    '!discovery-marketplace': 'GetListing GetOffer GetOfferSet GetOfferTerms GetProduct ListFulfillmentOptions ListPurchaseOptions SearchFacets SearchListings',
    '!entitlement.marketplace': 'GetEntitlements',
    '!metering.marketplace': 'BatchMeterUsage MeterUsage RegisterUsage ResolveCustomer',
    '!reporting-marketplace': 'GetBuyerDashboard',
  },
  'awsssoportal': { '*': '!portal.sso' },
  'backup-search': { '*': '!backup-search' },
  'bcm-dashboards': { '*': '!bcm-dashboards' },
  'bcm-recommended-actions': { '*': '!bcm-recommended-actions' },
  'bedrock': {
    '*': 'bedrock',
    'bedrock-agent':
      'AssociateAgentCollaborator AssociateAgentKnowledgeBase CreateAgent CreateAgentActionGroup CreateAgentAlias CreateDataSource '
      + 'CreateFlow CreateFlowAlias CreateFlowVersion CreateKnowledgeBase CreatePrompt CreatePromptVersion CreateVpcConfiguration '
      + 'DeleteAgent DeleteAgentActionGroup DeleteAgentAlias DeleteAgentVersion DeleteDataSource DeleteFlow DeleteFlowAlias '
      + 'DeleteFlowVersion DeleteKnowledgeBase DeleteKnowledgeBaseDocuments DeletePrompt DeleteVpcConfiguration '
      + 'DisassociateAgentCollaborator DisassociateAgentKnowledgeBase GetAgent GetAgentActionGroup GetAgentAlias GetAgentCollaborator '
      + 'GetAgentKnowledgeBase GetAgentVersion GetDataSource GetFlow GetFlowAlias GetFlowVersion GetIngestionJob GetKnowledgeBase '
      + 'GetKnowledgeBaseDocuments GetPrompt GetVpcConfiguration IngestKnowledgeBaseDocuments ListAgentActionGroups ListAgentAliases '
      + 'ListAgentCollaborators ListAgentKnowledgeBases ListAgentVersions ListAgents ListDataSources ListFlowAliases ListFlowVersions '
      + 'ListFlows ListIngestionJobs ListKnowledgeBaseDocuments ListKnowledgeBases ListPrompts ListVpcConfigurations PrepareAgent '
      + 'PrepareFlow StartIngestionJob StopIngestionJob UpdateAgent UpdateAgentActionGroup UpdateAgentAlias UpdateAgentCollaborator '
      + 'UpdateAgentKnowledgeBase UpdateDataSource UpdateFlow UpdateFlowAlias UpdateKnowledgeBase UpdatePrompt ValidateFlowDefinition',
    'bedrock-agent-runtime':
      'AgenticRetrieveStream CheckIngestedDocumentAcl CreateInvocation CreateSession DeleteAgentMemory DeleteSession EndSession '
      + 'GenerateQuery GetAgentMemory GetDocumentContent GetExecutionFlowSnapshot GetFlowExecution GetIngestedDocumentAcl '
      + 'GetInvocationStep GetSession InvokeAgent InvokeFlow InvokeInlineAgent ListFlowExecutionEvents ListFlowExecutions '
      + 'ListInvocationSteps ListInvocations ListSessions OptimizePrompt PutInvocationStep Rerank Retrieve RetrieveAndGenerate '
      + 'RetrieveAndGenerateStream StartFlowExecution StopFlowExecution UpdateSession',
    'bedrock-data-automation':
      'CopyBlueprintStage CreateBlueprint CreateBlueprintVersion CreateDataAutomationLibrary CreateDataAutomationProject '
      + 'DeleteBlueprint DeleteDataAutomationLibrary DeleteDataAutomationProject GetBlueprint GetBlueprintOptimizationStatus '
      + 'GetDataAutomationLibrary GetDataAutomationLibraryEntity GetDataAutomationLibraryIngestionJob GetDataAutomationProject '
      + 'InvokeBlueprintOptimizationAsync InvokeDataAutomationLibraryIngestionJob ListBlueprints ListDataAutomationLibraries '
      + 'ListDataAutomationLibraryEntities ListDataAutomationLibraryIngestionJobs ListDataAutomationProjects UpdateBlueprint '
      + 'UpdateDataAutomationLibrary UpdateDataAutomationProject',
    'bedrock-data-automation-runtime': 'GetDataAutomationStatus InvokeDataAutomation InvokeDataAutomationAsync',
    'bedrock-runtime':
      'ApplyGuardrail Converse ConverseStream CountTokens GetAsyncInvoke InvokeGuardrailChecks InvokeModel '
      + 'InvokeModelWithBidirectionalStream InvokeModelWithResponseStream ListAsyncInvokes StartAsyncInvoke',
  },
  'bedrock-agentcore': {
    '*': 'bedrock-agentcore',
    'bedrock-agentcore-control':
      'AddDatasetExamples BatchPutGatewayRateLimits CreateAgentRuntime CreateAgentRuntimeEndpoint CreateApiKeyCredentialProvider '
      + 'CreateBrowser CreateBrowserProfile CreateCapacityProvider CreateCodeInterpreter CreateConfigurationBundle CreateConsentPortal '
      + 'CreateDataset CreateDatasetVersion CreateEvaluator CreateGateway CreateGatewayRateLimit CreateGatewayRule CreateGatewayTarget '
      + 'CreateHarness CreateHarnessEndpoint CreateMemory CreateOauth2CredentialProvider CreateOnlineEvaluationConfig '
      + 'CreatePaymentConnector CreatePaymentCredentialProvider CreatePaymentManager CreatePolicy CreatePolicyEngine CreateRegistry '
      + 'CreateRegistryRecord CreateWorkloadIdentity DeleteAgentRuntime DeleteAgentRuntimeEndpoint DeleteApiKeyCredentialProvider '
      + 'DeleteBrowser DeleteBrowserProfile DeleteCapacityProvider DeleteCodeInterpreter DeleteConfigurationBundle DeleteConsentPortal '
      + 'DeleteDataset DeleteDatasetExamples DeleteEvaluator DeleteGateway DeleteGatewayRateLimit DeleteGatewayRule DeleteGatewayTarget '
      + 'DeleteHarness DeleteHarnessEndpoint DeleteMemory DeleteOauth2CredentialProvider DeleteOnlineEvaluationConfig '
      + 'DeletePaymentConnector DeletePaymentCredentialProvider DeletePaymentManager DeletePolicy DeletePolicyEngine DeleteRegistry '
      + 'DeleteRegistryRecord DeleteResourcePolicy DeleteWorkloadIdentity GetAgentRuntime GetAgentRuntimeEndpoint '
      + 'GetApiKeyCredentialProvider GetBrowser GetBrowserProfile GetCapacityProvider GetCodeInterpreter GetConfigurationBundle '
      + 'GetConfigurationBundleVersion GetConsentPortal GetDataset GetEvaluator GetGateway GetGatewayRateLimit GetGatewayRule '
      + 'GetGatewayTarget GetHarness GetHarnessEndpoint GetMemory GetOauth2CredentialProvider GetOnlineEvaluationConfig '
      + 'GetPaymentConnector GetPaymentCredentialProvider GetPaymentManager GetPolicy GetPolicyEngine GetPolicyEngineSummary '
      + 'GetPolicyGeneration GetPolicyGenerationSummary GetPolicySummary GetRegistry GetRegistryRecord GetResourcePolicy GetTokenVault '
      + 'GetWorkloadIdentity ListAgentRuntimeEndpoints ListAgentRuntimeVersions ListAgentRuntimeVersionsByCapacityProvider '
      + 'ListAgentRuntimes ListApiKeyCredentialProviders ListBrowserProfiles ListBrowsers ListCapacityProviders ListCodeInterpreters '
      + 'ListConfigurationBundleVersions ListConfigurationBundles ListConsentPortals ListDatasetExamples ListDatasetVersions ListDatasets '
      + 'ListEvaluators ListGatewayRateLimits ListGatewayRules ListGatewayTargets ListGateways ListHarnessEndpoints ListHarnessVersions '
      + 'ListHarnesses ListMemories ListOauth2CredentialProviders ListOnlineEvaluationConfigs ListPaymentConnectors '
      + 'ListPaymentCredentialProviders ListPaymentManagers ListPolicies ListPolicyEngineSummaries ListPolicyEngines '
      + 'ListPolicyGenerationAssets ListPolicyGenerationSummaries ListPolicyGenerations ListPolicySummaries ListRegistries '
      + 'ListRegistryRecords ListTagsForResource ListWorkloadIdentities PutResourcePolicy RotatePaymentConnectorCredentials '
      + 'SetTokenVaultCMK StartPolicyGeneration SubmitRegistryRecordForApproval SynchronizeGatewayTargets TagResource UntagResource '
      + 'UpdateAgentRuntime UpdateAgentRuntimeEndpoint UpdateApiKeyCredentialProvider UpdateCapacityProvider UpdateConfigurationBundle '
      + 'UpdateConsentPortal UpdateDataset UpdateDatasetExamples UpdateEvaluator UpdateGateway UpdateGatewayRateLimit UpdateGatewayRule '
      + 'UpdateGatewayTarget UpdateHarness UpdateHarnessEndpoint UpdateMemory UpdateOauth2CredentialProvider UpdateOnlineEvaluationConfig '
      + 'UpdatePaymentConnector UpdatePaymentCredentialProvider UpdatePaymentManager UpdatePolicy UpdatePolicyEngine UpdateRegistry '
      + 'UpdateRegistryRecord UpdateRegistryRecordStatus UpdateWorkloadIdentity',
  },
  'budgets': { '*': '!budgets' },
  'cassandra': {
    '*': 'cassandra',
    '!cassandra-streams': 'GetRecords GetShardIterator GetStream ListStreams',
  },
  'chatbot': { '*': '!chatbot' },
  'chime': {
    '*': '!voice-chime',
    '!chime':
      'AssociatePhoneNumberWithUser AssociateSigninDelegateGroupsWithAccount BatchCreateRoomMembership BatchSuspendUser '
      + 'BatchUnsuspendUser BatchUpdateUser CreateAccount CreateBot CreateMeetingDialOut CreateRoom CreateRoomMembership CreateUser '
      + 'DeleteAccount DeleteEventsConfiguration DeleteRoom DeleteRoomMembership DisassociatePhoneNumberFromUser '
      + 'DisassociateSigninDelegateGroupsFromAccount GetAccount GetAccountSettings GetBot GetEventsConfiguration GetRetentionSettings '
      + 'GetRoom GetUser GetUserSettings InviteUsers ListAccounts ListBots ListRoomMemberships ListRooms ListUsers LogoutUser '
      + 'PutEventsConfiguration PutRetentionSettings RedactConversationMessage RedactRoomMessage RegenerateSecurityToken ResetPersonalPIN '
      + 'UpdateAccount UpdateAccountSettings UpdateBot UpdateRoom UpdateRoomMembership UpdateUser UpdateUserSettings',
    '!identity-chime':
      'CreateAppInstance CreateAppInstanceAdmin CreateAppInstanceBot CreateAppInstanceUser DeleteAppInstance DeleteAppInstanceAdmin '
      + 'DeleteAppInstanceBot DeleteAppInstanceUser DeregisterAppInstanceUserEndpoint DescribeAppInstance DescribeAppInstanceAdmin '
      + 'DescribeAppInstanceBot DescribeAppInstanceUser DescribeAppInstanceUserEndpoint GetAppInstanceRetentionSettings '
      + 'ListAppInstanceAdmins ListAppInstanceBots ListAppInstanceUserEndpoints ListAppInstanceUsers ListAppInstances '
      + 'PutAppInstanceRetentionSettings PutAppInstanceUserExpirationSettings RegisterAppInstanceUserEndpoint UpdateAppInstance '
      + 'UpdateAppInstanceBot UpdateAppInstanceUser UpdateAppInstanceUserEndpoint',
    '!media-pipelines-chime':
      'CreateMediaCapturePipeline CreateMediaConcatenationPipeline CreateMediaInsightsPipeline CreateMediaInsightsPipelineConfiguration '
      + 'CreateMediaLiveConnectorPipeline CreateMediaPipelineKinesisVideoStreamPool CreateMediaStreamPipeline DeleteMediaCapturePipeline '
      + 'DeleteMediaInsightsPipelineConfiguration DeleteMediaPipeline DeleteMediaPipelineKinesisVideoStreamPool GetMediaCapturePipeline '
      + 'GetMediaInsightsPipelineConfiguration GetMediaPipeline GetMediaPipelineKinesisVideoStreamPool ListMediaCapturePipelines '
      + 'ListMediaInsightsPipelineConfigurations ListMediaPipelineKinesisVideoStreamPools ListMediaPipelines '
      + 'UpdateMediaInsightsPipelineConfiguration UpdateMediaInsightsPipelineStatus UpdateMediaPipelineKinesisVideoStreamPool',
    '!meetings-chime':
      'BatchCreateAttendee BatchUpdateAttendeeCapabilitiesExcept CreateAttendee CreateMeeting CreateMeetingWithAttendees DeleteAttendee '
      + 'DeleteMeeting GetAttendee GetMeeting ListAttendees StartMeetingTranscription StopMeetingTranscription UpdateAttendeeCapabilities',
    '!messaging-chime':
      'AssociateChannelFlow BatchCreateChannelMembership ChannelFlowCallback CreateChannel CreateChannelBan CreateChannelFlow '
      + 'CreateChannelMembership CreateChannelModerator DeleteChannel DeleteChannelBan DeleteChannelFlow DeleteChannelMembership '
      + 'DeleteChannelMessage DeleteChannelModerator DeleteMessagingStreamingConfigurations DescribeChannel DescribeChannelBan '
      + 'DescribeChannelFlow DescribeChannelMembership DescribeChannelMembershipForAppInstanceUser '
      + 'DescribeChannelModeratedByAppInstanceUser DescribeChannelModerator DisassociateChannelFlow GetChannelMembershipPreferences '
      + 'GetChannelMessage GetChannelMessageStatus GetMessagingSessionEndpoint GetMessagingStreamingConfigurations ListChannelBans '
      + 'ListChannelFlows ListChannelMemberships ListChannelMembershipsForAppInstanceUser ListChannelMessages ListChannelModerators '
      + 'ListChannels ListChannelsAssociatedWithChannelFlow ListChannelsModeratedByAppInstanceUser ListSubChannels '
      + 'PutChannelExpirationSettings PutChannelMembershipPreferences PutMessagingStreamingConfigurations RedactChannelMessage '
      + 'SearchChannels SendChannelMessage UpdateChannel UpdateChannelFlow UpdateChannelMessage UpdateChannelReadMarker',
  },
  'cloud9': { '*': '!cloud9' },
  'cloudformation': {
    '*': 'cloudformation',
    'cloudcontrolapi':
      'CancelResourceRequest CreateResource DeleteResource GetResource GetResourceRequestStatus ListResourceRequests ListResources '
      + 'UpdateResource',
  },
  'cloudfront': { '*': '!cloudfront' },
  'cloudfront-keyvaluestore': { '*': '!cloudfront-keyvaluestore' },
  'cloudhsm': {
    '*': '!cloudhsm',
    'cloudhsmv2':
      'CopyBackupToRegion CreateCluster DeleteBackup DeleteCluster DeleteResourcePolicy DescribeBackups DescribeClusters '
      + 'GetResourcePolicy InitializeCluster ListTags ModifyBackupAttributes ModifyCluster PutResourcePolicy RestoreBackup TagResource '
      + 'UntagResource',
  },
  'cloudsearch': {
    '*': '!cloudsearch',
    '!cloudsearchdomain': 'Search Suggest UploadDocuments',
  },
  'cloudtrail-data': { '*': '!cloudtrail-data' },
  'cloudwatch': { '*': 'monitoring' },
  'codeartifact': { '*': 'codeartifact.api' },
  'codeconnections': { '*': 'codeconnections.api' },
  'codeguru-security': { '*': '!codeguru-security' },
  'codestar-connections': { '*': 'codestar-connections.api' },
  'codestar-notifications': { '*': '!codestar-notifications' },
  'cognito-sync': { '*': '!cognito-sync' },
  'connect': {
    '*': '!connect',
    '!contact-lens': 'ListRealtimeContactAnalysisSegments',
  },
  'controltower': { '*': '!controltower' },
  'cur': { '*': '!cur' },
  'datapipeline': { '*': '!datapipeline' },
  'dax': { '*': '!dax' },
  'deadline': {
    '*': 'deadline.management',
    'deadline.scheduling': 'AssumeFleetRoleForWorker AssumeQueueRoleForWorker BatchGetJobEntity CreateWorker UpdateWorker UpdateWorkerSchedule',
  },
  'detective': { '*': '!api.detective' },
  'devicefarm': { '*': '!devicefarm' },
  'directconnect': { '*': '!directconnect' },
  'dlm': { '*': '!dlm' },
  'docdb-elastic': { '*': '!docdb-elastic' },
  'dynamodb': {
    '*': 'dynamodb',
    'dynamodb-streams': 'DescribeStream GetRecords GetShardIterator ListStreams',
  },
  'ec2-instance-connect': { '*': '!ec2-instance-connect' },
  'ecr': { '*': 'ecr.api' },
  'ecr-public': { '*': 'ecr-public.api' },
  'elemental-inference': { '*': '!elemental-inference' },
  'es': { '*': '!es' },
  'events': {
    '*': 'events',
    'eventsv2':
      'CreateEventSource CreateSubscriber DeleteEventSource DeleteResourcePolicy DeleteSubscriber DescribeSubscriber GetResourcePolicy '
      + 'ListResourcePolicies ListSubscribers PutRawEvents PutResourcePolicy RevokeResource UpdateEventSource UpdateSubscriber',
  },
  'evs': { '*': '!evs' },
  'firehose': { '*': 'kinesis-firehose' },
  'fms': { '*': '!fms' },
  'forecast': {
    '*': 'forecast',
    'forecastquery': 'QueryForecast QueryWhatIfForecast',
  },
  'gamelift': { '*': '!gamelift' },
  'gameliftstreams': { '*': '!gameliftstreams' },
  'geo': {
    '*': 'geo.metadata',
    '!cp.geofencing.geo': 'CreateGeofenceCollection DeleteGeofenceCollection DescribeGeofenceCollection ListGeofenceCollections UpdateGeofenceCollection',
    '!cp.maps.geo': 'CreateMap DeleteMap DescribeMap ListMaps UpdateMap',
    '!cp.places.geo': 'CreatePlaceIndex DeletePlaceIndex DescribePlaceIndex ListPlaceIndexes UpdatePlaceIndex',
    '!cp.routes.geo': 'CreateRouteCalculator DeleteRouteCalculator DescribeRouteCalculator ListRouteCalculators UpdateRouteCalculator',
    '!cp.tracking.geo':
      'AssociateTrackerConsumer CreateTracker DeleteTracker DescribeTracker DisassociateTrackerConsumer ListTrackerConsumers '
      + 'ListTrackers UpdateTracker',
    'geo.geofencing': 'BatchDeleteGeofence BatchEvaluateGeofences BatchPutGeofence ForecastGeofenceEvents GetGeofence ListGeofences PutGeofence',
    'geo.maps': 'GetMapGlyphs GetMapSprites GetMapStyleDescriptor GetMapTile',
    'geo.places': 'GetPlace SearchPlaceIndexForPosition SearchPlaceIndexForSuggestions SearchPlaceIndexForText',
    'geo.routes': 'CalculateRoute CalculateRouteMatrix',
    'geo.tracking':
      'BatchDeleteDevicePositionHistory BatchGetDevicePosition BatchUpdateDevicePosition GetDevicePosition GetDevicePositionHistory '
      + 'ListDevicePositions VerifyDevicePosition',
  },
  'geo-maps': { '*': '!geo-maps' },
  'geo-places': { '*': '!geo-places' },
  'geo-routes': { '*': '!geo-routes' },
  'glacier': { '*': '!glacier' },
  'globalaccelerator': { '*': '!globalaccelerator' },
  'health': { '*': '!health' },
  'health-agent': {
    '*': '!health-agent',
    '!runtime.health-agent': 'GetPatientInsightsJob StartPatientInsightsJob',
    '!streaming.health-agent': 'GetMedicalScribeListeningSession StartMedicalScribeListeningSession',
  },
  'importexport': { '*': '!importexport' },
  'inspector': { '*': '!inspector' },
  'interconnect': { '*': '!interconnect' },
  'iot': {
    '*': '!iot',
    '!api.tunneling.iot': 'CloseTunnel DescribeTunnel ListTunnels OpenTunnel RotateTunnelAccessToken',
    'iot.data':
      'DeleteConnection DeleteThingShadow GetConnection GetRetainedMessage GetThingShadow ListNamedShadowsForThing ListRetainedMessages '
      + 'ListSubscriptions Publish SendDirectMessage UpdateThingShadow',
  },
  'iotdeviceadvisor': { '*': 'deviceadvisor.iot' },
  'iotjobsdata': { '*': '!data.jobs.iot' },
  'iotmanagedintegrations': { '*': '!api.iotmanagedintegrations' },
  'iotsitewise': {
    '*': 'iotsitewise.api',
    '!monitor.iotsitewise':
      'BatchAssociateProjectAssets BatchDisassociateProjectAssets CreateAccessPolicy CreateDashboard CreatePortal CreateProject '
      + 'DeleteAccessPolicy DeleteDashboard DeletePortal DeleteProject DescribeAccessPolicy DescribeDashboard DescribePortal '
      + 'DescribeProject ListAccessPolicies ListDashboards ListPortals ListProjectAssets ListProjects UpdateAccessPolicy UpdateDashboard '
      + 'UpdatePortal UpdateProject',
    'iotsitewise.data':
      'BatchGetAssetPropertyAggregates BatchGetAssetPropertyValue BatchGetAssetPropertyValueHistory BatchPutAssetPropertyValue '
      + 'CancelEnrichmentJob CancelPipelineExecution CancelQuery CreateBulkImportJob CreateDatasetExportJob CreateEnrichmentJob '
      + 'DescribeBulkImportJob DescribeDatasetExportJob DescribeEnrichmentJob DescribePipelineExecution DescribeQuery DescribeSearch '
      + 'ExecuteQuery GetAssetPropertyAggregates GetAssetPropertyValue GetAssetPropertyValueHistory GetCaptureData '
      + 'GetInterpolatedAssetPropertyValues GetQueryResults GetSearchResults InvokeAssistant ListBulkImportJobs ListDatasetExportJobs '
      + 'ListEnrichmentJobs ListPipelineExecutions ListQueries ListSearches StartPipelineExecution StartQuery StartSearch',
  },
  'iotthingsgraph': { '*': '!iotthingsgraph' },
  'iottwinmaker': {
    '*': 'iottwinmaker.api',
    'iottwinmaker.data': 'BatchPutPropertyValues GetPropertyValue GetPropertyValueHistory',
  },
  'iotwireless': { '*': 'iotwireless.api' },
  'ivs': {
    '*': '!ivs',
    '!ivsrealtime':
      'CreateEncoderConfiguration CreateIngestConfiguration CreateParticipantToken CreateStage CreateStorageConfiguration '
      + 'DeleteEncoderConfiguration DeleteIngestConfiguration DeletePublicKey DeleteStage DeleteStorageConfiguration '
      + 'DisconnectParticipant GetComposition GetEncoderConfiguration GetIngestConfiguration GetParticipant GetPublicKey GetStage '
      + 'GetStageSession GetStorageConfiguration ImportPublicKey ListCompositions ListEncoderConfigurations ListIngestConfigurations '
      + 'ListParticipantEvents ListParticipantReplicas ListParticipants ListPublicKeys ListStageSessions ListStages '
      + 'ListStorageConfigurations StartComposition StartParticipantReplication StopComposition StopParticipantReplication '
      + 'UpdateIngestConfiguration UpdateStage',
  },
  'ivschat': { '*': '!ivschat' },
  'kinesis': { '*': 'kinesis-streams' },
  'kinesisanalytics': { '*': '!kinesisanalytics' },
  'kinesisvideo': { '*': '!kinesisvideo' },
  'lex': {
    '*': 'models-v2-lex',
    '!models.lex':
      'CreateIntentVersion CreateSlotTypeVersion DeleteBotChannelAssociation DeleteIntentVersion DeleteSlotTypeVersion GetBot '
      + 'GetBotAlias GetBotAliases GetBotChannelAssociation GetBotChannelAssociations GetBotVersions GetBots GetBuiltinIntent '
      + 'GetBuiltinIntents GetBuiltinSlotTypes GetExport GetImport GetIntent GetIntentVersions GetIntents GetMigration GetMigrations '
      + 'GetSlotType GetSlotTypeVersions GetSlotTypes GetUtterancesView PutBot PutBotAlias PutIntent PutSlotType StartMigration',
    '!runtime.lex': 'PostContent PostText',
    'runtime-v2-lex': 'DeleteSession GetSession PutSession RecognizeText RecognizeUtterance StartConversation',
  },
  'lightsail': { '*': '!lightsail' },
  'machinelearning': { '*': '!machinelearning' },
  'managedblockchain': { '*': '!managedblockchain' },
  'marketplacecommerceanalytics': { '*': '!marketplacecommerceanalytics' },
  'mechanicalturk': { '*': '!mturk-requester' },
  'mediaconvert': { '*': '!mediaconvert' },
  'medialive': { '*': '!medialive' },
  'mediapackage': { '*': '!mediapackage' },
  'mediapackage-vod': { '*': '!mediapackage-vod' },
  'mediapackagev2': { '*': '!mediapackagev2' },
  'mediastore': {
    '*': '!mediastore',
    '!data.mediastore': 'DeleteObject DescribeObject GetObject ListItems PutObject',
  },
  'mediatailor': { '*': '!api.mediatailor' },
  'medical-imaging': {
    '*': 'medical-imaging',
    'runtime-medical-imaging':
      'CopyImageSet DeleteImageSet GetImageFrame GetImageSet GetImageSetMetadata ListImageSetVersions SearchImageSets '
      + 'UpdateImageSetMetadata',
  },
  'memorydb': { '*': 'memory-db' },
  'mgh': {
    '*': '!mgh',
    '!migrationhub-config': 'CreateHomeRegionControl DeleteHomeRegionControl DescribeHomeRegionControls GetHomeRegion',
  },
  'mobiletargeting': { '*': 'pinpoint' },
  'mpa': { '*': '!mpa' },
  'neptune-db': { '*': '!neptune-db' },
  'network-security-manager': { '*': '!network-security-manager' },
  'networkmanager': { '*': '!networkmanager' },
  'notifications': { '*': '!notifications' },
  'notifications-contacts': { '*': '!notifications-contacts' },
  'nova-act': { '*': '!nova-act' },
  'oam': { '*': '!oam' },
  'odb': { '*': '!odb' },
  'omics': {
    '*': 'workflows-omics',
    'analytics-omics':
      'AcceptShare CancelAnnotationImportJob CancelVariantImportJob CreateAnnotationStore CreateAnnotationStoreVersion CreateShare '
      + 'CreateVariantStore DeleteAnnotationStore DeleteAnnotationStoreVersions DeleteShare DeleteVariantStore GetAnnotationImportJob '
      + 'GetAnnotationStore GetAnnotationStoreVersion GetShare GetVariantImportJob GetVariantStore ListAnnotationImportJobs '
      + 'ListAnnotationStoreVersions ListAnnotationStores ListShares ListVariantImportJobs ListVariantStores StartAnnotationImportJob '
      + 'StartVariantImportJob UpdateAnnotationStore UpdateAnnotationStoreVersion UpdateVariantStore',
    'control-storage-omics':
      'AbortMultipartReadSetUpload BatchDeleteReadSet CreateMultipartReadSetUpload CreateReferenceStore CreateSequenceStore '
      + 'DeleteReference DeleteReferenceStore DeleteS3AccessPolicy DeleteSequenceStore GetReadSetActivationJob GetReadSetExportJob '
      + 'GetReadSetImportJob GetReadSetMetadata GetReferenceImportJob GetReferenceMetadata GetReferenceStore GetS3AccessPolicy '
      + 'GetSequenceStore ListMultipartReadSetUploads ListReadSetActivationJobs ListReadSetExportJobs ListReadSetImportJobs '
      + 'ListReadSetUploadParts ListReadSets ListReferenceImportJobs ListReferenceStores ListReferences ListSequenceStores '
      + 'PutS3AccessPolicy StartReadSetActivationJob StartReadSetExportJob StartReadSetImportJob StartReferenceImportJob '
      + 'UpdateSequenceStore',
    'storage-omics': 'CompleteMultipartReadSetUpload GetReadSet GetReference UploadReadSetPart',
    'tags-omics': 'ListTagsForResource TagResource UntagResource',
  },
  'osis': { '*': '!osis' },
  'partnercentral': { '*': '!partnercentral-prm' },
  'partnercentral-account': { '*': '!partnercentral-account' },
  'partnercentral-benefits': { '*': '!partnercentral-benefits' },
  'partnercentral-channel': { '*': '!partnercentral-channel' },
  'partnercentral-selling': { '*': '!partnercentral-selling' },
  'payment-cryptography': {
    '*': 'payment-cryptography.controlplane',
    'payment-cryptography.dataplane':
      'DecryptData EncryptData GenerateAs2805KekValidation GenerateAuthRequestCryptogram GenerateCardValidationData GenerateMac '
      + 'GenerateMacEmvPinChange GeneratePinData ReEncryptData TranslateKeyMaterial TranslatePinData VerifyAuthRequestCryptogram '
      + 'VerifyCardValidationData VerifyMac VerifyPinData',
  },
  'personalize': {
    '*': 'personalize',
    'personalize-events': 'PutActionInteractions PutActions PutEvents PutItems PutUsers',
    'personalize-runtime': 'GetActionRecommendations GetPersonalizedRanking GetRecommendations',
  },
  'pricing': { '*': 'pricing.api' },
  'pricingplanmanager': { '*': '!pricingplanmanager' },
  'quicksight': { '*': '!quicksight' },
  'resiliencehub': { '*': '!resiliencehub' },
  'resource-explorer-2': { '*': '!resource-explorer-2' },
  'route53': { '*': '!route53' },
  'route53-recovery-cluster': { '*': '!route53-recovery-cluster' },
  'route53-recovery-control-config': { '*': '!route53-recovery-control-config' },
  'route53-recovery-readiness': { '*': '!route53-recovery-readiness' },
  'route53domains': { '*': '!route53domains' },
  'route53globalresolver': { '*': '!route53globalresolver' },
  'route53profiles': { '*': '!route53profiles' },
  'route53resolver': { '*': '!route53resolver' },
  'rtbfabric': { '*': '!rtbfabric' },
  'rum': {
    '*': 'rum',
    'rum-dataplane': 'PutRumEvents',
  },
  's3files': { '*': '!s3files' },
  'sagemaker': {
    '*': 'sagemaker.api',
    '!a2i-runtime.sagemaker': 'DeleteHumanLoop DescribeHumanLoop ListHumanLoops StartHumanLoop StopHumanLoop',
    '!edge.sagemaker': 'GetDeployments GetDeviceRegistration SendHeartbeat',
    '!job-runtime.sagemaker': 'CompleteRollout Sample SampleWithResponseStream UpdateReward',
    'sagemaker.featurestore-runtime': 'BatchGetRecord BatchWriteRecord DeleteRecord GetRecord ListRecords PutRecord UpdateRecord',
    'sagemaker.metrics': 'BatchGetMetrics BatchPutMetrics',
    'sagemaker.runtime': 'InvokeEndpoint InvokeEndpointAsync InvokeEndpointWithResponseStream',
  },
  'sdb': { '*': '!sdb' },
  'security-ir': { '*': '!security-ir' },
  'securityagent': { '*': '!securityagent' },
  'servicecatalog': {
    '*': 'servicecatalog',
    'servicecatalog-appregistry':
      'AssociateAttributeGroup AssociateResource CreateApplication CreateAttributeGroup DeleteApplication DeleteAttributeGroup '
      + 'DisassociateAttributeGroup DisassociateResource GetApplication GetAssociatedResource GetAttributeGroup GetConfiguration '
      + 'ListApplications ListAssociatedAttributeGroups ListAssociatedResources ListAttributeGroups ListAttributeGroupsForApplication '
      + 'ListTagsForResource PutConfiguration SyncResource TagResource UntagResource UpdateApplication UpdateAttributeGroup',
  },
  'servicediscovery': {
    '*': 'servicediscovery',
    'data-servicediscovery': 'DiscoverInstances DiscoverInstancesRevision',
  },
  'servicequotas': { '*': '!servicequotas' },
  'ses': {
    '*': 'email',
    'mail-manager':
      'CreateAddonInstance CreateAddonSubscription CreateAddressList CreateAddressListImportJob CreateArchive CreateIngressPoint '
      + 'CreateRelay CreateRuleSet CreateTrafficPolicy DeleteAddonInstance DeleteAddonSubscription DeleteAddressList DeleteArchive '
      + 'DeleteIngressPoint DeleteRelay DeleteRuleSet DeleteTrafficPolicy DeregisterMemberFromAddressList GetAddonInstance '
      + 'GetAddonSubscription GetAddressList GetAddressListImportJob GetArchive GetArchiveExport GetArchiveMessage '
      + 'GetArchiveMessageContent GetArchiveSearch GetArchiveSearchResults GetIngressPoint GetMemberOfAddressList GetRelay GetRuleSet '
      + 'GetTrafficPolicy ListAddonInstances ListAddonSubscriptions ListAddressListImportJobs ListAddressLists ListArchiveExports '
      + 'ListArchiveSearches ListArchives ListIngressPoints ListMembersOfAddressList ListRelays ListRuleSets ListTrafficPolicies '
      + 'RegisterMemberToAddressList StartAddressListImportJob StartArchiveExport StartArchiveSearch StopAddressListImportJob '
      + 'StopArchiveExport StopArchiveSearch UpdateArchive UpdateIngressPoint UpdateRelay UpdateRuleSet UpdateTrafficPolicy',
  },
  'signer': {
    '*': '!signer',
    '!data-signer': 'GetRevocationStatus',
  },
  'sms-voice': {
    '*': 'pinpoint-sms-voice-v2',
    '!sms-voice.pinpoint':
      'CreateConfigurationSetEventDestination DeleteConfigurationSetEventDestination GetConfigurationSetEventDestinations '
      + 'ListConfigurationSets UpdateConfigurationSetEventDestination',
  },
  'snowball': { '*': '!snowball' },
  'ssm-guiconnect': { '*': '!ssm-guiconnect' },
  'ssm-sap': { '*': '!ssm-sap' },
  'sso': { '*': '!sso' },
  'sso-oauth': { '*': '!oidc' },
  'states': {
    '*': 'states',
    'sync-states': 'StartSyncExecution TestState',
  },
  'support': { '*': '!support' },
  'supportapp': { '*': '!supportapp' },
  'supportauthz': { '*': '!supportauthz' },
  'sustainability': { '*': '!sustainability' },
  'tag': { '*': 'tagging' },
  'thinclient': { '*': 'thinclient.api' },
  'timestream': {
    '*': '!ingest.timestream',
    '!query.timestream':
      'CancelQuery CreateScheduledQuery DeleteScheduledQuery DescribeAccountSettings DescribeScheduledQuery ExecuteScheduledQuery '
      + 'ListScheduledQueries PrepareQuery Query UpdateAccountSettings UpdateScheduledQuery',
  },
  'uxc': { '*': '!uxc' },
  'waf': { '*': '!waf' },
  'waf-regional': { '*': '!waf-regional' },
  'wickr': { '*': '!admin.wickr' },
  'workdocs': { '*': '!workdocs' },
  'workmailmessageflow': { '*': '!workmailmessageflow' },
  'workspaces-instances': { '*': '!workspaces-instances' },
};
