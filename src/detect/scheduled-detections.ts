import { Annotations, Duration, Lazy, Stack } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as actions from 'aws-cdk-lib/aws-cloudwatch-actions';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import type * as logs from 'aws-cdk-lib/aws-logs';
import * as scheduler from 'aws-cdk-lib/aws-scheduler';
import { Construct, IConstruct } from 'constructs';
import { chosenDetections, isLive } from './chosen-detections';
import { codeWithData } from './code-with-data';
import { Detection, ScheduledQuery, Service, SERVICES } from './detection';
import { allowFindings } from './findings-grant';
import { insightsQuery, MAX_QUERY } from './insights-query';
import type { ScheduledDetectionsProps } from './scheduled-detections-props';
import { windowed } from './windowed';
import { SecureApi } from '../api/secure-api';
import { SecureHttpApi } from '../api/secure-http-api';
import { EventSource } from '../compute/event-source';
import { SecureFunction } from '../compute/secure-function';
import { checkProps } from '../core/checked-props';
import { pathOf } from '../core/construct-path';
import { ZeroTrustError } from '../core/errors';
import { WebFirewall } from '../edge/web-firewall';
import { acknowledgeWildcards } from '../zone/object-wildcards';
import type { TrustZone } from '../zone/trust-zone';

/** Several runs that did not take place are no accident. */
const SILENT_RUNS = 3;

/**
 * Runs detections over logs by a schedule, and sends findings to the default event bus, where an `IncidentResponder` takes them: those that
 * count events over a time, and those of logs of AWS WAF and API Gateway. `Detections` run the others.
 *
 * A function asks CloudWatch Logs Insights for what could match in the log group of the trail, in the access logs of the zone's APIs and in the
 * logs of its web firewalls, by a query that is made of the detections, and counts itself. Each run looks back over the longest window and over
 * `latest`, so that late records count, and runs after one that failed make it good. A finding is one for each detection, group and window of
 * time, however many runs see it.
 *
 * A `SiemExport` with `detections` runs those of one event of AWS WAF and API Gateway within a minute or two: both find the same, by the same id.
 *
 * What cannot be read fails the run: Lambda tries again, an alarm publishes to the zone's topic, and so does another one when no run takes place.
 *
 * In the template: a function with its schedule, its right to ask those log groups and to put events of the source `zero-trust` and the type
 * `Finding`, and two alarms. Members in another stack than this one, such as firewalls of distributions, are warned about and not read.
 *
 * Throws `BadInterval`, `NothingToRun`, `QueryTooLong`, `BadDetectionFile`, `DetectionTwice`, `UnknownDetection`, `NotLive`, `DetectionTestFails`, and what
 * the reader of files throws.
 *
 * Fixed cost: 0.20 USD a month for the alarms; the interface endpoints of CloudWatch Logs and EventBridge cost 7 USD a month and Availability Zone each, unless
 * the zone uses them already. Logs Insights charges 0.005 USD a GB: with the defaults each GB of these logs is read 6 times. Source of the price: Amazon
 * CloudWatch pricing, us-east-1, November 2026. Source: NIST 800-53 SI-4(2), AU-6(3).
 *
 * @example
 * declare const zone: TrustZone;
 * declare const trail: AuditTrail;
 *
 * new ScheduledDetections(zone, 'BurstDetections', { trailLogGroup: trail.logGroup });
 */
export class ScheduledDetections extends Construct {
  /** The names of the detections that run where the zone has such logs. */
  public readonly names: string[];
  /** Asks the logs. */
  public readonly detectionFunction: SecureFunction;

  private readonly logGroups = new Map<Service, logs.ILogGroup[]>();

  constructor(private readonly zone: TrustZone, id: string, props: ScheduledDetectionsProps = {}) {
    const path = pathOf(zone, id);
    checkProps(new.target === ScheduledDetections, 'ScheduledDetectionsProps', path, props);
    const every = props.every ?? Duration.minutes(5);
    const latest = props.latest ?? Duration.minutes(15);
    checkMinutes(path, 'every', every);
    checkMinutes(path, 'latest', latest);
    const detections = chosenDetections(path, props, (one) => !isLive(one), 'is about one event of CloudTrail: Detections run it')
      .filter(({ service }) => service !== 'cloudtrail' || props.trailLogGroup);
    if (detections.length === 0) throw new ZeroTrustError(path, 'NothingToRun', 'no detection is left.', 'leave fewer out, or leave this construct out.');
    const queries = queriesOf(path, detections);
    super(zone, id);
    this.names = detections.map(({ name }) => name);

    this.detectionFunction = new SecureFunction(this, 'Function', {
      zone,
      code: lambda.Code.fromAsset(codeWithData(this, 'scheduled-detections', 'queries.json', JSON.stringify(queries))),
      handler: 'index.handler',
      // a query takes seconds; one that has to be halved takes several
      timeout: Duration.minutes(10),
      memorySize: 512,
      environment: {
        LATEST_SECONDS: String(latest.toSeconds() + every.toSeconds()),
        LOG_GROUPS: Stack.of(this).toJsonString(Lazy.any({ produce: () => this.logGroupNames() })),
      },
    });
    this.detectionFunction.consumes(EventSource.schedule(scheduler.ScheduleExpression.rate(every), { description: 'Detections over logs' }));
    allowFindings(this.detectionFunction);
    this.alarm(every);
    if (props.trailLogGroup) this.read('cloudtrail', props.trailLogGroup);
    zone._onMember((member) => this.readMember(member));
  }

