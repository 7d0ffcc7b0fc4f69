import { Annotations, IPolicyValidationPlugin, Stage, Validations } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { checkConcurrency, watchConcurrency } from './account-concurrency';
import { BaselineLedger } from './baseline-ledger';
import { Capability } from './capability';
import { cdkNag } from './cdk-nag';
import type { EvidencePlugin } from './evidence-plugin';
import { expectedBy } from './expected-findings';
import { FastPack } from './fast-pack';
import { FindingSeverity } from './finding-severity';
import { FindingsIgnored } from './findings-ignored';
import { requiredBy } from './profile-capabilities';
import { ReportFormat } from './report-format';
import { RuleSetting } from './rule-setting';
import { ScopedPlugin } from './scoped-plugin';
import { SharedAcknowledgements } from './shared-acknowledgements';
import { SharedRules } from './shared-rules';
import { SummaryLine } from './summary-line';
import { Waiver } from './waiver';
import { orZeroTrustError } from './waiver-errors';
import { WaiverGate } from './waiver-gate';
import { WaiverLedger } from './waiver-ledger';
import { Waivers } from './waivers';
import { ZeroTrustChecks } from './zero-trust-checks';
import { checkProps } from '../core/checked-props';
import { ZeroTrustError } from '../core/errors';
import { watchRegions } from '../core/region-support';
import { requireSupportedCdk } from '../core/supported-cdk';
import type { Baseline } from '../waivers/baseline';
import type { Profile } from '../zone/profile';
import { applyProfile, profileFor } from '../zone/profile-scope';

/**
 * Options of `ZeroTrust.enforce`.
 */
export interface EnforceProps {
  /**
   * Packs of cdk-nag, or other validation plugins, that are applied beside the rules of this library, which always are. cdk-nag must
   * be installed for its packs; an empty list needs none.
   *
   * @default - AwsSolutions, Serverless, HIPAA.Security, NIST.800.53.R5 and PCI.DSS.321 of cdk-nag; none for `Profile.DEVELOPMENT`
   */
  readonly packs?: IPolicyValidationPlugin[];

  /**
   * The profile of every zone of the app, which then cannot say another one, whether it is made before or after the call: zones take over the profile
   * when it comes later. `DEVELOPMENT` and `SANDBOX` make other parts and come first, else `ProfileTooLate` names what is built. Rules hold what
   * is under a zone's key to retention, backups and regions of its profile.
   *
   * @default - each zone has the profile that it says, or that was applied to a scope above
   */
  readonly profile?: Profile;

  /**
   * The severity from which findings of this library's rules fail synthesis. Less severe ones are warnings. Packs of cdk-nag have
   * levels of their own, which this does not change.
   *
   * @default - FindingSeverity.HIGH: critical and high fail
   */
  readonly failOn?: FindingSeverity;

  /**
   * Findings that are accepted for a while. One that is expired, runs for longer than a year, is too broad or waives nothing
   * fails synthesis, and nothing acknowledges that.
   *
   * @default - none
   */
  readonly waivers?: Waiver[];

  /**
   * A YAML file with more waivers, from the working directory. See `Waivers.fromFile`.
   *
   * @default - none
   */
  readonly waiverFile?: string;

  /**
   * Lets acknowledgements on an app, a stage, a stack or a group of constructs count. Each silences a finding on everything below, also on
   * what is written later, has no owner and never expires. Critical findings of this library still take a waiver. The choice is recorded
   * in the metadata of the scope.
   *
   * @default false
   */
  readonly allowScopeAcknowledgements?: boolean;

  /**
   * Capabilities that must be there: each is provided by a resource of the app, or by what `Capability.providedBy` names. One that is
   * missing is a finding of severity high, which cannot be acknowledged.
   *
   * @default - what the profile of the app requires: an audit trail, threat detection and an access review for HIPAA and PCI_DSS, else none
   */
  readonly required?: Capability[];

  /**
   * Numbers of accounts that policies, permissions, shares and targets may name, beside the accounts of the stacks. Whatever names another
   * account is a finding of severity high. Reports tell them. `TrustZone` has the same list for what constructs grant.
   *
   * @default - the accounts of the stacks only
   */
  readonly trustedAccounts?: string[];

  /**
   * IDs of organizations that policies, permissions and shares may let in as a whole, by conditions such as `aws:PrincipalOrgID`. No template
   * shows the organization of its account: with this list, every other one is a finding of severity high. Reports tell them.
   *
   * @default - each organization that is named is taken for that of the account, and the evidence of ZT-TRUST-002 tells its ID
   */
  readonly trustedOrganizations?: string[];

  /**
   * Rules of this library that have another severity, or are off. Critical rules stay at high at least.
   *
   * @default - each rule has the severity that RULES.md gives
   */
  readonly rules?: RuleSetting[];

  /**
   * A YAML file with settings of rules, required capabilities, trusted accounts and organizations, from the working directory, that the command line reads as
   * well. It adds to `rules`, `required`, `trustedAccounts` and `trustedOrganizations`. See `docs/adopt.md`.
   *
   * @default - none
   */
  readonly config?: string;

