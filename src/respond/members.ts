import { Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { ZeroTrustError } from '../core/errors';
import { outermostStack } from '../core/outermost-stack';
import type { CustomerManagedRole } from '../zone/customer-managed-role';
import type { TrustZone } from '../zone/trust-zone';

/**
 * The functions of a zone that plays act on, in every stack of its account and region.
 *
 * Stacks of members stand on the zone's, where the responder is: what names a member of another stack is written there, and what the responder
 * must know of it while it runs is a tag of the function. So no stack refers to another in a circle.
 */
export class Members {
  /** Tag of functions in other stacks: its value is the name of the role that is denied everything. */
  public readonly tag: string;

  constructor(
    private readonly responder: Construct,
    private readonly zone: TrustZone,
    private readonly isTarget: (member: unknown) => member is lambda.Function,
  ) {
    this.tag = `cdk-zero-trust:responder:${responder.node.addr.slice(-8)}`;
  }

  /** Calls a listener for each function, those that are here and those to come. Throws `TargetElsewhere` for one out of reach. */
  public onFunction(listener: (fn: lambda.Function) => void): void {
    this.zone._onMember((member) => {
      if (!this.isTarget(member)) return;
      this.checkReach(member);
      if (!this.isHere(member)) (member.node.defaultChild as lambda.CfnFunction).tags.setTag(this.tag, member.role!.roleName);
      listener(member);
    });
  }

  /** Name and role of those that the responder's stack can name. */
  public here(): { name: string; role: string }[] {
    const fns = this.zone._members.filter((member): member is lambda.Function => this.isTarget(member) && this.isHere(member));
    return fns.map(({ functionName, role }) => ({ name: functionName, role: role!.roleName }));
  }

  public isHere(fn: lambda.Function): boolean {
    return Stack.of(fn) === Stack.of(this.responder);
  }

  /** Gives a role of the responder a statement about a function. */
  public allow(member: lambda.Function, role: iam.IRole, statement: iam.PolicyStatement): void {
    const add = () => { role.addToPrincipalPolicy(statement); };
    if (this.isHere(member)) return add();
    // of the responder's own: never a role without `_writtenIn`
    (role as CustomerManagedRole)._writtenIn(this.scopeFor(Stack.of(member), role), add);
  }

  private scopeFor(stack: Stack, role: iam.IRole): Construct {
    const all = child(stack, `Responder${this.responder.node.addr.slice(-8)}`);
    return child(all, role.node.scope!.node.id);
  }

  /** No reference leaves an account, region or stage. */
  private checkReach(fn: lambda.Function): void {
    if (outermostStack(fn).environment === outermostStack(this.responder).environment) return;
    throw new ZeroTrustError(fn, 'TargetElsewhere',
      `the function is deployed to ${outermostStack(fn).environment}, and the responder ${this.responder.node.path} to ${outermostStack(this.responder).environment}.`,
      'give functions of another account or region a zone and a responder of their own, or leave Play.isolateFunction out.');
  }
}

function child(scope: Construct, id: string): Construct {
  return scope.node.tryFindChild(id) as Construct | undefined ?? new Construct(scope, id);
}
