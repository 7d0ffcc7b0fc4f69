/**
 * Whose form a subject has.
 *
 * @internal
 */
export enum SubjectKind {
  GITHUB = 'GitHub',
  GITLAB = 'GitLab',
  CIRCLECI = 'CircleCI',
  ANY = 'any',
}