  private readMember(member: IConstruct): void {
    if (member instanceof SecureApi || member instanceof SecureHttpApi) this.read('apigateway', member.accessLogGroup);
    if (member instanceof WebFirewall) this.read('waf', member.logGroup);
  }

  /** The stack of a member depends on that of the zone: a function there that names its log group would close a cycle. */
  private read(service: Service, logGroup: logs.ILogGroup): void {
    const known = this.logGroups.get(service) ?? [];
    if (logGroup instanceof Construct && Stack.of(logGroup) !== Stack.of(this) && service !== 'cloudtrail') {
      Annotations.of(logGroup).addWarningV2('cdk-zero-trust:LogsNotRead', `The logs are in another stack than ${this.node.path}, whose detections do not read them.`);
      return;
    }
    this.logGroups.set(service, [...known, logGroup]);
    const statement = new iam.PolicyStatement({ actions: ['logs:GetQueryResults', 'logs:StartQuery'], resources: [logGroup.logGroupArn] });
    this.detectionFunction.addToRolePolicy(statement);
    acknowledgeWildcards(this.detectionFunction.role!, statement, [logGroup.logGroupArn], 'The ARN of a log group ends in a wildcard for its streams.');
  }

  private logGroupNames(): Record<string, string[]> {
    return Object.fromEntries([...this.logGroups].map(([service, groups]) => [service, groups.map(({ logGroupName }) => logGroupName)]));
  }

  private alarm(every: Duration): void {
    const fn = this.detectionFunction;
    const period = Duration.minutes(Math.max(5, every.toMinutes()));
    const failed = new cloudwatch.Alarm(this, 'Failed', {
      alarmDescription: 'Logs could not be read, or a finding was not sent: what happened there may not be found.',
      metric: fn.metricErrors({ period, statistic: cloudwatch.Stats.SUM }),
      threshold: 1,
      evaluationPeriods: 1,
      comparisonOperator: cloudwatch.ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING,
    });
    const silent = new cloudwatch.Alarm(this, 'Silent', {
      alarmDescription: 'The detections over logs do not run.',
      metric: fn.metricInvocations({ period, statistic: cloudwatch.Stats.SUM }),
      threshold: 1,
      evaluationPeriods: SILENT_RUNS,
      comparisonOperator: cloudwatch.ComparisonOperator.LESS_THAN_THRESHOLD,
      // a function that is not invoked has no metric
      treatMissingData: cloudwatch.TreatMissingData.BREACHING,
    });
    for (const alarm of [failed, silent]) alarm.addAlarmAction(new actions.SnsAction(this.zone.alarmTopic));
  }
}

/** One query for each kind of log, however many detections are about it: Insights is paid for by what it scans. */
function queriesOf(path: string, detections: Detection[]): ScheduledQuery[] {
  return (Object.keys(SERVICES) as Service[]).flatMap((service) => {
    const ofService = detections.filter((one) => one.service === service).map(windowed);
    if (ofService.length === 0) return [];
    const query = insightsQuery(ofService.map(({ condition }) => condition));
    if (query.length > MAX_QUERY) {
      throw new ZeroTrustError(path, 'QueryTooLong', `the query for ${service} has ${query.length} characters, and CloudWatch Logs takes ${MAX_QUERY}.`,
        'leave some detections out, and run them in a second construct.');
    }
    return [{ service, query, detections: ofService }];
  });
}

function checkMinutes(path: string, name: string, duration: Duration): void {
  const seconds = duration.isUnresolved() ? NaN : duration.toSeconds();
  if (seconds >= 60 && seconds <= 3600 && seconds % 60 === 0) return;
  throw new ZeroTrustError(path, 'BadInterval', `${name} is no whole number of minutes from 1 to 60.`, 'use Duration.minutes.');
}
