import type { CheckResult } from './check';
import { GateError } from './gate-error';
import type { TemplateModel } from '../model';
import { INCIDENT_PREFIX, isOpenStatus } from '../model/incident-records';
import { isObject, own } from '../model/json';
import { readJson } from '../model/template-file';

/** Incidents that are open, by the table of an `IncidentResponder` as `aws dynamodb scan` exports it. */
export function openIncidents(path: string): Omit<CheckResult, 'check' | 'files'> {
  const json = readJson(path);
  const items = own(json, 'Items');
  if (!Array.isArray(items)) throw bad(path, 'it has no list Items.');
  if (own(json, 'NextToken') !== undefined || own(json, 'LastEvaluatedKey') !== undefined) throw bad(path, 'it is a part of the table only.');
  const records = items.filter((item) => textOf(item, 'id')?.startsWith(INCIDENT_PREFIX));
  const open = records.filter((item) => isOpenStatus(textOf(item, 'status')));
  const names = open.map((item) => `${textOf(item, 'id')!.slice(INCIDENT_PREFIX.length)} (${textOf(item, 'status') ?? 'no status'})`);
  const shown = names.slice(0, 5).join(', ') + (names.length > 5 ? ' …' : '');
  return open.length > 0
    ? { verdict: 'stop', why: `${open.length} ${open.length === 1 ? 'incident is' : 'incidents are'} open: ${shown}` }
    : { verdict: 'pass', why: `none of ${records.length} incidents is open` };
}

/** Whether templates have the table of a responder: then its incidents have a say. The CDK ends logical ids with the construct's id and a hash. */
export function hasResponder(model: TemplateModel): boolean {
  return ['AWS::DynamoDB::GlobalTable', 'AWS::DynamoDB::Table'].some((type) => model.ofType(type).some(({ logicalId }) => /Incidents[0-9A-F]{8}$/.test(logicalId)));
}

/** DynamoDB's JSON writes a text as `{"S": text}`. */
function textOf(item: unknown, key: string): string | undefined {
  const value = own(item, key);
  const text = isObject(value) ? own(value, 'S') : value;
  return typeof text === 'string' ? text : undefined;
}

function bad(path: string, what: string): GateError {
  return new GateError(path, 'BadIncidents', what, 'export the whole table: aws dynamodb scan --table-name TABLE --output json.');
}
