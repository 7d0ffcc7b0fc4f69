import { calledAs, Change } from './change';
import { GUARDING_SETTINGS, GuardingSetting } from './guarding-settings';
import type { Matching } from './matching';
import type { Names } from './names';
import { isNarrowerPattern } from './patterns';
import { Expression, TemplateModel, TemplateResource } from '../../model';

/** A value in words that both versions share, and as it is written. */
interface Setting {
  readonly label: string;
  readonly name: string;
  readonly source: unknown;
  readonly number: number;
}

/** Settings of resources in both versions that guard less now, though rules judge both alike. */
export function settingChanges(current: TemplateModel, matching: Matching, names: Names): Change[] {
  return GUARDING_SETTINGS.flatMap((setting) => setting.types.flatMap((type) => current.ofType(type)).flatMap((resource): Change[] => {
    const before = matching.other(resource);
    if (!before) return [];
    const [was, now] = [before, resource].map((one) => read(one, setting, names));
    if (!isWeaker(setting, was, now)) return [];
    const name = calledAs(resource);
    return [{ kind: setting.kind, from: name, to: setting.name, text: `${name} has ${setting.weaker === 'other' ? 'another' : 'weaker'} ${setting.name}: ${said(now)}, and before ${said(was)}`, resource, version: 'new' }];
  }));
}

function said(values: Setting[]): string {
  return values.map(({ name }) => name).join(', ') || 'not set';
}

/** What it is in every world, in order. */
function read(resource: TemplateResource, { at, unset }: GuardingSetting, names: Names): Setting[] {
  const look = () => (resource.exists() ? expressionsAt(resource.properties, at.split('.'), unset !== undefined) : []).map((value): Setting => ({
    label: value.isAbsent ? '' : names.of(value), name: value.isAbsent ? 'not set' : names.said(value), source: value.source, number: numberOf(value, unset),
  }));
  const worlds = resource.stack.model.worlds.explore(look) ?? [look()];
  const distinct = new Map(worlds.map((world) => [JSON.stringify(world.map(({ label }) => label)), world]));
  return [...distinct.values()].flat().sort((a, b) => a.number - b.number || (a.label < b.label ? -1 : 1));
}

function expressionsAt(from: Expression, [key, ...rest]: string[], withAbsent: boolean): Expression[] {
  if (key === undefined) {
    if (from.isAbsent) return withAbsent ? [from] : [];
    return Array.isArray(from.at().source) ? from.items().filter((item) => !item.isAbsent) : [from.at()];
  }
  if (key === '*') return from.items().flatMap((item) => expressionsAt(item, rest, withAbsent));
  return expressionsAt(from.at(key), rest, withAbsent);
}

/** NaN for what is not known before deployment. */
function numberOf({ isAbsent, value }: Expression, unset = 0): number {
  if (isAbsent) return unset;
  return value.kind === 'known' ? Number(value.value) : NaN;
}

function isWeaker({ weaker, types }: GuardingSetting, was: Setting[], now: Setting[]): boolean {
  const [had, has] = [was, now].map((values) => new Set(values.map(({ label }) => label)));
  const [came, went] = [now.filter(({ label }) => !had.has(label)), was.filter(({ label }) => !has.has(label))];
  if (came.length + went.length === 0 && was.length === now.length) return false; // other logical ids at most
  if (weaker === 'higher' || weaker === 'lower') return isFurther(weaker === 'higher' ? 1 : -1, was, now);
  if (weaker === 'more') return came.length > 0 && !had.has('*');
  if (weaker === 'fewer') return went.length > 0;
  if (weaker === 'gone') return was.length > 0 && now.length === 0;
  // what was not there guarded nothing: but weights and variables send elsewhere from the first on
  if (weaker === 'other') return came.length + went.length > 0 && (was.length > 0 || !GUARDS_WHEN_SET.test(types[0]));
  if (weaker === 'pattern') return was.length > 0 && (now.length === 0 || now.some((one) => !was.some((other) => isNarrowerPattern(one.source, other.source))));
  return lowest(weaker, now) < lowest(weaker, was);
}

const GUARDS_WHEN_SET = /^AWS::(Lambda::Function|ApiGateway.*::(DomainName|RestApi|Authorizer)|CloudWatch::Alarm)$/;

/** Of as many values one that is further; of more or fewer, the furthest one. */
function isFurther(way: 1 | -1, was: Setting[], now: Setting[]): boolean {
  const far = ({ number }: Setting) => (Number.isNaN(number) ? Infinity : way * number);
  const [before, after] = [was, now].map((values) => values.map(far).sort((a, b) => a - b));
  if (before.length === 0 || after.length === 0) return before.length > 0;
  if (before.length === after.length) return after.some((one, i) => one > before[i]);
  return after[after.length - 1] > before[before.length - 1];
}

/** What is not known before deployment is below all. */
function lowest(order: readonly RegExp[], values: Setting[]): number {
  const labels = values.length === 0 ? [''] : values.map(({ label }) => label);
  return Math.min(...labels.map((label) => (label.startsWith('?') ? -1 : order.findIndex((one) => one.test(label)))));
}
