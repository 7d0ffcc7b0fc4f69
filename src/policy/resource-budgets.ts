import { PolicyViolation } from 'aws-cdk-lib';
import type { TemplateModel } from '../model';
import { describeBudget, resourceBudget } from '../report/resource-budget';

const RULE_NAME = 'ZT-BUDGET';

/** How it is acknowledged, on the stack that has it. @internal */
export const RESOURCE_BUDGET = `ZeroTrust::${RULE_NAME}`;

/**
 * Stacks that are near what CloudFormation takes, as warnings, and those that are over it. No rule, as it is about no resource and
 * serves no control.
 *
 * @internal
 */
export function overBudget(model: TemplateModel): PolicyViolation[] {
  return model.stacks.flatMap((stack) => {
    const budget = resourceBudget(stack);
    return budget ? [{
      ruleName: RULE_NAME,
      description: `${RULE_NAME}: ${describeBudget(budget)}.`,
      fix: 'Split the stack along its zones or teams, or nest what there is most of, before it is full.',
      severity: budget.isOver ? 'error' : 'warning',
      violatingResources: [{ constructPath: stack.id, templatePath: stack.templatePath, locations: [] }],
    }] : [];
  });
}
