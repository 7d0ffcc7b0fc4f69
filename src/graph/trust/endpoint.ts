import type { Draft } from './drafts';
import { behind, known, Permissions } from './entrances';
import type { GraphNodes } from './graph-nodes';
import { nameOf } from './names';
import { inOnePartition, OWN_ACCOUNT, Texts } from './texts';
import type { Certainty, GraphNode, Reason } from './trust-graph';
import { Expression, lastTargetOf, TemplateResource, textOf } from '../../model';
import { resourceOf } from '../../model/judge';

const INVOKE = ['lambda:InvokeFunction'];

/** What people and the internet call, as routes of APIs and distributions: how they are authenticated there, and what is behind. */
export class Routes {
  /** The types whose resources are asked. */
  public readonly types = [
    'AWS::ApiGateway::Method', 'AWS::ApiGateway::RestApi', 'AWS::ApiGatewayV2::Api', 'AWS::ApiGatewayV2::Route', 'AWS::Lambda::Url', 'AWS::AppSync::GraphQLApi', 'AWS::CloudFront::Distribution',
    'AWS::ElasticLoadBalancingV2::LoadBalancer', 'AWS::ElasticLoadBalancingV2::Listener', 'AWS::VpcLattice::TargetGroup',
  ];

  private readonly records = new Map<TemplateResource, GraphNode>();

  constructor(private readonly nodes: GraphNodes, private readonly texts: Texts, private readonly permissions: Permissions) {}

  public edges(resource: TemplateResource): Draft[] {
    switch (resource.type) {
      case 'AWS::ApiGateway::Method': return this.method(resource);
      case 'AWS::ApiGatewayV2::Route': return this.route(resource);
      case 'AWS::ApiGateway::RestApi': case 'AWS::ApiGatewayV2::Api': return this.written(resource);
      case 'AWS::Lambda::Url': return this.functionUrl(resource);
      case 'AWS::AppSync::GraphQLApi': return this.graphQl(resource);
      case 'AWS::CloudFront::Distribution': return this.distribution(resource);
      case 'AWS::ElasticLoadBalancingV2::LoadBalancer': return this.loadBalancer(resource);
      case 'AWS::ElasticLoadBalancingV2::Listener': return this.listener(resource);
      default: return this.targetGroup(resource);
    }
  }

  private method(method: TemplateResource): Draft[] {
    const api = resourceOf(method.at('RestApiId').value, 'AWS::ApiGateway::RestApi');
    const verb = known(method.at('HttpMethod').value) ?? 'ANY';
    const mock = known(method.at('Integration', 'Type').value) === 'MOCK';
    const node = this.routeNode(method, api, `${verb} ${this.pathTo(resourceOf(method.at('ResourceId').value))}`);
    const type = known(method.at('AuthorizationType').value) ?? 'NONE';
    const authorizer = resourceOf(method.at('AuthorizerId').value, 'AWS::ApiGateway::Authorizer');
    const isPrivate = api?.at('EndpointConfiguration', 'Types').items().some((one) => known(one.value) === 'PRIVATE') ?? false;
    return [
      ...mock && type === 'NONE' ? [] : this.callers(node, method, type, authorizer, isPrivate, method.at('ApiKeyRequired')),
      ...this.invokes(node, method, method.at('Integration', 'Uri'), api, method.at('Integration', 'Credentials')),
      ...this.authorizes(node, authorizer, api),
    ];
  }

