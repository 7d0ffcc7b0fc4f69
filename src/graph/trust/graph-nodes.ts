import { nodeOf } from './nodes';
import type { Texts } from './texts';
import type { GraphNode, NodeKind } from './trust-graph';
import type { TemplateResource } from '../../model';

/** Why an edge to what no template makes is possible only. */
export const POLICIES_ELSEWHERE = 'its own policies are not in the templates';

/** What no template makes, and why an edge to it is possible only. */
export interface Elsewhere {
  readonly node: GraphNode;
  readonly open?: string;
}

/** The nodes of a graph, each once: those of resources, and those of what no template makes. */
export class GraphNodes {
  private readonly byResource = new Map<TemplateResource, GraphNode>();
  private readonly byId = new Map<string, GraphNode>();

  constructor(private readonly texts: Texts) {}

  public get all(): GraphNode[] {
    return [...this.byResource.values(), ...this.byId.values()];
  }

  public of(resource: TemplateResource): GraphNode {
    let node = this.byResource.get(resource);
    if (!node) this.byResource.set(resource, node = nodeOf(resource));
    return node;
  }

  /** A node that is in place of the one that a resource is by itself. */
  public set(resource: TemplateResource, node: GraphNode): void {
    this.byResource.set(resource, node);
  }

  public internet(): GraphNode {
    return this.outside('internet', 'internet', 'internet');
  }

  public service(principal: string): GraphNode {
    return this.outside('service', principal.replace(/\.(\$\{AWS\.Region\}|[a-z]{2}(-[a-z]+)+-\d)\./, '.'));
  }

  public account(number: string): GraphNode {
    return this.outside('account', number.startsWith('$') ? 'this account' : number);
  }

  public person(name: string): GraphNode {
    return this.outside('person', name);
  }

  /** Something that an ARN names and that no template makes. */
  public imported(arn: string): GraphNode {
    const name = arn.replace(/\u0003/g, '*').replace(/\u0001/g, '');
    return this.outside(kindOfArn(name), name, name);
  }

  /** What an ARN or an address names that no template makes. */
  public elsewhere(text: string): Elsewhere | undefined {
    if (/^https?:\/\//.test(text)) return { node: this.outside('internet', text, `https:${text}`) };
    return text.startsWith('arn:aws:') ? { node: this.imported(text), open: POLICIES_ELSEWHERE } : undefined;
  }

  /** Everything of a service. */
  public every(service: string): GraphNode {
    return this.outside(kindOfArn(`arn:aws:${service}:::`), `every ${service} resource of the account`, `every:${service}`);
  }

  public outside(kind: NodeKind, name: string, id = `${kind}:${name}`): GraphNode {
    let node = this.byId.get(id);
    if (!node) this.byId.set(id, node = { id, kind, name });
    return node;
  }

  public textOf(resource: TemplateResource): string {
    return this.texts.arnOf(resource);
  }
}

const KINDS: Record<string, NodeKind> = {
  'dynamodb': 'store',
  'events': 'queue',
  'execute-api': 'route',
  'iam': 'principal',
  'kinesis': 'queue',
  'kms': 'key',
  'lambda': 'workload',
  'logs': 'log-group',
  'rds': 'database',
  'rds-db': 'database',
  's3': 'store',
  'secretsmanager': 'secret',
  'sns': 'queue',
  'sqs': 'queue',
  'ssm': 'secret',
  'states': 'workload',
  'sts': 'principal',
  'cloudtrail': 'control',
  'guardduty': 'control',
  'ecr': 'code',
};

function kindOfArn(arn: string): NodeKind {
  if (/^arn:aws:s3:::cdk-[^/]*-assets-/.test(arn)) return 'code';
  return KINDS[arn.split(':')[2]] ?? 'resource';
}
