import { readFileSync, writeFileSync } from 'fs';
import { join } from 'path';
import { App } from 'aws-cdk-lib';
import { dashboardSvg, Sample, Widget } from './dashboard-svg';
import { withOutdir } from '../bench/paired';
import { OrdersStack } from '../examples/orders-api/orders-stack';
import { Detections, IncidentResponder, Play, ScheduledDetections, SiemExport, ThreatDetection, TrustZone } from '../src';

const PICTURE = join(__dirname, '..', 'docs', 'constructs', 'security-dashboard.svg');

/** The widgets of orders-api's dashboard, with all that can watch a zone. */
export function exampleWidgets(): Widget[] {
  return withOutdir((outdir) => {
    const app = new App({ outdir, analyticsReporting: false });
    const stack = new OrdersStack(app, 'Orders');
    const zone = TrustZone.of(stack);
    new ThreatDetection(stack, 'Threats');
    new IncidentResponder(zone, 'Responder', { plays: [Play.notify(zone.alarmTopic)] });
    new Detections(zone, 'CallDetections');
    new ScheduledDetections(zone, 'BurstDetections');
    new SiemExport(zone, 'Siem');
    app.synth();
    const { Resources } = JSON.parse(readFileSync(join(outdir, 'Orders.template.json'), 'utf-8'));
    const [{ Properties }] = Object.values<any>(Resources).filter(({ Type }) => Type === 'AWS::CloudWatch::Dashboard');
    return JSON.parse(textOf(Properties.DashboardBody)).widgets;
  });
}

/** With a name in place of what is not known before deployment. */
function textOf(part: any): string {
  if (typeof part === 'string') return part;
  return part['Fn::Join'] ? part['Fn::Join'][1].map(textOf).join(part['Fn::Join'][0]) : part.Ref ?? part['Fn::GetAtt'].join('.');
}

/** What widgets show, by the beginning of their title. */
export const SAMPLES: Record<string, Sample> = {
  'Security alarms': {},
  'Requests answered with 4xx': { heights: { Api: 40 } },
  'Callers refused': {
    rows: [
      ['status', 'errorType', 'route', 'requests'], ['401', 'UNAUTHORIZED', '/orders', '212'], ['403', 'WAF_FILTERED', '/orders', '97'],
      ['403', 'ACCESS_DENIED', '/orders/{id}', '14'],
    ],
  },
  'Requests blocked by rule': { lines: ['CommonRuleSet', 'IpReputation', 'RateLimit', 'SqlInjection'], heights: { CommonRuleSet: 9, IpReputation: 6 } },
  'Findings sent': { heights: { 'Threats/SecurityHubFindings': 4 } },
  'Incidents opened': { heights: { CRITICAL: 1, HIGH: 2 } },
  'Response': { numbers: { 'Mean time to contain': '94 s', 'Contained': '6', 'Closed': '5', 'Failed': '0' } },
  'Incidents that are open': {
    rows: [['Incident', 'status', 'severity', 'since'], ['8f14e45fceea167a', 'CONTAINED', 'HIGH', '11:42:07'], ['c9f0f895fb98ab91', 'OPEN', 'CRITICAL', '11:40:51']],
  },
  'Executions of the state machine': { heights: { 'Failed': 0, 'Timed out': 0 } },
  'Detections that ran': { heights: { CallDetections: 30, BurstDetections: 12 } },
  'Detections that failed': { heights: { 'CallDetections: throttled': 0, 'BurstDetections: throttled': 0, 'BurstDetections: failed': 0 } },
  'Last rotation of secrets': { rows: [['secret', 'lastEvent', 'at'], ['SigningKey-Kx2a1b', 'RotationSucceeded', '2026-11-08']] },
  'Events exported to the SIEM': { heights: { 'received': 60, 'delivered': 60, 'put back': 0, 'failed': 0, 'as text': 12, 'clock skewed': 0 } },
  'Log volume': { lines: ['AccessLogs', 'place-order', 'read-order', 'Trail'], heights: { 'AccessLogs': 90, 'place-order': 40, 'read-order': 55, 'Trail': 70 } },
};

/** The picture as it is of the example now. */
export function examplePicture(): string {
  return dashboardSvg(exampleWidgets(), SAMPLES);
}

if (require.main === module) {
  process.env.CDK_VALIDATION = 'false';
  writeFileSync(PICTURE, examplePicture());
}
