import { Lazy } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { denials, forbiddenBy } from './boundary-statements';
import { grantedUnder } from './granted-actions';
import { checkProps } from '../core/checked-props';
import { pathOf } from '../core/construct-path';
import { ZeroTrustError } from '../core/errors';
import { acknowledgeStructural, StructuralCause } from '../core/structural-acknowledgement';

/** What IAM takes in one managed policy, without white space. */
const CAPACITY = 6_144;

/**
 * Properties of a `PermissionsBoundary`.
 */
export interface PermissionsBoundaryProps {
  /**
   * Exact actions that roles under the boundary may be granted although no policy of this app grants them, for example by
   * policies that stand elsewhere.
   *
   * @default - only what policies of this app grant
   */
  readonly alsoAllow?: string[];

  /**
   * Exact actions that are forbidden by default and are not here. The whole pattern that they fall under is left out of the
   * Deny. Shows in the template's metadata and in the evidence.
   *
   * @default - none
   */
  readonly exemptActions?: string[];

  /**
   * Further statements, each a Deny.
   *
   * @default - none
   */
  readonly alsoDeny?: iam.PolicyStatement[];

  /**
   * What the boundary is for.
   *
   * @default - 'Upper bound of what roles of <path> may do'
   */
  readonly description?: string;
}

/**
 * The upper bound of what roles may ever do, for `TrustZoneProps.permissionsBoundary` or any role.
 *
 * It allows the very actions that the roles under it are granted in this app, and forbids what none of them should ever do:
 * changes of identities and of their rights, the loss of keys, changes of the account and of the organisation, and ending the
 * record of what happens. What somebody attaches to such a role by hand has no effect beyond that. An `IncidentResponder` of the same stack that isolates
 * functions may attach its one policy, which denies everything, and no other.
 *
 * In the template: one managed policy, attached to nobody.
 *
 * Throws `WildcardAction`, `NotADenial`. At synth it is an error when a role is granted what the boundary forbids
 * (`BoundaryForbids`), and when the boundary does not fit into a policy (`BoundaryTooLong`).
 *
 * Fixed cost: none. Source: IAM user guide, "Permissions boundaries for IAM entities"; NIST 800-53 AC-3, AC-6, AC-6(10).
 *
 * @example
 * new TrustZone(this, 'Zone', { permissionsBoundary: new PermissionsBoundary(this, 'Boundary') });
 */
export class PermissionsBoundary extends iam.ManagedPolicy {
  private readonly props: PermissionsBoundaryProps;
  /** Allow what is forbidden by default, under conditions. */
  private readonly conditional: iam.PolicyStatement[] = [];

  constructor(scope: Construct, id: string, props: PermissionsBoundaryProps = {}) {
    const path = pathOf(scope, id);
    checkProps(new.target === PermissionsBoundary, 'PermissionsBoundaryProps', path, props);
    checkActions(path, [...props.alsoAllow ?? [], ...props.exemptActions ?? []]);
    checkDenials(path, props.alsoDeny ?? []);
    super(scope, id, {
      description: props.description ?? `Upper bound of what roles of ${scope.node.path || 'this app'} may do`,
      statements: denials(props.exemptActions ?? []),
    });
    this.props = props;
    // Set on the L1: what roles are granted is known at synth only.
    (this.node.defaultChild as iam.CfnManagedPolicy).policyDocument = Lazy.any({ produce: () => this.render() });
    this.node.addValidation({ validate: () => this.check() });
    if (props.exemptActions?.length) this.node.addMetadata('cdk-zero-trust:opt-out', `exemptActions: ${props.exemptActions.join(', ')}`);
    acknowledgeStructural(this.node.defaultChild!, {
      cause: StructuralCause.NO_RESOURCE_LEVEL,
      findings: ['AwsSolutions::AwsSolutions-IAM5[Resource::*]'],
      provedBy: 'ZT-IAM-001',
      reason: 'A boundary grants nothing, and the resources of the roles under it have ARNs after it has.',
    });
  }

  /**
   * Allows actions that are forbidden by default, under the conditions of a statement and no others: they are no part of what the boundary allows
   * to whoever is granted it.
   *
   * @internal
   */
  public _allowUnder(statement: iam.PolicyStatement): void {
    this.conditional.push(statement);
  }

  private get exempt(): string[] {
    return [...this.props.exemptActions ?? [], ...this.conditional.flatMap(({ actions }) => actions)];
  }

  /** Exact actions that the boundary allows. */
  private allowed(): string[] {
    const conditional = new Set(this.conditional.flatMap(({ actions }) => actions));
    const granted = grantedUnder(this).map(({ action }) => action).filter((action) => !conditional.has(action));
    // always allowed by AWS; an Allow cannot be empty
    return [...new Set([...granted, ...this.props.alsoAllow ?? [], 'sts:GetCallerIdentity'])].sort();
  }

  private render(): iam.PolicyDocument {
    return new iam.PolicyDocument({
      statements: [
        new iam.PolicyStatement({ sid: 'Granted', actions: this.allowed(), resources: ['*'] }),
        ...this.conditional,
        ...denials(this.exempt),
        ...this.props.alsoDeny ?? [],
      ],
    });
  }

  private check(): string[] {
    const { exempt } = this;
    const inVain = grantedUnder(this).map((granted) => ({ ...granted, pattern: forbiddenBy(granted.action, exempt) }))
      .filter(({ pattern }) => pattern !== undefined)
      .map(({ action, role, pattern }) => `BoundaryForbids: ${role} is granted ${action}, and its boundary forbids ${pattern}. `
        + `Remediation: give the role another boundary, or name the action in exemptActions of ${this.node.path}.`);
    const { length } = JSON.stringify(this.render().toJSON());
    return length <= CAPACITY ? inVain : [...inVain, `BoundaryTooLong: the boundary has ${length} characters, and IAM takes ${CAPACITY}. `
      + 'Remediation: give each zone a boundary of its own.'];
  }
}

function checkActions(path: string, actions: string[]): void {
  const wrong = actions.find((action) => !/^[a-z0-9-]+:[A-Za-z0-9]+$/.test(action));
  if (wrong === undefined) return;
  throw new ZeroTrustError(path, 'WildcardAction', `'${wrong}' is no exact action.`, 'name each action, for example dynamodb:GetItem.');
}

function checkDenials(path: string, statements: iam.PolicyStatement[]): void {
  if (statements.every(({ effect }) => effect === iam.Effect.DENY)) return;
  throw new ZeroTrustError(path, 'NotADenial', 'a statement of alsoDeny allows.', 'set Effect.DENY; what may be allowed is named in alsoAllow.');
}
