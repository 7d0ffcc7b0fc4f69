import { route53resolverCases } from './cases/route53resolver';
import { prove } from './support/prove';

prove('ROUTE53RESOLVER', route53resolverCases);
