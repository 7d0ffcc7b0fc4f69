import { Expression, textOf } from '../../model';
import { getAttOf, own } from '../../model/json';
import { fail, pass, unknown } from '../../model/judge';
import type { RuleResult } from '../rule';

/** Where files can be written or mounted while a function runs, and what is searched relative to it, is no place for code or certificates. */
const READ_ONLY = /^(\/opt|\/var\/(task|runtime|lang)|\/lib(64)?|\/usr\/(local\/)?(lib(64)?|share|bin)|\/etc)(\/|$)/;
const UNCLEAR = 'what an environment variable does to TLS, code or endpoints is not known before deployment';
const OPT = /^\/opt(\/|$)/;
/** Endpoints of AWS in each partition. Source: AWS General Reference, "AWS service endpoints". */
const AWS_HOST = /^https:\/\/([a-z0-9-]+\.)+(amazonaws\.com(\.cn)?|api\.aws|api\.amazonwebservices\.com\.cn|on\.aws)(:443)?(\/|$)/i;

/** Why a text is bad; `layers` when there are some in /opt, and all of them are of the templates, of AWS, or of a trusted account. */
type Judge = (text: string, layers: boolean) => string | undefined;

/** What runtimes, SDKs and the loader do with variables of the environment. Sources: the documentation of Node.js, Python, .NET, OpenSSL, glibc, PostgreSQL, HashiCorp Vault, and the AWS SDKs. */
const EFFECTS: [RegExp, Judge][] = [
  [/^NODE_TLS_REJECT_UNAUTHORIZED$/, (text) => (text.trim() === '0' ? 'it turns the verification of TLS certificates off' : undefined)],
  [/^PYTHONHTTPSVERIFY$/, (text) => (text.trim() === '0' ? 'it turns the verification of TLS certificates off' : undefined)],
  [/^(NPM_CONFIG_)?STRICT_SSL$/i, (text) => (/^(false|0)$/i.test(text) ? 'it turns the verification of TLS certificates off' : undefined)],
  [/^GIT_SSL_NO_VERIFY$/, (text) => (/^(false|0|)$/i.test(text) ? undefined : 'it turns the verification of TLS certificates off')],
  [/^VAULT_SKIP_VERIFY$/, (text) => (/^(false|f|0|)$/i.test(text) ? undefined : 'it turns the verification of TLS certificates off')],
  [/^SSLKEYLOGFILE$/, (text) => (text === '' ? undefined : 'it writes the keys of TLS sessions to a file')],
  [/^(REQUESTS_CA_BUNDLE|CURL_CA_BUNDLE)$/, (text, layers) => (text === '' ? 'it turns the verification of TLS certificates off' : trusts(text, layers))],
  [/^(AWS_CA_BUNDLE|NODE_EXTRA_CA_CERTS|SSL_CERT_(FILE|DIR)|VAULT_CA(CERT|PATH))$/, trusts],
  [/^(OPENSSL_(CONF|ENGINES|MODULES)|GCONV_PATH)$/, loads],
  [/^(LD_PRELOAD|LD_AUDIT)$/, (text) => (text.trim() === '' ? undefined : 'it loads a library into every process')],
  [/^(LD_LIBRARY_PATH|NODE_PATH|PYTHONPATH|PYTHONHOME|PYTHONUSERBASE|RUBYLIB|GEM_(HOME|PATH)|CLASSPATH)$/, searches],
  [/^(PYTHONSTARTUP|PYTHONINSPECT|PYTHONBREAKPOINT|BASH_ENV)$/, (text) => (/^0?$/.test(text) ? undefined : 'it runs other code at the start')],
  [/^NODE_OPTIONS$/, ofNode],
  [/^(JAVA_TOOL_OPTIONS|JDK_JAVA_OPTIONS|_JAVA_OPTIONS)$/, ofJava],
  [/^RUBYOPT$/, (text, layers) => flagged(text, /^-r(.+)$/, layers)],
  [/^PGSSLMODE$/, (text) => (/^(disable|allow|prefer)$/i.test(text) ? 'it lets connections to PostgreSQL be without TLS' : undefined)],
  [/^COR(ECLR)?_PROFILER_PATH(_(32|64|ARM(32|64)))?$/, loads],
  [/^DOTNET_STARTUP_HOOKS$/, (text, layers) => first(text.split(':'), (path) => loads(path, layers))],
  [/^AWS_LAMBDA_EXEC_WRAPPER$/, (text, layers) => (text === '' ? undefined : loads(text, layers))],
  [/^AWS_ENDPOINT_URL(_[A-Z0-9_]+)?$/, (text) => (text === '' || AWS_HOST.test(text) ? undefined : 'it sends requests of the AWS SDK to another endpoint')],
  [/^AWS_(CONTAINER_CREDENTIALS_FULL_URI|EC2_METADATA_SERVICE_ENDPOINT)$/, (text) => (text === '' ? undefined : 'it takes credentials from another endpoint')],
  [/^AWS_(CONFIG|SHARED_CREDENTIALS)_FILE$/, loads],
  [/^(HTTPS?|ALL|FTP|SOCKS5?|GLOBAL_AGENT_HTTPS?)_PROXY$/i, (text) => (text === '' ? undefined : 'it sends requests through a proxy')],
  // what else ends so may be about a proxy and be none, as of a database
  [/^(?!NO_PROXY$).*_PROXY$/i, (text) => (/^(https?|socks[45]?h?):\/\//i.test(text) ? 'it sends requests through a proxy' : undefined)],
];

/** What a variable of the environment does to TLS, code and endpoints; `undefined` for one that does nothing to them. */
export function effectOf(name: string, variable: Expression, layers: () => boolean | undefined): RuleResult | undefined {
  const judge = EFFECTS.find(([names]) => names.test(name))?.[1];
  if (!judge || variable.isAbsent) return undefined;
  const { value } = variable;
  // a resource of the templates is judged where it is made
  if (value.kind === 'reference' || isOfEndpoint(variable.whole)) return pass();
  const text = textOf(value);
  if (value.kind === 'unknown' || text === undefined) {
    return isOwnName(name) ? pass() : unknown(UNCLEAR, name);
  }
  const plain = text.replace(/\$\{AWS::Region\}/g, 'region').replace(/\$\{AWS::URLSuffix\}/g, 'amazonaws.com');
  const areOwn = layers();
  const why = judge(plain, areOwn ?? false);
  if (why === undefined) return pass();
  // the value is not told: it may hold credentials, as those of proxies do
  return areOwn === undefined && judge(plain, true) === undefined ? unknown(UNCLEAR, name) : fail(`an environment variable weakens the function: ${why}`, name);
}

/** One of the names that a VPC endpoint gives. */
function isOfEndpoint({ stack, source }: Expression): boolean {
  const target = getAttOf(own(source, 'Fn::GetAtt'));
  return target !== undefined && stack.resources.get(target.logicalId)?.type === 'AWS::EC2::VPCEndpoint';
}

function isOwnName(name: string): boolean {
  return /_PROXY$/i.test(name) && !/^(HTTPS?|ALL|FTP|SOCKS5?)_PROXY$/i.test(name);
}

function first<T>(all: T[], judge: (one: T) => string | undefined): string | undefined {
  return all.map(judge).find((why) => why !== undefined);
}

function isReadOnly(path: string): boolean {
  return READ_ONLY.test(path) && !path.split('/').includes('..');
}

function trusts(path: string, layers: boolean): string | undefined {
  return loads(path, layers) && 'it trusts certificates from a place that is not signed code';
}

/** A path below /opt is of a layer, and one below /var/task of the package. */
function loads(path: string, layers: boolean): string | undefined {
  if (path === '' || (isReadOnly(path) && (layers || !OPT.test(path)))) return undefined;
  return OPT.test(path) && isReadOnly(path) ? 'it loads code from /opt, and a layer is missing or of another account' : 'it loads code from a place that can be written to';
}

/** An empty entry of a search path is the working directory, which is the package. */
function searches(text: string, layers: boolean): string | undefined {
  return first(text.split(':').filter((path) => path !== '' && !/^(\$\{?\w+\}?|\.)(\/|$)/.test(path)), (path) => loads(path, layers || isReadOnly(path)));
}

function flagged(text: string, flag: RegExp, layers: boolean): string | undefined {
  return first(text.split(/\s+/), (word) => {
    const path = flag.exec(word)?.[1];
    return path !== undefined && /^[/.]/.test(path) ? module(path, layers) : undefined;
  });
}

/** Names of modules and relative paths are found in the package. */
function module(specifier: string, layers: boolean): string | undefined {
  const path = specifier.replace(/^["']|["']$/g, '').replace(/^file:\/\//, '');
  if (/^[a-z][a-z0-9+.-]*:/i.test(path) && !path.startsWith('node:')) return 'it runs code that is not in the package';
  if (path.startsWith('/')) return loads(path, layers);
  return path.split('/').includes('..') ? 'it loads code from a place that can be written to' : undefined;
}

const NODE_MODULE = /^(-r|--require|--import|--loader|--experimental-loader|--env-file|--experimental-config-file|--openssl-config)$/;
const NODE_WEAK = [
  [/^--inspect/, 'it opens a debugger'],
  [/^--tls-keylog\b/, 'it writes the keys of TLS sessions to a file'],
  [/^--tls-(min-v1\.[01]|max-v1\.[01]|cipher-list)\b|^--openssl-(legacy-provider|shared-config)|^--security-revert/, 'it weakens TLS or undoes a security fix'],
  [/^--insecure-http-parser/, 'it accepts malformed HTTP'],
  [/^--(expose-internals|allow-natives-syntax|experimental-network-inspection)/, 'it opens the internals of the runtime'],
] as const;

function ofNode(text: string, layers: boolean): string | undefined {
  const words = text.split(/\s+/).filter((word) => word !== '');
  return first(words.map((word, i) => [word, words[i + 1] ?? ''] as const), ([word, next]) => {
    const [, flag, value] = /^([^=]+)(?:=(.*))?$/.exec(word) ?? [];
    if (flag !== undefined && NODE_MODULE.test(flag)) return module(value ?? next, layers);
    return NODE_WEAK.find(([form]) => form.test(word))?.[1];
  });
}

const JAVA_WEAK = [
  [/^-agentlib:jdwp|^-Xrunjdwp|^-Xdebug/, 'it opens a debugger'],
  [/^-D(com\.sun\.net\.ssl\.|jdk\.tls\.|javax\.net\.ssl\.trustStore|jdk\.internal\.httpclient\.disableHostnameVerification|trust_all_cert|https\.protocols)/, 'it changes how TLS is verified'],
  [/^-D(https?|socks)\.?proxyHost/i, 'it sends requests through a proxy'],
  [/^-Dcom\.sun\.management\.jmxremote/, 'it opens the internals of the runtime'],
] as const;

function ofJava(text: string, layers: boolean): string | undefined {
  return first(text.split(/\s+/), (word) => {
    const [, path] = /^-(?:javaagent:|agentpath:|Xbootclasspath(?:\/[ap])?:)([^=]+)/.exec(word) ?? [];
    return path === undefined ? JAVA_WEAK.find(([form]) => form.test(word))?.[1] : module(path, layers);
  });
}
