import { Expression } from './expression';
import { JsonObject, own } from './json';
import type { TemplateStack } from './template-stack';

/** One resource of one template. */
export class TemplateResource {
  public readonly type: string;
  /** Construct path, when the CDK tells it. */
  public readonly path?: string;
  public readonly deletionPolicy: unknown;
  public readonly updateReplacePolicy: unknown;
  /** Name of the condition under which the resource is made. */
  public readonly condition?: string;
  public readonly properties: Expression;
  public readonly metadata: Expression;

  constructor(public readonly stack: TemplateStack, public readonly logicalId: string, json: JsonObject, path?: string) {
    const type = own(json, 'Type');
    this.type = typeof type === 'string' ? type : '';
    const written = own(own(json, 'Metadata'), 'aws:cdk:path');
    this.path = path ?? (typeof written === 'string' ? written : undefined);
    this.deletionPolicy = own(json, 'DeletionPolicy');
    this.updateReplacePolicy = own(json, 'UpdateReplacePolicy');
    const condition = own(json, 'Condition');
    this.condition = typeof condition === 'string' ? condition : undefined;
    this.properties = new Expression(stack, own(json, 'Properties'));
    this.metadata = new Expression(stack, own(json, 'Metadata'));
  }

  /** How findings call it. */
  public get name(): string {
    return this.path ?? `${this.stack.id}/${this.logicalId}`;
  }

  /** The expression at a place in the properties. */
  public at(...path: string[]): Expression {
    return this.properties.at(...path);
  }

  /** Resources of a type that refer to this one anywhere, in any stack, and exist in this world. */
  public referrers(...types: string[]): TemplateResource[] {
    return this.stack.model.referrers(this).filter((other) => (types.length === 0 || types.includes(other.type)) && other.exists());
  }

  /** Whether anything in the properties refers to an attribute of another resource, in this world. */
  public refersTo(other: TemplateResource, attribute: string): boolean {
    return this.stack.model.mentionsBy(this, other).some((mention) => mention.attribute === attribute) && mentions(this.properties, other, attribute);
  }

  /** Whether the properties name another resource below a key like this, in any world: a cheap look before a thorough one. */
  public mayName(other: TemplateResource, key: RegExp): boolean {
    return this.stack.model.mentionsBy(this, other).some(({ place }) => {
      for (let here = place; here; here = here.in) if (key.test(here.key)) return true;
      return false;
    });
  }

  /** Whether the resource is made, in this world of conditions. */
  public exists(): boolean {
    const { stack } = this;
    const here = this.condition === undefined || stack.model.conditionHolds(stack, this.condition);
    return here && (stack.nestedAs?.exists() ?? true);
  }
}

function mentions(expression: Expression, resource: TemplateResource, attribute: string): boolean {
  const { value } = expression;
  if (value.kind === 'reference') return value.targets.some((target) => target.resource === resource && target.attribute === attribute);
  if (value.kind !== 'known' || typeof value.value !== 'object') return false;
  const inside = Array.isArray(value.value) ? expression.items() : expression.entries().map(([, entry]) => entry);
  return inside.some((entry) => mentions(entry, resource, attribute));
}
