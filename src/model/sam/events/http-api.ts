import { integrationUri } from './api';
import type { FunctionEvent } from './event';
import { permit } from './permission';
import { objectOrEmpty, own } from '../../json';
import { ANY_METHOD, hasIntegration, integrate, methodName, pathPattern } from '../api-body';
import { DEFAULT_ROUTE } from '../api-draft';
import { apiOf, routeOf } from '../implicit-apis';
import { compact, Draft, isGiven, onlyIf, sub } from '../intrinsics';
import { defaultRouteCalls, setRouteAuthorizer } from '../open-api';

/** A route of an HTTP API that calls the function. */
export function httpApiEvent(event: FunctionEvent): void {
  const { t, target, id, place, properties } = event;
  const { id: apiId, name } = apiOf('HttpApi', properties);
  const route = routeOf('HttpApi', properties);
  if (!route) return t.unread.add('property', place);
  const api = t.apis.get(apiId ?? '');
  const body = api?.editable;
  if (route.path === DEFAULT_ROUTE.path || !body || !defaultRouteCalls(body, target.logicalId)) {
    const path = route.path === DEFAULT_ROUTE.path ? '' : pathPattern(route.path);
    const method = methodName(route.method) === ANY_METHOD ? '*' : route.method.toUpperCase();
    permit(t, target, id, {
      principal: 'apigateway.amazonaws.com',
      sourceArn: sub(`arn:\${AWS::Partition}:execute-api:\${AWS::Region}:\${AWS::AccountId}:\${__ApiId__}/\${__Stage__}/${method}${path}`, {
        __ApiId__: name, __Stage__: '*',
      }),
    });
  }
  if (isGiven(properties.RouteSettings) && apiId !== undefined) {
    const key = methodName(route.method) === ANY_METHOD ? route.path : `${route.method.toUpperCase()} ${route.path}`;
    const settings = t.routeSettings.get(apiId) ?? new Map<string, unknown>();
    t.routeSettings.set(apiId, settings.set(key, onlyIf(target.source.condition, properties.RouteSettings)));
  }
  if (!api || !body) return t.unread.add('property', place);
  const { condition } = target.source;
  const written = hasIntegration(body, route.path, route.method);
  const added = written ? [] : integrate(body, route.path, route.method, integrationOf(event), {}, condition);
  for (const definition of added) if (route === DEFAULT_ROUTE) definition.isDefaultRoute = true;
  for (const definition of added) addPathParameters(definition, route.path);
  const auth = api.source.object('Auth');
  const asked = t.literal(objectOrEmpty(properties.Auth).Authorizer ?? (isGiven(properties.Auth) ? auth.DefaultAuthorizer : undefined));
  if (typeof asked === 'string') {
    setRouteAuthorizer(body, route.path, route.method, asked, own(properties.Auth, 'AuthorizationScopes'), objectOrEmpty(auth.Authorizers));
  } else if (isGiven(properties.Auth)) {
    t.unread.add('property', `${place}.Auth`);
  }
}

function integrationOf({ target, properties: { TimeoutInMillis, PayloadFormatVersion } }: FunctionEvent): Draft {
  return compact({
    type: 'aws_proxy',
    httpMethod: 'POST',
    payloadFormatVersion: isGiven(PayloadFormatVersion) ? PayloadFormatVersion : '2.0',
    uri: onlyIf(target.source.condition, integrationUri(target.arn, '${AWS::Partition}')),
    timeoutInMillis: isGiven(TimeoutInMillis) ? TimeoutInMillis : undefined,
  });
}

function addPathParameters(definition: Draft, path: string): void {
  const names = [...path.matchAll(/\{([^{}]*)\}/g)].map(([, name]) => name);
  if (names.length > 0) definition.parameters = names.map((name) => ({ name, in: 'path', required: true }));
}
