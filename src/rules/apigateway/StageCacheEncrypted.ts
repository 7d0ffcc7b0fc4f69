import { textOf } from '../../model';
import { every, isFalseOrAbsent, isTrue, pass } from '../../model/judge';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-APIGATEWAY-002',
  title: 'REST API stage caches are encrypted at rest',
  severity: 'medium',
  types: ['AWS::ApiGateway::Stage'],
  rationale: 'A cache stores responses. Unencrypted, it is the one store '
    + 'of the app without encryption at rest.',
  remediation: 'Omit CacheClusterEnabled, or set CacheDataEncrypted wherever CachingEnabled is set.',
  check(stage) {
    if (isFalseOrAbsent(stage.at('CacheClusterEnabled'), '').verdict === 'pass') return pass('no cache');
    const caching = stage.at('MethodSettings').items().filter((setting) => isFalseOrAbsent(setting.at('CachingEnabled'), '').verdict !== 'pass');
    return every(
      pass(`${caching.length} settings cache`),
      ...caching.map((setting) => isTrue(setting.at('CacheDataEncrypted'), `the cache of ${textOf(setting.at('ResourcePath').value)} is not encrypted`)),
    );
  },
};
