import { Duration, Stack } from 'aws-cdk-lib';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { AccountStack } from './account-stack';
import { ClaimsStackProps } from './claims-stack-props';
import { IncidentResponder, Play, SecurityAlarms, SecurityAlarmsProps, SiemExport, TrustZone } from 'cdk-zero-trust';

export interface ZoneResponseProps {
  readonly account: AccountStack;
  /** What can be done about incidents of this zone beside isolating its functions. */
  readonly plays?: Play[];
  readonly alarms?: SecurityAlarmsProps;
  /** One export of the account sends them: they are about the whole account. */
  readonly exportsFindings: boolean;
  readonly firstLook: ClaimsStackProps['firstLook'];
}

/** What each zone has: alarms that reach the security team, a responder, and an export of its logs under its own key, so that no zone reads the logs of the other. */
export class ZoneResponse {
  public readonly responder: IncidentResponder;
  /** None for a first look: the lock of its bucket outlives the stack. */
  public readonly siem?: SiemExport;

  constructor(zone: TrustZone, { account, plays = [], alarms, exportsFindings, firstLook }: ZoneResponseProps) {
    new SecurityAlarms(Stack.of(zone), 'Alarms', { logAnomalies: true, ...alarms });
    zone.alarmTopic.addSubscription(new EmailSubscription('security@example.com', { deadLetterQueue: zone.deadLetterQueue }));
    this.responder = new IncidentResponder(zone, 'Responder', {
      detection: account.detection,
      plays: [Play.isolateFunction(), ...plays, Play.notify(zone.alarmTopic)],
      evidenceRetention: firstLook ? Duration.days(1) : undefined,
    });
    if (!firstLook) this.siem = new SiemExport(zone, 'Siem', { findings: exportsFindings });
  }
}
