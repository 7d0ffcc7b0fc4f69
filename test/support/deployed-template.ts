import { createHash } from 'crypto';

export const ACCOUNT = '111122223333';
export const REGION = 'eu-west-1';

interface Resource { readonly Type: string; readonly Properties?: any }

/** A template, and what stands before its logical ids when those of several are told apart. */
interface Source { readonly template: any; readonly prefix: string }

/** ARN of a resource once deployed, by type: what GetAtt gives or IAM calls it. */
const ARNS: Record<string, (name: string) => string> = {
  'AWS::ApiGateway::RestApi': (name) => `arn:aws:execute-api:${REGION}:${ACCOUNT}:${name}`,
  'AWS::CloudTrail::Trail': (name) => regional('cloudtrail', `trail/${name}`),
  'AWS::Cognito::UserPool': (name) => regional('cognito-idp', `userpool/${name}`),
  'AWS::DynamoDB::GlobalTable': (name) => regional('dynamodb', `table/${name}`),
  'AWS::DynamoDB::Table': (name) => regional('dynamodb', `table/${name}`),
  'AWS::Events::EventBus': (name) => regional('events', `event-bus/${name}`),
  'AWS::IAM::ManagedPolicy': (name) => `arn:aws:iam::${ACCOUNT}:policy/${name}`,
  'AWS::IAM::Role': (name) => `arn:aws:iam::${ACCOUNT}:role/${name}`,
  'AWS::KMS::Key': (name) => regional('kms', `key/${uuid(name)}`),
  'AWS::Lambda::Function': (name) => regional('lambda', `function:${name}`),
  'AWS::Logs::LogGroup': (name) => regional('logs', `log-group:${name}:*`),
  'AWS::RDS::DBCluster': (name) => regional('rds', `cluster:${name}`),
  'AWS::S3::Bucket': (name) => `arn:aws:s3:::${name.toLowerCase()}`,
  'AWS::SecretsManager::Secret': (name) => regional('secretsmanager', `secret:${name}-AbCdEf`),
  'AWS::SNS::Topic': (name) => regional('sns', name),
  'AWS::SQS::Queue': (name) => regional('sqs', name),
  'AWS::StepFunctions::StateMachine': (name) => regional('states', `stateMachine:${name}`),
  'AWS::VerifiedPermissions::PolicyStore': (name) => `arn:aws:verifiedpermissions::${ACCOUNT}:policy-store/${name}`,
  'AWS::VpcLattice::Service': (name) => regional('vpc-lattice', `service/${name}`),
  'AWS::VpcLattice::ServiceNetwork': (name) => regional('vpc-lattice', `servicenetwork/${name}`),
  'AWS::WAFv2::IPSet': (name) => regional('wafv2', `regional/ipset/${name}/${uuid(name)}`),
  'AWS::WAFv2::WebACL': (name) => regional('wafv2', `regional/webacl/${name}/${uuid(name)}`),
};

/** Types whose Ref is the ARN. */
const REF_IS_ARN = new Set(['AWS::IAM::ManagedPolicy', 'AWS::SecretsManager::Secret', 'AWS::SNS::Topic', 'AWS::StepFunctions::StateMachine']);

const PSEUDO: Record<string, string> = {
  'AWS::AccountId': ACCOUNT,
  'AWS::Partition': 'aws',
  'AWS::Region': REGION,
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
   */
  public static ofStacks(templates: Record<string, any>): DeployedTemplates {
    return new DeployedTemplates(Object.values(templates), Object.keys(templates).map((stack) => `${stack}.`));
  }

  private readonly exports = new Map<string, { value: unknown; from: Source }>();
  private readonly sources: Source[];
  private readonly byType = new Map<string, Record<string, any>>();

  constructor(templates: any[], prefixes: string[] = []) {
    this.sources = templates.map((template, i) => ({ template, prefix: prefixes[i] ?? '' }));
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
      case 'Fn::GetAZs': return ['a', 'b', 'c'].map((zone) => REGION + zone);
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
    if (id in PSEUDO) return PSEUDO[id];
    const resource: Resource | undefined = from.template.Resources?.[id];
    if (!resource) return from.template.Parameters?.[id]?.Default ?? `parameter-${id}`;
    if (REF_IS_ARN.has(resource.Type)) return this.arn(id, resource, from);
    if (resource.Type === 'AWS::KMS::Key') return uuid(this.physicalName(id, resource, from));
    return this.physicalName(id, resource, from);
  }

  private getAtt(id: string, attribute: string, from: Source): string {
    const resource: Resource = from.template.Resources[id];
    if (attribute === 'Arn' && resource.Type in ARNS) return this.arn(id, resource, from);
    if (attribute === 'MasterUserSecret.SecretArn') return regional('secretsmanager', `secret:rds!${this.physicalName(id, resource, from)}-AbCdEf`);
    if (attribute === 'KeyId') return uuid(this.physicalName(id, resource, from));
    if (attribute === 'Name') return this.physicalName(id, resource, from);
    return `${this.physicalName(id, resource, from)}-${attribute}`;
  }

  private arn(id: string, resource: Resource, from: Source): string {
    return ARNS[resource.Type](this.physicalName(id, resource, from));
  }

  private physicalName(id: string, resource: Resource, from: Source): string {
    const given = ['RoleName', 'TrailName', 'LogGroupName', 'BucketName', 'TopicName', 'StateMachineName'].map((key) => resource.Properties?.[key]).find((name) => name);
    return given ? this.resolve(given, from) : from.prefix.replace('.', '-') + id;
  }
}

function regional(service: string, resource: string): string {
  return `arn:aws:${service}:${REGION}:${ACCOUNT}:${resource}`;
}

function uuid(name: string): string {
  const hex = createHash('sha256').update(name).digest('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join('-');
}
