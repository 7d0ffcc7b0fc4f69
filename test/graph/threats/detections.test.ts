import { callPatterns } from '../../../src/detect/event-rules';
import { shippedDetections } from '../../../src/detect/shipped-detections';
import { THREATS } from '../../../src/graph/threats/catalogue';
import { callsOf } from '../../../src/graph/threats/detections/call';
import { patternMatches } from '../../../src/graph/threats/detections/event-pattern';
import { filterMatches } from '../../../src/graph/threats/detections/filter-pattern';
import { PresentDetections } from '../../../src/graph/threats/detections/present-detections';
import { SHIPPED } from '../../../src/graph/threats/detections/shipped';
import { modelThreats, RuleVerdict, Threat } from '../../../src/graph/threats/threat-model';
import { TemplateModel, TemplateResource } from '../../../src/model';
import { evaluate, RULES } from '../../../src/rules';

type Json = Record<string, any>;

const arn = (id: string) => ({ 'Fn::GetAtt': [id, 'Arn'] });
const HERE = { account: '111122223333', region: 'eu-west-1' };
const TRAIL = {
  Type: 'AWS::CloudTrail::Trail',
  Properties: { IsLogging: true, IsMultiRegionTrail: true, S3BucketName: 'logs', CloudWatchLogsLogGroupArn: arn('TrailLogs') },
};
const rule = (eventSource: string, eventName: unknown[], properties: Json = {}, detail: Json = {}) => ({
  Type: 'AWS::Events::Rule',
  Properties: {
    EventPattern: { 'source': [{ prefix: 'aws.' }], 'detail-type': ['AWS API Call via CloudTrail'], 'detail': { eventSource: [eventSource], eventName, ...detail } },
    State: 'ENABLED',
    Targets: [{ Id: 'T', Arn: arn('Judge') }],
    ...properties,
  },
});
const JUDGE = {
  Judge: { Type: 'AWS::Lambda::Function', Properties: { Role: 'arn:aws:iam::111122223333:role/judge', Handler: 'i.h', Runtime: 'nodejs24.x', Code: { S3Bucket: 'b', S3Key: 'k' } } },
  Allowed: { Type: 'AWS::Lambda::Permission', Properties: { FunctionName: { Ref: 'Judge' }, Action: 'lambda:InvokeFunction', Principal: 'events.amazonaws.com', SourceArn: arn('Calls') } },
};
const TRAIL_LOGS = { TrailLogs: { Type: 'AWS::Logs::LogGroup', Properties: { RetentionInDays: 365 } } };
const KEY = { Key: { Type: 'AWS::KMS::Key', Properties: { EnableKeyRotation: true } } };
const KEY_CALLS = ['ScheduleKeyDeletion', 'DisableKey', 'DeleteImportedKeyMaterial'];
const base = { ...JUDGE, ...TRAIL_LOGS, ...KEY, Trail: TRAIL };

type Stacks = Record<string, { account?: string; region?: string; resources: Json }>;

function modelIn(stacks: Stacks): TemplateModel {
  return new TemplateModel(Object.entries(stacks).map(([id, { resources, ...place }]) => ({
    id, name: id, ...place, template: { Resources: resources, Parameters: { Stage: { Type: 'String' }, State: { Type: 'String' } }, Conditions: { IsProd: { 'Fn::Equals': [{ Ref: 'Stage' }, 'prod'] } } },
  })));
}

/** How one detection is judged for a resource of the stack App. */
function judged(name: string, stacks: Stacks, logicalId: string) {
  const model = modelIn(stacks);
  const element = model.stacks.find(({ id }) => id === 'App')!.resources.get(logicalId)!;
  const { status, by, why } = new PresentDetections(model).of(SHIPPED.find((one) => one.name === name)!, element);
  return { status, by, why };
}

const ofKey = (resources: Json, place: Json = HERE) => judged('kms-key-disabled-or-deleted', { App: { ...place, resources: { ...base, ...resources } } }, 'Key').status;

