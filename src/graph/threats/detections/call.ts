import type { Detail } from './shipped';

/** A value of a call: a text, or the beginning of one. */
export interface CallValue {
  readonly text: string;
  readonly isPrefix: boolean;
}

/** What is known of calls of one kind: values by dotted path. A path that is not there has any value, or none. */
export type Call = ReadonlyMap<string, CallValue>;

/** EventBridge gets these of a trail that logs management events. */
const DETAIL_TYPE = 'AWS API Call via CloudTrail';

/** Calls of every kind that a detection is about, as EventBridge has them: `source` and `detail-type` around the record of CloudTrail. */
export function callsOf(details: readonly Detail[]): Call[] {
  return details.flatMap((detail) => combinations(leavesOf(detail))).map((call) => {
    const service = call.get('eventSource')?.text.split('.')[0];
    return new Map<string, CallValue>([
      ['source', service === undefined ? { text: 'aws.', isPrefix: true } : { text: `aws.${service}`, isPrefix: false }],
      ['detail-type', { text: DETAIL_TYPE, isPrefix: false }],
      ...[...call].map(([path, value]): [string, CallValue] => [`detail.${path}`, value]),
    ]);
  });
}

function leavesOf(detail: Detail, path: string[] = []): [string, CallValue[]][] {
  return Object.entries(detail).flatMap(([key, value]): [string, CallValue[]][] => (
    Array.isArray(value) ? [[[...path, key].join('.'), value.map(valueOf)]] : leavesOf(value as Detail, [...path, key])));
}

function valueOf(value: unknown): CallValue {
  const isPrefix = typeof value === 'object';
  return { text: String(isPrefix ? (value as { prefix: string }).prefix : value), isPrefix };
}

function combinations(leaves: [string, CallValue[]][]): Call[] {
  return leaves.reduce<Call[]>(
    (calls, [path, values]) => calls.flatMap((call) => values.map((value) => new Map([...call, [path, value]]))), [new Map()]);
}
