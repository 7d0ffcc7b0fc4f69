import { all, PARAMETER, ref, resource, RuleCase, set } from '../support/prove';

const redirect = { Type: 'redirect', RedirectConfig: { Protocol: 'HTTPS', Port: '443', StatusCode: 'HTTP_301' } };
const forward = { Type: 'forward', TargetGroupArn: 'arn' };
const listener = (properties: object) => resource('AWS::ElasticLoadBalancingV2::Listener', properties);
const classic = {
  Listeners: [{ Protocol: 'HTTPS', LoadBalancerPort: '443', InstancePort: '80', PolicyNames: ['tls'] }],
  Policies: [{
    PolicyName: 'tls', PolicyType: 'SSLNegotiationPolicyType', Attributes: [{ Name: 'Reference-Security-Policy', Value: 'ELBSecurityPolicy-TLS-1-2-2017-01' }],
  }],
};
const VALUE = 'Policies.0.Attributes.0.Value';

/** What proves the rules of Elastic Load Balancing. */
export const elbCases: RuleCase[] = [
  {
    rule: 'ZT-ELB-001',
    on: 'Listener',
    secure: { Listener: listener({ Port: 80, Protocol: 'HTTP', DefaultActions: [redirect] }) },
    passesWhen: {
      'it takes HTTPS': all(set('Listener', 'Protocol', 'HTTPS'), set('Listener', 'DefaultActions', [forward])),
      'it is of a Network Load Balancer': all(set('Listener', 'Protocol', 'TCP'), set('Listener', 'DefaultActions', [forward])),
      'it is of a Gateway Load Balancer': all(set('Listener', 'Protocol'), set('Listener', 'DefaultActions', [forward])),
      'it refuses with a fixed response': set('Listener', 'DefaultActions', [{ Type: 'fixed-response', FixedResponseConfig: { StatusCode: '403' } }]),
    },
    firesWhen: {
      'it forwards HTTP': set('Listener', 'DefaultActions', [forward]),
      'it forwards HTTP after signing in': set('Listener', 'DefaultActions', [{ Type: 'authenticate-oidc' }, forward]),
      'it redirects to HTTP': set('Listener', 'DefaultActions.0.RedirectConfig.Protocol', 'HTTP'),
      'it redirects to the same protocol': set('Listener', 'DefaultActions.0.RedirectConfig.Protocol', '#{protocol}'),
      'it redirects to the protocol that is left out': set('Listener', 'DefaultActions.0.RedirectConfig.Protocol'),
      'its protocol is a parameter': set('Listener', 'Protocol', PARAMETER),
      'its actions are a parameter': set('Listener', 'DefaultActions', PARAMETER),
      'the type of an action is a parameter': set('Listener', 'DefaultActions.0.Type', PARAMETER),
    },
  },
  {
    rule: 'ZT-ELB-001',
    on: 'Rule',
    secure: {
      Listener: listener({ Port: 443, Protocol: 'HTTPS', DefaultActions: [forward] }),
      Rule: resource('AWS::ElasticLoadBalancingV2::ListenerRule', { ListenerArn: ref('Listener'), Actions: [forward] }),
    },
    passesWhen: {
      'its listener is not in the templates': set('Rule', 'ListenerArn', 'arn:aws:elasticloadbalancing:eu-west-1:111122223333:listener/app/a/b/c'),
      'it redirects HTTP to HTTPS': all(set('Listener', 'Protocol', 'HTTP'), set('Rule', 'Actions', [redirect])),
    },
    firesWhen: {
      'its listener takes HTTP': set('Listener', 'Protocol', 'HTTP'),
      'the protocol of its listener is a parameter': set('Listener', 'Protocol', PARAMETER),
    },
  },
  {
    rule: 'ZT-ELB-001',
    on: 'Balancer',
    secure: { Balancer: resource('AWS::ElasticLoadBalancing::LoadBalancer', classic) },
    passesWhen: {
      'it takes TLS': set('Balancer', 'Listeners.0.Protocol', 'SSL'),
      'it is written small': set('Balancer', 'Listeners.0.Protocol', 'https'),
      'it passes TLS through': set('Balancer', 'Listeners.0.Protocol', 'TCP'),
    },
    firesWhen: {
      'it takes HTTP': set('Balancer', 'Listeners.0.Protocol', 'HTTP'),
      'it takes HTTP on the port of HTTPS': set('Balancer', 'Listeners.0', { Protocol: 'HTTP', LoadBalancerPort: '443' }),
      'it takes TCP on the port of HTTP': set('Balancer', 'Listeners.0', { Protocol: 'TCP', LoadBalancerPort: '80' }),
      'it takes HTTP too': set('Balancer', 'Listeners.1', { Protocol: 'HTTP', LoadBalancerPort: '80' }),
      'its protocol is a parameter': set('Balancer', 'Listeners.0.Protocol', PARAMETER),
      'a listener is a parameter': set('Balancer', 'Listeners.0', PARAMETER),
      'they are a parameter': set('Balancer', 'Listeners', PARAMETER),
    },
  },
  {
    rule: 'ZT-ELB-002',
    on: 'Listener',
    secure: { Listener: listener({ Port: 443, Protocol: 'HTTPS', SslPolicy: 'ELBSecurityPolicy-TLS13-1-2-Res-2021-06' }) },
    passesWhen: {
      'it takes TLS 1.3 only': set('Listener', 'SslPolicy', 'ELBSecurityPolicy-TLS13-1-3-2021-06'),
      'it is of FIPS': set('Listener', 'SslPolicy', 'ELBSecurityPolicy-TLS13-1-2-Res-FIPS-2023-04'),
      'it is of TLS 1.2 and older ciphers': set('Listener', 'SslPolicy', 'ELBSecurityPolicy-TLS-1-2-2017-01'),
      'it has forward secrecy': set('Listener', 'SslPolicy', 'ELBSecurityPolicy-FS-1-2-Res-2020-10'),
      'there is no TLS': all(set('Listener', 'Protocol', 'HTTP'), set('Listener', 'SslPolicy')),
      'it is of a Gateway Load Balancer': all(set('Listener', 'Protocol'), set('Listener', 'SslPolicy')),
    },
    firesWhen: {
      'no policy is named': set('Listener', 'SslPolicy'),
      'no policy is named for TLS': all(set('Listener', 'Protocol', 'TLS'), set('Listener', 'SslPolicy')),
      'it is the default policy': set('Listener', 'SslPolicy', 'ELBSecurityPolicy-2016-08'),
      'it allows TLS 1.0': set('Listener', 'SslPolicy', 'ELBSecurityPolicy-TLS13-1-0-2021-06'),
      'it allows TLS 1.1': set('Listener', 'SslPolicy', 'ELBSecurityPolicy-TLS-1-1-2017-01'),
      'it allows TLS 1.0 with forward secrecy': set('Listener', 'SslPolicy', 'ELBSecurityPolicy-FS-2018-06'),
      'it is a parameter': set('Listener', 'SslPolicy', PARAMETER),
      'its protocol is a parameter': set('Listener', 'Protocol', PARAMETER),
    },
  },
  {
    rule: 'ZT-ELB-002',
    on: 'Balancer',
    secure: { Balancer: resource('AWS::ElasticLoadBalancing::LoadBalancer', classic) },
    passesWhen: { 'there is no TLS': set('Balancer', 'Listeners.0', { Protocol: 'HTTP', LoadBalancerPort: '80' }) },
    firesWhen: {
      'no policy is named': set('Balancer', 'Listeners.0.PolicyNames'),
      'the policy is another one': set('Balancer', 'Listeners.0.PolicyNames', ['cookies']),
      'it refers to an older policy': set('Balancer', VALUE, 'ELBSecurityPolicy-2016-08'),
      'it refers to no policy': set('Balancer', 'Policies.0.Attributes', [{ Name: 'Protocol-TLSv1', Value: 'true' }]),
      'what it refers to is a parameter': set('Balancer', VALUE, PARAMETER),
      'TLS has no policy': set('Balancer', 'Listeners.0', { Protocol: 'SSL', LoadBalancerPort: '443' }),
      'a second listener names none': set('Balancer', 'Listeners.1', { Protocol: 'HTTPS', LoadBalancerPort: '8443' }),
      'they are a parameter': set('Balancer', 'Listeners', PARAMETER),
    },
  },
];
