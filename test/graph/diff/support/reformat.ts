import type { Random } from './random';

export type Templates = Record<string, any>;

/** A way to write the same app otherwise. */
export type Reformat = (templates: Templates, random: Random) => Templates;

/** Ways to write templates otherwise that change nothing of what they mean. */
export const REFORMATS: Record<string, Reformat> = {
  'the order of keys': (templates, random) => mapped(templates, (json) => {
    if (Array.isArray(json) || json === null || typeof json !== 'object') return json;
    return Object.fromEntries(random.shuffled(Object.entries(json)));
  }),
  'logical ids': renameLogicalIds,
  'construct paths': (templates, random) => {
    const words = new Map<string, string>();
    const renamed = (part: string) => {
      if (['Resource', 'Default'].includes(part)) return part;
      if (!words.has(part)) words.set(part, random.word());
      return words.get(part)!;
    };
    return withPaths(templates, (path) => path.split('/').map(renamed).join('/'));
  },
  'construct paths and logical ids': (templates, random) => renameLogicalIds(REFORMATS['construct paths'](templates, random), random),
  'no construct paths': (templates) => withPaths(templates, () => undefined),
  'logical ids, where no construct path tells': (templates, random) => renameLogicalIds(withPaths(templates, () => undefined), random),
  'the stack': (templates, random) => {
    const word = random.word();
    // what other stacks take of it by its name follows
    const exportName = (name: unknown) => (typeof name === 'string' ? name.replace(/^[^:]+(?=:)/, (stack) => (stack in templates ? `${stack}${word}` : stack)) : name);
    const named = mapped(templates, (json) => {
      if (typeof json?.StackName === 'string' && json.StackName in templates && json.OutputName) return { ...json, StackName: `${json.StackName}${word}` };
      if (json?.['Fn::ImportValue']) return { 'Fn::ImportValue': exportName(json['Fn::ImportValue']) };
      return json?.Export?.Name ? { ...json, Export: { Name: exportName(json.Export.Name) } } : json;
    });
    // stacks keep apart: two may have the same path within
    const renamed = withPaths(named, (path) => path.replace(/^[^/]*/, (stack) => `${stack}${word}`));
    return Object.fromEntries(Object.entries(renamed).map(([name, template]) => [`${name}${word}`, template]));
  },
  'Sids': (templates, random) => statements(templates, (list) => list.map(({ Sid, ...rest }) => (random.chance(0.5) ? rest : { Sid: random.word(), ...rest }))),
  'the order of statements': (templates, random) => statements(templates, (list) => random.shuffled(list)),
  'the case of actions': (templates, random) => statements(templates, (list) => list.map((one) => ({
    ...one, ...one.Action !== undefined && { Action: eachOf(one.Action, (action) => (random.chance(0.5) ? action.toLowerCase() : action)) },
  }))),
  'statements in parts': (templates, random) => statements(templates, (list) => list.flatMap((one) => {
    const key = ['Action', 'Resource'].find((name) => Array.isArray(one[name]) && one[name].length > 1);
    if (!key || random.chance(0.3)) return [one];
    const at = 1 + random.below(one[key].length - 1);
    return [{ ...one, [key]: one[key].slice(0, at) }, { ...one, [key]: one[key].slice(at) }];
  })),
  'statements put together': (templates) => statements(templates, merged),
  'lists of one': (templates, random) => {
    const otherwise = (value: any) => (Array.isArray(value) ? (value.length === 1 && random.chance(0.5) ? value[0] : random.shuffled(value))
      : random.chance(0.5) ? [value] : value);
    return statements(templates, (list) => list.map((one) => Object.fromEntries(Object.entries<any>(one).map(([key, value]) => (
      [key, ['Action', 'Resource', 'NotAction', 'NotResource'].includes(key) ? otherwise(value) : value])))));
  },
  'Fn::GetAtt': (templates) => mapped(templates, (json) => {
    const argument = json?.['Fn::GetAtt'];
    return Array.isArray(argument) && Object.keys(json).length === 1 ? { 'Fn::GetAtt': argument.join('.') } : json;
  }),
  'Fn::Join as Fn::Sub': (templates) => mapped(templates, (json) => {
    const argument = json?.['Fn::Join'];
    if (!Array.isArray(argument) || Object.keys(json).length !== 1 || !Array.isArray(argument[1])) return json;
    const parts = argument[1].map((part: any) => (typeof part === 'string' ? part.replace(/\$\{/g, '${!') : part?.Ref ? `\${${part.Ref}}`
      : part?.['Fn::GetAtt'] ? `\${${[part['Fn::GetAtt']].flat().join('.')}}` : undefined));
    return parts.every((part: unknown) => part !== undefined) ? { 'Fn::Sub': parts.join(argument[0]) } : json;
  }),
};

/** Statements with the same everything but their actions, as one. */
function merged(list: any[]): any[] {
  const groups = new Map<string, any>();
  for (const { Action, Sid, ...rest } of list) {
    const key = JSON.stringify(rest);
    if (Action === undefined) groups.set(`${key} ${groups.size}`, rest);
    else groups.set(key, { ...rest, Action: [...new Set([...[groups.get(key)?.Action ?? []].flat(), ...[Action].flat()])] });
  }
  return [...groups.values()];
}

function eachOf(value: any, change: (text: string) => string): any {
  if (Array.isArray(value)) return value.map((one) => eachOf(one, change));
  return typeof value === 'string' ? change(value) : value;
}

function statements(templates: Templates, change: (list: any[]) => any[]): Templates {
  return mapped(templates, (json) => {
    const list = json?.Statement;
    const isPolicy = Array.isArray(list) && list.length > 0 && list.every((one: any) => one?.Effect !== undefined);
    return isPolicy ? { ...json, Statement: change(list) } : json;
  });
}

/** Each object and list, from the innermost out. */
function mapped(json: any, change: (json: any) => any): any {
  if (Array.isArray(json)) return change(json.map((item) => mapped(item, change)));
  if (json === null || typeof json !== 'object') return json;
  return change(Object.fromEntries(Object.entries(json).map(([key, value]) => [key, mapped(value, change)])));
}

function withPaths(templates: Templates, change: (path: string) => string | undefined): Templates {
  return Object.fromEntries(Object.entries(templates).map(([name, template]) => [name, {
    ...template,
    Resources: Object.fromEntries(Object.entries<any>(template.Resources).map(([id, resource]) => {
      const path = resource.Metadata?.['aws:cdk:path'];
      if (path === undefined) return [id, resource];
      const { 'aws:cdk:path': _, ...rest } = resource.Metadata;
      const changed = change(path);
      return [id, { ...resource, Metadata: changed === undefined ? rest : { ...rest, 'aws:cdk:path': changed } }];
    })),
  }]));
}

function renameLogicalIds(templates: Templates, random: Random): Templates {
  return Object.fromEntries(Object.entries(templates).map(([name, template]) => {
    const ids = new Map(Object.keys(template.Resources).map((id) => [id, random.word()]));
    const of = (id: string) => ids.get(id) ?? id;
    const renamed = mapped(template, (json) => {
      if (json === null || typeof json !== 'object' || Array.isArray(json)) return json;
      if (typeof json.Ref === 'string' && Object.keys(json).length === 1) return { Ref: of(json.Ref) };
      const target = json['Fn::GetAtt'];
      if (target !== undefined && Object.keys(json).length === 1) {
        return { 'Fn::GetAtt': Array.isArray(target) ? [of(target[0]), ...target.slice(1)] : target.replace(/^[^.]*/, of) };
      }
      const text = json['Fn::Sub'];
      if (text !== undefined && Object.keys(json).length === 1) {
        const within = (sub: string) => sub.replace(/\$\{([^}.!]+)/g, (_, id) => `\${${of(id)}`);
        return { 'Fn::Sub': Array.isArray(text) ? [within(text[0]), text[1]] : within(text) };
      }
      if (typeof json.Type === 'string' && json.DependsOn !== undefined) return { ...json, DependsOn: eachOf(json.DependsOn, of) };
      return json;
    });
    const resources = random.shuffled(Object.entries<any>(renamed.Resources)).map(([id, resource]) => [of(id), resource]);
    return [name, { ...renamed, Resources: Object.fromEntries(resources) }];
  }));
}
