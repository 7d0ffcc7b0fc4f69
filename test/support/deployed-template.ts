import { createHash } from 'crypto';
import { CloudAssembly } from 'aws-cdk-lib/cx-api';

export const ACCOUNT = '111122223333';
export const REGION = 'eu-west-1';

interface Resource { readonly Type: string; readonly Properties?: any }

/** A template, what stands before its logical ids when those of several are told apart, and where it is deployed. */
interface Source { readonly template: any; readonly prefix: string; readonly region: string }

/** Gives the ARN of a resource of this name; some hold a property of it. */
type ArnOf = (name: string, region: string, property: (key: string) => any) => string;

const regional = (service: string, before: string, after = ''): ArnOf => (name, region) => `arn:aws:${service}:${region}:${ACCOUNT}:${before}${name}${after}`;
const global = (service: string, before: string): ArnOf => (name) => `arn:aws:${service}::${ACCOUNT}:${before}${name}`;
const waf = (type: string): ArnOf => (name, region, property) => (
  `arn:aws:wafv2:${region}:${ACCOUNT}:${property('Scope') === 'CLOUDFRONT' ? 'global' : 'regional'}/${type}/${name}/${uuid(name)}`);

/** ARN of a resource once deployed, by type: what GetAtt gives or IAM calls it. */
const ARNS: Record<string, ArnOf> = {
  'AWS::AccessAnalyzer::Analyzer': regional('access-analyzer', 'analyzer/'),
  'AWS::ApiGateway::RestApi': regional('execute-api', ''),
  'AWS::Athena::WorkGroup': regional('athena', 'workgroup/'),
  'AWS::Backup::BackupVault': regional('backup', 'backup-vault:'),
  'AWS::CloudFront::Distribution': global('cloudfront', 'distribution/'),
  'AWS::CloudTrail::Trail': regional('cloudtrail', 'trail/'),
  'AWS::CloudWatch::Alarm': regional('cloudwatch', 'alarm:'),
  'AWS::CodeBuild::Project': (_name, region, property) => `arn:aws:codebuild:${region}:${ACCOUNT}:project/${property('Name')}`,
  'AWS::CodePipeline::Pipeline': (_name, region, property) => `arn:aws:codepipeline:${region}:${ACCOUNT}:${property('Name')}`,
  'AWS::Cognito::UserPool': regional('cognito-idp', 'userpool/'),
  'AWS::DynamoDB::GlobalTable': regional('dynamodb', 'table/'),
  'AWS::DynamoDB::Table': regional('dynamodb', 'table/'),
  'AWS::EC2::SecurityGroup': regional('ec2', 'security-group/', '-GroupId'),
  'AWS::Events::EventBus': regional('events', 'event-bus/'),
  'AWS::Events::Rule': (name, region, property) => (
    `arn:aws:events:${region}:${ACCOUNT}:rule/${[property('EventBusName'), name].filter(Boolean).join('/')}`),
  'AWS::Glue::Database': regional('glue', 'database/'),
  'AWS::Glue::Table': (name, region, property) => `arn:aws:glue:${region}:${ACCOUNT}:table/${property('DatabaseName')}/${name}`,
  'AWS::GuardDuty::Detector': regional('guardduty', 'detector/'),
  'AWS::GuardDuty::MalwareProtectionPlan': regional('guardduty', 'malware-protection-plan/'),
  'AWS::IAM::ManagedPolicy': global('iam', 'policy/'),
  'AWS::IAM::Role': global('iam', 'role/'),
  'AWS::KMS::Key': (name, region) => `arn:aws:kms:${region}:${ACCOUNT}:key/${uuid(name)}`,
  'AWS::KinesisFirehose::DeliveryStream': regional('firehose', 'deliverystream/'),
  'AWS::Lambda::CodeSigningConfig': regional('lambda', 'code-signing-config:csc-'),
  'AWS::Lambda::EventSourceMapping': (name, region) => `arn:aws:lambda:${region}:${ACCOUNT}:event-source-mapping:${uuid(name)}`,
  'AWS::Lambda::Function': regional('lambda', 'function:'),
  'AWS::Logs::LogGroup': regional('logs', 'log-group:', ':*'),
  'AWS::NetworkFirewall::Firewall': regional('network-firewall', 'firewall/'),
  'AWS::NetworkFirewall::FirewallPolicy': regional('network-firewall', 'firewall-policy/'),
  'AWS::NetworkFirewall::RuleGroup': regional('network-firewall', 'stateful-rulegroup/'),
  'AWS::RDS::DBCluster': regional('rds', 'cluster:'),
  'AWS::S3::Bucket': (name) => `arn:aws:s3:::${name.toLowerCase()}`,
  'AWS::Scheduler::Schedule': (name, region, property) => `arn:aws:scheduler:${region}:${ACCOUNT}:schedule/${property('GroupName') ?? 'default'}/${name}`,
  'AWS::Scheduler::ScheduleGroup': regional('scheduler', 'schedule-group/'),
  'AWS::SecretsManager::Secret': regional('secretsmanager', 'secret:', '-AbCdEf'),
  'AWS::SNS::Topic': regional('sns', ''),
  'AWS::SQS::Queue': regional('sqs', ''),
  'AWS::StepFunctions::StateMachine': regional('states', 'stateMachine:'),
  'AWS::VerifiedPermissions::PolicyStore': global('verifiedpermissions', 'policy-store/'),
  'AWS::VpcLattice::Service': regional('vpc-lattice', 'service/'),
  'AWS::VpcLattice::ServiceNetwork': regional('vpc-lattice', 'servicenetwork/'),
  'AWS::WAFv2::IPSet': waf('ipset'),
  'AWS::WAFv2::WebACL': waf('webacl'),
};

