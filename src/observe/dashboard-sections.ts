import { Stack } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as apigatewayv2 from 'aws-cdk-lib/aws-apigatewayv2';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as events from 'aws-cdk-lib/aws-events';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import type * as logs from 'aws-cdk-lib/aws-logs';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import type { IConstruct } from 'constructs';
import { alarmStates, chunks, graphs, Line, numbers, searchGraph, tables } from './dashboard-widgets';
import { SecurityAlarms } from './security-alarms';
import { SiemExport } from './siem-export';
import { SecureApi } from '../api/secure-api';
import { SecureHttpApi } from '../api/secure-http-api';
import { GUARD_METRICS, isGuarded } from '../core/guarded-function';
import { DataWatch } from '../detect/data-watch';
import { Detections } from '../detect/detections';
import { ScheduledDetections } from '../detect/scheduled-detections';
import { ThreatDetection } from '../detect/threat-detection';
import { FirewallScope } from '../edge/firewall-scope';
import { WebFirewall } from '../edge/web-firewall';
import { INCIDENT_METRICS, INCIDENT_SEVERITIES, IncidentMetric } from '../respond/incident-metrics';
import { IncidentResponder } from '../respond/incident-responder';

/** What of a zone can be shown, read when all of it has been made. */
export interface Shown {
  /** Members of the zone. */
  readonly members: IConstruct[];
  /** Constructs that watch the zone. */
  readonly watchers: IConstruct[];
  readonly logGroups: logs.ILogGroup[];
  readonly trailLogGroup?: logs.ILogGroup;
  /** A short name, by construct ids. */
  readonly label: (one: IConstruct) => string;
  /** Whether the dashboard can name a construct, by the stack that it is in. */
  readonly reaches: (one: IConstruct) => boolean;
}

/** Widgets below a heading. */
export interface Section {
  readonly title: string;
  readonly widgets: cloudwatch.IWidget[];
}

/** A function's name has up to 64 characters, and a search up to 1,024. */
const FUNCTIONS_PER_SEARCH = 10;
const SECRETS_PER_QUERY = 50;

/** The sections of a dashboard. Those without a widget are left out: nothing is shown of what a zone does not have. */
export function sectionsOf(shown: Shown): Section[] {
  return [
    { title: 'Alarms', widgets: alarms(shown) },
    { title: 'Requests refused', widgets: [...refusedCallers(shown), ...blockedRequests(shown)] },
    { title: 'Findings and incidents', widgets: [...findings(shown), ...only(shown.watchers, IncidentResponder).flatMap((one) => incidents(one, shown))] },
    { title: 'Runtime guard', widgets: guardEvents(shown) },
    { title: 'Detections', widgets: detections(shown) },
    { title: 'Secrets', widgets: rotations(shown) },
    { title: 'Logs', widgets: [...siem(shown), ...logVolume(shown)] },
  ].filter(({ widgets }) => widgets.length > 0);
}

function alarms({ watchers, reaches }: Shown): cloudwatch.IWidget[] {
  return alarmStates('Security alarms', only(watchers, SecurityAlarms).flatMap(({ _alarms }) => _alarms).filter(reaches));
}

function refusedCallers({ members, label }: Shown): cloudwatch.IWidget[] {
  const apis = [
    ...only(members, apigateway.RestApi).map((api) => ({ api, metricName: '4XXError', dimensions: { ApiName: api.restApiName } })),
    ...only(members, apigatewayv2.HttpApi).map((api) => ({ api, metricName: '4xx', dimensions: { ApiId: api.apiId } })),
  ];
  const accessLogs = members.filter((one): one is SecureApi | SecureHttpApi => one instanceof SecureApi || one instanceof SecureHttpApi);
  return [
    ...graphs('Requests answered with 4xx', apis.map(({ api, ...metric }) => ({ ...metric, label: label(api), namespace: 'AWS/ApiGateway' }))),
    ...tables('Callers refused: 401, 403', accessLogs.map(({ accessLogGroup }) => accessLogGroup.logGroupName), [
      // a text in the log of an API, whatever it looks like
      'filter status like /^40[13]$/',
      'fields coalesce(resourcePath, routeKey) as route',
      'stats count(*) as requests by status, errorType, route',
      'sort requests desc',
      'limit 20',
    ]),
  ];
}

/** The name of a metric of AWS WAF is known at synth, so a firewall of another region can be shown too. */
function blockedRequests({ members, label }: Shown): cloudwatch.IWidget[] {
  return only(members, WebFirewall).map((firewall) => {
    const ofCloudFront = firewall.firewallScope === FirewallScope.CLOUDFRONT;
    // what CloudFront asks of AWS WAF is measured without a region
    const schema = `AWS/WAFV2,${ofCloudFront ? '' : 'Region,'}Rule,WebACL`;
    return searchGraph(`Requests blocked by rule: ${label(firewall)}`, [
      `SEARCH('{${schema}} MetricName="BlockedRequests" WebACL="${firewall.metricName}" NOT Rule="ALL"', 'Sum')`,
    ], ofCloudFront ? Stack.of(firewall).region : undefined);
  });
}

function findings({ watchers, label }: Shown): cloudwatch.IWidget[] {
  const rules = [...only(watchers, ThreatDetection), ...only(watchers, DataWatch)].flatMap((one) => only(one.node.children, events.Rule));
  return graphs('Findings sent to the zone\'s topic', rules.map((rule) => ({
    label: label(rule), namespace: 'AWS/Events', metricName: 'TriggeredRules', dimensions: { RuleName: rule.ruleName },
  })), { stacked: true });
}

