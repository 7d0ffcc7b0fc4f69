import { wafCases } from './cases/waf';
import { prove } from './support/prove';

prove('WAF', wafCases);
