import type { TemplateModel, TemplateStack } from '../../model';

/**
 * The stacks of a new version by those of an old one: by construct path, by name, and by being the only one. A stack that was renamed together
 * with others has no pair, and its resources are found by other ways.
 */
export function matchStacks(old: TemplateModel, current: TemplateModel): Map<TemplateStack, TemplateStack> {
  const pairs = new Map<TemplateStack, TemplateStack>();
  const left = new Set(current.stacks);
  const pair = (one: TemplateStack, other: TemplateStack | undefined) => {
    if (!other || pairs.has(one) || !left.has(other)) return;
    pairs.set(one, other);
    left.delete(other);
  };
  for (const key of ['id', 'name'] as const) {
    const byKey = new Map(current.stacks.map((stack) => [stack[key], stack]));
    for (const stack of old.stacks) pair(stack, byKey.get(stack[key]));
  }
  const paired = new Set([...pairs].flat());
  const roots = [old, current].map(({ stacks }) => stacks.filter((stack) => !stack.nestedAs && !paired.has(stack)));
  if (roots[0].length === 1 && roots[1].length === 1) pair(roots[0][0], roots[1][0]);
  for (const stack of old.stacks) {
    const parent = stack.nestedAs && pairs.get(stack.nestedAs.stack);
    if (parent) pair(stack, parent.nested.get(stack.nestedAs!.logicalId));
  }
  return pairs;
}
