import { apiEvent } from './api';
import { bucketEvent } from './bucket';
import type { FunctionEvent } from './event';
import { httpApiEvent } from './http-api';
import { permit } from './permission';
import { EVENT_PROPERTIES } from './properties';
import { isPullEvent, pullEvent } from './pull';
import { eventsRule } from './rule';
import { schedulerSchedule } from './schedule';
import { topicEvent } from './topic';
import { alexaEvent, cognitoEvent, iotEvent, logsEvent } from './triggers';
import { objectOrEmpty, own } from '../../json';
import type { FunctionTarget } from '../function';
import { routeOf } from '../implicit-apis';
import { getAtt, textOf } from '../intrinsics';
import { destinationPolicy, RoleDraft } from '../roles';
import type { Translation } from '../translation';

/** All events of a function. */
export function translateEvents(t: Translation, target: FunctionTarget, role: RoleDraft): void {
  const { source } = target;
  const events = Object.entries(t.map(source, 'Events')).map(([name, json]) => ({ name, json, order: orderOf(name, json) }));
  // a default route comes first: with its permission, other routes to the same function need none
  events.sort((a, b) => (textOf(a.order) < textOf(b.order) ? -1 : textOf(a.order) > textOf(b.order) ? 1 : 0));
  for (const { name, json } of events) {
    const event: FunctionEvent = {
      t,
      target,
      role,
      id: source.logicalId + name,
      place: `${source.logicalId}.Events.${name}`,
      type: textOf(own(json, 'Type')),
      properties: objectOrEmpty(own(json, 'Properties')),
    };
    const taken = own(EVENT_PROPERTIES, event.type) as string[] | undefined;
    if (!taken) {
      t.unread.add('property', event.place);
      continue;
    }
    for (const key of Object.keys(event.properties)) if (!taken.includes(key)) t.unread.add('property', `${event.place}.${key}`);
    translate(event);
  }
}

function orderOf(name: string, json: unknown): unknown {
  const properties = objectOrEmpty(own(json, 'Properties'));
  return (own(json, 'Type') === 'HttpApi' ? routeOf('HttpApi', properties)?.path : properties.Path) ?? name;
}

function translate(event: FunctionEvent): void {
  if (isPullEvent(event.type)) return pullEvent(event);
  switch (event.type) {
    case 'Api': return apiEvent(event);
    case 'HttpApi': return httpApiEvent(event);
    case 'S3': return bucketEvent(event);
    case 'SNS': return topicEvent(event);
    case 'AlexaSkill': return alexaEvent(event);
    case 'IoTRule': return iotEvent(event);
    case 'Cognito': return cognitoEvent(event);
    case 'CloudWatchLogs': return logsEvent(event);
    case 'ScheduleV2': return scheduled(event);
    default: return ruled(event);
  }
}

function scheduled({ t, target: { source, arn }, id, properties }: FunctionEvent): void {
  schedulerSchedule(t, source, id, properties, arn, destinationPolicy('Lambda', arn, id)!);
}

/** Schedule, CloudWatchEvent and EventBridgeRule. */
function ruled({ t, target, id, properties }: FunctionEvent): void {
  eventsRule(t, target.source, id, properties, { Arn: target.arn }, 'LambdaTarget');
  permit(t, target, id, { principal: 'events.amazonaws.com', sourceArn: getAtt(id, 'Arn') });
}
