import { Expression, TemplateModel, TemplateResource, textOf } from '../../../model';
import { Beside, isBeside, least, most } from '../../../model/beside';
import { saysFalse } from '../../../model/judge';
import { isTrailAt } from '../../trails';

/** Whether a trail records management events where something is. One that is in no template may. */
export function recordsManagement(resource: TemplateResource, model: TemplateModel): Beside {
  return most('maybe', ...model.ofType('AWS::CloudTrail::Trail').filter((trail) => trail.exists()).map((trail) => least(isLogging(trail), isTrailAt(trail, resource), takesManagement(trail))));
}

function isLogging(trail: TemplateResource): Beside {
  const { value } = trail.at('IsLogging');
  return value.kind !== 'known' ? 'maybe' : saysFalse(value.value) ? 'no' : 'yes';
}

/** Source: AWS CloudTrail API reference, EventSelector and AdvancedEventSelector: without any, a trail takes management events. */
function takesManagement(trail: TemplateResource): Beside {
  const [basic, advanced] = [trail.at('EventSelectors'), trail.at('AdvancedEventSelectors')];
  if ([basic, advanced].some(({ value }) => value.kind === 'unknown')) return 'maybe';
  if (basic.isAbsent && advanced.isAbsent) return 'yes';
  return most(...basic.items().map(takesAll), ...advanced.items().map(takesCategory));
}

function takesAll(selector: Expression): Beside {
  const [included, kind] = [selector.at('IncludeManagementEvents').value, selector.at('ReadWriteType').value];
  if (included.kind !== 'known' || kind.kind !== 'known') return 'maybe';
  return saysFalse(included.value) ? 'no' : ['All', undefined].includes(textOf(kind)) ? 'yes' : 'maybe';
}

/** Fields beside the category leave some of them out. */
function takesCategory(selector: Expression): Beside {
  const fields = selector.at('FieldSelectors').items();
  const category = fields.find((field) => textOf(field.at('Field').value) === 'eventCategory');
  if (!category?.at('Equals').items().some(({ value }) => textOf(value) === 'Management')) return 'no';
  return fields.length === 1 ? 'yes' : 'maybe';
}

/** Whether an alarm with an action watches a metric of a filter. */
export function alarmsOf(filter: TemplateResource, model: TemplateModel): Beside {
  const alarms = model.ofType('AWS::CloudWatch::Alarm').filter((alarm) => alarm.exists());
  return most(...filter.at('MetricTransformations').items().flatMap((metric) => alarms.map((alarm) => least(isBeside(alarm, filter), isOn(alarm, metric), acts(alarm)))));
}

function isOn(alarm: TemplateResource, metric: Expression): Beside {
  const watched = [
    [alarm.at('MetricName'), alarm.at('Namespace')],
    ...alarm.at('Metrics').items().map((query) => [query.at('MetricStat', 'Metric', 'MetricName'), query.at('MetricStat', 'Metric', 'Namespace')]),
  ];
  const asked = [metric.at('MetricName'), metric.at('MetricNamespace')].map(({ value }) => (value.kind === 'known' ? textOf(value) : undefined));
  if (asked.includes(undefined)) return 'maybe';
  return most(...watched.map((names) => least(...names.map(({ value }, i): Beside => (value.kind === 'unknown' ? 'maybe' : textOf(value) === asked[i] ? 'yes' : 'no')))));
}

function acts(alarm: TemplateResource): Beside {
  const enabled = alarm.at('ActionsEnabled').value;
  const actions = alarm.at('AlarmActions');
  if (enabled.kind === 'known' && saysFalse(enabled.value)) return 'no';
  if (enabled.kind !== 'known' || actions.value.kind === 'unknown') return 'maybe';
  return actions.items().length > 0 ? 'yes' : 'no';
}
