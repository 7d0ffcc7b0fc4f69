/**
 * What a web firewall stands in front of.
 */
export enum FirewallScope {
  /** APIs and user pools of one region. */
  REGIONAL = 'REGIONAL',
  /** CloudFront distributions. Such a firewall is made in us-east-1, wherever the app stands. */
  CLOUDFRONT = 'CLOUDFRONT',
}
