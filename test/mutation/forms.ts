import { Change, PARAMETER } from './operators';
import { changedAt, GONE, Resources, valueAt } from './places';

/** A changed template, and how the change is written in it. */
export interface Written {
  readonly form: string;
  readonly resources: Resources;
}

const NO_VALUE = { Ref: 'AWS::NoValue' };

/** A change as everybody writes it. */
export function plainly({ place, values, added }: Change, resources: Resources): Written[] {
  return values.map((value) => ({ form: 'plain', resources: changedAt({ ...resources, ...added }, place, value) }));
}

/** The ways to write a change so that it is not seen at first sight: behind a condition, as nothing, as a text that is put together. */
export function hidden({ place, values, added }: Change, resources: Resources): Written[] {
  const all = { ...resources, ...added };
  const old = valueAt(all, place) ?? NO_VALUE;
  const at = (form: string, value: unknown): Written => ({ form, resources: changedAt(all, place, value) });
  if (place.length === 1) {
    return [at('made under a condition', { ...old, Condition: 'Maybe' }), at('made but for a condition', { ...old, Condition: 'MaybeNot' })];
  }
  if (place[1] !== 'Properties') return []; // CloudFormation takes no functions there

  return values.flatMap((value) => {
    const fresh = value === GONE ? NO_VALUE : value;
    return [
      at('Fn::If, when it holds', { 'Fn::If': ['Maybe', fresh, old] }),
      at('Fn::If, when it does not', { 'Fn::If': ['Maybe', old, fresh] }),
      ...(value === GONE ? [at('AWS::NoValue', NO_VALUE), ...(/^\d+$/.test(place[place.length - 1]) ? [] : [at('null', null)])] : []),
      ...(typeof value === 'boolean' || typeof value === 'number' ? [at('as a text', String(value))] : []),
      ...(typeof value === 'string' ? [at('Fn::Sub', { 'Fn::Sub': value }), at('Fn::Join', { 'Fn::Join': ['', halves(value)] })] : []),
      ...(value === PARAMETER ? [at('Fn::Sub', { 'Fn::Sub': '${Unknown}' }), at('Fn::Select', { 'Fn::Select': [0, PARAMETER] })] : []),
    ];
  });
}

function halves(text: string): string[] {
  return [text.slice(0, text.length / 2), text.slice(text.length / 2)];
}
