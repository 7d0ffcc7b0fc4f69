import { Stack, Validations } from 'aws-cdk-lib';
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
}

/** An acknowledgement that counts for whole stacks. @internal */
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
  /** Those on a stack, or on a construct that is in none: an app, a stage, a group of stacks. */
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

  private add(construct: IConstruct, reasons: Record<string, string>): void {
    const { path } = construct.node;
    const structural = construct.node.metadata.filter(({ type }) => type === STRUCTURAL_ACKNOWLEDGEMENT)
      .map(({ data }) => JSON.parse(data) as StructuralAcknowledgement);
    const waivers = construct.node.metadata.filter(({ type }) => type === WAIVER).map(({ data }) => JSON.parse(data) as WaiverRecord);
    const isStack = Stack.isStack(construct);
    const isScope = isStack || !construct.node.scopes.some((ancestor) => Stack.isStack(ancestor));
    for (const [id, reason] of Object.entries(reasons)) {
      const provedBy = structural.find(({ findings }) => findings.includes(id))?.provedBy;
      const places = this.byId.get(id) ?? new Map<string, Acknowledgement>();
      const waiver = waivers.find(({ rule }) => rule === id);
      this.byId.set(id, places.set(path, { path, reason, provedBy, waiver }));
      if (isScope) this.onScopes.push({ id, path, isStack });
    }
  }
}

/** How a finding is acknowledged: with the name of its pack, as the CDK writes it. @internal */
export function acknowledgeId(pack: string, rule: string): string {
  return `${pack.replace(/ /g, '-')}::${rule}`;
}
