import { match, meets, Texts } from './texts';
import { TemplateResource, textOf, Value } from '../../model';
import { append } from '../../model/append';
import { resourceOf } from '../../model/judge';
import type { TemplateModel } from '../../model/template-model';
import { lastTargetOf } from '../../model/value';

/** The function behind an ARN, a URI of an integration, an alias or a version; any other resource as it is. */
export function behind(value: Value): TemplateResource | undefined {
  const resource = lastTargetOf(value)?.resource;
  return resource && ['AWS::Lambda::Alias', 'AWS::Lambda::Version'].includes(resource.type) ? behind(resource.at('FunctionName').value) : resource;
}

/** The permissions of functions, which a service needs before it can call one. */
export class Permissions {
  private readonly byFunction = new Map<TemplateResource, TemplateResource[]>();

  constructor(model: TemplateModel, private readonly texts: Texts) {
    for (const permission of model.ofType('AWS::Lambda::Permission')) {
      const fn = behind(permission.at('FunctionName').value);
      if (fn) append(this.byFunction, fn, permission);
    }
  }

  public of(fn: TemplateResource): TemplateResource[] {
    return (this.byFunction.get(fn) ?? []).filter((one) => one.exists());
  }

  /** The permission by which a service may call a function for a source; its ARN may have parts behind it. */
  public for(fn: TemplateResource, service: string, source: string): TemplateResource | undefined {
    return this.of(fn).find((permission) => {
      const principal = this.texts.of(permission.at('Principal').value);
      const named = permission.at('SourceArn');
      const isFor = principal === '*' || match(principal, service) !== 'no';
      return isFor && (named.isAbsent || meets(this.texts.of(named.value), source) !== 'no' || ['/*', ':*'].some((inside) => meets(this.texts.of(named.value), source + inside) !== 'no'));
    });
  }
}

/** What is configured as a target, whichever resource it is. */
export function targetOf(value: Value): TemplateResource | undefined {
  return behind(value) ?? resourceOf(value);
}

export function known(value: Value): string | undefined {
  return value.kind === 'known' ? textOf(value) : undefined;
}
