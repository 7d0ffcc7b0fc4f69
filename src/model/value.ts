import type { KnownValue, Target, UnknownValue, Value } from './template';

export const ABSENT: KnownValue = { kind: 'known', value: undefined };

export function known(value: unknown): KnownValue {
  return { kind: 'known', value };
}

export function unknownValue(why: string, text?: string): UnknownValue {
  return { kind: 'unknown', why, text };
}

/** Whether deployment puts something from Systems Manager or Secrets Manager into a text. */
export function isDynamic(text: string): boolean {
  return text.includes('{{resolve:');
}

/** The text of a value, with gaps; `undefined` for what is no text. */
export function textOf(value: Value): string | undefined {
  if (value.kind !== 'known') return value.text;
  return typeof value.value === 'string' || typeof value.value === 'number' || typeof value.value === 'boolean' ? String(value.value) : undefined;
}

/** The resource that a value names and nothing else around it; `undefined` for a name inside a longer text. */
export function targetOf(value: Value): Target | undefined {
  return value.kind === 'reference' && value.targets.length === 1 && value.text === holeOf(value.targets[0]) ? value.targets[0] : undefined;
}

/** The last resource that a text names: the one that an ARN ends in. */
export function lastTargetOf(value: Value): Target | undefined {
  return value.kind === 'reference' ? value.targets[value.targets.length - 1] : undefined;
}

export function holeOf(target: Target): string {
  const { stack, logicalId } = target.resource;
  return `\${${stack.id}/${logicalId}${target.attribute === 'Ref' ? '' : `.${target.attribute}`}}`;
}

/** For people: what was seen. */
export function describe(value: Value): string {
  if (value.kind === 'unknown') return value.text ?? `unknown (${value.why})`;
  if (value.kind === 'reference') return value.text.replace(/\$\{[^}/]*\/([^}]*)\}/g, '${$1}');
  return value.value === undefined ? 'nothing' : shorten(JSON.stringify(value.value));
}

function shorten(text: string): string {
  return text.length > 120 ? `${text.slice(0, 117)}...` : text;
}
