import { GUARD_RULES } from './guard-rules';
import { itemText } from './guard-text';
import { MANAGED_RULES, ManagedRule } from './managed-rules';
import { NOT_EXPRESSIBLE } from './not-expressible';

/** A custom policy rule for the items of one type. */
export interface CustomRule {
  readonly type: string;
  readonly text: string;
}

/** How one of our rules is evaluated by AWS Config. */
export interface Expression {
  /** Custom policy rules, exact. */
  readonly custom: CustomRule[];
  /** Types of the rule that have none. */
  readonly withoutItems: string[];
  /** Managed rules that stand in for it. */
  readonly managed: ManagedRule[];
  /** Where the managed rules see less, or more. */
  readonly differs?: string;
  /** Why it has no rule at all. */
  readonly reason?: string;
}

/** The rules that AWS Config can evaluate. */
export const EXPRESSIBLE_RULES: string[] = [...new Set([...Object.keys(GUARD_RULES), ...Object.keys(MANAGED_RULES)])]
  .filter((id) => !(id in NOT_EXPRESSIBLE)).sort();

const known = new Map<string, Expression>();

/** How AWS Config evaluates a rule. Custom rules come before managed ones, which may differ. `undefined` for a rule that is not known. */
export function expressionOf(ruleId: string): Expression | undefined {
  if (!known.has(ruleId)) {
    const found = express(ruleId);
    if (!found) return undefined;
    known.set(ruleId, found);
  }
  return known.get(ruleId);
}

function express(ruleId: string): Expression | undefined {
  const texts = Object.entries(GUARD_RULES[ruleId] ?? {}).map(([type, checks]) => ({ type, text: itemText(ruleId, type, checks) }));
  const custom = texts.filter((one): one is CustomRule => one.text !== undefined);
  if (custom.length > 0) {
    return { custom, withoutItems: texts.filter(({ text }) => text === undefined).map(({ type }) => type), managed: [] };
  }
  const managed = MANAGED_RULES[ruleId];
  if (managed) return { custom, withoutItems: [], managed: managed.rules, differs: managed.differs };
  const reason = NOT_EXPRESSIBLE[ruleId];
  return reason === undefined ? undefined : { custom, withoutItems: [], managed: [], reason };
}
