import { LogKind } from './log-kind';
import { DataClass } from '../../core/data-class';

/**
 * CloudWatch Logs sends the name of the subscription filter with the events, and who writes to the log group has no say in it.
 */
export function subscriptionName(kind: LogKind, dataClass: DataClass): string {
  return `siem.${kind}.${dataClass}`;
}

/**
 * What the name of a subscription filter says; nothing when it is not one of ours.
 */
export function subscriptionOf(name: string): { readonly kind: LogKind; readonly dataClass: DataClass } | undefined {
  const [prefix, kind, dataClass, ...rest] = name.split('.');
  if (prefix !== 'siem' || rest.length > 0 || !Object.hasOwn(LogKind, kind ?? '') || !Object.hasOwn(DataClass, dataClass ?? '')) return undefined;
  return { kind: kind as LogKind, dataClass: dataClass as DataClass };
}
