import { basename, isAbsolute } from 'path';
import { TemplateExpression } from './expression';
import { JsonObject, own } from './json';
import type { Expression, TemplateResource, TemplateStack } from './template';

/** A resource as its template has it. */
export class ParsedResource implements TemplateResource {
  public readonly type: string;
  public readonly path?: string;
  public readonly deletionPolicy: unknown;
  public readonly updateReplacePolicy: unknown;
  public readonly condition?: string;
  public readonly properties: Expression;
  public readonly metadata: Expression;

  constructor(
    public readonly stack: TemplateStack,
    public readonly logicalId: string,
    json: JsonObject,
    path?: string,
    public readonly declaredAs = logicalId,
  ) {
    const type = own(json, 'Type');
    this.type = typeof type === 'string' ? type : '';
    const written = own(own(json, 'Metadata'), 'aws:cdk:path');
    this.path = path ?? (typeof written === 'string' ? written : undefined);
    this.deletionPolicy = own(json, 'DeletionPolicy');
    this.updateReplacePolicy = own(json, 'UpdateReplacePolicy');
    const condition = own(json, 'Condition');
    this.condition = typeof condition === 'string' ? condition : undefined;
    this.properties = new TemplateExpression(stack, own(json, 'Properties'));
    this.metadata = new TemplateExpression(stack, own(json, 'Metadata'));
  }

  public get name(): string {
    const { id } = this.stack;
    // findings are committed and published: where a machine keeps the template is none of their business
    return this.path ?? `${isAbsolute(id) ? basename(id) : id}/${this.logicalId}`;
  }

  public at(...path: string[]): Expression {
    return this.properties.at(...path);
  }

  public referrers(...types: string[]): TemplateResource[] {
    return this.stack.model.referrers(this).filter((other) => (types.length === 0 || types.includes(other.type)) && other.exists());
  }

  public refersTo(other: TemplateResource, attribute: string): boolean {
    return this.stack.model.mentionsBy(this, other).some((mention) => mention.attribute === attribute) && mentions(this.properties, other, attribute);
  }

  public mayName(other: TemplateResource, key: RegExp): boolean {
    return this.stack.model.mentionsBy(this, other).some(({ place }) => {
      for (let here = place; here; here = here.in) if (key.test(here.key)) return true;
      return false;
    });
  }

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
