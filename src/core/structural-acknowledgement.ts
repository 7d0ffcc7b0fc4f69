import { Validations } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { requireSupportedCdk } from './supported-cdk';

/**
 * The causes for which no configuration removes a finding of a third-party pack. There is no other.
 *
 * @internal
 */
export enum StructuralCause {
  /** Lambda's network interfaces, X-Ray segments and objects that are not written yet have no ARN to name. */
  NO_RESOURCE_LEVEL = 'no-resource-level',
  /** CloudFormation cannot empty a default security group; the packs look for the CDK's custom resource only. */
  DEFAULT_SECURITY_GROUP = 'default-security-group',
  /** A cache of responses is a choice of the profile, not a safeguard. */
  API_CACHE = 'api-cache',
  /** The last link of a chain (dead letters, archived logs) has nothing behind it to hand over to. */
  END_OF_CHAIN = 'end-of-chain',
  /** One pack takes Cognito for the only authorizer of an API. */
  OTHER_AUTHORIZER = 'other-authorizer',
  /** A reservation takes from the quota of the account, which every app shares; a new account has none to give. */
  RESERVED_CONCURRENCY = 'reserved-concurrency',
  /** What leaves the network needs one route to the internet gateway; the packs take none. */
  WAY_OUT = 'way-out',
  /** A database is backed up as a cluster; the packs look at its instances. */
  CLUSTER_BACKUP = 'cluster-backup',
  /** CloudFormation gives a hook templates by URLs of a bucket whose name is documented nowhere, so no endpoint of a VPC can let them through. */
  HOOK_PAYLOAD = 'hook-payload',
  /** A project that CodePipeline feeds has no source of its own to sign in to; the packs ask each for OAuth. */
  PIPELINE_SOURCE = 'pipeline-source',
}

/** @internal */
export interface StructuralAcknowledgement {
  readonly cause: StructuralCause;
  /** Finding ids with their pack's prefix, `Pack::Pack-Rule[finding]`. */
  readonly findings: string[];
  /** The rule of our pack that proves the compensating control. */
  readonly provedBy: string;
  readonly reason: string;
}

/** @internal */
export const STRUCTURAL_ACKNOWLEDGEMENT = 'cdk-zero-trust:structural-acknowledgement';

/**
 * Acknowledges findings that no configuration can remove, on the very resource that has them.
 *
 * @internal
 */
export function acknowledgeStructural(on: IConstruct, acknowledgement: StructuralAcknowledgement): void {
  const { findings, provedBy, reason } = acknowledgement;
  requireSupportedCdk(on);
  on.node.addMetadata(STRUCTURAL_ACKNOWLEDGEMENT, JSON.stringify(acknowledgement));
  Validations.of(on).acknowledge(...findings.map((id) => ({ id, reason: `${reason} Proved by ${provedBy}.` })));
}

/** The same rule as it is called in each of the named packs. @internal */
export function inPacks(packs: string[], rule: string): string[] {
  return packs.map((pack) => `${pack}::${pack}-${rule}`);
}
