import { FixedCosts, fixedCosts } from './costs/fixed-costs';
import { ResourceBudget, resourceBudget } from './resource-budget';
import type { TemplateModel } from '../model';

/** What a stack is made of, and what it costs before anybody uses it. */
export interface StackSummary {
  readonly name: string;
  /** The id of its template. */
  readonly template: string;
  readonly resources: number;
  readonly fixed: FixedCosts;
  /** Only near or over the limit of CloudFormation. */
  readonly budget?: ResourceBudget;
}

/** Each stack of a model, nested ones for themselves. */
export function summariseStacks({ stacks }: TemplateModel): StackSummary[] {
  return stacks.map((stack) => ({
    name: stack.name, template: stack.id, resources: stack.resources.size, fixed: fixedCosts(stack.resources.values()), budget: resourceBudget(stack),
  }));
}

/** USD as reports write it. */
export function inUsd(amount: number): string {
  return `${amount.toFixed(2)} USD`;
}
