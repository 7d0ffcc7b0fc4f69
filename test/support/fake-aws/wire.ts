import { NormalizedSchema } from '@smithy/core/schema';
import { checkShape, fromQuery, operationOf, OperationSchema } from './shapes';

/** A request as it comes over the wire. */
export interface WireRequest {
  readonly method: string;
  /** With the bucket as its first segment. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Record<string, string | string[] | undefined>;
  readonly body: Uint8Array;
}

export interface Asked {
  readonly operation: OperationSchema;
  readonly name: string;
  readonly input: any;
}

/** What a form asks for, by the SDK's own model. Throws for parameters that the operation does not have. */
export function askedByForm(client: Record<string, any>, body: string): Asked {
  const parameters = new URLSearchParams(body);
  const name = parameters.get('Action')!;
  const operation = operationOf(client, name);
  const taken = new Set(['Action', 'Version']);
  const input = fromQuery(operation[4](), parameters, '', taken) ?? {};
  const unknown = [...parameters.keys()].filter((one) => !taken.has(one));
  if (unknown.length > 0) throw new Error(`${name} has no ${unknown.join(', ')}`);
  checkShape(operation[4](), input);
  return { operation, name, input };
}

/** What each request has, whatever it asks for. */
const OF_ALL = /^x-amz-(date|content-sha256|security-token|user-agent|trailer|decoded-content-length|checksum-type)$/;

/** What a request to Amazon S3 asks for, by the SDK's own model. Throws for parameters and headers that the operation does not have. */
export function askedOfS3(client: Record<string, any>, { method, path, query, headers, body }: WireRequest): Asked {
  const [, bucket, ...rest] = path.split('/').map(decodeURIComponent);
  const key = rest.join('/');
  const operation = operationFor(client, method, key !== '', query);
  const [,, name, { http: [, uri] }, inputShape] = operation;
  const literals = new URLSearchParams(uri.split('?')[1] ?? '');
  const shape = NormalizedSchema.of(inputShape());
  const input: Record<string, any> = {};
  const taken = new Set(literals.keys());
  for (const [member, schema] of shape.structIterator()) {
    const { httpLabel, httpQuery, httpHeader, httpPrefixHeaders, httpPayload } = schema.getMergedTraits();
    if (httpLabel) input[member] = member === 'Bucket' ? bucket : key;
    if (httpPayload) input[member] = body;
    if (httpQuery && query.has(httpQuery)) {
      taken.add(httpQuery);
      input[member] = typed(schema, query.get(httpQuery)!);
    }
    if (httpHeader && headers[httpHeader.toLowerCase()] !== undefined) {
      taken.add(httpHeader.toLowerCase());
      input[member] = typed(schema, String(headers[httpHeader.toLowerCase()]));
    }
    if (!httpPrefixHeaders) continue;
    const prefixed = Object.keys(headers).filter((one) => one.startsWith(httpPrefixHeaders));
    prefixed.forEach((one) => taken.add(one));
    if (prefixed.length > 0) input[member] = Object.fromEntries(prefixed.map((one) => [one.slice(httpPrefixHeaders.length), headers[one]]));
  }
  const unknown = [...[...query.keys()], ...Object.keys(headers).filter((one) => one.startsWith('x-amz-') && !OF_ALL.test(one))].filter((one) => !taken.has(one));
  if (unknown.length > 0) throw new Error(`${name} has no ${unknown.join(', ')}`);
  const absent = ['Bucket', 'Key'].filter((one) => input[one] === '');
  if (absent.length > 0) throw new Error(`${name} lacks ${absent.join(', ')}`);
  checkShape(inputShape(), input);
  return { operation, name, input };
}

/** The operation whose parameters in the path are those of the request: where several are, that with the most of them. */
function operationFor(client: Record<string, any>, method: string, hasKey: boolean, query: URLSearchParams): OperationSchema {
  const operations = Object.values(client).filter((schema): schema is OperationSchema => Array.isArray(schema) && schema[0] === 9);
  const fitting = operations.filter(([,,, { http }]) => http?.[0] === method)
    .map((operation) => ({ operation, uri: String(operation[3].http[1]) }))
    .filter(({ uri }) => uri.includes('{Key+}') === hasKey)
    .map(({ operation, uri }) => ({ operation, literals: [...new URLSearchParams(uri.split('?')[1] ?? '')] }))
    .filter(({ literals }) => literals.every(([name, value]) => query.get(name) === value))
    .sort((one, other) => other.literals.length - one.literals.length);
  if (fitting.length === 0) throw new Error(`The model has nothing at ${method} ${query.toString()}.`);
  return fitting[0].operation;
}

function typed(schema: any, text: string): unknown {
  if (schema.isNumericSchema()) return Number(text);
  return schema.isBooleanSchema() ? text === 'true' : text;
}
