import { setTimeout } from 'node:timers/promises';
import { AccountState, BatchGetAccountStatusCommand, DisableCommand, EnableCommand, FailedAccount, Inspector2Client, ResourceScanType } from '@aws-sdk/client-inspector2';
import type { Change } from './respond';

type Scan = 'LAMBDA' | 'LAMBDA_CODE';

const STATE: Record<Scan, 'lambda' | 'lambdaCode'> = { LAMBDA: 'lambda', LAMBDA_CODE: 'lambdaCode' };
const ON = ['ENABLED', 'ENABLING'];
/** The end of the physical id of what was off before: it alone is disabled again. */
const OURS = ':enabled-here';
const POLL_MS = 3_000;

let client: Inspector2Client | undefined;
/** Its own retries are for throttling too, with jitter. */
const inspector = () => client ??= new Inspector2Client({ maxAttempts: 8 });

/**
 * Enables one scan type for the account, and disables it when the resource is deleted, unless it was on before. Whether it was is in the physical
 * id, which an update of the same type keeps.
 */
export async function changeInspectorScan(change: Change): Promise<void> {
  const scan = scanOf(change.event.ResourceProperties.ScanType);
  if (change.event.RequestType === 'Delete') return disable(scan, change);
  const isSame = change.event.RequestType === 'Update' && change.event.OldResourceProperties.ScanType === scan;
  if (!isSame) change.physicalId = `${scan}:enabled-before`;
  return enable(scan, change);
}

async function enable(scan: Scan, change: Change): Promise<void> {
  if (!ON.includes(await statusOf(scan))) {
    // before the call: one whose answer is lost may have done its work
    if (change.event.RequestType === 'Create') change.physicalId = scan + OURS;
    const { failedAccounts } = await inspector().send(new EnableCommand({ resourceTypes: [scan] }));
    refuseFailed(scan, 'enabled', failedAccounts);
  }
  await settled(scan, 'ENABLED', change.until);
}

/** Code scanning needs scanning of functions: where another has enabled it since, both stay. */
async function disable(scan: Scan, { physicalId, until }: Change): Promise<void> {
  if (physicalId !== scan + OURS || !ON.includes(await statusOf(scan))) return;
  if (scan === 'LAMBDA' && ON.includes(await statusOf('LAMBDA_CODE'))) return;
  const { failedAccounts } = await inspector().send(new DisableCommand({ resourceTypes: [scan as ResourceScanType] }));
  refuseFailed(scan, 'disabled', failedAccounts);
  await settled(scan, 'DISABLED', until);
}

async function settled(scan: Scan, wanted: string, until: number): Promise<void> {
  for (;;) {
    const status = await statusOf(scan);
    if (status === wanted) return;
    if (Date.now() + POLL_MS > until) throw new Error(`${scan} is ${status}, and not ${wanted} in time.`);
    await setTimeout(POLL_MS);
  }
}

async function statusOf(scan: Scan): Promise<string> {
  const { accounts = [], failedAccounts } = await inspector().send(new BatchGetAccountStatusCommand({}));
  refuseFailed(scan, 'read', failedAccounts);
  const state = (accounts[0] as AccountState | undefined)?.resourceState?.[STATE[scan]];
  if (state?.status === 'SUSPENDED') throw new Error(`${scan} is suspended: ${state.errorMessage}`);
  return state?.status ?? 'DISABLED';
}

function refuseFailed(scan: Scan, verb: string, failed: FailedAccount[] = []): void {
  if (failed.length === 0) return;
  const reasons = failed.map(({ accountId, errorCode, errorMessage }) => `${accountId} ${errorCode} ${errorMessage}`);
  throw new Error(`${scan} was not ${verb}: ${reasons.join('; ')}`);
}

function scanOf(value: unknown): Scan {
  if (value === 'LAMBDA' || value === 'LAMBDA_CODE') return value;
  throw new Error(`'${String(value)}' is no scan type of functions.`);
}
