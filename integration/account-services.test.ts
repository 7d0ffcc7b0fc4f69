import { BatchGetAccountStatusCommand, Inspector2Client } from '@aws-sdk/client-inspector2';
import { inspectedAccount, removeFolders } from './apps';
import { InspectorScan } from '../src';
import { Deployment } from './deploy/deployment';

const inspector = new Inspector2Client({});
const deployment = new Deployment();

afterAll(async () => {
  await deployment.takeDown();
  removeFolders();
});

async function scans(): Promise<(string | undefined)[]> {
  const { accounts } = await inspector.send(new BatchGetAccountStatusCommand({}));
  const { lambda, lambdaCode } = accounts![0].resourceState!;
  return [lambda?.status, lambdaCode?.status];
}

// updates and deletes are tried on a fake: the emulator answers no other call while it does those of a custom resource
test('Inspector is enabled by a deployment', async () => {
  expect(await scans()).toEqual(['DISABLED', 'DISABLED']);
  const { status, failures } = await deployment.deploy(inspectedAccount(InspectorScan.PACKAGES_AND_CODE), 'Account');
  expect([status, failures]).toEqual(['CREATE_COMPLETE', []]);
  expect(await scans()).toEqual(['ENABLED', 'ENABLED']);
});
