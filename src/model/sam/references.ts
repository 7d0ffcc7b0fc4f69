import { getAttOf, intrinsicOf, JsonObject } from '../json';

/** Deeper parts of a template are left as they are. */
const MAX_DEPTH = 500;

/** Changes names of SAM to names of what is made: `!Ref Function.Alias`, and layers, whose logical ids change. */
export class References {
  private readonly done = new Map<object, unknown>();

  constructor(private readonly attributes: ReadonlyMap<string, string>, private readonly renamed: ReadonlyMap<string, string>) {}

  public resolve(json: unknown, depth = 0): unknown {
    if (typeof json !== 'object' || json === null || depth > MAX_DEPTH || this.attributes.size + this.renamed.size === 0) return json;
    const known = this.done.get(json);
    if (known !== undefined) return known;
    const resolved = this.compute(json, depth);
    this.done.set(json, resolved);
    return resolved;
  }

  private compute(json: object, depth: number): unknown {
    const intrinsic = intrinsicOf(json);
    if (intrinsic?.name === 'Ref') {
      const named = typeof intrinsic.argument === 'string' ? this.named(intrinsic.argument) : undefined;
      return named === undefined ? json : { Ref: named };
    }
    if (intrinsic?.name === 'Fn::GetAtt') {
      const target = getAttOf(intrinsic.argument);
      const found = target && typeof target.attribute === 'string' ? this.attribute(`${target.logicalId}.${target.attribute}`) : undefined;
      return found ? { 'Fn::GetAtt': found } : json;
    }
    if (intrinsic?.name === 'Fn::Sub') return { 'Fn::Sub': this.text(intrinsic.argument, depth) };
    return this.inside(json, depth);
  }

  private inside(json: object, depth: number): unknown {
    if (Array.isArray(json)) {
      const items = json.map((item) => this.resolve(item, depth + 1));
      return items.some((item, i) => item !== json[i]) ? items : json;
    }
    const before = json as JsonObject;
    const entries = Object.keys(before).map((key) => [key, this.resolve(before[key], depth + 1)] as const);
    return entries.some(([key, value]) => value !== before[key]) ? Object.fromEntries(entries) : json;
  }

  private named(name: string): string | undefined {
    return this.attributes.get(name) ?? this.renamed.get(name);
  }

  /** `Function.Alias.Name`, or `Layer.Attribute`. */
  private attribute(name: string): string[] | undefined {
    const [logicalId, first, ...rest] = name.split('.');
    const made = this.attributes.get(`${logicalId}.${first}`);
    if (made !== undefined && rest.length > 0) return [made, rest.join('.')];
    const renamed = this.renamed.get(logicalId);
    return renamed === undefined || first === undefined ? undefined : [renamed, [first, ...rest].join('.')];
  }

  private text(argument: unknown, depth: number): unknown {
    if (Array.isArray(argument)) return argument.map((item, i) => (i === 0 ? this.text(item, depth) : this.resolve(item, depth + 1)));
    if (typeof argument !== 'string') return argument;
    return argument.replace(/\$\{([\w.:]+)\}/g, (whole, name: string) => {
      const named = this.named(name);
      if (named !== undefined) return `\${${named}}`;
      const found = this.attribute(name);
      return found ? `\${${found.join('.')}}` : whole;
    });
  }
}
