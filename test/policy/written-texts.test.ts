import { generateKeyPairSync } from 'crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { App, Duration, Stack } from 'aws-cdk-lib';
import { Code } from 'aws-cdk-lib/aws-lambda';
import {
  AccessReview, AnalyzerKind, Capability, DataClass, DetectorSource, EgressControl, HubSource, JudgedTemplates, LogMasking, MacieSource,
  ManualControl, Opening, RecorderSource, RuleSetting, SecureBucket, SecureFunction, SecureHttpApi, ThreatDetection, TrustZone,
  Waiver, ZeroTrust, ZoneNetwork,
} from '../../src';
import { ComparedStacks } from '../../src/cli/pipeline/compared-stacks';
import { readGateConfig } from '../../src/gate/gate-config';
import { clock } from '../../src/model/clock';
import { readTemplates } from '../../src/model/read-templates';
import { readApprovals } from '../../src/report/diff/approvals-file';
import { loadOwnRules } from '../../src/report/own-rules';
import { readRequired, readSettings } from '../../src/report/settings';
import { templateWaivers } from '../../src/report/template-waivers';
import { readBaselineFile, writeBaseline } from '../../src/waivers/baseline-file';
import { readConfigFile } from '../../src/waivers/config-file';
import { readWaiverFile } from '../../src/waivers/waiver-file';

