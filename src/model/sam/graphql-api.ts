import { translateConnector } from './connectors';
import { compact, Draft, getAtt, isGiven, pick, ref, sub, textOf } from './intrinsics';
import { assumedBy } from './roles';
import { SamResource } from './sam-resource';
import { tagList } from './tags';
import { Translation } from './translation';
import { isObject, JsonObject, objectOrEmpty, own } from '../json';

const CONFIGS = [['LambdaAuthorizer', 'LambdaAuthorizerConfig'], ['OpenIDConnect', 'OpenIDConnectConfig'], ['UserPool', 'UserPoolConfig']] as const;
/** Code of a resolver that only runs its functions. */
const PIPELINE = '\nexport function request(ctx) {\n    return {};\n}\n\nexport function response(ctx) {\n    return ctx.prev.result;\n}\n';

/** An AppSync API with its schema, keys, data sources, functions and resolvers, and the roles and permissions that they need. */
export function translateGraphQlApi(t: Translation, source: SamResource): void {
  const auth = t.map(source, 'Auth');
  const additional = (Array.isArray(auth.Additional) ? auth.Additional : []).map(objectOrEmpty);
  t.add(source, source.logicalId, 'AWS::AppSync::GraphQLApi', compact({
    Name: isGiven(source.get('Name')) ? source.get('Name') : source.logicalId,
    ...pick(source.properties, 'Visibility', 'OwnerContact', 'XrayEnabled', 'IntrospectionConfig', 'QueryDepthLimit', 'ResolverCountLimit'),
    ...providerOf(auth),
    AdditionalAuthenticationProviders: additional.length > 0 ? additional.map(providerOf) : undefined,
    Tags: [...tagList(source.get('Tags')), { Key: 'graphqlapi:createdBy', Value: 'SAM' }],
    LogConfig: source.get('Logging') === false ? undefined : logConfig(t, source),
  }));
  new GraphQlParts(t, source).add([auth, ...additional]);
}

function providerOf(auth: JsonObject): Draft {
  return compact({ AuthenticationType: auth.Type, ...Object.fromEntries(CONFIGS.map(([from, to]) => [to, auth[from]])) });
}

function logConfig(t: Translation, source: SamResource): Draft {
  const { ExcludeVerboseContent, FieldLogLevel, CloudWatchLogsRoleArn } = source.object('Logging');
  const roleId = `${source.logicalId}CloudWatchRole`;
  if (!isGiven(CloudWatchLogsRoleArn)) {
    t.add(source, roleId, 'AWS::IAM::Role', {
      AssumeRolePolicyDocument: assumedBy('appsync.amazonaws.com'),
      ManagedPolicyArns: [sub('arn:${AWS::Partition}:iam::aws:policy/service-role/AWSAppSyncPushToCloudWatchLogs')],
    });
  }
  return compact({
    ExcludeVerboseContent: isGiven(ExcludeVerboseContent) ? ExcludeVerboseContent : undefined,
    FieldLogLevel: isGiven(FieldLogLevel) ? FieldLogLevel : 'ALL',
    CloudWatchLogsRoleArn: isGiven(CloudWatchLogsRoleArn) ? CloudWatchLogsRoleArn : getAtt(roleId, 'Arn'),
  });
}

/** What the role of a data source may do, as a connector says it. */
interface Access {
  readonly connector: string;
  readonly destination: object;
  readonly permissions: unknown;
}

/** The resources around a GraphQL API. */
class GraphQlParts {
  private readonly id: string;
  private readonly apiId: object;
  private readonly dataSources = new Map<string, object>();
  private readonly functions = new Map<string, unknown>();

  constructor(private readonly t: Translation, private readonly source: SamResource) {
    this.id = source.logicalId;
    this.apiId = getAtt(this.id, 'ApiId');
  }

