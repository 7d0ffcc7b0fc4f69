import { createHash } from 'crypto';
import { getAttOf, Intrinsic, intrinsicOf, isObject, objectOrEmpty, own } from '../model/json';
import type { TemplateInput } from '../model/parsed-stack';
import type { BaselineFinding } from '../waivers/baseline';

/** Where a text names a resource: after its stack, in a reference, or at the end of a construct path. */
const NAMED = /(?<=[/{])[A-Za-z0-9]{1,255}/g;

/** What findings are told by that survives a refactoring: values and properties in which logical ids are written as types. */
export class Fingerprints {
  /** Types by logical id, of all templates. */
  private readonly types = new Map<string, string>();
  private readonly byId: Map<string, TemplateInput>;

  constructor(templates: TemplateInput[]) {
    this.byId = new Map(templates.map((template) => [template.id, template]));
    for (const { template } of templates) {
      for (const [logicalId, resource] of Object.entries(objectOrEmpty(own(template, 'Resources')))) {
        const type = own(resource, 'Type');
        if (typeof type === 'string') this.types.set(logicalId, type);
      }
    }
  }

  /** A finding of a rule of this library. */
  public of(about: {
    rule: string; path: string; severity: string; verdict: 'fail' | 'unknown'; finding: string; value?: string; template: string; logicalId: string;
  }): BaselineFinding {
    const { rule, path, severity, verdict, finding, value = '', template, logicalId } = about;
    const parts = [...finding.split('; '), ...value.split('; ').map((part) => `seen: ${part}`)];
    const seen = [...new Set(parts.map((part) => hash(this.withTypes(part))))].sort();
    return { rule: `ZeroTrust::${rule}`, path, severity, verdict, finding, seen, content: this.content(template, logicalId) };
  }

  /** What a resource is: its type and properties. Empty for what is no resource of a template. */
  public content(template: string, logicalId: string): string {
    const resource = own(own(this.byId.get(template)?.template, 'Resources'), logicalId);
    if (!isObject(resource)) return '';
    return hash(JSON.stringify([own(resource, 'Type'), this.plain(own(resource, 'Properties'))]));
  }

  private withTypes(text: string): string {
    return text.replace(NAMED, (word) => this.types.get(word) ?? word);
  }

  /** Keys in order, and types where references have logical ids: no other word that happens to be one. */
  private plain(json: unknown): unknown {
    const intrinsic = intrinsicOf(json);
    if (intrinsic) return { [intrinsic.name]: this.argument(intrinsic) };
    if (Array.isArray(json)) return json.map((item) => this.plain(item));
    if (!isObject(json)) return json ?? null;
    return Object.fromEntries(Object.keys(json).sort().map((key) => [key, this.plain(json[key])]));
  }

  private argument({ name, argument }: Intrinsic): unknown {
    const typeOf = (id: unknown) => this.types.get(String(id)) ?? id;
    if (name === 'Ref') return typeOf(argument);
    if (name === 'Fn::GetAtt') return getAttOf(argument) ? [typeOf(getAttOf(argument)!.logicalId), getAttOf(argument)!.attribute] : this.plain(argument);
    if (name !== 'Fn::Sub') return this.plain(argument);
    const [text, ...rest] = Array.isArray(argument) ? argument : [argument];
    return [typeof text === 'string' ? this.withTypes(text) : this.plain(text), ...rest.map((item: unknown) => this.plain(item))];
  }
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}
