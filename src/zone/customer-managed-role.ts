import { Names, Stack, Token } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct, IConstruct } from 'constructs';
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
  private readonly homes = new Map<IConstruct, PolicyHome>();
  private readonly seen = new Map<string, iam.ManagedPolicy>();
  private readonly attached: number;
  private readonly path: string;
  private ownName?: string;
  private home: Construct = this;

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
    return { statementAdded: true, policyDependable: this.seen.get(text) };
  }

  /**
   * Statements added meanwhile are written into policies below another scope: of a stack that stands on the role's, whose resources a policy
   * beside the role could not name without a cycle.
   *
   * @internal
   */
  public _writtenIn<T>(scope: Construct, add: () => T): T {
    const outer = this.home;
    this.home = scope;
    try {
      return add();
    } finally {
      this.home = outer;
    }
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
    const home = this.homes.get(this.home) ?? { policies: [], size: 0 };
    this.homes.set(this.home, home);
    home.size += size;
    if (home.policies.length === 0 || home.size > POLICY_CAPACITY) {
      home.policies.push(this.startPolicy(home.policies.length + 1));
      home.size = size;
    }
    return home.policies[home.policies.length - 1];
  }

  private startPolicy(number: number): iam.ManagedPolicy {
    const begun = [...this.homes.values()].reduce((count, { policies }) => count + policies.length, 0);
    if (begun + 1 + this.attached > MAX_POLICIES) {
      throw new ZeroTrustError(this, 'TooManyPolicies',
        `the grants of this role need more than ${MAX_POLICIES} policies, the most that IAM attaches to a role.`,
        'split the workload into functions that each need less.');
    }
    return new iam.ManagedPolicy(this.home, number === 1 ? 'Policy' : `Policy${number}`, { roles: [this] });
  }
}

/** Where policies of a role are written, and how full the last one is. */
interface PolicyHome {
  readonly policies: iam.ManagedPolicy[];
  size: number;
}

function sizeOf(text: string): number {
  if (!Token.isUnresolved(text)) return text.length;
  return text.replace(/\$\{Token\[[^\]]*\]\}/g, 'x'.repeat(RESOLVED_TOKEN_SIZE)).length;
}