  private route(route: TemplateResource): Draft[] {
    const api = resourceOf(route.at('ApiId').value, 'AWS::ApiGatewayV2::Api');
    const key = known(route.at('RouteKey').value) ?? route.logicalId;
    const node = this.routeNode(route, api, key);
    const authorizer = resourceOf(route.at('AuthorizerId').value, 'AWS::ApiGatewayV2::Authorizer');
    // on a WebSocket API only the connection is authorized, for all messages that come through it
    const connect = known(api?.at('ProtocolType').value ?? { kind: 'known', value: '' }) === 'WEBSOCKET' && key !== '$connect'
      ? api?.referrers('AWS::ApiGatewayV2::Route').find((one) => known(one.at('RouteKey').value) === '$connect') : undefined;
    const by = connect ?? route;
    const type = known(by.at('AuthorizationType').value) ?? 'NONE';
    const integration = lastTargetOf(route.at('Target').value)?.resource;
    return [
      ...this.callers(node, route, type, resourceOf(by.at('AuthorizerId').value, 'AWS::ApiGatewayV2::Authorizer'), false, route.at('ApiKeyRequired')),
      ...integration?.type === 'AWS::ApiGatewayV2::Integration' ? this.invokes(node, integration, integration.at('IntegrationUri'), api, integration.at('CredentialsArn')) : [],
      ...this.authorizes(node, authorizer, api),
    ];
  }

  /** An API whose routes are written in a document: which function it may call is told by permissions. */
  private written(api: TemplateResource): Draft[] {
    if (api.referrers('AWS::ApiGateway::Method', 'AWS::ApiGatewayV2::Route').length > 0) return [];
    const node = this.nodes.of(api);
    const functions = api.referrers('AWS::Lambda::Permission').flatMap((permission) => behind(permission.at('FunctionName').value) ?? []);
    const called = [...new Set(functions)].map((fn): Draft => this.draft(node, this.nodes.of(fn), 'invoke', { kind: 'configuration', resource: api, text: `${node.name} may call ${this.nodes.of(fn).name} by its permission`, open: 'the routes are in a document' }, INVOKE));
    if (called.length === 0 && api.at('Body').isAbsent) return [];
    const open = 'how its routes are authenticated is in a document';
    return [this.draft(this.nodes.internet(), node, 'invoke', { kind: 'configuration', resource: api, text: 'the API is on the internet', open }), ...called];
  }

  private functionUrl(url: TemplateResource): Draft[] {
    const fn = behind(url.at('TargetFunctionArn').value);
    if (!fn) return [];
    const node: GraphNode = { ...this.nodes.of(url) };
    const type = known(url.at('AuthType').value);
    const [from, to] = [this.nodes.of(url), this.nodes.of(fn)];
    const reason: Reason = { kind: 'configuration', resource: url, text: `${node.name} is the URL of ${to.name}` };
    // who signs a request was let in by name
    const calls: Draft = { ...this.draft(from, to, 'invoke', reason, ['lambda:InvokeFunctionUrl']), implied: type === 'AWS_IAM' };
    const permissions = this.permissions.of(fn).filter((one) => /^lambda:InvokeFunctionUrl$/i.test(known(one.at('Action').value) ?? ''));
    if (type === 'NONE') {
      const isOpen = permissions.some((one) => known(one.at('Principal').value) === '*');
      return isOpen ? [this.draft(this.nodes.internet(), from, 'invoke', { kind: 'configuration', resource: url, text: 'AuthType is NONE, and its permission is for everyone' }), calls] : [calls];
    }
    const callers = new Set(permissions.flatMap((permission) => this.principalsOf(permission)));
    const named = [...callers].map((caller) => {
      const all = this.permissions.of(fn).filter((permission) => this.principalsOf(permission).includes(caller));
      const draft = this.draft(caller, from, 'invoke', {
        kind: 'resource-policy', resource: all[0], text: `${all.map(nameOf).join(' and ')} let ${caller.name} call it, signed by IAM`, open: type === undefined ? 'AuthType is not known before deployment' : undefined,
      }, [...new Set(all.map((permission) => known(permission.at('Action').value) ?? 'lambda:InvokeFunctionUrl'))].sort());
      return { ...draft, implied: caller.resource !== undefined && draft.implied };
    });
    return [...named, calls];
  }

