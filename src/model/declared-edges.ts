import { objectOrEmpty } from './json';

/** An edge that a construct declares: who may do what to whom. */
export interface DeclaredEdge {
  /** Construct path of what declares it. */
  readonly on: string;
  /** Construct path of the caller, or the name of an outside principal. */
  readonly caller: string;
  /** Construct path of the target, its ARN or its name. */
  readonly target: string;
  readonly intent: string;
  readonly actions: readonly string[];
}

/** The metadata that core/ writes it in. */
export const EDGE_METADATA = 'cdk-zero-trust:edge';

/** Anybody may write metadata: what is no edge is left out. */
export function declaredEdgeIn(on: string, data: string): DeclaredEdge[] {
  const { caller, target, intent, actions } = objectOrEmpty(parsed(data));
  const isOne = [caller, target, intent].every((text) => typeof text === 'string') && Array.isArray(actions) && actions.every((action) => typeof action === 'string');
  return isOne ? [{ on, caller, target, intent, actions } as DeclaredEdge] : [];
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
