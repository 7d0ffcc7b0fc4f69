import { Lazy, Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as lattice from 'aws-cdk-lib/aws-vpclattice';
import { Construct } from 'constructs';
import { LinkNetwork } from './link-network';
import { letCall, LINK_INVOKE, refuseAnonymous } from './link-policy';
import { LinkRoute, parseLinkRoutes } from './link-routes';
import { SecureFunction } from './secure-function';
import { ServiceLinkProps } from './service-link-props';
import { refuseTenantlessSource } from './tenant-checks';
import { checkProps } from '../core/checked-props';
import { pathOf } from '../core/construct-path';
import { declareEdge } from '../core/declare-edge';
import { Intent } from '../core/edge';
import { ZeroTrustError } from '../core/errors';
import { exactGrant } from '../core/exact-grant';
import { refuseGradual } from '../core/invocation-point';
import { vendedLogArn, vendedLogName } from '../core/vended-logs';
import { CustomerManagedRole } from '../zone/customer-managed-role';
import { SecureLogGroup } from '../zone/logs/secure-log-group';
import { acknowledgeObjects } from '../zone/object-wildcards';

/** Source: Amazon VPC Lattice user guide, "How VPC Lattice works": link-local addresses, the same in each VPC. */
const LATTICE_ADDRESSES = '169.254.171.0/24';

/**
 * A way from functions of one zone to a function of another, over HTTPS and without a network in common: a service of VPC Lattice
 * that takes signed calls from named functions, each for named verbs and paths.
 *
 * `grantInvoke(fn, 'GET /claims/*')` closes each layer: the service's policy names the caller's role, verbs and paths, and denies whoever
 * does not sign; the caller's role is granted the same; its security group is opened to VPC Lattice alone, and its zone's network gets a
 * service network that lets declared callers of that network through. The caller signs its requests with Signature Version 4 for
 * `vpc-lattice-svcs`.
 *
 * In the template: a service, its policy, listener, target group and permission, a log group with a subscription (7); for each zone that
 * calls a service network, its policy, security group and association with the VPC (4), and an association with the service (1).
 *
 * Throws `TenantlessSource` for a function that keeps tenants apart; on grants `NoRoutes`, `BadRoute`, `NoNetwork`.
 *
 * Fixed cost: 18.25 USD a month for the service. Source: Amazon VPC Lattice pricing, us-east-1, November 2026. Source of the rules: NIST
 * 800-53 AC-3, AC-4, SC-7, SC-8; NIST 800-207 section 3.
 *
 * @example
 * declare const claims: SecureFunction; // in another zone than the portal
 * declare const portal: SecureFunction;
 *
 * const link = new ServiceLink(this, 'ClaimsLink', { target: claims });
 * link.grantInvoke(portal, 'GET /claims/*', 'POST /claims');
 * portal.addEnvironment('CLAIMS_URL', link.url);
 */
export class ServiceLink extends Construct {
  /** Where callers send their requests: `https://` and the name that VPC Lattice gives the service. */
  public readonly url: string;
  /** The ARN of the service. */
  public readonly serviceArn: string;
  /** Who called what, and who was refused. */
  public readonly logGroup: SecureLogGroup;

  private readonly service: lattice.CfnService;
  private readonly callers = new Map<CustomerManagedRole, LinkRoute[]>();

  constructor(scope: Construct, id: string, props: ServiceLinkProps) {
    checkProps(new.target === ServiceLink, 'ServiceLinkProps', pathOf(scope, id), props);
    const { target } = props;
    refuseTenantlessSource(target, 'VPC Lattice');
    refuseGradual(target, 'a service link');
    super(scope, id);
    this.service = new lattice.CfnService(this, 'Service', { authType: 'AWS_IAM' });
    this.serviceArn = this.service.attrArn;
    this.url = `https://${this.service.attrDnsEntryDomainName}`;
    new lattice.CfnAuthPolicy(this, 'Policy', {
      resourceIdentifier: this.serviceArn,
      policy: Lazy.any({ produce: () => new iam.PolicyDocument({ statements: [...this.allowed(), refuseAnonymous()] }) }),
    });
    this.answerBy(target);
    this.logGroup = new SecureLogGroup(this, 'Logs', {
      zone: target.zone,
      dataClass: props.dataClass,
      removalPolicy: props.removalPolicy,
      logGroupName: vendedLogName(this, '/aws/vendedlogs/vpc-lattice/'),
    });
    new lattice.CfnAccessLogSubscription(this, 'AccessLog', { resourceIdentifier: this.serviceArn, destinationArn: vendedLogArn(this.logGroup) });
    declareEdge(this, { caller: this.node.path, target: target.node.path, intent: Intent.INVOKE, actions: ['lambda:InvokeFunction'] });
  }

  /**
   * Lets a function call, for exactly these routes.
   *
   * Throws `NoRoutes`, `BadRoute`, and `NoNetwork` for a function whose zone has none.
   *
   * @param caller the function
   * @param routes as `VERB /path`; a `*` at the end of a path stands for all that begins so
   */
  public grantInvoke(caller: SecureFunction, ...routes: string[]): iam.Grant {
    const parsed = parseLinkRoutes(this, routes);
    const { role, securityGroup } = caller;
    if (!securityGroup) {
      throw new ZeroTrustError(this, 'NoNetwork', `the zone of ${caller.node.path} has no network from which VPC Lattice could be reached.`,
        'give the zone ZoneNetwork.isolated() or ZoneNetwork.existing(vpc).');
    }
    const identity = role as CustomerManagedRole;
    this.callers.set(identity, [...this.callers.get(identity) ?? [], ...parsed]);
    LinkNetwork.of(caller.zone).connect(identity, this, this.service.attrId);
    securityGroup.addEgressRule(ec2.Peer.ipv4(LATTICE_ADDRESSES), ec2.Port.tcp(443), 'HTTPS to VPC Lattice');
    return parsed.map((route) => this.grantRoute(caller, route)).reduce((one, other) => one.combine(other));
  }

  private grantRoute(caller: SecureFunction, route: LinkRoute): iam.Grant {
    const resourceArns = this.arnsOf(route);
    const grant = exactGrant({
      grantee: caller, target: this, intent: Intent.INVOKE, actions: LINK_INVOKE, resourceArns, conditions: { StringEquals: onlyFor(route) },
    });
    acknowledgeObjects(caller, grant, resourceArns, 'A request has no ARN to name before it is made; the statement names its service, path and verbs.');
    return grant;
  }

  private answerBy(target: SecureFunction): void {
    const group = new lattice.CfnTargetGroup(this, 'Targets', {
      type: 'LAMBDA', config: { lambdaEventStructureVersion: 'V2' }, targets: [{ id: target.functionArn }],
    });
    new lattice.CfnListener(this, 'Listener', {
      serviceIdentifier: this.service.attrId,
      protocol: 'HTTPS',
      port: 443,
      defaultAction: { forward: { targetGroups: [{ targetGroupIdentifier: group.attrId, weight: 100 }] } },
    });
    // beside the target group and not the function, which may be in a stack that knows nothing of this one
    new lambda.CfnPermission(this, 'Permission', {
      action: 'lambda:InvokeFunction',
      functionName: target.functionArn,
      principal: 'vpc-lattice.amazonaws.com',
      sourceArn: group.attrArn,
      sourceAccount: Stack.of(this).account,
    });
    target._events.fromService();
  }

  private allowed(): iam.PolicyStatement[] {
    return [...this.callers].flatMap(([role, routes]) => routes.flatMap((route) => letCall(Stack.of(this), [role], {
      resources: this.arnsOf(route), conditions: onlyFor(route),
    })));
  }

  private arnsOf({ paths }: LinkRoute): string[] {
    return paths.map((path) => this.serviceArn + path);
  }
}

function onlyFor({ verbs }: LinkRoute) {
  return { 'vpc-lattice-svcs:RequestMethod': verbs };
}
