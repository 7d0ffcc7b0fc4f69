import type { Document } from './grammar';
import type { Judged } from './judged';
import { OWN, OWN_ORGANISATION } from './worlds';

/** What names us in a value. */
const OURS = [OWN, OWN_ORGANISATION, 'app-bucket', '0123456789abcdef0'];

/** Why rules and IAM do not agree. */
export interface Reason {
  readonly reason: string;
  readonly holds: (one: Judged) => boolean;
}

/** Rules alarm, and IAM lets no stranger in. */
export const ALARMS: Reason[] = [
  {
    reason: 'Nobody gets in by the statement, we neither: it is not what its author meant.',
    holds: ({ isDead }) => isDead,
  },
  {
    reason: 'A value with * or ? where the operator takes none, as StringEquals or ArnLike beside the parts of an ARN: it is meant as a pattern, and as one it is everyone.',
    holds: ({ documents }) => allowances(documents).some(({ Condition = {} }) => Object.entries<any>(Condition).some(([operator, keys]) => (
      Object.values<any>(keys).flat().some((value: string) => /[*?]/.test(value) && takesNoPattern(operator, value))))),
  },
  {
    reason: '…IfExists and ForAllValues also hold for a request without the key, and not every service sends one: they count only beside a Null condition that asks for it, '
      + 'also where another condition happens to refuse such requests.',
    holds: ({ documents }) => allowances(documents).some(({ Condition = {} }) => Object.entries<any>(Condition).some(([operator, keys]) => (
      /IfExists$|^ForAllValues:/.test(operator) && Object.values<any>(keys).flat().some((value: string) => OURS.some((ours) => value.includes(ours)))))),
  },
  {
    reason: 'A Deny for all others by two keys at once refuses whoever has neither: rules count a Deny of one key, and no conditions that only together are narrow.',
    holds: ({ documents }) => documents.flatMap(({ Statement }) => Statement).some(({ Effect, Condition = {} }) => (
      Effect === 'Deny' && Object.values<any>(Condition).some((keys) => Object.keys(keys).length > 1))),
  },
  {
    reason: 'A Deny for callers who are not ours also refuses services, which have no such key: their Allow is dead, and not by what its author meant.',
    holds: ({ documents }) => documents.flatMap(({ Statement }) => Statement).some(({ Effect, Principal, Condition = {} }) => (
      Effect === 'Deny' && Principal === '*' && Object.keys(Condition).some((operator) => /Not/.test(operator))))
      && allowances(documents).some(({ Principal = {} }) => Principal.Service !== undefined),
  },
  {
    reason: 'NotPrincipal with Allow is for everyone who is not named, and AWS advises against it: it is refused whatever its conditions are today.',
    holds: ({ documents }) => allowances(documents).some((statement) => 'NotPrincipal' in statement),
  },
  {
    reason: 'A named account is a trust that has to be declared, also where a condition on the place, the time or the name of the caller holds it back.',
    holds: ({ fired }) => fired.every((one) => one.startsWith('ZT-TRUST-002')),
  },
];

function allowances(documents: Document[]): Record<string, any>[] {
  return documents.flatMap(({ Statement }) => Statement).filter(({ Effect }) => Effect === 'Allow');
}

function takesNoPattern(operator: string, value: string): boolean {
  return /Arn/.test(operator) ? value.split(':').length < 6 : /Equals/.test(operator);
}