  private principalsOf(permission: TemplateResource): GraphNode[] {
    const source = lastTargetOf(permission.at('SourceArn').value)?.resource;
    if (source) return [this.nodes.of(source)];
    const principal = this.texts.of(permission.at('Principal').value);
    if (principal === '*') return [this.nodes.internet()];
    if (/\.amazonaws\.com$/.test(principal)) return [this.nodes.service(principal)];
    const account = /^(\d{12})$/.exec(principal)?.[1] ?? /^arn:aws:(?:iam|sts)::(\d{12}):/.exec(principal)?.[1];
    return account ? [this.nodes.account(account)] : [];
  }

  private graphQl(api: TemplateResource): Draft[] {
    const node = this.nodes.of(api);
    const types = [known(api.at('AuthenticationType').value), ...api.at('AdditionalAuthenticationProviders').items().map((one) => known(one.at('AuthenticationType').value))];
    const callers = types.map((type) => {
      const pool = resourceOf(api.at('UserPoolConfig', 'UserPoolId').value);
      if (type === 'API_KEY') return this.draft(this.nodes.internet(), node, 'invoke', { kind: 'configuration', resource: api, text: 'an API key is no authentication' });
      const person = type === 'AMAZON_COGNITO_USER_POOLS' ? this.userOf(pool) : type === 'AWS_IAM' ? this.nodes.person('signed by IAM') : this.nodes.person(type === 'OPENID_CONNECT' ? 'an OpenID Connect provider' : 'an authorizer');
      return this.draft(person, node, 'invoke', { kind: 'configuration', resource: api, text: `authenticated by ${type ?? 'a type that is not known before deployment'}`, open: type === undefined ? 'the type is not known before deployment' : undefined });
    });
    const sources = api.referrers('AWS::AppSync::DataSource').flatMap((source) => {
      const fn = behind(source.at('LambdaConfig', 'LambdaFunctionArn').value);
      return fn ? [this.draft(node, this.nodes.of(fn), 'invoke', { kind: 'configuration', resource: source, text: `${node.name} resolves by ${this.nodes.of(fn).name}` }, INVOKE)]
        : source.at('ServiceRoleArn').isAbsent ? [] : [this.draft(node, this.nodes.of(source), 'invoke', { kind: 'configuration', resource: source, text: `${node.name} has the data source ${nameOf(source)}` })];
    });
    return [...callers, ...sources];
  }

  private distribution(distribution: TemplateResource): Draft[] {
    const node = this.nodes.of(distribution);
    const config = distribution.at('DistributionConfig');
    const origins = config.at('Origins').items().flatMap((origin) => {
      const named = lastTargetOf(origin.at('DomainName').value)?.resource;
      if (!named) return [];
      return [this.draft(node, this.nodes.of(named), named.type === 'AWS::S3::Bucket' ? 'read' : 'invoke', { kind: 'configuration', resource: distribution, text: `${this.nodes.of(named).name} is an origin of ${node.name}` }, named.type === 'AWS::S3::Bucket' ? ['s3:GetObject'] : [])];
    });
    const edgeFunctions = [config.at('DefaultCacheBehavior'), ...config.at('CacheBehaviors').items()].flatMap((behaviour) => behaviour.at('LambdaFunctionAssociations').items())
      .flatMap((one) => behind(one.at('LambdaFunctionARN').value) ?? []).map((fn) => this.draft(node, this.nodes.of(fn), 'invoke', { kind: 'configuration', resource: distribution, text: `${this.nodes.of(fn).name} runs at the edge` }, INVOKE));
    return [this.draft(this.nodes.internet(), node, 'invoke', { kind: 'configuration', resource: distribution, text: 'distributions are on the internet' }), ...origins, ...edgeFunctions];
  }

  private loadBalancer(balancer: TemplateResource): Draft[] {
    const scheme = balancer.at('Scheme');
    if (known(scheme.value) === 'internal') return [];
    const open = scheme.isAbsent || scheme.value.kind === 'known' ? undefined : 'its scheme is not known before deployment';
    return [this.draft(this.nodes.internet(), this.nodes.of(balancer), 'invoke', { kind: 'configuration', resource: balancer, text: 'the load balancer faces the internet', open })];
  }

