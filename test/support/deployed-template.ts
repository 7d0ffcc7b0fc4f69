import { createHash } from 'crypto';

export const ACCOUNT = '111122223333';
export const REGION = 'eu-west-1';

interface Resource { readonly Type: string; readonly Properties?: any }

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
  'AWS::S3::Bucket': (name) => `arn:aws:s3:::${name.toLowerCase()}`,
  'AWS::SecretsManager::Secret': (name) => regional('secretsmanager', `secret:${name}-AbCdEf`),
  'AWS::SNS::Topic': (name) => regional('sns', name),
  'AWS::SQS::Queue': (name) => regional('sqs', name),
  'AWS::StepFunctions::StateMachine': (name) => regional('states', `stateMachine:${name}`),
  'AWS::VerifiedPermissions::PolicyStore': (name) => `arn:aws:verifiedpermissions::${ACCOUNT}:policy-store/${name}`,
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
  private readonly exports = new Map<string, unknown>();

  constructor(private readonly templates: any[]) {
    for (const template of templates) {
      for (const output of Object.values<any>(template.Outputs ?? {})) {
        if (output.Export) this.exports.set(this.resolve(output.Export.Name, template), { value: output.Value, template });
      }
    }
  }

  /** All resources of a type with their properties resolved, by logical id. */
  public resources(type: string): Record<string, any> {
    const found: Record<string, any> = {};
    for (const template of this.templates) {
      for (const [id, resource] of Object.entries<Resource>(template.Resources ?? {})) {
        if (resource.Type === type) found[id] = this.resolve(resource.Properties ?? {}, template);
      }
    }
    return found;
  }

  /** The ARN of a resource, without the `:*` that a log group's has. */
  public arnOf(logicalId: string): string {
    for (const template of this.templates) {
      const resource = template.Resources?.[logicalId];
      if (resource) return this.arn(logicalId, resource, template).replace(/:\*$/, '');
    }
    throw new Error(`no resource ${logicalId}`);
  }

  /** Every resource that has an ARN: logical id → ARN. */
  public arns(): Record<string, string> {
    const ids = this.templates.flatMap((template) => Object.entries<Resource>(template.Resources ?? {}))
      .filter(([, resource]) => resource.Type in ARNS).map(([id]) => id);
    return Object.fromEntries(ids.map((id) => [id, this.arnOf(id)]));
  }

  private resolve(value: any, template: any): any {
    if (Array.isArray(value)) return value.map((item) => this.resolve(item, template));
    if (value === null || typeof value !== 'object') return value;
    const [[name, argument], ...more] = Object.entries<any>(value).length ? Object.entries<any>(value) : [['', undefined]];
    if (more.length === 0) {
      if (name === 'Ref') return this.ref(argument, template);
      if (name.startsWith('Fn::')) return this.call(name, argument, template);
    }
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, this.resolve(item, template)]));
  }

  private call(name: string, argument: any, template: any): any {
    const args = name === 'Fn::GetAtt' || name === 'Fn::Sub' ? argument : this.resolve(argument, template);
    switch (name) {
      case 'Fn::GetAtt': return this.getAtt(argument[0], argument[1], template);
      case 'Fn::Join': return args[1].join(args[0]);
      case 'Fn::Select': return args[1][args[0]];
      case 'Fn::Split': return args[1].split(args[0]);
      case 'Fn::Sub': return String(argument).replace(/\$\{([^}]+)\}/g, (_, ref) => this.ref(ref, template));
      case 'Fn::GetAZs': return ['a', 'b', 'c'].map((zone) => REGION + zone);
      case 'Fn::Cidr': return Array.from({ length: args[1] }, (_, i) => `10.0.${i * 4}.0/22`);
      case 'Fn::FindInMap': return template.Mappings[args[0]][args[1]][args[2]];
      case 'Fn::ImportValue': {
        const found: any = this.exports.get(args);
        if (!found) throw new Error(`no export ${args}`);
        return this.resolve(found.value, found.template);
      }
      default: throw new Error(`unknown intrinsic ${name}`);
    }
  }

  private ref(id: string, template: any): string {
    if (id in PSEUDO) return PSEUDO[id];
    const resource: Resource | undefined = template.Resources?.[id];
    if (!resource) return template.Parameters?.[id]?.Default ?? `parameter-${id}`;
    if (REF_IS_ARN.has(resource.Type)) return this.arn(id, resource, template);
    if (resource.Type === 'AWS::KMS::Key') return uuid(id);
    return this.physicalName(id, resource, template);
  }

  private getAtt(id: string, attribute: string, template: any): string {
    const resource: Resource = template.Resources[id];
    if (attribute === 'Arn' && resource.Type in ARNS) return this.arn(id, resource, template);
    if (attribute === 'KeyId') return uuid(id);
    if (attribute === 'Name') return this.physicalName(id, resource, template);
    return `${this.physicalName(id, resource, template)}-${attribute}`;
  }

  private arn(id: string, resource: Resource, template: any): string {
    return ARNS[resource.Type](this.physicalName(id, resource, template));
  }

  private physicalName(id: string, resource: Resource, template: any): string {
    const given = ['RoleName', 'TrailName', 'LogGroupName', 'BucketName', 'TopicName', 'StateMachineName'].map((key) => resource.Properties?.[key]).find((name) => name);
    return given ? this.resolve(given, template) : id;
  }
}

function regional(service: string, resource: string): string {
  return `arn:aws:${service}:${REGION}:${ACCOUNT}:${resource}`;
}

function uuid(name: string): string {
  const hex = createHash('sha256').update(name).digest('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join('-');
}
