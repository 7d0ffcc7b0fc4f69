import { createHash } from 'crypto';
import { isObject, objectOrEmpty, own } from '../model/json';
import type { TemplateInput } from '../model/parsed-stack';
import type { BaselineFinding } from '../waivers/baseline';

const LOGICAL_ID = /[A-Za-z0-9]{1,255}/g;

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
    return hash(this.withTypes(JSON.stringify([own(resource, 'Type'), sorted(own(resource, 'Properties'))])));
  }

  private withTypes(text: string): string {
    return text.replace(LOGICAL_ID, (word) => this.types.get(word) ?? word);
  }
}

function sorted(json: unknown): unknown {
  if (Array.isArray(json)) return json.map(sorted);
  if (!isObject(json)) return json ?? null;
  return Object.fromEntries(Object.keys(json).sort().map((key) => [key, sorted(json[key])]));
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}
