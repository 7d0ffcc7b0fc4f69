import { namedSet } from './captured';
import type { DataKind } from './masking/kinds';

export type GuardMode = 'monitor' | 'block';

/**
 * What a function may do, as synth wrote it from the declared edges. Short names: all environment variables of a function share 4 KB.
 */
export interface WrittenPolicy {
  readonly v: 1;
  /** Mode. */
  readonly m: GuardMode;
  /** Account of the function: hosts of some services begin with it. */
  readonly a?: string;
  /**
   * Hosts. A word without a dot is the first part of a regional host of AWS (`dynamodb`), `s3:<bucket>` the hosts of one bucket, anything else an
   * exact name or address, with `:<port>` where only one port is open.
   */
  readonly h: readonly string[];
  /** Hosts outside, declared by `Egress`: exact names and addresses, as in `h`. What is sent there is searched for data of the masked kinds. */
  readonly o?: readonly string[];
  /** Kinds of data that are masked in logs and errors. */
  readonly k?: readonly DataKind[];
  /** Countries whose national identifiers are masked. */
  readonly c?: readonly string[];
  /** What is done about attacks in requests: nothing where absent. */
  readonly r?: GuardMode;
  /** Routes on which attacks in requests are blocked, whatever `r` is: `POST /orders`. */
  readonly b?: readonly string[];
  /** Openings, by name: what is allowed beyond edges, each with a reason that stands in the evidence. */
  readonly x?: {
    /** Files below which native addons may be loaded. */
    readonly addons?: readonly string[];
    /** Programs that may be run, by their whole path or their name. */
    readonly programs?: readonly string[];
    /** Folders that may be written beside /tmp. */
    readonly folders?: readonly string[];
    /** Hosts outside to which data of the masked kinds may be sent. */
    readonly data?: readonly string[];
    /** Code from strings: eval, Function, vm. */
    readonly code?: true;
    readonly workers?: true;
  };
}

/** The policy as the guard asks it. */
export interface GuardPolicy {
  readonly mode: GuardMode;
  readonly hosts: ReadonlySet<string>;
  /** Those of `hosts` to which no data of the masked kinds may be sent. */
  readonly outside: ReadonlySet<string>;
  readonly kinds: ReadonlySet<DataKind>;
  readonly countries: ReadonlySet<string>;
  readonly requests?: GuardMode;
  readonly blockedRoutes: ReadonlySet<string>;
  readonly addons: readonly string[];
  readonly programs: readonly string[];
  readonly folders: readonly string[];
  readonly code: boolean;
  readonly workers: boolean;
}

export const POLICY_VARIABLE = 'ZT_GUARD';

/** Reads the policy of this function. Throws without a policy, or with one that this guard cannot read: a guard without a policy guards nothing. */
export function readPolicy(environment: NodeJS.ProcessEnv): GuardPolicy {
  const text = environment[POLICY_VARIABLE];
  if (text === undefined) throw new Error(`RuntimeGuard: the environment variable ${POLICY_VARIABLE} is missing. Deploy the function with RuntimeGuard.protect(fn), and do not override its environment.`);
  let written: WrittenPolicy;
  try {
    written = JSON.parse(text);
  } catch {
    throw new Error(`RuntimeGuard: the environment variable ${POLICY_VARIABLE} is no JSON. Do not override it.`);
  }
  if (written?.v !== 1 || (written.m !== 'monitor' && written.m !== 'block') || !Array.isArray(written.h)) {
    throw new Error(`RuntimeGuard: ${POLICY_VARIABLE} was written for another version of the guard. Deploy the layer and the function together.`);
  }
  const { x = {} } = written;
  return Object.freeze({
    mode: written.m,
    hosts: hostsOf(written, environment),
    outside: namedSet(lowerCase(written.o).filter((host) => !lowerCase(x.data).includes(withoutPort(host)) && !lowerCase(x.data).includes(host))),
    kinds: namedSet(written.k),
    countries: namedSet(written.c),
    requests: written.r,
    blockedRoutes: namedSet(written.b),
    addons: x.addons ?? [],
    programs: x.programs ?? [],
    folders: ['/tmp', ...x.folders ?? []],
    code: x.code === true,
    workers: x.workers === true,
  });
}

/** First part of a service's host → other first parts by which SDKs call the same service. */
const ALSO: Record<string, string[]> = { 'dynamodb': ['<account>.ddb', 'streams.dynamodb'], 'logs': ['streaming-logs'], 'api.ecr': ['ecr'] };

const lowerCase = (hosts: readonly string[] = []) => hosts.map((host) => host.toLowerCase());
const withoutPort = (host: string) => host.replace(/:\d+$/, '');

function hostsOf({ h, o, a }: WrittenPolicy, { AWS_REGION: region = 'us-east-1', AWS_XRAY_DAEMON_ADDRESS: daemon }: NodeJS.ProcessEnv): Set<string> {
  const suffix = region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com';
  const dualStack = region.startsWith('cn-') ? 'api.amazonwebservices.com.cn' : 'api.aws';
  const hosts = new Set<string>(lowerCase(o));
  for (const entry of h) {
    if (entry.startsWith('s3:')) {
      const bucket = entry.slice(3);
      for (const host of [`${bucket}.s3.${region}.${suffix}`, `${bucket}.s3.${suffix}`, `${bucket}.s3.dualstack.${region}.${suffix}`]) hosts.add(host);
    } else if (/^[a-z0-9-]+$/.test(entry) || /^[a-z0-9-]+\.[a-z0-9-]+$/.test(entry) && entry in ALSO) {
      for (const first of [entry, ...ALSO[entry] ?? []]) {
        if (first.includes('<account>') && a === undefined) continue;
        const name = first.replace('<account>', a ?? '');
        hosts.add(`${name}.${region}.${suffix}`).add(`${name}.${region}.${dualStack}`);
      }
    } else {
      hosts.add(entry.toLowerCase());
    }
  }
  // the daemon of X-Ray, which Lambda runs beside the function: only where the trace segments are granted
  if (hosts.has(`xray.${region}.${suffix}`) && daemon !== undefined) hosts.add(daemon);
  return hosts;
}
