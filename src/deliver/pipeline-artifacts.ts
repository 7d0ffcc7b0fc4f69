import * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import { declareEdge, targetOf } from '../core/declare-edge';
import { Intent } from '../core/edge';
import { exactGrant } from '../core/exact-grant';
import type { SecureBucket } from '../data/secure-bucket';

/**
 * The names of artifacts. CodePipeline cuts them to ten characters where it makes keys of them, and the pipeline's to twenty: these are shorter, so
 * that the prefix of an artifact is known and each role is given its own.
 *
 * @internal
 */
export enum Artifact {
  SOURCE = 'Source',
  SYNTH = 'Synth',
  EVIDENCE = 'Evidence',
  JUDGED = 'Judged',
  SIGNED = 'Signed',
  ATTESTED = 'Attested',
}

const READ = ['s3:GetObject', 's3:GetObjectVersion'];
/** Source: CodePipeline user guide, "Minimum permissions of the service role". */
const BUCKET = ['s3:GetBucketAcl', 's3:GetBucketLocation', 's3:GetBucketVersioning'];

/** Where the artifacts of a pipeline are, and who may read and write which. @internal */
export class Artifacts {
  constructor(public readonly bucket: SecureBucket, public readonly key: kms.IKey, private readonly pipelineName: string) {}

  public grantRead(grantee: iam.IGrantable, artifact: string): void {
    this.bucket.grants.actionsOnObjectKeys(grantee, this.pattern(artifact), ...READ);
  }

  public grantWrite(grantee: iam.IGrantable, artifact: string): void {
    this.bucket.grants.actionsOnObjectKeys(grantee, this.pattern(artifact), 's3:PutObject');
  }

  /** What the source action asks for: it sets an access list that gives the owner of the bucket what it has anyway. */
  public grantSource(grantee: iam.IGrantable): string[] {
    const actions = [...READ, 's3:PutObject', 's3:PutObjectAcl'];
    this.bucket.grants.actionsOnObjectKeys(grantee, this.pattern(Artifact.SOURCE), ...actions);
    return [...actions, ...this.grantBucket(grantee)];
  }

  public grantBucket(grantee: iam.IGrantable): string[] {
    exactGrant({ grantee, target: this.bucket, intent: Intent.USE, actions: BUCKET, resourceArns: [this.bucket.bucketArn] });
    return BUCKET;
  }

  /** Lets the role of a bootstrap, whose own policies leave the buckets of its account to their policies, read an artifact. */
  public letIn(roleArn: string, artifact: string, here: boolean): void {
    const principals = [new iam.ArnPrincipal(roleArn)];
    const objects = this.bucket.arnForObjects(this.pattern(artifact));
    this.bucket.addToResourcePolicy(new iam.PolicyStatement({ principals, actions: READ, resources: [objects] }));
    this.bucket.addToResourcePolicy(new iam.PolicyStatement({ principals, actions: BUCKET, resources: [this.bucket.bucketArn] }));
    const caller = here ? targetOf(roleArn) : `AccountPrincipal(${roleArn.split(':')[4]})`;
    declareEdge(this.bucket, { caller, target: this.bucket.node.path, intent: Intent.READ, actions: [...READ, ...BUCKET].sort() });
    if (here) return;
    declareEdge(this.bucket, { caller, target: this.key.node.path, intent: Intent.READ, actions: ['kms:Decrypt'] });
    const { region, urlSuffix } = this.bucket.stack;
    this.key.addToResourcePolicy(new iam.PolicyStatement({
      principals,
      actions: ['kms:Decrypt'],
      resources: ['*'],
      // a pattern: the bucket names the key, so naming the bucket here would be a cycle
      conditions: { StringEquals: { 'kms:ViaService': `s3.${region}.${urlSuffix}` } },
    }));
  }

  private pattern(artifact: string): string {
    return `${this.pipelineName}/${artifact}/*`;
  }
}
