/** What a pipeline is written for. */
export interface Place {
  /** The folder of the app within the repository, as the text of a pipeline may have it; empty where it is the repository. */
  readonly directory: string;
  /** The branch that deploys. */
  readonly branch: string;
}

export const ROOT: Place = { directory: '', branch: 'main' };

export function inside(directory: string, path: string): string {
  return directory === '' ? path : `${directory}/${path}`;
}
