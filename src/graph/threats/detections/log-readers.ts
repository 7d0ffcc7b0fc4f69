import type { JudgedDetection } from './judged-detection';
import type { ShippedDetection } from './shipped';
import type { TemplateModel, TemplateResource, Value } from '../../../model';
import { statementsForRole } from '../../../model/identity-policies';
import { resourceOf } from '../../../model/judge';
import { isEnabled, roleOf } from '../../response';
import { isTrailAt } from '../../trails';

const ASKS = ['logs:StartQuery'];

/**
 * What reads the logs that a detection is about: functions that a schedule runs and that may ask CloudWatch Logs, and subscriptions. What they look for is in
 * their code, which the template does not have.
 */
export function asksLogs({ service }: ShippedDetection, element: TemplateResource, model: TemplateModel): Omit<JudgedDetection, 'detection'> {
  const groups = service === undefined ? trailLogs(element, model) : service === 'waf' ? firewallLogs(apiOf(element)) : accessLogs(apiOf(element));
  const schedules = groups.length === 0 ? [] : [...model.ofType('AWS::Scheduler::Schedule'), ...model.ofType('AWS::Events::Rule')]
    .filter((schedule) => schedule.exists() && !schedule.at('ScheduleExpression').isAbsent && isEnabled(schedule).verdict !== 'fail');
  const run = schedules.flatMap((schedule) => [schedule.at('Target'), ...schedule.at('Targets').items()].flatMap((target) => resourceOf(target.at('Arn').value, 'AWS::Lambda::Function') ?? []));
  const readers = [...new Set(run)].filter((fn) => mayAsk(fn, groups));
  const subscriptions = groups.flatMap((group) => group.referrers('AWS::Logs::SubscriptionFilter').filter((one) => resourceOf(one.at('LogGroupName').value) === group));
  const by = [...readers, ...subscriptions].map(({ name }) => name);
  return by.length === 0 ? { status: 'absent', by } : { status: 'unknown', by, why: 'what is looked for in the log is in the code that reads it' };
}

function apiOf(element: TemplateResource): TemplateResource {
  return resourceOf(element.at('RestApiId').value) ?? resourceOf(element.at('ApiId').value) ?? element;
}

function trailLogs(element: TemplateResource, model: TemplateModel): TemplateResource[] {
  const trails = model.ofType('AWS::CloudTrail::Trail').filter((trail) => trail.exists() && isTrailAt(trail, element) !== 'no');
  return trails.flatMap((trail) => resourceOf(trail.at('CloudWatchLogsLogGroupArn').value) ?? []);
}

function accessLogs(api: TemplateResource): TemplateResource[] {
  return api.referrers('AWS::ApiGateway::Stage', 'AWS::ApiGatewayV2::Stage')
    .flatMap((stage) => ['AccessLogSetting', 'AccessLogSettings'].flatMap((setting) => resourceOf(stage.at(setting, 'DestinationArn').value) ?? []));
}

function firewallLogs(api: TemplateResource): TemplateResource[] {
  const firewalls = [
    ...api.referrers('AWS::WAFv2::WebACLAssociation').map((association) => association.at('WebACLArn')), api.at('DistributionConfig', 'WebACLId'),
  ].flatMap(({ value }) => resourceOf(value) ?? []);
  return firewalls.flatMap((firewall) => firewall.referrers('AWS::WAFv2::LoggingConfiguration'))
    .flatMap((logging) => logging.at('LogDestinationConfigs').items().flatMap(({ value }) => resourceOf(value) ?? []));
}

function mayAsk(fn: TemplateResource, groups: readonly TemplateResource[]): boolean {
  const role = roleOf(fn);
  const of = ({ resources }: { readonly resources: readonly Value[] }) => resources.some((value) => {
    const named = resourceOf(value);
    return named ? groups.includes(named) : true;
  });
  return role !== undefined && statementsForRole(role).statements.some((statement) => statement.allows && statement.covers(ASKS) && of(statement));
}
