import { calledAs, Change, ChangeKind } from './change';
import type { Names } from './names';
import type { TemplateModel } from '../../model';
import { isWeaker, Route, routesOf } from '../routes';

/** Routes that came or went, and those that ask less or more of who calls. */
export function routeChanges(old: TemplateModel, current: TemplateModel, names: Names): Change[] {
  const [before, after] = [old, current].map((model) => byName(routesOf(model), names));
  const found: Change[] = [];
  for (const [at, now] of after) {
    const was = before.get(at);
    if (!was) found.push(change(now.isPublic ? 'new-public-route' : 'new-route', now, 'new', `is a new ${now.isPublic ? 'public ' : ''}route (${asks(now)})`));
    else found.push(...differences(was, now, names));
  }
  for (const [at, was] of before) if (!after.has(at)) found.push(change('gone-route', was, 'old', 'is no route any more'));
  return found;
}

/** By API and name. Several of one name, as URLs of a function and its alias, are told apart by how much they ask. */
function byName(routes: Route[], names: Names): Map<string, Route> {
  const found = new Map<string, Route>();
  for (const route of [...routes].sort((a, b) => (isWeaker(a, b) ? -1 : isWeaker(b, a) ? 1 : 0))) {
    const name = `${names.label(route.api)} ${route.name}`;
    let twin = 0;
    while (found.has(`${name} ${twin}`)) twin++;
    found.set(`${name} ${twin}`, route);
  }
  return found;
}

function differences(was: Route, now: Route, names: Names): Change[] {
  const opened = now.isPublic && !was.isPublic ? [change('new-public-route', now, 'new', `is reached from the internet now (${asks(now)})`)] : [];
  const asksNow = `${asks(now)}, and before ${asks(was)}`;
  if (isWeaker(now, was)) return [...opened, change('weaker-authentication', now, 'new', `asks for less: ${asksNow}`)];
  if (isWeaker(was, now)) return [...opened, change('stronger-authentication', now, 'new', `asks for more: ${asksNow}`)];
  // another authorizer lets others in: nothing tells that it is as strict
  const decides = ({ by, authorizer }: Route) => `${by} ${authorizer ? names.label(authorizer) : ''}`;
  if (decides(was) !== decides(now) && now.authentication !== 'none') return [...opened, change('weaker-authentication', now, 'new', `has another authorizer: ${asksNow}`)];
  const more = now.scopes.filter((scope) => !was.scopes.includes(scope));
  if (more.length > 0) return [...opened, change('weaker-authentication', now, 'new', `takes the scope ${more.join(', ')} too`)];
  return opened;
}

function asks({ authentication, by, authorizer, scopes }: Route): string {
  if (authentication === 'none') return 'no authentication';
  if (authentication === 'api-key') return 'an API key only, which is no authentication';
  return `${by}${authorizer ? ` by ${calledAs(authorizer)}` : ''}${scopes.length > 0 ? `, scope ${scopes.join(' or ')}` : ''}`;
}

function change(kind: ChangeKind, route: Route, version: 'old' | 'new', text: string): Change {
  const name = `${calledAs(route.api)} ${route.name}`.trim();
  return { kind, from: name, text: `${name} ${text}`, resource: route.resource, version };
}
