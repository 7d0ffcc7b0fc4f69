import { Duration } from 'aws-cdk-lib';
import { CfnConfigRule } from 'aws-cdk-lib/aws-config';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { AdminGuardProps, HumanRoleOptions, SecondFactorPolicyProps } from './admin-guard-props';
import { checkRoleNames } from './organization-checks';
import { OrganizationPolicy } from './organization-policy';
import { PermissionsBoundary } from './permissions-boundary';
import { writePolicies } from './policy-files';
import { checkAge, secondFactorControl, secondFactorTrust } from './second-factor';
import { isAnyone } from '../core/anyone';
import { checkProps } from '../core/checked-props';
import { pathOf } from '../core/construct-path';
import { callerOf, declareEdge } from '../core/declare-edge';
import { Intent } from '../core/edge';
import { ZeroTrustError } from '../core/errors';
import { CustomerManagedRole } from '../zone/customer-managed-role';

/** The shortest session that IAM takes. */
const MIN_SESSION = Duration.hours(1);

/** What AWS Config looks at once a day. Sources: FSBP IAM.5, IAM.7, IAM.9, IAM.19; CIS AWS Foundations 1.4 to 1.10. */
const ACCOUNT_RULES: Record<string, { identifier: string; description: string; parameters?: Record<string, string> }> = {
  RootHasSecondFactor: { identifier: 'ROOT_ACCOUNT_MFA_ENABLED', description: 'The root user shows a second factor' },
  RootHasNoKeys: { identifier: 'IAM_ROOT_ACCESS_KEY_CHECK', description: 'The root user has no access keys' },
  UsersHaveSecondFactor: { identifier: 'IAM_USER_MFA_ENABLED', description: 'Every user has a second factor' },
  ConsoleAsksForSecondFactor: { identifier: 'MFA_ENABLED_FOR_IAM_CONSOLE_ACCESS', description: 'Every user with a password has a second factor' },
  PasswordPolicy: {
    identifier: 'IAM_PASSWORD_POLICY',
    description: 'Passwords have 14 characters of all classes, are none of the last 24, and end after 90 days',
    parameters: {
      MaxPasswordAge: '90',
      MinimumPasswordLength: '14',
      PasswordReusePrevention: '24',
      RequireLowercaseCharacters: 'true',
      RequireNumbers: 'true',
      RequireSymbols: 'true',
      RequireUppercaseCharacters: 'true',
    },
  },
};

/**
 * A second factor for every administrator: roles of people that nobody assumes without one, for sessions as long as it counts,
 * and checks of the account itself.
 *
 * In the template: five rules of AWS Config; for each role of `addRole` the role, with a trust policy that asks for a second
 * factor shown in the last hour, and its policy; with the first of them a permissions boundary, which allows what these roles
 * are granted and denies the rest.
 *
 * CloudFormation has no type for the password policy of the account and none for the second factor of root: the rules of AWS
 * Config see them, and somebody sets them.
 *
 * In the cloud assembly, with `humanRoles`: a service control policy for the management account.
 *
 * Throws `SecondFactorAge`, `BadRoleName`; on roles `NotAPerson`.
 *
 * Fixed cost: AWS Config bills each evaluation, 0.001 USD, five a day and account. Source: FSBP IAM.5, IAM.19; NIST 800-53
 * IA-2(1), AC-2, AC-6(5); PCI DSS 8.4; CIS AWS Foundations 1.
 *
 * @example
 * declare const orders: SecureTable;
 *
 * const guard = new AdminGuard(this, 'Guard');
 * orders.grantReadItems(guard.addRole('Support', { assumedBy: new iam.AccountPrincipal('222233334444') }));
 */
export class AdminGuard extends Construct {
  /**
   * The service control policy alone, for an app of the management account.
   */
  public static policiesFor(props: SecondFactorPolicyProps): OrganizationPolicy[] {
    checkProps(true, 'SecondFactorPolicyProps', 'AdminGuard', props);
    const maxAge = checkAge('AdminGuard', props.maxAge);
    checkRoleNames('AdminGuard', props.humanRoles);
    return props.humanRoles.length === 0 ? [] : [secondFactorControl(props.humanRoles, maxAge)];
  }

  /** The policies for the management account, the same as in the files; none without `humanRoles`. */
  public readonly policies: OrganizationPolicy[];

  private readonly maxAge: Duration;
  private boundary?: PermissionsBoundary;

  constructor(scope: Construct, id: string, props: AdminGuardProps = {}) {
    const path = pathOf(scope, id);
    checkProps(new.target === AdminGuard, 'AdminGuardProps', path, props);
    const maxAge = checkAge(path, props.maxAge);
    checkRoleNames(path, props.humanRoles ?? []);
    super(scope, id);
    this.maxAge = maxAge;
    this.policies = AdminGuard.policiesFor({ humanRoles: props.humanRoles ?? [], maxAge });
    if (this.policies.length > 0) writePolicies(this, this.policies);
    if (props.accountRules ?? true) this.watchAccount();
  }

  /** The upper bound of the roles of people, made at the first call: what they are granted. */
  public get permissionsBoundary(): iam.ManagedPolicy {
    this.boundary ??= new PermissionsBoundary(this, 'Boundary', {
      description: 'Upper bound of what people may do',
    });
    return this.boundary;
  }

  /**
   * Adds a role of people: assumed with a second factor, under the boundary, for an hour or as long as the second factor
   * counts. Grant it what its people do, as any role: `table.grantReadData(role)`.
   *
   * Throws `NotAPerson` for everyone, services and federated principals.
   */
  public addRole(id: string, options: HumanRoleOptions): iam.Role {
    checkProps(true, 'HumanRoleOptions', this.node.path, options);
    checkPerson(pathOf(this, id), options.assumedBy);
    const role = new CustomerManagedRole(this, id, {
      assumedBy: new iam.PrincipalWithConditions(options.assumedBy, secondFactorTrust(this.maxAge)),
      description: options.description ?? `People: ${pathOf(this, id)}`,
      managedPolicies: options.managedPolicies,
      permissionsBoundary: this.permissionsBoundary,
      maxSessionDuration: this.maxAge.toSeconds() < MIN_SESSION.toSeconds() ? MIN_SESSION : this.maxAge,
    });
    declareEdge(this, { caller: callerOf(options.assumedBy), target: role.node.path, intent: Intent.USE, actions: ['sts:AssumeRole'] });
    return role;
  }

  private watchAccount(): void {
    for (const [id, { identifier, description, parameters }] of Object.entries(ACCOUNT_RULES)) {
      new CfnConfigRule(this, id, {
        description,
        source: { owner: 'AWS', sourceIdentifier: identifier },
        inputParameters: parameters,
        maximumExecutionFrequency: 'TwentyFour_Hours',
      });
    }
  }
}

function checkPerson(path: string, principal: iam.IPrincipal): void {
  const { principalJson } = principal.policyFragment;
  const onlyAws = Object.keys(principalJson).every((type) => type === 'AWS') && principal.assumeRoleAction === 'sts:AssumeRole';
  if (onlyAws && !isAnyone(principal)) return;
  throw new ZeroTrustError(path, 'NotAPerson', 'whoever may assume this role shows AWS no second factor.',
    'name an account, a user or a role; let an identity provider ask for the second factor of those who come through it, and leave this guard out.');
}
