import { Chunks, jsonDocument, Lazily, once } from './chunks';
import { Evidence, notJudged } from './evidence';
import type { Found, JudgedResource } from './evidence-item';
import { isLarge } from './large';
import { assessedControls, controlSelections, finding, objective, objectiveSelection } from './oscal/controls';
import { line, listed, uuid, uuidOfTexts } from './oscal/naming';
import { adoptionObservations, observation, observe, waiverObservations } from './oscal/observations';
import { risk } from './oscal/risks';
import { assessmentAssets, inventoryItems, templateResource } from './oscal/subjects';
import type { Tool } from './writer';
import { FRAMEWORKS } from '../frameworks';
import type { Rule } from '../rules';

/** Of the assessment results that are written. */
export const OSCAL_VERSION = '1.1.3';

/**
 * OSCAL assessment results: an observation for what each rule sees, a risk for what is open or waived, a finding for each control that
 * rules serve. Of many verdicts, those that say the same of several resources are one observation and one risk. Evidence is as old as its day: the same templates give the same bytes on the same day.
 */
export function writeOscal(evidence: Evidence, tool: Tool, date: string): Chunks {
  const time = `${date}T00:00:00Z`;
  const stacks = evidence.templates.map(({ name }) => name).join(', ');
  const plan = { uuid: uuid('no plan'), title: 'No assessment plan', description: 'Rules were applied to templates. There is no assessment plan.' };
  const left = notJudged(evidence);
  const content = {
    'metadata': { 'title': line(`Zero-trust evidence of ${stacks}`), 'last-modified': time, 'version': tool.version, 'oscal-version': OSCAL_VERSION },
    'import-ap': { href: `#${plan.uuid}`, remarks: plan.description },
    ...contentOf(evidence, tool, time),
    'back-matter': { resources: [plan, ...evidence.templates.map((template) => templateResource(template, left.get(template)!))] },
  };
  const document = { 'assessment-results': { uuid: uuidOfTexts(madeOf(evidence, tool, date)), ...content } };
  return jsonDocument(document, isLarge(evidence));
}

/** All that the document is made of, which is a fraction of it: the document need not be put into words twice for a name of its own. */
function* madeOf({ items, rules, framework, templates, ...rest }: Evidence, tool: Tool, date: string): Generator<string> {
  const { graph, stacks, ...told } = rest; // of which it says nothing
  yield JSON.stringify(['assessment', date, tool, OSCAL_VERSION, framework ?? FRAMEWORKS, rules, told, templates.map(({ id, name, templatePath, sha256, warnings }) => [id, name, templatePath, sha256, warnings])]);
  const places = once(({ template, logicalId, type, constructPath }: JudgedResource) => `${JSON.stringify(template.id)},${JSON.stringify([logicalId, type, constructPath])}`);
  const words = ({ rule: { id }, ...found }: Found) => JSON.stringify([id, found]);
  let [ofFound, last]: [typeof words, Rule | undefined] = [once(words), undefined];
  for (const { rule, found, resource } of items) {
    if (rule !== last) [ofFound, last] = [once(words), rule]; // kept no longer than it is of use
    yield `${ofFound(found)},${places(resource)}\n`;
  }
}

function contentOf(evidence: Evidence, tool: Tool, time: string) {
  const observed = observe(evidence);
  const controls = assessedControls(observed, evidence.framework);
  const adoption = [...waiverObservations(evidence, time), ...adoptionObservations(evidence, time)];
  return {
    ...controls.length > 0 ? { 'local-definitions': { 'objectives-and-methods': controls.map(objective) } } : {},
    results: [{
      'uuid': uuid('result', time, ...evidence.templates.map(({ sha256 }) => sha256)),
      'title': 'Rules on templates',
      'description': line([
        ...evidence.notForProduction === undefined ? [] : [`${evidence.notForProduction}.`],
        `${evidence.rules.length} rules of ${tool.name} ${tool.version} on ${evidence.templates.length} templates, before deployment.`,
        ...evidence.unreadable.map((text) => `Not read: ${text}`),
      ].join(' ')),
      'start': time,
      'local-definitions': { ...listed('inventory-items', inventoryItems(evidence)), 'assessment-assets': assessmentAssets(tool) },
      'reviewed-controls': {
        'control-selections': controls.length > 0 ? controlSelections(controls) : [{ description: 'None: the rules had nothing to look at.' }],
        ...controls.length > 0 ? { 'control-objective-selections': [objectiveSelection(controls)] } : {},
      },
      ...listed('observations', Lazily.of([...observed, ...adoption], (each) => ('items' in each ? observation(each, time) : each))),
      ...listed('risks', Lazily.of(observed.filter(({ items: [item] }) => item.verdict !== 'pass'), risk)),
      ...listed('findings', controls.map(finding)),
    }],
  };
}
