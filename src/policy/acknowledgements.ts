import { CfnElement, Resource, Stack, Validations } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { STRUCTURAL_ACKNOWLEDGEMENT, StructuralAcknowledgement } from '../core/structural-acknowledgement';
import { WAIVER, WaiverRecord } from '../waivers/waiver-record';

/** @internal */
export interface Acknowledgement {
  /** Path of the construct on which it was made. */
  readonly path: string;
  readonly reason: string;
  /** The rule that proves a structural acknowledgement. */
  readonly provedBy?: string;
  /** The waiver that made it. */
  readonly waiver?: WaiverRecord;
  /** Whether the construct is an L2, whose own resources it then means. */
  readonly onL2: boolean;
}

/** An acknowledgement that counts for more than one resource. @internal */
export interface ScopeAcknowledgement {
  readonly id: string;
  readonly path: string;
  readonly isStack: boolean;
}

/**
 * The acknowledgements of a construct tree, each with its place.
 *
 * @internal
 */
export class Acknowledgements {
  /** Those on what is neither a resource nor an L2: an app, a stage, a stack, a group of constructs. */
  public readonly onScopes: ScopeAcknowledgement[] = [];
  private readonly byId = new Map<string, Map<string, Acknowledgement>>();

  constructor(root: IConstruct) {
    for (const construct of root.node.findAll()) {
      for (const { type, data } of construct.node.metadata) {
        if (type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY) this.add(construct, data ?? {});
      }
    }
  }

  /** Whether a finding is acknowledged anywhere, by its id with the prefix of its pack. */
  public has(id: string): boolean {
    return this.byId.has(id);
  }

  /** The acknowledgement of a finding on a construct: its own, or the nearest one above it. */
  public find(id: string, path: string): Acknowledgement | undefined {
    const places = this.byId.get(id);
    if (!places) return undefined;
    for (let here = path; ; here = here.slice(0, Math.max(0, here.lastIndexOf('/')))) {
      const found = places.get(here);
      if (found || here === '') return found;
    }
  }

  /** The acknowledgement of a finding on its resource, or on the L2 that made the resource. */
  public findOwn(id: string, path: string): Acknowledgement | undefined {
    const found = this.find(id, path);
    return found && (found.path === path || found.onL2) ? found : undefined;
  }

  private add(construct: IConstruct, reasons: Record<string, string>): void {
    const { path } = construct.node;
    const structural = construct.node.metadata.filter(({ type }) => type === STRUCTURAL_ACKNOWLEDGEMENT)
      .map(({ data }) => JSON.parse(data) as StructuralAcknowledgement);
    const waivers = construct.node.metadata.filter(({ type }) => type === WAIVER).map(({ data }) => JSON.parse(data) as WaiverRecord);
    const isStack = Stack.isStack(construct);
    const onL2 = isL2(construct);
    for (const [id, reason] of Object.entries(reasons)) {
      const provedBy = structural.find(({ findings }) => findings.includes(id))?.provedBy;
      const places = this.byId.get(id) ?? new Map<string, Acknowledgement>();
      const waiver = waivers.find(({ rule }) => rule === id);
      this.byId.set(id, places.set(path, { path, reason, provedBy, waiver, onL2 }));
      if (!onL2 && !CfnElement.isCfnElement(construct)) this.onScopes.push({ id, path, isStack });
    }
  }
}

/** A construct of one thing: a resource of the CDK, or one around its own L1. */
function isL2(construct: IConstruct): boolean {
  if (Stack.isStack(construct) || CfnElement.isCfnElement(construct)) return false;
  return Resource.isResource(construct) || ['Resource', 'Default'].some((id) => CfnElement.isCfnElement(construct.node.tryFindChild(id) ?? construct));
}

/** How a finding is acknowledged: with the name of its pack, as the CDK writes it. @internal */
export function acknowledgeId(pack: string, rule: string): string {
  return `${pack.replace(/ /g, '-')}::${rule}`;
}
