import { Stack, Token } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { VaultSecretProps } from './vault-secret-props';
import { SecureFunction } from '../compute/secure-function';
import { checkProps } from '../core/checked-props';
import { pathOf } from '../core/construct-path';
import { declareEdge } from '../core/declare-edge';
import { Intent } from '../core/edge';
import { ZeroTrustError } from '../core/errors';
import { Egress } from '../zone/network/egress';

/** The directory of the extension's files. Source: hashicorp/vault-lambda-extension, README. */
const FOLDER = '/tmp/vault';
/** How HashiCorp calls its layers. */
const LAYER = /:layer:vault-lambda-extension(-arm64)?(?::|$)/;
const HTTPS = 443;

/** What a function says to the one Vault that its extension knows. */
interface Reader {
  readonly login: string;
  count: number;
}

const READERS = new WeakMap<lambda.Function, Reader>();

/**
 * A secret of HashiCorp Vault. HashiCorp's Lambda extension authenticates by the function's role (IAM auth) and writes the secret to a file as an
 * environment starts. No secret and no token stands in the template or the environment variables, which name the address, the role and the path.
 *
 * The function signs a request to STS and hands it to Vault, which sends it: the function gets no right in IAM and needs no way to STS. It gets
 * the layer, six variables or more, and the one way to Vault.
 *
 * In the template: nothing by itself.
 *
 * Throws `InsecureVault`, `BadVaultAddress`, `BadVaultPath`, `BadVaultRole`, `VaultPort`, `LiteralNeeded`; on `grantRead` `TwoVaults`, `LayerArchitecture`, and
 * `UnpinnedLayer`, `UntrustedAccount`, `NotInImages` of the function.
 *
 * Fixed cost: none; a Vault outside of the network needs the zone's firewall, see `Egress`. Source: NIST 800-53 IA-5, SC-12.
 *
 * @example
 * declare const charge: SecureFunction;
 *
 * const apiKey = new VaultSecret(this, 'ApiKey', {
 *   address: 'https://vault.example.com',
 *   path: 'secret/data/payments',
 *   role: 'charge',
 *   layerVersionArn: 'arn:aws:lambda:eu-west-1:634166935893:layer:vault-lambda-extension-arm64:6',
 * });
 * apiKey.grantRead(charge);
 * charge.addEnvironment('API_KEY_FILE', apiKey.file);
 */
export class VaultSecret extends Construct {
  /** The account in which HashiCorp publishes the layer. Source: Vault documentation, "Vault Lambda extension". */
  public static readonly HASHICORP_ACCOUNT: string = '634166935893';

  /** Where functions find the secret: JSON as Vault's API answers, with `data`. */
  public readonly file: string;

  private readonly url: URL;
  private readonly layer: lambda.ILayerVersion;

  constructor(scope: Construct, id: string, private readonly props: VaultSecretProps) {
    const path = pathOf(scope, id);
    checkProps(new.target === VaultSecret, 'VaultSecretProps', path, props);
    const url = checkAddress(path, props);
    checkNames(path, props);
    super(scope, id);
    this.url = url;
    this.file = `${FOLDER}/${fileName(id)}-${this.node.addr.slice(-6)}.json`;
    this.layer = lambda.LayerVersion.fromLayerVersionArn(this, 'Layer', props.layerVersionArn);
  }

  /**
   * Lets a function read the secret, from `file`: adds the extension, says where Vault is and opens the way. A file is written once for each
   * environment; for secrets with a lease that ends before, the function asks the extension, `http://127.0.0.1:8200/v1/<path>`.
   *
   * Throws `TwoVaults` for a second address, role, mount or namespace of one function, `LayerArchitecture` for a layer of another processor.
   */
  public grantRead(fn: SecureFunction): void {
    this.checkArchitecture(fn);
    const reader = this.readerOf(fn);
    if (reader.count === 0) {
      fn.addLayers(this.layer);
      Object.entries(this.login(fn)).forEach(([name, value]) => fn.addEnvironment(name, value));
      this.openWay(fn);
    }
    reader.count += 1;
    // names of which none ends like that of a secret
    fn.addEnvironment(`VAULT_SECRET_PATH_${reader.count}`, this.props.path);
    fn.addEnvironment(`VAULT_SECRET_FILE_${reader.count}`, this.file);
    declareEdge(this, { caller: fn.node.path, target: this.node.path, intent: Intent.READ, actions: [] });
  }

