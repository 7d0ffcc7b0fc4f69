import { secureMethod } from './api';
import { JsonObject, objectOrEmpty } from '../../json';
import { integrate } from '../api-body';
import { apiOf, routeOf } from '../implicit-apis';
import { onlyIf, sub } from '../intrinsics';
import { SamResource } from '../sam-resource';
import { Translation } from '../translation';

/** An API event of a state machine. */
export interface StateMachineApiEvent {
  readonly id: string;
  readonly place: string;
  readonly properties: JsonObject;
  readonly targetId: string;
}

/** A method of a REST API that starts executions, by a role. */
export function apiMethodOf(t: Translation, source: SamResource, { place, properties, targetId }: StateMachineApiEvent, credentials: object): void {
  const route = routeOf('Api', properties);
  const api = t.apis.get(apiOf('Api', properties).id ?? '');
  if (!route || !api?.editable) return t.unread.add('property', place);
  if (!api.managed) return;
  const input = "$util.escapeJavaScript($input.json('$'))";
  integrate(api.editable, route.path, route.method, {
    type: 'aws',
    httpMethod: 'POST',
    uri: onlyIf(source.condition, sub('arn:${AWS::Partition}:apigateway:${AWS::Region}:states:action/StartExecution')),
    responses: { 200: { statusCode: '200' }, 400: { statusCode: '400' } },
    credentials,
    requestTemplates: { 'application/json': sub(JSON.stringify({ input, stateMachineArn: `\${${targetId}}` })) },
  }, { 200: { description: 'OK' }, 400: { description: 'Bad Request' } }, source.condition);
  secureMethod(t, api, route, objectOrEmpty(properties.Auth));
}
