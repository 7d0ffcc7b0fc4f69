import type { ApiDraft } from './api-draft';
import { Draft, isGiven, listOf, textOf } from './intrinsics';
import { SamResource } from './sam-resource';
import { Unread } from './unread';
import { intrinsicOf, isObject, JsonObject, objectOrEmpty, own } from '../json';

/** Deeper parts do not change an id. */
const MAX_DEPTH = 40;

/** The resources of a SAM template while it is translated: those that are made, and what they are made of. */
export class Translation {
  /** By logical id. Resources that SAM does not know are here from the start. */
  public readonly resources = new Map<string, JsonObject>();
  /** The SAM resource of each resource that is made, when it has another logical id. */
  public readonly declaredAs = new Map<string, string>();
  /** What `!Ref Function.Alias` and its like name. */
  public readonly attributes = new Map<string, string>();
  /** Logical ids that SAM changes. */
  public readonly renamed = new Map<string, string>();
  public readonly conditions: Map<string, unknown>;
  public readonly unread = new Unread();
  /** Settings of routes that events bring, by API and route. */
  public readonly routeSettings = new Map<string, Map<string, unknown>>();
  public readonly apis = new Map<string, ApiDraft>();
  private readonly copies = new WeakSet<object>();
  private readonly beside = new Map<string, string[]>();

  constructor(private readonly template: JsonObject, public readonly sam: Map<string, SamResource>) {
    this.conditions = new Map(Object.entries(objectOrEmpty(template.Conditions)));
  }

  /** Adds a resource that is made of a SAM resource. With the logical id of that, it keeps its attributes. */
  public add(source: SamResource, logicalId: string, type: string, properties: Draft, attributes: Draft = {}): void {
    const kept = logicalId === source.logicalId ? source.attributes : source.passedOn;
    this.resources.set(logicalId, { Type: type, Properties: properties, ...kept, ...attributes });
    if (logicalId !== source.declaredAs && !this.declaredAs.has(logicalId)) this.declaredAs.set(logicalId, source.declaredAs);
    if (logicalId === source.logicalId) return;
    const beside = this.beside.get(source.logicalId) ?? [];
    beside.push(logicalId);
    this.beside.set(source.logicalId, beside);
  }

  /** Changes the properties of a resource. Nothing when there is no such resource. */
  public change(logicalId: string, change: (properties: JsonObject) => Draft): void {
    const resource = this.resources.get(logicalId);
    if (resource) this.resources.set(logicalId, { ...resource, Properties: change(objectOrEmpty(resource.Properties)) });
  }

  /** Logical ids of what was made beside the main resource. */
  public madeOf(logicalId: string): string[] {
    return this.beside.get(logicalId) ?? [];
  }

  /** A part of a resource, to be changed: what is on the way is copied, once. Nothing when there is no such resource. */
  public draft(logicalId: string, ...path: string[]): Draft | undefined {
    const resource = this.resources.get(logicalId);
    if (!resource) return undefined;
    let here = this.copyOnce(resource, () => ({ ...resource }));
    this.resources.set(logicalId, here);
    for (const key of path) {
      const inner = objectOrEmpty(here[key]);
      here = here[key] = this.copyOnce(inner, () => ({ ...inner }));
    }
    return here;
  }

  /** Puts items behind a list. */
  public append(holder: Draft | undefined, key: string, ...items: unknown[]): void {
    if (!holder) return;
    const before = holder[key];
    const list = this.copyOnce(before, () => [...listOf(before)]);
    list.push(...items);
    holder[key] = list;
  }

  private copyOnce<T extends object>(original: unknown, copy: () => T): T {
    if (this.copies.has(original as object)) return original as T;
    const copied = copy();
    this.copies.add(copied);
    return copied;
  }

  /** What SAM reads while it translates: of a parameter its default, of anything else what it is. */
  public literal(json: unknown): unknown {
    const intrinsic = intrinsicOf(json);
    if (intrinsic?.name !== 'Ref' || typeof intrinsic.argument !== 'string') return json;
    return own(own(this.template.Parameters, intrinsic.argument), 'Default') ?? json;
  }

  /** What SAM makes an id of: with defaults in the place of parameters. */
  public filled(json: unknown, depth = 0): unknown {
    if (typeof json !== 'object' || json === null || depth > MAX_DEPTH) return json;
    const literal = this.literal(json);
    if (literal !== json) return literal;
    if (Array.isArray(json)) return json.map((item) => this.filled(item, depth + 1));
    const inside = Object.entries(json).map(([key, value]) => [key, key === 'Fn::Sub' ? this.substituted(value) : this.filled(value, depth + 1)]);
    return Object.fromEntries(inside);
  }

  private substituted(text: unknown): unknown {
    if (typeof text !== 'string') return text;
    return text.replace(/\$\{(\w+)\}/g, (whole, name: string) => textOf(own(own(this.template.Parameters, name), 'Default') ?? whole));
  }

  /** Takes away a resource that SAM makes another one in the place of. */
  public replace(logicalId: string): void {
    this.sam.delete(logicalId);
    this.apis.delete(logicalId);
    this.resources.delete(logicalId);
  }

  /** A property that is a map; anything else that is given is reported. */
  public map(source: SamResource, name: string): JsonObject {
    const value = source.get(name);
    if (isGiven(value) && (!isObject(value) || intrinsicOf(value))) this.unread.add('property', `${source.logicalId}.${name}`);
    return isObject(value) && !intrinsicOf(value) ? value : {};
  }

  /** A condition that holds when one of them does. */
  public anyOf(name: string, conditions: string[]): string | undefined {
    if (conditions.length < 2) return conditions[0];
    this.conditions.set(name, { 'Fn::Or': conditions.map((Condition) => ({ Condition })) });
    return name;
  }
}