  private listener(listener: TemplateResource): Draft[] {
    const balancer = resourceOf(listener.at('LoadBalancerArn').value);
    if (!balancer) return [];
    const rules = listener.referrers('AWS::ElasticLoadBalancingV2::ListenerRule').flatMap((rule) => rule.at('Actions').items());
    const groups = [...listener.at('DefaultActions').items(), ...rules].flatMap((action) => [
      resourceOf(action.at('TargetGroupArn').value), ...action.at('ForwardConfig', 'TargetGroups').items().map((one) => resourceOf(one.at('TargetGroupArn').value)),
    ]).filter((group): group is TemplateResource => group !== undefined);
    return [...new Set(groups)].flatMap((group) => [
      ...group.at('Targets').items().flatMap((target) => behind(target.at('Id').value) ?? []),
      ...group.referrers('AWS::ECS::Service').flatMap((service) => resourceOf(service.at('TaskDefinition').value, 'AWS::ECS::TaskDefinition') ?? []),
    ].map((target) => this.draft(this.nodes.of(balancer), this.nodes.of(target), 'invoke', { kind: 'configuration', resource: listener, text: `${nameOf(listener)} forwards to ${this.nodes.of(target).name}` })));
  }

  /** Of VPC Lattice: services forward to functions. */
  private targetGroup(group: TemplateResource): Draft[] {
    const functions = group.at('Targets').items().flatMap((target) => behind(target.at('Id').value) ?? []);
    const listeners = group.referrers('AWS::VpcLattice::Listener', 'AWS::VpcLattice::Rule');
    const services = listeners.flatMap((one) => resourceOf(one.at('ServiceIdentifier').value, 'AWS::VpcLattice::Service') ?? []);
    return [...new Set(services)].flatMap((service) => functions.map((fn) => this.draft(this.nodes.of(service), this.nodes.of(fn), 'invoke', {
      kind: 'configuration', resource: group, text: `${this.nodes.of(service).name} forwards to ${this.nodes.of(fn).name}`,
    }, INVOKE)));
  }

