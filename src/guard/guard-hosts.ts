import { Stack } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import type { SecureFunction } from '../compute/secure-function';
import { edgesDeclared } from '../core/declare-edge';
import { DeclaredEdges } from '../core/declared-edges';
import { Edge, Intent } from '../core/edge';
import { hostsOf, waysOf } from '../zone/network/endpoint-services';

/** What a function may call, by its declared edges, as its policy names it. */
export interface GuardHosts {
  readonly hosts: string[];
  /** Those of others, which an `Egress` declares: they are in no service, link or database of the function. */
  readonly outside: string[];
  /** What it calls by names that are not known at synth: targets of edges. */
  readonly unnamed: string[];
}

/** A host whose first part alone differs from `<region>.<suffix>` is written as that part: all variables of a function share 4 KB. */
const SHORT = /^[a-z0-9-]+$/;
/** Written in the policy by their first part, to which the guard adds the other names of the service. */
const WITH_OTHER_NAMES = ['dynamodb', 'logs'];

/** Exactly what the edges of a function lead to: hosts of granted services, declared destinations, endpoints of databases, links and APIs. */
export function hostsDeclaredBy(fn: SecureFunction): GuardHosts {
  const { region, urlSuffix } = Stack.of(fn);
  // segments go to the daemon beside the function, and each function of a zone is granted them
  const hosts = new Set<string>(['xray']);
  const outside = new Set<string>();
  const unnamed = new Set<string>();
  const add = (host: string) => {
    const [first, ...rest] = host.split(`.${region}.${urlSuffix}`);
    hosts.add(rest.length === 1 && rest[0] === '' && SHORT.test(first) ? first : host);
  };
  for (const edge of edgesOf(fn)) {
    const target = find(fn.node.root, edge.target);
    for (const service of servicesOf(edge)) {
      const names = hostsOf(fn, service);
      if (service === 's3') addOrNote(bucketOf(edge.target, target), edge);
      else if (WITH_OTHER_NAMES.includes(service)) hosts.add(service);
      else if (names.some((name) => name.startsWith('*.'))) addOrNote(apiOf(target, `execute-api.${region}.${urlSuffix}`), edge);
      else names.forEach(add);
    }
    if (leadsInside(edge)) addOrNote(endpointsOf(edge.target, target), edge, target === undefined && edge.intent === Intent.EGRESS ? outside : hosts);
  }
  return { hosts: [...hosts], outside: [...outside].filter((host) => !hosts.has(host)), unnamed: [...unnamed].sort() };

  function addOrNote(names: string[], { target }: Edge, to = hosts): void {
    if (names.length === 0) unnamed.add(target);
    names.forEach((name) => to.add(name));
  }
}

/** By app and how many edges it declares: an app with many functions is walked once. */
const INDEX = new WeakMap<IConstruct, { readonly declared: number; readonly byCaller: Map<string, Edge[]> }>();

function edgesOf({ node: { root, path } }: SecureFunction): Edge[] {
  let index = INDEX.get(root);
  if (index?.declared !== edgesDeclared()) {
    const byCaller = new Map<string, Edge[]>();
    for (const edge of DeclaredEdges.of(root)) byCaller.set(edge.caller, [...byCaller.get(edge.caller) ?? [], edge]);
    index = { declared: edgesDeclared(), byCaller };
    INDEX.set(root, index);
  }
  return index.byCaller.get(path) ?? [];
}

function servicesOf({ actions }: Edge): string[] {
  return [...new Set(actions.flatMap((action) => waysOf(action).flatMap((way) => (way.kind === 'endpoint' ? [way.service.name] : []))))];
}

/** To an address in the network, or to a declared destination. */
function leadsInside({ actions, intent }: Edge): boolean {
  return intent === Intent.EGRESS || actions.some((action) => waysOf(action).some(({ kind }) => kind === 'inside'));
}

function find(root: IConstruct, path: string): any {
  return path.split('/').reduce<IConstruct | undefined>((scope, id) => scope?.node.tryFindChild(id), root);
}

/** The hosts of one bucket and no other: `*.s3` would be a way to everyone's. */
function bucketOf(target: string, construct: any): string[] {
  const name = construct?.bucketName ?? (construct?.cfnResourceType === 'AWS::S3::Bucket' ? construct.ref : /^arn:[^:]*:s3:::([^/*]+)(?:\/|$)/.exec(target)?.[1]);
  return name === undefined ? [] : [`s3:${name}`];
}

function apiOf(construct: any, suffix: string): string[] {
  const id = construct?.restApiId ?? construct?.apiId;
  return id === undefined ? [] : [`${id}.${suffix}:443`];
}

/** By what constructs are called that are reached in the network. */
function endpointsOf(target: string, construct: any): string[] {
  if (construct === undefined) return destination(target);
  const { clusterEndpoint, clusterReadEndpoint, instanceEndpoint, endpoint, url } = construct;
  const sockets = [clusterEndpoint, clusterReadEndpoint, instanceEndpoint].flatMap((one) => one?.socketAddress ?? []);
  if (sockets.length > 0) return sockets;
  if (typeof endpoint === 'string') return [endpoint];
  return typeof url === 'string' && url.startsWith('https://') ? [`${url.slice('https://'.length)}:443`] : [];
}

/** A name outside, on HTTPS as `Egress` opens it, or one address. */
function destination(target: string): string[] {
  if (/^[a-z0-9-]+(\.[a-z0-9-]+)+$/.test(target) && !/^[\d.]+$/.test(target)) return [`${target}:443`];
  return /^[\d.]+\/32$/.test(target) ? [target.slice(0, -'/32'.length)] : [];
}
