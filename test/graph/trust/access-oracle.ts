import { runSimulation } from '@cloud-copilot/iam-simulate';
import { TARGET_TYPES, TargetAction } from '../../../src/graph/trust/target-types';
import { DeployedTemplates, ACCOUNT, REGION } from '../../support/deployed-template';
import { NetworkReach, reach } from '../../support/network-reach';

/** What one workload may do to one resource, as an IAM simulator of others and the model of networks decide it. */
export interface Triple {
  readonly workload: string;
  readonly target: string;
  readonly action: string;
  readonly allowed: boolean;
}

/** Policies of AWS that give logs, traces and network interfaces, which no triple asks for. */
const BASIC = /:policy\/service-role\/AWSLambda(Basic|VPCAccess)ExecutionRole$|:policy\/AWSXRayDaemonWriteAccess$/;
const TYPES = [
  'AWS::DynamoDB::Table', 'AWS::DynamoDB::GlobalTable', 'AWS::S3::Bucket', 'AWS::SQS::Queue', 'AWS::SNS::Topic', 'AWS::SecretsManager::Secret', 'AWS::KMS::Key', 'AWS::Lambda::Function',
  'AWS::StepFunctions::StateMachine', 'AWS::Events::EventBus',
];
const POLLED = /^sqs:(ReceiveMessage|DeleteMessage|ChangeMessageVisibility|GetQueueAttributes|GetQueueUrl)$/;
/** Which property of a policy resource names what it is on, and which one holds the document. */
const ON_RESOURCES: [type: string, names: (p: any) => string[], document: string][] = [
  ['AWS::SQS::QueuePolicy', (p) => p.Queues.map((url: string) => `:${url}`), 'PolicyDocument'],
  ['AWS::SNS::TopicPolicy', (p) => p.Topics, 'PolicyDocument'],
  ['AWS::S3::BucketPolicy', (p) => [`:::${p.Bucket}`.toLowerCase()], 'PolicyDocument'],
  ['AWS::SecretsManager::ResourcePolicy', (p) => [p.SecretId], 'ResourcePolicy'],
];
const KEY_OF: Record<string, (p: any) => string | undefined> = {
  'AWS::DynamoDB::Table': (p) => p.SSESpecification?.KMSMasterKeyId,
  'AWS::DynamoDB::GlobalTable': (p) => p.Replicas[0].SSESpecification?.KMSMasterKeyId,
  'AWS::S3::Bucket': (p) => p.BucketEncryption?.ServerSideEncryptionConfiguration?.[0]?.ServerSideEncryptionByDefault?.KMSMasterKeyID,
  'AWS::SQS::Queue': (p) => p.KmsMasterKeyId,
  'AWS::SNS::Topic': (p) => p.KmsMasterKeyId,
  'AWS::SecretsManager::Secret': (p) => p.KmsKeyId,
};

/** Decides triples of the templates of one app. Throws on what it cannot decide. */
export class AccessOracle {
  /** The actions of a type that move data or call something. */
  public static actionsOf(type: string): readonly TargetAction[] {
    return TARGET_TYPES.get(type)!.actions.filter(({ intent, name }) => intent !== 'admin' && !/^lambda:InvokeAsync$/.test(name));
  }

  private readonly deployed: DeployedTemplates;
  private readonly network?: NetworkReach;
  private readonly reached = new Map<string, boolean>();

  /** @param templates by name of the stack */
  constructor(templates: Record<string, any>) {
    this.deployed = DeployedTemplates.ofStacks(renamed(templates));
    const usesNetwork = Object.values(this.deployed.resources('AWS::Lambda::Function')).some(({ VpcConfig }) => VpcConfig?.SubnetIds?.length > 0);
    this.network = usesNetwork ? reach(templates) : undefined;
  }

  public get workloads(): string[] {
    return ['AWS::Lambda::Function', 'AWS::StepFunctions::StateMachine'].flatMap((type) => Object.keys(this.deployed.resources(type)))
      .filter((id) => this.roleOf(id) !== undefined).sort();
  }

  public get targets(): { id: string; type: string }[] {
    return TYPES.flatMap((type) => Object.keys(this.deployed.resources(type)).map((id) => ({ id, type })));
  }

