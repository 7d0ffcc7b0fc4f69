import type { DeclaredEdge } from './declared-edges';
import { unrolled } from './for-each';
import { isObject, JsonObject, objectOrEmpty, own } from './json';
import { unconditionalAssertions } from './parameters';
import { ParsedResource } from './parsed-resource';
import { translateSam } from './sam';
import type { TemplateIndex, TemplateResource, TemplateStack } from './template';
import { mayHoldUnread, UnreadPart, unreadParts, UnreadType } from './unread';

/** Where something of a SAM template was not read. */
const SAM = 'Transform/AWS::Serverless-2016-10-31';

/** A template and where it comes from. */
export interface TemplateInput {
  /** Name of the stack, as exports and other stacks call it. */
  readonly name: string;
  /** Unlike every other input's: the construct path of the stack, or the path of the file. */
  readonly id: string;
  /** What it is deployed with: those of another app bear on it only by what it imports or nests. All of one where none is named. */
  readonly app?: string;
  /** The parsed template, whatever it is. */
  readonly template: unknown;
  readonly templatePath?: string;
  /** Of the file, where one was read. */
  readonly text?: string;
  /** Whether the text may hold functions that nobody can read, where that is known without it. */
  readonly mayHoldUnread?: boolean;
  readonly account?: string;
  readonly region?: string;
  /** Construct paths by logical id, for templates without path metadata. */
  readonly constructPaths?: ReadonlyMap<string, string>;
  /** What constructs in the stack declare of who may do what to whom. Only apps and assemblies tell. */
  readonly declaredEdges?: readonly DeclaredEdge[];
  /** For a nested stack: the `id` of the parent's input and the logical id of the `AWS::CloudFormation::Stack` in it. */
  readonly nestedIn?: { readonly id: string; readonly logicalId: string };
  /** Whether it stands in the text of the other, whose text, path and hash it has. */
  readonly isEmbedded?: boolean;
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
  public readonly declaredEdges: readonly DeclaredEdge[];
  public readonly assertions: unknown[];
  public readonly unread: UnreadPart[];
  public nestedAs?: TemplateResource;

  private readonly template: JsonObject;

  constructor(public readonly model: TemplateIndex, input: TemplateInput, given?: ReadonlyMap<string, unknown>) {
    this.id = input.id;
    this.name = input.name;
    this.templatePath = input.templatePath;
    this.account = input.account;
    this.region = input.region;
    this.declaredEdges = input.declaredEdges ?? [];
    const { template, declaredAs, notJudged } = translateSam(unrolled(objectOrEmpty(input.template), given));
    this.template = template;
    this.assertions = unconditionalAssertions(this.template.Rules);
    for (const [logicalId, json] of Object.entries(objectOrEmpty(this.template.Resources))) {
      const declared = declaredAs.get(logicalId) ?? logicalId;
      if (isObject(json)) this.resources.set(logicalId, new ParsedResource(this, logicalId, json, input.constructPaths?.get(declared), declared));
    }
    const mayHold = input.mayHoldUnread ?? (input.text === undefined || mayHoldUnread(input.text));
    this.unread = [...unreadParts(this.template, mayHold), ...notJudged.map((why) => ({ logicalId: SAM, type: UnreadType.SERVERLESS, why }))];
  }

  public entry(section: 'Parameters' | 'Outputs' | 'Conditions' | 'Mappings', name: string): unknown {
    return own(this.template[section], name);
  }

  public entries(section: 'Mappings' | 'Metadata' | 'Outputs' | 'Parameters'): [string, unknown][] {
    return Object.entries(objectOrEmpty(this.template[section]));
  }
}
