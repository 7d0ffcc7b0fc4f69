import { ANY_METHOD, addPath, isApiBody, makePathConditional, OPEN_API_3, pathsOf } from './api-body';
import { draftOf, emptyDraft } from './draft';
import { Draft, isGiven, ref, textOf } from './intrinsics';
import { SamResource } from './sam-resource';
import { Translation } from './translation';

export const REST_API = 'AWS::Serverless::Api';
export const HTTP_API = 'AWS::Serverless::HttpApi';

/** An API while events add paths to its definition. */
export class ApiDraft {
  /** The definition, as far as it is in the template. */
  public readonly body?: Draft;
  /** Whether the definition is made of events alone. */
  public readonly managed: boolean;
  /** Conditions of the functions behind each method, by path. */
  private readonly conditions = new Map<string, Set<string | undefined>>();

  constructor(public readonly source: SamResource) {
    const body = source.get('DefinitionBody');
    this.managed = !isGiven(body) && !isGiven(source.get('DefinitionUri'));
    this.body = (this.managed ? skeleton(source) : isGiven(body) ? draftOf(body) : undefined) as Draft | undefined;
  }

  /** The definition, when it is one that can be added to. */
  public get editable(): Draft | undefined {
    return isApiBody(this.body) ? this.body : undefined;
  }

  /** Announces a method, before functions are translated: the path is conditional when everything on it is. */
  public announce(path: string, method: string, condition: string | undefined): void {
    if (this.managed) addPath(this.body!, path, method);
    this.conditions.set(path, (this.conditions.get(path) ?? new Set()).add(condition));
  }

  public makePathsConditional(t: Translation): void {
    if (!this.managed) return;
    for (const path of pathsOf(this.body!)) {
      const all = [...this.conditions.get(path) ?? []];
      const named = all.filter((condition) => condition !== undefined);
      const name = `${this.source.logicalId}${path.replace(/\//g, 'SLASH').replace(/\{/g, 'OB').replace(/\}/g, 'CB')}PathCondition`;
      const condition = named.length === all.length ? t.anyOf(name, named) : undefined;
      if (condition !== undefined) makePathConditional(this.body!, path, condition);
    }
  }
}

function skeleton(source: SamResource): Draft {
  const info = emptyDraft({ version: '1.0', title: ref('AWS::StackName') });
  if (source.type === HTTP_API) return emptyDraft({ openapi: '3.0.1', info, paths: emptyDraft() });
  const version = versionOf(source.get('OpenApiVersion'));
  return emptyDraft({ ...OPEN_API_3.test(version) ? { openapi: version } : { swagger: '2.0' }, info, paths: emptyDraft() });
}

/** A number of YAML, `3.0`, is 3 here. */
export function versionOf(version: unknown): string {
  return version === 3 ? '3.0' : textOf(version);
}

/** The method of an event that names no path: all of them. */
export const DEFAULT_ROUTE = { path: '$default', method: ANY_METHOD };