  public add(providers: JsonObject[]): void {
    const { id, source } = this;
    if (typeof source.get('SchemaInline') !== 'string') this.t.unread.add('definition', id);
    this.make(`${id}Schema`, 'GraphQLSchema', { Definition: source.get('SchemaInline'), DefinitionS3Location: source.get('SchemaUri') });
    providers.flatMap(({ LambdaAuthorizer }) => (isObject(LambdaAuthorizer) ? [LambdaAuthorizer.AuthorizerUri] : [])).forEach((arn, i) => {
      this.connect(`${id}ToLambdaAuthConnector${i + 1}`, { Type: 'AWS::AppSync::GraphQLApi', Arn: ref(id), ResourceId: this.apiId },
        { Type: 'AWS::Lambda::Function', Arn: arn }, ['Write']);
    });
    for (const [name, key] of this.entries('ApiKeys')) {
      this.make(`${id}${name}`, 'ApiKey', { ...pick(key, 'ApiKeyId', 'Description'), Expires: key.ExpiresOn });
    }
    if (isGiven(source.get('Cache'))) {
      this.make(`${id}ApiCache`, 'ApiCache', pick(source.get('Cache'), 'ApiCachingBehavior', 'Type', 'Ttl', 'AtRestEncryptionEnabled', 'TransitEncryptionEnabled'));
    }
    this.addDataSources();
    this.addDomain();
    for (const [name, fn] of this.entries('Functions')) this.addFunction(name, fn);
    for (const [type, resolvers] of this.entries('Resolvers')) {
      for (const [name, resolver] of Object.entries(resolvers)) this.addResolver(type, name, objectOrEmpty(resolver));
    }
  }

  private addDataSources(): void {
    const { DynamoDb, Lambda, ...others } = this.source.object('DataSources');
    for (const kind of Object.keys(others)) this.t.unread.add('property', `${this.id}.DataSources.${kind}`);
    for (const [name, json] of Object.entries(objectOrEmpty(DynamoDb))) this.addTable(name, objectOrEmpty(json));
    for (const [name, json] of Object.entries(objectOrEmpty(Lambda))) {
      const { FunctionArn, ...given } = objectOrEmpty(json);
      this.addDataSource(name, 'Lambda', given, { Type: 'AWS_LAMBDA', LambdaConfig: { LambdaFunctionArn: FunctionArn } },
        { connector: 'ToLambdaConnector', destination: { Type: 'AWS::Lambda::Function', Arn: FunctionArn }, permissions: ['Write'] });
    }
  }

  private addTable(name: string, given: JsonObject): void {
    const { TableName, TableArn, Region, DeltaSync, Permissions } = given;
    const AwsRegion = isGiven(Region) ? Region : ref('AWS::Region');
    const arn = isGiven(TableArn) ? TableArn : sub('arn:${AWS::Partition}:dynamodb:${__Region__}:${AWS::AccountId}:table/${__TableName__}', {
      __TableName__: TableName, __Region__: AwsRegion,
    });
    this.addDataSource(name, 'DynamoDB', given, {
      Type: 'AMAZON_DYNAMODB',
      DynamoDBConfig: compact({ AwsRegion, TableName, DeltaSyncConfig: DeltaSync, ...pick(given, 'UseCallerCredentials', 'Versioned') }),
    }, { connector: 'ToTableConnector', destination: { Type: 'AWS::DynamoDB::Table', Arn: arn }, permissions: isGiven(Permissions) ? Permissions : ['Read', 'Write'] });
  }

  private addDataSource(name: string, kind: string, given: JsonObject, config: Draft, access: Access): void {
    const id = `${this.id}${name}${kind}DataSource`;
    const named = isGiven(given.ServiceRoleArn);
    this.make(id, 'DataSource', {
      Name: isGiven(given.Name) ? given.Name : name,
      Description: given.Description,
      ...config,
      ServiceRoleArn: named ? given.ServiceRoleArn : getAtt(`${id}Role`, 'Arn'),
    });
    this.dataSources.set(name, getAtt(id, 'Name'));
    if (named) return;
    this.t.add(this.source, `${id}Role`, 'AWS::IAM::Role', { AssumeRolePolicyDocument: assumedBy('appsync.amazonaws.com') });
    this.connect(`${id}${access.connector}`, { Type: 'AWS::AppSync::DataSource', Arn: getAtt(id, 'DataSourceArn'), RoleName: ref(`${id}Role`) },
      access.destination, access.permissions);
  }

