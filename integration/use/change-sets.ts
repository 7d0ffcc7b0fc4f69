import { CloudFormationClient, CreateChangeSetCommand, GetTemplateCommand, waitUntilChangeSetCreateComplete } from '@aws-sdk/client-cloudformation';
import { S3Client, PutObjectCommand, CreateBucketCommand } from '@aws-sdk/client-s3';

const BUCKET = 'change-sets-of-the-test';

/** Change sets of a deployed stack, as a pipeline prepares them. They are never executed. */
export class ChangeSets {
  private readonly cloudFormation = new CloudFormationClient({});

  constructor(private readonly stackName: string) {}

  /** One that changes the description of a resource, and nothing else. */
  public async create(name: string, logicalId: string): Promise<void> {
    const { TemplateBody } = await this.cloudFormation.send(new GetTemplateCommand({ StackName: this.stackName }));
    const template = JSON.parse(TemplateBody!);
    template.Resources[logicalId].Properties.Description = `changed by ${name}`;
    await this.cloudFormation.send(new CreateChangeSetCommand({
      StackName: this.stackName,
      ChangeSetName: name,
      TemplateURL: await this.put(name, JSON.stringify(template)),
      Capabilities: ['CAPABILITY_NAMED_IAM'],
    }));
    const waiter = { client: this.cloudFormation, minDelay: 1, maxWaitTime: 30 };
    await waitUntilChangeSetCreateComplete(waiter, { StackName: this.stackName, ChangeSetName: name });
  }

  private async put(Key: string, Body: string): Promise<string> {
    const s3 = new S3Client({ forcePathStyle: true });
    await s3.send(new CreateBucketCommand({ Bucket: BUCKET })).catch((error) => { if (error.name !== 'BucketAlreadyOwnedByYou') throw error; });
    await s3.send(new PutObjectCommand({ Bucket: BUCKET, Key, Body }));
    return `${process.env.AWS_ENDPOINT_URL}/${BUCKET}/${Key}`;
  }
}
