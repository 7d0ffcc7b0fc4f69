import { isObject, JsonObject, objectOrEmpty, own } from './json';
import { unconditionalAssertions } from './parameters';
import { ParsedResource } from './parsed-resource';
import { translateSam } from './sam';
import type { TemplateIndex, TemplateResource, TemplateStack } from './template';

/** A template and where it comes from. */
export interface TemplateInput {
  /** Name of the stack, as exports and other stacks call it. */
  readonly name: string;
  /** Unlike every other input's: the construct path of the stack, or the path of the file. */
  readonly id: string;
  /** The parsed template, whatever it is. */
  readonly template: unknown;
  readonly templatePath?: string;
  readonly account?: string;
  readonly region?: string;
  /** Construct paths by logical id, for templates without path metadata. */
  readonly constructPaths?: ReadonlyMap<string, string>;
  /** For a nested stack: the `id` of the parent's input and the logical id of the `AWS::CloudFormation::Stack` in it. */
  readonly nestedIn?: { readonly id: string; readonly logicalId: string };
}

/** A template, with its resources by logical id. */
export class ParsedStack implements TemplateStack {
  public readonly id: string;
  public readonly name: string;
  public readonly templatePath?: string;
  public readonly account?: string;
  public readonly region?: string;
  public readonly resources = new Map<string, TemplateResource>();
  public readonly nested = new Map<string, ParsedStack>();
  public readonly assertions: unknown[];
  public nestedAs?: TemplateResource;

  private readonly template: JsonObject;

  constructor(public readonly model: TemplateIndex, input: TemplateInput) {
    this.id = input.id;
    this.name = input.name;
    this.templatePath = input.templatePath;
    this.account = input.account;
    this.region = input.region;
    const { template, declaredAs } = translateSam(objectOrEmpty(input.template));
    this.template = template;
    this.assertions = unconditionalAssertions(this.template.Rules);
    for (const [logicalId, json] of Object.entries(objectOrEmpty(this.template.Resources))) {
      const declared = declaredAs.get(logicalId) ?? logicalId;
      if (isObject(json)) this.resources.set(logicalId, new ParsedResource(this, logicalId, json, input.constructPaths?.get(declared), declared));
    }
  }

  public entry(section: 'Parameters' | 'Outputs' | 'Conditions' | 'Mappings', name: string): unknown {
    return own(this.template[section], name);
  }

  public entries(section: 'Outputs'): [string, unknown][] {
    return Object.entries(objectOrEmpty(this.template[section]));
  }
}
