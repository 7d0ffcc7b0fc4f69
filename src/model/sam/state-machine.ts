import { EVENT_PROPERTIES } from './events/properties';
import { eventsRule } from './events/rule';
import { schedulerSchedule } from './events/schedule';
import { apiMethodOf } from './events/state-machine-api';
import { tagAll } from './function';
import { compact, Draft, getAtt, isGiven, pick, ref, textOf } from './intrinsics';
import { managedPolicyArn, readPolicies } from './policies';
import { allow, assumedBy, inlinePolicy, RoleDraft } from './roles';
import { definitionLocation } from './s3-location';
import { SamResource } from './sam-resource';
import { inlineDefinition } from './state-machine-definition';
import { tagList } from './tags';
import { Translation } from './translation';
import { isObject, objectOrEmpty, own } from '../json';

/** A state machine, its role, version, alias and events. */
export function translateStateMachine(t: Translation, source: SamResource): void {
  const { logicalId } = source;
  const role = source.get('Role');
  const named = isGiven(role);
  const tracing = source.get('Tracing');
  t.add(source, logicalId, 'AWS::StepFunctions::StateMachine', compact({
    ...definitionOf(t, source),
    RoleArn: named ? role : getAtt(`${logicalId}Role`, 'Arn'),
    StateMachineName: source.get('Name'),
    StateMachineType: source.get('Type'),
    LoggingConfiguration: source.get('Logging'),
    TracingConfiguration: tracing,
    Tags: tagList(source.get('Tags'), 'stateMachine:createdBy'),
  }));
  if (!named) addRole(t, source, own(tracing, 'Enabled') === true);
  const aliasId = addAlias(t, source);
  const target = aliasId !== undefined && source.get('UseAliasAsEventTarget') === true ? aliasId : logicalId;
  for (const [name, event] of Object.entries(t.map(source, 'Events'))) translateEvent(t, source, target, name, event);
  tagAll(t, source);
}

function definitionOf(t: Translation, source: SamResource): Draft {
  const definition = source.get('Definition');
  if (isObject(definition)) return inlineDefinition(definition, source.object('DefinitionSubstitutions'));
  t.unread.add('definition', source.logicalId);
  return { DefinitionS3Location: definitionLocation(source.get('DefinitionUri')), ...pick(source.properties, 'DefinitionSubstitutions') };
}

function addRole(t: Translation, source: SamResource, traced: boolean): void {
  const roleId = `${source.logicalId}Role`;
  const { managed, inline } = readPolicies(source.get('Policies'), roleId, (index) => t.unread.add('property', `${source.logicalId}.Policies[${index}]`));
  const role = new RoleDraft();
  role.addManaged(...managed, ...traced ? [managedPolicyArn('AWSXrayWriteOnlyAccess')] : []);
  t.add(source, roleId, 'AWS::IAM::Role', compact({
    AssumeRolePolicyDocument: assumedBy('states.amazonaws.com'),
    ManagedPolicyArns: role.managed,
    Policies: inline.length > 0 ? inline : undefined,
    Path: source.get('RolePath'),
    PermissionsBoundary: source.get('PermissionsBoundary'),
    Tags: tagList(source.get('Tags'), 'stateMachine:createdBy'),
  }));
}

function addAlias(t: Translation, source: SamResource): string | undefined {
  const { logicalId } = source;
  const name = source.get('AutoPublishAlias');
  if (!isGiven(name)) return undefined;
  t.add(source, `${logicalId}Version`, 'AWS::StepFunctions::StateMachineVersion', {
    StateMachineArn: ref(logicalId), StateMachineRevisionId: getAtt(logicalId, 'StateMachineRevisionId'),
  }, { DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain', ...pick(source.passedOn, 'DeletionPolicy', 'UpdateReplacePolicy') });
  const aliasId = `${logicalId}Alias${textOf(t.literal(name))}`;
  const preference = source.object('DeploymentPreference');
  t.add(source, aliasId, 'AWS::StepFunctions::StateMachineAlias', {
    Name: name,
    DeploymentPreference: { ...isGiven(preference) ? preference : { Type: 'ALL_AT_ONCE' }, StateMachineVersionArn: ref(`${logicalId}Version`) },
  });
  return aliasId;
}

function translateEvent(t: Translation, source: SamResource, targetId: string, name: string, event: unknown): void {
  const id = source.logicalId + name;
  const place = `${source.logicalId}.Events.${name}`;
  const type = textOf(own(event, 'Type'));
  const properties = objectOrEmpty(own(event, 'Properties'));
  const taken = own(EVENT_PROPERTIES, type) as string[] | undefined;
  for (const key of Object.keys(properties)) if (!taken?.includes(key)) t.unread.add('property', `${place}.${key}`);
  switch (type) {
    case 'ScheduleV2':
      return schedulerSchedule(t, source, id, properties, ref(targetId), mayStart(id, targetId));
    case 'Schedule': case 'CloudWatchEvent': case 'EventBridgeRule': {
      const role = type === 'Schedule' && properties.RoleArn !== undefined ? properties.RoleArn : eventRole(t, source, id, targetId, 'events.amazonaws.com');
      return eventsRule(t, source, id, properties, { Arn: ref(targetId), RoleArn: role }, 'StepFunctionsTarget');
    }
    case 'Api':
      return apiMethodOf(t, source, { id, place, properties, targetId }, eventRole(t, source, id, targetId, 'apigateway.amazonaws.com'));
    default: return t.unread.add('property', place);
  }
}

function mayStart(id: string, targetId: string): Draft {
  return inlinePolicy(`${id}StartExecutionPolicy`, allow('states:StartExecution', ref(targetId)));
}

/** The role that a service starts executions with. */
function eventRole(t: Translation, source: SamResource, id: string, targetId: string, service: string): object {
  t.add(source, `${id}Role`, 'AWS::IAM::Role', compact({
    AssumeRolePolicyDocument: assumedBy(service),
    Policies: [mayStart(`${id}Role`, targetId)],
    PermissionsBoundary: source.get('PermissionsBoundary'),
  }));
  return getAtt(`${id}Role`, 'Arn');
}
