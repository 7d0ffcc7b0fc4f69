import { ALARMS } from './strangers/disagreements';
import { POLICY_TYPES } from './strangers/grammar';
import { Judged, judgedPolicies } from './strangers/judged';
import { Oracle } from './strangers/oracle';
import { OWN, OWN_ORGANISATION, STRANGER } from './strangers/worlds';

/** To look further: any number of policies, from any seed. */
const POLICIES = Number(process.env.STRANGERS_POLICIES ?? 20_000);
const SEED = Number(process.env.STRANGERS_SEED ?? 20_261_129);

let judged: Judged[];

beforeAll(async () => {
  judged = await judgedPolicies(POLICIES, SEED);
  const count = (which: (one: Judged) => boolean) => judged.filter(which).length;
  process.stdout.write(`${judged.length} policies from seed ${SEED}, ${count(({ hasTwin }) => hasTwin)} with a twin that is the other way round: ${count(({ letsIn }) => letsIn)} let strangers in, `
    + `rules alarm on ${count(({ fired }) => fired.length > 0)}; ${silences().length} silences, and ${alarms().length} alarms more for listed reasons\n`);
}, 900_000);

test('rules alarm on every policy by which IAM lets a stranger in', () => {
  expect(silences().map(told)).toEqual([]);
});

test('rules alarm on no other, but for listed reasons', () => {
  expect(alarms().filter((one) => !ALARMS.some(({ holds }) => holds(one))).map(told)).toEqual([]);
});

test.each(ALARMS)('the reason is needed: $reason', ({ holds }) => {
  expect(alarms().filter((one) => holds(one) && ALARMS.filter((reason) => reason.holds(one)).length === 1)).not.toEqual([]);
});

test('there are many of both kinds, of each type and in each form', () => {
  expect(judged.length).toBeGreaterThanOrEqual(POLICIES);
  expect(judged.filter(({ hasTwin }) => hasTwin).length).toBeGreaterThan(judged.length / 5);
  const kinds = (of: (one: Judged) => string, which: boolean) => [...new Set(judged.filter(({ letsIn }) => letsIn === which).map(of))].sort();
  expect(kinds(({ form }) => form, true)).toEqual(kinds(({ form }) => form, false));
  expect(kinds(({ form }) => form, true)).toHaveLength(19);
  for (const which of [true, false]) expect(kinds(({ type }) => type.type, which)).toEqual(POLICY_TYPES.map(({ type }) => type).sort());
});

const silences = () => judged.filter(({ letsIn, fired }) => letsIn && fired.length === 0);
const alarms = () => judged.filter(({ letsIn, fired }) => !letsIn && fired.length > 0);

describe('the oracle knows strangers', () => {
  const queue = POLICY_TYPES[0];
  const allow = (statement: object) => [{ Version: '2012-10-17' as const, Statement: [{ Effect: 'Allow', Action: 'sqs:SendMessage', Resource: '*', ...statement }] }];
  const ours = { StringEquals: { 'aws:PrincipalOrgID': OWN_ORGANISATION } };

  test.each([
    [true, 'everyone', { Principal: '*' }],
    [true, 'an account that is named', { Principal: { AWS: STRANGER } }],
    [false, 'the account itself', { Principal: { AWS: OWN } }],
    [false, 'everyone of the organisation', { Principal: '*', Condition: ours }],
    [true, 'everyone of it, and whoever is in none', { Principal: '*', Condition: { StringEqualsIfExists: ours.StringEquals } }],
    [true, 'a service', { Principal: { Service: 'sns.amazonaws.com' } }],
    [false, 'a service for us', { Principal: { Service: 'sns.amazonaws.com' }, Condition: { StringEquals: { 'aws:SourceAccount': OWN } } }],
    [true, 'everyone with a header', { Principal: '*', Condition: { StringEquals: { 'aws:Referer': 'https://app.example.com/' } } }],
  ])('%s: %s', async (letsIn, _, statement) => {
    expect(await new Oracle().letStrangersIn(queue, allow(statement))).toBe(letsIn);
  });
});

/** What one needs to see it again. */
function told({ type, form, policy, fired }: Judged): string {
  return `${type.type}, ${form}: ${JSON.stringify(policy)} ${fired.join('; ')}`;
}