  /**
   * Compares what functions may do with what their code calls, and reports permissions that nothing uses, at this severity: `ZT-GRANTS-001`. It
   * reads code in JavaScript and Python from the assets of the app. `cdk-zero-trust needs` lists calls and permissions.
   *
   * @default - code is not read
   */
  readonly unusedGrants?: FindingSeverity;

  /**
   * Rules of your own: paths of modules of Node.js, from the working directory, that export a list `rules`. They are written in JavaScript or
   * TypeScript whatever language the app is in, and `cdk-zero-trust audit --rules` takes the same modules. See `docs/own-rules.md`.
   *
   * @default - none
   */
  readonly ownRules?: string[];

  /**
   * A file of findings that the app had when it adopted the rules, from the working directory, as `cdk-zero-trust audit --write-baseline`
   * writes it. Its findings, those of packs included, are warnings until its last day; only new or worse ones fail. Nothing is
   * written to it here: entries whose finding is gone are told as the warning `ZT-BASELINE`.
   *
   * @default - none
   */
  readonly baseline?: string;

  /**
   * Formats in which the verdicts of this library's rules are written into the directory of the assembly, passes, waivers and
   * structural acknowledgements included: `cdk.out/zero-trust-report.html` and so on. They are written also when findings fail
   * synthesis, and date from the day of it.
   *
   * @default - no report; `cdk-zero-trust audit cdk.out` writes the same later
   */
  readonly reports?: ReportFormat[];

  /**
   * How many functions may run at the same time in an account and region: the quota that `aws lambda get-account-settings` prints as
   * `ConcurrentExecutions`. Where functions of the scope reserve more than the quota less the 100 that Lambda keeps unreserved, synthesis
   * warns (`cdk-zero-trust:AccountConcurrency-<account>/<region>`), as the deployment would fail.
   *
   * @default 1000
   */
  readonly accountConcurrency?: number;

  /**
   * Leaves out the line that a synthesis without failing findings prints to standard error, such as
   * `cdk-zero-trust: 268 rules, 5 packs: 0 open, 12 acknowledged, 1 waived`. Findings are reported all the same.
   *
   * @default false
   */
  readonly quiet?: boolean;
}

/**
 * Makes what this library promises a condition of synthesis.
 *
 * @example
 * const app = new App();
 * new OrdersStack(app, 'Orders');
 * ZeroTrust.enforce(app, { waiverFile: 'waivers.yaml', reports: [ReportFormat.HTML] });
 */