/** Attributes that are the ARN of the resource itself. */
const OWN_ARN = /^(Arn|BackupVaultArn|CodeSigningConfigArn|FirewallArn|FirewallPolicyArn|RuleGroupArn)$/;

/** Properties that are the name of a resource, which is else made of its logical id. */
const NAMES = ['RoleName', 'TrailName', 'LogGroupName', 'BucketName', 'TopicName', 'StateMachineName', 'DeliveryStreamName'];

/** Types whose Ref is the ARN. */
const REF_IS_ARN = new Set(['AWS::IAM::ManagedPolicy', 'AWS::SecretsManager::Secret', 'AWS::SNS::Topic', 'AWS::StepFunctions::StateMachine']);

const PSEUDO: Record<string, string> = {
  'AWS::AccountId': ACCOUNT,
  'AWS::Partition': 'aws',
  'AWS::StackId': `arn:aws:cloudformation:${REGION}:${ACCOUNT}:stack/Stack/6f1c2a34-9b8e-4d0f-8a7b-0c1d2e3f4a5b`,
  'AWS::StackName': 'Stack',
  'AWS::URLSuffix': 'amazonaws.com',
};

/**
 * Templates as if they were deployed: every intrinsic replaced by a value that CloudFormation could give. For judges that
 * want policies with real ARNs. Throws on what it does not know.
 */
export class DeployedTemplates {
  /**
   * The stacks of an app, whose resources are called `Stack.LogicalId` because two stacks may use the same logical id.
   *
   * @param templates by name of the stack
   * @param regions of those stacks that are deployed to another region, by name of the stack
   */
  public static ofStacks(templates: Record<string, any>, regions: Record<string, string> = {}): DeployedTemplates {
    const names = Object.keys(templates);
    return new DeployedTemplates(Object.values(templates), names.map((stack) => `${stack}.`), names.map((stack) => regions[stack] ?? REGION));
  }

  /** The stacks of an app that was synthesised, each in its region. */
  public static ofAssembly({ stacks }: CloudAssembly): DeployedTemplates {
    const regions = stacks.filter(({ environment }) => environment.region !== 'unknown-region').map(({ stackName, environment }) => [stackName, environment.region]);
    const templates = stacks.map(({ stackName, template }) => [stackName, template]);
    return DeployedTemplates.ofStacks(Object.fromEntries(templates), Object.fromEntries(regions));
  }

  private readonly exports = new Map<string, { value: unknown; from: Source }>();
  private readonly sources: Source[];
  private readonly byType = new Map<string, Record<string, any>>();

  constructor(templates: any[], prefixes: string[] = [], regions: string[] = []) {
    this.sources = templates.map((template, i) => ({ template, prefix: prefixes[i] ?? '', region: regions[i] ?? REGION }));
    for (const from of this.sources) {
      for (const output of Object.values<any>(from.template.Outputs ?? {})) {
        if (output.Export) this.exports.set(this.resolve(output.Export.Name, from), { value: output.Value, from });
      }
    }
  }

  /** All resources of a type with their properties resolved, by logical id. */
  public resources(type: string): Record<string, any> {
    let found = this.byType.get(type);
    if (!found) this.byType.set(type, found = this.resolveAll(type));
    return found;
  }

  /** The ARN of a resource, without the `:*` that a log group's has. */
  public arnOf(logicalId: string): string {
    for (const from of this.sources.filter(({ prefix }) => logicalId.startsWith(prefix))) {
      const id = logicalId.slice(from.prefix.length);
      const resource = from.template.Resources?.[id];
      if (resource) return this.arn(id, resource, from).replace(/:\*$/, '');
    }
    throw new Error(`no resource ${logicalId}`);
  }