function incidents(responder: IncidentResponder, { label }: Shown): cloudwatch.IWidget[] {
  const { stateMachine } = responder;
  const name = label(responder);
  const dimensions = { StateMachine: stateMachine.stateMachineName };
  const metric = (text: string, metricName: IncidentMetric, statistic?: string): Line => ({
    label: text, namespace: INCIDENT_METRICS, metricName, dimensions, statistic,
  });
  const execution = (text: string, metricName: string): Line => ({
    label: text, namespace: 'AWS/States', metricName, dimensions: { StateMachineArn: stateMachine.stateMachineArn },
  });
  const journals = responder.node.children.filter((one): one is lambda.Function => one instanceof lambda.Function && ['Intake', 'Coordinate'].includes(one.node.id));
  return [
    ...graphs(`Incidents opened: ${name}`, Object.keys(INCIDENT_SEVERITIES).map((severity) => ({
      ...metric(severity, IncidentMetric.OPENED), dimensions: { ...dimensions, Severity: severity },
    })), { stacked: true }),
    numbers(`Response: ${name}`, [
      metric('Mean time to contain', IncidentMetric.SECONDS_TO_CONTAIN, cloudwatch.Stats.AVERAGE),
      metric('Contained', IncidentMetric.SECONDS_TO_CONTAIN, cloudwatch.Stats.SAMPLE_COUNT),
      metric('Closed', IncidentMetric.CLOSED),
      metric('Failed', IncidentMetric.FAILED),
    ]),
    ...tables(`Incidents that are open: ${name}`, journals.map(({ logGroup }) => logGroup.logGroupName), [
      'filter ispresent(Incident) and ispresent(Status)',
      'stats latest(Status) as status, latest(Severity) as severity, latest(@timestamp) as since by Incident',
      'filter status != "RECORDED" and status != "UNDONE"',
      'sort since desc',
      'limit 50',
    ]),
    ...graphs(`Executions of the state machine: ${name}`, [execution('Succeeded', 'ExecutionsSucceeded'), execution('Failed', 'ExecutionsFailed'),
      execution('Timed out', 'ExecutionsTimedOut')]),
  ];
}

function guardEvents({ members }: Shown): cloudwatch.IWidget[] {
  const names = only(members, lambda.Function).filter(isGuarded).map(({ functionName }) => functionName);
  const searches = chunks(names, FUNCTIONS_PER_SEARCH).map((some) => {
    const one = some.map((name) => `FunctionName="${name}"`).join(' OR ');
    return `SEARCH('{${GUARD_METRICS},FunctionName,Kind} MetricName="Events" AND (${one})', 'Sum')`;
  });
  return searches.length > 0 ? [searchGraph('Events of the runtime guard by function and kind', searches)] : [];
}

function detections({ watchers, label }: Shown): cloudwatch.IWidget[] {
  const running = watchers.filter((one): one is Detections | ScheduledDetections => one instanceof Detections || one instanceof ScheduledDetections);
  const lines = (metricName: string, what: string) => running.map((one) => ({
    label: `${label(one)}${what}`, namespace: 'AWS/Lambda', metricName, dimensions: { FunctionName: one.detectionFunction.functionName },
  }));
  return [
    ...graphs('Detections that ran', lines('Invocations', '')),
    ...graphs('Detections that failed', [...lines('Errors', ': failed'), ...lines('Throttles', ': throttled')]),
  ];
}

/**
 * Secrets Manager publishes no age: the trail records each rotation, as an event of the service (`AwsServiceEvent`) without request parameters, whose
 * `additionalEventData.SecretId` is the ARN. Source: AWS Secrets Manager user guide, "AWS CloudTrail entries for Secrets Manager", rotation.
 */
function rotations({ members, trailLogGroup }: Shown): cloudwatch.IWidget[] {
  if (!trailLogGroup) return [];
  return chunks(only(members, secretsmanager.Secret), SECRETS_PER_QUERY).flatMap((some) => tables('Last rotation of secrets, in this time',
    [trailLogGroup.logGroupName], [
      'filter eventSource = "secretsmanager.amazonaws.com" and eventName in ["RotationSucceeded", "RotationFailed"]',
      `filter additionalEventData.SecretId in [${some.map(({ secretArn }) => `"${secretArn}"`).join(', ')}]`,
      'fields additionalEventData.SecretId as secret',
      'stats latest(eventName) as lastEvent, latest(eventTime) as at by secret',
      'sort at asc',
    ]));
}

function siem({ watchers, label }: Shown): cloudwatch.IWidget[] {
  const counts = { received: 'received', delivered: 'delivered', putBack: 'put back', failedRecords: 'failed', asText: 'as text', skewed: 'clock skewed' };
  return only(watchers, SiemExport).flatMap((one) => graphs(`Events exported to the SIEM: ${label(one)}`, Object.entries(counts).map(([metricName, text]) => ({
    label: text, namespace: 'cdk-zero-trust/Siem', metricName, dimensions: { FunctionName: one.normaliserFunction.functionName },
  }))));
}

function logVolume({ logGroups, label }: Shown): cloudwatch.IWidget[] {
  return graphs('Log volume (bytes)', logGroups.map((logGroup) => ({
    label: label(logGroup), namespace: 'AWS/Logs', metricName: 'IncomingBytes', dimensions: { LogGroupName: logGroup.logGroupName },
  })), { stacked: true });
}

type Constructor<T> = abstract new (...args: any[]) => T;

function only<T>(all: unknown[], kind: Constructor<T>): T[] {
  return all.filter((one): one is T => one instanceof kind);
}