  /** Who may call a route, and by which authentication. */
  private callers(
    node: GraphNode, at: TemplateResource, type: string, authorizer: TemplateResource | undefined, isPrivate: boolean, key: Expression,
  ): Draft[] {
    const hasKey = /^true$/i.test(textOf(key.value) ?? '');
    const place = isPrivate ? ', from networks with an endpoint' : '';
    if (type === 'NONE') {
      const from = isPrivate ? this.nodes.outside('account', 'callers in networks with an endpoint') : this.nodes.internet();
      return [this.draft(from, node, 'invoke', { kind: 'configuration', resource: at, text: `no authentication${hasKey ? ', an API key is asked for' : ''}${place}` })];
    }
    const pools = [...authorizer?.at('ProviderARNs').items() ?? [], ...authorizer ? [authorizer.at('JwtConfiguration', 'Issuer')] : []].map((one) => lastTargetOf(one.value)?.resource).filter((pool) => pool !== undefined);
    const scopes = at.at('AuthorizationScopes').items().map((one) => textOf(one.value) ?? '').filter((scope) => scope !== '');
    const by = type === 'AWS_IAM' ? 'signed by IAM' : authorizer ? `authorized by ${nameOf(authorizer)}${scopes.length > 0 ? `, scopes ${scopes.join(' ').replace(/\$\{[^}]*\}/g, '…')}` : ''}` : `authorized by ${type}`;
    const reason: Reason = { kind: 'configuration', resource: authorizer ?? at, text: by + place };
    const people = pools.length > 0 ? pools.map((pool) => this.userOf(pool)) : type === 'AWS_IAM' ? [this.nodes.account(OWN_ACCOUNT)] : [this.nodes.person(authorizer ? `users of ${this.nodes.of(authorizer).name}` : 'users of an authorizer')];
    return people.map((person) => this.draft(person, node, 'invoke', reason, type === 'AWS_IAM' ? ['execute-api:Invoke'] : []));
  }

  private userOf(pool: TemplateResource | undefined): GraphNode {
    return pool ? this.nodes.of(pool) : this.nodes.person('users of a pool that is not in the templates');
  }

  private invokes(node: GraphNode, at: TemplateResource, uri: Expression, api: TemplateResource | undefined, credentials: Expression): Draft[] {
    const target = behind(uri.value);
    if (!target) return this.integratedElsewhere(node, at, uri);
    const to = this.nodes.of(target);
    if (target.type !== 'AWS::Lambda::Function') return [this.draft(node, to, 'invoke', { kind: 'configuration', resource: at, text: `${node.name} is integrated with ${to.name}` })];
    const permission = credentials.isAbsent && api ? this.permissions.for(target, 'apigateway.amazonaws.com', this.texts.arnOf(api)) : undefined;
    if (!permission && credentials.isAbsent) return [];
    return [this.draft(node, to, 'invoke', { kind: 'configuration', resource: permission ?? at, text: `${node.name} is integrated with ${to.name}${permission ? `, and ${nameOf(permission)} lets it call` : ''}` }, INVOKE)];
  }

  /** A server or a function that no template makes gets what callers send. */
  private integratedElsewhere(node: GraphNode, at: TemplateResource, uri: Expression): Draft[] {
    const text = this.texts.of(uri.value);
    const fn = /:path\/[^/]*\/functions\/(arn:[^/]*)\/invocations$/.exec(text)?.[1] ?? (text.startsWith('arn:aws:lambda:') ? text : undefined);
    const to = fn === undefined && text.startsWith('arn:') ? undefined : this.nodes.elsewhere(inOnePartition(fn ?? text));
    if (!to) return [];
    return [this.draft(node, to.node, 'invoke', { kind: 'configuration', resource: at, text: `${node.name} is integrated with ${to.node.name}`, open: to.open }, fn === undefined ? [] : INVOKE)];
  }

  /** A function that decides who may call. */
  private authorizes(node: GraphNode, authorizer: TemplateResource | undefined, api: TemplateResource | undefined): Draft[] {
    const fn = authorizer && behind(authorizer.at('AuthorizerUri').value);
    if (!fn || fn.type !== 'AWS::Lambda::Function') return [];
    const isAllowed = !authorizer.at('AuthorizerCredentials').isAbsent || !authorizer.at('AuthorizerCredentialsArn').isAbsent
      || (api && this.permissions.for(fn, 'apigateway.amazonaws.com', this.texts.arnOf(api)));
    return isAllowed ? [this.draft(node, this.nodes.of(fn), 'invoke', { kind: 'configuration', resource: authorizer, text: `${this.nodes.of(fn).name} authorizes calls of ${node.name}` }, INVOKE)] : [];
  }

  private routeNode(resource: TemplateResource, api: TemplateResource | undefined, route: string): GraphNode {
    let node = this.records.get(resource);
    if (!node) {
      const own = this.nodes.of(resource);
      const of = api && this.nodes.of(api);
      node = { ...own, name: `${of?.name ?? ''} ${route}`.trim(), ...of ? { api: of.id } : {} };
      this.records.set(resource, node);
      this.nodes.set(resource, node);
    }
    return node;
  }

  private pathTo(resource: TemplateResource | undefined): string {
    const parts: string[] = [];
    for (let here = resource; here?.type === 'AWS::ApiGateway::Resource' && parts.length < 30; here = resourceOf(here.at('ParentId').value)) parts.unshift(known(here.at('PathPart').value) ?? '?');
    return `/${parts.join('/')}`;
  }

  private draft(from: GraphNode, to: GraphNode, intent: string, reason: Reason, actions: readonly string[] = []): Draft {
    const certainty: Certainty = reason.open === undefined ? 'certain' : 'possible';
    // who comes from outside is what a route is for
    return { from, to, kind: 'delivery', certainty, actions, because: [reason], intent, ...from.kind === 'internet' || from.kind === 'person' || from.kind === 'account' ? { implied: true } : {} };
  }
}
