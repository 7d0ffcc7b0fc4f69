import { mkdtempSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { App, AppProps } from 'aws-cdk-lib';
import { CfnRule } from 'aws-cdk-lib/aws-events';
import { addClaimsStacks, DEPLOYED, FIRST_LOOK } from '../examples/claims-platform/app';
import { NotesStack } from '../examples/http-notes/notes-stack';
import { OrdersStack } from '../examples/orders-api/orders-stack';
import { Detections, IncidentResponder, Play, TrustZone } from '../src';

const folders: string[] = [];

/** The stacks of orders-api, without their judges: those speak in test/golden. */
export function ordersStacks(): App {
  const app = new App(inAFolder());
  new OrdersStack(app, 'Orders');
  return app;
}

/** orders-api with a responder in its zone. Blocks of addresses are tried on a fake: the emulator has no IP sets in CloudFormation. */
export function respondingStacks(): App {
  const app = ordersStacks();
  const stack = app.node.findChild('Orders') as OrdersStack;
  const zone = TrustZone.of(stack);
  new IncidentResponder(zone, 'Responder', {
    plays: [Play.isolateFunction(), Play.notify(zone.alarmTopic)],
    maxActions: 3,
  });
  return app;
}

/** What sends events as CloudTrail does: PutEvents refuses sources of AWS. */
export const AS_CLOUDTRAIL = 'integration.cloudtrail';

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

/**
 * The stacks of claims-platform. Their own names and certificates are left out, as the emulator terminates no TLS: the API keeps the name
 * that API Gateway gives it.
 */
export function claimsStacks(): App {
  const app = new App(inAFolder());
  addClaimsStacks(app, { ...DEPLOYED, site: undefined });
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

function inAFolder(): AppProps {
  const outdir = mkdtempSync(join(tmpdir(), 'integration-'));
  folders.push(outdir);
  return { outdir };
}

/** Removes what was synthesised. */
export function removeFolders(): void {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
}
