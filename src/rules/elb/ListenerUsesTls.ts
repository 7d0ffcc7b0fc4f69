import { describe, Expression, TemplateResource } from '../../model';
import { every, fail, isOneOf, pass, resourceOf, unknown } from '../../model/judge';
import type { Rule, RuleResult } from '../rule';

const LISTENER = 'AWS::ElasticLoadBalancingV2::Listener';
const LISTENER_RULE = 'AWS::ElasticLoadBalancingV2::ListenerRule';
const PLAINTEXT = 'it takes requests in plaintext';

export const rule: Rule = {
  id: 'ZT-ELB-001',
  title: 'Load balancer listeners use TLS, or redirect to HTTPS',
  severity: 'medium',
  types: [LISTENER, LISTENER_RULE, 'AWS::ElasticLoadBalancing::LoadBalancer'],
  rationale: 'What goes over HTTP can be read and changed on its way, cookies and tokens included.',
  remediation: 'Set Protocol to HTTPS with a certificate of AWS Certificate Manager, and let the listener of port 80 redirect to HTTPS.',
  check(resource) {
    if (resource.type === LISTENER) return ofListener(resource, resource.at('DefaultActions'));
    if (resource.type === LISTENER_RULE) return ofRule(resource);
    return every(...resource.at('Listeners').items().map(ofClassic));
  },
};

/** Of an Application Load Balancer: TCP, UDP and TLS are of Network Load Balancers, which may pass TLS through; GENEVE has no Protocol. */
function ofListener(listener: TemplateResource, actions: Expression): RuleResult {
  const { value } = listener.at('Protocol');
  if (value.kind !== 'known') return unknown('its protocol is not known before deployment', describe(value));
  if (value.value !== 'HTTP') return pass(describe(value));
  if (actions.value.kind !== 'known') return unknown('its actions are not known before deployment', describe(actions.value));
  return every(...actions.items().map(carriesNothing));
}

/** A rule of a listener that is in no template may be one of HTTPS: its port and protocol are seen where it is. */
function ofRule(one: TemplateResource): RuleResult {
  const listener = resourceOf(one.at('ListenerArn').value, LISTENER);
  if (!listener?.exists()) return pass('its listener is not in the templates');
  return ofListener(listener, one.at('Actions'));
}

/** A redirect to HTTPS, or a fixed response, which no target sees. */
function carriesNothing(action: Expression): RuleResult {
  const { value } = action.at('Type');
  if (value.kind !== 'known') return unknown('an action is not known before deployment', describe(value));
  if (value.value === 'fixed-response') return pass('a fixed response');
  if (value.value !== 'redirect') return fail(PLAINTEXT, describe(value));
  return isOneOf(action.at('RedirectConfig', 'Protocol'), ['HTTPS'], 'it redirects to plaintext');
}

function ofClassic(listener: Expression): RuleResult {
  if (listener.value.kind !== 'known') return unknown('a listener is not known before deployment', describe(listener.value));
  const passesTls = listener.at('Protocol').value, port = listener.at('LoadBalancerPort').value;
  const isTcp443 = passesTls.kind === 'known' && /^tcp$/i.test(String(passesTls.value)) && port.kind === 'known' && String(port.value) === '443';
  if (isTcp443) return pass('it passes TLS through');
  return isOneOf(listener.at('Protocol'), ['HTTPS', 'SSL', 'https', 'ssl'], PLAINTEXT);
}
