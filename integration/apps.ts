import { mkdtempSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { App, AppProps, ArnFormat, Duration, Stack } from 'aws-cdk-lib';
import { CfnRule } from 'aws-cdk-lib/aws-events';
import { Code, LayerVersion } from 'aws-cdk-lib/aws-lambda';
import { addClaimsStacks, DEPLOYED, FIRST_LOOK } from '../examples/claims-platform/app';
import { addDeliveryStacks } from '../examples/delivery/app';
import { NotesStack } from '../examples/http-notes/notes-stack';
import { OrdersStack } from '../examples/orders-api/orders-stack';
import {
  AuditTrail, ComplianceBaseline, ConformanceFramework, Detections, DetectorSource, GuardMode, HubSource, IncidentResponder, InspectorScan,
  ManualControl, Play, ReportSchedule, RuntimeGuard, ScheduledDetections, SecureFunction, SecureLogGroup, SiemExport, ThreatDetection,
  TrustZone,
} from '../src';

const folders: string[] = [];

/** The stacks of orders-api, without their judges: those speak in test/golden. */
export function ordersStacks(): App {
  const app = new App(inAFolder());
  new OrdersStack(app, 'Orders');
  return app;
}

/** What sends events as CloudTrail does: PutEvents refuses sources of AWS. */
export const AS_CLOUDTRAIL = 'integration.cloudtrail';
/** The same for results of malware scans. */
export const AS_GUARDDUTY = 'integration.guardduty';

/** orders-api with a responder in its zone. Blocks of addresses are tried on a fake: the emulator has no IP sets in CloudFormation. */
export function respondingStacks(): App {
  const app = ordersStacks();
  const stack = app.node.findChild('Orders') as OrdersStack;
  const zone = TrustZone.of(stack);
  new IncidentResponder(zone, 'Responder', {
    plays: [Play.isolateFunction(), Play.notify(zone.alarmTopic)],
    maxActions: 3,
  });
  const changes = zone.node.findChild('Responder').node.findChild('OutsideChanges').node.defaultChild as CfnRule;
  changes.addPropertyOverride('EventPattern.source', ['aws.lambda', 'aws.ec2', 'aws.iam', AS_CLOUDTRAIL]);
  return app;
}

/** orders-api, each of whose functions is guarded and stopped at what it did not declare. */
export function guardedStacks(): App {
  const app = ordersStacks();
  const zone = TrustZone.of(app.node.findChild('Orders'));
  new RuntimeGuard(zone, 'Guard', { mode: GuardMode.BLOCK }).requireIn(zone);
  return app;
}

/** What sends events as CloudWatch does: PutEvents refuses sources of AWS, and the emulator sends none for alarms. */
export const AS_CLOUDWATCH = 'integration.cloudwatch';

/** The same with a responder that takes findings of the guard. */
export function guardedRespondingStacks(): App {
  const app = respondingStacks();
  const zone = TrustZone.of(app.node.findChild('Orders'));
  const guard = new RuntimeGuard(zone, 'Guard', { mode: GuardMode.BLOCK, responder: zone.node.findChild('Responder') as IncidentResponder });
  guard.requireIn(zone);
  const rule = guard.node.findChild('Findings').node.defaultChild as CfnRule;
  rule.addPropertyOverride('EventPattern.source', ['aws.cloudwatch', AS_CLOUDWATCH]);
  // input paths of the emulator take no index
  const [name] = Object.keys(Stack.of(rule).resolve(rule.targets)[0].inputTransformer.inputPathsMap).filter((key) => key.endsWith('FunctionName'));
  rule.addPropertyOverride(`Targets.0.InputTransformer.InputPathsMap.${name}`, '$.detail.first.metricStat.metric.dimensions.FunctionName');
  return app;
}

/** The stack beside, whose one function is of the same zone. */
export const REFUNDS = 'Refunds';

/** The same with a function of the zone in another stack. */
export function respondingStacksWithRefunds(): App {
  const app = respondingStacks();
  const refunds = new Stack(app, REFUNDS);
  TrustZone.of(app.node.findChild('Orders')).serve(refunds);
  new SecureFunction(refunds, 'refund-order', { code: Code.fromInline('exports.handler = async () => "refunded";'), handler: 'index.handler' });
  return app;
}

/** The same with detections, whose rules take events of a source of our own as well. */
export function detectingStacks(): App {
  const app = respondingStacks();
  const detections = new Detections(TrustZone.of(app.node.findChild('Orders')), 'Detections');
  for (const rule of detections.node.findAll()) {
    if (!(rule instanceof CfnRule)) continue;
    rule.addPropertyOverride('EventPattern.source', [{ prefix: 'aws.' }, AS_CLOUDTRAIL]);
    // the emulator runs no rule of the state that takes calls that only read
    rule.addPropertyOverride('State', 'ENABLED');
  }
  return app;
}

/** The same with detections over logs, and a log group in place of a trail, which the emulator does not have. */
export function burstDetectingStacks(): App {
  const app = respondingStacks();
  const stack = app.node.findChild('Orders') as OrdersStack;
  const trailLogGroup = new SecureLogGroup(stack, 'TrailLogs');
  new ScheduledDetections(TrustZone.of(stack), 'Bursts', { trailLogGroup });
  return app;
}

/** orders-api with its trail and an export. Deletion protection of logs and the lock of the bucket are there as they deploy. */
export function exportingStacks(): App {
  const app = ordersStacks();
  const zone = TrustZone.of(app.node.findChild('Orders'));
  new AuditTrail(zone, 'SiemTrail');
  new SiemExport(zone, 'Siem');
  return app;
}

/** The stack of an account whose functions Inspector scans. GuardDuty and Security Hub, which the emulator lacks, are those of an organization. */
export function inspectedAccount(inspector?: InspectorScan): App {
  const app = new App(inAFolder());
  const stack = new Stack(app, 'Account');
  const zone = new TrustZone(stack, 'Zone');
  new ThreatDetection(stack, 'Detection', {
    zone, inspector, detector: DetectorSource.organization('integration'), hub: HubSource.organization('integration'),
  });
  return app;
}

/**
 * The stacks of claims-platform. Their own names and certificates are left out, as the emulator terminates no TLS: the API keeps the name
 * that API Gateway gives it.
 */
export function claimsStacks(): App {
  const app = new App(inAFolder());
  addClaimsStacks(app, { ...DEPLOYED, site: undefined });
  const scans = app.node.findChild('Intake').node.findChild('EvidenceIsClean').node.defaultChild as CfnRule;
  scans.addPropertyOverride('EventPattern.source', ['aws.guardduty', AS_GUARDDUTY]);
  return app;
}

/** The same, each of whose functions is guarded and stopped at what it did not declare. */
export function guardedClaimsStacks(): App {
  const app = claimsStacks();
  for (const name of ['Assessment', 'Intake']) {
    const zone = TrustZone.of(app.node.findChild(name));
    // their code is signed, and so is the layer that AWS Signer made of the guard's
    const signedLayer = LayerVersion.fromLayerVersionArn(zone, 'SignedGuard', Stack.of(zone).formatArn({
      service: 'lambda', resource: 'layer', resourceName: 'signed-guard:1', arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    }));
    new RuntimeGuard(zone, 'Guard', { mode: GuardMode.BLOCK, signedLayer }).requireIn(zone);
  }
  return app;
}

/** The same with its distribution, names and certificates, of which the emulator keeps the configuration. */
export function claimsStacksWithSite(): App {
  const app = new App(inAFolder());
  addClaimsStacks(app);
  return app;
}

/** The same for a first look, as one context flag makes it. */
export function claimsFirstLook(): App {
  const app = new App(inAFolder());
  addClaimsStacks(app, { ...FIRST_LOOK, env: DEPLOYED.env });
  return app;
}

/** The stacks of http-notes. */
export function notesStacks(): App {
  const app = new App(inAFolder());
  new NotesStack(app, 'Notes');
  return app;
}

/** The stack of an account that makes compliance reports, with a responder and a control that people perform. */
export function reportingAccount(lastDone: string, every: Duration): App {
  const app = new App(inAFolder());
  const stack = new Stack(app, 'Account', { env: { account: '000000000000', region: 'eu-west-1' } });
  const zone = new TrustZone(stack, 'Zone');
  const responder = new IncidentResponder(zone, 'Responder', { plays: [Play.notify(zone.alarmTopic)] });
  new ManualControl(stack, 'RestoreTest', { title: 'Restore a table', owner: 'orders-team', lastDone, every, controls: ['hipaa 164.308(a)(7)(ii)(D)'] });
  new ComplianceBaseline(stack, 'Compliance', { zone, frameworks: [ConformanceFramework.HIPAA], reports: ReportSchedule.weekly(), responder });
  return app;
}

/** The stack of delivery; that of its stage is in an assembly of its own. */
export function deliveryStacks(): App {
  const app = new App(inAFolder());
  addDeliveryStacks(app, { account: '000000000000', region: 'eu-west-1' });
  return app;
}

function inAFolder(): AppProps {
  const outdir = mkdtempSync(join(tmpdir(), 'integration-'));
  folders.push(outdir);
  return { outdir };
}

/** Removes what was synthesised. */
export function removeFolders(): void {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
}