  /** Every resource that has an ARN: logical id → ARN. */
  public arns(): Record<string, string> {
    const ids = this.sources.flatMap(({ template, prefix }) => Object.entries<Resource>(template.Resources ?? {})
      .filter(([, resource]) => resource.Type in ARNS).map(([id]) => prefix + id));
    return Object.fromEntries(ids.map((id) => [id, this.arnOf(id)]));
  }

  private resolveAll(type: string): Record<string, any> {
    const found: Record<string, any> = {};
    for (const from of this.sources) {
      for (const [id, resource] of Object.entries<Resource>(from.template.Resources ?? {})) {
        if (resource.Type === type) found[from.prefix + id] = this.resolve(resource.Properties ?? {}, from);
      }
    }
    return found;
  }

  private resolve(value: any, from: Source): any {
    if (Array.isArray(value)) return value.map((item) => this.resolve(item, from));
    if (value === null || typeof value !== 'object') return value;
    const [[name, argument], ...more] = Object.entries<any>(value).length ? Object.entries<any>(value) : [['', undefined]];
    if (more.length === 0) {
      if (name === 'Ref') return this.ref(argument, from);
      if (name.startsWith('Fn::')) return this.call(name, argument, from);
    }
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, this.resolve(item, from)]));
  }

  private call(name: string, argument: any, from: Source): any {
    const args = name === 'Fn::GetAtt' || name === 'Fn::Sub' ? argument : this.resolve(argument, from);
    switch (name) {
      case 'Fn::GetAtt': return this.getAtt(argument[0], argument[1], from);
      case 'Fn::Join': return args[1].join(args[0]);
      case 'Fn::Select': return args[1][args[0]];
      case 'Fn::Split': return args[1].split(args[0]);
      case 'Fn::Sub': return String(argument).replace(/\$\{([^}]+)\}/g, (_, ref) => this.ref(ref, from));
      case 'Fn::GetAZs': return ['a', 'b', 'c'].map((zone) => from.region + zone);
      case 'Fn::Cidr': return Array.from({ length: args[1] }, (_, i) => `10.0.${i * 4}.0/22`);
      case 'Fn::FindInMap': return from.template.Mappings[args[0]][args[1]][args[2]];
      case 'Fn::ImportValue': {
        const found = this.exports.get(args);
        if (!found) throw new Error(`no export ${args}`);
        return this.resolve(found.value, found.from);
      }
      default: throw new Error(`unknown intrinsic ${name}`);
    }
  }

  private ref(id: string, from: Source): string {
    if (id === 'AWS::StackName' && from.prefix) return from.prefix.slice(0, -1);
    if (id === 'AWS::Region') return from.region;
    if (id in PSEUDO) return PSEUDO[id];
    const resource: Resource | undefined = from.template.Resources?.[id];
    if (!resource) return from.template.Parameters?.[id]?.Default ?? `parameter-${id}`;
    if (REF_IS_ARN.has(resource.Type)) return this.arn(id, resource, from);
    if (resource.Type === 'AWS::Lambda::Alias') {
      return `arn:aws:lambda:${from.region}:${ACCOUNT}:function:${this.resolve(resource.Properties.FunctionName, from)}:${resource.Properties.Name}`;
    }
    if (resource.Type === 'AWS::KMS::Key') return uuid(this.physicalName(id, resource, from));
    return this.physicalName(id, resource, from);
  }

  private getAtt(id: string, attribute: string, from: Source): string {
    const resource: Resource = from.template.Resources[id];
    if (OWN_ARN.test(attribute) && resource.Type in ARNS) return this.arn(id, resource, from);
    if (attribute === 'MasterUserSecret.SecretArn') return `arn:aws:secretsmanager:${from.region}:${ACCOUNT}:secret:rds!${this.physicalName(id, resource, from)}-AbCdEf`;
    if (attribute === 'KeyId') return uuid(this.physicalName(id, resource, from));
    if (attribute === 'Name') return this.physicalName(id, resource, from);
    return `${this.physicalName(id, resource, from)}-${attribute}`;
  }

  private arn(id: string, resource: Resource, from: Source): string {
    return ARNS[resource.Type](this.physicalName(id, resource, from), from.region, (key) => this.resolve(resource.Properties?.[key], from));
  }

  private physicalName(id: string, resource: Resource, from: Source): string {
    const given = NAMES.map((key) => resource.Properties?.[key]).find((name) => name);
    return given ? this.resolve(given, from) : from.prefix.replace('.', '-') + id;
  }
}

function uuid(name: string): string {
  const hex = createHash('sha256').update(name).digest('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join('-');
}
