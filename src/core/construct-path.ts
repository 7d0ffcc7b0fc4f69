import { IConstruct } from 'constructs';

/** The path that a construct will have, for errors thrown before it exists: nothing is left half-made. */
export function pathOf(scope: IConstruct, id: string): string {
  return scope.node.path ? `${scope.node.path}/${id}` : id;
}
