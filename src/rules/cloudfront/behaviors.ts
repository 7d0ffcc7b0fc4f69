import { Expression, TemplateResource } from '../../model';

/** The behaviors of a distribution, the default one first. */
export function behaviorsOf(distribution: TemplateResource): Expression[] {
  const config = distribution.at('DistributionConfig');
  return [config.at('DefaultCacheBehavior'), ...config.at('CacheBehaviors').items()];
}
