import { WITH_TLS } from './stores';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-ENCRYPTION-003',
  title: 'DocumentDB, ElastiCache, MemoryDB, Amazon MSK, OpenSearch, Redshift, DMS and Transfer Family require TLS',
  severity: 'medium',
  types: Object.keys(WITH_TLS),
  rationale: 'Without TLS, credentials and data can be read and changed by whoever is on the way between client, broker and store.',
  remediation: 'Set TransitEncryptionEnabled, TLSEnabled, EnforceHTTPS with NodeToNodeEncryptionOptions, ClientBroker TLS, the parameters tls or require_ssl, or SslMode require. '
    + 'Remove FTP from Protocols.',
  check: (store) => WITH_TLS[store.type](store),
};
