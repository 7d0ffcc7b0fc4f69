import { App, Stack } from 'aws-cdk-lib';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { DataClass, EventSource, IncidentResponder, IncidentResponderProps, Play, SecureFunction, SecureQueue, SecureTable, TrustZone, WebFirewall } from '../../src';

/** A small app with a responder: two functions of the zone, one that reads a queue, and one of another zone. */
export interface RespondingApp {
  readonly app: App;
  readonly stack: Stack;
  readonly zone: TrustZone;
  readonly firewall: WebFirewall;
  readonly responder: IncidentResponder;
}

export function respondingApp(props?: Partial<IncidentResponderProps>, app = new App()): RespondingApp {
  const stack = new Stack(app, 'Stack');
  const zone = new TrustZone(stack, 'Zone');
  const firewall = new WebFirewall(stack, 'Firewall', { zone });
  const responder = new IncidentResponder(zone, 'Responder', {
    plays: [Play.isolateFunction(), Play.blockAddress(firewall), Play.notify(zone.alarmTopic)], ...props,
  });
  // after the responder: it hears of those that come later
  const table = new SecureTable(stack, 'Orders', {
    zone, dataClass: DataClass.CONFIDENTIAL, partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING },
  });
  table.grantReadData(functionIn(stack, 'Read', zone));
  const queue = new SecureQueue(stack, 'Queue', { zone, dataClass: DataClass.CONFIDENTIAL });
  functionIn(stack, 'Ship', zone).consumes(EventSource.queue(queue, { batchSize: 10 }));
  functionIn(stack, 'Stranger', new TrustZone(stack, 'OtherZone'));
  return { app, stack, zone, firewall, responder };
}

function functionIn(stack: Stack, id: string, zone: TrustZone): SecureFunction {
  return new SecureFunction(stack, id, { zone, code: lambda.Code.fromInline('exports.handler = async () => {};'), handler: 'index.handler' });
}
