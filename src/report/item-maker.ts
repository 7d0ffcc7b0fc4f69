import { PackedItems } from './items';
import type { TemplateResource } from '../model';
import { structuralReason } from './providers/structural-reason';
import type { ReadTemplate } from '../model/read-templates';
import type { Rule, RuleResult, Verdict } from '../rules';

/** Makes the items of verdicts, rule after rule: what is the same of many of them is there once. */
export class ItemMaker {
  public readonly items = new PackedItems();
  private readonly templates: Map<string, ReadTemplate>;
  /** Numbers of what is there already. */
  private readonly resources = new Map<TemplateResource, number>();
  private readonly found = new Map<string, number>();
  private rule?: Rule;

  constructor(templates: ReadTemplate[]) {
    this.templates = new Map(templates.map((template) => [template.id, template]));
  }

  public take({ rule, resource, result }: Verdict): void {
    this.items.add(this.resourceOf(resource), this.foundBy(rule, resource, result));
  }

  private resourceOf(resource: TemplateResource): number {
    let known = this.resources.get(resource);
    if (known === undefined) {
      const { stack, logicalId, declaredAs, type, path } = resource;
      known = this.items.addResource({ template: this.templates.get(stack.id)!, logicalId, declaredAs, type, constructPath: path });
      this.resources.set(resource, known);
    }
    return known;
  }

  private foundBy(rule: Rule, resource: TemplateResource, result: RuleResult): number {
    const { verdict, value } = result;
    const finding = result.verdict === 'pass' ? undefined : result.finding;
    if (result.verdict !== 'pass') {
      const reason = structuralReason(rule, resource);
      if (reason !== undefined) {
        const acceptance = { by: 'cdk', accepts: result.verdict, reason, source: 'aws-cdk-lib' } as const;
        return this.items.addFound({ rule, verdict: 'structural', value, finding, acceptance });
      }
    }
    if (rule !== this.rule) {
      this.found.clear();
      this.rule = rule;
    }
    const key = verdict === 'pass' && value === undefined ? '' : `${verdict} ${value?.length}:${value}${finding}`;
    let known = this.found.get(key);
    if (known === undefined) this.found.set(key, known = this.items.addFound({ rule, verdict, value, finding }));
    return known;
  }
}
