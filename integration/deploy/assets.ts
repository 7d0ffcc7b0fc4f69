import { readdirSync, readFileSync, statSync } from 'fs';
import { join, relative } from 'path';
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { zipSync } from 'fflate';

/** The assets of a stack as the CDK lists them, of which the files are used. */
interface AssetManifest {
  readonly files?: Record<string, {
    readonly source: { readonly path: string; readonly packaging: 'file' | 'zip' };
    readonly destinations: Record<string, { readonly bucketName: string; readonly objectKey: string }>;
  }>;
}

/** Changes the files of an asset before they are packed: name → content. */
export type AssetRewriter = (objectKey: string, files: Record<string, Uint8Array>) => Record<string, Uint8Array>;

/** Puts the files of assets where CloudFormation takes them, as `cdk deploy` does. */
export class Assets {
  private readonly s3: S3Client;
  private readonly buckets = new Set<string>();

  constructor(private readonly account: string, private readonly region: string) {
    this.s3 = new S3Client({ region, forcePathStyle: true });
  }

  public async publish(outdir: string, stackName: string, rewrite: AssetRewriter = (_, files) => files): Promise<void> {
    const manifest = JSON.parse(readFileSync(join(outdir, `${stackName}.assets.json`), 'utf-8')) as AssetManifest;
    for (const { source, destinations } of Object.values(manifest.files ?? {})) {
      const path = join(outdir, source.path);
      for (const { bucketName, objectKey } of Object.values(destinations)) {
        const bucket = bucketName.replace('${AWS::AccountId}', this.account).replace('${AWS::Region}', this.region);
        const packed = source.packaging === 'zip' ? zipSync(rewrite(objectKey, filesBelow(path)), { mtime: '1980-01-01' }) : readFileSync(path);
        await this.put(bucket, objectKey, packed);
      }
    }
  }

  /** Puts a template, and returns the address that CloudFormation reads it from. */
  public async putTemplate(endpoint: string, name: string, template: object): Promise<string> {
    const bucket = `cdk-templates-${this.region}`;
    await this.put(bucket, `${name}.json`, Buffer.from(JSON.stringify(template)));
    return `${endpoint}/${bucket}/${name}.json`;
  }

  private async put(bucket: string, key: string, body: Uint8Array): Promise<void> {
    if (!this.buckets.has(bucket)) {
      const command = new CreateBucketCommand({ Bucket: bucket, CreateBucketConfiguration: this.region === 'us-east-1' ? undefined : { LocationConstraint: this.region as never } });
      await this.s3.send(command).catch((error) => {
        if (!/^BucketAlready/.test(error.name)) throw error;
      });
      this.buckets.add(bucket);
    }
    await this.s3.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: body }));
  }
}

/** The files of the asset that is stored under a key. */
export function assetFiles(outdir: string, objectKey: string): Record<string, Uint8Array> {
  for (const name of readdirSync(outdir).filter((file) => file.endsWith('.assets.json'))) {
    const { files = {} } = JSON.parse(readFileSync(join(outdir, name), 'utf-8')) as AssetManifest;
    const found = Object.values(files).find(({ destinations }) => Object.values(destinations).some((one) => one.objectKey === objectKey));
    if (found) return filesBelow(join(outdir, found.source.path));
  }
  throw new Error(`no asset ${objectKey}`);
}

/** The files of a folder, by their path below it. */
function filesBelow(folder: string): Record<string, Uint8Array> {
  return Object.fromEntries(readdirSync(folder, { recursive: true, encoding: 'utf-8' })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile())
    .map((path) => [relative(folder, path), readFileSync(path)]));
}