  public async decide(workload: string, { id, type }: { id: string; type: string }, action: TargetAction): Promise<Triple> {
    const allowed = this.mayReach(workload, id, action.name) && await this.mayCall(workload, id, type, action);
    return { workload, target: id, action: action.name, allowed };
  }

  private async mayCall(workload: string, id: string, type: string, action: TargetAction): Promise<boolean> {
    const arn = this.deployed.arnOf(id);
    for (const resource of this.concrete(workload, arn, type, action)) {
      const mayCall = await this.simulate(workload, action.name, resource, id, !this.isPolled(workload, id, action.name));
      if (mayCall && await this.mayUseKey(workload, id, type, action, resource)) return true;
    }
    return false;
  }

  /** What of a target an action is about, at a place that the policies of the workload name where they name one. */
  private concrete(workload: string, arn: string, type: string, { name, place }: TargetAction): string[] {
    if (place === 'self') return [arn];
    const separator = TARGET_TYPES.get(type)!.separator;
    const statements: any[] = this.roleOf(workload)!.policies.flatMap(({ policy }) => policy.Statement);
    const named = statements.flatMap((statement) => [statement.Resource ?? []].flat())
      .filter((one: string) => one.startsWith(`${arn}${separator}`)).map((one: string) => one.replace(/\*/g, 'any'));
    const inside = name.startsWith('dynamodb:') ? `${arn}/${place === 'inside' ? 'stream/2026' : 'index/any'}` : `${arn}${separator}any`;
    return [...place === 'either' ? [arn] : [], inside, ...named];
  }

  private mayReach(workload: string, id: string, action: string): boolean {
    if (!this.network?.isInNetwork(workload) || this.isPolled(workload, id, action)) return true;
    const service = action.split(':')[0];
    const key = `${workload} ${service}`;
    let known = this.reached.get(key);
    if (known === undefined) this.reached.set(key, known = this.network.toService(workload, service) === 'yes');
    return known;
  }

