import { Resource } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { Place } from './place';

/**
 * What one class of L2s is given where nothing was said.
 *
 * @internal
 */
export interface ClassDefaults {
  /** The class, by its `PROPERTY_INJECTION_ID`. Subclasses that hand their props up are of the class too. */
  readonly classId: string;

  /** Fills what the CDK's own constructs are made of too: only where nothing that uses it has to be told. */
  readonly alsoInsideCdk?: boolean;

  /**
   * The props that may be filled, each made only when it is left out. Nothing that was said is changed, insecure or not:
   * that is for the rules. Without this nothing is: the class is only looked at for who made it.
   */
  fill?(said: any, at: Place): Record<string, () => unknown>;

  /**
   * Sets what only the whole app tells, once it is there. Returns the names of what was set, as in CloudFormation.
   */
  finish?(construct: any, said: any, at: Place): string[];
}

/** Props by their name, each with its value: for defaults that are constants. @internal */
export function constants(values: Record<string, unknown>): Record<string, () => unknown> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, () => value]));
}

/** Whether a prop is left out. @internal */
export function isLeftOut(said: object, ...names: string[]): boolean {
  return names.every((name) => (said as Record<string, unknown>)[name] === undefined);
}

/** Whether a construct is one that the CDK makes for itself: anything below one of its constructs. @internal */
export function isInsideCdk(scope: IConstruct): boolean {
  return scope.node.scopes.some((ancestor) => {
    const fqn: string = (ancestor.constructor as any)[JSII_TYPE]?.fqn ?? '';
    return (fqn.startsWith('aws-cdk-lib.') && !SCOPES.has(fqn)) || EDGE_STACK.test(ancestor.node.id);
  });
}

/** Whether a resource is what an L2 stands for: what it leaves out may be what somebody said. @internal */
export function isOfAnL2(construct: IConstruct): boolean {
  const { scope, id } = construct.node;
  return scope !== undefined && Resource.isResource(scope) && (id === 'Resource' || id === 'Default');
}

const JSII_TYPE = Symbol.for('jsii.rtti');
/** Where the CDK puts functions of CloudFront, which take no network, key or dead letters. */
const EDGE_STACK = /^edge-lambda-stack-/;
/** What people write their constructs into. */
const SCOPES = new Set(['App', 'NestedStack', 'Stack', 'Stage'].map((name) => `aws-cdk-lib.${name}`));
