import { Check, pathsOf } from '../../../../src/frameworks/conformance/check';
import { TemplateInput } from '../../../../src/model';
import { Rule } from '../../../../src/rules';
import { companionChanges } from '../../../mutation/companion-operators';
import { hidden, plainly } from '../../../mutation/forms';
import { changesAt } from '../../../mutation/operators';
import { readingsOf } from '../../../mutation/readings';
import { splitStacks } from '../../../policy/support/split-stacks';
import { CASES } from '../../../rules/cases';
import { oneStack, Resources, RuleCase } from '../../../rules/support/prove';

export interface Variant {
  readonly name: string;
  /** Logical id and type of the resource that is judged. */
  readonly on: string;
  readonly type: string;
  readonly inputs: TemplateInput[];
}

/**
 * The cases of a rule, good ones and broken ones, and every mutant that the mutation suite makes of them. A type that no case is about has the first of
 * another type.
 */
export function variantsOf(rule: Rule): Variant[] {
  const cases = CASES.filter((one) => one.rule === rule.id);
  const variants = variantsOfCases(rule, cases);
  const others = rule.types.filter((type) => !variants.some((variant) => variant.type === type));
  return [...variants, ...others.flatMap((type) => variantsOfCases(rule, cases.slice(0, 1).map((one) => ({
    ...one, secure: { ...one.secure, [one.on]: { ...one.secure[one.on], Type: type } },
  }))))];
}

function variantsOfCases(rule: Rule, cases: RuleCase[]): Variant[] {
  return cases.flatMap(({ on, secure, firesWhen, passesWhen = {} }) => {
    const resources: Resources = JSON.parse(JSON.stringify(secure));
    const variant = (name: string, inputs: TemplateInput[]): Variant => ({ name, on, type: typeIn(inputs, on), inputs });
    const byHand = Object.entries({ ...firesWhen, ...passesWhen }).flatMap(([name, change]) => {
      const changed = structuredClone(resources);
      change(changed);
      return on in changed ? [variant(name, oneStack(changed)), variant(`${name}, in stacks of their own`, splitStacks(changed))] : [];
    });
    const changes = readingsOf({ Resources: resources }, [rule], on)
      .flatMap(({ logicalId, places }) => [
        ...places.flatMap((place) => changesAt(resources, place)), ...companionChanges(resources, logicalId, places),
      ]);
    const mutants = changes.flatMap((change) => {
      const plain = plainly(change, resources);
      const name = `${change.operator} ${change.place.slice(1).join('.')}`;
      return [
        ...[...plain, ...hidden(change, resources)].map((written) => variant(`${name}, ${written.form}`, oneStack({ ...written.resources }))),
        ...plain.map((written) => variant(`${name}, in stacks of their own`, splitStacks({ ...written.resources }))),
      ];
    });
    return [variant('secure', oneStack(resources)), ...byHand, ...mutants];
  });
}

function typeIn(inputs: TemplateInput[], logicalId: string): string {
  return inputs.map(({ template }) => (template as any).Resources[logicalId]).find((one) => one).Type;
}

/** The cases with an empty list where the checks ask for something, or on the way to it: a comparison of nothing must not hold. */
export function emptied(rule: Rule, type: string, checks: Check[]): Variant[] {
  const cases = CASES.filter((one) => one.rule === rule.id && one.secure[one.on].Type === type);
  return cases.flatMap(({ on, secure }) => pathsOf(checks).flatMap((path) => {
    const keys = path.split(/(?=\[\])|\./);
    return keys.flatMap((_, index) => {
      const resources: Resources = JSON.parse(JSON.stringify(secure));
      resources[on].Properties ??= {};
      const isSet = empty(resources[on].Properties, keys.slice(0, index + 1));
      return isSet ? [{ name: `an empty list at ${keys.slice(0, index + 1).join('.')}`, on, type, inputs: oneStack(resources) }] : [];
    });
  }));
}

function empty(here: any, [key, ...rest]: string[]): boolean {
  if (typeof here !== 'object' || here === null) return false;
  const places = key === '[]' ? Object.keys(here) : [key];
  if (rest.length > 0) return places.map((place) => empty(here[place], rest)).some(Boolean);
  for (const place of places) here[place] = [];
  return places.length > 0;
}
