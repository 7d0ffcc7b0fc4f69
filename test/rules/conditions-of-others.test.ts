import { CASES } from './cases';
import { judge, oneStack, Resources } from './support/prove';
import { RULES } from '../../src/rules';

/** Things that have nothing to do with what is judged, each there under a condition of its own: more than worlds can be tried for. */
const OTHERS: [string, object][] = [
  ['AWS::CloudWatch::Alarm', { Namespace: 'Other', MetricName: 'Other', AlarmActions: ['arn:aws:sns:eu-west-1:111122223333:other'] }],
  ['AWS::Lambda::Function', { Role: 'arn:aws:iam::111122223333:role/other' }],
  ['AWS::SQS::Queue', {}],
];

const others: Resources = Object.fromEntries(OTHERS.flatMap(([Type, Properties], type) => Array.from({ length: 8 }, (_, i) => [
  `Other${type}${i}`, { Type, Condition: `Has${type}${i}`, Properties },
])));

const secure = CASES.map(({ rule, on, secure: resources }) => [rule, on, resources] as const);

test.each(secure)('%s passes on %s beside resources that have conditions of their own', (id, on, resources) => {
  const result = judge(RULES.find((one) => one.id === id)!, oneStack({ ...others, ...resources }), on);
  expect(result.verdict === 'unknown' && result.finding).not.toBe('the template has too many conditions to evaluate all combinations');
});
