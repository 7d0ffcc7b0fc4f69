/** A template in which references to outputs of stacks that are there are their values. */
export function withOutputs(node: any, outputs: Record<string, Record<string, string>>): any {
  if (Array.isArray(node)) return node.map((item) => withOutputs(item, outputs));
  if (typeof node !== 'object' || node === null) return node;
  const { StackName, OutputName } = node['Fn::GetStackOutput'] ?? {};
  const value = outputs[StackName]?.[OutputName];
  return value ?? Object.fromEntries(Object.entries(node).map(([key, item]) => [key, withOutputs(item, outputs)]));
}
