import { line, listed, props, token, uuid } from './naming';
import type { Observed } from './observations';
import { riskUuid } from './risks';
import { origin } from './subjects';
import { Control, controlsOf, Framework, FRAMEWORKS, MappedControl } from '../../frameworks';
import { Lazily } from '../chunks';
import { count, Counts } from '../evidence';

/** A control, and what was observed by the rules that serve it. */
export interface AssessedControl extends MappedControl {
  readonly observed: Observed[];
}

/** Controls of which something was observed, in the order of their frameworks. */
export function assessedControls(observed: Observed[], only?: Framework): AssessedControl[] {
  const found = new Map<Control, AssessedControl>();
  for (const each of observed) {
    const [{ rule }] = each.items;
    for (const { framework, control } of controlsOf(rule, only)) {
      const known = found.get(control);
      if (known) known.observed.push(each);
      else found.set(control, { framework, control, observed: [each] });
    }
  }
  const frameworks = only ? [only] : FRAMEWORKS;
  return frameworks.flatMap(({ controls }) => controls.flatMap((control) => found.get(control) ?? []));
}

/** As the OSCAL catalogue of NIST writes it, `ac-6.10`; for frameworks that have none, after the name of the framework. */
export function controlId({ framework, control }: MappedControl): string {
  return framework.id === 'nist-800-53' ? token(control.id) : `${framework.id}_${token(control.id)}`;
}

/** What of the control rules look at. It is ours, so that it is not taken for the whole control. */
export function objective(assessed: AssessedControl) {
  const { control } = assessed;
  return {
    'control-id': controlId(assessed),
    'parts': [{
      id: objectiveId(assessed),
      name: 'assessment-objective',
      prose: line(`${control.title}, as far as ${control.rules.join(', ')} see it in templates.`),
    }],
    ...control.notCovered === undefined ? {} : { remarks: line(`Left open by templates: ${control.notCovered}`) },
  };
}

export function controlSelections(assessed: AssessedControl[]) {
  const frameworks = [...new Set(assessed.map(({ framework }) => framework))];
  return frameworks.map((framework) => ({
    'description': line(`${framework.title}, ${framework.version} (${framework.source}). ${framework.extent}`),
    'include-controls': assessed.filter((each) => each.framework === framework).map((each) => ({ 'control-id': controlId(each) })),
  }));
}

export function objectiveSelection(assessed: AssessedControl[]) {
  return { 'include-objectives': assessed.map((each) => ({ 'objective-id': objectiveId(each) })) };
}

/** Whether the objective is satisfied. Unknown and waived are not. */
export function finding(assessed: AssessedControl) {
  const { framework, control, observed } = assessed;
  const open = observed.filter(({ items: [item] }) => item.verdict !== 'pass');
  const reason = open.some(({ items: [item] }) => item.verdict === 'fail') ? 'fail' : 'other';
  return {
    'uuid': uuid('finding', framework.id, control.id),
    'title': line(`${framework.name} ${control.id}: ${control.title}`),
    'description': line(sum(observed)),
    ...props({ framework: framework.id, control: control.id }),
    'origins': [origin()],
    'target': {
      'type': 'objective-id',
      'target-id': objectiveId(assessed),
      'status': open.length === 0 ? { state: 'satisfied', reason: 'pass' } : { state: 'not-satisfied', reason },
    },
    'related-observations': Lazily.of(observed, (each) => ({ 'observation-uuid': each.uuid })),
    ...listed('related-risks', Lazily.of(open, (each) => ({ 'risk-uuid': riskUuid(each) }))),
  };
}

function objectiveId(control: MappedControl): string {
  return `${controlId(control)}_templates`;
}

function sum(observed: Observed[]): string {
  const counts = count([]);
  for (const { items } of observed) for (const { verdict } of items) counts[verdict]++;
  const number = (verdict: keyof Counts) => counts[verdict];
  const others = (verdict: keyof Counts, words: string) => (number(verdict) > 0 ? `, ${number(verdict)} ${words}` : '');
  return `${number('pass')} pass, ${number('fail')} fail, ${number('unknown')} unknown, ${number('waived')} waived${others('baselined', 'in the baseline')}${others('off', 'of rules switched off')}${others('structural', 'structural')}.`;
}