  private async mayUseKey(workload: string, id: string, type: string, { name, key }: TargetAction, resource: string): Promise<boolean> {
    const named = key && KEY_OF[type]?.(this.deployed.resources(type)[id]);
    if (!named || /alias\/aws\//.test(named)) return true;
    const found = Object.keys(this.deployed.resources('AWS::KMS::Key')).find((one) => named === this.deployed.arnOf(one) || this.deployed.arnOf(one).endsWith(`/${named}`));
    if (!found) throw new Error(`the key ${named} is not in the templates`);
    return this.simulate(workload, key, this.deployed.arnOf(found), found, false, {
      'kms:ViaService': `${name.split(':')[0]}.${REGION}.amazonaws.com`, [contextKey('aws:s3:arn')]: resource, [contextKey('SecretARN')]: resource,
    });
  }

  private async simulate(
    workload: string, action: string, resource: string, target: string, throughEndpoint: boolean, context: Record<string, string> = {},
  ): Promise<boolean> {
    const role = this.roleOf(workload)!;
    const vpc = this.vpcOf(workload);
    const endpoints = throughEndpoint && vpc ? this.endpointPolicies(vpc, action) : undefined;
    const isFunction = workload in this.deployed.resources('AWS::Lambda::Function');
    const response = await runSimulation({
      request: {
        principal: role.arn,
        action,
        resource: { resource, accountId: ACCOUNT },
        contextVariables: {
          'aws:SecureTransport': 'true',
          'aws:PrincipalArn': role.arn,
          'aws:PrincipalAccount': ACCOUNT,
          's3:TlsVersion': '1.3',
          'aws:PrincipalIsAWSService': 'false',
          's3:ResourceAccount': ACCOUNT,
          'aws:ResourceAccount': ACCOUNT,
          ...throughEndpoint && isFunction ? { 'lambda:SourceFunctionArn': this.deployed.arnOf(workload) } : {},
          ...throughEndpoint && vpc ? { 'aws:SourceVpc': vpc } : {},
          ...context,
        },
      },
      identityPolicies: role.policies,
      permissionBoundaryPolicies: role.boundary,
      serviceControlPolicies: [],
      resourceControlPolicies: [],
      resourcePolicy: this.resourcePolicyOf(resource, target),
      vpcEndpointPolicies: endpoints,
    }, {});
    if (response.resultType === 'error') throw new Error(`${action} on ${resource}: ${JSON.stringify(response.errors)}`);
    return response.overallResult === 'Allowed';
  }

  /** Undefined for a role with policies that cannot be read here. */
  private roleOf(workload: string): { arn: string; policies: { name: string; policy: any }[]; boundary?: any[] } | undefined {
    const machine = this.deployed.resources('AWS::StepFunctions::StateMachine')[workload];
    const arn: string = machine ? machine.RoleArn : this.deployed.resources('AWS::Lambda::Function')[workload]?.Role;
    const [id, role] = Object.entries(this.deployed.resources('AWS::IAM::Role')).find(([one]) => this.deployed.arnOf(one) === arn) ?? [];
    if (!id || !role) return undefined;
    const managed = Object.entries(this.deployed.resources('AWS::IAM::ManagedPolicy'));
    const isOn = (policy: any) => policy.Roles?.some((name: string) => arn.endsWith(`/${name}`));
    const listed: string[] = role.ManagedPolicyArns ?? [];
    const own = new Set(managed.map(([one]) => this.deployed.arnOf(one)));
    if (listed.some((one) => !own.has(one) && !BASIC.test(one))) return undefined;
    const policies = [
      ...managed.filter(([one, policy]) => isOn(policy) || listed.includes(this.deployed.arnOf(one)))
        .map(([name, policy]) => ({ name, policy: policy.PolicyDocument })),
      ...Object.entries(this.deployed.resources('AWS::IAM::Policy')).filter(([, policy]) => isOn(policy)).map(([name, policy]) => ({ name, policy: policy.PolicyDocument })),
      ...(role.Policies ?? []).map((one: any, i: number) => ({ name: `inline${i}`, policy: one.PolicyDocument })),
    ];
    const bounds = managed.filter(([one]) => this.deployed.arnOf(one) === role.PermissionsBoundary);
    const boundary = role.PermissionsBoundary && bounds.map(([name, policy]) => ({ name, policy: policy.PolicyDocument }));
    return { arn, policies, boundary };
  }

  private resourcePolicyOf(resource: string, target: string): any {
    const key = this.deployed.resources('AWS::KMS::Key')[target];
    if (key) return key.KeyPolicy;
    for (const [type, names, document] of ON_RESOURCES) {
      const policy = Object.values(this.deployed.resources(type)).find((p) => names(p).some((name) => resource.endsWith(name) || resource.includes(`${name}/`)));
      if (policy) return policy[document];
    }
    return undefined;
  }

  private isPolled(workload: string, id: string, action: string): boolean {
    return POLLED.test(action) && Object.values(this.deployed.resources('AWS::Lambda::EventSourceMapping')).some((mapping) => (
      mapping.EventSourceArn === this.deployed.arnOf(id) && [workload.replace('.', '-'), this.deployed.arnOf(workload)].some((name) => mapping.FunctionName === name || mapping.FunctionName?.startsWith(`${name}:`))));
  }

  private vpcOf(workload: string): string | undefined {
    const [subnet] = this.deployed.resources('AWS::Lambda::Function')[workload]?.VpcConfig?.SubnetIds ?? [];
    return Object.entries(this.deployed.resources('AWS::EC2::Subnet')).find(([id]) => id.replace('.', '-') === subnet)?.[1].VpcId;
  }

  private endpointPolicies(vpc: string, action: string): { name: string; policy: any }[] | undefined {
    const policies = Object.entries(this.deployed.resources('AWS::EC2::VPCEndpoint')).filter(([, one]) => one.VpcId === vpc && one.ServiceName.endsWith(`.${action.split(':')[0]}`) && one.PolicyDocument);
    return policies.length > 0 ? policies.map(([name, one]) => ({ name, policy: one.PolicyDocument })) : undefined;
  }
}

/** The simulator does not know encryption contexts: the same conditions, on a key that it knows. */
function renamed(templates: Record<string, any>): Record<string, any> {
  return JSON.parse(JSON.stringify(templates).replace(/kms:EncryptionContext:([\w:-]+)/gi, (_, name: string) => contextKey(name)));
}

function contextKey(name: string): string {
  return `aws:PrincipalTag/encryption-context-${name.replace(/:/g, '-').toLowerCase()}`;
}
