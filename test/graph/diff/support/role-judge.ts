import { runSimulation } from '@cloud-copilot/iam-simulate';
import type { Templates } from './reformat';
import { ACCOUNT, DeployedTemplates } from '../../../support/deployed-template';

export interface Asked {
  /** Logical id of the role with its stack before it, or the ARN of a principal elsewhere that may do everything there. */
  readonly by: string;
  readonly action: string;
  readonly resource: string;
}

/** Types that carry a policy of their own: which property names the resource, and which holds the document. */
const ATTACHED: Record<string, { names: (properties: any) => string[]; document: string }> = {
  'AWS::SQS::QueuePolicy': { names: (p) => p.Queues.map((url: string) => `:${url}`), document: 'PolicyDocument' },
  'AWS::SNS::TopicPolicy': { names: (p) => p.Topics, document: 'PolicyDocument' },
  'AWS::S3::BucketPolicy': { names: (p) => [`:::${p.Bucket}`.toLowerCase()], document: 'PolicyDocument' },
  'AWS::SecretsManager::ResourcePolicy': { names: (p) => [p.SecretId], document: 'ResourcePolicy' },
};

/** A simulator of IAM that this project did not write, on every role of some templates and on strangers. */
export class RoleJudge {
  private readonly deployed: DeployedTemplates;

  constructor(templates: Templates) {
    this.deployed = DeployedTemplates.ofStacks(templates);
  }

  public get roles(): string[] {
    return Object.keys(this.deployed.resources('AWS::IAM::Role'));
  }

  /** Each ARN that the templates make. */
  public get arns(): string[] {
    return Object.values(this.deployed.arns());
  }

  /** Statements of the policies of a role, as deployed. */
  public statementsOf(roleId: string): any[] {
    return this.policiesOf(roleId).flatMap(({ policy }) => [policy.Statement].flat());
  }

  /** Roles that a policy of its own resource is attached to, those of other stacks among them. */
  public rolesWith(policyId: string): string[] {
    const policy = ['AWS::IAM::ManagedPolicy', 'AWS::IAM::Policy'].map((type) => this.deployed.resources(type)[policyId]).find(Boolean);
    return this.roles.filter((role) => policy?.Roles?.some((name: string) => this.arnOf(role).endsWith(`/${name}`)));
  }

  public arnOf(id: string): string {
    return this.deployed.arnOf(id);
  }

  public async allows({ by, action, resource }: Asked): Promise<boolean> {
    const stranger = by.startsWith('arn:');
    const principal = stranger ? by : this.deployed.arnOf(by);
    const role = stranger ? undefined : this.deployed.resources('AWS::IAM::Role')[by];
    const boundary = role?.PermissionsBoundary;
    const response = await runSimulation({
      request: {
        principal,
        action,
        resource: { resource, accountId: ACCOUNT },
        contextVariables: { 'aws:SecureTransport': 'true', 'aws:PrincipalArn': principal, 'aws:PrincipalAccount': principal.split(':')[4] },
      },
      identityPolicies: stranger ? [{ name: 'all', policy: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] } }] : this.policiesOf(by),
      permissionBoundaryPolicies: boundary && this.managed().filter(({ arn }) => arn === boundary),
      serviceControlPolicies: [],
      resourceControlPolicies: [],
      resourcePolicy: this.resourcePolicyOf(resource),
    } as any, {});
    if (response.resultType === 'error') throw new Error(`${action} on ${resource}: ${JSON.stringify(response.errors)}`);
    return response.overallResult === 'Allowed';
  }

  private managed() {
    return Object.entries(this.deployed.resources('AWS::IAM::ManagedPolicy')).map(([id, p]) => ({ name: id, arn: this.deployed.arnOf(id), policy: p.PolicyDocument, roles: p.Roles }));
  }

  private policiesOf(roleId: string): { name: string; policy: any }[] {
    const role = this.deployed.resources('AWS::IAM::Role')[roleId];
    const arn = this.deployed.arnOf(roleId);
    const isIn = (roles: string[] = []) => roles.some((name) => arn.endsWith(`/${name}`));
    return [
      ...(role.Policies ?? []).map((p: any) => ({ name: p.PolicyName, policy: p.PolicyDocument })),
      ...Object.entries(this.deployed.resources('AWS::IAM::Policy')).filter(([, p]) => isIn(p.Roles)).map(([name, p]) => ({ name, policy: p.PolicyDocument })),
      ...this.managed().filter((p) => isIn(p.roles) || role.ManagedPolicyArns?.includes(p.arn)).map(({ name, policy }) => ({ name, policy })),
    ];
  }

  private resourcePolicyOf(resource: string): any {
    if (resource.includes(':kms:')) return this.by('AWS::KMS::Key', resource)?.KeyPolicy;
    if (resource.includes(':role/')) return this.by('AWS::IAM::Role', resource)?.AssumeRolePolicyDocument;
    for (const [type, { names, document }] of Object.entries(ATTACHED)) {
      const policy = Object.values(this.deployed.resources(type)).find((p) => names(p).some((name) => resource.endsWith(name) || resource.includes(`${name}/`)));
      if (policy) return policy[document];
    }
    return undefined;
  }

  private by(type: string, arn: string): any {
    return Object.entries(this.deployed.resources(type)).find(([id]) => this.deployed.arnOf(id) === arn)?.[1];
  }
}
