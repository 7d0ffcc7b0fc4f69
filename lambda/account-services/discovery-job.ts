import {
  CreateClassificationJobCommand, CreateClassificationJobCommandInput, DescribeClassificationJobCommand, Macie2Client, UpdateClassificationJobCommand,
} from '@aws-sdk/client-macie2';
import type { Change } from './respond';

/** Where a job ends: it cannot be cancelled any more. */
const ENDED = ['CANCELLED', 'COMPLETE'];
const JOB_ID = /^[0-9a-f]{32}$/;

let client: Macie2Client | undefined;
/** Its own retries are for throttling too, with jitter. */
const macie = () => client ??= new Macie2Client({ maxAttempts: 8 });

/**
 * Creates a job, and cancels it when the resource is deleted. Macie changes no job: one whose definition changed is made anew, and CloudFormation
 * deletes the old one once the update is complete.
 */
export async function changeDiscoveryJob(change: Change): Promise<void> {
  const { event } = change;
  if (event.RequestType === 'Delete') return cancel(change.physicalId);
  const definition = String(event.ResourceProperties.Definition);
  if (event.RequestType === 'Update' && event.OldResourceProperties.Definition === definition) return;
  const { name, ...job } = JSON.parse(definition) as CreateClassificationJobCommandInput;
  const { jobId } = await macie().send(new CreateClassificationJobCommand({
    ...job,
    name: `${name}-${event.RequestId.slice(0, 8)}`,
    // a run that is tried again makes no second job
    clientToken: event.RequestId,
  }));
  if (!jobId) throw new Error('Macie named no job.');
  change.physicalId = jobId;
}

async function cancel(jobId: string): Promise<void> {
  // a create that failed made none
  if (!JOB_ID.test(jobId)) return;
  const { jobStatus } = await macie().send(new DescribeClassificationJobCommand({ jobId })).catch(gone);
  if (!jobStatus || ENDED.includes(jobStatus)) return;
  await macie().send(new UpdateClassificationJobCommand({ jobId, jobStatus: 'CANCELLED' }));
}

/** Jobs go with the session of Macie. */
function gone(error: Error): { jobStatus?: string } {
  if (error.name === 'ResourceNotFoundException' || /Macie is not enabled/i.test(error.message)) return {};
  throw error;
}