describe('the catalogue', () => {
  test('holds of each detection what its file says', () => {
    const said = shippedDetections().map((one) => {
      const patterns = one.service === 'cloudtrail' ? callPatterns([one]) : [];
      return {
        name: one.name,
        id: one.id,
        title: one.title,
        ...(one.service !== 'cloudtrail' && { service: one.service }),
        ...(one.window && { counts: true }),
        ...(patterns.some(({ readOnly }) => readOnly) && { readsToo: true }),
        ...(patterns.length > 0 && { calls: patterns.map(({ detail }) => detail) }),
      };
    });
    expect(SHIPPED).toEqual(said);
    expect(said.length).toBeGreaterThan(30);
  });

  test('names detections that exist, and has a threat for each but the one of what it has no threat of', () => {
    const named = new Set(THREATS.flatMap(({ detections = [] }) => detections.flatMap(({ names }) => names)));
    expect([...named].filter((name) => !SHIPPED.some((one) => one.name === name))).toEqual([]);
    // no threat is the deletion of a secret
    expect(SHIPPED.map(({ name }) => name).filter((name) => !named.has(name))).toEqual(['secret-deleted-without-recovery']);
  });
});

describe('a detection is present where an event rule delivers all of its calls', () => {
  const calls = rule('kms.amazonaws.com', KEY_CALLS);

  test('and absent where the rule is taken out', () => {
    expect(judged('kms-key-disabled-or-deleted', { App: { ...HERE, resources: { ...base, Calls: calls } } }, 'Key')).toEqual({ status: 'present', by: ['App/Calls'], why: undefined });
    expect(judged('kms-key-disabled-or-deleted', { App: { ...HERE, resources: base } }, 'Key')).toEqual({ status: 'absent', by: [], why: undefined });
  });

  test.each<[string, string, Json]>([
    ['disabled', 'broken', { State: 'DISABLED' }],
    ['without a target', 'broken', { Targets: [] }],
    ['with a target that it may not invoke', 'broken', { Targets: [{ Id: 'T', Arn: arn('Other') }] }],
    ['with a topic that people may have subscribed to by hand', 'unknown', { Targets: [{ Id: 'T', Arn: { Ref: 'Told' } }] }],
    ['with a state that is a parameter', 'unknown', { State: { Ref: 'State' } }],
    ['with a log group for a target', 'unknown', { Targets: [{ Id: 'T', Arn: 'arn:aws:logs:eu-west-1:111122223333:log-group:/events' }] }],
    ['on another bus', 'absent', { EventBusName: 'orders' }],
    ['on the default bus by name', 'present', { EventBusName: 'default' }],
    ['of a pattern that is a parameter', 'unknown', { EventPattern: { Ref: 'Stage' } }],
    ['run by a schedule', 'absent', { EventPattern: undefined, ScheduleExpression: 'rate(1 day)' }],
  ])('a rule %s: %s', (_, status, properties) => {
    const told = { Type: 'AWS::SNS::Topic' };
    expect(ofKey({ Calls: rule('kms.amazonaws.com', KEY_CALLS, properties), Other: JUDGE.Judge, Told: told })).toBe(status);
  });

  test('by a topic that people subscribe to', () => {
    const told = { Told: { Type: 'AWS::SNS::Topic', Properties: { Subscription: [{ Protocol: 'email', Endpoint: 'a@example.com' }] } } };
    expect(ofKey({ Calls: rule('kms.amazonaws.com', KEY_CALLS, { Targets: [{ Id: 'T', Arn: { Ref: 'Told' } }] }), ...told })).toBe('present');
  });

  test('some of its calls are a part, and a pattern that asks for more is another detection', () => {
    expect(ofKey({ Calls: rule('kms.amazonaws.com', ['DisableKey']) })).toBe('partial');
    expect(ofKey({ Calls: rule('kms.amazonaws.com', KEY_CALLS, {}, { userIdentity: { type: ['Root'] } }) })).toBe('absent');
    expect(ofKey({ Calls: rule('lambda.amazonaws.com', KEY_CALLS) })).toBe('absent');
    expect(ofKey({ Calls: rule('kms.amazonaws.com', [...KEY_CALLS, 'PutKeyPolicy']) })).toBe('present');
  });

  test('a rule that works makes good one that does not', () => {
    const other = { Other: { ...calls, Properties: { ...calls.Properties, State: 'DISABLED' } } };
    expect(ofKey({ Calls: calls, ...other })).toBe('present');
  });

  test('in the account and Region of the element', () => {
    const watch = { ...JUDGE, ...TRAIL_LOGS, Trail: TRAIL, Calls: calls };
    const apart = (place: Json) => judged('kms-key-disabled-or-deleted', { App: { ...HERE, resources: KEY }, Watch: { ...place, resources: watch } }, 'Key').status;
    expect(apart(HERE)).toBe('present');
    expect(apart({ ...HERE, region: 'us-east-1' })).toBe('absent');
    expect(apart({ ...HERE, account: '444455556666' })).toBe('absent');
    expect(apart({})).toBe('unknown');
  });

  test('of IAM, in us-east-1, where its calls are recorded', () => {
    const resources = { Role: { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: { Statement: [] } } } };
    const watch = { ...JUDGE, ...TRAIL_LOGS, Trail: TRAIL, Calls: rule('iam.amazonaws.com', ['UpdateAssumeRolePolicy']) };
    const by = (place: Json) => judged('role-trust-changed', { App: { ...HERE, resources }, Watch: { ...place, resources: watch } }, 'Role').status;
    expect([by(HERE), by({ ...HERE, region: 'us-east-1' }), by({ account: HERE.account })]).toEqual(['absent', 'present', 'unknown']);
  });

  test('that reads only, by the state that delivers such calls', () => {
    const resources = { ...base, Secret: { Type: 'AWS::SecretsManager::Secret' } };
    const by = (State: string) => judged('secret-read-outside-of-functions', { App: { ...HERE, resources: { ...resources, Calls: rule('secretsmanager.amazonaws.com', ['GetSecretValue', 'BatchGetSecretValue'], { State }) } } }, 'Secret');
    expect(by('ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS').status).toBe('present');
    expect(by('ENABLED')).toMatchObject({ status: 'broken', why: 'App/Calls is not ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS' });
  });

  test('in each deployment in which the element is', () => {
    const sometimes = { ...calls, Condition: 'IsProd' };
    expect(ofKey({ Calls: sometimes })).toBe('unknown');
    expect(ofKey({ Calls: sometimes, Key: { ...KEY.Key, Condition: 'IsProd' } })).toBe('present');
  });

  test('where a trail records management events, which may be in no template', () => {
    const trail = (properties: Json) => ({ ...TRAIL, Properties: { ...TRAIL.Properties, ...properties } });
    const with_ = (properties: Json | undefined) => ofKey({ Calls: calls, Trail: properties ? trail(properties) : TRAIL_LOGS.TrailLogs });
    const selectors = (...categories: string[]) => ({ AdvancedEventSelectors: categories.map((category) => ({ FieldSelectors: [{ Field: 'eventCategory', Equals: [category] }] })) });
    expect([with_(undefined), with_({ IsLogging: false }), with_(selectors('Data'))]).toEqual(['unknown', 'unknown', 'unknown']);
    expect([with_({}), with_(selectors('Data', 'Management')), with_({ EventSelectors: [{ IncludeManagementEvents: false }] })]).toEqual(['present', 'present', 'unknown']);
  });
});