export class ZeroTrust {
  /**
   * Applies the rules of this library and packs of cdk-nag to everything below an app or a stage, whoever wrote it. A finding
   * fails synthesis with exit code 1, and tells construct path, rule, reason and remediation.
   *
   * Findings that are acknowledged on the resource that has them or on its L2, by the id that the message gives, are let through and
   * stand in the report `validation-report.json` with their reason. An acknowledgement on one construct never counts for another one
   * beside it; one on a group of constructs, a stack, a stage or the app fails synthesis. A critical finding of this library takes a
   * waiver only. Structural acknowledgements count only while the rule that they
   * name passes. Findings that somebody answers for, with a ticket and an end, are waivers.
   *
   * When nothing fails, one line on standard error gives the number of rules and packs, and of findings that are open (warnings),
   * acknowledged and waived; `quiet` leaves it out.
   *
   * A stack with 400 resources or more, of the 500 that CloudFormation takes, is the warning `ZT-BUDGET`, which names what there is most of
   * and is acknowledged on the stack.
   *
   * One call is enough, and it may stand anywhere: rules, packs and waivers reach what is made later. So does `profile`, but for one that makes
   * other parts than the zones have (`DEVELOPMENT`, `SANDBOX`).
   *
   * Throws `NotEnforceable` for a scope that is no app or stage, `AlreadyEnforced` when it, or a stage around it, is enforced
   * already, `CdkTooOld` for an aws-cdk-lib that is older than the oldest supported one, `PacksNotInstalled` when `packs` is left out and cdk-nag is not installed, `DuplicatePack` for two packs of one name, `DuplicateWaiver` for two waivers of one finding, `FindingsIgnored` when the
   * app is told to ignore findings (synthesis throws it again), `UnknownRule`, `BadConcurrency`, `NoReason`, `CriticalRule` and `DuplicateSetting` for settings of rules,
   * `BadConfigFile` and `UnknownKey` for their file, `BadAccount` for a trusted account that is no number of 12 digits, `BadOrganization` for a trusted organization that is no ID of one, `BadOwnRules` for a module of rules, `BadBaseline` for a file that is no baseline, `ProfileTooLate` when what the profile decides otherwise is built already, `OtherProfile` when one says another, and the errors of `Waivers.fromFile`. Synthesis throws `ReportUnwritable` when the file of a report
   * cannot be replaced.
   *
   * @param scope the app, or a stage of it
   * @param props which packs are applied, and what is accepted
   */
  public static enforce(scope: IConstruct, props: EnforceProps = {}): void {
    checkProps(true, 'EnforceProps', scope.node.path, props);
    if (!Stage.isStage(scope)) {
      throw new ZeroTrustError(scope, 'NotEnforceable', 'rules are applied to whole apps or stages.', 'pass the app: ZeroTrust.enforce(app).');
    }
    const enforced = scope.node.scopes.find((ancestor) => ENFORCED in ancestor);
    if (enforced) {
      throw new ZeroTrustError(scope, 'AlreadyEnforced', `${enforced.node.path || 'the app'} is enforced already.`,
        'call ZeroTrust.enforce once, with all packs.');
    }
    requireSupportedCdk(scope);
    const ignored = new FindingsIgnored(scope);
    ignored.refuse();
    checkConcurrency(scope, props.accountConcurrency);
    if (props.profile) applyProfile(scope, props.profile, true);
    const checks = checksFor(scope, props);
    const adoption = checks._adoption;
    const packs = [...(props.packs ?? (props.profile?.isDevelopment ? [] : defaultPacks(scope))), checks];
    const twice = packs.find((pack, i) => packs.findIndex(({ name }) => name === pack.name) < i);
    if (twice) {
      throw new ZeroTrustError(scope, 'DuplicatePack', `pack ${twice.name} is there twice, and would report everything twice.`,
        'leave it out; ZeroTrustChecks is always there.');
    }
    const waivers = [...(props.waivers ?? []), ...(props.waiverFile === undefined ? [] : Waivers.fromFile(props.waiverFile))];
    const ledger = new WaiverLedger(scope, waivers, packs);
    const baseline = props.baseline === undefined ? undefined : { file: props.baseline, content: readBaseline(props.baseline) };
    const known = baseline && new BaselineLedger(scope, baseline.content, baseline.file);
    Object.defineProperty(scope, ENFORCED, { value: true });
    if (props.profile?.isDevelopment) scope.node.addMetadata('cdk-zero-trust:opt-out', `profile ${props.profile.name}: a sandbox, not for production`);
    const allowScopes = props.allowScopeAcknowledgements ?? false;
    if (allowScopes) scope.node.addMetadata('cdk-zero-trust:opt-out', 'acknowledgements on whole stacks count');
    ledger.recordWaivers();
    watchConcurrency(scope, props.accountConcurrency);
    watchRegions(scope);
    if (packs.some((pack) => FastPack.isOtherVersion(pack))) {
      Annotations.of(scope).addInfoV2('cdk-zero-trust:slow-packs', 'Packs of this version of cdk-nag run as they are, with the same findings but slower.');
    }
    const shared = new SharedRules();
    const acknowledgements = new SharedAcknowledgements(scope);
    const plugins = packs.map((pack) => new ScopedPlugin(new FastPack(pack, shared), scope, ledger, acknowledgements, allowScopes, known));
    // the last one: by then all findings were seen
    const gate = new WaiverGate(plugins.pop()!, scope, ledger, acknowledgements, allowScopes, ignored, known);
    const formats = [...new Set(props.reports)];
    const all = [...plugins, formats.length > 0 ? withEvidence(gate, scope, formats, waivers, checks, plugins, baseline, props.profile) : gate];
    const switchedOff = adoption.settings.filter(({ severity }) => severity === undefined).length;
    Validations.of(scope).addPlugins(...(props.quiet ? all : new SummaryLine(acknowledgements, packs, switchedOff, props.profile).over(all)));
  }

  private constructor() {}
}

const ENFORCED = Symbol.for('cdk-zero-trust.enforced');

function checksFor(
  scope: IConstruct, { failOn, rules, ownRules, config, trustedAccounts, trustedOrganizations, unusedGrants, ...props }: EnforceProps,
): ZeroTrustChecks {
  const profile = profileFor<Profile>(scope, scope.node.path);
  const said = rules ?? [];
  // only a profile that no zone can leave: one that was applied may have others below
  const expected = expectedBy(props.profile).filter((setting) => !said.some(({ rule }) => rule === setting.rule));
  const required = props.required ?? requiredBy(profile);
  return new ZeroTrustChecks(scope, {
    failOn, rules: [...expected, ...said], ownRules, config, trustedAccounts, trustedOrganizations, required, unusedGrants,
  });
}

function readBaseline(path: string): Baseline {
  const { readBaselineFile } = require('../waivers/baseline-file') as typeof import('../waivers/baseline-file'); // a parser of YAML with it
  return orZeroTrustError(() => readBaselineFile(path));
}

/** The writers of all formats are loaded only when something is written. */
function withEvidence(...args: ConstructorParameters<typeof EvidencePlugin>): IPolicyValidationPlugin {
  const evidence = require('./evidence-plugin') as typeof import('./evidence-plugin');
  return new evidence.EvidencePlugin(...args);
}

function defaultPacks(scope: IConstruct): IPolicyValidationPlugin[] {
  const { AwsSolutionsChecks, HIPAASecurityChecks, NIST80053R5Checks, PCIDSS321Checks, ServerlessChecks } = cdkNag(scope);
  const props = { verbose: true }; // the reason too, not only what is wrong
  return [AwsSolutionsChecks, ServerlessChecks, HIPAASecurityChecks, NIST80053R5Checks, PCIDSS321Checks].map((Pack) => new Pack(scope, props));
}
