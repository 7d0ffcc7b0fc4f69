import { isDay } from './day';
import type { TemplateIndex, TemplateResource } from './template';
import { textOf } from './value';

/** The metadata of a resource that says which control people perform, and when it is due again. compliance/ writes it. */
export const MANUAL_CONTROL = 'zero-trust:manual-control';

/** What schedules of a manual control say of themselves. compliance/ writes it. */
export const MANUAL_CONTROL_REMINDER = 'Reminds of a control that people perform';

/** A control that people perform. What the template does not say in plain text is left out. */
export interface ManualControlRecord {
  readonly resource: TemplateResource;
  readonly title?: string;
  readonly owner?: string;
  readonly lastDone?: string;
  /** `YYYY-MM-DD`, in UTC. */
  readonly due?: string;
  /** Where the record of the last time is kept. */
  readonly record?: string;
  /** Controls of frameworks, each as `hipaa 164.308(a)(8)`. */
  readonly controls: string[];
}

/** The control that a resource stands for, when it does. */
export function manualControlOf(resource: TemplateResource): ManualControlRecord | undefined {
  const control = resource.metadata.at(MANUAL_CONTROL);
  if (control.isAbsent) return undefined;
  const said = (key: string) => textOf(control.at(key).value);
  const due = said('due');
  return {
    resource,
    title: said('title'),
    owner: said('owner'),
    lastDone: said('lastDone'),
    due: isDay(due) ? due : undefined,
    record: said('record'),
    controls: control.at('controls').items().map(({ value }) => textOf(value)).filter((name) => name !== undefined),
  };
}

/** Whether a schedule reminds of a control that none in its group says: its metadata was taken away, and with it the day on which it is due. */
export function isReminderOfNothing(schedule: TemplateResource, model: TemplateIndex): boolean {
  if (textOf(schedule.at('Description').value) !== MANUAL_CONTROL_REMINDER) return false;
  const groupOf = (one: TemplateResource) => textOf(one.at('GroupName').value);
  return !manualControls(model).some(({ resource }) => resource.stack.id === schedule.stack.id && groupOf(resource) === groupOf(schedule));
}

/** All of some templates, in their order. */
export function manualControls(model: TemplateIndex): ManualControlRecord[] {
  return model.ofType('AWS::Scheduler::Schedule').map(manualControlOf).filter((control) => control !== undefined);
}
