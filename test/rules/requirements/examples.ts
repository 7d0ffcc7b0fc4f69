import { mkdtempSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { App } from 'aws-cdk-lib';
import { addFurtherStack, addResidencyStack } from './further-stacks';
import { Removal, Template } from './removals';
import { addClaimsStacks } from '../../../examples/claims-platform/app';
import { OrdersStack } from '../../../examples/orders-api/orders-stack';
import { TemplateModel } from '../../../src/model';
import { CAPABILITIES, evaluate, judgeRequired, Rule, RULES } from '../../../src/rules';

/** Templates of an example by name of the stack. */
type Templates = Record<string, Template>;

/** The examples as they are synthesised, with two stacks of what they have not, and what rules find when something is taken away from all templates of one. */
export class Examples {
  private readonly examples: Templates[] = [
    synthesised((app) => void new OrdersStack(app, 'Orders')), synthesised((app) => addClaimsStacks(app)),
    synthesised((app) => void addResidencyStack(app)), synthesised((app) => void addFurtherStack(app)),
  ];

  /** The ids of the rules that fire when it is taken away, and did not before; undefined when no example has it. */
  public firedWithout(removal: Removal, rules: string[]): string[] | undefined {
    let isTaken = false;
    const fired = this.examples.flatMap((templates) => {
      const changes = Object.entries(templates).map(([name, template]) => [name, removal.from(template)] as const).filter(([, changed]) => changed);
      if (changes.length === 0) return [];
      isTaken = true;
      const before = findings(templates, rules);
      return [...findings({ ...templates, ...Object.fromEntries(changes) as Templates }, rules)].filter((finding) => !before.has(finding));
    });
    return isTaken ? [...new Set(fired.map((finding) => finding.split(' ')[0]))] : undefined;
  }

  /** Whether a template of an example has a resource that the rule judges. */
  public have(rule: Rule): boolean {
    return this.examples.some((templates) => rule.types.some((type) => modelOf(templates).ofType(type).length > 0));
  }
}

/** `rule stack logicalId` of what does not pass. */
function findings(templates: Templates, ids: string[]): Set<string> {
  const model = modelOf(templates);
  const required = CAPABILITIES.filter(({ id }) => ids.includes(id)).map((rule) => ({ rule }));
  return new Set([...evaluate(model, RULES.filter(({ id }) => ids.includes(id))), ...judgeRequired(model, required)]
    .filter(({ result }) => result.verdict !== 'pass')
    .map(({ rule, resource }) => `${rule.id} ${resource.name}`));
}

function modelOf(templates: Templates): TemplateModel {
  return new TemplateModel(Object.entries(templates).map(([name, template]) => ({ id: name, name, template })));
}

function synthesised(add: (app: App) => void): Templates {
  const outdir = mkdtempSync(join(tmpdir(), 'zt-requirements-'));
  try {
    const app = new App({ outdir });
    add(app);
    return Object.fromEntries(app.synth().stacks.map(({ stackName, template }) => [stackName, template]));
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}
