import { Names, Stack, Token } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { ZeroTrustError } from '../core/errors';
import { withExactActions } from '../core/exact-actions';

/** What IAM allows in one managed policy, without white space, less the frame around the statements. */
const POLICY_CAPACITY = 6_144 - 100;
/** What IAM allows to attach to one role by default. */
const MAX_POLICIES = 10;
/** What a token may become: no ARN that a grant names is longer. */
const RESOLVED_TOKEN_SIZE = 150;
/** 64 characters for a role's name, less a hyphen and the longest region. */
const MAX_NAME_BEFORE_REGION = 38;

/**
 * A role whose grants, the CDK's own included, land in customer-managed policies: the HIPAA, NIST and PCI packs forbid
 * inline ones. A further policy is begun when the next statement might not fit.
 *
 * @internal
 */
export class CustomerManagedRole extends iam.Role {
  private readonly policies: iam.ManagedPolicy[] = [];
  private readonly seen = new Map<string, iam.ManagedPolicy>();
  private readonly attached: number;
  private readonly path: string;
  private ownName?: string;
  private size = 0;

  constructor(scope: Construct, id: string, props: iam.RoleProps) {
    super(scope, id, props);
    this.attached = props.managedPolicies?.length ?? 0;
    this.path = (props.path ?? '/').slice(1);
    this.ownName = props.roleName;
  }

  public override addToPrincipalPolicy(given: iam.PolicyStatement): iam.AddToPrincipalPolicyResult {
    const statement = withExactActions(given);
    const text = JSON.stringify(statement.toStatementJson());
    if (!this.seen.has(text)) {
      const policy = this.policyFor(sizeOf(text));
      this.seen.set(text, policy);
      policy.addStatements(statement);
    }
    return { statementAdded: true, policyDependable: this.policies[this.policies.length - 1] };
  }

  /**
   * The policy that holds a statement which was added to the role.
   *
   * @internal
   */
  public _policyWith(statement: iam.PolicyStatement): iam.ManagedPolicy | undefined {
    return this.seen.get(JSON.stringify(withExactActions(statement).toStatementJson()));
  }

  /**
   * The role's ARN as a policy in another stack may name it. A reference there would close a cycle as soon as this stack
   * uses what the policy protects, so the role is given a name, and only then: a name makes a replacement collide.
   *
   * @internal
   */
  public _arnFor(stack: Stack): string {
    const own = Stack.of(this);
    if (own === stack) return this.roleArn;
    if (!this.ownName) {
      this.ownName = `${Names.uniqueResourceName(this, { maxLength: MAX_NAME_BEFORE_REGION })}-${own.region}`;
      (this.node.defaultChild as iam.CfnRole).roleName = this.ownName;
    }
    return own.formatArn({ service: 'iam', region: '', resource: 'role', resourceName: this.path + this.ownName });
  }

  private policyFor(size: number): iam.ManagedPolicy {
    this.size += size;
    if (this.policies.length === 0 || this.size > POLICY_CAPACITY) this.startPolicy(size);
    return this.policies[this.policies.length - 1];
  }

  private startPolicy(size: number): void {
    const count = this.policies.length + 1;
    if (count + this.attached > MAX_POLICIES) {
      throw new ZeroTrustError(this, 'TooManyPolicies',
        `the grants of this role need more than ${MAX_POLICIES} policies, the most that IAM attaches to a role.`,
        'split the workload into functions that each need less.');
    }
    this.policies.push(new iam.ManagedPolicy(this, count === 1 ? 'Policy' : `Policy${count}`, { roles: [this] }));
    this.size = size;
  }
}

function sizeOf(text: string): number {
  if (!Token.isUnresolved(text)) return text.length;
  return text.replace(/\$\{Token\[[^\]]*\]\}/g, 'x'.repeat(RESOLVED_TOKEN_SIZE)).length;
}
