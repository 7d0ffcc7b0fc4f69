import { AssetRewriter, assetFiles } from './deploy/assets';
import { Rewriter } from './deploy/deployment';
import { Deployable, Resource } from './deploy/template';

/** Where the fakes listen. */
export interface FakeUrls {
  readonly claimsLink: string;
  readonly payments: string;
  readonly policyStore: string;
}

/** Lambda tells a function its tenant, which API Gateway puts into a header of the invocation; the emulator does not. */
const TENANT_OF_CLAIM = (claim: string) => `const { handler } = require('./index.js');
exports.handler = (event, context) => handler(event, Object.assign(context, { tenantId: event.requestContext.authorizer.claims['${claim}'] }));
`;
/** The provider's host is on the internet. */
const PAYMENTS = (url: string) => `const { fetch } = globalThis;
globalThis.fetch = (address, options) => fetch(String(address).replace('https://api.stripe.com/', '${url}/'), options);
exports.handler = require('./index.js').handler;
`;

/** Makes claims-platform run where there are no layers, no VPC Lattice, no Verified Permissions and no internet. */
export class ClaimsRewriter implements Rewriter {
  public readonly stripped: Record<string, Resource> = {};
  /** Files that join a function's code: by the key of the code. */
  private readonly added = new Map<string, Record<string, Uint8Array>>();

  constructor(private readonly outdir: string, private readonly urls: FakeUrls) {}

  public readonly template = ({ template, stripped }: Deployable): void => {
    Object.assign(this.stripped, stripped);
    const tenantClaim = this.tenantClaim(Object.values(template.Resources));
    for (const [id, { Type, Properties }] of Object.entries(template.Resources)) {
      if (Type !== 'AWS::Lambda::Function') continue;
      const variables = (Properties!.Environment ??= {}).Variables ??= {};
      if (variables.CLAIMS_URL) variables.CLAIMS_URL = this.urls.claimsLink;
      if (id.startsWith('Cedar')) {
        variables.AWS_ENDPOINT_URL_VERIFIEDPERMISSIONS = this.urls.policyStore;
        variables.POLICY_STORE_ID = 'policy-store';
      }
      if (id.startsWith('partnerclaims')) this.runBefore(Properties!, TENANT_OF_CLAIM(tenantClaim));
      if (id.startsWith('payclaim')) this.runBefore(Properties!, PAYMENTS(this.urls.payments));
      if (Properties!.Handler.startsWith('/opt/')) this.withLayer(Properties!, template.Resources);
    }
  };

  public readonly assets: AssetRewriter = (key, files) => ({ ...files, ...this.added.get(key) });

  /** The files of its layer lie below `opt/` of its code, and its handler with them. */
  private withLayer(properties: Record<string, any>, resources: Record<string, Resource>): void {
    const files = assetFiles(this.outdir, resources[properties.Layers[0].Ref].Properties!.Content.S3Key);
    this.add(properties.Code.S3Key, Object.fromEntries(Object.entries(files).map(([name, content]) => [`opt/${name}`, content])));
    properties.Handler = properties.Handler.slice(1);
    delete properties.Layers;
  }

  private runBefore(properties: Record<string, any>, code: string): void {
    this.add(properties.Code.S3Key, { 'emulated.js': Buffer.from(code) });
    properties.Handler = 'emulated.handler';
  }

  private add(key: string, files: Record<string, Uint8Array>): void {
    this.added.set(key, { ...this.added.get(key), ...files });
  }

  /** The claim that API Gateway maps, as the template has it. */
  private tenantClaim(resources: Resource[]): string {
    const mapped = resources.map(({ Properties }) => Properties?.Integration?.RequestParameters?.['integration.request.header.X-Amz-Tenant-Id']).find(Boolean);
    return String(mapped ?? '').replace('context.authorizer.claims.', '');
  }
}
