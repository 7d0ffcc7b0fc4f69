/**
 * What the events of a log group are: how `SiemExport` reads them.
 */
export enum LogKind {
  /** Text or JSON of an application: kept as text, whatever it looks like, so that no function can forge an event of another kind. */
  TEXT = 'TEXT',
  /** Access logs of API Gateway in the format of `SecureApi` and `SecureHttpApi`. */
  API_ACCESS = 'API_ACCESS',
  /** Events of CloudTrail. */
  CLOUDTRAIL = 'CLOUDTRAIL',
  /** Query logs of the Route 53 Resolver. */
  DNS = 'DNS',
  /** VPC flow logs in the default format, version 2. */
  FLOW = 'FLOW',
  /** Logs of AWS WAF. */
  WAF = 'WAF',
}
