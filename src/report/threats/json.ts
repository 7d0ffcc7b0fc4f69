import type { CollectedThreats } from './collect-threats';
import { elementName, sorted, summaryLine } from './describe-threats';
import { ThreatIds } from './threat-ids';
import { MATRIX } from '../../graph/threats/risk';
import type { GraphNode } from '../../graph/trust/trust-graph';
import { Chunks, jsonDocument } from '../chunks';
import type { Tool } from '../writer';

/** Changes its first number when something is removed or changes its meaning, the second when something is added. */
export const THREATS_SCHEMA_VERSION = '1.1';

/** Every threat with its inputs, mitigated ones included. The same templates give the same bytes. */
export function writeThreatsJson(model: CollectedThreats, tool: Tool): Chunks {
  const ids = new ThreatIds(model.graph);
  return jsonDocument({
    schemaVersion: THREATS_SCHEMA_VERSION,
    tool: { name: tool.name, version: tool.version },
    summary: summaryLine(model),
    matrix: MATRIX,
    problems: model.problems,
    assets: model.assets.map(({ node, reachedBy, likelihood, open }) => ({
      ...describe(node), dataClass: node.dataClass, reachedBy, likelihood, open,
    })),
    threats: sorted(model).map((threat) => {
      const { kind, element, flow, status, acceptance, mitigations, detections, likelihood, impact, risk } = threat;
      return {
        id: ids.of(threat),
        threat: kind.id,
        stride: kind.stride,
        title: kind.title,
        element: describe(element),
        flow: flow && { from: describe(flow.from), to: describe(flow.to), kind: flow.kind, actions: flow.actions },
        status,
        acceptance,
        likelihood,
        impact,
        risk,
        mitigations: mitigations.map(({ mitigation, status: state, rules }) => ({
          name: mitigation.name, at: mitigation.at, status: state, asked: mitigation.rules, found: rules,
        })),
        detections: detections.map(({ detection: { name, id, title }, status: state, by, why }) => ({ name, id, title, status: state, by, why })),
      };
    }),
  });
}

function describe(node: GraphNode) {
  return { name: elementName(node), kind: node.kind, type: node.resource?.type };
}
