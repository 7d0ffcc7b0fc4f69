import { createHash } from 'crypto';
import { SarifBuilder, SarifResultBuilder, SarifRuleBuilder, SarifRunBuilder } from 'node-sarif-builder';
import type { ApprovedChange } from './approvals';
import type { AppDiff, DiffSide } from './collect-diff';
import { approvalLine, failing, groupsOf, TITLES } from './describe-diff';
import { isRisk, Risk, RISKS } from '../../graph/diff/change';
import { Chunks, jsonDocument } from '../chunks';
import { HOME } from '../home';
import { resourceLines } from '../template-lines';
import { templateUri } from '../template-uri';
import type { Tool } from '../writer';

/** SARIF 2.1.0 of what is riskier: errors for what fails, notes for the rest, suppressed where it is approved. */
export function writeDiffSarif(diff: AppDiff, failOn: readonly Risk[], tool: Tool): Chunks {
  const run = new SarifRunBuilder().initSimple({ toolDriverName: `${tool.name} diff`, toolDriverVersion: tool.version });
  run.run.tool.driver.informationUri = HOME;
  run.run.columnKind = 'utf16CodeUnits';
  run.run.automationDetails = { id: 'cdk-zero-trust/diff/' };
  run.run.invocations = [{
    executionSuccessful: true,
    toolConfigurationNotifications: diff.approvalProblems.map((text) => ({ level: 'warning' as const, message: { text: `${text}.` } })),
  }];
  for (const kind of RISKS) {
    run.addRule(new SarifRuleBuilder().initSimple({ ruleId: `ZT-DIFF-${kind}`, shortDescriptionText: TITLES[kind], fullDescriptionText: TITLES[kind] }));
  }
  const open = new Set(failing(diff, failOn));
  const places = { old: placesOf(diff.old), new: placesOf(diff.current) };
  for (const { kind, changes } of groupsOf(diff).filter((group) => isRisk(group.kind))) {
    for (const change of changes) run.addResult(result(`ZT-DIFF-${kind}`, change, open.has(change), places[change.version]));
  }
  const builder = new SarifBuilder();
  builder.log.$schema = 'https://json.schemastore.org/sarif-2.1.0.json';
  builder.addRun(run);
  return jsonDocument(builder.buildSarifOutput());
}

interface Place {
  readonly uri: string;
  readonly lines: Map<string, number>;
}

/** By the id of the template; the first one is where a change without a resource is shown. */
function placesOf({ templates }: DiffSide): Map<string, Place> {
  return new Map(templates.map(({ id, templatePath, text }) => [id, { uri: templateUri(templatePath), lines: resourceLines(text) }]));
}

function result(ruleId: string, change: ApprovedChange, fails: boolean, places: Map<string, Place>): SarifResultBuilder {
  const { resource, text, kind, from, to, actions = [] } = change;
  const place = places.get(resource?.stack.id ?? '') ?? [...places.values()][0];
  const builder = new SarifResultBuilder().initSimple({ ruleId, level: fails ? 'error' : 'note', messageText: `${text}.`, fileUri: place.uri });
  const line = resource && place.lines.get(resource.declaredAs);
  if (line !== undefined) builder.setLocationRegion({ startLine: line });
  if (resource) builder.result.locations![0].logicalLocations = [{ name: resource.logicalId, fullyQualifiedName: resource.name, kind: 'resource' }];
  builder.result.partialFingerprints = { 'change/v1': createHash('sha256').update(JSON.stringify([kind, from, to, actions])).digest('hex') };
  builder.result.properties = { certainty: change.certainty, because: change.because, actions };
  if (change.approval) builder.result.suppressions = [{ kind: 'external', status: 'accepted', justification: approvalLine(change) }];
  return builder;
}
