import { Stack } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import type { SecureFunction } from '../compute/secure-function';
import { ZeroTrustError } from '../core/errors';

export const WRAPPER = 'AWS_LAMBDA_EXEC_WRAPPER';
export const WRAPPER_PATH = '/opt/zt-guard';
export const POLICY = 'ZT_GUARD';
/** The oldest minor versions on which the guard is tested, by family. */
const RUNTIME = /^(?:nodejs(\d+)\.x|python3\.(\d+))$/;
const OLDEST_NODE = 22;
const OLDEST_PYTHON = 12;

/**
 * Throws for a function that the guard could not protect: a guard that is not there must not look as if it were.
 */
export function checkGuardable(fn: SecureFunction, signed: boolean): void {
  const resource = fn.node.defaultChild as lambda.CfnFunction;
  if (fn.runtime === lambda.Runtime.FROM_IMAGE || resource.packageType === 'Image') {
    throw new ZeroTrustError(fn, 'UnguardableImage', 'container images run no exec wrapper and take no layers.', 'package the function as a ZIP, or leave it unprotected.');
  }
  const [, node, python] = RUNTIME.exec(fn.runtime.name) ?? [];
  if (!(Number(node) >= OLDEST_NODE || Number(python) >= OLDEST_PYTHON)) {
    throw new ZeroTrustError(fn, 'UnguardableRuntime', `the guard runs on Node.js ${OLDEST_NODE} and Python 3.${OLDEST_PYTHON} and later, and this function on ${fn.runtime.name}.`,
      'use one of them, or leave the function unprotected.');
  }
  if (resource.durableConfig !== undefined) {
    throw new ZeroTrustError(fn, 'UnguardableDurable', 'durable functions ignore NODE_OPTIONS, by which the guard starts.', 'leave durableConfig out, or leave the function unprotected.');
  }
  if (resource.codeSigningConfigArn !== undefined && !signed) {
    throw new ZeroTrustError(fn, 'UnsignedGuard', 'Lambda asks layers of functions with code signing for a signature, and the layer of the guard has none.',
      'sign RuntimeGuard.layerZip by your signing profile, and pass the layer version as signedLayer.');
  }
  const { [WRAPPER]: wrapper, NODE_OPTIONS: options } = variablesOf(fn);
  if (wrapper !== undefined) {
    const [what, instead] = known(wrapper);
    throw new ZeroTrustError(fn, 'OtherWrapper', `${WRAPPER} is set${what}, and Lambda runs one wrapper.`, `${instead}, or leave the function unprotected.`);
  }
  if (options !== undefined) throw otherOptions(fn);
}

/**
 * Wrappers of others that were in use in 2026, and what becomes of the function with the guard: none is chained. Each of them loads code of its own before the
 * guard, by NODE_OPTIONS, PYTHONPATH or another handler, and that code opens connections and patches modules which the guard would report as the function's.
 */
const WRAPPERS: [wrapper: RegExp, what: string, instead: string][] = [
  [/^\/opt\/otel-(?:handler|instrument|proxy-handler|stream-handler|sqs-handler)$/, 'AWS Distro for OpenTelemetry, which loads its SDK before the guard',
    'start OpenTelemetry in the code of the function, or trace by X-Ray (tracing: Active)'],
  [/^\/opt\/datadog_wrapper$/, 'Datadog, which takes the place of the handler', 'call the library of Datadog in the code of the function'],
  [/^\/opt\/newrelic_lambda_wrapper|^\/opt\/(?:nodejs|python)\/.*newrelic/, 'New Relic, which takes the place of the handler', 'call the agent of New Relic in the code of the function'],
  [/^\/opt\/lumigo_wrapper$/, 'Lumigo, which takes the place of the handler', 'call the tracer of Lumigo in the code of the function'],
  [/^\/opt\/dynatrace$/, 'Dynatrace, which loads native code', 'monitor the function by its logs and metrics'],
  [/^\/opt\/bootstrap$/, 'AWS Lambda Web Adapter, whose program is the runtime', 'call the web framework from a handler'],
];

function known(wrapper: unknown): [string, string] {
  const found = WRAPPERS.find(([pattern]) => typeof wrapper === 'string' && pattern.test(wrapper));
  return found === undefined ? ['', 'remove it'] : [` to that of ${found[1]}`, found[2]];
}

/** What changed after the guard was put before the function, a line each. */
export function guardFaults(fn: SecureFunction): string[] {
  const variables = variablesOf(fn);
  const faults: ZeroTrustError[] = [];
  if (variables[WRAPPER] !== WRAPPER_PATH) {
    faults.push(new ZeroTrustError(fn, 'OtherWrapper', `${WRAPPER} was changed after the guard set it.`, 'remove what changes it.'));
  }
  if (variables.NODE_OPTIONS !== undefined) faults.push(otherOptions(fn));
  const bytes = Object.entries(variables).reduce((sum, [name, value]) => sum + Buffer.byteLength(name) + literalBytes(value), 0);
  if (bytes > MAX_BYTES) {
    faults.push(new ZeroTrustError(fn, 'EnvironmentTooLarge',
      `its environment variables have at least ${bytes} bytes, ${literalBytes(variables[POLICY])} of them the policy of the guard; Lambda takes ${MAX_BYTES}.`,
      'split the function by what it calls, or move settings to a parameter.'));
  }
  return faults.map(({ message }) => message);
}

/** All environment variables of a function, names and values. Source: AWS Lambda developer guide, "Lambda quotas". */
const MAX_BYTES = 4096;

/** The bytes that are known before deployment: a reference becomes a name of one at the least. */
function literalBytes(value: unknown): number {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return Buffer.byteLength(String(value));
  const join = (value as { 'Fn::Join'?: [string, unknown[]] } | undefined)?.['Fn::Join'];
  if (!join) return 1;
  return join[1].reduce((sum: number, part) => sum + literalBytes(part), Buffer.byteLength(join[0]) * Math.max(0, join[1].length - 1));
}

function otherOptions(fn: SecureFunction): ZeroTrustError {
  return new ZeroTrustError(fn, 'OtherNodeOptions', 'NODE_OPTIONS is set, which could load code before the guard or take its hooks away.',
    'remove it: source maps and limits of memory can be set in the code and by memorySize.');
}

function variablesOf(fn: SecureFunction): Record<string, unknown> {
  const { environment } = fn.node.defaultChild as lambda.CfnFunction;
  return Stack.of(fn).resolve(environment)?.variables ?? {};
}
