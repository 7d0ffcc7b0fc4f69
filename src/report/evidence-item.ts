import type { SourceLine } from './source-line';
import type { ReadTemplate } from '../model/read-templates';
import type { Rule, RuleResult } from '../rules';
import type { WaiverRecord } from '../waivers/waiver-record';

/**
 * A failure or an unknown may be `waived`: somebody answers for it; `baselined`: the app had it when it began; `off`: its rule is switched
 * off; `structural`: the CDK makes the resource so, and nobody can configure it.
 */
export type EvidenceVerdict = RuleResult['verdict'] | 'waived' | 'baselined' | 'off' | 'structural';

/** A finding that is let through for now, or for good, and is no waiver. */
export interface EvidenceAcceptance {
  readonly by: 'baseline' | 'settings' | 'cdk';
  /** What the rule says of the resource. */
  readonly accepts: 'fail' | 'unknown';
  readonly reason: string;
  /** The last day, of a baseline. */
  readonly until?: string;
  /** Where it stands. */
  readonly source: string;
}

/** A waiver that lets a finding through. */
export interface EvidenceWaiver extends WaiverRecord {
  /** What the rule says of the resource. */
  readonly accepts: 'fail' | 'unknown';
  /** Where the waiver stands: `template`, or a file. */
  readonly source: string;
}

/** A resource, as all verdicts on it show it. */
export interface JudgedResource {
  readonly template: ReadTemplate;
  readonly logicalId: string;
  /** Logical id of the resource in the template, when SAM makes this one of it. */
  readonly declaredAs: string;
  readonly type: string;
  /** When the CDK tells it. */
  readonly constructPath?: string;
  /** The line of the app that made it, when the assembly has stack traces. */
  readonly source?: SourceLine;
}

/** What a rule found: often the same on many resources. */
export interface Found {
  readonly rule: Rule;
  readonly verdict: EvidenceVerdict;
  /** What was seen. */
  readonly value?: string;
  /** What is wrong, or not known; absent when the rule passes. */
  readonly finding?: string;
  /** Who answers for the finding, when it is waived. */
  readonly waiver?: EvidenceWaiver;
  /** Why it is not open, when it is in the baseline or its rule is switched off. */
  readonly acceptance?: EvidenceAcceptance;
  /** Ids by which packs report the same, at the synthesis of the assembly. */
  readonly alsoReportedBy?: string[];
  /** How it stands to the baseline, when there is one and it is open or in it. */
  readonly baselineState?: 'new' | 'updated' | 'unchanged';
}

/** What one rule found on one resource. There are millions of a large app, so that an item has nothing of its own but these two. */
export class EvidenceItem implements JudgedResource, Found {
  constructor(public readonly resource: JudgedResource, public readonly found: Found) {}

  public get rule() { return this.found.rule; }
  public get template() { return this.resource.template; }
  public get logicalId() { return this.resource.logicalId; }
  public get declaredAs() { return this.resource.declaredAs; }
  public get type() { return this.resource.type; }
  public get constructPath() { return this.resource.constructPath; }
  public get source() { return this.resource.source; }
  public get verdict() { return this.found.verdict; }
  public get value() { return this.found.value; }
  public get finding() { return this.found.finding; }
  public get waiver() { return this.found.waiver; }
  public get acceptance() { return this.found.acceptance; }
  public get alsoReportedBy() { return this.found.alsoReportedBy; }
  public get baselineState() { return this.found.baselineState; }

  /** The same item, of which something is told otherwise. */
  public with(found: Partial<Found>, resource?: Partial<JudgedResource>): EvidenceItem {
    return new EvidenceItem(resource ? { ...this.resource, ...resource } : this.resource, { ...this.found, ...found });
  }
}
