import { replaceAll as replace, slice, stringify as text } from './captured';
import type { GuardMode } from './policy';

/** What the guard saw. The names stand in metrics, alarms and findings. */
export type GuardEventKind =
  'egress' | 'egress-metadata' | 'egress-socket' | 'runtime-api' | 'dns' | 'child-process' | 'file-write' | 'file-secret' | 'path-traversal' | 'native-code' | 'internal-binding' | 'worker' | 'code-from-string' | 'prototype-pollution' |
  'sql-injection' | 'nosql-injection' | 'shell-injection' | 'code-injection' | 'request-attack' | 'stack-trace' | 'data-in-answer' | 'data-in-log' | 'data-in-error' | 'data-egress' | 'unhandled-error' | 'tampering';

/** Namespace and metric of the embedded metric format, from which CloudWatch makes the metric that the alarm watches. */
export const NAMESPACE = 'CdkZeroTrust/RuntimeGuard';
const MAX_DETAIL = 160;
// eslint-disable-next-line no-control-regex
const CONTROLS = /[\x00-\x1f\x7f]+/;

/**
 * One line of the log in CloudWatch's embedded metric format: function, kind, what was done. `detail` names what the code asked for (a host, a
 * path, a place of the request), never a payload or a value; control characters are taken out, so that a second line cannot be forged. Only texts are written
 * by JSON.stringify: an object would ask a `toJSON` of the code that it reports.
 */
export function eventLine(kind: GuardEventKind, done: GuardMode, detail: string, now: number, environment: NodeJS.ProcessEnv): string {
  return `{"_aws":{"Timestamp":${now},"CloudWatchMetrics":${METRICS}},"FunctionName":${text(environment.AWS_LAMBDA_FUNCTION_NAME ?? 'unknown')},"Kind":"${kind}",`
    + `"Mode":"${done}","Events":1,"Detail":${text(slice(replace(detail, CONTROLS, ' '), 0, MAX_DETAIL))},"RuntimeGuard":1}`;
}

const METRICS = JSON.stringify([{ Namespace: NAMESPACE, Dimensions: [['FunctionName'], ['FunctionName', 'Kind']], Metrics: [{ Name: 'Events', Unit: 'Count' }] }]);
