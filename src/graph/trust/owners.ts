import type { Draft } from './drafts';
import { known } from './entrances';
import type { GraphNodes } from './graph-nodes';
import { keyExpressionsOf } from './keys';
import { accountOf, Texts } from './texts';
import type { GraphNode, Reason } from './trust-graph';
import { Expression, TemplateResource, Value } from '../../model';
import { isImageAccount, isLayerAccount } from '../../model/aws-accounts';
import { resourceOf } from '../../model/judge';
import type { TemplateModel } from '../../model/template-model';
import { STORE_TYPES } from '../stores';

/** Buckets to which the CDK publishes. */
const ASSETS = /^cdk-[^/]*-(container-)?assets-/;
const LAYER = /^arn:aws:lambda:[^:]*:(\d{12}):layer:/;
const IMAGE = /^(\d{12})\.dkr\.ecr\./;
const KEY = /^arn:aws:kms:[^:]*:(\d{12}):/;
const TEMPLATE_BUCKET = /^https:\/\/(?:([a-z0-9.-]+)\.s3[.-][^/]*|s3[.-][^/]*\/([a-z0-9.-]+)\/.*)/;
const KEYED = [...STORE_TYPES.map(({ type }) => type), 'AWS::SecretsManager::Secret', 'AWS::SSM::Parameter', 'AWS::Logs::LogGroup', 'AWS::RDS::DBCluster', 'AWS::RDS::DBInstance'];

/**
 * Control by ownership: who owns the layer, the image or the bucket that code comes from, or the key that data is under, changes, replaces or
 * withdraws it without any permission in the templates.
 */
export class Owners {
  public readonly types = [...new Set(['AWS::Cognito::UserPoolIdentityProvider', 'AWS::Lambda::Function', 'AWS::ECS::TaskDefinition', 'AWS::CloudFormation::Stack', ...KEYED])];

  constructor(private readonly model: TemplateModel, private readonly nodes: GraphNodes, private readonly texts: Texts) {}

  public edges(resource: TemplateResource): Draft[] {
    const keys = KEYED.includes(resource.type) ? this.ofKeys(resource) : [];
    switch (resource.type) {
      case 'AWS::Lambda::Function': return [...this.ofLayers(resource), ...this.ofImages(resource, [resource.at('Code', 'ImageUri')]), ...this.ofBucket(resource)];
      case 'AWS::ECS::TaskDefinition': return this.ofImages(resource, resource.at('ContainerDefinitions').items().map((one) => one.at('Image')));
      case 'AWS::Cognito::UserPoolIdentityProvider': return this.ofProvider(resource);
      case 'AWS::CloudFormation::Stack': return this.ofTemplate(resource);
      default: return keys;
    }
  }

  private ofLayers(fn: TemplateResource): Draft[] {
    return this.accountsIn(fn, fn.at('Layers').items(), LAYER).filter((account) => !isLayerAccount(account))
      .map((account) => this.byAccount(account, fn, 'owner:layer', `${this.nodes.of(fn).name} runs a layer of account ${account}`));
  }

  private ofImages(workload: TemplateResource, images: Expression[]): Draft[] {
    return this.accountsIn(workload, images, IMAGE).filter((account) => !isImageAccount(account))
      .map((account) => this.byAccount(account, workload, 'owner:image', `${this.nodes.of(workload).name} runs an image of account ${account}`));
  }

  private ofKeys(store: TemplateResource): Draft[] {
    return this.accountsIn(store, keyExpressionsOf(store), KEY)
      .map((account) => this.byAccount(account, store, 'owner:key', `${this.nodes.of(store).name} is encrypted by a key of account ${account}`));
  }

  /** Signed code runs only as it was signed, whoever writes to its bucket. */
  private ofBucket(fn: TemplateResource): Draft[] {
    const signing = resourceOf(fn.at('CodeSigningConfigArn').value, 'AWS::Lambda::CodeSigningConfig');
    if (signing && known(signing.at('CodeSigningPolicies', 'UntrustedArtifactOnDeployment').value) === 'Enforce') return [];
    return this.ofBucketName(fn, fn.at('Code', 'S3Bucket').value, `the code of ${this.nodes.of(fn).name}`);
  }

  private ofTemplate(stack: TemplateResource): Draft[] {
    const [, name, path] = TEMPLATE_BUCKET.exec(this.texts.of(stack.at('TemplateURL').value)) ?? [];
    const bucket = name ?? path;
    return bucket === undefined || ASSETS.test(bucket) ? [] : [this.byBucket(bucket, stack, `the template of ${this.nodes.of(stack).name}`)];
  }

  /** Whoever runs an identity provider says who is a user of the pool. An app has one on purpose. */
  private ofProvider(provider: TemplateResource): Draft[] {
    const pool = resourceOf(provider.at('UserPoolId').value, 'AWS::Cognito::UserPool');
    if (!pool) return [];
    const details = provider.at('ProviderDetails');
    const place = [known(details.at('oidc_issuer').value), known(details.at('MetadataURL').value), known(provider.at('ProviderName').value)].find((text) => text !== undefined);
    const from = this.nodes.person(`users of ${place ?? 'a provider'}`);
    return [{ ...this.draft(from, pool, 'owner:provider', { kind: 'configuration', resource: provider, text: `${from.name} are users of ${this.nodes.of(pool).name}` }), implied: true }];
  }

  private ofBucketName(at: TemplateResource, value: Value, what: string): Draft[] {
    const bucket = known(value);
    if (bucket === undefined || ASSETS.test(bucket) || /[${}]/.test(bucket) || this.hasBucket(bucket)) return [];
    return [this.byBucket(bucket, at, what)];
  }

  private hasBucket(name: string): boolean {
    return this.model.ofType('AWS::S3::Bucket').some((one) => known(one.at('BucketName').value) === name);
  }

  private byBucket(bucket: string, at: TemplateResource, what: string): Draft {
    return this.draft(this.nodes.imported(`arn:aws:s3:::${bucket}`), at, 'owner:bucket', {
      kind: 'configuration', resource: at, text: `${what} is in the bucket ${bucket}`, open: 'who may write to the bucket is not in the templates, and code is replaced when it is deployed again',
    });
  }

  /** Accounts that are neither the app's own nor trusted by name. */
  private accountsIn(at: TemplateResource, values: readonly Expression[], pattern: RegExp): string[] {
    const own = accountOf(at);
    const accounts = values.flatMap((one) => pattern.exec(this.texts.of(one.value))?.[1] ?? []);
    return [...new Set(accounts)].filter((account) => account !== own && !this.model.trusted.has(account));
  }

  private byAccount(account: string, at: TemplateResource, path: string, text: string): Draft {
    const open = /^\d/.test(accountOf(at)) ? undefined : 'whether that is another account is known at deployment';
    return this.draft(this.nodes.account(account), at, path, { kind: 'configuration', resource: at, text, open });
  }

  private draft(from: GraphNode, at: TemplateResource, path: string, reason: Reason): Draft {
    return { from, to: this.nodes.of(at), kind: 'control', intent: 'control', certainty: reason.open === undefined ? 'certain' : 'possible', actions: [], because: [reason], path };
  }
}
