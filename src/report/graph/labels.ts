import type { GraphNode, NodeKind } from '../../graph/trust/trust-graph';

/** Constructs of the CDK that only wrap the resource of their parent. */
const WRAPPER = /\/(Resource|Default)$/;

const KIND_WORDS: Record<NodeKind, string> = {
  'internet': 'anyone',
  'account': 'AWS account',
  'service': 'AWS service',
  'person': 'person',
  'principal': 'role',
  'workload': 'workload',
  'pipeline': 'pipeline',
  'route': 'route',
  'store': 'data store',
  'queue': 'queue',
  'database': 'database',
  'secret': 'secret',
  'key': 'KMS key',
  'log-group': 'log group',
  'endpoint': 'VPC endpoint',
  'code': 'code',
  'control': 'security control',
  'resource': 'resource',
};

/** How the graph calls the account of the stacks. */
const OWN_ACCOUNT = 'account:this account';

/** How people call a node: its construct path without what only wraps it. */
export function labelOf({ name }: GraphNode): string {
  return name.replace(WRAPPER, '');
}

/** Names for all nodes of a list: where two would be called the same, the stack stands before them. */
export function labelsOf(nodes: readonly GraphNode[]): Map<GraphNode, string> {
  const many = new Map<string, number>();
  for (const node of nodes) many.set(labelOf(node), (many.get(labelOf(node)) ?? 0) + 1);
  return new Map(nodes.map((node) => {
    const label = labelOf(node);
    const stack = many.get(label)! > 1 ? stackOf(node) : undefined;
    return [node, stack === undefined || label.startsWith(`${stack}/`) ? label : `${stack}/${label}`];
  }));
}

/** What a node is, in two or three words: its type as AWS calls it, or its kind. */
export function typeOf({ resource, kind }: GraphNode): string {
  const [vendor, service, type] = resource?.type.split('::') ?? [];
  if (kind === 'route' || vendor !== 'AWS' || type === undefined) return KIND_WORDS[kind];
  return `${SERVICES[service] ?? service} ${type.replace(/(?<=[a-z])(?=[A-Z])/g, ' ').toLowerCase()}`;
}

const SERVICES: Record<string, string> = { StepFunctions: 'Step Functions', SecretsManager: 'Secrets Manager', Events: 'EventBridge', ApiGatewayV2: 'ApiGateway' };

export function kindOf({ kind }: GraphNode): string {
  return KIND_WORDS[kind];
}

/** The internet, and every account but that of the stacks. */
export function isStranger({ kind, id }: GraphNode): boolean {
  return kind === 'internet' || (kind === 'account' && id !== OWN_ACCOUNT);
}

export function stackOf({ resource }: GraphNode): string | undefined {
  return resource?.stack.name;
}

/** At most so many characters, with the end of a name kept, as names of constructs differ there. */
export function shortened(text: string, most: number): string {
  const characters = [...text];
  if (characters.length <= most) return text;
  const end = Math.ceil((most - 1) * 0.6);
  return `${characters.slice(0, most - 1 - end).join('')}…${characters.slice(-end).join('')}`;
}
