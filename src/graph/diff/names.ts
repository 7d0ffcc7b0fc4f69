import { calledAs } from './change';
import type { Matching } from './matching';
import { describe, Expression, TemplateModel, TemplateResource, TemplateStack } from '../../model';
import { getAttOf, intrinsicOf, isObject, own, subPartsOf } from '../../model/json';

const MAX_DEPTH = 40;
/** A resource within a text, as values have it: `${stack/LogicalId.Attribute}`. */
const HOLE = /\$\{([^}]*\/[^}/.]+)((?:\.[^}/]*)?)\}/g;

/** Writes what templates say so that two versions write the same thing in the same way, whatever they call their resources and parameters. */
export class Names {
  private readonly byHole = new Map<string, TemplateResource>();
  private readonly parameters: Map<unknown, string>;

  constructor(private readonly matching: Matching, private readonly old: TemplateModel, current: TemplateModel) {
    this.parameters = matchParameters(old, current);
    for (const [version, model] of [['old', old], ['new', current]] as const) {
      for (const resource of model.resources) this.byHole.set(`${version} ${resource.stack.id}/${resource.logicalId}`, resource);
    }
  }

  public label(resource: TemplateResource): string {
    return this.matching.label(resource);
  }

  /** A text of a graph, as the ARN of what is no node: with labels where it names resources by stack and logical id. */
  public inText(text: string, { model }: TemplateStack): string {
    if (!text.includes('/')) return text;
    const version = model === this.old ? 'old' : 'new';
    return text.replace(/[^\s:*]+\/[^\s:*]+/g, (segment) => {
      const parts = segment.split('/');
      for (let end = parts.length - 1; end > 0; end--) {
        const [, logicalId, rest] = /^([A-Za-z0-9]+)(.*)$/.exec(parts[end]) ?? [];
        for (let start = 0; logicalId !== undefined && start < end; start++) {
          const resource = this.byHole.get(`${version} ${parts.slice(start, end).join('/')}/${logicalId}`);
          if (resource) return [...parts.slice(0, start), `${this.label(resource)}${rest}`, ...parts.slice(end + 1)].join('/');
        }
      }
      return segment;
    });
  }

  /** What an expression is, in this world. */
  public of(expression: Expression): string {
    const { value } = expression;
    if (value.kind === 'reference') return this.withLabels(value.text, expression.stack);
    if (value.kind === 'unknown') {
      return `?${this.withLabels(value.text ?? '', expression.stack)} ${this.written(expression.at().source, expression.at().stack, 0)}`;
    }
    if (typeof value.value !== 'object' || value.value === null) return String(value.value);
    return JSON.stringify(Array.isArray(value.value) ? expression.items().map((item) => this.of(item))
      : expression.entries().map(([key, item]) => [key, this.of(item)]).sort(([a], [b]) => (a < b ? -1 : 1)));
  }

  /** For people: the same without labels. */
  public said(expression: Expression): string {
    const { value } = expression;
    if (value.kind === 'reference' && value.targets.length > 0) {
      let { text } = value;
      for (const { resource } of value.targets) {
        text = text.replace(HOLE, (hole, id, attribute) => (
          id === `${resource.stack.id}/${resource.logicalId}` ? `${calledAs(resource)}${['', '.Arn'].includes(attribute) ? '' : attribute}` : hole));
      }
      return text;
    }
    return value.kind === 'known' && typeof value.value === 'string' ? value.value : describe(value);
  }

  /** What is written, where nothing tells what it is. */
  public written(json: unknown, stack: TemplateStack, depth: number): string {
    if (depth > MAX_DEPTH) return '…';
    const intrinsic = intrinsicOf(json);
    const within = (inner: unknown) => this.written(inner, stack, depth + 1);
    if (intrinsic) {
      const { name, argument } = intrinsic;
      if (name === 'Ref' && typeof argument === 'string') return this.named(argument, stack);
      const target = name === 'Fn::GetAtt' ? getAttOf(argument) : undefined;
      if (target) return `${this.named(target.logicalId, stack)}.${String(target.attribute)}`;
      const parts = name === 'Fn::Sub' ? subPartsOf(argument) : undefined;
      if (parts) return parts.map((part) => (typeof part === 'string' ? part : within(part.expression))).join('');
      if (name === 'Fn::If' && Array.isArray(argument)) return `if(${argument.slice(1).map(within).join()})`;
      return `${name}(${within(argument)})`;
    }
    if (Array.isArray(json)) return `[${json.map(within).join()}]`;
    if (!isObject(json)) return String(json);
    return `{${Object.keys(json).sort().map((key) => `${key}:${within(json[key])}`).join()}}`;
  }

  private named(name: string, stack: TemplateStack): string {
    const resource = stack.resources.get(name);
    if (resource) return this.label(resource);
    const declared = stack.entry('Parameters', name);
    return declared === undefined ? name : this.parameters.get(declared) ?? name;
  }

  private withLabels(text: string, { model }: TemplateStack): string {
    if (!text.includes('${')) return text;
    return text.replace(HOLE, (hole, id: string, attribute: string) => {
      const resource = this.byHole.get(`${model === this.old ? 'old' : 'new'} ${id}`);
      return resource ? `${this.label(resource)}${attribute}` : hole;
    });
  }
}

/** Names that both versions have for the same parameter: by its name, else by what is declared of it; with what is declared, which may change. */
function matchParameters(old: TemplateModel, current: TemplateModel): Map<unknown, string> {
  const labels = new Map<unknown, string>();
  const [olds, news] = [old, current].map(({ stacks }) => stacks.flatMap((stack) => stack.entries('Parameters')));
  const unnamed = (ones: [string, unknown][], others: [string, unknown][]) => ones.filter(([name]) => !others.some(([other]) => other === name));
  for (const [name, declared] of [...olds, ...news]) labels.set(declared, `${name} ${declaration(declared)}`);
  const free = new Map<string, string[]>();
  for (const [name, declared] of unnamed(olds, news)) free.set(declaration(declared), [...free.get(declaration(declared)) ?? [], name]);
  for (const [, declared] of unnamed(news, olds)) {
    const name = free.get(declaration(declared))?.shift();
    if (name !== undefined) labels.set(declared, `${name} ${declaration(declared)}`);
  }
  return labels;
}

function declaration(declared: unknown): string {
  return JSON.stringify(['Type', 'Default', 'AllowedValues', 'AllowedPattern', 'NoEcho'].map((key) => own(declared, key) ?? null));
}