  private login(fn: SecureFunction): Record<string, string> {
    const { role, authMount = 'aws', iamServerId = this.url.hostname, stsRegion = Stack.of(fn).region, vaultNamespace, caCertificateFile } = this.props;
    return {
      VAULT_ADDR: this.url.origin,
      VAULT_AUTH_PROVIDER: authMount,
      VAULT_AUTH_ROLE: role,
      VAULT_IAM_SERVER_ID: iamServerId,
      VAULT_STS_ENDPOINT_REGION: stsRegion,
      ...vaultNamespace !== undefined && { VAULT_NAMESPACE: vaultNamespace },
      ...caCertificateFile !== undefined && { VAULT_CACERT: caCertificateFile },
    };
  }

  /** The extension knows one Vault. */
  private readerOf(fn: SecureFunction): Reader {
    const login = JSON.stringify([this.login(fn), this.props.layerVersionArn]);
    const reader = READERS.get(fn) ?? { login, count: 0 };
    READERS.set(fn, reader);
    if (reader.login === login) return reader;
    throw new ZeroTrustError(fn, 'TwoVaults', 'the extension logs in to one Vault as one role, and another secret of this function names others.',
      'give all secrets of a function the same address, role, mount, namespace and layer, or use two functions.');
  }

  private openWay(fn: SecureFunction): void {
    if (!fn.zone.hasNetwork) return;
    const { peer } = this.props;
    if (!peer) return fn.allowEgress(Egress.https(this.url.hostname));
    fn.allowEgress(peer, ec2.Port.tcp(Number(this.url.port || HTTPS)));
    fn.zone.allowNames(this.url.hostname);
  }

  private checkArchitecture(fn: SecureFunction): void {
    const [layer, arm] = LAYER.exec(this.props.layerVersionArn) ?? [];
    if (layer === undefined || (arm !== undefined) === (fn.architecture.name === lambda.Architecture.ARM_64.name)) return;
    throw new ZeroTrustError(fn, 'LayerArchitecture', `the layer is for ${arm ? 'arm64' : 'x86_64'}, and the function runs on ${fn.architecture.name}.`,
      `use the layer vault-lambda-extension${arm ? '' : '-arm64'}, whose versions are counted apart.`);
  }
}

/** In small letters: a mixture of letters and digits looks like a secret. */
function fileName(id: string): string {
  return id.replace(/([a-z\d])([A-Z])/g, '$1-$2').replace(/[^\w-]/g, '-').toLowerCase();
}

function checkAddress(path: string, { address, peer }: VaultSecretProps): URL {
  if (Token.isUnresolved(address)) {
    throw new ZeroTrustError(path, 'LiteralNeeded', 'the address of Vault is a token, to which no way can be opened.', 'pass a literal.');
  }
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url?.protocol === 'http:') {
    throw new ZeroTrustError(path, 'InsecureVault', 'secrets would come over plain HTTP.', 'use https://.');
  }
  if (url?.protocol !== 'https:' || url.pathname !== '/' || url.search || url.hash || url.username || url.password) {
    throw new ZeroTrustError(path, 'BadVaultAddress', 'the address is no scheme and host alone.', 'write https://vault.example.com.');
  }
  if (url.port && !peer) {
    throw new ZeroTrustError(path, 'VaultPort', `Vault answers on port ${url.port}, and the firewall lets out on port ${HTTPS} alone.`,
      'put Vault behind port 443, or pass `peer` when it is inside of the network.');
  }
  // throws for what is no name, before anything is made
  if (!peer) Egress.https(url.hostname);
  return url;
}

function checkNames(path: string, { path: secret, role, authMount = 'aws' }: VaultSecretProps): void {
  const isPath = (text: string) => Token.isUnresolved(text) || (/^[\w.~@%+-]+(\/[\w.~@%+-]+)*$/.test(text) && !text.split('/').includes('..'));
  if (!isPath(secret) || !isPath(authMount)) {
    throw new ZeroTrustError(path, 'BadVaultPath', `'${isPath(secret) ? authMount : secret}' is no path in Vault.`, 'write it without a slash at its ends, such as secret/data/orders.');
  }
  if (!Token.isUnresolved(role) && !/^[\w.-]+$/.test(role)) {
    throw new ZeroTrustError(path, 'BadVaultRole', `'${role}' is no name of a role in Vault.`, 'use letters, digits, hyphens, dots and underscores.');
  }
}
