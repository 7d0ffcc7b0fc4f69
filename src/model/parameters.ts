import { isObject, objectOrEmpty, own } from './json';
import type { TemplateStack } from './template';

/** More allowed values than this are not tried one by one. */
const MAX_VALUES = 24;

/** What a parameter may be, as far as its template and the given parameters tell. */
export interface Readings {
  readonly values: unknown[];
  /** Whether nothing else can be passed at deployment. */
  readonly complete: boolean;
}

/**
 * The values that a parameter of a template may have; `undefined` when nothing tells.
 *
 * One that was given is the value. Else it is each of AllowedValues, as far as assertions of Rules let it. A default alone is a
 * value that deployment may override: what is bad with it fails, what is good with it proves nothing. Secrets (NoEcho), and
 * parameters whose default is the name of a parameter of Systems Manager, have no readings.
 */
export function readingsOf(stack: TemplateStack, name: string, given: ReadonlyMap<string, unknown> | undefined): Readings | undefined {
  const parameter = stack.entry('Parameters', name);
  if (!isObject(parameter)) return undefined;
  const type = String(own(parameter, 'Type'));
  const isList = /^(List<.*>|CommaDelimitedList)$/.test(type);
  const value = (written: unknown) => (isList && !Array.isArray(written) ? listOf(written) : written);
  if (/^AWS::SSM::Parameter::Value/.test(type)) return undefined;
  if (given?.has(name)) return { values: [value(given.get(name))], complete: true };
  if (/^true$/i.test(String(own(parameter, 'NoEcho')))) return undefined;

  const [allowed, fallback] = [allowedBy(stack, name, own(parameter, 'AllowedValues')), own(parameter, 'Default')];
  if (allowed && allowed.length <= MAX_VALUES) return { values: isList ? [...allowed.map(value), allowed] : allowed, complete: true };
  if (fallback === undefined) return undefined;
  return { values: [value(fallback)], complete: stack.nestedAs !== undefined };
}

function listOf(written: unknown): string[] {
  return String(written ?? '').split(',').map((item) => item.trim()).filter((item) => item !== '');
}

/** AllowedValues without those that an assertion refuses, and the values of an assertion where there are none. */
function allowedBy(stack: TemplateStack, name: string, written: unknown): unknown[] | undefined {
  let allowed = Array.isArray(written) && written.length > 0 ? written : undefined;
  for (const assertion of stack.assertions) {
    const { only, never } = assertedOf(assertion, name);
    if (only) allowed = (allowed ?? only).filter((value) => only.includes(String(value)));
    if (never) allowed = allowed?.filter((value) => !never.includes(String(value)));
  }
  return allowed && allowed.length > 0 ? allowed : undefined;
}

interface Asserted {
  readonly only?: string[];
  readonly never?: string[];
}

/** What an assertion of the Rules section says of a parameter; nothing when it is of another form. */
function assertedOf(assertion: unknown, name: string): Asserted {
  const isIt = (json: unknown) => own(json, 'Ref') === name;
  const contains = own(assertion, 'Fn::Contains');
  if (Array.isArray(contains) && Array.isArray(contains[0]) && contains[0].every(isScalar) && isIt(contains[1])) {
    return { only: contains[0].map(String) };
  }
  const equals = own(assertion, 'Fn::Equals');
  if (Array.isArray(equals) && equals.some(isIt)) {
    const other = equals.find((operand) => !isIt(operand));
    return isScalar(other) ? { only: [String(other)] } : {};
  }
  const or = own(assertion, 'Fn::Or');
  if (Array.isArray(or)) {
    const each = or.map((one) => assertedOf(one, name).only);
    return each.length > 0 && each.every((one) => one !== undefined) ? { only: each.flatMap((one) => one ?? []) } : {};
  }
  const not = own(assertion, 'Fn::Not');
  return Array.isArray(not) ? { never: assertedOf(not[0], name).only } : {};
}

/** The assertions that hold whatever the parameters are: those of rules without a condition, and the parts of an And. */
export function unconditionalAssertions(rules: unknown): unknown[] {
  const all = Object.values(objectOrEmpty(rules)).filter((rule) => own(rule, 'RuleCondition') === undefined)
    .flatMap((rule) => listOr(own(rule, 'Assertions'), []))
    .map((assertion) => own(assertion, 'Assert'));
  return all.flatMap((assertion) => listOr(own(assertion, 'Fn::And'), [assertion]));
}

function listOr(json: unknown, other: unknown[]): unknown[] {
  return Array.isArray(json) ? json : other;
}

function isScalar(json: unknown): boolean {
  return ['string', 'number', 'boolean'].includes(typeof json);
}
