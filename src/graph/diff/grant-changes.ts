import { calledAs, Change, ChangeKind } from './change';
import { ChangedRoles } from './changed-roles';
import { covers } from './coverage';
import type { Names } from './names';
import { BETWEEN, Grant, Part } from './statements';
import { Held, Subject, subjectsOf } from './subjects';
import type { TemplateModel, TemplateResource } from '../../model';
import { whoIs } from '../../model/narrowing';
import type { Certainty } from '../trust/trust-graph';

/** A change of what policies allow or deny, and whom and what it is about. */
export interface GrantChange extends Change {
  /** The identity, or the resource that a policy is of. */
  readonly subject?: TemplateResource;
  /** What is acted on, where the templates make it. */
  readonly target?: TemplateResource;
}

/**
 * What the policies of a new version allow and deny that those of an old one did not, and the other way round. Policies are compared by what
 * they mean: one that allows a part of what another one allows already is no change.
 */
export function grantChanges(old: TemplateModel, current: TemplateModel, names: Names): GrantChange[] {
  const [before, after] = [old, current].map((model) => subjectsOf(model, names));
  const changed = new ChangedRoles(old, current, names);
  const told = (subject: Subject | undefined) => (subject && changed.covers(subject.label) ? ofResource(subject) : subject);
  return [
    ...[...new Set([...after.keys(), ...before.keys()])].flatMap((label) => (
      new SubjectDiff(told(before.get(label)), told(after.get(label)), current).changes())),
    ...changed.actors.flatMap((actor) => (
      new SubjectDiff(asActor(actor.was, before, actor.old), asActor(actor.now, after, actor.current), current).changes())),
  ];
}

/** What a role is as a resource: who may assume it. */
function ofResource(subject: Subject): Subject {
  return { ...subject, grants: new Map([...subject.grants].filter(([, { grant }]) => grant.principal)), bounds: new Map() };
}

/** What a role is to the one that acts in its name. */
function asActor(roles: string[], subjects: ReadonlyMap<string, Subject>, resource: TemplateResource): Subject {
  const all = roles.flatMap((role) => subjects.get(role) ?? []);
  return {
    label: '',
    name: calledAs(resource),
    resource,
    grants: new Map(all.flatMap(({ grants }) => [...grants].filter(([, { grant }]) => !grant.principal))),
    bounds: all.length === 1 ? all[0].bounds : new Map(),
  };
}

/** The changes of one subject, of which grants that differ in their actions only are one. */
class SubjectDiff {
  private readonly found = new Map<string, Found>();

  constructor(private readonly before: Subject | undefined, private readonly after: Subject | undefined, private readonly current: TemplateModel) {}

  public changes(): GrantChange[] {
    this.compareGrants();
    this.compareBounds();
    return [...this.found.values()].map(({ actions, ...found }) => this.change(found, [...actions].sort()));
  }

  private compareGrants(): void {
    const [old, now] = [this.before, this.after].map((subject) => subject?.grants ?? NONE);
    const [hadAll, hasAll] = [new Covering(old), new Covering(now)];
    for (const [key, { grant, certain }] of now) {
      const was = old.get(key);
      if (was ? was.certain === certain : hadAll.covers(grant)) continue;
      if (grant.effect === 'deny') this.add(was && !certain ? 'removed-deny' : 'new-deny', grant, certain, 'new');
      else this.add(was ? (certain ? 'more-certain' : 'less-certain') : this.kindOfNew(grant, old), grant, certain, 'new');
    }
    for (const [key, { grant, certain }] of old) {
      if (now.has(key) || hasAll.covers(grant)) continue;
      if (grant.effect === 'deny') this.add('removed-deny', grant, certain, 'old');
      else this.add(isStranger(grant, this.current) ? 'gone-stranger' : hasLike(grant, now) ? 'narrowed' : 'gone-edge', grant, certain, 'old');
    }
  }

