import { App, Stack } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { EventSource, SecureFunction, SecureQueue, TrustZone, ZeroTrust, ZeroTrustDefaults } from '../../src';
import { allFindingsOf, findingsOf } from '../support/packs';

const code = lambda.Code.fromInline('exports.handler = async () => {}');
const plain = { code, handler: 'index.handler', runtime: lambda.Runtime.NODEJS_22_X };

/** Findings about concurrency of an app with one stack, by rule. */
function findings(build: (stack: Stack) => void) {
  const { open, acknowledged } = allFindingsOf((app) => build(new Stack(app, 'Stack')));
  const named = (list: typeof open) => list.filter(({ rule }) => rule.endsWith('LambdaConcurrency')).map(({ rule, path }) => `${rule} ${path}`).sort();
  return { open: named(open), acknowledged: named(acknowledged) };
}

const OF_FN = ['HIPAA.Security-LambdaConcurrency Stack/Fn/Resource', 'NIST.800.53.R5-LambdaConcurrency Stack/Fn/Resource'];

test('a function that reserves nothing acknowledges that two packs ask for it, and one that reserves has nothing to acknowledge', () => {
  expect(findings((stack) => void new SecureFunction(stack, 'Fn', { code }))).toEqual({ open: [], acknowledged: OF_FN });
  expect(findings((stack) => void new SecureFunction(stack, 'Fn', { code, reservedConcurrentExecutions: 5 }))).toEqual({ open: [], acknowledged: [] });
});

test('so does a plain function with defaults of the library, which reserves what its zone says', () => {
  expect(findings((stack) => {
    ZeroTrustDefaults.applyTo(stack);
    new lambda.Function(stack, 'Fn', plain);
  })).toEqual({ open: [], acknowledged: OF_FN });

  const stack = new Stack(new App(), 'Stack');
  ZeroTrustDefaults.applyTo(stack);
  new TrustZone(stack, 'Zone', { reservedConcurrentExecutions: 3 });
  const fn = new lambda.Function(stack, 'Fn', plain);
  expect((fn.node.defaultChild as lambda.CfnFunction).reservedConcurrentExecutions).toBe(3);
});

test('the acknowledgement counts only while nothing invokes the function without a limit', () => {
  const broken = (breaks: (mapping: lambda.CfnEventSourceMapping) => void) => findingsOf((app) => {
    const stack = new Stack(app, 'Stack');
    const fn = new SecureFunction(stack, 'Fn', { code });
    fn.consumes(EventSource.queue(new SecureQueue(stack, 'Queue')));
    const mapping = fn.node.findAll().find((one): one is lambda.CfnEventSourceMapping => one instanceof lambda.CfnEventSourceMapping)!;
    breaks(mapping);
    ZeroTrust.enforce(app, { quiet: true });
  }, []).open.map(({ rule, path }) => `${rule} ${path}`);
  expect(broken(() => undefined)).toEqual([]);
  expect(broken((mapping) => mapping.addPropertyDeletionOverride('ScalingConfig'))).toEqual(expect.arrayContaining(['ZT-LAMBDA-010 Stack/Fn/Resource']));
});
