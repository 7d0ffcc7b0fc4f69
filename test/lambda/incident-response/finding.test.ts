import * as fc from 'fast-check';
import { findingsOf } from '../../../lambda/incident-response/finding';

const lambdaArn = 'arn:aws:lambda:eu-west-1:111122223333:function:ship-order';

test('a GuardDuty finding on a function names the function and the remote address', () => {
  const [found] = findingsOf({
    source: 'aws.guardduty',
    time: '2026-01-01T00:00:00Z',
    detail: {
      schemaVersion: '2.0',
      id: '16afba5c5c43e07c9e3e5e2e544e95df',
      type: 'Backdoor:Lambda/C&CActivity.B',
      severity: 8,
      title: 'The Lambda function is communicating with a command and control server.',
      updatedAt: '2026-01-01T00:10:00Z',
      resource: { resourceType: 'Lambda', lambdaDetails: { functionName: 'ship-order', functionArn: `${lambdaArn}:7`, functionVersion: '7' } },
      service: {
        serviceName: 'guardduty',
        action: { actionType: 'NETWORK_CONNECTION', networkConnectionAction: { connectionDirection: 'OUTBOUND', remoteIpDetails: { ipAddressV4: '198.51.100.0' } } },
      },
    },
  });
  expect(found).toMatchObject({ source: 'guardduty', severity: 8, drill: false, time: '2026-01-01T00:10:00Z' });
  expect(found.targets).toEqual([{ kind: 'FUNCTION', id: 'ship-order' }, { kind: 'ADDRESS', id: '198.51.100.0' }]);
});

test('a GuardDuty attack sequence names its endpoints, under service.detection.sequence', () => {
  const [found] = findingsOf({
    source: 'aws.guardduty',
    detail: {
      id: 'sequence',
      type: 'AttackSequence:IAM/CompromisedCredentials',
      severity: 9,
      title: 'Potential credential compromise',
      resource: { resourceType: 'AttackSequence' },
      service: {
        detection: {
          sequence: {
            uid: 'sequence',
            actors: [{ id: 'actor', user: { name: 'someone' } }],
            endpoints: [{ id: 'endpoint', ip: '2001:DB8::7' }, { id: 'other', ip: '198.51.100.0' }],
            resources: [{ uid: 'arn:aws:s3:::bucket', resourceType: 'S3_BUCKET' }],
          },
        },
      },
    },
  });
  expect(found.targets).toEqual([{ kind: 'ADDRESS', id: '2001:db8::7' }, { kind: 'ADDRESS', id: '198.51.100.0' }]);
});

test('an event of Security Hub is one finding for each that it holds, with the severity of its label', () => {
  const asff = (Id: string, Label: string, Resources: object[]) => ({
    SchemaVersion: '2018-10-08', Id, Title: 'A title', Types: ['TTPs/Command and Control'], Severity: { Label, Normalized: 70 }, Resources,
  });
  const found = findingsOf({
    source: 'aws.securityhub',
    detail: {
      findings: [
        asff('one', 'CRITICAL', [{ Type: 'AwsLambdaFunction', Id: lambdaArn }]),
        asff('two', 'HIGH', [{ Type: 'AwsS3Bucket', Id: 'arn:aws:s3:::bucket' }]),
        asff('three', 'UNHEARD OF', []),
      ],
    },
  });
  expect(found.map(({ severity, targets }) => [severity, targets])).toEqual([
    [10, [{ kind: 'FUNCTION', id: 'ship-order' }]],
    [8, [{ kind: 'OTHER', id: 'arn:aws:s3:::bucket' }]],
    [7, [{ kind: 'OTHER', id: 'securityhub/three' }]],
  ]);
});

test('an alarm contains nothing: it names no function and no address', () => {
  const [found] = findingsOf({ source: 'aws.cloudwatch', detail: { alarmName: 'Errors', state: { value: 'ALARM', timestamp: '2026-01-01T00:00:00Z' } } });
  expect(found.targets).toEqual([{ kind: 'OTHER', id: 'Errors' }]);
});

test.each([
  ['no detail', { source: 'zero-trust' }],
  ['another source', { source: 'aws.s3', detail: {} }],
  ['no id', { source: 'zero-trust', detail: { severity: 8 } }],
  ['a severity that is no number', { source: 'zero-trust', detail: { id: '1', severity: 'high' } }],
  ['a severity above 10', { source: 'zero-trust', detail: { id: '1', severity: 11 } }],
])('an event with %s is refused, so that it ends with the dead letters', (_, event) => {
  expect(() => findingsOf(event)).toThrow(Error);
});

test('whatever an event holds: a finding of bounded size, or an error of ours', () => {
  const hostile = fc.oneof(fc.anything({ withNullPrototype: false, maxDepth: 4 }), fc.string({ minLength: 600, maxLength: 5_000 }), fc.jsonValue());
  const target = fc.oneof(hostile, fc.record({ kind: fc.constantFrom('FUNCTION', 'ADDRESS', 'USER', 'NEW'), id: hostile }));
  const detail = fc.oneof(hostile, fc.record({
    id: fc.oneof(fc.string({ minLength: 1 }), hostile),
    severity: fc.oneof(fc.integer({ min: 0, max: 10 }), hostile),
    alarmName: hostile,
    state: hostile,
    title: hostile,
    time: hostile,
    drill: hostile,
    targets: fc.oneof(fc.array(target, { maxLength: 60 }), hostile),
    findings: fc.oneof(fc.array(fc.record({
      Id: hostile, Severity: hostile, Resources: fc.oneof(fc.array(fc.record({ Type: fc.constant('AwsLambdaFunction'), Id: hostile })), hostile), Network: hostile,
    }, { requiredKeys: [] })), hostile),
    resource: hostile,
    service: fc.oneof(fc.record({ action: hostile, detection: hostile, additionalInfo: hostile }, { requiredKeys: [] }), hostile),
  }, { requiredKeys: [] }));
  const source = fc.constantFrom('aws.guardduty', 'aws.securityhub', 'aws.cloudwatch', 'zero-trust');
  let found = 0;
  fc.assert(fc.property(source, detail, (from, given) => {
    // as it comes: out of a message of JSON
    let text: string | undefined;
    try {
      text = JSON.stringify({ source: from, detail: given });
    } catch {
      return;
    }
    let findings;
    try {
      findings = findingsOf(JSON.parse(text));
    } catch (error) {
      expect(error).not.toBeInstanceOf(TypeError);
      return;
    }
    for (const one of findings) {
      found++;
      expect(JSON.stringify(one).length).toBeLessThan(100_000);
      expect(one.targets.length).toBeGreaterThan(0);
      expect(one.targets.length).toBeLessThanOrEqual(20);
      for (const { kind, id } of one.targets) {
        expect(id.length).toBeLessThanOrEqual(1_100);
        expect(id).not.toBe('');
        if (kind === 'FUNCTION') expect(id).toMatch(/^[\w-]{1,64}$/);
      }
    }
  }), { numRuns: 2_000 });
  expect(found).toBeGreaterThan(100);
});
