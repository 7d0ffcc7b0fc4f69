import { CfnElement, PolicyViolation, Stack } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import type { TemplateModel } from './model';
import { Rule, RuleResult, Verdict } from './rules';
import { STRUCTURAL_ACKNOWLEDGEMENT, StructuralAcknowledgement } from '../zone/structural-acknowledgement';

/** What an acknowledgement is reported under that its rule does not prove. It cannot be acknowledged. */
const RULE_NAME = 'ZT-ACKNOWLEDGEMENT';

/**
 * Structural acknowledgements hold only as long as the rule that they name passes. One whose rule fails, is unknown or does
 * not exist is a violation of severity `fatal`, which nothing can acknowledge.
 *
 * @internal
 */
export function unprovedAcknowledgements(root: IConstruct, model: TemplateModel, rules: Rule[], verdicts: Verdict[]): PolicyViolation[] {
  const proofs = new Proofs(model, rules, verdicts);
  return root.node.findAll().flatMap((node) => node.node.metadata
    .filter((entry) => entry.type === STRUCTURAL_ACKNOWLEDGEMENT)
    .flatMap((entry) => {
      const acknowledgement = JSON.parse(entry.data) as StructuralAcknowledgement;
      const missing = proofs.missing(node, acknowledgement.provedBy);
      return missing === undefined ? [] : [violation(node, acknowledgement, missing)];
    }));
}

class Proofs {
  private readonly byResource = new Map<string, RuleResult>();
  private readonly byStack = new Map<string, Verdict[]>();
  private readonly rules: Map<string, Rule>;
  private readonly stacks: Set<string>;

  constructor(model: TemplateModel, rules: Rule[], verdicts: Verdict[]) {
    this.rules = new Map(rules.map((rule) => [rule.id, rule]));
    this.stacks = new Set(model.stacks.map((stack) => stack.id));
    for (const verdict of verdicts) {
      const { rule, resource, result } = verdict;
      this.byResource.set(`${rule.id} ${resource.stack.id} ${resource.logicalId}`, result);
      const inStack = `${rule.id} ${resource.stack.id}`;
      this.byStack.set(inStack, [...(this.byStack.get(inStack) ?? []), verdict]);
    }
  }

  /** What is missing to prove an acknowledgement; `undefined` when nothing is, and for stacks that are not looked at. */
  public missing(node: IConstruct, ruleId: string): string | undefined {
    const stack = Stack.of(node);
    if (!this.stacks.has(stack.node.path)) return undefined;
    if (!this.rules.has(ruleId)) return `there is no rule ${ruleId}`;

    const logicalId = CfnElement.isCfnElement(node) ? stack.resolve(node.logicalId) : '';
    const own = this.byResource.get(`${ruleId} ${stack.node.path} ${logicalId}`);
    if (own) return own.verdict === 'pass' ? undefined : `rule ${ruleId} finds that ${own.finding}`;

    // a rule for other types of resources proves it when all of them in the stack pass
    const related = this.byStack.get(`${ruleId} ${stack.node.path}`) ?? [];
    const open = related.find(({ result }) => result.verdict !== 'pass');
    if (open && open.result.verdict !== 'pass') return `rule ${ruleId} finds on ${open.resource.name} that ${open.result.finding}`;
    return related.length === 0 ? `rule ${ruleId} has nothing to look at in this stack` : undefined;
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