  /** A boundary allows nothing by itself: without one, everything that the policies allow goes through. */
  private compareBounds(): void {
    const [old, now] = [this.before, this.after].map((subject) => subject?.bounds ?? NONE);
    if (!this.before || !this.after || (old.size === 0 && now.size === 0)) return;
    const whole: Grant = { effect: 'allow', action: '*', resource: { label: 'boundary', name: 'its permissions boundary' }, conditions: [], when: [] };
    if (now.size === 0) {
      this.add('widened', whole, true, 'old', 'has no permissions boundary any more');
    } else if (old.size === 0) {
      this.add('narrowed', whole, true, 'new', 'has a permissions boundary now');
    } else {
      const [hadAll, hasAll] = [new Covering(old), new Covering(now)];
      for (const [key, { grant, certain }] of now) {
        const was = old.get(key);
        if (was ? !was.certain && certain : !hadAll.covers(grant)) this.add('widened', grant, certain, 'new', 'is allowed more by its permissions boundary:');
      }
      for (const [key, { grant, certain }] of old) {
        if (!now.has(key) && !hasAll.covers(grant)) this.add('narrowed', grant, certain, 'old', 'is allowed less by its permissions boundary:');
      }
    }
  }

  private kindOfNew(grant: Grant, old: ReadonlyMap<string, Held>): ChangeKind {
    if (isStranger(grant, this.current)) return 'new-stranger';
    return hasLike(grant, old) ? 'widened' : 'new-edge';
  }

  private add(kind: ChangeKind, grant: Grant, certain: boolean, version: 'old' | 'new', says?: string): void {
    const key = JSON.stringify([kind, version, certain, says, grant.principal?.label, grant.resource.label, grant.conditions]);
    const found = this.found.get(key) ?? { kind, grant, certain, version, says, actions: new Set<string>() };
    found.actions.add(grant.action);
    this.found.set(key, found);
  }

  private change({ kind, grant, certain, version, says }: Omit<Found, 'actions'>, actions: string[]): GrantChange {
    const subject = (version === 'new' ? this.after : this.before)!;
    const { principal, resource, when } = grant;
    const isWhole = resource.label === 'boundary';
    const from = principal ? nameOf(principal) : subject.name;
    const to = principal ? subject.name : resource.name;
    const written = actions.map(forPeople);
    const verb = says ?? (grant.effect === 'deny' ? (version === 'old' ? 'is no longer denied' : 'is denied') : version === 'old' ? 'may no longer call' : 'may call');
    const under = when.length > 0 ? `, when ${when.join(' and ')}` : '';
    return {
      kind,
      from,
      to,
      actions: isWhole ? [] : written,
      certainty: (certain ? 'certain' : 'possible') as Certainty,
      text: isWhole ? `${from} ${says}` : `${from} ${verb} ${written.join(', ')} on ${principal && resource.label !== '*' ? resource.name : to}${under}`,
      resource: subject.resource,
      version,
      subject: subject.resource,
      target: principal ? subject.resource : resource.target,
    };
  }
}

interface Found {
  readonly kind: ChangeKind;
  readonly grant: Grant;
  readonly certain: boolean;
  readonly version: 'old' | 'new';
  /** Instead of what the effect says. */
  readonly says?: string;
  readonly actions: Set<string>;
}

const NONE: ReadonlyMap<string, Held> = new Map();

/** What is certain in one version: only that can cover what another one says. */
class Covering {
  private readonly certain: Grant[];

  constructor(held: ReadonlyMap<string, Held>) {
    this.certain = [...held.values()].filter(({ certain }) => certain).map(({ grant }) => grant);
  }

  public covers(grant: Grant): boolean {
    return this.certain.some((one) => covers(one, grant));
  }
}

/** Whether there was anything before that the same principal may do on the same resource. */
function hasLike({ principal, resource }: Grant, held: ReadonlyMap<string, Held>): boolean {
  return [...held.values()].some(({ grant }) => grant.effect === 'allow' && grant.principal?.label === principal?.label
    && (grant.resource.label === resource.label || (resource.target !== undefined && baseOf(grant.resource.label) === baseOf(resource.label))));
}

/** The resource that a text names, without what is around it. */
function baseOf(label: string): string | undefined {
  return /#\d+/.exec(label)?.[0];
}

/** Whether a principal is of an account that policies are not to name, or everyone. */
function isStranger({ principal }: Grant, { trusted }: TemplateModel): boolean {
  if (!principal?.value || principal.type === undefined) return false;
  const who = whoIs({ type: principal.type, value: principal.value });
  return who.kind === 'everyone' || (who.kind === 'account' && !trusted.has(who.account));
}

function nameOf({ name, type }: Part): string {
  return name === '*' && type !== 'Service' ? 'everyone' : name;
}

function forPeople(action: string): string {
  return action.startsWith('!') ? `everything but ${action.slice(1).split(BETWEEN).join(', ')}` : action;
}
