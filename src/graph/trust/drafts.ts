import type { ActionIntent } from './target-types';
import { intentOf } from './target-types';
import type { Certainty, EdgeKind, GraphEdge, GraphNode, Reason } from './trust-graph';

/** What is known of an edge in one world of conditions. */
export interface Draft {
  readonly from: GraphNode;
  readonly to: GraphNode;
  readonly kind: EdgeKind;
  readonly certainty: Certainty;
  readonly actions: readonly string[];
  readonly because: readonly Reason[];
  /** Where actions do not tell. */
  readonly intent?: string;
  /** What the actions do, where they tell. */
  readonly intents?: ReadonlySet<ActionIntent>;
  readonly path?: string;
  readonly implied?: boolean;
}

const ONLY_SOMETIMES: Reason = { kind: 'configuration', text: 'the template has conditions', open: 'it is there under some conditions or parameters of the template only' };

/** The edges of what was seen in each world: certain is what is certain in all. */
export function edgesOf(worlds: readonly (readonly Draft[])[], tooMany: boolean): GraphEdge[] {
  if (worlds.length === 1 && !tooMany) return worlds[0].map((draft) => edgeOf(draft, draft.certainty));
  const found = new Map<string, { draft: Draft; times: number }>();
  for (const drafts of worlds) {
    for (const draft of drafts) {
      const key = [draft.from.id, draft.to.id, draft.kind, draft.certainty, draft.path, draft.actions.join()].join(' ');
      const known = found.get(key);
      if (known) known.times++;
      else found.set(key, { draft, times: 1 });
    }
  }
  return [...found.values()].map(({ draft, times }) => {
    const always = times >= worlds.length && !tooMany;
    return always ? edgeOf(draft, draft.certainty) : { ...edgeOf({ ...draft, because: [...draft.because, ONLY_SOMETIMES] }, 'possible'), conditional: true };
  });
}

function edgeOf(draft: Draft, certainty: Certainty): GraphEdge {
  const { from, to, kind, actions, because, intents, path, implied } = draft;
  return {
    from, to, kind, intent: draft.intent ?? (intents ? intentOf(intents) : 'use'), actions, certainty, because, ...path ? { path } : {}, ...implied ? { implied } : {},
  };
}