describe('a detection is present where a metric filter on the log of a trail has an alarm', () => {
  const filter = (FilterPattern: string) => ({ Type: 'AWS::Logs::MetricFilter', Properties: { LogGroupName: { Ref: 'TrailLogs' }, FilterPattern, MetricTransformations: [{ MetricName: 'Keys', MetricNamespace: 'Security', MetricValue: '1' }] } });
  const alarm = (properties: Json = {}) => ({ Type: 'AWS::CloudWatch::Alarm', Properties: { MetricName: 'Keys', Namespace: 'Security', AlarmActions: ['arn:aws:sns:eu-west-1:111122223333:security'], ...properties } });
  const CIS = '{($.eventSource = kms.amazonaws.com) && (($.eventName=DisableKey)||($.eventName=ScheduleKeyDeletion)||($.eventName="DeleteImported*"))}';

  test('with an action', () => {
    expect(ofKey({ Filter: filter(CIS), Alarm: alarm() })).toBe('present');
    expect(ofKey({ Filter: filter(CIS) })).toBe('broken');
    expect(ofKey({ Filter: filter(CIS), Alarm: alarm({ MetricName: 'Other' }) })).toBe('broken');
    expect(ofKey({ Filter: filter(CIS), Alarm: alarm({ AlarmActions: [] }) })).toBe('broken');
    expect(ofKey({ Filter: filter(CIS), Alarm: alarm({ ActionsEnabled: false }) })).toBe('broken');
  });

  test('on that log alone', () => {
    const elsewhere = { ...filter(CIS), Properties: { ...filter(CIS).Properties, LogGroupName: { Ref: 'Elsewhere' } } };
    expect(ofKey({ Filter: elsewhere, Elsewhere: TRAIL_LOGS.TrailLogs, Alarm: alarm() })).toBe('absent');
  });

  const [disabled] = callsOf([{ eventSource: ['kms.amazonaws.com'], eventName: ['DisableKey'] }]);
  test.each([
    [CIS, 'yes'],
    ['{ $.eventName = "Disable*" }', 'yes'],
    ['{ $.eventName != "ScheduleKeyDeletion" }', 'yes'],
    ['{ $.eventName EXISTS }', 'yes'],
    ['{ $.eventName = DisableKey && $.errorCode NOT EXISTS }', 'no'],
    ['{ $.eventName = DisableKey || $.errorCode NOT EXISTS && $.x = 1 }', 'yes'],
    ['{ ($.eventName = DisableKey || $.eventName = X) && $.x IS NULL }', 'no'],
    ['{ $.eventName = %^Disable% }', 'maybe'],
    ['DisableKey', 'maybe'],
    ['', 'maybe'],
    ['{ $.eventName = }', 'maybe'],
    ['{ ($.eventName = DisableKey }', 'maybe'],
    [`{ ${'('.repeat(5000)}$.eventName = DisableKey${')'.repeat(5000)} }`, 'maybe'],
  ])('%.70s matches it: %s', (pattern, answer) => {
    expect(filterMatches(pattern, disabled)).toBe(answer);
  });
});

