/** A template as JSON. */
export interface Template {
  readonly Resources: Record<string, any>;
}

/** One way to take something away from templates. */
export interface Removal {
  readonly says: string;
  /** The changed template, or undefined where there is nothing of the kind. */
  from(template: Template): Template | undefined;
}

/** Takes away a property; `*` stands for every element of a list: `Replicas.*.SSESpecification`. */
export function without(type: string, path: string, only?: RegExp): Removal {
  return changing(`${type} without ${path}`, type, only, ({ Properties }) => visit(Properties, path.split('.'), (parent, key) => {
    const isThere = key in parent;
    if (Array.isArray(parent)) parent.splice(Number(key), 1);
    else delete parent[key];
    return isThere;
  }));
}

/** Gives a property another value. */
export function set(type: string, path: string, value: unknown, only?: RegExp): Removal {
  return changing(`${type} with ${path} = ${JSON.stringify(value)}`, type, only, ({ Properties }) => visit(Properties, path.split('.'), (parent, key) => {
    parent[key] = value;
    return true;
  }));
}

/** Takes the elements of a list that match. */
export function drop(type: string, path: string, matching: RegExp): Removal {
  return changing(`${type} without ${matching} in ${path}`, type, undefined, ({ Properties }) => visit(Properties, path.split('.'), (parent, key) => {
    if (!Array.isArray(parent[key])) return false;
    const kept = parent[key].filter((element: unknown) => !matching.test(JSON.stringify(element)));
    const isChanged = kept.length < parent[key].length;
    parent[key] = kept;
    return isChanged;
  }));
}

/** Adds an element to a list. */
export function more(type: string, path: string, element: unknown, only?: RegExp): Removal {
  return changing(`${type} with more in ${path}`, type, only, ({ Properties }) => visit(Properties, path.split('.'), (parent, key) => {
    if (!Array.isArray(parent[key])) return false;
    parent[key].push(element);
    return true;
  }));
}

/** Takes the resources away. */
export function gone(type: string, only?: RegExp): Removal {
  return {
    says: `no ${type}`,
    from(template) {
      const isGone = (resource: any) => resource.Type === type && (!only || only.test(JSON.stringify(resource)));
      const kept = Object.entries(template.Resources).filter(([, resource]) => !isGone(resource));
      if (kept.length === Object.keys(template.Resources).length) return undefined;
      return { ...template, Resources: Object.fromEntries(kept) };
    },
  };
}

/** Writes something else wherever the text of the template matches. */
export function changedText(template: Template, matching: RegExp, text: string): Template | undefined {
  const before = JSON.stringify(template);
  const after = before.replace(new RegExp(matching, 'g'), text);
  return after === before ? undefined : JSON.parse(after);
}

/** Lets resources be deleted with their stack. */
export function notRetained(type: string): Removal {
  return changing(`${type} that is not retained`, type, undefined, (resource) => {
    const isRetained = 'DeletionPolicy' in resource;
    delete resource.DeletionPolicy;
    delete resource.UpdateReplacePolicy;
    return isRetained;
  });
}

/** An Allow in policies of resources that anyone may use. */
export function openToAll(type: string, path: string, action: string): Removal {
  return more(type, path, { Effect: 'Allow', Principal: '*', Action: action, Resource: '*' });
}

function changing(says: string, type: string, only: RegExp | undefined, change: (resource: any) => boolean): Removal {
  return {
    says,
    from(template) {
      const copy = structuredClone(template);
      const resources = Object.values(copy.Resources).filter((resource) => resource.Type === type && (!only || only.test(JSON.stringify(resource))));
      return resources.map(change).some(Boolean) ? copy : undefined;
    },
  };
}

/** Does something at every place that a path names; says whether anything was changed. */
function visit(json: any, [key, ...rest]: string[], change: (parent: any, key: string) => boolean): boolean {
  if (typeof json !== 'object' || json === null) return false;
  const keys = key === '*' ? Object.keys(json).reverse() : [key];
  return keys.map((one) => (rest.length === 0 ? change(json, one) : visit(json[one], rest, change))).some(Boolean);
}
