import type { Change } from './change';
import { classChanges } from './class-changes';
import { conditionChanges } from './condition-changes';
import { deletionChanges } from './deletion-changes';
import { denialChanges } from './denials';
import { edgeChanges } from './edge-changes';
import { firewallChanges } from './firewall-changes';
import { grantChanges } from './grant-changes';
import { Matching } from './matching';
import { Names } from './names';
import { openedChanges } from './opened';
import { pathChanges } from './path-changes';
import { withoutRepeats } from './repeats';
import { routeChanges } from './route-changes';
import { settingChanges } from './setting-changes';
import { valueChanges } from './value-changes';
import type { TemplateModel } from '../../model';
import { graphOf } from '../trust/graph-of';
import type { TrustGraph } from '../trust/trust-graph';

/** A version of an app, and its graph, which is made once. */
export class Version {
  constructor(public readonly model: TemplateModel) {}

  public get graph(): TrustGraph {
    return graphOf(this.model);
  }
}

/** What two versions of an app have in common, and how they differ in who may do what. */
export class GraphDiff {
  public readonly matching: Matching;
  public readonly changes: readonly Change[];

  constructor(old: Version, current: Version) {
    this.matching = new Matching(old.model, current.model);
    const names = new Names(this.matching, old.model, current.model);
    const edges = edgeChanges(old.graph, current.graph, names);
    const grants = grantChanges(old.model, current.model, names);
    this.changes = [
      ...routeChanges(old.model, current.model, names),
      ...pathChanges(old.graph, current.graph, names),
      ...edges,
      ...withoutRepeats(grants, edges),
      ...classChanges(current.model, this.matching),
      ...settingChanges(current.model, this.matching, names),
      ...valueChanges(current.model, this.matching, names),
      ...firewallChanges(current.model, this.matching, names),
      ...conditionChanges(current.model, current.graph, this.matching, names),
      ...deletionChanges(current.model, this.matching),
      ...denialChanges(old.model, current.model, this.matching, names),
      ...openedChanges(current.model, this.matching),
    ];
  }
}
