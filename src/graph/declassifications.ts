import { DATA_CLASSES, isHigher } from './data-class';
import { Expression, TemplateResource, textOf } from '../model';

/** The metadata of a workload that declares what it takes out of data. */
export const DECLASSIFICATION_METADATA = 'zero-trust:declassification';

/** A declared downgrade: what is read up to one class is written down to another. */
export interface Declassification {
  readonly from: string;
  readonly to: string;
  readonly reason: string;
}

/** Those that name two classes, and a reason. */
export function declassificationsOf(workload: TemplateResource): Declassification[] {
  return workload.metadata.at(DECLASSIFICATION_METADATA).items().flatMap((one) => {
    const [from, to, reason] = ['From', 'To', 'Reason'].map((name) => known(one.at(name)));
    const holds = DATA_CLASSES.includes(from) && DATA_CLASSES.includes(to) && isHigher(from, to) && reason.trim() !== '';
    return holds ? [{ from, to, reason }] : [];
  });
}

/** The declaration that covers a flow, when there is one. */
export function declassifying(declared: Declassification[], from: string, to: string): Declassification | undefined {
  return declared.find((one) => !isHigher(from, one.from) && !isHigher(one.to, to));
}

function known({ value }: Expression): string {
  return value.kind === 'known' ? textOf(value) ?? '' : '';
}
