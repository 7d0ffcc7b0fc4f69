import type { TemplateResource } from '../../model';
import { isThere, pass } from '../../model/judge';
import type { RuleResult } from '../rule';

/** What stores data: a cluster, or an instance that is in none. */
export const DATABASES = ['AWS::RDS::DBCluster', 'AWS::RDS::DBInstance'];

/** Clusters of the same engine room, with the same properties. */
export const CLUSTERS_LIKE_RDS = ['AWS::DocDB::DBCluster', 'AWS::Neptune::DBCluster'];

/** Judges a database; an instance of a cluster has this setting from its cluster. */
export function ofDatabase(database: TemplateResource, judge: () => RuleResult): RuleResult {
  return database.type === 'AWS::RDS::DBInstance' && isThere(database.at('DBClusterIdentifier')) ? pass('by its cluster') : judge();
}
