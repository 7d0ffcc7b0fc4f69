import { createHash } from 'crypto';
import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'fs';
import { dirname, join, relative } from 'path';
import { FileAssetLocation, FileAssetPackaging, Lazy, Stack, Stage } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';

/** What code is made of: path in the package → a file of ours, or a text that is known at synth only. */
export interface DeferredAssetCodeProps {
  readonly files: Record<string, string>;
  readonly texts: () => Record<string, string>;
}

/**
 * Code of ours with files that are known when the whole app is: what an authorizer decides by depends on routes, which are added
 * after it. The asset is staged when the template is written.
 */
export class DeferredAssetCode extends lambda.Code {
  public readonly isInline = false;
  private readonly staged = new Map<string, FileAssetLocation>();

  constructor(private readonly props: DeferredAssetCodeProps) {
    super();
  }

  public override bind(scope: Construct): lambda.CodeConfig {
    const location = () => this.stage(Stack.of(scope));
    return {
      s3Location: {
        bucketName: Lazy.string({ produce: () => location().bucketName }),
        objectKey: Lazy.string({ produce: () => location().objectKey }),
      },
    };
  }

  /** Once for each content: the CDK asks several times while an app is synthesised. */
  private stage(stack: Stack): FileAssetLocation {
    const texts = this.props.texts();
    const hash = hashOf(this.props.files, texts);
    let location = this.staged.get(hash);
    if (!location) {
      const stage = Stage.of(stack)!;
      const folder = join(stage.assetOutdir, `asset.${hash}`);
      write(folder, this.props.files, texts);
      location = stack.synthesizer.addFileAsset({
        packaging: FileAssetPackaging.ZIP_DIRECTORY, sourceHash: hash, fileName: relative(stage.outdir, folder),
      });
      this.staged.set(hash, location);
    }
    return location;
  }
}

function hashOf(files: Record<string, string>, texts: Record<string, string>): string {
  const hash = createHash('sha256');
  for (const name of Object.keys(files).sort()) hash.update(`${name}\0`).update(digestOf(files[name]));
  for (const name of Object.keys(texts).sort()) hash.update(`${name}\0${texts[name]}\0`);
  return hash.digest('hex');
}

const digests = new Map<string, Buffer>();

/** Files of the package do not change while an app is synthesised, and one of them has 4 MB. */
function digestOf(file: string): Buffer {
  let digest = digests.get(file);
  if (!digest) {
    digest = createHash('sha256').update(readFileSync(file)).digest();
    digests.set(file, digest);
  }
  return digest;
}

function write(folder: string, files: Record<string, string>, texts: Record<string, string>): void {
  if (existsSync(folder)) return;
  for (const [name, file] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    copyFileSync(file, join(folder, name));
  }
  for (const [name, text] of Object.entries(texts)) writeFileSync(join(folder, name), text);
}