describe('an event pattern', () => {
  const [code] = callsOf([{ eventSource: ['lambda.amazonaws.com'], eventName: [{ prefix: 'UpdateFunctionCode' }] }]);
  test.each<[Json, string]>([
    [{ source: ['aws.lambda'] }, 'yes'],
    [{ source: ['aws.kms'] }, 'no'],
    [{ detail: { eventName: [{ prefix: 'UpdateFunction' }] } }, 'yes'],
    [{ detail: { eventName: [{ prefix: 'UpdateFunctionCode20150331v2' }] } }, 'no'],
    [{ detail: { eventName: ['UpdateFunctionCode20150331v2'] } }, 'no'],
    [{ detail: { eventSource: [{ suffix: '.amazonaws.com' }] } }, 'yes'],
    [{ detail: { eventSource: [{ wildcard: 'lambda*com' }] } }, 'yes'],
    [{ detail: { eventSource: [{ 'equals-ignore-case': 'LAMBDA.amazonaws.com' }] } }, 'yes'],
    [{ detail: { eventSource: [{ 'anything-but': ['kms.amazonaws.com'] }] } }, 'yes'],
    [{ detail: { eventSource: [{ 'anything-but': 'lambda.amazonaws.com' }] } }, 'no'],
    [{ detail: { eventName: [{ 'anything-but': ['UpdateFunctionCode20150331v2'] }] } }, 'no'],
    [{ detail: { eventName: [{ exists: true }] } }, 'yes'],
    [{ detail: { eventName: [{ exists: false }] } }, 'no'],
    [{ detail: { errorCode: [{ exists: false }] } }, 'no'],
    [{ detail: { eventSource: [{ 'anything-but': { prefix: 'kms' } }] } }, 'maybe'],
    [{ detail: { $or: [{ errorCode: ['X'] }, { eventSource: ['lambda.amazonaws.com'] }] } }, 'yes'],
    [{ source: [{ Ref: 'Source' }] }, 'maybe'],
  ])('%j matches all changes of code: %s', (EventPattern, answer) => {
    const model = new TemplateModel([{ id: 'App', name: 'App', template: { Resources: { Rule: { Type: 'AWS::Events::Rule', Properties: { EventPattern } } }, Parameters: { Source: { Type: 'String' } } } }]);
    expect(patternMatches(model.resources[0].at('EventPattern'), code)).toBe(answer);
  });
});

