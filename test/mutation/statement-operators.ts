import { isDeepStrictEqual } from 'util';
import type { Change } from './operators';
import { GONE, Place } from './places';
import { isObject } from '../../src/model/json';

type StatementJson = Record<string, any>;

const UNKNOWN = { Ref: 'Unknown' };

export function isStatement(json: unknown): json is StatementJson {
  return isObject(json) && (json.Effect === 'Allow' || json.Effect === 'Deny');
}

/** What opens a policy when it is added to its statements. */
export function openStatements(statements: any[], place: Place): [string, StatementJson][] {
  if (!statements.some(({ Principal }) => Principal)) return [['add an Allow of everything', { Effect: 'Allow', Action: '*', Resource: '*' }]];
  const actions = statements.filter(isStatement).flatMap(({ Action }) => Action ?? '*');
  const allow = (principal: unknown) => ({ Effect: 'Allow', Principal: principal, Action: actions, Resource: '*' });
  const caller = place.includes('AssumeRolePolicyDocument') ? 'scheduler.amazonaws.com' : 'delivery.logs.amazonaws.com';
  return [
    ['add an Allow for everyone', allow('*')],
    ['add an Allow for all of AWS', allow({ AWS: '*' })],
    ['add an Allow for a service', allow({ Service: caller })],
  ];
}

/** Every way to weaken a statement. */
export function breakStatement(place: Place, statement: StatementJson): Change[] {
  const whole = (operator: string, changed: StatementJson): Change => ({ operator, place, values: [changed] });
  const changes = statement.Effect === 'Deny' ? breakDeny(place, statement, whole) : breakAllow(statement, whole);
  return changes.filter(({ values: [changed] }) => !isDeepStrictEqual(plain(changed), plain(statement)));
}

/** Without the properties that are undefined. */
function plain(json: any): any {
  return typeof json === 'symbol' ? json : JSON.parse(JSON.stringify(json));
}

type Whole = (operator: string, changed: StatementJson) => Change;

function breakDeny(place: Place, statement: StatementJson, whole: Whole): Change[] {
  const { Action, Principal, Resource, Condition } = statement;
  const other = { 'aws:PrincipalAccount': '111122223333' };
  return [
    { operator: 'drop the Deny', place, values: [GONE] },
    whole('allow what is denied', { ...statement, Effect: 'Allow' }),
    whole('deny or not: unknown', { ...statement, Effect: UNKNOWN }),
    whole('deny less: another action', { ...statement, Action: `${service(Action)}:Other` }),
    whole('deny less: an unknown action', { ...statement, Action: UNKNOWN }),
    whole('deny less: a further condition', { ...statement, Condition: { ...Condition, StringEquals: other } }),
    whole('deny less: an unknown condition', { ...statement, Condition: UNKNOWN }),
    ...conditions(statement).map(([operator, key, value]) => (
      whole('deny the opposite', withCondition(statement, operator, key, opposite(operator, value))))),
    ...(Principal ? [whole('deny less: one principal', { ...statement, Principal: { AWS: 'arn:aws:iam::111122223333:root' } })] : []),
    ...(Resource ? [
      whole('deny less: another resource', { ...statement, Resource: 'arn:aws:other:::x' }),
      whole('deny less: an unknown resource', { ...statement, Resource: UNKNOWN }),
    ] : []),
  ];
}

function breakAllow(statement: StatementJson, whole: Whole): Change[] {
  const { Principal, NotPrincipal, Action, NotAction, Resource, NotResource, Condition, ...rest } = statement;
  const [what, where] = [{ ...rest, Action, Resource }, { ...rest, Condition }];
  return [...loosenConditions(statement, whole), ...(Principal ? [
    whole('allow everyone', { ...what, Principal: '*' }),
    whole('allow all of AWS', { ...what, Principal: { AWS: '*' } }),
    whole('allow all but one', { ...what, NotPrincipal: { AWS: 'arn:aws:iam::111122223333:root' } }),
    whole('allow nobody knows whom', { ...what, Principal: { AWS: UNKNOWN } }),
    whole('allow a stranger', { ...what, Principal: { AWS: 'arn:aws:iam::999988887777:root' } }),
    whole('allow a stranger with an external ID', { ...what, Principal: { AWS: '999988887777' }, Condition: { StringEquals: { 'sts:ExternalId': 'shared' } } }),
  ] : [
    whole('allow every action', { ...where, Resource, Action: '*' }),
    whole('allow every action of the service', { ...where, Resource, Action: `${service(Action)}:*` }),
    whole('allow all actions but one', { ...where, Resource, NotAction: 'iam:*' }),
    whole('allow nobody knows what', { ...where, Resource, Action: UNKNOWN }),
    whole('allow on everything', { ...where, Action, Resource: '*' }),
    whole('allow on all but one', { ...where, Action, NotResource: 'arn:aws:s3:::x' }),
    whole('allow assuming a role of any account', { ...where, Action: 'sts:AssumeRole', Resource: 'arn:aws:iam::*:role/theirs' }),
    whole('allow nobody knows on what', { ...where, Action, Resource: UNKNOWN }),
  ])];
}

/** All conditions at once: one that is left would hold the statement as well. */
function loosenConditions({ Condition, ...bare }: StatementJson, whole: Whole): Change[] {
  if (!Condition) return [];
  const not = (operator: string) => operator.replace(/^(String|Arn)(Equals|Like)/, '$1Not$2');
  const values = (value: unknown) => mapped(Condition, (operator) => operator, () => value);
  return [
    whole('drop the condition', bare),
    whole('unknown condition', { ...bare, Condition: UNKNOWN }),
    whole('condition on anything', { ...bare, Condition: values('*') }),
    whole('condition on something unknown', { ...bare, Condition: values(UNKNOWN) }),
    whole('condition only if the key is there', { ...bare, Condition: mapped(Condition, (operator) => `${operator}IfExists`) }),
    whole('condition on the opposite', { ...bare, Condition: mapped(Condition, not) }),
  ];
}

function mapped(condition: any, operator: (name: string) => string, value = (old: unknown) => old): any {
  return Object.fromEntries(Object.entries<any>(condition).map(([name, keys]) => [
    operator(name), Object.fromEntries(Object.entries(keys).map(([key, old]) => [key, value(old)])),
  ]));
}

function conditions({ Condition }: StatementJson): [string, string, unknown][] {
  return Object.entries<any>(Condition ?? {}).flatMap(([operator, keys]) => (
    Object.entries(keys).map(([key, value]): [string, string, unknown] => [operator, key, value])));
}

function withCondition(statement: StatementJson, operator: string, key: string, value: unknown): StatementJson {
  return { ...statement, Condition: { ...statement.Condition, [operator]: { ...statement.Condition[operator], [key]: value } } };
}

/** Denied to everybody but some: to everybody but everybody. Denied to some: to others. */
function opposite(operator: string, value: unknown): unknown {
  if (value === 'true' || value === 'false') return value === 'true' ? 'false' : 'true';
  if (typeof value === 'boolean') return !value;
  return operator.includes('Not') ? '*' : 'Other';
}

function service(action: unknown): string {
  const [first] = Array.isArray(action) ? action : [action];
  return typeof first === 'string' && first.includes(':') ? first.split(':')[0] : 's3';
}
