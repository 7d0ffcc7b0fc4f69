import { SERVICE_ACTIONS } from './service-actions';
import { matches } from '../../model';

/** An action as the Service Authorization Reference has it. */
export interface ServiceAction {
  /** `service:Name`. */
  readonly name: string;
  /** Whether a statement can name a resource for it; for any other action, `*` is all that there is. */
  readonly takesResource: boolean;
  readonly managesPermissions: boolean;
}

const read = new Map<string, Map<string, ServiceAction>>();
const expanded = new Map<string, ServiceAction[] | undefined>();

/** What an action, in lower case and perhaps with wildcards, matches; `undefined` when it may be of a service that is not known here. */
export function actionsMatching(pattern: string): ServiceAction[] | undefined {
  if (!expanded.has(pattern)) expanded.set(pattern, expand(pattern));
  return expanded.get(pattern);
}

function expand(pattern: string): ServiceAction[] | undefined {
  const [service, name, ...rest] = pattern.split(':');
  const actions = name !== undefined && rest.length === 0 ? actionsOf(service) : undefined;
  if (!actions) return undefined;
  return /[*?]/.test(name) ? [...actions].filter(([key]) => matches(name, key)).map(([, action]) => action) : [actions.get(name) ?? []].flat();
}

function actionsOf(service: string): Map<string, ServiceAction> | undefined {
  const text = Object.prototype.hasOwnProperty.call(SERVICE_ACTIONS, service) ? SERVICE_ACTIONS[service] : undefined;
  if (text === undefined) return undefined;
  let actions = read.get(service);
  if (!actions) {
    actions = new Map(unfolded(text).map((word) => {
      const name = word.replace(/[*!]+$/, '');
      const marks = word.slice(name.length);
      return [name.toLowerCase(), { name: `${service}:${name}`, takesResource: !marks.includes('*'), managesPermissions: marks.includes('!') }];
    }));
    read.set(service, actions);
  }
  return actions;
}

/** `Get{Item,Records} Link` → GetItem, GetRecords, Link. */
function unfolded(text: string): string[] {
  const found: string[] = [];
  const open: string[] = [];
  let prefix = '';
  let word = '';
  let closed = false;
  for (const char of `${text} `) {
    if (char === '{') {
      open.push(prefix);
      prefix += word;
      word = '';
    } else if (char === ',' || char === '}' || char === ' ') {
      if (!closed) found.push(prefix + word);
      word = '';
      closed = char === '}';
      if (closed) prefix = open.pop() ?? '';
    } else {
      word += char;
    }
  }
  return found;
}
