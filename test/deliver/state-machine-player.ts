/** What a task is asked: its call, its parameters and as whom. Throws to fail. */
export type Task = (call: string, parameters: any, roleArn?: string) => any;

/**
 * Runs the part of the Amazon States Language that the pipeline's machines are written in: Pass, Task, Wait, Choice, Map, Succeed, with Catch. Source: Amazon States
 * Language, states-language.net.
 */
export function runMachine(definition: any, input: any, task: Task): any {
  let name: string = definition.StartAt;
  let data = input;
  for (let steps = 0; steps < 1_000; steps++) {
    const state = definition.States[name];
    let next: string | undefined = state.Next;
    try {
      switch (state.Type) {
        case 'Succeed': return data;
        case 'Wait': break;
        case 'Pass': data = state.Result ?? (state.Parameters ? filled(state.Parameters, data) : data); break;
        case 'Choice': next = state.Choices.find((choice: any) => holds(choice, data))?.Next ?? state.Default; break;
        case 'Map': data = at(state.ItemsPath, data).map((item: any) => runMachine(state.ItemProcessor, item, task)); break;
        case 'Task': {
          const answer = task(state.Resource.replace(/^arn:[^:]*:states:::/, ''), filled(state.Parameters, data), state.Credentials && filled(state.Credentials, data).RoleArn);
          data = state.ResultPath === null ? data : state.ResultPath === undefined ? answer : { ...data, [state.ResultPath.slice(2)]: answer };
          break;
        }
        default: throw new Error(`no state of the type ${state.Type}`);
      }
    } catch (error) {
      const [caught] = state.Catch ?? [];
      if (!caught) throw error;
      data = { ...data, [caught.ResultPath.slice(2)]: String(error) };
      next = caught.Next;
    }
    if (state.End) return data;
    if (next === undefined) throw new Error(`${name} leads nowhere`);
    name = next;
  }
  throw new Error('it does not end');
}

function at(path: string, data: any): any {
  if (path === '$') return data;
  if (path.startsWith('$$')) return path.replace(/^\$\$\./, '');
  return path.slice(2).split('.').reduce((one, key) => one?.[key], data);
}

function filled(parameters: any, data: any): any {
  if (Array.isArray(parameters)) return parameters.map((one) => filled(one, data));
  if (typeof parameters !== 'object' || parameters === null) return parameters;
  return Object.fromEntries(Object.entries<any>(parameters).map(([key, value]) => (key.endsWith('.$') ? [key.slice(0, -2), evaluated(value, data)] : [key, filled(value, data)])));
}

function evaluated(expression: string, data: any): any {
  const format = /^States\.Format\('((?:[^'\\]|\\.)*)', (.*)\)$/.exec(expression);
  if (format) {
    const values = format[2].split(', ').map((path) => at(path, data));
    return format[1].replace(/\{\}/g, () => String(values.shift()));
  }
  if (expression.startsWith('States.JsonToString(')) return JSON.stringify(at(expression.slice(20, -1), data));
  const value = at(expression, data);
  if (value === undefined) throw new Error(`States.ParameterPathFailure: ${expression}`);
  return value;
}

function holds(choice: any, data: any): boolean {
  if (choice.And) return choice.And.every((one: any) => holds(one, data));
  const value = at(choice.Variable, data);
  if ('IsPresent' in choice) return (value !== undefined) === choice.IsPresent;
  if (value === undefined) throw new Error(`States.Runtime: ${choice.Variable} is not there`);
  return value === choice.StringEquals;
}