const directory = mkdtempSync(join(tmpdir(), 'zt-texts-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const stack = () => new Stack(new App(), 'Account', { env: { account: '111122223333', region: 'eu-west-1' } });
const DETECTOR = 'arn:aws:guardduty:eu-west-1:111122223333:detector/12abc34d567e8fa901bc2d34e56789f0';
const PEM = generateKeyPairSync('ec', { namedCurve: 'prime256v1' }).publicKey.export({ type: 'spki', format: 'pem' }) as string;
const WAIVER = { rule: 'ZT-SQS-001', path: 'Orders/Queue', owner: 'payments-team', reason: 'a reason', ticket: 'SEC-1', expires: '2027-06-30' };
const CONTROL = { title: 'Restore', owner: 'orders-team', lastDone: clock.today(), every: Duration.days(90), record: 'OPS-1' };
const FINDING = { rule: 'ZeroTrust::ZT-SQS-001', path: 'Orders/Queue', severity: 'high', verdict: 'fail' as const, finding: 'no key', seen: ['a'], content: 'b' };
const RULE = { id: 'ACME-SQS-001', title: 'Queues', severity: 'high', rationale: 'Because', remediation: 'Do it', types: ['AWS::SQS::Queue'] };
let files = 0;

/** A file in JSON, which is YAML as well: what it hides is in it as it is. */
function file(content: unknown, name = `${files++}.yaml`): string {
  const path = join(directory, name);
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

/** Reads waivers in the metadata of a template; what is wrong with one counts as thrown. */
function readTemplateWaiver(waiver: unknown): void {
  const path = file({ Resources: { Queue: { Type: 'AWS::SQS::Queue', Metadata: { 'cdk-zero-trust': { waivers: [waiver] } } } } }, `${files++}.template.json`);
  const [{ wrong }] = readTemplates(path).flatMap(templateWaivers);
  if (wrong !== undefined) throw new Error(wrong);
}

const DOORS: Record<string, (text: string) => unknown> = {
  'Waiver.owner': (owner) => new Waiver({ ...WAIVER, owner }),
  'Waiver.reason': (reason) => new Waiver({ ...WAIVER, reason }),
  'Waiver.ticket': (ticket) => new Waiver({ ...WAIVER, ticket }),
  'RuleSetting.off': (reason) => ZeroTrust.enforce(new App(), { rules: [RuleSetting.off('ZT-SQS-001', reason)], packs: [] }),
  'Capability.providedBy, name': (name) => Capability.THREAT_DETECTION.providedBy(name, DETECTOR, 'team'),
  'Capability.providedBy, owner': (owner) => Capability.THREAT_DETECTION.providedBy('GuardDuty', DETECTOR, owner),
  'RecorderSource.existing': (owner) => RecorderSource.existing(owner),
  'DetectorSource.organization': (owner) => DetectorSource.organization(owner),
  'HubSource.existing': (owner) => HubSource.existing(owner),
  'HubSource.organization': (owner) => HubSource.organization(owner),
  'MacieSource.existing': (owner) => MacieSource.existing(owner),
  'ThreatDetection, withoutHub': (withoutHub) => new ThreatDetection(stack(), 'Detection', { withoutHub }),
  'SecureBucket, withoutReplica': (withoutReplica) => new SecureBucket(stack(), 'Bucket', { withoutReplica }),
  'SecureHttpApi, withoutWebAcl': (withoutWebAcl) => new SecureHttpApi(stack(), 'Api', { keepExecuteApiEndpoint: true, withoutWebAcl }),
  'LogMasking.none': (reason) => LogMasking.none(reason),
  'ZoneNetwork.none': (reason) => ZoneNetwork.none(reason),
  'EgressControl.dnsFirewallOnly': (reason) => EgressControl.dnsFirewallOnly(reason),
  'TrustZone.declareWay': (way) => new TrustZone(stack(), 'Zone').declareWay('es', way),
  'Opening.workers': (reason) => Opening.workers(reason),
  'JudgedTemplates, withoutAttestation': (reason) => new JudgedTemplates(stack(), 'Judged', { publicKey: PEM, withoutAttestation: { CDKToolkit: reason } }),
  'AccessReview, reason': (reason) => new AccessReview(stack(), 'Review', {
    archived: [{ name: 'Meant', reason, analyzer: AnalyzerKind.EXTERNAL, property: 'resource', values: ['arn:aws:s3:::public'] }],
  }),
  'SecureFunction.declassify': (reason) => (
    new SecureFunction(stack(), 'Fn', { code: Code.fromInline('exports.handler = async () => 1;') }).declassify(DataClass.RESTRICTED, DataClass.INTERNAL, reason)),
  'ManualControl, title': (title) => new ManualControl(stack(), 'Control', { ...CONTROL, title }),
  'ManualControl, owner': (owner) => new ManualControl(stack(), 'Control', { ...CONTROL, owner }),
  'ManualControl, record': (record) => new ManualControl(stack(), 'Control', { ...CONTROL, record }),
  'file of waivers, owner': (owner) => readWaiverFile(file({ waivers: [{ ...WAIVER, owner }] })),
  'file of waivers, reason': (reason) => readWaiverFile(file({ waivers: [{ ...WAIVER, reason }] })),
  'file of waivers, of a threat': (reason) => readWaiverFile(file({ waivers: [{ ...WAIVER, rule: 'ZT-THREAT-001', reason }] })),
  'waiver in a template': (reason) => readTemplateWaiver({ ...WAIVER, rule: 'ZeroTrust::ZT-SQS-001', reason }),
  'file of settings, reason': (reason) => readSettings(readConfigFile(file({ rules: { 'ZT-SQS-001': { off: true, reason } } })).rules),
  'file of settings, owner': (owner) => readRequired(readConfigFile(file({ required: [{ capability: 'threat-detection', providedBy: 'GuardDuty', arn: DETECTOR, owner }] })).required),
  'file of settings, providedBy': (providedBy) => readRequired(readConfigFile(file({ required: [{ capability: 'threat-detection', providedBy, arn: DETECTOR, owner: 'team' }] })).required),
  'approvals, owner': (owner) => readApprovals(file({ approvals: [{ change: 'widened', from: 'a', owner, reason: 'why', until: '2027-06-30' }] })),
  'approvals, reason': (reason) => readApprovals(file({ approvals: [{ change: 'widened', from: 'a', owner: 'team', reason, until: '2027-06-30' }] })),
  'settings of the gate, without': (sast) => readGateConfig(file({ without: { sast } })),
  'settings of the gate, licenses': (reason) => readGateConfig(file({ licenses: { packages: [{ name: 'left-pad', license: 'WTFPL', reason }] } })),
  'pipeline deployed --without': (reason) => new ComparedStacks('cdk.out', [{ account: '111122223333', name: 'Orders' } as any], { out: 'out', without: [`111122223333/Orders=${reason}`] }),
};

/** Of these, the length is that of what they are about. */
const OF_ANY_LENGTH: Record<string, (text: string) => unknown> = {
  'finding of a baseline': (finding) => readBaselineFile(file({ version: 1, until: '2027-06-30', findings: [{ ...FINDING, finding }] })),
  'title of an own rule': (title) => loadOwnRules([file(`exports.rules = [{ ...${JSON.stringify({ ...RULE, title })}, check: () => ({ verdict: 'pass' }) }];`, `${files++}.js`)]),
};

const HIDING: [string, string][] = [
  ['a control character', 'pay\u0007ments-team'], ['an escape of a terminal', 'payments-team\u001b[2K'], ['an override of direction', 'payments-team \u202esecurity'],
  ['an isolate', 'payments\u2066-team'], ['a space of no width', 'pay\u200bments-team'], ['a filler', 'payments\u3164team'], ['a tag', 'payments-team\u{e0041}'],
];

describe.each(Object.entries({ ...DOORS, ...OF_ANY_LENGTH }))('%s', (_, open) => {
  test('takes a text', () => expect(() => open('Équipe sécurité: 移行, SEC-1 (50 %)')).not.toThrow());

  test.each(HIDING)('refuses %s', (__, text) => {
    expect(() => open(text)).toThrow(/characters that are seen|that are not seen|hides/);
  });
});

test.each(Object.entries(DOORS))('%s refuses more than 1,000 characters, and what is blank', (_, open) => {
  expect(() => open('long '.repeat(201))).toThrow(/at most 1000/);
  expect(() => open('\u3164')).toThrow();
});

test('files may break their lines: the layout is no part of a text', () => {
  const path = file('waivers:\n  - rule: ZT-SQS-001\n    path: Orders/Queue\n    owner: payments-team\n    ticket: SEC-1\n    expires: 2027-06-30\n    reason: |\n      The vendor cannot\n      use a key.\n');
  expect(readWaiverFile(path)).toEqual([expect.objectContaining({ reason: 'The vendor cannot use a key.' })]);
});

test('a baseline of a template that hides something shows it, and can be read again', () => {
  const written = file(writeBaseline({ until: '2027-06-30', findings: [{ ...FINDING, finding: 'named pay\u202ements' }] }));
  expect(readBaselineFile(written).findings).toEqual([{ ...FINDING, finding: 'named pay\\u{202e}ments' }]);
});
