import { TemplateModel, TemplateResource, textOf } from '../../model';
import { append } from '../../model/append';
import { isBeside } from '../../model/beside';
import { resourceOf } from '../../model/judge';

/** Resources that are the policy of another one, with the property that names it. */
const POLICIES: Record<string, string> = {
  'AWS::Events::EventBusPolicy': 'EventBusName',
  'AWS::Kinesis::ResourcePolicy': 'ResourceArn',
  'AWS::Lambda::LayerVersionPermission': 'LayerVersionArn',
  'AWS::Lambda::Permission': 'FunctionName',
  'AWS::S3::AccessPoint': 'Bucket',
  'AWS::S3::BucketPolicy': 'Bucket',
  'AWS::SecretsManager::ResourcePolicy': 'SecretId',
  'AWS::SNS::TopicInlinePolicy': 'TopicArn',
  'AWS::SNS::TopicPolicy': 'Topics',
  'AWS::SQS::QueueInlinePolicy': 'Queue',
  'AWS::SQS::QueuePolicy': 'Queues',
  'AWS::VpcLattice::AuthPolicy': 'ResourceIdentifier',
};
/** Properties that hold the name of a resource, by which a policy may name it in text. */
const NAMES = ['BucketName', 'FunctionName', 'LayerName', 'Name', 'QueueName', 'TopicName'];

/** The policies and permissions of each resource: those that name it as theirs. What names it elsewhere, as in a statement, is the policy of another one. */
export class AttachedPolicies {
  private readonly byResource = new Map<TemplateResource, TemplateResource[]>();
  private readonly byName = new Map<string, TemplateResource[]>();

  constructor(model: TemplateModel) {
    for (const [type, property] of Object.entries(POLICIES)) {
      for (const policy of model.ofType(type)) {
        for (const { value } of policy.at(property).items()) {
          const named = resourceOf(value);
          const name = textOf(value);
          if (named) append(this.byResource, named, policy);
          else if (name !== undefined) append(this.byName, `${serviceOf(type)} ${nameIn(name)}`, policy);
        }
      }
    }
  }

  public of(resource: TemplateResource): TemplateResource[] {
    // of a function, also those of its aliases and versions
    const named = [resource, ...resource.referrers('AWS::Lambda::Alias', 'AWS::Lambda::Version')].flatMap((one) => this.byResource.get(one) ?? []);
    const names = NAMES.flatMap((property) => textOf(resource.at(property).value) ?? []);
    const byName = names.flatMap((name) => this.byName.get(`${serviceOf(resource.type)} ${name}`) ?? []);
    return [...new Set([...named, ...byName.filter((policy) => isBeside(policy, resource) !== 'no')])];
  }
}

function serviceOf(type: string): string {
  return type.slice(0, type.lastIndexOf('::'));
}

/** Of an ARN, a URL or the name alone; without the version or alias of a function. */
function nameIn(text: string): string {
  const arn = /^arn:[^:]*:lambda:[^:]*:[^:]*:(?:function|layer):([^:]+)/.exec(text);
  return arn ? arn[1] : text.slice(Math.max(text.lastIndexOf(':'), text.lastIndexOf('/')) + 1);
}
