import { AspectPriority, Aspects, CfnResource, IPolicyValidationPlugin, PolicyViolation, Stage, Validations } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { acknowledgeId } from './acknowledgements';
import { Waiver } from './waiver';
import { WaiverPath } from './waiver-path';
import { ZeroTrustError } from '../core/errors';
import { clock } from '../model/clock';
import { TEMPLATE_METADATA, WAIVER, WaiverRecord } from '../waivers/waiver-record';
import { isThreat, outOfTime } from '../waivers/waiver-terms';

/**
 * The waivers of an enforced scope: which of them count, where they were recorded, and which findings they met.
 *
 * @internal
 */
export class WaiverLedger {
  private readonly entries: WaiverEntry[];
  private readonly packs: Map<string, IPolicyValidationPlugin>;
  /** What the packs found at this synthesis: path → ids. */
  private readonly seen = new Map<string, Set<string>>();

  constructor(private readonly scope: IConstruct, waivers: Waiver[], packs: IPolicyValidationPlugin[]) {
    this.packs = new Map(packs.map((pack) => [acknowledgeId(pack.name, ''), pack]));
    const keys = new Set<string>();
    for (const { rule, path } of waivers) {
      const key = `${rule} ${path}`;
      if (keys.has(key)) throw new ZeroTrustError(path, 'DuplicateWaiver', `${rule} is waived twice.`, 'keep one of the two.');
      keys.add(key);
    }
    this.entries = waivers.filter(({ rule }) => !isThreat(rule))
      .map((waiver) => ({ waiver, path: new WaiverPath(waiver.path), recordedOn: new Set<string>() }));
  }

  /** Acknowledges what is waived and writes it to the templates, once all resources are there. */
  public recordWaivers(): void {
    if (this.entries.length === 0) return;
    const aspect = { visit: (node: IConstruct) => this.record(node) };
    const reached = new Set<IConstruct>();
    beforeSynth(this.scope, () => {
      // aspects of an app do not reach into its stages
      for (const stage of this.scope.node.findAll().filter((node) => Stage.isStage(node) && !reached.has(node))) {
        reached.add(stage);
        Aspects.of(stage).add(aspect, { priority: AspectPriority.READONLY });
      }
    });
  }

  /** Whether a waiver of a finding counts on a resource. */
  public isWaived(id: string, path: string): boolean {
    return this.entries.some(({ waiver, recordedOn }) => waiver.rule === id && recordedOn.has(path));
  }

  /** Takes note of what a pack found. */
  public see(pack: string, violations: PolicyViolation[]): void {
    for (const { ruleName, violatingResources } of violations) {
      for (const { constructPath = '' } of violatingResources) {
        this.seen.set(constructPath, (this.seen.get(constructPath) ?? new Set()).add(acknowledgeId(pack, ruleName)));
      }
    }
  }

  /**
   * Whether an acknowledged id can be that of a finding of the packs: cdk-nag heeds ids without prefix too. Those of the CDK's own
   * validation are not: it acknowledges some of them itself, as on the stack of each VPC.
   */
  public isFinding(id: string): boolean {
    if (id.startsWith('CloudFormation-Validate::')) return false;
    const bare = /^annotation::(.*)$/is.exec(id)?.[1];
    return bare === undefined || [...this.packs.values()].some(({ name }) => bare.startsWith(`${name}-`));
  }

  /** What is wrong with the waivers, now that all packs had their say. Forgets what was seen, for the next synthesis. */
  public problems(): PolicyViolation[] {
    const problems = this.entries.flatMap((entry) => {
      const wrong = this.wrong(entry) ?? this.unused(entry);
      return wrong === undefined ? [] : [this.violation(entry.waiver, wrong)];
    });
    this.seen.clear();
    return problems;
  }

  private record(node: IConstruct): void {
    if (!CfnResource.isCfnResource(node)) return;
    for (const entry of this.entries) {
      const { path, waiver, recordedOn } = entry;
      if (recordedOn.has(node.node.path) || !path.matches(node) || this.wrong(entry) !== undefined) continue;
      recordedOn.add(node.node.path);
      const { rule, owner, reason, ticket, expires } = waiver;
      const record: WaiverRecord = { rule, owner, reason, ticket, expires };
      node.node.addMetadata(WAIVER, JSON.stringify(record));
      Validations.of(node).acknowledge({ id: rule, reason: `${reason} Waived by ${owner} until ${expires}, ${ticket}.` });
      const { waivers = [], ...others } = node.getMetadata(TEMPLATE_METADATA) ?? {};
      node.addMetadata(TEMPLATE_METADATA, { ...others, waivers: [...waivers, record] });
    }
  }

  private wrong({ waiver: { rule, expires }, path }: WaiverEntry): string | undefined {
    const late = outOfTime(expires, clock.today());
    if (late !== undefined) return late;
    const pack = [...this.packs].find(([prefix]) => rule.startsWith(prefix))?.[1];
    const name = rule.slice(rule.indexOf('::') + 2).replace(/\[.*$/s, '');
    if (!pack || (pack.ruleIds && pack.ruleIds.length > 0 && !pack.ruleIds.includes(name))) return 'there is no such rule in the packs';
    return path.tooBroad(this.scope.node.root);
  }

  private unused({ waiver: { rule }, path, recordedOn }: WaiverEntry): string | undefined {
    const places = [...recordedOn];
    if (places.length > 1 && !path.isPattern) return `it is too broad: its path means ${places.join(' and ')}`;
    if (places.some((place) => this.seen.get(place)?.has(rule))) return undefined;
    if (places.length === 0) return 'there is no resource at its path';
    const base = rule.replace(/\[.*$/s, '');
    const near = [...new Set(places.flatMap((place) => [...this.seen.get(place) ?? []]))].filter((id) => id.replace(/\[.*$/s, '') === base);
    return near.length > 0 ? `there is no such finding; there is ${near.join(', ')}` : 'it is unused: no pack finds that there';
  }

  private violation({ rule, path, owner, ticket }: Waiver, wrong: string): PolicyViolation {
    return {
      ruleName: 'ZT-WAIVER',
      description: `The waiver of ${rule} on ${path} (${owner}, ${ticket}) does not count: ${wrong}.`,
      fix: 'Remove the finding and the waiver, or decide anew: one finding, one resource, one year at most.',
      severity: 'fatal',
      violatingResources: [{ constructPath: this.scope.node.path, locations: [] }],
    };
  }
}

/** Stages of an app are synthesised before any aspect of it is visited, so what waits for all of them waits for `synth` itself. */
function beforeSynth(scope: IConstruct, prepare: () => void): void {
  const stage = scope as Stage;
  const synth = stage.synth.bind(stage);
  stage.synth = (options) => {
    prepare();
    return synth(options);
  };
}

interface WaiverEntry {
  readonly waiver: Waiver;
  readonly path: WaiverPath;
  /** Paths of the resources on which it was recorded. */
  readonly recordedOn: Set<string>;
}
