import { isObject, own } from './json';
import { TemplateError } from './template-error';
import { readJson } from './template-file';

/**
 * Values of parameters by name, from a file as the AWS CLI takes it (a list of ParameterKey and ParameterValue, or of `Key=Value`), as
 * CodePipeline does (`Parameters` by name), or an object of values. Throws a `TemplateError` for anything else.
 */
export function readParameterFile(path: string): ReadonlyMap<string, unknown> {
  const json = readJson(path);
  const named = isObject(own(json, 'Parameters')) ? own(json, 'Parameters') : json;
  const entries = Array.isArray(named) ? named.map(entryOf) : isObject(named) ? Object.entries(named) : [undefined];
  return new Map(entries.map((entry) => {
    if (!entry || (typeof entry[1] === 'object' && !Array.isArray(entry[1]))) {
      throw new TemplateError(path, 'NoParameters', 'it has no values of parameters by name.', 'write [{"ParameterKey": "Stage", "ParameterValue": "prod"}].');
    }
    return entry;
  }));
}

function entryOf(json: unknown): [string, unknown] | undefined {
  if (typeof json === 'string' && json.includes('=')) return [json.slice(0, json.indexOf('=')), json.slice(json.indexOf('=') + 1)];
  const [key, value] = [own(json, 'ParameterKey'), own(json, 'ParameterValue')];
  return typeof key === 'string' && value !== undefined ? [key, value] : undefined;
}
