import { Annotations, Duration, Lazy, Stack, Token } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type * as logs from 'aws-cdk-lib/aws-logs';
import { Construct, IConstruct } from 'constructs';
import { sectionsOf, Shown } from './dashboard-sections';
import { SecurityDashboardProps } from './security-dashboard-props';
import { checkProps } from '../core/checked-props';
import { pathOf } from '../core/construct-path';
import { ZeroTrustError } from '../core/errors';
import { WebFirewall } from '../edge/web-firewall';
import { TrustZone } from '../zone/trust-zone';

const FULL_WIDTH = 24;

/**
 * A CloudWatch dashboard of the security of a zone: callers that APIs refused, requests that AWS WAF blocked by rule, findings, incidents by severity
 * with those that are open and the mean time to contain them, events of the runtime guard, detections that failed, rotations of secrets, what
 * a `SiemExport` normalised, log volume, and the state of the zone's `SecurityAlarms`, anomalies included.
 *
 * A zone is shown as it is at the end of synthesis: what it does not have gets no widget, and what is added later to the app does, whether it was made
 * before the dashboard or after. Of more than 20 lines a graph draws the highest 20. Functions, APIs and the like are named by their construct ids.
 *
 * Beside its zone a dashboard shows what is in the zone's stack, as that stack cannot name members of stacks that depend on it; a warning lists
 * which. Make it in a stack of its own, with `zone`, to show them all. Members of other regions or accounts are not shown, but for web firewalls of
 * distributions.
 *
 * In the template: one dashboard, and no role or policy. A dashboard is not shared with anybody by CloudFormation: sharing one publicly is done by hand, by
 * `cloudwatch:PutDashboard` or the console, and lets the holder of the link read all metrics and alarms of the account.
 *
 * Throws `BadDashboardName` for a name that CloudWatch refuses, `BadInterval` for less than a minute.
 *
 * Fixed cost: 3 USD a month, after the first three dashboards of an account. Each time that it is loaded, tables are queries of CloudWatch Logs Insights, for
 * 0.005 USD a GB of access logs, logs of the responder and of the trail within the time that is shown. Metrics of incidents cost 0.30 USD a month each, for
 * the hours in which there are any. Source of the price: Amazon CloudWatch pricing, us-east-1, November 2026.
 *
 * Source: NIST 800-53 SI-4(2), IR-5, CA-7; CSF DE.CM; PCI DSS 10.4.1.
 *
 * @example
 * declare const zone: TrustZone;
 *
 * new SecurityDashboard(zone, 'Dashboard');
 */
export class SecurityDashboard extends Construct {
  /** The zone that is shown. */
  public readonly zone: TrustZone;
  /** Name of the dashboard. */
  public readonly dashboardName: string;

  private readonly trailLogGroup?: logs.ILogGroup;
  private readonly warned = new Set<Stack>();

  constructor(scope: Construct, id: string, props: SecurityDashboardProps = {}) {
    const path = pathOf(scope, id);
    checkProps(new.target === SecurityDashboard, 'SecurityDashboardProps', path, props);
    const interval = props.defaultInterval ?? Duration.days(1);
    check(path, props.dashboardName, interval);
    super(scope, id);
    this.zone = props.zone ?? TrustZone.of(this);
    this.trailLogGroup = props.trailLogGroup;
    const dashboard = new cloudwatch.CfnDashboard(this, 'Resource', {
      dashboardName: props.dashboardName,
      dashboardBody: Lazy.string({
        produce: () => Stack.of(this).toJsonString({ start: `-${interval.toIsoString()}`, periodOverride: 'auto', widgets: this.widgets() }),
      }),
    });
    this.dashboardName = dashboard.ref;
    this.zone._onMember((member) => this.warn(member));
  }

  private widgets(): object[] {
    const sections = sectionsOf(this.shown()).map(({ title, widgets }) => [
      new cloudwatch.TextWidget({ markdown: `## ${title}`, width: FULL_WIDTH, height: 1, background: cloudwatch.TextWidgetBackground.TRANSPARENT }),
      // as many in a row as fit
      new cloudwatch.Row(...widgets),
    ]);
    const all = new cloudwatch.Column(...sections.flat());
    all.position(0, 0);
    return all.toJson();
  }

  private shown(): Shown {
    const { zone } = this;
    const members = zone._members.filter((one) => one instanceof WebFirewall || this.reaches(one));
    const all = this.node.root.node.findAll();
    return {
      members,
      watchers: all.filter((one) => this.watches(one) && this.reaches(one)),
      logGroups: (zone._logGroups.all as (IConstruct & logs.ILogGroup)[]).filter((one) => this.reaches(one)),
      trailLogGroup: this.trailLogGroup,
      label: (one) => labelOf(one, zone),
      reaches: (one) => this.reaches(one),
    };
  }

  /** What looks after the zone has it as its zone, or has a function in it. */
  private watches(one: IConstruct & { zone?: unknown; detectionFunction?: unknown; normaliserFunction?: unknown }): boolean {
    const worker = (one.detectionFunction ?? one.normaliserFunction) as IConstruct | undefined;
    return one.zone === this.zone || (worker !== undefined && this.zone._members.includes(worker));
  }

  /** The stack of the zone cannot name what is in stacks that depend on it. */
  private reaches(one: IConstruct): boolean {
    const [here, there] = [Stack.of(this), Stack.of(one)];
    if (there === here) return true;
    return here !== Stack.of(this.zone) && there.region === here.region && there.account === here.account;
  }

  private warn(member: IConstruct): void {
    const stack = Stack.of(member);
    if (this.reaches(member) || member instanceof WebFirewall || this.warned.has(stack)) return;
    this.warned.add(stack);
    Annotations.of(this).addWarningV2(`cdk-zero-trust:NotShown-${stack.node.addr.slice(-8)}`, `What of the zone is in the stack ${stack.stackName} is not shown: `
      + 'make the dashboard in a stack of its own, of the same account and region, and pass it the zone.');
  }
}

/** Below the zone, or below its stack; with the stack for what is in another one. */
function labelOf(one: IConstruct, zone: TrustZone): string {
  const home = Stack.of(zone);
  const within = [zone, home].find((scope) => one.node.scopes.includes(scope) && Stack.of(one) === home);
  const from = (within ?? Stack.of(one)).node.path.split('/').length - (within ? 0 : 1);
  return one.node.path.split('/').slice(from).join('/');
}

function check(path: string, name: string | undefined, interval: Duration): void {
  if (name !== undefined && !Token.isUnresolved(name) && !/^[\w-]{1,255}$/.test(name)) {
    throw new ZeroTrustError(path, 'BadDashboardName', `CloudWatch takes no dashboard of the name '${name}'.`, 'use letters, digits, - and _, up to 255.');
  }
  if (interval.isUnresolved() || interval.toSeconds({ integral: false }) < 60) {
    throw new ZeroTrustError(path, 'BadInterval', 'the dashboard would show less than a minute.', 'use a literal of a minute or more.');
  }
}
