import { CfnElement, PolicyViolation, Stack } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { STRUCTURAL_ACKNOWLEDGEMENT, StructuralAcknowledgement } from '../core/structural-acknowledgement';
import type { TemplateModel } from '../model';
import { Rule, Verdict } from '../rules';

/** What an acknowledgement is reported under that its rule does not prove. It cannot be acknowledged. */
const RULE_NAME = 'ZT-ACKNOWLEDGEMENT';

/**
 * Structural acknowledgements hold only as long as the rule that they name passes. One whose rule fails, is unknown or does
 * not exist is a violation of severity `fatal`, which nothing can acknowledge.
 *
 * @internal
 */
export function unprovedAcknowledgements(root: IConstruct, model: TemplateModel, rules: Rule[], verdicts: Verdict[]): PolicyViolation[] {
  const made = root.node.findAll().flatMap((node) => node.node.metadata
    .filter((entry) => entry.type === STRUCTURAL_ACKNOWLEDGEMENT)
    .map((entry) => ({ node, acknowledgement: JSON.parse(entry.data) as StructuralAcknowledgement })));
  const proofs = new Proofs(model, rules, verdicts, new Set(made.map(({ acknowledgement }) => acknowledgement.provedBy)));
  return made.flatMap(({ node, acknowledgement }) => {
    const missing = proofs.missing(node, acknowledgement.provedBy);
    return missing === undefined ? [] : [violation(node, acknowledgement, missing)];
  });
}

class Proofs {
  private readonly rules: Set<string>;
  private readonly stacks: Set<string>;
  /** By rule and stack, then by logical id. */
  private readonly verdicts = new Map<string, Map<string, Verdict>>();

  constructor(model: TemplateModel, rules: Rule[], verdicts: Verdict[], named: Set<string>) {
    this.rules = new Set(rules.map((rule) => rule.id));
    this.stacks = new Set(model.stacks.map((stack) => stack.id));
    for (const verdict of verdicts) {
      const { rule, resource } = verdict;
      if (!named.has(rule.id)) continue;
      const key = `${rule.id} ${resource.stack.id}`;
      const inStack = this.verdicts.get(key) ?? new Map<string, Verdict>();
      this.verdicts.set(key, inStack.set(resource.logicalId, verdict));
    }
  }

  /** What is missing to prove an acknowledgement; `undefined` when nothing is, and for stacks that are not looked at. */
  public missing(node: IConstruct, ruleId: string): string | undefined {
    const stack = Stack.of(node);
    if (!this.stacks.has(stack.node.path)) return undefined;
    if (!this.rules.has(ruleId)) return `there is no rule ${ruleId}`;

    const logicalId = CfnElement.isCfnElement(node) ? stack.resolve(node.logicalId) : '';
    const related = this.verdicts.get(`${ruleId} ${stack.node.path}`) ?? new Map<string, Verdict>();
    const own = related.get(logicalId)?.result;
    if (own) return own.verdict === 'pass' ? undefined : `rule ${ruleId} finds that ${own.finding}`;

    // a rule for other types of resources proves it when all of them in the stack pass
    const open = [...related.values()].find(({ result }) => result.verdict !== 'pass');
    if (open && open.result.verdict !== 'pass') return `rule ${ruleId} finds on ${open.resource.name} that ${open.result.finding}`;
    return related.size === 0 ? `rule ${ruleId} has nothing to look at in this stack` : undefined;
  }
}

function violation(node: IConstruct, { findings, provedBy }: StructuralAcknowledgement, missing: string): PolicyViolation {
  return {
    ruleName: RULE_NAME,
    description: `The structural acknowledgement of ${findings.join(', ')} is void: ${missing}.`,
    fix: `Make ${provedBy} pass; the acknowledgement holds only while it does.`,
    severity: 'fatal',
    violatingResources: [{ constructPath: node.node.path, locations: [] }],
  };
}
