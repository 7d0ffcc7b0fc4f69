import type { Expression } from '../model';
import { resourceOf } from '../model/judge';
import { keyOf } from '../model/key-policies';

/** From the least sensitive up; the constructs call them the same. */
export const DATA_CLASSES = ['PUBLIC', 'INTERNAL', 'CONFIDENTIAL', 'RESTRICTED'];

/** The tag by which a key tells the class of what is under it. */
export const DATA_CLASS_TAG = 'zero-trust:data-class';

export function isHigher(dataClass: string, other: string): boolean {
  return DATA_CLASSES.indexOf(dataClass) > DATA_CLASSES.indexOf(other);
}

/** The class of what is under a key; `undefined` for a key that is not in the templates, or does not tell. */
export function classOfKey(key: Expression): string | undefined {
  const told = keyTag(key, DATA_CLASS_TAG);
  return told !== undefined && DATA_CLASSES.includes(told) ? told : undefined;
}

/** A tag of the key that an expression names. */
export function keyTag(key: Expression, name: string): string | undefined {
  const tags = keyOf(resourceOf(key.value, 'AWS::KMS::Key', 'AWS::KMS::Alias'))?.at('Tags').items() ?? [];
  const { value } = tags.find((tag) => is(tag.at('Key'), name))?.at('Value') ?? {};
  return value?.kind === 'known' && typeof value.value === 'string' ? value.value : undefined;
}

function is(expression: Expression, text: string): boolean {
  const { value } = expression;
  return value.kind === 'known' && value.value === text;
}
