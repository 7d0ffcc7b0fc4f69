import type { Worlds } from './conditions';
import type { DeclaredEdge } from './declared-edges';
import type { Intrinsic } from './json';
import type { TrustedAccounts } from './trusted-accounts';

/** What an expression of a template is before deployment: known, a reference to a resource, or unknown. */
export type Value = KnownValue | ReferenceValue | UnknownValue;

/**
 * Known now. Pseudo parameters that deployment fills in stand in texts as they are written, `${AWS::Region}`; an absent
 * property, and `AWS::NoValue`, is known to be `undefined`.
 */
export interface KnownValue {
  readonly kind: 'known';
  readonly value: unknown;
}

/** A text that names resources: the name or an attribute of one, alone or within an ARN. */
export interface ReferenceValue {
  readonly kind: 'reference';
  /** The text, with `${stack/LogicalId.Attribute}` where deployment fills in the resource. */
  readonly text: string;
  readonly targets: Target[];
}

/** Not known before deployment: a parameter, a lookup, something that CloudFormation computes. */
export interface UnknownValue {
  readonly kind: 'unknown';
  readonly why: string;
  /** As far as it is known, with `${?}` in the gaps. */
  readonly text?: string;
}

/** A resource and what of it is referred to: `Ref` or the name of an attribute. */
export interface Target {
  readonly resource: TemplateResource;
  readonly attribute: string;
}

/**
 * An expression of a template, at its place: in the scope of a stack.
 *
 * Reading goes through `Fn::If` by the conditions of the world that is looked at, through parameters of nested stacks to
 * what the parent passes, and through exports and outputs to the stack that makes them.
 */
export interface Expression {
  readonly stack: TemplateStack;
  readonly source: unknown;
  /** Known, a reference or unknown. */
  readonly value: Value;
  readonly isAbsent: boolean;
  /** The parameter that it leads to, and that nothing tells the value of. */
  readonly openParameter?: { readonly stack: TemplateStack; readonly name: string };
  /** Whether it leads through an output that the other stack may take away while this one uses it. */
  readonly isWeak: boolean;
  /** What an element is taken of by `Fn::Select` and `Fn::Split`: the list that a resource gives. Itself when none is taken. */
  readonly whole: Expression;
  /** What stands at a path below; an unknown when the way there is not known before deployment. */
  at(...path: string[]): Expression;
  /** The elements of a list; one that is no list is its only element, as CloudFormation takes it in policies. */
  items(): Expression[];
  /** The same before what they lead to is asked for: what each of them is, and whether it is there at all, is a question of its own. */
  parts(): Expression[];
  /** The keys of an object with what stands there. */
  entries(): [string, Expression][];
}

/** One resource of one template. */
export interface TemplateResource {
  readonly stack: TemplateStack;
  readonly logicalId: string;
  /** The resource of the written template that it is made of: itself, unless SAM makes it of another one. */
  readonly declaredAs: string;
  readonly type: string;
  /** Construct path, when the CDK tells it. */
  readonly path?: string;
  readonly deletionPolicy: unknown;
  readonly updateReplacePolicy: unknown;
  /** Name of the condition under which the resource is made. */
  readonly condition?: string;
  readonly properties: Expression;
  readonly metadata: Expression;
  /** How findings call it. */
  readonly name: string;
  /** The expression at a place in the properties. */
  at(...path: string[]): Expression;
  /** Resources of a type that refer to this one anywhere, in any stack, and exist in this world. */
  referrers(...types: string[]): TemplateResource[];
  /** Whether anything in the properties refers to an attribute of another resource, in this world. */
  refersTo(other: TemplateResource, attribute: string): boolean;
  /** Whether the properties name another resource below a key like this, in any world: a cheap look before a thorough one. */
  mayName(other: TemplateResource, key: RegExp): boolean;
  /** Whether the resource is made, in this world of conditions. */
  exists(): boolean;
}

/** One template of the model. */
export interface TemplateStack {
  readonly model: TemplateIndex;
  readonly id: string;
  readonly name: string;
  readonly templatePath?: string;
  readonly account?: string;
  readonly region?: string;
  readonly resources: ReadonlyMap<string, TemplateResource>;
  readonly nested: ReadonlyMap<string, TemplateStack>;
  /** The `AWS::CloudFormation::Stack` that this nested stack is, in its parent. */
  readonly nestedAs?: TemplateResource;
  /** Edges that the constructs of the stack declare. */
  readonly declaredEdges: readonly DeclaredEdge[];
  /** Of its Rules section: what holds of its parameters in every deployment. */
  readonly assertions: unknown[];
  /** An entry of `Parameters`, `Outputs`, `Conditions` or `Mappings`. */
  entry(section: 'Parameters' | 'Outputs' | 'Conditions' | 'Mappings', name: string): unknown;
  entries(section: 'Mappings' | 'Metadata' | 'Outputs' | 'Parameters'): [string, unknown][];
}

/** All templates of an app, as stacks, resources and expressions ask of them. */
export interface TemplateIndex {
  readonly worlds: Worlds;
  readonly resources: TemplateResource[];
  readonly stacks: TemplateStack[];
  /** The accounts that policies may name. */
  readonly trusted: TrustedAccounts;
  ofType(type: string): TemplateResource[];
  /** Resources that refer to one, anywhere in their properties, in any stack and in both branches of each `Fn::If`. */
  referrers(resource: TemplateResource): TemplateResource[];
  /** Where another resource names one, in both branches of each `Fn::If`. */
  mentionsBy(other: TemplateResource, resource: TemplateResource): Mention[];
  /** Whether a condition of a stack holds in the world that is looked at. */
  conditionHolds(stack: TemplateStack, name: string): boolean;
  /**
   * Where an indirection leads: a parameter of a nested stack to what the parent passes, an import to the exporting stack,
   * an output of a nested stack to its value. `undefined` when it is no indirection or leads nowhere.
   */
  originOf(intrinsic: Intrinsic, stack: TemplateStack): Origin | undefined;
  /** The value that a parameter has in the world that is looked at; `undefined` when it is not known. */
  readingOf(stack: TemplateStack, parameter: unknown): Origin | undefined;
}

/** A piece of a template, and the stack in whose scope it stands. */
export interface Origin {
  readonly stack: TemplateStack;
  readonly json: unknown;
}

/** One place where a resource names another one, and what of it. */
export interface Mention {
  /** `Ref` or the name of an attribute. */
  readonly attribute: string;
  /** `undefined` at the root of the properties. */
  readonly place?: Place;
}

/** The key of a property, and what it is in. Lists and functions of CloudFormation do not count. */
export interface Place {
  readonly key: string;
  readonly in?: Place;
}