  private addDomain(): void {
    const domain = this.source.get('DomainName');
    if (!isGiven(domain)) return;
    this.t.add(this.source, `${this.id}DomainName`, 'AWS::AppSync::DomainName', pick(domain, 'CertificateArn', 'DomainName', 'Description'));
    this.make(`${this.id}DomainNameApiAssociation`, 'DomainNameApiAssociation', { DomainName: ref(`${this.id}DomainName`) });
  }

  private addFunction(name: string, given: JsonObject): void {
    if (isGiven(given.Id)) return void this.functions.set(name, given.Id);
    const id = `${this.id}${name}`;
    this.make(id, 'FunctionConfiguration', {
      Name: isGiven(given.Name) ? given.Name : name,
      Code: given.InlineCode,
      CodeS3Location: given.CodeUri,
      DataSourceName: this.dataSourceName(id, given.DataSource),
      ...pick(given, 'MaxBatchSize', 'Description'),
      Runtime: runtimeOf(given.Runtime),
      SyncConfig: given.Sync,
    });
    this.functions.set(name, getAtt(id, 'FunctionId'));
  }

  private dataSourceName(place: string, given: unknown): unknown {
    if (typeof given !== 'string') return given;
    if (given.toLowerCase() === 'none') {
      const id = `${this.id}NoneDataSource`;
      this.make(id, 'DataSource', { Name: id, Type: 'NONE' });
      return getAtt(id, 'Name');
    }
    if (!this.dataSources.has(given)) this.t.unread.add('property', `${place}.DataSource`);
    return this.dataSources.get(given);
  }

  private addResolver(type: string, name: string, given: JsonObject): void {
    const { InlineCode, CodeUri, Pipeline, Caching, MaxBatchSize, FieldName } = given;
    const coded = isGiven(InlineCode) || isGiven(CodeUri);
    const steps = Array.isArray(Pipeline) ? Pipeline : [];
    if (steps.length === 0) this.t.unread.add('property', `${this.id}${type}${name}.Pipeline`);
    this.make(`${this.id}${type}${name}`, 'Resolver', {
      TypeName: type,
      FieldName: isGiven(FieldName) ? FieldName : name,
      Kind: 'PIPELINE',
      PipelineConfig: { Functions: steps.map((step) => this.functions.get(textOf(step)) ?? null) },
      ...coded ? { Code: InlineCode, CodeS3Location: CodeUri, Runtime: runtimeOf(given.Runtime) } : { Code: PIPELINE, Runtime: { Name: 'APPSYNC_JS', RuntimeVersion: '1.0.0' } },
      CachingConfig: Caching,
      MaxBatchSize,
    });
  }

  private entries(name: string): [string, JsonObject][] {
    return Object.entries(this.source.object(name)).map(([key, json]) => [key, objectOrEmpty(json)]);
  }

  private make(id: string, type: string, properties: Draft): void {
    this.t.add(this.source, id, `AWS::AppSync::${type}`, compact({ ApiId: this.apiId, ...properties }));
  }

  private connect(id: string, Source: object, Destination: object, Permissions: unknown): void {
    translateConnector(this.t, new SamResource(id, 'AWS::Serverless::Connector', { Source, Destination, Permissions }, {}, this.source.declaredAs));
  }
}

function runtimeOf(runtime: unknown): Draft | undefined {
  return isObject(runtime) ? compact({ Name: runtime.Name, RuntimeVersion: own(runtime, 'Version') }) : undefined;
}