describe('detections over logs', () => {
  const schedule = { Type: 'AWS::Scheduler::Schedule', Properties: { ScheduleExpression: 'rate(5 minutes)', State: 'ENABLED', FlexibleTimeWindow: { Mode: 'OFF' }, Target: { Arn: arn('Asks'), RoleArn: arn('Role') } } };
  const asks = (log: string) => ({
    Role: { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: { Statement: [] }, Policies: [{ PolicyName: 'p', PolicyDocument: { Statement: [{ Effect: 'Allow', Action: 'logs:StartQuery', Resource: arn(log) }] } }] } },
    Asks: { Type: 'AWS::Lambda::Function', Properties: { ...JUDGE.Judge.Properties, Role: arn('Role') } },
  });
  const api = {
    Api: { Type: 'AWS::ApiGateway::RestApi', Properties: { Name: 'x' } },
    Method: { Type: 'AWS::ApiGateway::Method', Properties: { RestApiId: { Ref: 'Api' }, HttpMethod: 'GET' } },
    Stage: { Type: 'AWS::ApiGateway::Stage', Properties: { RestApiId: { Ref: 'Api' }, AccessLogSetting: { DestinationArn: arn('Access') } } },
    Access: TRAIL_LOGS.TrailLogs,
    Elsewhere: TRAIL_LOGS.TrailLogs,
  };
  const status = (resources: Json) => judged('callers-refused-in-bursts', { App: { ...HERE, resources: { ...api, ...resources } } }, 'Method').status;

  test('are not known where a schedule runs what may ask the log of the API: what it looks for is in its code', () => {
    expect(status({ ...asks('Access'), Daily: schedule })).toBe('unknown');
    expect(status({ ...asks('Elsewhere'), Daily: schedule })).toBe('absent');
    expect(status({ ...asks('Access') })).toBe('absent');
    expect(status({ ...asks('Access'), Daily: { ...schedule, Properties: { ...schedule.Properties, State: 'DISABLED' } } })).toBe('absent');
    expect(status({ Sub: { Type: 'AWS::Logs::SubscriptionFilter', Properties: { LogGroupName: { Ref: 'Access' }, FilterPattern: '', DestinationArn: 'arn:aws:firehose:eu-west-1:111122223333:deliverystream/s' } } })).toBe('unknown');
  });

  test('count events, which an event rule does not', () => {
    const resources = { ...base, Secret: { Type: 'AWS::SecretsManager::Secret' }, Calls: rule('secretsmanager.amazonaws.com', ['GetSecretValue'], { State: 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS' }) };
    expect(judged('secrets-read-in-bursts', { App: { ...HERE, resources } }, 'Secret').status).toBe('absent');
  });
});

describe('a threat', () => {
  const of = (resources: Json, threat: string, logicalId: string): Threat => {
    const model = modelIn({ App: { ...HERE, resources } });
    const found = evaluate(model, RULES);
    const verdictsOf = (resource: TemplateResource): RuleVerdict[] => found.filter((one) => one.resource === resource)
      .map(({ rule: { id }, result }) => ({ rule: id, verdict: result.verdict }));
    const { threats } = modelThreats(model, { of: verdictsOf });
    return threats.find(({ kind, element }) => kind.id === threat && element.resource?.logicalId === logicalId)!;
  };
  const statuses = ({ detections }: Threat) => Object.fromEntries(detections.map(({ detection, status }) => [detection.name, status]));

  test('has the same risk and status with a detection as without: it prevents nothing', () => {
    const [without, with_] = [of(base, 'ZT-THREAT-041', 'Key'), of({ ...base, Calls: rule('kms.amazonaws.com', KEY_CALLS) }, 'ZT-THREAT-041', 'Key')];
    expect([statuses(without), statuses(with_)]).toEqual([{ 'kms-key-disabled-or-deleted': 'absent' }, { 'kms-key-disabled-or-deleted': 'present' }]);
    const { detections: _, element: __, mitigations: ___, ...rest } = without;
    expect(with_).toMatchObject(rest);
  });

  test('of what goes unnoticed is open where a detection is there and does not run, and not where there is none', () => {
    const logs = { ...base, Logs: { Type: 'AWS::Logs::LogGroup', DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain', Properties: { RetentionInDays: 365 } } };
    const calls = (properties?: Json) => properties && { Calls: rule('logs.amazonaws.com', ['DeleteLogGroup', 'DeleteLogStream'], properties) };
    const by = (properties?: Json) => of({ ...logs, ...calls(properties) }, 'ZT-THREAT-050', 'Logs');
    expect([by(), by({}), by({ State: 'DISABLED' })].map((threat) => [threat.status, statuses(threat)['log-group-deleted']])).toEqual([
      ['mitigated', 'absent'], ['mitigated', 'present'], ['open', 'broken'],
    ]);
  });

  test('of another kind stays as it is where a detection does not run', () => {
    const threat = of({ ...base, Calls: rule('kms.amazonaws.com', KEY_CALLS, { State: 'DISABLED' }) }, 'ZT-THREAT-041', 'Key');
    expect([threat.status, statuses(threat)['kms-key-disabled-or-deleted']]).toEqual([of(base, 'ZT-THREAT-041', 'Key').status, 'broken']);
  });
});
