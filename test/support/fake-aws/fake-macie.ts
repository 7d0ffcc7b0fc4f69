import { createHash } from 'crypto';
import { FakeService } from './fake-aws';
import { ServiceError } from '../json-protocol-server';

/** Classification jobs. As at the service, a token makes one job, and what has ended cannot be cancelled. */
export class FakeMacie implements FakeService {
  public readonly jobs = new Map<string, { status: string; definition: any }>();
  public enabled = true;

  public answer(operation: string, input: any): object {
    if (!this.enabled) throw new ServiceError('AccessDeniedException', 'Macie is not enabled.', 403);
    switch (operation) {
      case 'CreateClassificationJob': return this.create(input);
      case 'DescribeClassificationJob': return { jobId: input.jobId, jobStatus: this.find(input.jobId).status };
      case 'UpdateClassificationJob': return this.update(input);
      default: throw new Error(`not faked: ${operation}`);
    }
  }

  private create({ clientToken, ...definition }: any): object {
    const jobId = createHash('md5').update(clientToken).digest('hex');
    if (!this.jobs.has(jobId)) this.jobs.set(jobId, { status: 'RUNNING', definition });
    return { jobId, jobArn: `arn:aws:macie2:eu-west-1:111122223333:classification-job/${jobId}` };
  }

  private update({ jobId, jobStatus }: any): object {
    const job = this.find(jobId);
    if (['CANCELLED', 'COMPLETE'].includes(job.status)) throw new ServiceError('ValidationException', `The job is ${job.status}.`);
    job.status = jobStatus;
    return {};
  }

  private find(jobId: string): { status: string; definition: any } {
    const job = this.jobs.get(jobId);
    if (!job) throw new ServiceError('ResourceNotFoundException', 'no such job', 404);
    return job;
  }
}
