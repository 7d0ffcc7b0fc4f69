import { Draft } from './intrinsics';
import { JsonObject, objectOrEmpty, own } from '../json';

/** What the main resource of a SAM resource keeps, and what all others do. */
const ATTRIBUTES = ['DependsOn', 'Condition', 'DeletionPolicy', 'UpdateReplacePolicy', 'UpdatePolicy', 'Metadata'];
const PASSED_ON = ['Condition', 'DeletionPolicy', 'UpdateReplacePolicy', 'Metadata'];

/** A resource of a SAM template, with Globals merged into its properties. */
export class SamResource {
  /** Of the SAM resource, for the main one. */
  public readonly attributes: Draft;
  /** For resources that are made beside the main one: waivers and paths in the metadata are theirs too. */
  public readonly passedOn: Draft;
  public readonly condition?: string;

  constructor(
    public readonly logicalId: string,
    public readonly type: string,
    public readonly properties: JsonObject,
    json: JsonObject = {},
    /** The resource of the template that it stands for: another one for an API that events imply. */
    public readonly declaredAs = logicalId,
  ) {
    this.attributes = attributesOf(json, ATTRIBUTES);
    this.passedOn = attributesOf(json, PASSED_ON);
    this.condition = typeof json.Condition === 'string' ? json.Condition : undefined;
  }

  public get(name: string): unknown {
    return own(this.properties, name) ?? undefined;
  }

  public object(name: string): JsonObject {
    return objectOrEmpty(this.get(name));
  }
}

function attributesOf(json: JsonObject, names: string[]): Draft {
  return Object.fromEntries(names.filter((name) => own(json, name) !== undefined).map((name) => [name, json[name]]));
}
